"""Arguments that several commands share."""

import re
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path

STORE, RUN = Path("features"), Path("run")
UNITS = {"": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9, "tb": 10**12}


def add_manifest(parser: ArgumentParser) -> None:
    parser.add_argument("manifest", metavar="MANIFEST", type=Path, help="what fer-train index wrote")


def add_recipe(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--recipe",
        metavar="paper|as-run|FILE",
        default="as-run",
        help="how probes are trained: by the paper, by the public code, or by a TOML file (default: %(default)s)",
    )


def add_store(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--store", metavar="DIR", type=Path, default=STORE, help="folder of the features (default: %(default)s)"
    )


def add_run(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--run", metavar="DIR", type=Path, default=RUN, help="folder of the training (default: %(default)s)"
    )


def add_moved_manifest(parser: ArgumentParser) -> None:
    moved = "where the manifest of this training is now (default: where it was then)"
    parser.add_argument("--manifest", metavar="FILE", type=Path, help=moved)


def add_encoder(parser: ArgumentParser, default: str) -> None:
    parser.add_argument(
        "--encoder",
        metavar="NAME|FILE|starter",
        help=f"an installed encoder (fer-train weights list), a file, or the one inside a bundle (default: {default})",
    )


def add_view(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--view",
        choices=("centre", "face"),
        help="what the encoder sees: the middle of the picture, as in the study, or a square around the face "
        "(default: centre; with the encoder of a bundle, the bundle's)",
    )
    side = "side of the face view, in sides of the face's box (default: the bundle's, else 1.5)"
    parser.add_argument("--margin", metavar="M", type=margin, help=side)


def add_device(parser: ArgumentParser, precision: str) -> None:
    parser.add_argument(
        "--device", metavar="D", default="auto", help="auto, cpu, cuda, cuda:1 or mps (default: %(default)s)"
    )
    parser.add_argument(
        "--precision",
        choices=("auto", "fp32", "bf16", "fp16", "int8"),
        default=precision,
        help="what the encoder computes in (default: %(default)s)",
    )


def add_threads(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--threads",
        metavar="N",
        type=positive,
        help="threads that decode and augment (default: one for each core on a GPU, one on a CPU)",
    )


def add_json(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def positive(given: str) -> int:
    if not given.isdecimal() or not 1 <= int(given) <= 10**6:
        raise ArgumentTypeError(f"'{given}' is not a whole number from 1 on")
    return int(given)


def byte_count(given: str) -> int:
    """ "200GB", "1.5 TB", "500000000"."""
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([kmgt]?b?)\s*", given.lower())
    unit = found and (found[2] if found[2] in UNITS else f"{found[2]}b")
    if not found or unit not in UNITS or not float(found[1]) > 0:
        raise ArgumentTypeError(f"'{given}' is no size such as 200GB")
    return round(float(found[1]) * UNITS[unit])


def margin(given: str) -> float:
    try:
        number = float(given)
    except ValueError:
        number = 0.0
    if not 0.5 <= number <= 5:
        raise ArgumentTypeError(f"'{given}' is not a number between 0.5 and 5")
    return number
