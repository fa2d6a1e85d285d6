"""What a person asks for on the command line. Imports nothing heavy, so that --help answers at once."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core import __version__

DEFAULT_BUNDLE = "starter"
DEFAULT_PRECISION = "auto"
PRECISIONS = ("auto", "fp32", "bf16", "fp16", "int8")  # those of core.model.precision, which torch comes with
DEFAULT_HOP = 4
DEFAULT_WINDOW = 8
EXPORTS = ("csv", "csv-seconds", "parquet", "jsonl", "elan", "boris", "video", "html")  # those of core.exports
REMEMBERED = ("bundle", "device", "precision", "hop", "window")
"""Of a window's options, those that the next start takes over when the command line leaves them open."""

_UNSAID = object()


@dataclass(frozen=True, slots=True)
class LaunchOptions:
    """How the window opens.

    source: as `core.capture.open_source` takes it (absolute path of a video, address, camera number, "demo:");
    None: the window asks for one.
    bundle: name or path. device: "auto", "cpu", "cuda", ... precision: "auto", "fp32", "bf16", "fp16", "int8".
    hop: 1/30 s between the starts of two clips. window: clips that vote, None for the whole session.
    left_open: names of the attributes above that the command line says nothing about; what was used last goes there.
    """

    source: str | int | None = None
    bundle: str = DEFAULT_BUNDLE
    device: str = "auto"
    hop: int = DEFAULT_HOP
    window: int | None = DEFAULT_WINDOW
    precision: str = DEFAULT_PRECISION
    left_open: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class AnalyzeOptions:
    """What `fer-desktop analyze` does: the demo, or the videos, each into files of its own in the folder `out`.

    force: existing outputs are replaced. The other attributes are those of `LaunchOptions`.
    """

    videos: tuple[str, ...]
    out: Path
    demo: bool = False
    force: bool = False
    bundle: str = DEFAULT_BUNDLE
    device: str = "auto"
    hop: int = DEFAULT_HOP
    window: int | None = DEFAULT_WINDOW
    precision: str = DEFAULT_PRECISION


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What `fer-desktop export` does: writes the sessions in every format into the folder `out`, or lists them.

    sessions: ids, beginnings of ids, names, or "newest". search: only sessions with these words. force: existing files
    are replaced; else another name is found. database: None for the person's own.
    """

    sessions: tuple[str, ...]
    formats: tuple[str, ...] = ()
    out: Path | None = None
    all: bool = False
    list: bool = False
    search: str = ""
    force: bool = False
    database: Path | None = None


def launch_options(arguments: Sequence[str]) -> LaunchOptions:
    """Reads the arguments of `fer-desktop`. Raises SystemExit as argparse does: 2 for a mistake, 0 after --help."""
    parser = argparse.ArgumentParser(
        prog="fer-desktop",
        description="Facial expression recognition, live from a camera or from a video.",
        epilog="Without a screen: fer-desktop analyze VIDEO... --out DIR, fer-desktop export SESSION... --out DIR "
        "(see fer-desktop analyze --help, fer-desktop export --help). "
        "Exit codes: 0 closed by the user, 2 wrong usage, 3 no display or the window cannot be shown.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"fer-desktop {__version__}")
    source = parser.add_mutually_exclusive_group()
    source.add_argument(
        "file", metavar="FILE", nargs="?", help="open a video, or use a bundle (what a desktop asks for)"
    )
    source.add_argument("--video", metavar="FILE", help="open a video file")
    source.add_argument("--camera", metavar="N", type=_camera, help="open a camera by its number (0 is the first)")
    source.add_argument(
        "--url", metavar="URL", type=_address, help="open a network stream (http://, https://, rtsp://)"
    )
    source.add_argument("--demo", action="store_true", help="open the built-in demo")
    _add_model_arguments(parser)
    said = vars(parser.parse_args(arguments, argparse.Namespace(**dict.fromkeys(REMEMBERED, _UNSAID))))
    given = parser.parse_args(arguments)
    chosen = given.camera if given.url is None else given.url
    video, bundle = given.video, given.bundle
    if given.file is not None and _is_bundle(given.file):
        said["bundle"] = bundle = str(Path(given.file).absolute())
    elif given.file is not None:
        video = given.file
    if video is not None:
        chosen = str(Path(video).absolute())  # a file called "0" or "demo:" is still a file
    return LaunchOptions(
        source="demo:" if given.demo else chosen,
        bundle=bundle,
        device=given.device,
        precision=given.precision,
        hop=given.hop,
        window=given.window,
        left_open=frozenset(name for name in REMEMBERED if said[name] is _UNSAID),
    )


def analyze_options(arguments: Sequence[str]) -> AnalyzeOptions:
    """Reads the arguments of `fer-desktop analyze`. Raises SystemExit as `launch_options` does."""
    parser = argparse.ArgumentParser(
        prog="fer-desktop analyze",
        description="Analyse videos without a screen: DIR/<stem>.clips.csv and DIR/<stem>.summary.json for each.",
        epilog="Exit codes: 0 all done, 2 wrong usage, 3 some or all inputs failed (the others are done), "
        "130 interrupted (what was analysed so far stays in <stem>.clips.partial.csv).",
        allow_abbrev=False,
    )
    parser.add_argument("videos", metavar="VIDEO", nargs="*", help="video files")
    parser.add_argument(
        "--out", metavar="DIR", type=_folder, required=True, help="folder for the results; made if missing"
    )
    parser.add_argument("--demo", action="store_true", help="analyse the built-in demo instead of videos")
    parser.add_argument("--force", action="store_true", help="replace results that exist already")
    _add_model_arguments(parser)
    arguments = list(arguments)
    end = arguments.index("--") if "--" in arguments else len(arguments)
    given = parser.parse_intermixed_args(arguments[:end])  # videos before and after the options
    given.videos += arguments[end + 1 :]
    if given.demo == bool(given.videos):
        parser.error("give either videos or --demo")
    return AnalyzeOptions(**(vars(given) | {"videos": tuple(given.videos)}))


def export_options(arguments: Sequence[str]) -> ExportOptions:
    """Reads the arguments of `fer-desktop export`. Raises SystemExit as `launch_options` does."""
    parser = argparse.ArgumentParser(
        prog="fer-desktop export",
        description="Export sessions (recordings, and analyses of videos) from the window's database.",
        epilog="Prints the path of every file. Exit codes: 0 all done, 2 wrong usage, 3 some or all exports failed "
        "(the others are done), 130 interrupted.",
        allow_abbrev=False,
    )
    parser.add_argument("sessions", metavar="SESSION", nargs="*", help="id, beginning of an id, name, or 'newest'")
    parser.add_argument("--all", action="store_true", help="every session")
    parser.add_argument("--list", action="store_true", help="show the sessions instead, separated by tabs")
    parser.add_argument("--search", metavar="WORDS", default="", help="only those with all of these words")
    parser.add_argument(
        "--format",
        metavar="F",
        dest="formats",
        type=_formats,
        default=("csv",),
        help=f"one or several of {', '.join(EXPORTS)}, with commas (csv)",
    )
    parser.add_argument("--out", metavar="DIR", type=_folder, help="folder for the files; made if missing")
    parser.add_argument("--force", action="store_true", help="replace files that exist already")
    parser.add_argument("--database", metavar="FILE", type=Path, help="another database of sessions than your own")
    given = parser.parse_intermixed_args(arguments)
    given.sessions = tuple(given.sessions)
    if given.all == bool(given.sessions) and not given.list:
        parser.error("give sessions, --all or --list")
    if given.out is None and not given.list:
        parser.error("give a folder with --out")
    if given.database is not None and not given.database.is_file():
        parser.error(f"there is no database {given.database}")
    return ExportOptions(**vars(given))


def _is_bundle(name: str) -> bool:
    return name.lower().endswith(".ferbundle") or (Path(name) / "card.json").is_file()


def _add_model_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--bundle", metavar="B", default=DEFAULT_BUNDLE, help="name or path of a bundle (%(default)s)")
    parser.add_argument("--device", metavar="D", default="auto", help="auto, cpu, cuda, cuda:1, mps (%(default)s)")
    parser.add_argument(
        "--precision",
        metavar="P",
        choices=PRECISIONS,
        default=DEFAULT_PRECISION,
        help=f"numbers to compute with: {', '.join(PRECISIONS)} (%(default)s: fp32 for small encoders, for others what "
        "is fast on the device)",
    )
    hop_help = "a clip starts every N frames of 1/30 s (%(default)s)"
    parser.add_argument("--hop", metavar="N", type=_positive, default=DEFAULT_HOP, help=hop_help)
    window_help = "how many clips vote, or 'all' (%(default)s)"
    parser.add_argument("--window", metavar="N", type=_window, default=DEFAULT_WINDOW, help=window_help)


def _folder(text: str) -> Path:
    if not text:
        raise argparse.ArgumentTypeError("the folder's name is empty")
    return Path(text)


def _formats(text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",")))
    if unknown := [name for name in names if name not in EXPORTS]:
        raise argparse.ArgumentTypeError(f"'{unknown[0]}' is none of {', '.join(EXPORTS)}")
    return names


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number of at least 1")
    return int(text)


def _window(text: str) -> int | None:
    if text == "all":
        return None
    from core.voting import MAX_WINDOW  # numpy comes with it

    if (window := _positive(text)) > MAX_WINDOW:
        raise argparse.ArgumentTypeError(f"{window} is more than {MAX_WINDOW} clips; 'all' has no limit")
    return window


def _camera(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"'{text}' is not a camera number (0, 1, ...)")
    return int(text)


def _address(text: str) -> str:
    if "://" not in text:
        raise argparse.ArgumentTypeError(f"'{text}' is not an address such as http://... or rtsp://...")
    return text
