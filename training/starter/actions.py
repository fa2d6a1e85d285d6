"""What `fer-train starter train` and `evaluate` do."""

import os
import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import torch

from core.errors import DataError, DeviceError, OutputError
from core.model import load_bundle
from core.model.bundle.files import find_bundle
from core.model.device import device_faults, resolve_device
from core.offline.run_folder import alone_in
from core.session import cannot_write
from training.facts import aligned, as_json
from training.starter.data import TEST, copies, hold_out, load_stills, load_training
from training.starter.export import (
    best_temperature,
    calibrated,
    clip_logits,
    crossed_ece,
    export,
    starter_predictor,
)
from training.starter.measuring import measure
from training.starter.recipe import Recipe
from training.starter.report import Verdict, everything, load_both, missing_videos, verdicts
from training.starter.stages import Stages
from training.starter.train import train
from training.terminal import Terminal, cancelled_by_signals

FROZEN = "the target encoder after V-JEPA pre-training alone, frozen, with a probe of its own (not calibrated)"


def train_and_export(options: Namespace, recipe: Recipe | None = None) -> None:
    """Trains, calibrates, measures and writes; prints what was reached. recipe: another than the starter's own."""
    recipe = recipe or Recipe()
    if not hasattr(torch.optim, "Muon"):
        hint = "Install a newer one; the rest of the program does without"
        raise DataError(f"the starter is trained with torch 2.9 or newer, and this is {torch.__version__}", hint=hint)
    out = options.out or options.work / "starter"
    device = _device(options.device)
    with (
        _threads(options.threads),
        alone_in(options.work, "Wait until it is done, or choose another --work"),
        Terminal() as terminal,
    ):
        say = _with_minutes(terminal)
        _refuse_place(out)
        test, training = load_stills(options.data / TEST), load_training(options.data)
        for sentence in missing_videos(options.videos):
            say(f"note: {sentence}")
        learnt, held_out = hold_out(training, recipe.held_out, recipe.seed)
        with device_faults(device), cancelled_by_signals() as cancel:  # what comes after it is short: Ctrl-C ends it
            trained = train(Stages(recipe, learnt, held_out, options.work, device, say, cancel))
        # Not by the faces held out of training: their near copies stayed in it, and it would be too sure of others.
        logits, new = clip_logits(trained.encoder, trained.probe, test), ~copies(test, training)
        fitting = new if new.any() else torch.ones_like(new)
        temperature = best_temperature(logits[fitting], test.labels[fitting])
        probe = calibrated(trained.probe, temperature)
        predictor = starter_predictor(trained.encoder, probe, recipe)
        metrics = everything(predictor, test, training, options.videos, say)
        metrics["fer2013_public_test"]["ece_crossed"] = crossed_ece(logits, test.labels, recipe.seed)
        frozen = measure(starter_predictor(*trained.frozen, recipe), test)
        metrics["frozen"] = {name: frozen[name] for name in ("accuracy", "uar")} | {"how": FROZEN}
        export(trained.encoder, probe, recipe, temperature, training, metrics, out)
        say(f"written to {out}")
    print(_table(verdicts(metrics, _size(out))))


def evaluate_bundle(options: Namespace) -> None:
    """Measures a bundle and prints a table, or JSON."""
    where = find_bundle(options.bundle)
    with _threads(options.threads), Terminal() as terminal:
        say = _with_minutes(terminal)
        predictor = load_bundle(options.bundle, device="cpu")
        test, training = load_both(options.data)
        for sentence in missing_videos(options.videos):
            say(f"note: {sentence}")
        metrics = everything(predictor, test, training, options.videos, say)
    rows = verdicts(metrics, _size(where))
    if options.json:
        named = [dict(zip(("what", "measured", "target", "reached"), row, strict=True)) for row in rows]
        print(as_json({"bundle": where, "metrics": metrics, "targets": named}))
        return
    print(_table(rows))
    faces = metrics["fer2013_public_test"]
    print("recall: " + ", ".join(f"{name} {100 * value:.0f} %" for name, value in faces["recall"].items()))
    if "accuracy_without_copies" in faces:
        print(
            f"without the {faces['copies']} test faces that are in the training set, too: accuracy "
            f"{100 * faces['accuracy_without_copies']:.2f} %"
        )


@contextmanager
def _threads(count: int) -> Iterator[None]:
    """So many for torch, and afterwards as before: the last digits of what is computed then hang on it."""
    before = torch.get_num_threads()
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def _device(name: str) -> torch.device:
    device = resolve_device(name)
    if device.type == "mps":  # whether all of it runs there was never tried
        if name != "auto":
            raise DeviceError("the starter is trained on a CPU or a CUDA GPU", where=name, hint="Choose --device cpu")
        return torch.device("cpu")
    return device


def _refuse_place(out: Path) -> None:
    """Before hours of training, and not after them."""
    if os.path.lexists(out):
        raise OutputError("there is something at the bundle's place already", where=out, hint="Choose another --out")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(out, error) from error
    if not os.access(out.parent, os.W_OK):
        raise OutputError("nothing can be written there", where=out.parent, hint="Choose another --out")


def _table(rows: list[Verdict]) -> str:
    return "\n".join(aligned([("what", "measured", "target", "reached"), *rows]))


def _with_minutes(terminal: Terminal) -> Callable[[str], None]:
    started = time.monotonic()
    return lambda line: terminal.line(f"{(time.monotonic() - started) / 60:6.1f} min  {line}")


def _size(bundle: Path) -> int:
    files = [file for file in bundle.iterdir() if file.is_file()] if bundle.is_dir() else [bundle]
    return sum(file.stat().st_size for file in files)
