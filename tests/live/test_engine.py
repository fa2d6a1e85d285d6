"""The live engine on real files and on an MJPEG camera on loopback."""

import time
from pathlib import Path

import pytest

from core.capture import SourceState, open_source
from core.capture.synthetic import SyntheticSource
from core.errors import BundleError, DeviceError, SourceError
from core.live import Engine, EventKind, Phase
from core.model import load_bundle
from core.pipeline import Pipeline
from core.types import Reading
from support.live_runs import Heard, pictures, run_live, until
from support.mjpeg_server import MjpegServer
from support.small_inputs import tiny_bundle, video


@pytest.fixture(scope="module")
def bundle(tmp_path_factory) -> Path:
    return tiny_bundle(tmp_path_factory.mktemp("bundle") / "tiny")


def test_a_file_gives_exactly_the_readings_of_the_pipeline_in_turn(bundle, tmp_path):
    path = video(tmp_path / "video.avi", frames=100)
    source = open_source(path)
    pipeline = Pipeline(load_bundle(bundle), source.info, hop=3)
    expected: list[Reading] = []
    while (frame := source.read()) is not None:
        pipeline.ingest(frame)
        expected += pipeline.poll()
    source.close()

    with run_live(path, bundle, hop=3) as (_, heard):
        assert heard.ended.wait(20)
    assert heard.ends == [None]
    assert [reading.clip_index for reading in heard.readings] == [reading.clip_index for reading in expected]
    assert [reading.first_frame for reading in heard.readings] == [reading.first_frame for reading in expected]
    for ours, theirs in zip(heard.readings, expected, strict=True):
        assert ours.vote == pytest.approx(theirs.vote, abs=1e-6)


def test_a_file_is_shown_at_its_own_pace(bundle, tmp_path):
    path = video(tmp_path / "video.avi", frames=60)
    with run_live(path, bundle) as (_, heard):
        assert until(lambda: Phase.RUNNING in heard.phases)
        began = time.monotonic()
        assert heard.ended.wait(20)
    assert time.monotonic() - began > 1.5  # two seconds of video


def test_the_phases_are_told_in_order_with_what_is_known(bundle, tmp_path):
    with run_live(video(tmp_path / "short.avi", frames=5), bundle) as (_, heard):
        assert heard.ended.wait(20)
    assert heard.phases == [Phase.OPENING, Phase.LOADING, Phase.RUNNING, Phase.ENDED]
    assert heard.states[1].info.name == "short.avi"
    assert heard.states[-1].card.name == "=tiny"
    assert len(heard.readings) == 1  # shorter than a clip: padded


def test_a_camera_is_scored_live_and_stops_quickly(bundle):
    with MjpegServer(pictures(), fps=30) as camera, run_live(camera.url, bundle) as (engine, heard):
        assert until(lambda: len(heard.readings) >= 5)
        picture = engine.mailbox.take()
        stats = engine.stats()
        assert picture is not None
        assert picture.frame.image.shape == (48, 64, 3)
        assert 15 < stats.capture_fps < 40
        assert stats.readings == len([r for r in heard.readings if r.posterior is not None])
        assert heard.readings[-1].captured_at is not None
        began = time.monotonic()
        assert engine.stop(timeout=2)
        assert time.monotonic() - began < 2


@pytest.mark.slow
def test_a_camera_that_is_switched_off_is_shown_as_lost_and_picked_up_again(bundle):
    with MjpegServer(pictures(), fps=30) as camera, run_live(camera.url, bundle) as (_, heard):
        assert until(lambda: len(heard.readings) >= 1)
        camera.refuse()
        assert until(lambda: heard.phases[-1] is Phase.LOST)
        assert heard.states[-1].message
        camera.resume()
        assert until(lambda: heard.phases[-1] is Phase.RUNNING)
        before = len(heard.readings)
        assert until(lambda: len(heard.readings) > before)
        frames = [(reading.first_frame, reading.last_frame) for reading in heard.readings]
        assert frames == sorted(frames)
    assert heard.ends == [None]


def test_stopping_while_a_camera_is_lost_is_quick(bundle):
    with MjpegServer(pictures(), fps=30) as camera, run_live(camera.url, bundle) as (engine, heard):
        assert until(lambda: Phase.RUNNING in heard.phases)
        camera.refuse()
        assert until(lambda: heard.phases[-1] is Phase.LOST)
        began = time.monotonic()
        assert engine.stop(timeout=2)
        assert time.monotonic() - began < 2
    assert heard.ends == [None]


@pytest.mark.parametrize(
    ("spec", "settings", "error"),
    [
        ("missing.mp4", {}, SourceError),
        (99, {}, SourceError),
        ("demo:", {"bundle": "missing.ferbundle"}, BundleError),
        ("demo:", {"device": "gpu9"}, DeviceError),
    ],
)
def test_what_cannot_start_ends_with_the_reason(bundle, spec, settings, error):
    heard = Heard()
    arguments = {"bundle": bundle, "device": "cpu"} | settings
    engine = Engine(
        spec, **arguments, on_readings=heard.readings.extend, on_state=heard.states.append, on_end=heard.end
    )
    engine.start()
    assert heard.ended.wait(20)
    assert engine.stop(timeout=5)
    assert len(heard.ends) == 1
    assert isinstance(heard.ends[0], error)


def test_a_bug_in_a_callback_is_told_and_ends_the_run_when_it_stays(bundle, tmp_path):
    def broken(readings: list[Reading]) -> None:
        raise ZeroDivisionError

    heard, events = Heard(), []
    engine = Engine(
        video(tmp_path / "video.avi", frames=100),
        bundle=bundle,
        device="cpu",
        on_readings=broken,
        on_state=heard.states.append,
        on_end=heard.end,
        on_event=events.append,
    )
    engine.start()
    assert heard.ended.wait(20)
    assert engine.stop(timeout=5)
    assert isinstance(heard.ends[0], ZeroDivisionError)
    assert [event.kind for event in events] == [EventKind.FAULT] * 4
    assert all(isinstance(event.error, ZeroDivisionError) for event in events)


def test_a_slow_model_skips_and_never_lags(bundle):
    with MjpegServer(pictures(), fps=30) as camera:
        heard = Heard()

        def slow(readings: list[Reading]) -> None:
            heard.readings.extend(readings)
            time.sleep(0.6)  # as an encoder does that is too large for this computer

        engine = Engine(
            camera.url, bundle=bundle, device="cpu", on_readings=slow, on_state=heard.states.append, on_end=heard.end
        )
        engine.start()
        assert until(lambda: len(heard.readings) >= 4)
        assert engine.stats().skipped > 0
        assert engine.stop(timeout=5)
    assert max(reading.latency for reading in heard.readings) < 0.5


def test_a_source_that_is_lost_while_the_model_loads_is_told_as_lost(bundle):
    def open_lost(spec, *, on_state, **_):
        on_state(SourceState(True, "the camera was unplugged"))
        return SyntheticSource(pictures(), realtime=True)

    with run_live(0, bundle, opener=open_lost) as (engine, heard):
        assert until(lambda: engine.stats().encoder and len(heard.states) >= 4)
        assert set(heard.phases[1:]) == {Phase.LOST}
        assert heard.states[-1].message == "the camera was unplugged"


def test_a_view_is_told_when_a_lost_source_is_tried_again(bundle):
    def open_lost(spec, *, on_state, **_):
        on_state(SourceState(True, "the camera was unplugged", retry_in=0.5))
        on_state(SourceState(True, "the camera was unplugged", retries=1))
        on_state(SourceState(False, "the camera is back", retries=1))
        return SyntheticSource(pictures(), realtime=True)

    events = []
    with run_live(0, bundle, opener=open_lost, on_event=events.append) as (engine, heard):
        assert until(lambda: len(heard.states) >= 4)
        assert heard.states[1].retry_at == pytest.approx(time.monotonic() + 0.5, abs=0.5)
        assert heard.states[2].retry_at is None
        assert [(event.kind, event.message) for event in events] == [
            (EventKind.LOST, "the camera was unplugged"),
            (EventKind.BACK, "the camera is back"),
        ]
        assert engine.stats().events == {"lost": 1, "back": 1}


def test_every_frame_is_handed_out_and_time_is_told_by_stage(bundle, tmp_path):
    frames = []
    path = video(tmp_path / "video.avi", frames=80)
    with run_live(path, bundle, on_frame=frames.append) as (engine, heard):
        assert heard.ended.wait(20)
        stages = engine.stats().stages
    assert [frame.index for frame in frames] == list(range(80))
    assert list(stages) == ["capture", "wait", "encode", "vote"]  # the whole picture: there is nothing to detect
    assert all(0 <= stage.median_s <= stage.p95_s < 1 for stage in stages.values())
    assert engine.stats().reading_every == pytest.approx(4 / 30, rel=0.5)
    assert engine.stats().busy_for is None
