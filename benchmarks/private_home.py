"""A home of its own for a window in another process, and what the window's log there says."""

import subprocess
import time
from pathlib import Path

READING = "first reading"  # what the log says when it is there


class NoReading(Exception):
    """The window's process showed no reading. The text says what is known of it."""


def home_variables(home: Path) -> dict[str, str]:
    """Makes the folder the home of somebody who has accepted the program's terms, so that its window opens sources.

    Returns the environment variables that lead a program there.
    """
    from fer_desktop.settings import Settings
    from fer_desktop.terms import EDITION

    folders = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("DATA", "CONFIG", "CACHE", "STATE")}
    settings = Settings(Path(folders["XDG_CONFIG_HOME"]) / "FER Desktop" / "FER Desktop.ini")
    settings.accepted = EDITION
    settings.store.sync()
    return {**folders, "HOME": str(home)}


def log_text(home: Path) -> str:
    """All that the window has written into its log so far."""
    return "".join(file.read_text("utf-8", errors="replace") for file in home.rglob("fer-desktop.log"))


def wait_for_reading(process: subprocess.Popen[bytes], home: Path, patience: float) -> str:
    """Waits until the log says that the first reading is there, and returns what it says.

    patience: seconds. Raises NoReading when they are over, or when the process ends before.
    """
    deadline = time.monotonic() + patience
    while process.poll() is None and time.monotonic() < deadline:
        for line in log_text(home).splitlines():
            if READING in line:
                return line[line.index(READING) :]
        time.sleep(0.25)
    ended = "" if process.poll() is None else f"; it ended with {process.returncode}"
    raise NoReading(f"the window shows no reading{ended}")
