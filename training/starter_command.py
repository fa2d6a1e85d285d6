"""`fer-train starter`: makes the bundle that comes with the program, and measures it or another of its kind."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from training.arguments import add_json, positive
from training.command import DONE, Command, add_commands, run_action

DATA, VIDEOS = Path("../shared/datasets/fer2013"), Path("../shared/videos")
WORK = Path("build/starter")


def train(options: Namespace) -> int:
    """Trains, calibrates, measures, and writes the bundle."""
    from training.starter.actions import train_and_export

    train_and_export(options)
    return DONE


def evaluate(options: Namespace) -> int:
    """Measures a bundle and says whether it reaches what is asked of the starter."""
    from training.starter.actions import evaluate_bundle

    evaluate_bundle(options)
    return DONE


def _add_arguments(parser: ArgumentParser) -> None:
    add_commands(parser, ACTIONS, "actions", into="action")


def _add_train_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--work",
        metavar="DIR",
        type=Path,
        default=WORK,
        help="folder for checkpoints; a run goes on from them (default: %(default)s)",
    )
    out = "where the bundle is put: a folder, or a file that ends in .ferbundle (default: the folder starter in --work)"
    parser.add_argument("-o", "--out", metavar="PATH", type=Path, help=out)
    parser.add_argument(
        "--device", metavar="D", default="auto", help="auto, cpu, cuda or cuda:1 (default: %(default)s)"
    )
    _add_places(parser)


def _add_evaluate_arguments(parser: ArgumentParser) -> None:
    bundle = "folder, .ferbundle or card.json (default: %(default)s, the one that comes with the program)"
    parser.add_argument("--bundle", metavar="PATH", default="starter", help=bundle)
    _add_places(parser)
    add_json(parser)


def _add_places(parser: ArgumentParser) -> None:
    data = "folder with FER2013's faces: .npz files, or the montage to train with (default: %(default)s)"
    parser.add_argument("--data", metavar="DIR", type=Path, default=DATA, help=data)
    videos = "folder with the two videos for steadiness and for no face (default: %(default)s)"
    parser.add_argument("--videos", metavar="DIR", type=Path, default=VIDEOS, help=videos)
    threads = "threads on the CPU, on which the time of a clip depends (default: %(default)s)"
    parser.add_argument("--threads", metavar="N", type=positive, default=2, help=threads)


ACTIONS = (
    Command(
        name="train",
        summary="make the starter bundle from FER2013",
        description="Makes the starter bundle from nothing but the faces of FER2013, on a CPU in hours. Every pass "
        "leaves a checkpoint: interrupt it and call it again as you like. docs/starter.md says what it does.",
        add_arguments=_add_train_arguments,
        run=train,
    ),
    Command(
        name="evaluate",
        summary="measure the starter bundle, or another with its classes",
        description="Measures accuracy, UAR and calibration on FER2013's public test faces, the time of one clip, and "
        "on two videos how steady the readings are and whether there are none without a face.",
        add_arguments=_add_evaluate_arguments,
        run=evaluate,
    ),
)

STARTER = Command(
    name="starter",
    summary="the bundle that comes with the program: make it, measure it",
    description="The starter bundle: a small encoder and probe that read faces without a download and without a GPU.",
    add_arguments=_add_arguments,
    run=run_action,
)
