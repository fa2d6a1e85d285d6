"""The wall clock is set while a run is on."""

import pytest

from core.capture.synthetic import SyntheticSource
from core.live import EventKind, Phase
from support.hand_clocks import HandClocks
from support.live_runs import pictures, run_live, until
from support.outages import longest_gap


@pytest.mark.parametrize("seconds", [-86_400, 3600], ids=["back", "forward"])
def test_a_clock_that_is_set_is_told_and_costs_no_reading(bundle, seconds):
    hands = HandClocks()
    source = SyntheticSource(pictures(), frames=10_000, realtime=True)
    with run_live(0, bundle, opener=lambda spec, **_: source, clocks=hands.clocks()) as (engine, heard):
        assert until(lambda: len(heard.readings) >= 3)
        hands.set(seconds)
        assert until(lambda: heard.kinds == [EventKind.CLOCK_SET])
        before = len(heard.readings)
        assert until(lambda: len(heard.readings) >= before + 5)
        assert engine.stats().events == {"clock_set": 1}
        assert heard.phases[-1] is Phase.RUNNING
    assert longest_gap(heard) < 1.0
    assert [reading.clip_index for reading in heard.readings] == list(range(len(heard.readings)))
