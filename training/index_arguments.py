"""The arguments of `fer-train index`."""

from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path

from core.labels import CREMA_D, RAVDESS
from training.arguments import add_json

FOLDER = "folder"
KINDS = (RAVDESS, CREMA_D, FOLDER)
MAX_FOLDS, MAX_SEED = 1000, 2**32 - 1


def add_arguments(parser: ArgumentParser) -> None:
    """Fills the command's parser."""
    parser.add_argument("kind", metavar=f"{{{','.join(KINDS)}}}", choices=KINDS, help="which data set it is")
    parser.add_argument("path", metavar="PATH", type=Path, help="the folder with the videos, nested or flat")
    parser.add_argument("-o", "--out", metavar="MANIFEST", type=Path, required=True, help="the CSV to write")
    parser.add_argument("--force", action="store_true", help="replace MANIFEST if it exists")
    add_json(parser)
    _add_published(parser)
    _add_own(parser)


def _add_published(parser: ArgumentParser) -> None:
    published = parser.add_argument_group(f"for {CREMA_D}")
    digests = "compare the SHA-256 of .flv files with that of the published ones, not only their size"
    published.add_argument("--verify", action="store_true", help=digests)


def _add_own(parser: ArgumentParser) -> None:
    own = parser.add_argument_group(f"for {FOLDER}")
    own.add_argument(
        "--labels",
        metavar="CSV",
        type=Path,
        help="a table with the columns path and label, and if known subject, fold, intensity, statement, sex, age, "
        "race (default: the names of the folders in PATH are the labels)",
    )
    own.add_argument(
        "--subject-pattern",
        metavar="RE",
        help="who is seen: a regular expression with a group, searched for in the path below PATH "
        "(default: the folder below the label's: LABEL/SUBJECT/video)",
    )
    folds = "how many folds, none of which shares a person with another (default: 5)"
    own.add_argument("--folds", metavar="K", type=_folds, help=folds)
    own.add_argument("--seed", metavar="N", type=_seed, help="another one makes other folds (default: 0)")


def _folds(given: str) -> int:
    return _whole_number(given, 2, MAX_FOLDS)


def _seed(given: str) -> int:
    return _whole_number(given, 0, MAX_SEED)


def _whole_number(given: str, least: int, most: int) -> int:
    if not given.isascii() or not given.isdigit() or not least <= int(given) <= most:
        raise ArgumentTypeError(f"'{given}' is not a whole number from {least} to {most}")
    return int(given)
