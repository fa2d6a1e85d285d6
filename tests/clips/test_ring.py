"""The ring keeps the last 2.2 s and never more memory than it promises."""

import threading

import numpy as np
import pytest

from core.clips.ring import RingBuffer
from core.types import Box, Face, Frame

PIXEL = np.zeros((1, 1, 3), dtype=np.uint8)


def fill(ring: RingBuffer, ticks: np.ndarray, image: np.ndarray = PIXEL) -> None:
    for index, tick in enumerate(ticks):
        ring.push(Frame(image, index, tick / 30), (), float(tick), 0.0)


def kept_ticks(ring: RingBuffer) -> np.ndarray:
    return np.array([entry.tick for entry in ring.snapshot()])


@pytest.mark.parametrize("fps", [1, 5, 12.5, 15, 23.976, 29.97, 30])
def test_the_whole_span_is_covered_with_one_frame_to_spare_at_most(fps: float) -> None:
    ring = RingBuffer()
    fill(ring, np.arange(300) / fps * 30)
    ticks = kept_ticks(ring)
    assert ticks[0] <= ticks[-1] - 66 < ticks[1]


@pytest.mark.parametrize("fps", [60, 75, 120, 144, 240, 1000])
def test_faster_sources_are_thinned_to_60_fps(fps: float) -> None:
    ring = RingBuffer()
    fill(ring, np.arange(4 * fps) / fps * 30)
    ticks = kept_ticks(ring)
    assert len(ticks) <= 132
    assert ticks[-1] - ticks[0] >= 64.5  # a whole clip and more
    assert np.diff(ticks).max() <= 1


def test_jitter_of_a_60_fps_camera_costs_no_frames() -> None:
    ring = RingBuffer()
    times = np.arange(120) * 0.5 + np.random.default_rng(0).uniform(-0.12, 0.12, 120)
    fill(ring, times)
    assert len(kept_ticks(ring)) >= 119


@pytest.mark.parametrize(
    ("height", "width", "fps", "promised_mb"),
    [(720, 1280, 60, 365), (480, 640, 30, 62), (720, 1280, 240, 365), (2160, 3840, 60, 365), (4320, 7680, 240, 365)],
)
def test_memory_stays_within_what_is_promised(height: int, width: int, fps: int, promised_mb: int) -> None:
    """Counts pictures from a run with one-pixel frames, and bytes from one real picture."""
    many, one = RingBuffer(), RingBuffer()
    fill(many, np.arange(3 * fps) / fps * 30)
    fill(one, np.zeros(1), np.zeros((height, width, 3), dtype=np.uint8))
    bytes_held = len(many.snapshot()) * one.snapshot()[0].frame.image.nbytes
    assert bytes_held <= promised_mb * 1e6


def test_ten_thousand_frames_at_the_same_instant_are_one() -> None:
    ring = RingBuffer()
    fill(ring, np.zeros(10_000))
    assert len(ring.snapshot()) <= 2


@pytest.mark.parametrize(
    ("shape", "smaller"), [((90, 2560), (45, 1280)), ((2560, 90), (1280, 45)), ((1, 8000), (1, 1280))]
)
def test_large_pictures_are_made_smaller_and_their_faces_with_them(
    shape: tuple[int, int], smaller: tuple[int, int]
) -> None:
    ring = RingBuffer()
    picture = np.full((*shape, 3), 200, dtype=np.uint8)
    ring.push(Frame(picture, 5, 0.5), (Face(3, Box(100, 20, 60, 40), 0.9),), 15.0, 7.0)
    (entry,) = ring.snapshot()
    assert entry.frame.image.shape == (*smaller, 3)
    assert not entry.frame.image.flags.writeable
    assert np.all(entry.frame.image == 200)
    assert entry.scale == 1280 / max(shape)
    box = entry.faces[0].box
    assert [side / entry.scale for side in (box.x, box.y, box.w, box.h)] == pytest.approx([100, 20, 60, 40])
    assert (entry.frame.index, entry.frame.time, entry.tick, entry.arrived) == (5, 0.5, 15.0, 7.0)
    assert (entry.faces[0].face_id, entry.faces[0].score) == (3, 0.9)


def test_pictures_that_fit_are_kept_as_they_are() -> None:
    ring = RingBuffer()
    frame = Frame(np.zeros((720, 1280, 3), dtype=np.uint8), 0, 0.0)
    ring.push(frame, (), 0.0, 0.0)
    (entry,) = ring.snapshot()
    assert entry.frame is frame
    assert entry.scale == 1


def test_clearing_forgets_everything_and_time_may_begin_again() -> None:
    ring = RingBuffer()
    fill(ring, np.arange(30.0))
    ring.clear()
    assert ring.snapshot() == []
    fill(ring, np.arange(3.0))
    assert kept_ticks(ring).tolist() == [0, 1, 2]


def test_a_snapshot_does_not_change_later() -> None:
    ring = RingBuffer()
    fill(ring, np.arange(3.0))
    before = ring.snapshot()
    fill(ring, np.arange(3.0, 200.0))
    assert [entry.tick for entry in before] == [0, 1, 2]


def test_snapshots_taken_while_another_thread_pushes_are_whole() -> None:
    ring = RingBuffer()
    pusher = threading.Thread(target=fill, args=(ring, np.arange(3000.0)))
    pusher.start()
    while pusher.is_alive():
        ticks = kept_ticks(ring)
        assert len(ticks) <= 67
        assert np.all(np.diff(ticks) == 1)
    pusher.join()
