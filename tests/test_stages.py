"""Where the time goes."""

import pytest

from core.stages import KEPT, STAGES, StageTimes


def test_stages_come_in_their_order_and_only_when_they_were_measured():
    times = StageTimes()
    assert times.figures() == {}
    for stage in reversed(STAGES):
        times.add(stage, 0.1)
    assert tuple(times.figures()) == STAGES


def test_figures_are_those_of_the_last_measurements():
    times = StageTimes()
    for _ in range(KEPT):
        times.add("encode", 9.0)
    for number in range(KEPT):
        times.add("encode", number / 1000)
    encode = times.figures()["encode"]
    assert encode.median_s == pytest.approx(0.0995)
    assert encode.p95_s == pytest.approx(0.189, abs=0.001)


def test_an_unknown_stage_is_a_bug():
    with pytest.raises(KeyError):
        StageTimes().add("paint", 0.1)
