"""What `fer-train starter train` and `evaluate` do."""

import sys
import time
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

import torch

from core.errors import OutputError
from core.model import load_bundle
from core.model.bundle.files import find_bundle
from core.model.device import resolve_device
from training.facts import aligned, as_json
from training.starter.data import TEST, hold_out, load_stills, load_training
from training.starter.export import calibrated, export, starter_predictor
from training.starter.measuring import measure
from training.starter.recipe import Recipe
from training.starter.report import everything, load_both, verdicts
from training.starter.train import train


def train_and_export(options: Namespace, recipe: Recipe | None = None) -> None:
    """Trains, calibrates, measures and writes; what it does is said on stderr. recipe: other than the starter's own."""
    recipe = recipe or Recipe()
    out = options.out or options.work / "starter"
    if out.exists():
        raise OutputError("there is something at the bundle's place already", where=out, hint="Choose another --out")
    torch.set_num_threads(options.threads)
    device = resolve_device(options.device)
    say = _narrator()
    test, training = load_stills(options.data / TEST), load_training(options.data)
    learnt, held = hold_out(training, recipe.held_out, recipe.seed)
    trained = train(recipe, learnt, held, options.work, device, say)
    probe, temperature = calibrated(trained.encoder, trained.probe, held)
    metrics = everything(starter_predictor(trained.encoder, probe, recipe), test, training, options.videos, say)
    frozen = measure(starter_predictor(*trained.frozen, recipe), test)
    how = "the same encoder after V-JEPA pre-training alone, frozen, with a probe of its own (not calibrated)"
    metrics["frozen"] = {name: frozen[name] for name in ("accuracy", "uar")} | {"how": how}
    out.parent.mkdir(parents=True, exist_ok=True)
    export(trained.encoder, probe, recipe, temperature, metrics, out)
    say(f"written to {out}")
    print(_table(verdicts(metrics, _size(out))))


def evaluate_bundle(options: Namespace) -> None:
    """Measures a bundle and prints a table, or JSON."""
    torch.set_num_threads(options.threads)
    say = _narrator()
    test, training = load_both(options.data)
    where = find_bundle(options.bundle)
    metrics = everything(load_bundle(where, device="cpu"), test, training, options.videos, say)
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
            f"{100 * faces['accuracy_without_copies']:.1f} %"
        )


def _table(rows: list[tuple[str, str, str, str]]) -> str:
    return "\n".join(aligned([("what", "measured", "target", "reached"), *rows]))


def _narrator() -> Callable[[str], None]:
    started = time.monotonic()

    def say(line: str) -> None:
        print(f"{(time.monotonic() - started) / 60:6.1f} min  {line}", file=sys.stderr, flush=True)

    return say


def _size(bundle: Path) -> int:
    files = [file for file in bundle.iterdir() if file.is_file()] if bundle.is_dir() else [bundle]
    return sum(file.stat().st_size for file in files)
