import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.face.native_log import without_chatter


def test_only_known_chatter_is_held_back(capfd: pytest.CaptureFixture[str]) -> None:
    with without_chatter():
        os.write(2, b"INFO: Created TensorFlow Lite XNNPACK delegate for CPU.\n")
        os.write(2, b"E0000 something that nobody expected\n")
    assert capfd.readouterr().err == "E0000 something that nobody expected\n"


def test_what_was_written_before_an_error_is_not_lost(capfd: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        with without_chatter():
            os.write(2, b"the reason\n")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert capfd.readouterr().err == "the reason\n"


def test_a_detector_starts_finds_and_ends_without_a_word_or_a_warning(repository: Path) -> None:
    program = """
import numpy as np
from core.face.tracker import FaceTracker
from core.types import Frame
with FaceTracker() as tracker:
    tracker.update(Frame(np.zeros((480, 640, 3), np.uint8), 0, 0.0))
"""
    command = [sys.executable, "-W", "error", "-c", program]
    run = subprocess.run(command, cwd=repository, capture_output=True, text=True, timeout=120)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_it_works_where_there_is_no_stderr_at_all(repository: Path) -> None:
    program = """
import os
os.close(2)
from core.face.detector import FaceDetector
FaceDetector().close()
print("started")
"""
    command = [sys.executable, "-c", program]
    run = subprocess.run(command, cwd=repository, stdout=subprocess.PIPE, text=True, timeout=120)
    assert (run.returncode, run.stdout) == (0, "started\n")
