"""Faults of those who get frames."""

import pytest

from core.capture.synthetic import SyntheticSource
from core.live import EventKind
from support.live_runs import pictures, run_live, until
from support.small_inputs import tiny_bundle


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    return tiny_bundle(tmp_path_factory.mktemp("bundle") / "tiny")


def camera(spec, **_) -> SyntheticSource:
    return SyntheticSource(pictures(), frames=10_000, realtime=True)


def test_a_listener_that_fails_on_a_frame_is_told_and_costs_nothing_else(bundle):
    def broken_once(frame) -> None:
        if frame.index == 5:
            raise ZeroDivisionError

    with run_live(0, bundle, opener=camera, on_frame=broken_once) as (engine, heard):
        assert until(lambda: heard.readings)
        assert heard.kinds == [EventKind.FAULT]
        assert engine.stats().events == {"fault": 1}


def test_a_listener_that_fails_on_every_frame_ends_the_run_with_its_error(bundle):
    with run_live(0, bundle, opener=camera, on_frame=lambda frame: 1 / 0) as (_, heard):
        assert heard.ended.wait(20)
    assert isinstance(heard.ends[0], ZeroDivisionError)
