"""Ticks of 1/30 s: by index near 30 fps, by time otherwise, and never a jump between the two."""

from collections.abc import Iterable

import numpy as np
import pytest

from core.clips.tick_clock import TickClock
from core.types import Frame

PIXEL = np.zeros((1, 1, 3), dtype=np.uint8)


def ticks_of(clock: TickClock, times: Iterable[float]) -> list[float]:
    return [clock.tick(Frame(PIXEL, index, time)) for index, time in enumerate(times)]


@pytest.mark.parametrize("fps", [29.97, 30000 / 1001, 30.0, 29.71, 30.29])
def test_files_within_one_percent_of_30_fps_count_frames(fps: float) -> None:
    times = np.round(1.4 + np.arange(150) / fps, 3)  # containers begin anywhere and round to milliseconds
    assert ticks_of(TickClock(fps, live=False), times) == list(range(150))


@pytest.mark.parametrize("fps", [0.0, 5, 12.5, 15, 23.976, 25, 29.6, 30.4, 60, 240])
def test_other_files_go_by_time(fps: float) -> None:
    times = np.arange(50) / (fps or 17)
    np.testing.assert_allclose(ticks_of(TickClock(fps, live=False), times), times * 30)


def test_live_sources_go_by_time_even_at_30_fps() -> None:
    times = 1000 + np.cumsum([0.031, 0.036, 0.033, 0.5, 0.033])
    np.testing.assert_allclose(ticks_of(TickClock(30, live=True), times), (times - times[0]) * 30)


def test_time_stamps_that_contradict_the_nominal_rate_take_over_without_a_jump() -> None:
    clock = TickClock(30, live=False)
    ticks = np.array(ticks_of(clock, np.arange(40) / 15))  # says 30 fps, shows 15
    assert not clock.by_index
    steps = np.diff(ticks)
    assert set(np.round(steps, 6)) == {1.0, 2.0}
    assert np.all(np.diff(steps) > -1e-6)  # by index first, then by time, and never back
    assert np.count_nonzero(steps < 1.5) in (2, 3)


def test_a_hole_in_the_time_stamps_is_kept_as_time() -> None:
    times = [*(np.arange(10) / 30), *(np.arange(10) / 30 + 2)]
    ticks = ticks_of(TickClock(30, live=False), times)
    assert ticks[9] == 9
    np.testing.assert_allclose(ticks[10:], 60 + np.arange(10))


def test_small_disagreement_is_forgiven() -> None:
    jitter = np.random.default_rng(0).uniform(-0.049, 0.049, 200)
    assert ticks_of(TickClock(30, live=False), np.arange(200) / 30 + jitter) == list(range(200))


def test_ticks_never_go_back() -> None:
    assert ticks_of(TickClock(25, live=False), [0.0, 0.08, 0.04, 0.12]) == pytest.approx([0, 2.4, 2.4, 3.6])


def test_a_clock_started_in_the_middle_of_a_file_begins_at_zero() -> None:
    clock = TickClock(30, live=False)
    assert [clock.tick(Frame(PIXEL, index, index / 30)) for index in (90, 91, 92)] == [0, 1, 2]
