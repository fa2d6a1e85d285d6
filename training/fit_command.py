"""`fer-train fit`: one probe for each fold of a manifest."""

import math
import os
import shlex
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import Cancelled, DataError, DeviceError, FerError
from training.arguments import (
    add_device,
    add_encoder,
    add_json,
    add_manifest,
    add_recipe,
    add_run,
    add_store,
    add_threads,
    add_view,
    positive,
)
from training.command import DONE, FAILED, Command, UsageError

if TYPE_CHECKING:
    import threading

    from core.offline.checkpoint import Epoch
    from core.offline.fit import FoldData
    from core.offline.manifest import Manifest, Video
    from core.offline.recipe import Recipe
    from core.offline.run_folder import Run
    from core.offline.token_sources import TokenSource

ELSEWHERE = "Wait until it is done, or choose other folds with --fold"


def run(options: Namespace) -> int:
    """Trains what is not trained yet, and says how each fold went."""
    from core.offline.manifest import read_manifest, require_digests
    from training.fit_sources import fresh, stored
    from training.problems import tell
    from training.recipe_files import find_recipe
    from training.terminal import cancelled_by_signals

    manifest, recipe = read_manifest(options.manifest), find_recipe(options.recipe)
    require_digests(manifest)
    folds = _folds(options.fold, manifest)
    fabric, precision = _fabric(options, recipe)
    first = fabric.global_rank == 0
    with cancelled_by_signals() as cancel, nullcontext() if first else _in_silence():
        source_of = fresh if options.online else stored
        training, source, problems = source_of(options, manifest, recipe, precision, cancel)
        _begin(fabric, training)
        if first:
            for warning in manifest.warnings:
                print(f"note: {warning}", file=sys.stderr)
            tell(problems, "fit")
        left_out = {video.sha256 for video, _ in problems}
        curves = _fit(fabric, training, _data(options, training, manifest, folds, left_out), source, cancel)
        if first:
            _report(options, training, training.trained(manifest.folds), curves, problems)
        fabric.barrier()  # a process that ends before the first one has spoken might end that, too
    return FAILED if problems and first else DONE


@contextmanager
def _in_silence() -> Iterator[None]:
    """What the first of several processes says is enough; what ends a process is said all the same."""
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
        yield


def _folds(asked: str, manifest: "Manifest") -> tuple[int, ...]:
    if asked == "all":
        return manifest.folds
    if int(asked) not in manifest.folds:
        there = ", ".join(map(str, manifest.folds))
        raise UsageError(f"--fold {asked}: the folds of this manifest are {there}")
    return (int(asked),)


def _fabric(options: Namespace, recipe: "Recipe") -> tuple[Any, str]:
    """The library's own means of several GPUs and computers (SLURM, torchrun), and the precision that it works in."""
    import logging
    import warnings

    from core.model.device import choose_device

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of its own imports
            from lightning_fabric import Fabric
    except ImportError as error:
        hint = "Install what training needs: pip install '.[train]' in the checkout"
        raise DataError("fit needs the library lightning-fabric, which is not installed", hint=hint) from error
    logging.getLogger("lightning_fabric").setLevel(logging.ERROR)
    device = choose_device(options.device).device
    precision = recipe.precision if device.type == "cuda" else "32-true"  # the scaler is CUDA's
    if precision != recipe.precision and not int(os.environ.get("LOCAL_RANK", "0")):
        print(f"note: {recipe.precision} is for a CUDA GPU; the probes are trained in fp32 here", file=sys.stderr)
    several = options.devices > 1 or options.nodes > 1
    devices: Any = options.devices if several or device.index is None else [device.index]
    if recipe.batch % (options.devices * options.nodes):
        raise UsageError(f"the recipe's batch of {recipe.batch} cannot be shared by {options.devices * options.nodes}")
    try:
        fabric = Fabric(
            accelerator=device.type,
            devices=devices,
            num_nodes=options.nodes,
            strategy="ddp" if several else "auto",
            precision=precision,
        )
        fabric.launch()
    except (RuntimeError, ValueError) as error:  # fewer GPUs than were asked for, no cluster, a port that is taken
        what = f"so many devices and computers cannot be had ({str(error).splitlines()[0]})"
        raise DeviceError(what, hint="Check --devices, --nodes and --device") from error
    if several:
        options.device = str(fabric.device)  # --online: every process has an encoder of its own
    return fabric, precision


def _begin(fabric: Any, training: "Run") -> None:
    """run.json, by the first process. Where that fails, the others end without a word."""
    from core.offline.run_folder import begin_run

    fault: FerError | None = None
    if fabric.global_rank == 0:
        try:
            begin_run(training)
        except FerError as error:
            fault = error
    if fabric.broadcast(fault is not None):
        raise fault or SystemExit(FAILED)


def _data(
    options: Namespace, training: "Run", manifest: "Manifest", folds: tuple[int, ...], left_out: set[str]
) -> list["FoldData"]:
    """What each fold is to be trained on. Raises DataError when nothing is left, or a probe has learned from others."""
    from core.offline.fit import FoldData, prove_same

    def usable(videos: tuple["Video", ...]) -> tuple["Video", ...]:
        return tuple(video for video in videos if video.sha256 not in left_out)

    data = []
    for fold in folds:
        held_out = () if options.online else usable(manifest.held_out(fold))
        one = FoldData(fold, usable(manifest.training(fold)), held_out)
        if not one.train:
            hint = "What stands above says why, for each video"
            raise DataError(f"nothing is left to train fold {fold} on", where=manifest.path, hint=hint)
        prove_same(training, one)
        if not training.probe(fold).exists():
            data.append(one)
    return data


def _fit(
    fabric: Any, training: "Run", data: list["FoldData"], source: "TokenSource", cancel: "threading.Event"
) -> dict[int, list["Epoch"]]:
    from core.model.progress import Task
    from core.offline.fit import fit_fold
    from core.offline.run_folder import alone_in
    from training.terminal import Terminal

    steps = sum(math.ceil(len(one.train) / training.recipe.batch) for one in data) * training.recipe.epochs
    curves: dict[int, list[Epoch]] = {}
    with Terminal() as terminal:
        show = terminal.show if fabric.global_rank == 0 else None
        task = Task("training", steps, show, cancel, "steps")
        try:
            for one in data:
                with alone_in(training.fold(one.fold), ELSEWHERE) if fabric.global_rank == 0 else nullcontext():
                    curves[one.fold] = fit_fold(fabric, training, one, source, task)
                if fabric.global_rank == 0:
                    last = curves[one.fold][-1]
                    terminal.line(f"fold {one.fold}: {_figures(last)}")
                    _plot(training.fold(one.fold), curves[one.fold])
        except (Cancelled, KeyboardInterrupt, RuntimeError) as stop:
            if isinstance(stop, RuntimeError) and not cancel.is_set():  # not of a process that has stopped before
                raise
            raise Cancelled("interrupted; the same command goes on from the last whole epoch") from None
    return curves


def _figures(last: "Epoch") -> str:
    text = f"loss {last.train_loss:.3f}, accuracy {last.train_accuracy:.1%} on its own videos"
    if last.held_out_accuracy == last.held_out_accuracy:
        text += f", {last.held_out_accuracy:.1%} on the held-out ones"
    return f"{text}; {last.data_wait:.0%} of the time waiting for features"


def _plot(folder: Path, curve: list["Epoch"]) -> None:
    from dataclasses import asdict

    from training.plots import learning_curve_figure

    with suppress(DataError):  # without the library there is the CSV
        learning_curve_figure([asdict(row) for row in curve], folder / "curve.png")


def _report(
    options: Namespace, training: "Run", there: tuple[int, ...], curves: dict[int, list["Epoch"]], problems: list
) -> None:
    from dataclasses import asdict

    from training.facts import as_json, rows_text
    from training.problems import as_entries

    if options.json:
        last = {str(fold): _known(asdict(curve[-1])) for fold, curve in curves.items()}
        found = {"run": str(training.folder), "folds": there, "trained": last, "problems": as_entries(problems)}
        print(as_json(found))
        return
    rows = [
        ("recipe", training.recipe.name),
        ("probes", f"folds {', '.join(map(str, there))} ({len(curves)} trained now)"),
        ("next", shlex.join(["fer-train", "evaluate", "--run", str(training.folder)])),
    ]
    print(rows_text(f"training in {training.folder}", rows))


def _known(figures: dict[str, float]) -> dict[str, float | None]:
    """JSON has no NaN."""
    return {name: value if math.isfinite(value) else None for name, value in figures.items()}


def _fold(given: str) -> str:
    if given != "all" and not given.isdecimal():
        raise ArgumentTypeError(f"'{given}' is neither all nor the number of a fold")
    return given


def _add_arguments(parser: ArgumentParser) -> None:
    add_manifest(parser)
    add_recipe(parser)
    parser.add_argument(
        "--fold", metavar="all|K", type=_fold, default="all", help="only the probe that fold K is held out from"
    )
    parser.add_argument(
        "--online",
        action="store_true",
        help="run the encoder in every epoch, with fresh views, as published: many times the cost of a store",
    )
    add_store(parser)
    add_run(parser)
    add_encoder(parser, "the store's; with --online the recipe's")
    add_view(parser)
    add_device(parser, "auto")
    parser.add_argument("--devices", metavar="N", type=positive, default=1, help="GPUs, or processes on a CPU")
    parser.add_argument("--nodes", metavar="N", type=positive, default=1, help="computers, by SLURM or torchrun")
    add_threads(parser)
    add_json(parser)


FIT = Command(
    name="fit",
    summary="train the probes, one for each fold",
    description="Trains a probe for each fold on the videos of the other folds, from the feature store or with the "
    "encoder in the loop. Leaves a checkpoint after each epoch: interrupt it, and repeat the command. A fold that has "
    "its probe already is passed over.",
    add_arguments=_add_arguments,
    run=run,
)
