"""`fer-train extract`: every training clip of a manifest through the frozen encoder, once, into a feature store."""

import shlex
import time
from argparse import ArgumentParser, Namespace
from datetime import timedelta
from typing import TYPE_CHECKING

from core.errors import Cancelled
from training.arguments import (
    STORE,
    add_device,
    add_encoder,
    add_json,
    add_manifest,
    add_recipe,
    add_store,
    add_threads,
    add_view,
    byte_count,
    positive,
)
from training.command import DONE, FAILED, Command, UsageError

if TYPE_CHECKING:
    import threading

    from core.offline.encoders import FrozenEncoder
    from core.offline.extraction import Problem, Views
    from core.offline.feature_store import FeatureKey, FeatureStore
    from core.offline.manifest import Manifest
    from training.encoding import Place
    from training.terminal import Terminal


def run(options: Namespace) -> int:
    """Fills the store, or goes on filling it, and says how much is in it."""
    from core.offline.encoders import find_encoder
    from core.offline.feature_store import FeatureStore
    from core.offline.manifest import read_manifest, require_digests
    from training.encoding import choose_place, chosen_views
    from training.problems import tell
    from training.recipe_files import find_recipe
    from training.terminal import Terminal, cancelled_by_signals

    manifest, recipe = read_manifest(options.manifest, for_training=False), find_recipe(options.recipe)
    require_digests(manifest)
    encoder = find_encoder(options.encoder or recipe.encoder)
    views, place = chosen_views(options, recipe, encoder), choose_place(options, encoder)
    key = _key(options, manifest, encoder, views, place)
    began = time.monotonic()
    with Terminal() as terminal, cancelled_by_signals() as cancel, FeatureStore.writing(options.store, key) as store:
        try:
            if options.check:
                _drop_damaged(store, terminal, cancel)
            problems = _fill(options, manifest, encoder, views, store, place, terminal, cancel)
        except (Cancelled, KeyboardInterrupt):
            raise Cancelled("interrupted; the same command goes on where this one stopped") from None
    tell(problems, "extract")
    _report(options, store, problems, time.monotonic() - began)
    return FAILED if problems else DONE


def _key(
    options: Namespace, manifest: "Manifest", encoder: "FrozenEncoder", views: "Views", place: "Place"
) -> "FeatureKey":
    from core.model.pooling import pooled_sides
    from core.offline.extraction import FORMS, feature_key, largest_within

    sides = pooled_sides(encoder.config.grid)
    if options.pool is not None and options.pool not in sides:
        raise UsageError(f"--pool {options.pool}: this encoder's tokens can be kept as {', '.join(map(str, sides))}")
    pool = None if options.pool in (None, sides[0]) else options.pool
    key = feature_key(encoder, views, str(place.precision), pool=pool, form=options.dtype or FORMS[0])
    if options.budget is None:
        return key
    fixed = {name for name, asked in (("pool", options.pool), ("dtype", options.dtype)) if asked is not None}
    records = len({video.sha256 for video in manifest.videos}) * options.views
    return largest_within(key, encoder, records, options.budget, fixed)


def _drop_damaged(store: "FeatureStore", terminal: "Terminal", cancel: "threading.Event") -> None:
    from core.model.progress import Task

    task = Task("checking", len(store) * store.key.record_bytes, terminal.show, cancel)
    damaged = store.check(lambda: task.advance(store.key.record_bytes))
    store.drop(damaged)
    terminal.line(f"{len(damaged)} damaged record(s) taken out" if damaged else "no record is damaged")


def _fill(
    options: Namespace,
    manifest: "Manifest",
    encoder: "FrozenEncoder",
    views: "Views",
    store: "FeatureStore",
    place: "Place",
    terminal: "Terminal",
    cancel: "threading.Event",
) -> list["Problem"]:
    """Says how large and how long, and then does it. Raises OutputError when the disk has no room for it."""
    from core.model.store.disk_room import require_room
    from core.model.store.installed import size_text
    from core.offline.estimates import seconds_per_clip, seconds_to_prepare
    from core.offline.extraction import extract

    for warning in manifest.warnings:
        terminal.line(f"note: {warning}")
    key, digests = store.key, {video.sha256 for video in manifest.videos}
    wanted = len(digests) * options.views
    todo = sum((digest, view) not in store for digest in digests for view in range(options.views))
    _, height, width = key.grid
    terminal.line(
        f"{len(digests)} videos x {options.views} view(s) x {key.segments} clips: "
        f"{size_text(wanted * key.record_bytes)} in {key.dtype} ({height} x {width} tokens of {key.width}), "
        f"in {options.store}; view: {_shown(key)}"
    )
    if not todo:
        terminal.line("all of it is there already")
        return []
    require_room(options.store, todo * key.record_bytes)
    computation = encoder.compute(place.device, place.precision)
    encoding = todo * key.segments * seconds_per_clip(computation, views.resolution)
    preparing = todo * seconds_to_prepare(manifest.videos, views) / place.threads
    seconds = encoding + preparing if place.device.type == "cpu" else max(encoding, preparing)
    terminal.line(f"{todo} of {wanted} to be done, about {timedelta(seconds=round(seconds))}")
    return extract(
        manifest.videos,
        options.views,
        views,
        computation,
        store,
        threads=place.threads,
        progress=terminal.show,
        cancel=cancel,
    )


def _report(options: Namespace, store: "FeatureStore", problems: list, seconds: float) -> None:
    from dataclasses import asdict

    from core.model.store.installed import size_text
    from training.facts import as_json, rows_text
    from training.problems import as_entries

    if options.json:
        facts = {"store": str(options.store), "records": len(store), "videos": len(store.videos())}
        facts |= {"bytes": store.bytes_on_disk, "seconds": round(seconds, 3), "key": asdict(store.key)}
        print(as_json(facts | {"problems": as_entries(problems)}))
        return
    rows = [
        ("videos", f"{len(store.videos())} in the store"),
        ("records", f"{len(store)} (one for each augmented view of a video)"),
        ("size", size_text(store.bytes_on_disk)),
        ("next", _next(options) if len(store) else ""),
    ]
    print(rows_text(f"features in {options.store}", rows))


def _shown(key: "FeatureKey") -> str:
    """What the encoder sees of the pictures."""
    return "the middle of the picture" if key.margin is None else f"the face, {key.margin:g} times its box"


def _next(options: Namespace) -> str:
    store = [] if options.store == STORE else [f"--store={options.store}"]
    manifest = str(options.manifest)
    manifest = f"./{manifest}" if manifest.startswith("-") else manifest  # or it would be an option
    return shlex.join(["fer-train", "fit", manifest, "--recipe", options.recipe, *store])


def _add_arguments(parser: ArgumentParser) -> None:
    add_manifest(parser)
    add_encoder(parser, "the recipe's")
    add_recipe(parser)
    add_view(parser)
    parser.add_argument(
        "--views",
        metavar="K",
        type=positive,
        default=1,
        help="differently augmented views of each clip; every epoch takes the next one (default: %(default)s)",
    )
    add_store(parser)
    kept = "keep N x N tokens of a picture, means over squares (default: all)"
    parser.add_argument("--pool", metavar="N", type=positive, help=kept)
    parser.add_argument("--dtype", choices=("bf16", "int8"), help="how numbers are kept (default: bf16)")
    most = "keep the most that fits into so much, such as 200GB: all in bf16, in int8, or fewer and fewer tokens"
    parser.add_argument("--budget", metavar="SIZE", type=byte_count, help=most)
    add_device(parser, "auto")
    add_threads(parser)
    parser.add_argument("--check", action="store_true", help="prove what is there, and make anew what is damaged")
    add_json(parser)


EXTRACT = Command(
    name="extract",
    summary="encode the training clips of a manifest once",
    description="Decodes each video once, and puts its training clips through the frozen encoder into a feature store, "
    "from which probes are trained many times over. Says before how large that will be and how long it takes. What is "
    "there already is not made again: interrupt it, and repeat the command.",
    add_arguments=_add_arguments,
    run=run,
)
