"""Cameras: no machine that runs the tests has one, so what can be proved is the way it fails."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.capture import open_source
from core.errors import SourceError

MISSING = 77


@pytest.mark.parametrize("spec", [MISSING, str(MISSING), f" {MISSING} "])
def test_missing_camera_is_a_quick_error_that_says_what_to_do(
    spec: int | str, capfd: pytest.CaptureFixture[str]
) -> None:
    began = time.monotonic()
    with pytest.raises(SourceError) as caught:
        open_source(spec)
    assert time.monotonic() - began < 2
    assert caught.value.where == f"Camera {MISSING}"
    assert caught.value.hint
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="cameras are files on Linux only")
@pytest.mark.skipif(Path("/dev/video0").exists(), reason="this machine has a camera")
def test_first_camera_of_a_machine_without_one_leaves_stderr_clean() -> None:
    program = "from core.capture import open_source\nopen_source(0)"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    lines = result.stderr.strip().splitlines()
    assert lines[0].startswith("Traceback")  # nothing of OpenCV's own before it
    assert lines[-1].startswith("core.errors.SourceError: Camera 0: there is no such camera")
