"""Ctrl-C and a polite kill end the window like its close button."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PROGRAM = [sys.executable, "-m", "fer_desktop.app"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("arguments", [[], ["--demo"]])
def test_a_signal_closes_the_window_and_ends_the_program(number, arguments, tmp_path, repository):
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_STATE_HOME": str(tmp_path)}
    with subprocess.Popen(
        [*PROGRAM, *arguments], env=environment, cwd=repository, stderr=subprocess.PIPE, text=True
    ) as program:
        try:
            assert until(lambda: any(Path(tmp_path).rglob("*.log"))), "the window did not come up"
            time.sleep(1)
            program.send_signal(number)
            assert program.wait(timeout=20) == 0
            assert "Traceback" not in program.stderr.read()
        finally:
            program.kill()


def until(condition, seconds: float = 30.0) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return bool(condition())
