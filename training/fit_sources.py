"""What `fer-train fit` learns from: stored features, or the encoder with fresh views."""

import sys
import threading
from argparse import Namespace

from core.errors import DataError
from core.offline.encoders import find_encoder
from core.offline.extraction import Problem, feature_key, unusable
from core.offline.feature_store import FeatureStore
from core.offline.manifest import Manifest, Video
from core.offline.recipe import Recipe
from core.offline.run_folder import Run, new_run
from core.offline.token_sources import FreshTokens, StoredTokens, TokenSource
from training.command import UsageError
from training.encoding import choose_place, chosen_views, encoder_of
from training.terminal import Terminal


def stored(
    options: Namespace, manifest: Manifest, recipe: Recipe, precision: str, cancel: threading.Event
) -> tuple[Run, TokenSource, list[Problem]]:
    """From the store. Raises DataError when it holds something else than the recipe asks for."""
    if options.view or options.margin is not None:
        raise UsageError("--view and --margin are for --online; a store has its own")
    store = FeatureStore.open(options.store)
    key = store.key
    for name in ("clip_rule", "augmentation", "segments", "seed"):
        own, asked = getattr(key, name), getattr(recipe, name)
        if own != asked:
            raise DataError(
                f"the store's features are of another recipe: {name} {own}, and {recipe.name} asks for {asked}",
                where=options.store,
                hint="Choose another --recipe, or extract into another --store",
            )
    if options.encoder:
        encoder_of(key, options.encoder)
    counts = [(video, _views(store, video)) for video in manifest.videos]
    hint = "Run fer-train extract again"
    problems: list[Problem] = [
        (video, DataError("there are no features of this video", where=video.path, hint=hint))
        for video, count in counts
        if not count
    ]
    there = [count for _, count in counts if count]
    views = min(there, default=1)
    if there and views < max(there):
        what = f"some videos have {views} view(s), others {max(there)}: {views} of each are used"
        print(f"note: {what}; fer-train extract adds what is missing", file=sys.stderr)
    training = new_run(options.run, manifest, recipe, key, views, precision)
    return training, StoredTokens(store, views), problems


def _views(store: FeatureStore, video: Video) -> int:
    """How many of a video's views are there from the first one on."""
    there = set(store.views(video.sha256))
    return next(view for view in range(len(there) + 1) if view not in there)


def fresh(
    options: Namespace, manifest: Manifest, recipe: Recipe, precision: str, cancel: threading.Event
) -> tuple[Run, TokenSource, list[Problem]]:
    """From the encoder itself, with views of their own in every epoch."""
    encoder = find_encoder(options.encoder or recipe.encoder)
    views, place = chosen_views(options, recipe, encoder), choose_place(options, encoder)
    key = feature_key(encoder, views, str(place.precision))
    computation = encoder.compute(place.device, place.precision)
    with Terminal() as terminal:  # rather now than after days
        problems = unusable(manifest.videos, views, threads=place.threads, progress=terminal.show, cancel=cancel)
    source = FreshTokens(views, computation, key.grid, threads=place.threads, cancel=cancel)
    return new_run(options.run, manifest, recipe, key, 0, precision), source, problems
