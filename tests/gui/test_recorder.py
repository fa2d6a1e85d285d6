"""From the record button to the CSV, with a real session writer."""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication

from core.types import Reading, SourceInfo, Status
from fer_desktop.recorder import Recorder
from support.disks import fill, full_disk, read_only_folder

INFO = SourceInfo("an interview (1).mp4", "file", 64, 48, 30.0, 90)


@dataclass
class Card:
    name: str = "tiny"
    labels: tuple[str, ...] = ("happy", "sad")
    encoder_sha256: str = "ab" * 32


class Heard:
    """What a recorder told."""

    def __init__(self, recorder: Recorder) -> None:
        self.started: list[Path] = []
        self.finished: list[tuple[Path | None, int]] = []
        self.failed: list[tuple[Exception, Path | None]] = []
        recorder.started.connect(self.started.append)
        recorder.finished.connect(lambda path, rows: self.finished.append((path, rows)))
        recorder.failed.connect(lambda error, path: self.failed.append((error, path)))


def reading(index: int) -> Reading:
    share = np.array([0.25, 0.75], np.float32)
    return Reading(index, Status.SCORED, None, None, 0.0, 2.1, index, index + 63, None, share, share, 0.1)


def end(recorder: Recorder) -> None:
    recorder.end_session()
    assert recorder.wait(5)
    QCoreApplication.processEvents()  # what was told from another thread


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def recorder(qapp) -> Recorder:
    return Recorder()


def test_a_recording_asked_for_before_the_start_has_every_reading(recorder, tmp_path):
    heard = Heard(recorder)
    recorder.start(tmp_path / "new" / "folder")
    assert recorder.wanted
    assert recorder.path is None
    recorder.take_session(INFO, Card())
    recorder.take_readings([reading(0)])
    recorder.take_readings([reading(1), reading(2)])
    assert recorder.rows == 3
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


def test_a_recording_begun_and_ended_in_between_has_what_lies_between(recorder, tmp_path):
    heard = Heard(recorder)
    recorder.take_session(INFO, Card())
    recorder.take_readings([reading(0)])
    recorder.start(tmp_path)
    recorder.take_readings([reading(1)])
    recorder.stop()
    recorder.take_readings([reading(2)])
    end(recorder)
    ((path, _),) = heard.finished
    assert path is not None
    assert [row["clip_index"] for row in rows(path)] == ["1"]


def test_two_recordings_in_the_same_second_get_two_files(recorder, tmp_path):
    heard = Heard(recorder)
    recorder.take_session(INFO, Card())
    for index in range(2):
        recorder.start(tmp_path)
        recorder.take_readings([reading(index)])
        recorder.stop()
    end(recorder)
    assert len({path for path, _ in heard.finished}) == 2


def test_nothing_recorded_leaves_no_file(recorder, tmp_path):
    heard = Heard(recorder)
    recorder.take_session(INFO, Card())
    recorder.start(tmp_path)
    recorder.stop()
    end(recorder)
    assert heard.finished == [(None, 0)]
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_ends_the_recording_and_keeps_what_is_there(recorder, tmp_path):
    heard = Heard(recorder)
    with full_disk(tmp_path):
        recorder.take_session(INFO, Card())
        recorder.start(tmp_path)
        recorder.take_readings([reading(0)])
        fill(tmp_path)
        for index in range(1, 200):
            recorder.take_readings([reading(index)])
        ((error, kept),) = heard.failed
        assert "no space" in str(error)
        assert kept is not None
        assert len(rows(kept)) >= 1
        assert not recorder.wanted
        end(recorder)
    assert heard.finished == []


def test_a_folder_that_cannot_be_written_is_said_at_once(recorder, tmp_path):
    heard = Heard(recorder)
    with read_only_folder(tmp_path):
        recorder.take_session(INFO, Card())
        recorder.start(tmp_path / "recordings")
    ((error, kept),) = heard.failed
    assert kept is None
    assert "folder" in str(error)
    assert not recorder.wanted


def test_a_recording_that_has_not_begun_waits_for_the_next_run(recorder, tmp_path):
    heard = Heard(recorder)
    recorder.start(tmp_path)
    end(recorder)
    assert recorder.wanted
    recorder.take_session(INFO, Card())
    recorder.take_readings([reading(0)])
    end(recorder)
    ((path, _),) = heard.finished
    assert path is not None
    assert len(rows(path)) == 1
    assert not recorder.wanted
