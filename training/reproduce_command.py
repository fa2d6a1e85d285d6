"""`fer-train reproduce`: the study on one's own copy of a data set, from the index to the bundle."""

import json
import re
import shlex
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import DataError, FerError, OutputError
from core.json_file import write_json
from core.labels import CREMA_D, RAVDESS
from core.reasons import system_reason
from training.arguments import (
    add_device,
    add_encoder,
    add_recipe,
    add_threads,
    add_view,
    byte_count,
    positive,
)
from training.command import DONE, FAILED, Command, UsageError
from training.export_command import fold

if TYPE_CHECKING:
    from core.offline.encoders import FrozenEncoder
    from training.encoding import Place
    from training.terminal import Terminal

CLIPS = {RAVDESS: 46, CREMA_D: 14}
"""Evaluation clips of a video of 110 frames in RAVDESS, about 78 in CREMA-D."""
NOTE = "reproduce.json"
FOLDS = {RAVDESS: range(5), CREMA_D: range(1, 6)}
"""As published."""


def run(options: Namespace) -> int:
    """Runs every command that is not done yet, and says which. Exit code 3 when videos were left out on the way."""
    from training.terminal import Terminal

    folds = FOLDS[options.dataset]
    if options.fold.isdecimal() and int(options.fold) not in folds:
        raise UsageError(f"--fold {options.fold}: the folds of {options.dataset} are {', '.join(map(str, folds))}")
    try:
        options.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = f"the folder cannot be made ({system_reason(error)})"
        raise OutputError(what, where=options.out, hint="Choose another --out") from error
    with Terminal() as terminal:
        _announce(options, terminal)
    if options.dry_run:
        return DONE
    note = _note(options)
    worst = FAILED if note.get("incomplete") else DONE
    if worst:
        print("note: videos were missing or left out when the data set was indexed", file=sys.stderr)
    for name, arguments, done in _steps(options):
        line = shlex.join(["fer-train", name, *arguments])
        if done:
            print(f"\n$ {line}\ndone already: {done} is there", file=sys.stderr)
            continue
        print(f"\n$ {line}", file=sys.stderr, flush=True)
        try:
            code = _call(name, arguments)
        except FerError as error:  # its own advice names options that are not here
            raise type(error)(error.what, where=error.where, hint=_here(error.hint)) from error
        if name == "index":
            write_json(options.out / NOTE, note | {"incomplete": code == FAILED})
        if code not in (DONE, FAILED):
            return code
        worst = max(worst, code)
    return worst


def _note(options: Namespace) -> dict[str, Any]:
    """What a folder is about. Raises DataError when it is about other videos."""
    from training.datasets.scan import find_files

    path, videos = options.out / NOTE, len(find_files(options.data)[0])
    wanted = {"dataset": options.dataset, "data": str(options.data.resolve()), "videos": videos}
    try:
        there = json.loads(path.read_bytes())
        differ = [name for name in wanted if there[name] != wanted[name]]
    except FileNotFoundError:
        write_json(path, wanted)
        return wanted
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise DataError("the note of what was reproduced here cannot be read", where=path, hint="Remove it") from error
    if differ:
        shown = "; ".join(f"{name}: {there[name]} then, {wanted[name]} now" for name in differ)
        raise DataError(f"other videos were reproduced here ({shown})", where=options.out, hint="Choose another --out")
    return there


def _here(hint: str) -> str:
    return re.sub(r"(?<!\S)(--store|--run|-o)(?!\S)", "--out", hint)


def _steps(options: Namespace) -> Iterator[tuple[str, list[str], Path | None]]:
    """Each command with its arguments, and the file that leaves nothing to do; only asked when its turn has come."""
    manifest, store, folder = options.out / "manifest.csv", options.out / "features", options.out / "run"
    bundle = options.out / f"{options.dataset}-{Path(options.recipe).stem}-{options.fold}.ferbundle"
    recipe = ["--recipe", options.recipe]
    encoder = [f"--encoder={options.encoder}"] if options.encoder else []
    view = [f"--{name}={value}" for name in ("view", "margin") if (value := getattr(options, name))]
    threads = [f"--threads={options.threads}"] if options.threads else []
    device = ["--device", options.device]
    precision = ["--precision", options.precision]
    size = [f"--budget={options.budget}"] if options.budget else []
    index = [options.dataset, str(options.data), "-o", str(manifest)]
    extract = [str(manifest), *recipe, *encoder, *view, f"--views={options.views}", "--store", str(store)]
    where = ["--run", str(folder)]
    yield "index", index, manifest if manifest.exists() else None
    yield "extract", [*extract, *size, *device, *precision, *threads], None
    yield "fit", [str(manifest), *recipe, "--store", str(store), *where, *device], None
    yield "evaluate", [*where, *encoder, *device], None
    there = bundle if _is_of(bundle, folder) else None
    yield "export", ["--fold", options.fold, *where, *encoder, "-o", str(bundle)], there


def _is_of(bundle: Path, run: Path) -> bool:
    """Whether there is a bundle of the probes in that folder. Raises DataError when there is one of others."""
    from core.model.bundle.files import read_card
    from core.offline.export import probe_digests
    from core.offline.run_folder import read_run

    if not bundle.exists():
        return False
    if set(read_card(bundle).probes) <= set(probe_digests(read_run(run)).values()):
        return True
    what = "the bundle that is there is of another training"
    raise DataError(what, where=bundle, hint="Move it away, and repeat the command")


def _call(name: str, arguments: list[str]) -> int:
    """Runs a command as if it had been typed. What it raises ends everything, and says by itself what to do."""
    from training.commands import COMMANDS

    command = next(one for one in COMMANDS if one.name == name)
    parser = ArgumentParser(prog=f"fer-train {name}", allow_abbrev=False)
    command.add_arguments(parser)
    return command.run(parser.parse_args(arguments))


def _announce(options: Namespace, terminal: "Terminal") -> None:
    """Time and space, from the number of videos that are there and a little of the work that is really done."""
    from core.model.precision import Precision
    from core.model.store.installed import size_text
    from core.offline.encoders import find_encoder
    from core.offline.estimates import seconds_per_clip, seconds_per_step
    from core.offline.extraction import feature_key
    from training.datasets.scan import find_files
    from training.encoding import choose_place, chosen_views
    from training.recipe_files import find_recipe

    recipe = find_recipe(options.recipe)
    encoder = find_encoder(options.encoder or recipe.encoder)
    views, place = chosen_views(options, recipe, encoder), choose_place(options, encoder)
    videos, _ = find_files(options.data)
    count = len(videos)
    clips = CLIPS[options.dataset]
    key = feature_key(encoder, views, str(place.precision))
    computation = encoder.compute(place.device, place.precision)
    clip_s = seconds_per_clip(computation, views.resolution)
    exact_s = clip_s if place.precision is Precision.FP32 else _seconds_in_fp32(encoder, place, views.resolution)
    step_s = seconds_per_step(recipe, key, place.device)
    folds = len(FOLDS[options.dataset])
    steps = folds * recipe.epochs * -(-count * (folds - 1) // (folds * recipe.batch))
    stored = count * options.views * key.record_bytes
    terminal.line(
        f"About {count} videos. Features: {size_text(stored)}"
        + (f" (kept within {size_text(options.budget)})" if options.budget and options.budget < stored else "")
        + f". Encoding them: {_duration(count * options.views * recipe.segments * clip_s)}; "
        f"training {folds} probes: {_duration(steps * step_s)}; evaluation of about {count * clips} clips: "
        f"{_duration(count * clips * exact_s)} in fp32 ({1 / clip_s:.3g} clips/s in {place.precision}, "
        f"{1 / exact_s:.3g} in fp32; decoding comes on top). "
        "What is done already is not done again."
    )


def _seconds_in_fp32(encoder: "FrozenEncoder", place: "Place", resolution: int) -> float:
    """As evaluate computes."""
    from core.model.precision import Precision
    from core.offline.estimates import seconds_per_clip

    return seconds_per_clip(encoder.compute(place.device, Precision.FP32), resolution)


def _duration(seconds: float) -> str:
    return str(timedelta(seconds=round(seconds)))


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("dataset", choices=(RAVDESS, CREMA_D), help="which data set")
    parser.add_argument("--data", metavar="PATH", type=Path, required=True, help="the folder with its videos")
    parser.add_argument(
        "--out",
        metavar="DIR",
        type=Path,
        default=Path("reproduced"),
        help="where all goes (default: %(default)s)",
    )
    add_recipe(parser)
    add_encoder(parser, "the recipe's")
    add_view(parser)
    parser.add_argument("--views", metavar="K", type=positive, default=1, help="stored views of each clip (default: 1)")
    parser.add_argument("--budget", metavar="SIZE", type=byte_count, help="for the features, such as 200GB")
    parser.add_argument(
        "--fold",
        metavar="K|best|ensemble",
        type=fold,
        default="ensemble",
        help="for the bundle (default: %(default)s)",
    )
    add_device(parser, "auto")
    add_threads(parser)
    parser.add_argument("--dry-run", action="store_true", help="only say how large and how long")


REPRODUCE = Command(
    name="reproduce",
    summary="the whole study on your copy of a data set",
    description="Index, extract, fit, evaluate and export, one after the other, each as the command of that name would "
    "do it. Says first how much time and space it takes. What is done already is not done again: interrupt it, and "
    "repeat the command.",
    add_arguments=_add_arguments,
    run=run,
)
