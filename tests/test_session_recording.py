"""One recording from its thread's side: a kill leaves everything readable."""

import csv
import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.recording_plan import Notice, Outcome, RecordingPlan
from core.session_files import SessionFiles
from core.session_recording import SessionRecording
from core.types import Frame, SourceInfo
from core.video_part import PartWriter
from support.recordings import INFO, PLENTY, Card, reading

KILLED = """
import sys, time
from pathlib import Path
import numpy as np
from core.recording_plan import RecordingPlan
from core.session_recording import SessionRecording
from core.types import Frame
from support.recordings import INFO, PLENTY, Card, reading

def say(*given): pass
plan = RecordingPlan(Path(sys.argv[1]), "Pilot", "P01", video=True)
one = SessionRecording(plan, INFO, Card(), on_started=say, on_notice=say, on_end=say, free=lambda folder: PLENTY)
while not one.keeps_video:
    time.sleep(0.01)
for index in range(100_000):
    one.take_frame(Frame(np.full((120, 160, 3), index % 250, np.uint8), index, index / 30))
    if index % 4 == 0:
        one.take_readings([reading(index // 4)])
    if index == 300:
        while one.rows < 50:
            time.sleep(0.01)
        one.pause()
        one.resume()
    if index > 300 and index % 50 == 0 and any(b"moof" in path.read_bytes() for path in plan.folder.glob("*-2.mp4")):
        print("now", flush=True)
    time.sleep(0.002)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_killed_recording_is_readable_row_by_row_picture_by_picture(tmp_path: Path, repository: Path) -> None:
    import av

    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, 'tests')\n{KILLED}", str(tmp_path)]
    with subprocess.Popen(command, cwd=repository, stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    (table,) = tmp_path.glob("*.partial.csv")
    assert table.read_bytes().endswith(b"\r\n")
    with table.open(newline="", encoding="utf-8") as file:
        indices = [int(row["clip_index"]) for row in csv.DictReader(file)]
    assert indices == list(range(len(indices)))
    assert len(indices) >= 50
    (notes,) = tmp_path.glob("*.session.json")
    said = json.loads(notes.read_text("utf-8"))
    assert (said["subject"], said["complete"], said["ended_utc"]) == ("P01", False, None)
    assert said["files"][0]["file"] == table.name
    for video in tmp_path.glob("*.mp4"):
        with av.open(video) as container:
            pictures = len(list(container.decode(video=0)))
        if not video.name.endswith("-2.mp4"):
            assert pictures == 301  # before the pause: its file is complete


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def picture(value: int) -> np.ndarray:
    return np.full((48, 64, 3), value, np.uint8)


class Told:
    """What a recording told."""

    def __init__(self, folder: Path, *, info: SourceInfo = INFO, **plan: object) -> None:
        self.notices: list[Notice] = []
        self.outcomes: list[Outcome] = []
        self.recording = SessionRecording(
            RecordingPlan(folder, **plan),  # type: ignore[arg-type]
            info,
            Card(),
            on_started=lambda _path: None,
            on_notice=lambda notice, _error: self.notices.append(notice),
            on_end=lambda _recording, outcome: self.outcomes.append(outcome),
            free=lambda _folder: PLENTY,
        )

    def finish(self) -> dict:
        self.recording.finish()
        assert self.recording.wait(5)
        (path,) = self.recording.plan.folder.glob("*.session.json")
        return json.loads(path.read_text("utf-8"))


def test_a_pause_divides_the_video(tmp_path: Path) -> None:
    told = Told(tmp_path, video=True)
    recording = told.recording
    wait_for(lambda: recording.keeps_video)
    frames = [Frame(picture(index), index, index / 10) for index in range(6)]
    recording.take_frame(frames[0])
    recording.take_frame(frames[1])
    recording.pause()
    recording.take_frame(frames[2])
    recording.resume()
    recording.take_frame(frames[3])
    recording.take_readings([reading(0)])
    said = told.finish()
    assert [(part["first_s"], part["last_s"], part["frames"]) for part in said["video"]["parts"]] == [
        (0.0, 0.1, 2),
        (0.3, 0.3, 1),
    ]


def test_nothing_that_a_live_source_showed_before_the_recording_is_kept(tmp_path: Path) -> None:
    before = time.monotonic()
    told = Told(tmp_path, info=replace(INFO, kind="camera"), video=True)
    recording = told.recording
    wait_for(lambda: recording.keeps_video)
    recording.take_readings([replace(reading(0), start=before, end=before + 2)])
    recording.take_frame(Frame(picture(0), 0, before))
    now = time.monotonic()
    recording.take_readings([replace(reading(1), start=now, end=now + 2)])
    recording.take_frame(Frame(picture(1), 1, now))
    said = told.finish()
    (table,) = tmp_path.glob("*.csv")
    assert [line.split(",")[3] for line in table.read_text("utf-8").splitlines()[1:]] == ["1"]
    assert [part["frames"] for part in said["video"]["parts"]] == [1]


def test_settings_that_change_are_noted(tmp_path: Path) -> None:
    told = Told(tmp_path)
    told.recording.take_settings({"hop": 4, "window": 8, "device": "cpu"})
    told.recording.take_readings([reading(0)])
    told.recording.take_settings({"hop": 12, "window": 8, "device": "cpu"})
    told.recording.take_settings({"hop": 12, "window": None, "device": "cpu"})
    said = told.finish()
    assert said["settings"] == {"hop": 4, "window": 8, "device": "cpu"}
    assert [(event["kind"], event["message"]) for event in said["events"]] == [
        ("setting", "hop: 4 -> 12"),
        ("setting", "window: 8 -> all"),
    ]


def test_names_of_faces_are_noted_for_those_that_were_recorded(tmp_path: Path) -> None:
    told = Told(tmp_path)
    told.recording.take_readings([replace(reading(0), face_id=1), replace(reading(0), face_id=2)])
    told.recording.take_faces({1: "Ada", 7: "Somebody who had left before"})
    assert told.finish()["faces"] == {"1": "Ada"}


def test_pictures_without_a_reading_are_kept_all_the_same(tmp_path: Path) -> None:
    told = Told(tmp_path, video=True)
    wait_for(lambda: told.recording.keeps_video)
    told.recording.take_frame(Frame(picture(0), 0, 0.0))
    said = told.finish()
    (outcome,) = told.outcomes
    assert outcome.path is not None
    assert (outcome.path.suffix, outcome.rows, outcome.error) == (".mp4", 0, None)
    assert (said["files"], said["complete"]) == ([], True)


def test_a_video_that_cannot_be_written_does_not_end_the_scores(tmp_path: Path) -> None:
    told = Told(tmp_path, video=True)
    wait_for(lambda: told.recording.path is not None and told.recording.keeps_video)
    told.recording.take_frame(Frame(picture(0)[:0], 0, 0.0))  # no picture at all
    wait_for(lambda: told.notices == [Notice.VIDEO_ENDED])
    told.recording.take_readings([reading(0)])
    said = told.finish()
    assert said["complete"]
    assert said["rows"] == 1
    assert said["video"]["error"]
    assert not list(tmp_path.glob("*.mp4"))


def test_a_video_that_is_not_complete_in_time_is_said_not_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    released, whole = threading.Event(), PartWriter.close

    def close(part: PartWriter) -> None:
        released.wait()
        whole(part)

    monkeypatch.setattr(PartWriter, "close", close)
    told = Told(tmp_path, video=True)
    wait_for(lambda: told.recording.keeps_video)
    told.recording.take_frame(Frame(picture(0), 0, 0.0))
    told.recording.take_readings([reading(0)])
    said = told.finish()
    released.set()
    assert (said["complete"], said["rows"]) == (False, 1)
    assert "not complete" in said["video"]["error"]


def test_the_end_is_told_even_if_it_fails_in_an_unexpected_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = SessionFiles.close

    def broken(files: SessionFiles) -> None:
        whole(files)
        raise ZeroDivisionError

    monkeypatch.setattr(SessionFiles, "close", broken)
    told = Told(tmp_path)
    told.recording.take_readings([reading(0)])
    told.finish()
    (outcome,) = told.outcomes
    assert isinstance(outcome.error, ZeroDivisionError)
    assert (outcome.path, outcome.rows) == (told.recording.path, 1)
