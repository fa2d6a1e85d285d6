"""The computer sleeps for an hour: the clock that frames are stamped with stands still meanwhile."""

import numpy as np
import pytest

from core.capture.synthetic import SyntheticSource
from core.live import EventKind, Phase
from support.hand_clocks import HandClocks
from support.live_runs import pictures, run_live, until
from support.mjpeg_server import MjpegServer
from support.outages import Outage


@pytest.mark.slow
def test_no_clip_reaches_over_a_sleep_and_readings_go_on(bundle):
    hands, frames = HandClocks(), []
    settings = {
        "opener": lambda spec, **_: SyntheticSource(pictures(), frames=10_000, realtime=True),
        "clocks": hands.clocks(),
        "on_frame": frames.append,
        "window": None,
    }
    with run_live(0, bundle, **settings) as (engine, heard):
        assert until(lambda: len(heard.readings) >= 3)
        outage = Outage()
        hands.sleep(3600)
        last = frames[-1].index
        outage.over()
        assert outage.lost(heard) <= 1.0
        assert heard.kinds == [EventKind.SLEPT]
        assert "3600 s" in heard.events[0].message
        assert engine.stats().events == {"slept": 1}
        assert heard.phases[-1] is Phase.RUNNING
    slack = 2  # the frame that was on its way
    assert not [r for r in heard.readings if r.first_frame < last - slack and r.last_frame > last + slack]
    first_after = next(reading for reading in heard.readings if reading.first_frame >= last - slack)
    assert first_after.vote == pytest.approx(first_after.posterior)  # who sat there an hour ago has no vote
    assert np.diff([reading.clip_index for reading in heard.readings]).min() > 0
    assert heard.ends == [None]


@pytest.mark.slow
def test_a_network_camera_whose_connection_a_sleep_cut_is_back_with_both_told(bundle):
    hands = HandClocks()
    with (
        MjpegServer(pictures(), fps=30) as camera,
        run_live(camera.url, bundle, clocks=hands.clocks()) as (engine, heard),
    ):
        assert until(lambda: len(heard.readings) >= 3)
        outage = Outage()
        camera.refuse()
        hands.sleep(60)
        camera.resume()
        outage.over()
        assert outage.lost(heard) <= 1.0
        assert sorted(heard.kinds) == sorted([EventKind.SLEPT, EventKind.LOST, EventKind.BACK])
        assert engine.stats().events == {"slept": 1, "lost": 1, "back": 1}
