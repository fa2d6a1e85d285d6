"""Makes the starter bundle (train, export: the last step of train alone) and measures a bundle (evaluate)."""

import argparse
import sys
import time
from pathlib import Path

import torch

from core.errors import FerError
from core.model import load_bundle
from training.starter.data import load_stills
from training.starter.export import export, measure
from training.starter.recipe import Recipe
from training.starter.train import train, trained_student

DATA = Path("../shared/datasets/fer2013")
WORK = Path("build/starter")


def main(arguments: list[str] | None = None) -> int:
    """Runs one command. Returns the exit code: 0 done, 3 failed."""
    parser = argparse.ArgumentParser(prog="python -m training.starter", description=__doc__)
    parser.add_argument("command", nargs="?", default="train", choices=["train", "export", "evaluate"])
    parser.add_argument("--data", type=Path, default=DATA, help="folder with the FER2013 .npz files")
    parser.add_argument("--work", type=Path, default=WORK, help="folder for checkpoints; a run goes on from them")
    parser.add_argument("--out", type=Path, default=WORK / "starter", help="where train and export put the bundle")
    parser.add_argument("--bundle", default="starter", help="the bundle that evaluate measures")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args(arguments)
    torch.set_num_threads(options.threads)
    started = time.monotonic()

    def log(line: str) -> None:
        print(f"{(time.monotonic() - started) / 60:6.1f} min  {line}", flush=True)

    try:
        test = load_stills(options.data / "fer2013_public_test.npz")
        if options.command == "evaluate":
            log(str(measure(load_bundle(options.bundle), test)))
            return 0
        if options.out.exists():
            raise FerError("there is something already", where=options.out, hint="Choose another --out")
        stills = load_stills(options.data / "fer2013_train.npz")
        if options.command == "train":
            train(Recipe(), stills, test, options.work, log)
        student = trained_student(Recipe(), stills, options.work)
        log(str(export(student.encoder, student.probe, Recipe(), test, options.out)))
        log(f"written to {options.out}")
    except FerError as error:
        print(error, file=sys.stderr)
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
