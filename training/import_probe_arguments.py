"""The arguments of `fer-train import-probe`."""

from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path

from training.arguments import add_json, margin


def add_arguments(parser: ArgumentParser) -> None:
    """Fills the command's parser."""
    _add_what_is_joined(parser)
    _add_what_the_probe_was_trained_on(parser)
    _add_card_entries(parser)
    add_json(parser)


def _add_what_is_joined(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="a published probe file, or a probe's .safetensors")
    parser.add_argument(
        "--labels", metavar="A,B,...", required=True, help="what the probe's outputs mean, in their order: happy,sad"
    )
    parser.add_argument(
        "--encoder",
        metavar="NAME|FILE",
        required=True,
        help="the encoder that the probe was trained with: installed (`fer-train weights list`), or a file",
    )
    parser.add_argument(
        "-o",
        "--out",
        metavar="OUT",
        type=_place,
        required=True,
        help="where the bundle goes: one file when it ends in .ferbundle, else a folder",
    )
    parser.add_argument(
        "--outputs",
        metavar="0,1,...",
        type=_numbers,
        help="the probe's output for each label, from 0 on; the others are masked (default: all, in order)",
    )


def _add_what_the_probe_was_trained_on(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--view",
        choices=("centre", "face"),
        default="centre",
        help="what the probe was trained on: the middle of the whole picture, as the published probes, or a box "
        "around the face (default: %(default)s)",
    )
    parser.add_argument(
        "--margin", metavar="M", type=margin, help="side of the face view, in sides of the face's box (default: 1.5)"
    )
    parser.add_argument(
        "--clip-rule",
        choices=("as-run", "paper"),
        default="as-run",
        help="how the frames of a clip are chosen: as the public code does, or the paper says (default: %(default)s)",
    )
    parser.add_argument(
        "--resolution",
        metavar="N",
        type=_resolution,
        help="pixels on a side of the picture (default: the encoder's own)",
    )


def _add_card_entries(parser: ArgumentParser) -> None:
    parser.add_argument("--name", metavar="N", default="", help="what the bundle is called (default: the name of OUT)")
    for option, what in (
        ("--recipe", "how the probe was trained"),
        ("--training-data", "what it was trained on"),
        ("--licence", "the licence of the probe"),
        ("--note", "anything else that people should know"),
    ):
        parser.add_argument(option, metavar="TEXT", default="", help=f"{what}, for the card")


def _place(given: str) -> Path:
    if not Path(given).name:
        raise ArgumentTypeError(f"'{given}' is no name for a bundle")
    return Path(given)


def _numbers(given: str) -> tuple[int, ...]:
    parts = [part.strip() for part in given.split(",")]
    if not all(part.isdecimal() for part in parts):
        raise ArgumentTypeError(f"'{given}' is not a list of whole numbers such as 0,1,2")
    return tuple(map(int, parts))


def _resolution(given: str) -> int:
    if not given.isdecimal() or int(given) % 16 or not 16 <= int(given) <= 1024:
        raise ArgumentTypeError(f"'{given}' is not a multiple of 16 between 16 and 1024")
    return int(given)
