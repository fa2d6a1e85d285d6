"""`fer-train export`: a bundle for the window, from a training that was evaluated."""

import os
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import FerError, OutputError
from training.arguments import add_encoder, add_json, add_moved_manifest, add_run
from training.command import DONE, Command

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.offline.manifest import Manifest
    from core.offline.run_folder import Run


def run(options: Namespace) -> int:
    """Writes the bundle and says what is on its card."""
    from core.offline.export import export, read_evaluation
    from core.offline.run_folder import read_run
    from training.encoding import encoder_of

    training = read_run(options.run)
    manifest, evaluation = training.read_manifest(options.manifest), read_evaluation(training)
    if _is_there(options, training, manifest, evaluation):
        print(f"{options.out} is there already, with these very probes", file=sys.stderr)
        return _report(options)
    if os.path.lexists(options.out):
        raise OutputError(
            "there is something at the bundle's place already", where=options.out, hint="Choose another -o"
        )
    encoder = encoder_of(training.key, options.encoder)
    export(options.out, training, encoder, manifest, options.fold, evaluation)
    return _report(options)


def _is_there(options: Namespace, training: "Run", manifest: "Manifest", evaluation: "Mapping[str, Any]") -> bool:
    """Whether the very bundle lies there, as after an interruption at the last moment."""
    from core.model.bundle.files import read_card
    from core.offline.export import chosen_folds, probe_digests

    try:
        there = read_card(options.out).probes
    except FerError:
        return False
    digests = probe_digests(training)
    return there == tuple(digests[str(fold)] for fold in chosen_folds(options.fold, evaluation, training, manifest))


def _report(options: Namespace) -> int:
    from dataclasses import asdict

    from core.model.bundle.files import read_card
    from training.facts import as_json, card_rows, rows_text

    card = read_card(options.out)
    if options.json:
        print(as_json({"bundle": str(options.out), "card": asdict(card)}))
    else:
        print(rows_text(f"bundle {options.out}", card_rows(card)))
    return DONE


def fold(given: str) -> str:
    """ "best", "ensemble", or the number of a fold."""
    if given not in ("best", "ensemble") and not given.isdecimal():
        raise ArgumentTypeError(f"'{given}' is neither best nor ensemble nor the number of a fold")
    return given


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--fold",
        metavar="K|best|ensemble",
        type=fold,
        required=True,
        help="the probe of one fold, of the one with the highest recall, or the average of all",
    )
    parser.add_argument(
        "-o",
        "--out",
        metavar="NAME.ferbundle",
        type=Path,
        required=True,
        help="where the bundle goes: one file when it ends in .ferbundle, else a folder",
    )
    add_run(parser)
    add_moved_manifest(parser)
    add_encoder(parser, "the one that the run was trained with, where it was then")
    add_json(parser)


EXPORT = Command(
    name="export",
    summary="make a bundle for the window",
    description="Makes a bundle of one probe or of all, whose card says what they were trained on and what "
    "evaluate measured. A small encoder goes into the bundle; a large one is found by its digest.",
    add_arguments=_add_arguments,
    run=run,
)
