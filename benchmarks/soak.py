"""`make soak`: an hour of the window on a loopback camera at 30 fps. No growth, no lag, no lost reading.

    python -m benchmarks.soak --minutes 60 --markdown soak.md

The window (Xvfb, or Qt's offscreen screen) runs the starter bundle on an MJPEG camera that another process serves, and
records to CSV. One line a minute; at the end a table and the checks, of which docs/benchmarks.md says more.
Exit code 0: every check passed or cannot be judged by so short a run; 1: one failed.
"""

import argparse
import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from benchmarks import machine
from benchmarks.camera import FPS, loopback_camera
from benchmarks.child import ROOT, MeasurementFailed, command, private_environment
from benchmarks.pictures import CLIP
from benchmarks.screen import screen
from benchmarks.soak_report import Ending, Minute, checks, line, read, table, warm_up
from benchmarks.table import Result, markdown, show

SLACK_S = 300.0  # for start and end; a window that hangs for longer is ended


def main() -> int:
    """Runs the soak and prints what it showed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=int, default=60, help="how long (%(default)s)")
    parser.add_argument("--markdown", metavar="FILE", type=Path, help="machine, table and checks into FILE")
    given = parser.parse_args()
    described = machine.describe()
    with private_environment() as environment:
        try:
            name, minutes, ending = _soak(environment, given.minutes)
        except (MeasurementFailed, OSError, subprocess.TimeoutExpired) as error:
            print(f"the soak could not be run to its end: {error}", file=sys.stderr)
            return 1
    rows = checks(minutes, ending, FPS)
    result = Result(rows, [_note(name, given.minutes)])
    show(Console(), described, [result])
    print(f"\n{table(minutes)}")
    if given.markdown:
        given.markdown.write_text(f"{markdown(described, [result])}\n{table(minutes)}\n", encoding="utf-8")
    return int(any(row.met is False for row in rows))


def _soak(environment: Mapping[str, str], minutes: int) -> tuple[str, list[Minute], Ending]:
    """Returns the screen's name, the rows of the minutes and the ending. Raises MeasurementFailed."""
    with (
        TemporaryDirectory(prefix="fer-soak-") as folder,
        loopback_camera(environment) as url,
        screen(environment) as (name, on_screen),
    ):
        rows: list[Minute] = []
        words = command("benchmarks.soak_window", url, "--minutes", minutes, "--folder", folder)
        with _lines(words, on_screen, minutes * 60 + SLACK_S) as lines:
            for text in lines:
                said = json.loads(text)
                if "error" in said:
                    raise MeasurementFailed(said["error"])
                if "end" in said:
                    return name, rows, Ending(**said["end"])
                rows.append(read(said))
                print(line(rows[-1]), flush=True)
    raise MeasurementFailed("the window's process ended without a word")


@contextmanager
def _lines(words: list[str], environment: Mapping[str, str], seconds: float) -> Iterator[Iterator[str]]:
    """The lines that a process writes on stdout, as they come. It is ended after so many seconds, or with the block."""
    with subprocess.Popen(words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        overdue = threading.Timer(seconds, process.kill)
        overdue.start()
        try:
            yield iter(process.stdout)
            process.wait(30)
        finally:
            overdue.cancel()
            process.kill()


def _note(screen_name: str, minutes: int) -> str:
    pictures = CLIP.name if CLIP.exists() else "the demo"
    return (
        f"{minutes} minutes of the window ({screen_name}) on a 640x480 MJPEG camera at {FPS:.0f} fps on loopback, "
        f"served by another process ({pictures}), with the starter bundle, recording to CSV. Growth and lag count "
        f"after {warm_up(minutes)} min. Latency: from the arrival of a clip's last frame to its reading in the window."
    )


if __name__ == "__main__":
    sys.exit(main())
