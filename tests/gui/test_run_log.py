"""What the log tells of runs and recordings, and what it keeps to itself."""

import logging

import numpy as np
import pytest

from core.recording_plan import RecordingPlan
from fer_desktop.bridge import Request
from fer_desktop.player import Activity, Player
from fer_desktop.run_log import RunLog
from support.mjpeg_server import MjpegServer
from support.small_inputs import video


@pytest.fixture
def lines(caplog):
    """The messages so far."""
    caplog.set_level(logging.INFO)
    return lambda: [record.getMessage() for record in caplog.records if record.name == "fer_desktop.run_log"]


def test_a_film_and_its_recording_are_told_without_their_names(qtbot, tmp_path, lines, bundle):
    player = Player()
    RunLog(player)
    player.recorder.start(RecordingPlan(tmp_path / "recordings", name="Miller"))
    player.start(Request(str(video(tmp_path / "Miller.avi", 80)), bundle, "cpu"))
    qtbot.waitUntil(lambda: any("complete" in line for line in lines()), timeout=30_000)
    qtbot.waitUntil(lambda: any("run ended" in line for line in lines()), timeout=10_000)
    told = lines()
    assert told[0] == "recording: asked for"
    assert "opened file .avi, 64x48, 30 fps" in told
    assert "recording: begins" in told
    assert "recording: complete, 5 rows" in told
    assert not any("Miller" in line for line in told)
    assert player.close()


def test_a_pause_is_told(open_window, qtbot, tmp_path, lines):
    window = open_window("demo:")
    RunLog(window.player)
    window.tool_bar.record.click()
    recorder = window.player.recorder
    qtbot.waitUntil(lambda: recorder.state == "recording", timeout=30_000)
    recorder.pause()
    recorder.resume()
    recorder.stop()
    assert "recording: paused" in lines()
    assert "recording: goes on" in lines()


def test_a_stream_that_cannot_be_opened_is_told_without_its_secrets(open_window, qtbot, lines, caplog):
    noise = [np.zeros((48, 64, 3), np.uint8)]
    with MjpegServer(noise, credentials="anna:right") as camera:
        window = open_window()
        RunLog(window.player)
        window.open_source(camera.url.replace("right", "hunter2") + "?token=hunter2")
        qtbot.waitUntil(lambda: bool(lines()) and window.player.activity is Activity.IDLE, timeout=30_000)
    (line,) = lines()
    assert line.startswith("the run could not begin after ")
    assert "user name or password is wrong" in line
    assert camera.url.rpartition("@")[2] in line
    assert "hunter2" not in caplog.text
    assert "anna" not in caplog.text
