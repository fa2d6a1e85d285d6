"""Who gets frames: what their faults cost, and what a large picture costs."""

import time

import numpy as np
import pytest

from core.capture.synthetic import SyntheticSource
from core.cv import cv2
from core.live import EventKind
from core.live.clock_watch import Clocks
from core.live.intake import Intake
from core.live.reporter import Reporter
from core.model import load_bundle
from core.pipeline import Pipeline
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


def test_a_large_picture_is_made_smaller_once_for_clips_and_view_together(bundle, monkeypatch):
    made, resize = [], cv2.resize

    def count(*given, **named):
        made.append(resize(*given, **named))
        return made[-1]

    source = SyntheticSource([np.zeros((1080, 1920, 3), np.uint8)], frames=3, realtime=True)
    pipeline = Pipeline(load_bundle(bundle), source.info)
    intake = Intake(None, Reporter(print, print), Clocks(), time.sleep)
    monkeypatch.setattr(cv2, "resize", count)
    for number in (1, 2):
        intake.take(source.read(), pipeline)
        assert len(made) == number
        assert intake.mailbox.take().image is made[-1]
    frame = source.read()
    intake.take(frame, None)  # while the bundle is still loading
    picture = intake.mailbox.take()
    assert picture.image.shape == (720, 1280, 3)
    assert picture.scale == pytest.approx(2 / 3)
    assert picture.frame is frame
