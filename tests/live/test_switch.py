"""Another bundle or device while the run goes on."""

import time
from pathlib import Path

import numpy as np
import pytest

from core.errors import BundleError, DeviceError
from core.live import Engine, EventKind, Phase
from core.types import Reading
from support.live_runs import pictures, run_live, until
from support.mjpeg_server import MjpegServer
from support.small_inputs import tiny_bundle, video


@pytest.fixture(scope="module")
def bundles(tmp_path_factory) -> Path:
    """Three bundles: `one` and `two` have the same labels, `other` has others and the other clip rule."""
    folder = tmp_path_factory.mktemp("bundles")
    tiny_bundle(folder / "one", name="one")
    tiny_bundle(folder / "two", name="two", resolution=32)
    tiny_bundle(folder / "other", name="other", labels=("calm", "fear"), clip_rule="paper")
    return folder


def switched(heard, times: int = 1) -> bool:
    return heard.kinds.count(EventKind.SWITCHED) == times


def test_a_camera_goes_on_with_another_bundle_without_a_gap(bundles):
    with MjpegServer(pictures(), fps=30) as camera, run_live(camera.url, bundles / "one") as (engine, heard):
        assert until(lambda: len(heard.readings) >= 5)
        engine.switch(bundle=bundles / "other")
        assert until(lambda: switched(heard))
        before = len(heard.readings)
        assert until(lambda: len(heard.readings) >= before + 5)
        assert camera.connections == 1
        assert heard.phases == [Phase.OPENING, Phase.LOADING, Phase.RUNNING, Phase.RUNNING]
        assert heard.states[-1].card.name == "other"
        assert heard.states[-1].device == engine.stats().device == "cpu"
    ends = [reading.end for reading in heard.readings]
    assert max(np.diff(ends)) < 0.5
    change = next(index for index, reading in enumerate(heard.readings) if len(reading.posterior) == 2)
    assert change >= 5
    assert {len(reading.posterior) for reading in heard.readings[change:]} == {2}
    assert heard.readings[-1].end - heard.readings[-1].start == pytest.approx(60 / 30, abs=0.05)  # its own clips
    assert heard.readings[change].vote == pytest.approx(heard.readings[change].posterior)  # votes begin anew
    assert heard.ends == [None]


def test_the_vote_goes_on_when_the_labels_are_the_same(bundles):
    with MjpegServer(pictures(), fps=30) as camera:
        with run_live(camera.url, bundles / "one", window=None) as (engine, heard):
            assert until(lambda: len(heard.readings) >= 3)
            engine.switch(bundle=bundles / "two")
            assert until(lambda: switched(heard))
            before = len(heard.readings)
            assert until(lambda: len(heard.readings) > before)
        posteriors = np.stack([reading.posterior for reading in heard.readings])
        assert heard.readings[-1].vote == pytest.approx(posteriors.mean(axis=0), abs=1e-5)


def test_a_file_is_analysed_without_a_gap_over_a_switch(bundles, tmp_path):
    engine: Engine
    read: list[Reading] = []

    def switch(readings: list[Reading]) -> None:
        read.extend(readings)
        if len(read) == 3:
            engine.switch(bundle=bundles / "two")

    path = video(tmp_path / "video.avi", frames=130)
    with run_live(path, bundles / "one", hop=1, on_readings=switch) as (engine, heard):
        assert heard.ended.wait(20)
    assert [reading.clip_index for reading in read] == list(range(130 - 63))
    assert switched(heard)
    assert engine.stats().skipped == 0


@pytest.mark.parametrize(
    ("wish", "error"), [({"bundle": "missing.ferbundle"}, BundleError), ({"device": "gpu9"}, DeviceError)]
)
def test_what_cannot_be_loaded_leaves_the_old_one_in_use(bundles, wish, error):
    with run_live("demo:", bundles / "one") as (engine, heard):
        assert until(lambda: heard.readings)
        engine.switch(**wish)
        assert until(lambda: EventKind.SWITCH_FAILED in heard.kinds)
        before = len(heard.readings)
        assert until(lambda: len(heard.readings) > before)
        assert heard.states[-1].card.name == "one"
        assert engine.stats().events == {"switch_failed": 1}
    assert isinstance(heard.events[0].error, error)
    assert heard.events[0].message.startswith(f"“{next(iter(wish.values()))}” cannot be used: ")
    assert heard.events[0].message.endswith(". one goes on")
    assert heard.ends == [None]


def test_another_device_needs_no_file(tmp_path):
    bundle = tiny_bundle(tmp_path / "tiny")
    with run_live("demo:", bundle) as (engine, heard):
        assert until(lambda: heard.readings)
        bundle.rename(tmp_path / "gone")
        engine.switch(device="auto")
        assert until(lambda: switched(heard))
        before = len(heard.readings)
        assert until(lambda: len(heard.readings) > before)


def test_the_last_of_several_wishes_counts(bundles):
    with run_live("demo:", bundles / "one") as (engine, heard):
        engine.switch(bundle=bundles / "two")  # while the first one is loaded, or even before
        assert until(lambda: heard.states[-1].card is not None and heard.states[-1].card.name == "two")
        for name in ("one", "two", "other"):
            engine.switch(bundle=bundles / name)
        assert until(lambda: heard.states[-1].card.name == "other")
        time.sleep(0.3)
        assert heard.states[-1].card.name == "other"
        assert EventKind.SWITCH_FAILED not in heard.kinds


def test_faces_are_found_once_a_bundle_wants_them(bundles, tmp_path):
    face = tiny_bundle(tmp_path / "face", name="face", view="face")
    with run_live("demo:", bundles / "one") as (engine, heard):
        assert until(lambda: heard.readings)
        engine.switch(bundle=face)
        assert until(lambda: any(reading.face_id for reading in heard.readings))
        assert "detect" in engine.stats().stages
        engine.switch(bundle=bundles / "one")
        assert until(lambda: switched(heard, 2))
        engine.switch(bundle=face)
        assert until(lambda: switched(heard, 3))
        before = len(heard.readings)
        assert until(lambda: any(reading.face_id for reading in heard.readings[before:]))
