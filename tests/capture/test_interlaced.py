"""Interlaced files have their pictures, and not black ones."""

import numpy as np
import pytest

from core.capture.video_file import VideoFile
from support.videos import run_ffmpeg


@pytest.fixture
def film(tmp_path):
    """One second of a test picture at 25 frames a second, its fields coded one after the other."""
    path = tmp_path / "camcorder.mts"
    run_ffmpeg(
        *("-f", "lavfi", "-i", "testsrc=size=320x240:rate=25:duration=1", "-vf", "setfield=tff"),
        *("-c:v", "libx264", "-x264-params", "tff=1:interlaced=1", "-pix_fmt", "yuv420p", path),
    )
    return path


def test_an_interlaced_file_is_read_with_its_times(film):
    source = VideoFile(film)
    frames = list(iter(source.read, None))
    source.close()
    assert [frame.index for frame in frames] == list(range(25))
    np.testing.assert_allclose([frame.time for frame in frames], np.arange(25) / 25, atol=1e-3)
    assert (source.info.width, source.info.height, source.info.fps) == (320, 240, 25)
    assert source.warnings == []


def test_a_title_that_is_no_utf_8_is_no_obstacle(tmp_path):
    """As in files from before; both ways of reading look at it."""
    path = tmp_path / "old.avi"
    run_ffmpeg(
        *("-f", "lavfi", "-i", "testsrc=size=160x120:rate=25:duration=1", "-metadata", "title=M\udcfcller"),
        *("-c:v", "mjpeg", path),
    )
    assert b"M\xfcller" in path.read_bytes()
    source = VideoFile(path)
    assert len(list(iter(source.read, None))) == 25
    source.close()


def test_its_pictures_are_those_that_were_filmed(film, tmp_path):
    progressive = tmp_path / "progressive.mp4"
    run_ffmpeg("-f", "lavfi", "-i", "testsrc=size=320x240:rate=25:duration=1", "-pix_fmt", "yuv420p", progressive)
    one, other = VideoFile(film), VideoFile(progressive)
    for _ in range(10):
        ours, plain = one.read().image.astype(int), other.read().image.astype(int)
        assert np.abs(ours - plain).mean() < 6
    one.close()
    other.close()
