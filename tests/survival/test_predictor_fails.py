"""The model raises what nobody expected, or its device gives up."""

import numpy as np
import pytest

from core.errors import DeviceError
from core.live import EventKind, Phase
from core.model import Predictor
from support.live_runs import run_live, until
from support.outages import Outage
from support.small_inputs import video


class Faults:
    """Makes predictors fail as often as `left` says."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.left = 0
        self.error: Exception = RuntimeError("shape mismatch")
        self.used: list[Predictor] = []
        whole = Predictor.posteriors

        def posteriors(predictor, clips):
            self.used.append(predictor)
            if self.left > 0:
                self.left -= 1
                raise self.error
            return whole(predictor, clips)

        monkeypatch.setattr(Predictor, "posteriors", posteriors)


@pytest.mark.parametrize("times", [1, 3])
def test_a_model_that_fails_goes_on_and_is_loaded_again_if_need_be(bundle, monkeypatch, times):
    faults = Faults(monkeypatch)
    with run_live("demo:", bundle) as (engine, heard):
        assert until(lambda: len(heard.readings) >= 3)
        outage = Outage()
        faults.left = times
        assert until(lambda: heard.kinds == [EventKind.FAULT] * times)
        outage.over()
        before = len(heard.readings)
        assert until(lambda: len(heard.readings) >= before + 3)
        assert outage.lost_to_fault(heard) <= 1.0
        assert engine.stats().events == {"fault": times}
        assert "shape mismatch" in heard.events[0].message
        assert heard.phases[-1] is Phase.RUNNING
    assert (faults.used[-1] is faults.used[0]) == (times == 1)
    assert heard.ends == [None]


def test_a_file_loses_no_reading_to_a_fault_that_passes(bundle, monkeypatch, tmp_path):
    faults = Faults(monkeypatch)
    faults.left = 1
    with run_live(video(tmp_path / "video.avi", frames=80), bundle, hop=2) as (engine, heard):
        assert heard.ended.wait(20)
        assert engine.stats().events == {"fault": 1}
    assert [reading.clip_index for reading in heard.readings] == list(range(9))
    assert heard.ends == [None]


def test_a_model_that_never_works_again_ends_the_run_with_the_reason(bundle, monkeypatch):
    faults = Faults(monkeypatch)
    faults.left = 10**6
    with run_live("demo:", bundle) as (_, heard):
        assert heard.ended.wait(20)
    assert isinstance(heard.ends[0], RuntimeError)
    assert heard.kinds == [EventKind.FAULT] * 4


def test_a_device_that_gives_up_leaves_the_work_to_the_cpu(bundle, monkeypatch):
    faults = Faults(monkeypatch)
    with run_live("demo:", bundle, device="auto") as (_, heard):
        assert until(lambda: len(heard.readings) >= 3)
        faults.error = DeviceError("the device failed (CUDA error: unspecified launch failure)", where="cuda")
        outage = Outage()
        faults.left = 1
        assert until(lambda: EventKind.SWITCHED in heard.kinds)
        outage.over()
        assert heard.kinds == [EventKind.FAULT, EventKind.SWITCHED]
        assert heard.events[-1].message == "=tiny is in use now, on cpu"
        assert heard.states[-1].device == "cpu"
        before = len(heard.readings)
        assert until(lambda: len(heard.readings) >= before + 3)
        assert outage.lost_to_fault(heard) <= 1.0
    assert np.isfinite(heard.readings[-1].posterior).all()
