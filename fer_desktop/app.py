"""The command `fer-desktop`: opens the window, or analyses videos or exports sessions without one."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fer_desktop.options import AnalyzeOptions, ExportOptions, LaunchOptions

FAILED, INTERRUPTED = 3, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Does what the command line asks for and returns the exit code.

    0 done, 2 wrong usage, 3 no window can be shown here or inputs failed, 130 interrupted. Neither Qt, torch, OpenCV
    nor mediapipe is imported before the arguments have been understood; `analyze` and `export` never import Qt.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return _run(given)
    except SystemExit as leaving:  # argparse has said what is wrong, or has answered --help
        return leaving.code if isinstance(leaving.code, int) else 2
    except KeyboardInterrupt:  # while something was imported: nothing has begun that would have to be ended
        return INTERRUPTED
    except ImportError as error:
        from fer_desktop.display import missing_library

        if (problem := missing_library(error)) is None:
            raise
        print(f"fer-desktop: {problem}", file=sys.stderr)
        return FAILED


def _run(given: list[str]) -> int:
    # Imported here, so that Ctrl-C finds somebody who answers it from the first moment on.
    from fer_desktop.options import analyze_options, export_options, launch_options

    if given[:1] == ["analyze"]:
        return _analyze(analyze_options(given[1:]))
    if given[:1] == ["export"]:
        return _export(export_options(given[1:]))
    return _open_window(launch_options(given))


def _analyze(options: "AnalyzeOptions") -> int:
    from fer_desktop.analyze import analyze

    return analyze(options)


def _export(options: "ExportOptions") -> int:
    from fer_desktop.export import run_export

    return run_export(options)


def _open_window(options: "LaunchOptions") -> int:
    from fer_desktop.display import missing_display

    if problem := missing_display():
        print(
            f"fer-desktop: the window cannot be shown: {problem}. "
            "To analyse videos without a screen: fer-desktop analyze VIDEO... --out DIR",
            file=sys.stderr,
        )
        return FAILED
    from fer_desktop.gui_main import run

    return run(options)


if __name__ == "__main__":
    sys.exit(main())
