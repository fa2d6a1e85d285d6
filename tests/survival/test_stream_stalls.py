"""A network camera falls silent: the connection stays, and no picture comes."""

import pytest

from core.live import EventKind, Phase
from support.live_runs import pictures, run_live, until
from support.mjpeg_server import MjpegServer
from support.outages import Outage


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [3, 30])
def test_a_stream_that_stalls_is_shown_as_lost_and_goes_on_by_itself(bundle, seconds):
    with MjpegServer(pictures(), fps=30) as camera, run_live(camera.url, bundle) as (engine, heard):
        assert until(lambda: len(heard.readings) >= 3)
        outage = Outage()
        camera.pause()
        assert until(lambda: heard.phases[-1] is Phase.LOST, 3.0)
        assert not until(lambda: heard.phases[-1] is not Phase.LOST, seconds - 2.0)
        camera.resume()
        outage.over()
        assert outage.lost(heard) <= 1.0
        assert heard.phases[-1] is Phase.RUNNING
        assert heard.kinds == [EventKind.LOST, EventKind.BACK]
        assert engine.stats().events == {"lost": 1, "back": 1}
        assert all(reading.latency < 1 for reading in heard.readings)  # nothing old is shown as new
    assert heard.ends == [None]


@pytest.mark.slow
def test_a_short_stall_is_no_loss(bundle):
    with MjpegServer(pictures(), fps=30) as camera, run_live(camera.url, bundle) as (engine, heard):
        assert until(lambda: len(heard.readings) >= 3)
        outage = Outage()
        camera.pause()
        assert not until(lambda: heard.phases[-1] is Phase.LOST, 0.6)
        camera.resume()
        outage.over()
        assert outage.lost_to_fault(heard) <= 1.0  # the clips reach over it: its own 0.6 s, and little more
        assert engine.stats().events == {}
