"""Memory runs out: on the device, then on the CPU as well. The faults are made up: no test machine has a full GPU."""

import pytest
import torch

from core.errors import DeviceError
from core.live import EventKind, Phase
from core.model import Predictor, load_bundle
from core.model.device import OutOfMemory
from support.live_runs import run_live, until
from support.outages import Outage
from support.stand_ins import as_if_on


class FullDevice:
    """Makes devices run out of memory. "meta" stands in for a GPU."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.full: set[str] = set()
        whole = Predictor.score

        def score(predictor, clips):
            if clips.device.type in self.full:
                raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")
            return torch.full((len(clips), 3), 1 / 3) if clips.is_meta else whole(predictor, clips)

        monkeypatch.setattr(Predictor, "score", score)


def on_meta(bundle, device, *, precision):
    return as_if_on(load_bundle(bundle), "meta" if device == "auto" else device)


def test_a_device_that_runs_full_leaves_the_work_to_the_cpu_and_says_so(bundle, monkeypatch):
    device = FullDevice(monkeypatch)
    monkeypatch.setattr("core.live.loading.load_bundle", on_meta)
    with run_live("demo:", bundle, device="auto") as (engine, heard):
        assert until(lambda: len(heard.readings) >= 3)
        assert engine.stats().device == "meta"
        outage = Outage()
        device.full = {"meta"}
        assert until(lambda: EventKind.MEMORY in heard.kinds)
        outage.over()
        before = len(heard.readings)
        assert until(lambda: len(heard.readings) >= before + 3)
        assert outage.lost_to_fault(heard) <= 1.0
        assert heard.events[0].message == "meta has not enough memory: the CPU goes on in its place"
        assert engine.stats().events == {"memory": 1}
        assert engine.stats().device == heard.states[-1].device == "cpu"
        assert heard.phases[-1] is Phase.RUNNING
    assert heard.ends == [None]


def test_a_bundle_that_does_not_fit_on_the_device_is_loaded_on_the_cpu(bundle, monkeypatch):
    def full(name, device, *, precision):
        if device != "cpu":
            raise OutOfMemory("the device ran out of memory", where="cuda")
        return load_bundle(name)

    monkeypatch.setattr("core.live.loading.load_bundle", full)
    with run_live("demo:", bundle, device="auto") as (engine, heard):
        assert until(lambda: heard.readings)
        assert heard.kinds == [EventKind.MEMORY]
        assert heard.events[0].message == "cuda has not enough memory: the CPU is used in its place"
        assert engine.stats().device == "cpu"


def test_a_computer_without_any_memory_left_ends_the_run_with_the_reason(bundle, monkeypatch):
    device = FullDevice(monkeypatch)
    with run_live("demo:", bundle) as (_, heard):
        assert until(lambda: heard.readings)
        device.full = {"cpu"}
        assert heard.ended.wait(20)
    assert isinstance(heard.ends[0], DeviceError)
    assert "out of memory" in str(heard.ends[0])
    assert set(heard.kinds) == {EventKind.FAULT}


def test_memory_that_is_short_for_a_moment_costs_a_clip(bundle, monkeypatch):
    device = FullDevice(monkeypatch)
    with run_live("demo:", bundle) as (_, heard):
        assert until(lambda: heard.readings)
        outage = Outage()
        device.full = {"cpu"}
        assert until(lambda: EventKind.FAULT in heard.kinds)
        device.full = set()
        outage.over()
        before = len(heard.readings)
        assert until(lambda: len(heard.readings) >= before + 3)
        assert outage.lost_to_fault(heard) <= 1.0
    assert heard.ends == [None]
