"""From the record button to the files, with real files and the real threads."""

import csv
import json
import threading
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication

from core import session_recording
from core.recording_plan import Notice, RecordingPlan
from core.types import Frame
from fer_desktop.recorder import Recorder, RecordingState
from support.disks import fill, full_disk, read_only_folder
from support.recordings import INFO, PLENTY, Card, reading


class Heard:
    """What a recorder told."""

    def __init__(self, recorder: Recorder) -> None:
        self.started: list[Path] = []
        self.finished: list[tuple[Path | None, int]] = []
        self.failed: list[tuple[Exception, Path | None]] = []
        self.noticed: list[Notice] = []
        self.states: list[RecordingState] = []
        recorder.started.connect(self.started.append)
        recorder.finished.connect(lambda path, rows: self.finished.append((path, rows)))
        recorder.failed.connect(lambda error, path: self.failed.append((error, path)))
        recorder.noticed.connect(lambda notice, _error: self.noticed.append(notice))
        recorder.state_changed.connect(self.states.append)


def end(recorder: Recorder) -> None:
    recorder.end_session()
    assert recorder.wait(5)
    QCoreApplication.processEvents()  # what was told from another thread


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def notes(folder: Path) -> dict:
    (path,) = folder.glob("*.session.json")
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture
def recorder(qapp) -> Recorder:
    return Recorder(free=lambda _folder: PLENTY)


def test_a_recording_asked_for_before_the_start_has_every_reading(recorder, tmp_path, qtbot):
    heard = Heard(recorder)
    recorder.start(RecordingPlan(tmp_path / "new" / "folder"))
    assert recorder.wanted
    assert recorder.state is RecordingState.WAITING
    assert recorder.path is None
    recorder.take_session(INFO, Card())
    recorder.take_readings([reading(0)])
    recorder.take_readings([reading(1), reading(2)])
    qtbot.waitUntil(lambda: recorder.rows == 3)
    end(recorder)
    ((path, count),) = heard.finished
    assert path is not None
    assert path.parent == tmp_path / "new" / "folder"
    assert path.name.startswith("an-interview-1_2")
    assert heard.started[0].name == path.name.replace(".csv", ".partial.csv")
    assert count == 3
    assert [row["clip_index"] for row in rows(path)] == ["0", "1", "2"]
    assert rows(path)[0]["source"] == INFO.name
    assert not recorder.wanted
    assert heard.states == [RecordingState.WAITING, RecordingState.RECORDING, RecordingState.OFF]


def test_a_recording_begun_and_ended_in_between_has_what_lies_between(recorder, tmp_path):
    heard = Heard(recorder)
    recorder.take_session(INFO, Card())
    recorder.take_readings([reading(0)])
    recorder.start(RecordingPlan(tmp_path))
    recorder.take_readings([reading(1)])
    recorder.stop()
    recorder.take_readings([reading(2)])
    end(recorder)
    ((path, _),) = heard.finished
    assert path is not None
    assert [row["clip_index"] for row in rows(path)] == ["1"]


def test_a_pause_leaves_out_what_comes_meanwhile(recorder, tmp_path, qtbot):
    heard = Heard(recorder)
    recorder.take_session(INFO, Card())
    recorder.start(RecordingPlan(tmp_path))
    recorder.take_readings([reading(0)])
    recorder.pause()
    assert recorder.state is RecordingState.PAUSED
    elapsed = recorder.elapsed
    recorder.take_readings([reading(1)])
    qtbot.wait(30)
    assert recorder.elapsed == elapsed
    recorder.resume()
    recorder.take_readings([reading(2)])
    end(recorder)
    ((path, count),) = heard.finished
    assert path is not None
    assert count == 2
    assert [row["clip_index"] for row in rows(path)] == ["0", "2"]
    (pause,) = notes(tmp_path)["pauses"]
    assert pause["from_utc"] < pause["to_utc"]
    assert notes(tmp_path)["recorded_s"] < 1


def test_a_clip_that_shows_what_happened_in_a_pause_is_left_out(recorder, tmp_path):
    heard = Heard(recorder)
    recorder.take_session(replace(INFO, kind="camera"), Card())
    recorder.start(RecordingPlan(tmp_path))
    recorder.take_readings([replace(reading(0), start=time.monotonic())])
    recorder.pause()
    in_the_pause = time.monotonic()
    recorder.resume()
    recorder.take_readings([replace(reading(1), start=in_the_pause)])
    recorder.take_readings([replace(reading(2), start=time.monotonic())])
    end(recorder)
    path, _ = heard.finished[0]
    assert path is not None
    assert [row["clip_index"] for row in rows(path)] == ["0", "2"]


def test_another_bundle_with_the_same_labels_goes_on_in_the_same_file(recorder, tmp_path):
    heard = Heard(recorder)
    recorder.take_session(INFO, Card())
    recorder.start(RecordingPlan(tmp_path))
    recorder.take_readings([reading(0)])
    recorder.take_session(INFO, Card())  # the same one, told again: nothing new
    recorder.take_session(INFO, Card(name="other", encoder_sha256="cd" * 32))
    recorder.take_readings([reading(1)])
    end(recorder)
    ((path, _),) = heard.finished
    assert path is not None
    assert [(row["bundle"], row["encoder_sha256"][:2]) for row in rows(path)] == [("tiny", "ab"), ("other", "cd")]
    assert [bundle["name"] for bundle in notes(tmp_path)["bundles"]] == ["tiny", "other"]
    assert sorted(file.suffix for file in tmp_path.iterdir()) == [".csv", ".json"]


def test_a_bundle_with_other_labels_goes_on_in_a_second_file_of_the_same_session(recorder, tmp_path):
    heard = Heard(recorder)
    recorder.take_session(INFO, Card())
    recorder.start(RecordingPlan(tmp_path))
    recorder.take_readings([reading(0)])
    recorder.take_session(INFO, Card(name="three", labels=("calm", "fear", "sad")))
    recorder.take_readings([reading(1, 3), reading(2)])  # the last one came from the old bundle, too late
    end(recorder)
    ((first, count),) = heard.finished
    assert first is not None
    second = first.with_stem(f"{first.stem}-2")
    assert count == 2
    assert rows(first)[0]["session_id"] == rows(second)[0]["session_id"] == notes(tmp_path)["session_id"]
    assert [row["p_fear"] for row in rows(second)] == ["0.333333"]
    assert [(file["file"], file["rows"]) for file in notes(tmp_path)["files"]] == [(first.name, 1), (second.name, 1)]
    assert notes(tmp_path)["rows_lost"] == 1


def test_two_recordings_in_the_same_second_get_files_of_their_own(recorder, tmp_path):
    heard = Heard(recorder)
    recorder.take_session(INFO, Card())
    for index in range(2):
        recorder.start(RecordingPlan(tmp_path))
        recorder.take_readings([reading(index)])
        recorder.stop()
        assert recorder.wait(5)
    end(recorder)
    assert len({path for path, _ in heard.finished}) == 2
    assert len(list(tmp_path.glob("*.session.json"))) == 2


def test_nothing_recorded_leaves_no_file(recorder, tmp_path):
    heard = Heard(recorder)
    recorder.take_session(INFO, Card())
    recorder.start(RecordingPlan(tmp_path, video=True))
    recorder.stop()
    end(recorder)
    assert heard.finished == [(None, 0)]
    assert list(tmp_path.iterdir()) == []


@dataclass(frozen=True)
class Event:
    kind: str
    message: str
    at: datetime


def test_the_notes_say_what_a_person_said_and_what_happened(recorder, tmp_path):
    recorder.take_session(INFO, Card())
    recorder.start(RecordingPlan(tmp_path, name="Café / Pilot", subject="../../P 01\n表情"))
    recorder.take_event(Event("lost", "Camera 0 is lost", datetime(2026, 11, 21, 5, 4, 3, tzinfo=UTC)))
    recorder.take_readings([reading(0)])
    end(recorder)
    said = notes(tmp_path)
    assert (said["name"], said["subject"]) == ("Café / Pilot", "../../P 01\n表情")
    assert said["events"] == [{"at_utc": "2026-11-21T05:04:03.000Z", "kind": "lost", "message": "Camera 0 is lost"}]
    assert said["complete"] is True
    assert said["started_utc"] <= said["ended_utc"]
    assert said["source"]["name"] == INFO.name
    assert said["video"] is None
    (table,) = tmp_path.glob("*.csv")
    assert table.name.startswith("Café-Pilot_P-01-表情_2")


def test_pictures_are_kept_only_when_they_are_asked_for(recorder, tmp_path):
    recorder.take_session(INFO, Card())
    for video in (False, True):
        recorder.start(RecordingPlan(tmp_path / str(video), video=video))
        recorder.take_readings([reading(0)])
        _wait_for(lambda: recorder.rows == 1)
        for index in range(10):
            recorder.take_frame(Frame(np.full((48, 64, 3), 20 * index, np.uint8), index, index / 10))
        assert recorder.keeps_video is video
        # The end waits 0.7 s for the encoder.
        _wait_for(lambda kept=video: bool(list((tmp_path / "True").glob("*.mp4"))) is kept)
        recorder.stop()
        assert recorder.wait(5)
    assert not list((tmp_path / "False").glob("*.mp4"))
    (part,) = notes(tmp_path / "True")["video"]["parts"]
    assert (part["frames"], part["first_s"], part["last_s"]) == (10, 0.0, 0.9)
    assert (tmp_path / "True" / part["file"]).stat().st_size > 1000


def test_a_full_disk_ends_the_recording_and_keeps_what_is_there(recorder, tmp_path, qtbot):
    heard = Heard(recorder)
    with full_disk(tmp_path):
        recorder.take_session(INFO, Card())
        recorder.start(RecordingPlan(tmp_path))
        recorder.take_readings([reading(0)])
        qtbot.waitUntil(lambda: recorder.rows == 1)
        fill(tmp_path)
        for index in range(1, 200):
            recorder.take_readings([reading(index)])
        qtbot.waitUntil(lambda: bool(heard.failed))
        ((error, kept),) = heard.failed
        assert "no space" in str(error)
        assert kept is not None
        assert len(rows(kept)) >= 1
        assert not recorder.wanted
        end(recorder)
    assert heard.finished == []


def test_a_disk_that_fills_up_is_told_of_before_and_the_files_are_complete(qapp, tmp_path, qtbot):
    left = [400_000_000]
    recorder = Recorder(free=lambda _folder: left[0])
    heard = Heard(recorder)
    recorder.take_session(INFO, Card())
    recorder.start(RecordingPlan(tmp_path, video=True))
    recorder.take_readings([reading(0)])
    qtbot.waitUntil(lambda: heard.noticed == [Notice.SPACE])
    left[0] = 50_000_000
    qtbot.waitUntil(lambda: heard.noticed == [Notice.SPACE, Notice.VIDEO_ENDED])
    assert not recorder.keeps_video
    recorder.take_readings([reading(1)])
    left[0] = 1_000_000
    qtbot.waitUntil(lambda: bool(heard.failed))
    ((error, kept),) = heard.failed
    assert "almost full" in str(error)
    assert kept is not None
    assert ".partial" not in kept.name
    assert len(rows(kept)) == 2
    said = notes(tmp_path)
    assert (said["complete"], said["rows"]) == (False, 2)
    assert [event["kind"] for event in said["events"]] == ["space", "video_ended"]
    end(recorder)


def test_a_real_small_disk_is_completed_before_it_is_full(qapp, tmp_path, qtbot):
    recorder = Recorder()
    heard = Heard(recorder)
    with full_disk(tmp_path, "4m"):
        recorder.take_session(INFO, Card())
        recorder.start(RecordingPlan(tmp_path))
        recorder.take_readings([reading(0)])
        qtbot.waitUntil(lambda: recorder.rows == 1)
        (tmp_path / "something else").write_bytes(bytes(3_000_000))
        qtbot.waitUntil(lambda: bool(heard.failed))
        ((error, kept),) = heard.failed
        assert "almost full" in str(error)
        assert kept is not None
        assert len(rows(kept)) == 1
        assert notes(tmp_path)["error"] == str(error)
        end(recorder)


def test_a_folder_that_cannot_be_written_is_said(recorder, tmp_path, qtbot):
    heard = Heard(recorder)
    with read_only_folder(tmp_path):
        recorder.take_session(INFO, Card())
        recorder.start(RecordingPlan(tmp_path / "recordings"))
        qtbot.waitUntil(lambda: bool(heard.failed))
    ((error, kept),) = heard.failed
    assert kept is None
    assert "folder" in str(error)
    assert not recorder.wanted
    end(recorder)


def test_a_recording_that_has_not_begun_waits_for_the_next_run(recorder, tmp_path):
    heard = Heard(recorder)
    recorder.start(RecordingPlan(tmp_path))
    recorder.pause()
    assert recorder.state is RecordingState.WAITING
    end(recorder)
    assert recorder.wanted
    recorder.take_session(INFO, Card())
    recorder.take_readings([reading(0)])
    end(recorder)
    ((path, _),) = heard.finished
    assert path is not None
    assert len(rows(path)) == 1
    assert not recorder.wanted


def test_a_recording_whose_run_could_not_begin_does_not_record_the_next_one(recorder, tmp_path):
    called_off = []
    recorder.called_off.connect(lambda: called_off.append(True))
    recorder.start(RecordingPlan(tmp_path, video=True))
    recorder.end_session(failed=True)
    assert recorder.state is RecordingState.OFF
    assert called_off == [True]
    recorder.take_session(INFO, Card())
    assert not recorder.wanted
    end(recorder)
    assert list(tmp_path.iterdir()) == []


def test_what_a_camera_showed_before_the_press_is_in_no_row(recorder, tmp_path):
    heard, camera = Heard(recorder), replace(INFO, kind="camera")
    recorder.take_session(camera, Card())
    before = time.monotonic()
    recorder.start(RecordingPlan(tmp_path))
    recorder.take_readings([replace(reading(0), start=before, end=before + 2.1)])
    recorder.take_readings([replace(reading(1), start=time.monotonic())])
    end(recorder)
    path, count = heard.finished[0]
    assert path is not None
    assert count == 1
    assert [row["clip_index"] for row in rows(path)] == ["1"]


def test_a_recording_asked_for_before_the_camera_is_there_has_its_first_clip(recorder, tmp_path):
    heard = Heard(recorder)
    recorder.start(RecordingPlan(tmp_path))
    opened = time.monotonic()
    recorder.take_session(replace(INFO, kind="camera"), Card())
    recorder.take_readings([replace(reading(0), start=opened)])
    end(recorder)
    assert heard.finished[0][1] == 1


def test_the_notes_say_how_it_was_computed_and_what_the_faces_are_called(recorder, tmp_path):
    recorder.take_settings({"hop": 4, "window": 8, "device": "auto"})
    recorder.take_settings({"device": "cpu"})
    recorder.take_session(INFO, Card())
    recorder.take_faces({1: "Ada", 2: "Not there"})
    recorder.start(RecordingPlan(tmp_path))
    recorder.take_settings({"hop": 12})
    recorder.take_readings([replace(reading(0), face_id=1)])
    end(recorder)
    said = notes(tmp_path)
    assert said["settings"] == {"hop": 4, "window": 8, "device": "cpu"}
    assert [(event["kind"], event["message"]) for event in said["events"]] == [("setting", "hop: 4 -> 12")]
    assert said["faces"] == {"1": "Ada"}


def test_names_are_forgotten_with_the_run(recorder, tmp_path):
    recorder.take_session(INFO, Card())
    recorder.take_faces({1: "Ada"})
    recorder.end_session()
    recorder.take_session(INFO, Card())
    recorder.start(RecordingPlan(tmp_path))
    recorder.take_readings([replace(reading(0), face_id=1)])
    end(recorder)
    assert notes(tmp_path)["faces"] == {}


def test_a_disk_that_hangs_holds_up_nobody(recorder, tmp_path, monkeypatch):
    hangs = threading.Event()
    real = session_recording.SessionFiles.write
    monkeypatch.setattr(session_recording.SessionFiles, "write", lambda *given: (hangs.wait(5), real(*given))[1])
    recorder.take_session(INFO, Card())
    recorder.start(RecordingPlan(tmp_path))
    began = time.monotonic()
    for index in range(100):
        recorder.take_readings([reading(index)])
    recorder.pause()
    recorder.stop()
    assert not recorder.wait(0.1)
    assert time.monotonic() - began < 1
    hangs.set()
    end(recorder)
    (table,) = tmp_path.glob("*.csv")
    assert len(rows(table)) == 100


def _wait_for(condition, seconds: float = 5.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)
