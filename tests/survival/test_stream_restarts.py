"""The server of a stream is killed and started again."""

import pytest

from core.live import EventKind, Phase
from support.live_runs import pictures, run_live, until
from support.mjpeg_server import MjpegServer
from support.outages import Outage


@pytest.mark.slow
def test_a_server_that_is_started_again_is_picked_up_by_itself(bundle):
    with MjpegServer(pictures(), fps=30) as camera, run_live(camera.url, bundle) as (engine, heard):
        assert until(lambda: len(heard.readings) >= 3)
        outage = Outage()
        camera.refuse()
        assert until(lambda: heard.phases[-1] is Phase.LOST)
        tries = {state.retry_at for state in heard.states if state.retry_at}
        assert until(lambda: len({state.retry_at for state in heard.states if state.retry_at} - tries) >= 4)
        camera.resume()
        outage.over()
        assert outage.lost(heard) <= 1.0
        assert heard.phases[-1] is Phase.RUNNING
        assert heard.kinds == [EventKind.LOST, EventKind.BACK]
        assert engine.stats().events == {"lost": 1, "back": 1}
    assert heard.ends == [None]
