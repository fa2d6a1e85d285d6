"""Proves that the frozen program works: `make frozen` runs it on dist/fer-desktop.

    python packaging/smoke_test.py dist/fer-desktop/fer-desktop

The program gets an empty home, and no Python and no library path of whoever runs this. It has to analyse the demo
without a screen, and to show it in a window (drawn into memory) until a reading is there; SIGTERM then has to close it.
Exit code 0: it did. Linux and macOS; on Windows there is no SIGTERM that a window could answer.
"""

import csv
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.private_home import NoReading, home_variables, log_text, wait_for_reading

PASSED_ON = ("PATH", "LANG", "LC_ALL", "TMPDIR", "USER")
PATIENCE_S = 180.0  # a cold disk and a busy computer
CLOSES_WITHIN_S = 15.0


class SmokeTestFailed(Exception):
    """The text says what the program did not do."""


def main(program: Path) -> int:
    """Runs all checks, says how long each took, and returns the exit code."""
    with TemporaryDirectory(prefix="fer-smoke-") as folder:
        home = Path(folder)
        environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        environment |= home_variables(home)
        try:
            for check in (says_its_version, analyses_the_demo, shows_the_demo):
                began = time.monotonic()
                said = check(program, environment, home)
                print(f"{check.__name__.replace('_', ' ')}: {said} ({time.monotonic() - began:.1f} s)", flush=True)
        except (SmokeTestFailed, NoReading, OSError, subprocess.TimeoutExpired) as error:
            print(f"the frozen program does not work: {error}\n{_log(home)[-4000:]}", file=sys.stderr)
            return 1
    print(f"size: {size_mb(program.parent):.0f} MB")
    return 0


def says_its_version(program: Path, environment: Mapping[str, str], home: Path) -> str:
    """Starts, and ends before anything heavy."""
    return _run([program, "--version"], environment, home).strip()


def analyses_the_demo(program: Path, environment: Mapping[str, str], home: Path) -> str:
    """Writes a CSV in which every clip has been scored."""
    _run([program, "analyze", "--demo", "--out", home / "out"], environment, home)
    with (home / "out" / "demo.clips.csv").open(newline="", encoding="utf-8") as file:
        states = [row["status"] for row in csv.DictReader(file)]
    if not states or set(states) != {"scored"}:
        raise SmokeTestFailed(f"the CSV of the demo has these clips: {states}")
    return f"{len(states)} clips scored"


def shows_the_demo(program: Path, environment: Mapping[str, str], home: Path) -> str:
    """Opens the window, gives a reading, and closes when it is told to."""
    offscreen = {**environment, "QT_QPA_PLATFORM": "offscreen"}
    words = [str(program), "--demo"]
    with (home / "stderr").open("wb") as stderr:
        process = subprocess.Popen(words, env=offscreen, cwd=home, stderr=stderr, stdin=subprocess.DEVNULL)
    try:
        line = wait_for_reading(process, home, PATIENCE_S)
        process.send_signal(signal.SIGTERM)
        code = process.wait(CLOSES_WITHIN_S)
    finally:
        process.kill()
        process.wait()
    if code:
        raise SmokeTestFailed(f"the window was closed with exit code {code}")
    if "Traceback" in _log(home):
        raise SmokeTestFailed("something went wrong on the way")
    return line


def size_mb(folder: Path) -> float:
    """What the files of a folder take, links not counted twice."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink()) / 1e6


def _run(words: list[object], environment: Mapping[str, str], home: Path) -> str:
    command = [str(word) for word in words]
    done = subprocess.run(command, env=environment, cwd=home, capture_output=True, text=True, timeout=PATIENCE_S)
    if done.returncode:
        raise SmokeTestFailed(f"{' '.join(command)} ended with {done.returncode}: {done.stderr[-2000:]}")
    return done.stdout


def _log(home: Path) -> str:
    """The program's log, and what it said on stderr."""
    return log_text(home) + "".join(file.read_text("utf-8", errors="replace") for file in home.glob("stderr"))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).absolute()))
