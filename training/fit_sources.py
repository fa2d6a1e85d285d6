"""What `fer-train fit` learns from: stored features, or the encoder with fresh views."""

from argparse import Namespace

from core.errors import DataError
from core.model.gpu import compute_on
from core.model.vit import HEADS_BY_WIDTH
from core.offline.encoders import find_encoder
from core.offline.extraction import Problem, feature_key, unusable
from core.offline.feature_store import FeatureStore
from core.offline.manifest import Manifest
from core.offline.recipe import Recipe
from core.offline.run_folder import Run, new_run
from core.offline.token_sources import FreshTokens, StoredTokens, TokenSource
from training.command import UsageError
from training.encoding import choose_place, chosen_views, encoder_of


def stored(options: Namespace, manifest: Manifest, recipe: Recipe) -> tuple[Run, TokenSource, list[Problem]]:
    """From the store. Raises DataError when it holds something else than the recipe asks for."""
    if options.view or options.margin is not None:
        raise UsageError("--view and --margin are for --online; a store has its own")
    store = FeatureStore.open(options.store)
    key = store.key
    for name in ("clip_rule", "augmentation", "segments", "seed"):
        there, asked = getattr(key, name), getattr(recipe, name)
        if there != asked:
            raise DataError(
                f"the store's features are of another recipe: {name} {there}, and {recipe.name} asks for {asked}",
                where=options.store,
                hint="Choose another --recipe, or extract into another --store",
            )
    heads = HEADS_BY_WIDTH.get(key.width)
    if options.encoder or heads is None:
        heads = encoder_of(key, options.encoder).config.heads
    missing = [video for video in manifest.videos if not store.views(video.sha256)]
    hint = "Run fer-train extract again"
    problems: list[Problem] = [
        (video, DataError("there are no features of this video", where=video.path, hint=hint)) for video in missing
    ]
    views = max((len(store.views(video.sha256)) for video in manifest.videos), default=1)
    return new_run(options.run, manifest, recipe, heads, key, views), StoredTokens(store), problems


def fresh(options: Namespace, manifest: Manifest, recipe: Recipe) -> tuple[Run, TokenSource, list[Problem]]:
    """From the encoder itself, with views of their own in every epoch."""
    encoder = find_encoder(options.encoder or recipe.encoder)
    views, place = chosen_views(options, recipe, encoder), choose_place(options, encoder)
    key = feature_key(encoder, views, str(place.precision))
    computation = compute_on(encoder.load(place.device, place.precision), place.device, place.precision)
    source = FreshTokens(views, computation, key.grid, threads=place.threads)
    training = new_run(options.run, manifest, recipe, encoder.config.heads, key, views=0)
    return training, source, unusable(manifest.videos)
