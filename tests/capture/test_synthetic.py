"""Sources made of arrays behave as files and cameras do."""

import threading
import time

import numpy as np
import pytest

from core.capture.synthetic import FailingSource, SyntheticSource
from core.errors import SourceLost


def pictures(count: int) -> list[np.ndarray]:
    return [np.full((4, 6, 3), value, np.uint8) for value in range(count)]


def test_array_source_ends_like_a_file() -> None:
    source = SyntheticSource(pictures(3), fps=10)
    frames = [source.read() for _ in range(4)]
    assert frames.pop() is None
    assert [(f.index, f.time, int(f.image[0, 0, 0])) for f in frames if f] == [(0, 0.0, 0), (1, 0.1, 1), (2, 0.2, 2)]
    assert all(f is not None and not f.image.flags.writeable and f.captured_at is None for f in frames)
    assert (source.info.kind, source.info.width, source.info.height, source.info.frame_count) == ("file", 6, 4, 3)


def test_sequence_starts_over_when_more_frames_are_wanted() -> None:
    source = SyntheticSource(pictures(2), frames=5)
    assert [int(frame.image[0, 0, 0]) for _ in range(5) if (frame := source.read())] == [0, 1, 0, 1, 0]
    assert source.read() is None


def test_given_arrays_stay_writable() -> None:
    given = pictures(1)
    SyntheticSource(given).read()
    assert given[0].flags.writeable


def test_real_time_source_is_paced_and_stamped_like_a_camera() -> None:
    source = SyntheticSource(lambda number: np.zeros((2, 2, 3), np.uint8), fps=50, realtime=True)
    assert source.info.live
    frames = [source.read() for _ in range(11)]
    times = [frame.time for frame in frames if frame]
    assert 0.19 < times[-1] - times[0] < 0.6
    assert abs(times[-1] - time.monotonic()) < 0.1
    assert frames[0] is not None
    assert frames[0].captured_at is not None


def test_cancel_ends_a_real_time_read_at_once() -> None:
    source = SyntheticSource(pictures(1), fps=0.1, frames=9, realtime=True)
    source.read()
    timer = threading.Timer(0.05, source.cancel)
    timer.start()
    began = time.monotonic()
    assert source.read() is None
    assert time.monotonic() - began < 0.5
    timer.join()


def test_failing_source_breaks_and_comes_back_as_told() -> None:
    source = FailingSource(SyntheticSource(pictures(9)), after=2, again=1)
    log = []
    for _ in range(6):
        try:
            frame = source.read()
            log.append(frame.index if frame else None)
        except SourceLost:
            log.append("lost")
    assert log == [0, 1, "lost", 2, "lost", 3]


def test_failing_source_stays_broken_by_default() -> None:
    source = FailingSource(SyntheticSource(pictures(9)), after=0)
    for _ in range(3):
        with pytest.raises(SourceLost):
            source.read()
