"""The face tracker raises what nobody expected."""

import pytest

from core.face.detector import FaceDetector
from core.live import EventKind, Phase
from support.live_runs import run_live, until
from support.outages import Outage


class Faults:
    """Makes the detector fail as often as `left` says."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.left = 0
        whole = FaceDetector.detect

        def detect(detector, image, region=None):
            if self.left > 0:
                self.left -= 1
                raise RuntimeError("graph has errors")
            return whole(detector, image, region)

        monkeypatch.setattr(FaceDetector, "detect", detect)


@pytest.mark.slow
@pytest.mark.parametrize("times", [1, 3])
def test_a_tracker_that_fails_is_mended_and_knows_its_people(face_bundle, monkeypatch, times):
    faults = Faults(monkeypatch)
    with run_live("demo:", face_bundle) as (engine, heard):
        assert until(lambda: len([r for r in heard.readings if r.face_id == 1]) >= 3)
        outage = Outage()
        faults.left = times
        assert until(lambda: heard.kinds == [EventKind.FAULT] * times)
        outage.over()
        assert outage.lost_to_fault(heard) <= 1.0
        assert engine.stats().events == {"fault": times}
        assert "graph has errors" in heard.events[0].message
        assert isinstance(heard.events[0].error, RuntimeError)
        assert heard.phases[-1] is Phase.RUNNING
        assert heard.readings[-1].face_id == (1 if times == 1 else 2)  # a lasting fault may lie in what is known
    assert heard.ends == [None]


def test_a_tracker_that_never_works_again_ends_the_run_with_the_reason(face_bundle, monkeypatch):
    faults = Faults(monkeypatch)
    with run_live("demo:", face_bundle) as (_, heard):
        assert until(lambda: heard.phases[-1] is Phase.RUNNING)
        faults.left = 10**6
        assert heard.ended.wait(20)
    assert isinstance(heard.ends[0], RuntimeError)
    assert heard.kinds == [EventKind.FAULT] * 4
