"""Which cameras are offered."""

import sys

import pytest

from fer_desktop.cameras import camera_numbers


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux shows cameras as files")
def test_cameras_are_found_by_their_device_files(tmp_path):
    for name in ("video10", "video2", "video0", "videotape", "vga"):
        (tmp_path / name).touch()
    assert camera_numbers(tmp_path) == [0, 2, 10]
    assert camera_numbers(tmp_path / "nothing") == []
