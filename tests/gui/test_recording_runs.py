"""A recording of a whole run through the window: a real stream, the real engine, real files."""

import csv
import json
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QMessageBox, QPushButton

from fer_desktop.player import Activity
from support.mjpeg_server import MjpegServer
from support.small_inputs import tiny_bundle
from support.videos import probe_stamps


@pytest.fixture
def camera() -> Iterator[MjpegServer]:
    """A camera on loopback whose pictures have an odd width."""
    rng = np.random.default_rng(0)
    with MjpegServer([rng.integers(0, 256, (48, 65, 3), dtype=np.uint8) for _ in range(30)]) as server:
        yield server


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.slow
def test_a_recording_outlives_a_lost_camera_and_another_bundle(open_window, qtbot, camera, recordings, tmp_path):
    other = str(tiny_bundle(tmp_path / "other", labels=("fear", "calm"), outputs=(0, 1)))
    window = open_window(camera.url)
    recorder = window.player.recorder
    qtbot.waitUntil(lambda: window.player.stats() is not None and window.player.stats().readings > 0, timeout=30_000)
    window.actions_["record-options"].trigger()
    row = window.recording_control.row
    row._subject.setText("P/01")
    row._video.setChecked(True)
    pressed = time.monotonic()
    row._record.click()
    qtbot.waitUntil(lambda: recorder.rows > 2, timeout=20_000)
    camera.refuse()
    qtbot.waitUntil(lambda: bool(window.live.video.message[0]), timeout=20_000)
    camera.resume()
    before = recorder.rows
    qtbot.waitUntil(lambda: recorder.rows > before, timeout=30_000)
    window.open_bundle(other)
    qtbot.waitUntil(lambda: window.live.panel.bars.labels[:1] == ("fear",), timeout=30_000)
    before = recorder.rows
    qtbot.waitUntil(lambda: recorder.rows > before + 1, timeout=30_000)
    window.live.controls.hop_changed.emit(12)
    window.live.controls.window_changed.emit(None)
    window.actions_["pause"].trigger()
    assert "Paused" in window.recording.text
    window.recording.stop.click()
    assert recorder.wait(5)
    (notes,) = recordings.glob("*.session.json")
    said = json.loads(notes.read_text("utf-8"))
    assert (said["complete"], said["subject"]) == (True, "P/01")
    assert {"lost", "back", "switched"} <= {event["kind"] for event in said["events"]}
    assert said["settings"] == {"hop": 4, "window": 8, "device": "cpu", "precision": "fp32"}
    changed = [event["message"] for event in said["events"] if event["kind"] == "setting"]
    assert changed == ["hop: 4 -> 12", "window: 8 -> all"]
    assert [file["labels"] for file in said["files"]] == [["angry", "happy", "sad"], ["fear", "calm"]]
    assert len(said["pauses"]) == 1
    first = said["video"]["parts"][0]
    stamps = probe_stamps(recordings / first["file"])
    assert len(stamps) == first["frames"]
    assert stamps[-1] == pytest.approx(first["last_s"] - first["first_s"], abs=0.001)
    table = [row for file in said["files"] for row in rows(recordings / file["file"])]
    assert {row["session_id"] for row in table} == {said["session_id"]}
    assert min(float(row["clip_start_s"]) for row in table) >= pressed - 0.001  # nothing from before, on one clock
    assert first["first_s"] >= pressed


@pytest.mark.slow
def test_closing_by_hand_asks_and_completes_the_recording(open_window, qtbot, camera, recordings):
    window = open_window(camera.url)
    qtbot.waitUntil(lambda: window.tool_bar.record.isEnabled() and window.player.activity is Activity.RUNNING)
    window.tool_bar.record.click()
    qtbot.waitUntil(lambda: window.player.recorder.rows > 1, timeout=30_000)
    assert not window.close()
    (box,) = window.findChildren(QMessageBox)
    began = time.monotonic()
    next(button for button in box.findChildren(QPushButton) if "Stop recording" in button.text()).click()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=3_000)
    assert time.monotonic() - began < 2.5
    assert window.ended_cleanly
    (table,) = recordings.glob("*.csv")
    assert ".partial" not in table.name
    assert len(rows(table)) > 1
