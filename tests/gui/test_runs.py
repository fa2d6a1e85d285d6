"""Whole runs through the window: real files and streams, the real engine, a small model."""

import csv
import time
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from core.types import Reading
from fer_desktop.player import Activity
from fer_desktop.window import MainWindow
from support.mjpeg_server import MjpegServer
from support.small_inputs import tiny_bundle, video


def running(window: MainWindow) -> bool:
    return window.live.panel.bars.winner is not None and window.player.activity is Activity.RUNNING


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def camera():
    """A camera on loopback that shows noise."""
    rng = np.random.default_rng(0)
    with MjpegServer([rng.integers(0, 256, (48, 64, 3), dtype=np.uint8) for _ in range(30)]) as server:
        yield server


@pytest.fixture
def other_camera():
    """Another one, darker."""
    rng = np.random.default_rng(1)
    with MjpegServer([rng.integers(0, 64, (48, 64, 3), dtype=np.uint8) for _ in range(30)]) as server:
        yield server


def test_space_stops_and_the_last_vote_stays(open_window, qtbot, camera):
    window = open_window(camera.url)
    qtbot.waitUntil(lambda: running(window), timeout=30_000)
    winner = window.live.panel.bars.winner
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.player.activity is Activity.IDLE, timeout=5_000)
    assert window.live.panel.caption == "Stopped: the last vote"
    assert window.live.panel.bars.winner == winner
    assert not window.banners.banners()


def test_hop_and_window_act_while_running(open_window, qtbot, camera):
    window = open_window(camera.url)
    qtbot.waitUntil(lambda: running(window), timeout=30_000)
    window.live.controls.hop_box.setValue(30)
    window.live.controls.all_box.setChecked(True)
    starts: list[float] = []
    window.player.readings.connect(lambda readings: starts.extend(reading.start for reading in readings))
    qtbot.waitUntil(lambda: len(starts) > 2, timeout=10_000)
    assert starts[-1] - starts[-2] == pytest.approx(1.0, abs=0.05)  # frames arrive 1/30 s apart, and not to the ms
    assert "whole session" in window.live.panel.caption


def test_a_lost_camera_is_shown_and_picked_up_again(open_window, qtbot, camera):
    window = open_window(camera.url)
    qtbot.waitUntil(lambda: running(window), timeout=30_000)
    camera.refuse()
    qtbot.waitUntil(lambda: "stopped" in window.live.video.message[0], timeout=20_000)
    qtbot.waitUntil(lambda: "Next try in" in window.live.video.message[1], timeout=5_000)
    assert window.live.panel.bars.winner is None
    assert window.live.plot.history.last() is None
    camera.resume()
    qtbot.waitUntil(lambda: running(window), timeout=30_000)
    assert window.live.video.message == ("", "")


def test_another_bundle_takes_over_while_running(open_window, qtbot, camera, tmp_path):
    other = tiny_bundle(tmp_path / "other", labels=("fear", "calm", "disgust"))
    window = open_window(camera.url)
    qtbot.waitUntil(lambda: running(window), timeout=30_000)
    window.open_bundle(str(other))
    assert window.tool_bar.bundle.chosen == "other"
    qtbot.waitUntil(lambda: running(window) and window.live.panel.bars.labels[0] == "fear", timeout=30_000)


def test_the_clip_in_flight_of_a_slow_run_is_not_in_the_next(open_window, qtbot, camera, other_camera, tmp_path):
    slow = str(tiny_bundle(tmp_path / "slow", depth=8, resolution=112))  # a clip is in flight whenever it is replaced
    other = str(tiny_bundle(tmp_path / "other", labels=("calm", "fear")))
    window = open_window(camera.url, bundle=slow)
    readings: list[Reading] = []
    names: list[str] = []
    qtbot.waitUntil(lambda: running(window), timeout=30_000)
    window.player.readings.connect(readings.extend)
    window.player.state.connect(lambda state: names.append(state.info.name if state.info else ""))
    window.open_source(other_camera.url)
    window.open_bundle(other)  # while the first run still ends
    assert window.player.take_picture() is None
    assert window.player.stats() is None
    qtbot.waitUntil(lambda: running(window) and len(readings) > 5, timeout=30_000)
    assert {len(reading.posterior) for reading in readings if reading.posterior is not None} == {2}
    name = window.tool_bar.source.chosen
    assert set(names) == {"", name}
    assert window.live.panel.bars.labels == ("calm", "fear")
    assert other_camera.url.split("/")[2] in name
    assert name in window.windowTitle()


def test_hop_and_window_set_while_a_run_is_replaced_are_those_of_the_next(open_window, qtbot, camera, other_camera):
    window = open_window(camera.url)
    qtbot.waitUntil(lambda: running(window), timeout=30_000)
    window.open_source(other_camera.url)
    window.live.controls.hop_box.setValue(30)
    window.live.controls.all_box.setChecked(True)
    starts: list[float] = []
    window.player.readings.connect(lambda readings: starts.extend(reading.start for reading in readings))
    qtbot.waitUntil(lambda: len(starts) > 2, timeout=20_000)
    assert starts[-1] - starts[-2] == pytest.approx(1.0, abs=0.05)
    assert "whole session" in window.live.panel.caption


@pytest.mark.parametrize("kind", ["camera", "film"])
def test_another_source_takes_over_and_the_recording_is_complete(
    open_window, qtbot, camera, other_camera, recordings, tmp_path, kind
):
    next_one = other_camera.url if kind == "camera" else str(video(tmp_path / "film.avi", 80))
    window = open_window(camera.url)
    qtbot.waitUntil(lambda: running(window), timeout=30_000)
    window.tool_bar.record.click()
    qtbot.waitUntil(lambda: window.player.recorder.rows > 1, timeout=10_000)
    before = window.tool_bar.source.chosen
    window.open_source(next_one)
    if kind == "film":  # which nobody wants to cut a recording short without being asked
        (box,) = window.findChildren(QMessageBox)
        assert window.live.isVisible()
        next(button for button in box.buttons() if "open" in button.text()).click()
    qtbot.waitUntil(lambda: bool(list(recordings.glob("*[!l].csv"))), timeout=10_000)
    qtbot.waitUntil(lambda: not window.recording.isVisible(), timeout=2_000)
    (path,) = recordings.glob("*.csv")
    assert ".partial" not in path.name
    assert len(rows(path)) > 1
    qtbot.waitUntil(lambda: window.tool_bar.source.chosen != before, timeout=10_000)


def test_closing_at_once_while_recording_keeps_the_recording(open_window, qtbot, camera, recordings):
    window = open_window(camera.url)
    qtbot.waitUntil(lambda: running(window), timeout=30_000)
    window.tool_bar.record.click()
    qtbot.waitUntil(lambda: window.player.recorder.rows > 0, timeout=10_000)
    began = time.monotonic()
    window.quit_at_once()
    assert not window.isVisible()
    assert window.ended_cleanly
    assert time.monotonic() - began < 2.0
    (path,) = recordings.glob("*.csv")
    assert ".partial" not in path.name
    assert rows(path)


def test_a_full_disk_stops_the_recording_and_nothing_else(open_window, qtbot, camera, recordings):
    from support.disks import fill, full_disk

    recordings.mkdir()
    with full_disk(recordings, "4m"):
        window = open_window(camera.url)
        qtbot.waitUntil(lambda: running(window), timeout=30_000)
        window.tool_bar.record.click()
        qtbot.waitUntil(lambda: window.player.recorder.rows > 0, timeout=10_000)
        fill(recordings)
        qtbot.waitUntil(lambda: not window.tool_bar.record.isChecked(), timeout=30_000)
        qtbot.waitUntil(lambda: window.banners.banners()[0].kind == "error")
        (banner,) = window.banners.banners()  # why it ended and what is kept, and nothing older
        assert rows(Path(banner.where))
        assert window.player.activity is Activity.RUNNING


def test_closing_while_a_camera_is_lost_is_quick(open_window, qtbot, camera):
    window = open_window(camera.url)
    qtbot.waitUntil(lambda: running(window), timeout=30_000)
    camera.refuse()
    qtbot.waitUntil(lambda: bool(window.live.video.message[0]), timeout=20_000)
    began = time.monotonic()
    window.close()
    assert window.ended_cleanly
    assert time.monotonic() - began < 2.0


@pytest.mark.slow
def test_the_demo_runs_with_the_starter(open_window, qtbot):
    window = open_window(bundle="starter")
    window.welcome.demo.click()
    qtbot.waitUntil(lambda: running(window), timeout=60_000)
    assert window.live.followed == 1
    assert window.live.panel.caption.startswith("Face 1: vote over ")
    assert window.live.video.frame.image.shape == (480, 640, 3)


def test_a_run_that_is_replaced_leaves_nothing_in_the_next(open_window, qtbot, camera, other_camera, tmp_path):
    bugs = []
    two = str(tiny_bundle(tmp_path / "two", labels=("fear", "calm"), outputs=(0, 1)))
    window = open_window(camera.url)
    window.player.readings.connect(lambda readings: bugs.extend(r for r in readings if len(r.vote) != expected()))

    def expected() -> int:
        return 2 if window.tool_bar.bundle.chosen == "two" else 3

    for bundle in (two, window.choice.bundle, two):
        qtbot.waitUntil(lambda: running(window), timeout=30_000)
        window.open_bundle(bundle)
    qtbot.waitUntil(lambda: running(window), timeout=30_000)
    first = window.windowTitle()
    window.open_source(other_camera.url)
    qtbot.waitUntil(lambda: running(window) and "so far" in window.live.panel.caption, timeout=30_000)
    qtbot.waitUntil(lambda: "last 8 clips" in window.live.panel.caption, timeout=30_000)
    assert window.windowTitle() != first
    assert not bugs


def test_a_source_that_fails_in_place_of_one_that_runs_leads_to_the_welcome_page(open_window, qtbot, camera, tmp_path):
    window = open_window(camera.url)
    qtbot.waitUntil(lambda: running(window), timeout=30_000)
    window.open_source(str(tmp_path / "missing.mp4"))
    qtbot.waitUntil(lambda: window.player.activity is Activity.IDLE, timeout=30_000)
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.welcome, timeout=30_000)
    assert "missing.mp4" in window.windowTitle()
    assert window.banners.banners()[0].kind == "error"


def test_a_recording_that_waits_is_called_off_when_the_source_fails(open_window, qtbot, camera, recordings):
    window = open_window()
    recorder = window.player.recorder
    window.tool_bar.record.setEnabled(True)
    window.tool_bar.record.click()
    assert recorder.wanted
    window.open_source("http://127.0.0.1:9/video")
    qtbot.waitUntil(lambda: any("Nothing is recorded" in one.title for one in window.banners.banners()), timeout=30_000)
    assert not window.tool_bar.record.isChecked()
    assert not window.recording.isVisible()
    window.open_source(camera.url)  # nobody has asked to record this one
    qtbot.waitUntil(lambda: running(window), timeout=30_000)
    assert not recorder.wanted
    assert not recordings.exists()


def test_a_secret_in_an_address_is_not_in_the_title(open_window, qtbot):
    window = open_window("http://127.0.0.1:9/video?user=a&password=hunter2")
    qtbot.waitUntil(lambda: window.player.activity is Activity.IDLE and bool(window.banners.banners()), timeout=30_000)
    assert "127.0.0.1:9/video" in window.windowTitle()
    assert "hunter2" not in window.windowTitle()
