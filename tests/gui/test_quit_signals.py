"""Ctrl-C and a polite kill end the window like its close button."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PROGRAM = [sys.executable, "-m", "fer_desktop.app"]

# Ctrl-C comes exactly when this module is about to be imported.
INTERRUPTED = """
import os, signal, sys

class Impatient:
    def find_spec(self, name, path=None, target=None):
        if name == sys.argv[1]:
            sys.meta_path.remove(self)
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Impatient())
from fer_desktop.app import main
sys.exit(main(sys.argv[2:]))
"""


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


@pytest.mark.parametrize(
    ("module", "arguments"),
    [
        ("fer_desktop.options", []),
        ("fer_desktop.display", []),
        ("PySide6.QtWidgets", []),
        ("fer_desktop.window", []),
        ("fer_desktop.options", ["analyze", "--demo", "--out", "."]),
        ("fer_desktop.analyze", ["analyze", "--demo", "--out", "."]),
    ],
)
def test_ctrl_c_while_the_program_is_imported_ends_it_without_a_word(module, arguments, tmp_path, repository):
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(repository)}
    command = [sys.executable, "-c", INTERRUPTED, module, *arguments]
    run = subprocess.run(
        command, env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert (run.returncode, run.stdout, run.stderr) == (130, "", "")


def until(condition, seconds: float = 30.0) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return bool(condition())
