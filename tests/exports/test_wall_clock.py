"""Between the session's time and the time of day."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from core.exports.wall_clock import WallClock
from support.sessions import STARTED, make_session


def test_a_second_of_the_session_and_its_time_of_day_lead_to_each_other() -> None:
    clock = WallClock(make_session(kind="camera"))
    for second in (0.0, 2.1, 7.77, 19.9, 25.0):
        assert clock.at(second) == STARTED + timedelta(seconds=second)
        assert clock.second(STARTED + timedelta(seconds=second)) == pytest.approx(second, abs=1e-5)


def test_a_session_without_readings_counts_from_its_start() -> None:
    clock = WallClock(make_session(kind="camera", seconds=0))
    assert clock.at(3.5) == STARTED + timedelta(seconds=3.5)
    assert clock.second(STARTED + timedelta(seconds=3.5)) == 3.5


def test_a_sleep_moves_only_what_comes_after_it() -> None:
    session = make_session(kind="camera", gaps=())
    table = session.readings
    slept = replace(table, captured_at=np.where(table.end > 10, table.captured_at + 600, table.captured_at))
    clock = WallClock(replace(session, readings=slept))
    assert clock.at(5.0) == STARTED + timedelta(seconds=5)
    assert clock.at(15.0) == STARTED + timedelta(seconds=615)
    assert clock.second(STARTED + timedelta(seconds=5)) == pytest.approx(5, abs=1e-5)
    assert clock.second(STARTED + timedelta(seconds=615)) == pytest.approx(15, abs=1e-5)
