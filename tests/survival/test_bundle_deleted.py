"""The file of the bundle is deleted while it is in use."""

import shutil

from core.errors import BundleError
from core.live import EventKind, Phase
from core.model import Predictor
from support.live_runs import run_live, until
from support.outages import longest_gap
from support.small_inputs import tiny_bundle


def test_a_bundle_that_is_deleted_goes_on_and_is_missed_at_the_next_start(tmp_path):
    bundle = tiny_bundle(tmp_path / "tiny.ferbundle")
    with run_live("demo:", bundle) as (engine, heard):
        assert until(lambda: heard.readings)
        bundle.unlink()
        before = len(heard.readings)
        assert until(lambda: len(heard.readings) >= before + 5)
        assert engine.stats().events == {}
        engine.switch(bundle=bundle)  # as a person who chooses it again
        assert until(lambda: heard.kinds == [EventKind.SWITCH_FAILED])
        assert heard.events[0].message == "“tiny.ferbundle” cannot be used: there is no such bundle. =tiny goes on"
        before = len(heard.readings)
        assert until(lambda: len(heard.readings) >= before + 5)
        assert heard.phases[-1] is Phase.RUNNING
    assert longest_gap(heard) < 1.0
    assert heard.ends == [None]

    with run_live("demo:", bundle) as (_, again):
        assert again.ended.wait(20)
    assert isinstance(again.ends[0], BundleError)
    assert str(bundle) in str(again.ends[0])


def test_a_model_that_fails_goes_on_although_its_bundle_is_deleted(tmp_path, monkeypatch):
    left, whole = [0], Predictor.posteriors

    def posteriors(predictor, clips):
        if left[0]:
            left[0] -= 1
            raise RuntimeError("shape mismatch")
        return whole(predictor, clips)

    monkeypatch.setattr(Predictor, "posteriors", posteriors)
    bundle = tiny_bundle(tmp_path / "tiny")
    with run_live("demo:", bundle) as (engine, heard):
        assert until(lambda: heard.readings)
        shutil.rmtree(bundle)
        left[0] = 2
        assert until(lambda: not left[0])
        before = len(heard.readings)
        assert until(lambda: len(heard.readings) >= before + 3)
        assert engine.stats().events == {"fault": 2}
    assert longest_gap(heard) < 1.0
