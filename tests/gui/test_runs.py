"""Whole runs through the window: real files and streams, the real engine, a small model."""

import csv
import time
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt

from core.types import Reading
from fer_desktop.player import Activity
from fer_desktop.window import MainWindow
from support.mjpeg_server import MjpegServer
from support.small_inputs import tiny_bundle, video
from support.videos import cut_in_half, make_video


def running(window: MainWindow) -> bool:
    return window.live.panel.bars.winner is not None and window.player.activity is Activity.RUNNING


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def short_video(tmp_path: Path) -> str:
    return str(video(tmp_path / "short video.avi", 80))


@pytest.fixture
def camera():
    """A camera on loopback that shows noise."""
    rng = np.random.default_rng(0)
    with MjpegServer([rng.integers(0, 256, (48, 64, 3), dtype=np.uint8) for _ in range(30)]) as server:
        yield server


def test_a_video_is_played_recorded_and_judged_as_a_whole(open_window, qtbot, short_video, recordings):
    window = open_window()
    window.tool_bar.record.setEnabled(True)
    window.tool_bar.record.click()
    assert "Ready to record" in window.recording.text
    window.open_source(short_video)
    assert window.live.isVisible()
    qtbot.waitUntil(lambda: running(window), timeout=30_000)
    assert window.live.panel.bars.labels == ("angry", "happy", "sad")
    assert window.live.video.frame is not None
    assert window.live.video.message == ("", "")
    assert "Recording" in window.recording.text
    assert str(recordings) in window.recording.text
    qtbot.waitUntil(lambda: window.player.activity is Activity.IDLE, timeout=30_000)
    qtbot.waitUntil(lambda: not window.live.ticking, timeout=5_000)

    qtbot.waitUntil(lambda: bool(window.banners.banners()), timeout=5_000)
    (saved,) = window.banners.banners()
    table = rows(Path(saved.where))
    assert len(table) == 5  # clips of 64 frames, every 4 frames, in 80 frames
    assert saved.title == "5 rows recorded"
    mean = np.mean([[float(row[f"p_{label}"]) for label in ("angry", "happy", "sad")] for row in table], axis=0)
    shown = [int(text.split("\N{NO-BREAK SPACE}")[0]) for text in window.live.panel.bars.value_texts()]
    assert shown == pytest.approx(mean * 100, abs=0.51)
    assert "vote over 5 clips" in window.live.panel.caption
    assert window.status.texts()["encoder"] == "tiny-encoder"
    assert window.status.texts()["skipped"] == "0"
    assert not window.recording.isVisible()
    assert window.tool_bar.start.text() == "Start again"


def test_an_ended_video_can_be_started_again(open_window, qtbot, short_video):
    window = open_window(short_video)
    qtbot.waitUntil(lambda: "Whole video" in window.live.panel.caption, timeout=30_000)
    qtbot.mouseClick(window.tool_bar.start, Qt.MouseButton.LeftButton)
    assert window.tool_bar.start.text() == "Stop"
    qtbot.waitUntil(lambda: running(window), timeout=30_000)
    assert "so far" in window.live.panel.caption


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


def test_the_clip_in_flight_of_a_slow_run_is_not_in_the_next(open_window, qtbot, camera, short_video, tmp_path):
    slow = str(tiny_bundle(tmp_path / "slow", depth=8, resolution=112))  # a clip is in flight whenever it is replaced
    other = str(tiny_bundle(tmp_path / "other", labels=("calm", "fear")))
    window = open_window(camera.url, bundle=slow)
    readings: list[Reading] = []
    names: list[str] = []
    qtbot.waitUntil(lambda: running(window), timeout=30_000)
    window.player.readings.connect(readings.extend)
    window.player.state.connect(lambda state: names.append(state.info.name if state.info else ""))
    window.open_source(short_video)
    window.open_bundle(other)  # while the first run still ends
    assert window.player.take_picture() is None
    assert window.player.stats() is None
    qtbot.waitUntil(lambda: "Whole video" in window.live.panel.caption, timeout=30_000)
    assert [len(reading.posterior) for reading in readings if reading.posterior is not None] == [2] * 5
    assert set(names) == {"", "short video.avi"}
    assert window.live.panel.bars.labels == ("calm", "fear")
    assert "vote over 5 clips" in window.live.panel.caption
    assert window.tool_bar.source.chosen == "short video.avi"
    assert "short video.avi" in window.windowTitle()


def test_hop_and_window_set_while_a_run_is_replaced_are_those_of_the_next(open_window, qtbot, camera, short_video):
    window = open_window(camera.url)
    qtbot.waitUntil(lambda: running(window), timeout=30_000)
    window.open_source(short_video)
    window.live.controls.hop_box.setValue(8)
    qtbot.waitUntil(lambda: "vote over 3 clips" in window.live.panel.caption, timeout=30_000)  # at 0, 8 and 16


def test_another_source_takes_over_and_the_recording_is_complete(open_window, qtbot, camera, short_video, recordings):
    window = open_window(camera.url)
    qtbot.waitUntil(lambda: running(window), timeout=30_000)
    window.tool_bar.record.click()
    qtbot.waitUntil(lambda: window.player.recorder.rows > 1, timeout=10_000)
    window.open_source(short_video)
    qtbot.waitUntil(lambda: bool(list(recordings.glob("*[!l].csv"))), timeout=10_000)
    qtbot.waitUntil(lambda: not window.recording.isVisible(), timeout=2_000)
    (path,) = recordings.glob("*.csv")
    assert ".partial" not in path.name
    assert len(rows(path)) > 1
    qtbot.waitUntil(lambda: window.tool_bar.source.chosen == "short video.avi", timeout=10_000)


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


def test_a_video_that_was_cut_off_is_played_with_a_warning(open_window, qtbot, tmp_path):
    path = cut_in_half(make_video(tmp_path / "cut off.mkv", frames=40))
    window = open_window(str(path))
    qtbot.waitUntil(lambda: any(b.kind == "warning" for b in window.banners.banners()), timeout=30_000)
    assert "frames" in window.banners.banners()[0].title


@pytest.mark.slow
def test_the_demo_runs_with_the_starter(open_window, qtbot):
    window = open_window(bundle="starter")
    window.welcome.demo.click()
    qtbot.waitUntil(lambda: running(window), timeout=60_000)
    assert window.live.followed == 1
    assert window.live.panel.caption.startswith("Face 1: vote over ")
    assert window.live.video.frame.image.shape == (480, 640, 3)


@pytest.mark.slow
def test_a_real_video_with_one_face_is_read_with_the_starter(open_window, qtbot, shared):
    window = open_window(str(shared / "videos/pyfeat/WolfgangLanger_Pexels.mp4"), bundle="starter")
    qtbot.waitUntil(lambda: running(window), timeout=60_000)
    qtbot.waitUntil(lambda: window.player.stats().readings > 5, timeout=30_000)
    assert window.live.followed == 1
    assert window.status.texts()["skipped"] == "0"


@pytest.mark.slow
def test_a_video_without_a_face_gives_no_reading(open_window, qtbot, shared):
    window = open_window(str(shared / "videos/pyfeat/no_face.mp4"), bundle="starter")
    qtbot.waitUntil(lambda: window.live.panel.headline == "No face", timeout=60_000)
    qtbot.waitUntil(lambda: window.player.activity is Activity.IDLE, timeout=60_000)
    assert window.live.panel.headline == "No reading"


def test_a_run_that_is_replaced_leaves_nothing_in_the_next(open_window, qtbot, camera, short_video, tmp_path):
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
    window.open_source(short_video)
    qtbot.waitUntil(lambda: "Whole video" in window.live.panel.caption, timeout=30_000)
    assert "vote over 5 clips" in window.live.panel.caption
    assert "short video.avi" in window.windowTitle()
    assert not bugs


def test_a_source_that_fails_in_place_of_one_that_runs_leads_to_the_welcome_page(open_window, qtbot, camera, tmp_path):
    window = open_window(camera.url)
    qtbot.waitUntil(lambda: running(window), timeout=30_000)
    window.open_source(str(tmp_path / "missing.mp4"))
    qtbot.waitUntil(lambda: window.player.activity is Activity.IDLE, timeout=30_000)
    assert "missing.mp4" in window.windowTitle()
    assert window.live.video.frame is None
    assert window.pages.currentWidget() is window.welcome


def test_a_recording_that_waits_is_called_off_when_the_source_fails(
    open_window, qtbot, short_video, recordings, tmp_path
):
    window = open_window()
    recorder = window.player.recorder
    window.tool_bar.record.setEnabled(True)
    window.tool_bar.record.click()
    assert recorder.wanted
    window.open_source(str(tmp_path / "missing.mp4"))
    qtbot.waitUntil(lambda: any("Nothing is recorded" in one.title for one in window.banners.banners()), timeout=30_000)
    assert not window.tool_bar.record.isChecked()
    assert not window.recording.isVisible()
    window.open_source(short_video)  # nobody has asked to record this one
    qtbot.waitUntil(
        lambda: window.player.activity is Activity.IDLE and window.live.video.frame is not None, timeout=30_000
    )
    assert not recorder.wanted
    assert not recordings.exists()


def test_a_secret_in_an_address_is_not_in_the_title(open_window, qtbot):
    window = open_window("http://127.0.0.1:9/video?user=a&password=hunter2")
    qtbot.waitUntil(lambda: window.player.activity is Activity.IDLE and bool(window.banners.banners()), timeout=30_000)
    assert "127.0.0.1:9/video" in window.windowTitle()
    assert "hunter2" not in window.windowTitle()
