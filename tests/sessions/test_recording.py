"""What a recording brings into the database, beside its files."""

import csv
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.errors import StoreError
from core.recording_plan import Notice, Outcome, RecordingPlan
from core.session_recording import SessionRecording
from core.sessions import SessionState, SessionStore
from core.types import Frame
from support.session_logs import CAMERA, CARD, reading


@dataclass(frozen=True)
class Happening:
    kind: str
    message: str
    at: datetime


class Recorded:
    """A recording of the camera, with what it told."""

    def __init__(self, folder: Path, open_store: Callable[[], SessionStore] | None = None, **plan: object) -> None:
        self.database = folder / "sessions.db"
        self.notices: list[tuple[Notice, Exception | None]] = []
        self.outcomes: list[Outcome] = []
        self.asked_at = time.monotonic()
        self.recording = SessionRecording(
            RecordingPlan(folder / "files", **plan),  # type: ignore[arg-type]
            CAMERA,
            CARD,
            on_started=lambda _path: None,
            on_notice=lambda *notice: self.notices.append(notice),
            on_end=lambda _recording, outcome: self.outcomes.append(outcome),
            free=lambda _folder: 10**12,
            asked_at=self.asked_at,
            open_store=open_store or (lambda: SessionStore.open(self.database)),
        )

    def reading(self, number: int, **changes: object):
        begin = self.asked_at + number / 10
        return replace(reading(number), start=begin, end=begin + 2, **changes)

    def finish(self) -> None:
        self.recording.finish()
        assert self.recording.wait(5)

    def rows(self) -> list[dict[str, str]]:
        (path,) = (self.recording.plan.folder).glob("*.csv")
        with path.open(newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))


def test_the_database_has_what_the_csv_has(tmp_path):
    recorded = Recorded(tmp_path, name="Interview", subject="P/01")
    recording = recorded.recording
    recording.take_settings({"hop": 4, "window": 8, "device": "cpu", "precision": "fp32"})
    recording.take_readings([recorded.reading(0), recorded.reading(1)])
    recording.pause()
    recording.take_readings([recorded.reading(2)])
    recording.resume()
    recording.take_event(Happening("lost", "the camera was unplugged", datetime.now(UTC)))
    recording.take_faces({1: "Anna"})
    recorded.asked_at = time.monotonic()
    recording.take_readings([recorded.reading(3)])
    recorded.finish()
    with SessionStore.open(recorded.database) as store:
        (info,) = store.sessions()
        session = store.read(info.session_id)
    rows = recorded.rows()
    assert [row["session_id"] for row in rows] == [info.session_id] * 3
    assert session.readings.clip_index.tolist() == [int(row["clip_index"]) for row in rows] == [0, 1, 3]
    starts = session.readings.start + info.zero_s
    np.testing.assert_allclose(starts, [float(row["clip_start_s"]) for row in rows], atol=6e-4)
    np.testing.assert_allclose(session.readings.posterior[:, 1], [float(row["p_sad"]) for row in rows], atol=1e-6)
    assert [event.kind for event in session.events] == ["pause", "resume", "lost"]
    assert (info.name, info.subject, info.state, info.faces) == (
        "Interview",
        "P/01",
        SessionState.COMPLETE,
        {1: "Anna"},
    )
    assert info.settings["window"] == 8
    assert session.bundles[0].encoder_sha256 == CARD.encoder_sha256
    assert 0 <= session.readings.start[0] < 1
    assert recorded.notices == []


def test_other_labels_begin_another_session(tmp_path):
    recorded = Recorded(tmp_path, name="Interview")
    recorded.recording.take_readings([recorded.reading(0)])
    other = replace(CARD, name="other", labels=("happy", "sad"), outputs=())
    recorded.recording.switch(other)
    two = np.array([0.25, 0.75], np.float32)
    recorded.recording.take_readings([recorded.reading(1, posterior=two, vote=two)])
    recorded.finish()
    with SessionStore.open(recorded.database) as store:
        second, first = store.sessions()
        assert second.session_id == f"{first.session_id}-2"
        assert (first.labels, second.labels) == (CARD.labels, ("happy", "sad"))
        assert store.read(second.session_id).readings.posterior.tolist() == [[0.25, 0.75]]
        elapsed = (second.ended - second.started).total_seconds()
        assert second.duration_s < elapsed + 2.5  # a clip may end later than the recording; nothing of the first counts
    assert {first.state, second.state} == {SessionState.COMPLETE}


def test_the_video_beside_a_recording_belongs_to_its_session(tmp_path):
    recorded = Recorded(tmp_path, video=True)
    while not recorded.recording.keeps_video:
        time.sleep(0.005)
    for index in range(5):
        recorded.recording.take_frame(
            Frame(np.full((48, 64, 3), 90, np.uint8), index, recorded.asked_at + 1 + index / 30)
        )
    recorded.recording.take_readings([recorded.reading(0)])
    recorded.finish()
    with SessionStore.open(recorded.database) as store:
        (info,) = store.sessions()
    assert info.video is not None
    assert info.video.is_file()
    assert info.video_s == pytest.approx(1.0)
    assert not info.pictures


@pytest.mark.parametrize("allowed", [True, False])
def test_a_picture_is_kept_only_where_it_was_allowed(tmp_path, allowed):
    recorded = Recorded(tmp_path, thumbnail=allowed)
    picture = np.zeros((480, 640, 3), np.uint8)
    picture[..., 0] = 200
    for index in range(3):
        recorded.recording.take_frame(Frame(picture, index, time.monotonic()))
    recorded.recording.take_readings([recorded.reading(0)])
    recorded.finish()
    with SessionStore.open(recorded.database) as store:
        (info,) = store.sessions()
        kept = store.thumbnail(info.session_id)
    assert info.pictures is allowed
    if not allowed:
        assert kept is None
        return
    assert kept is not None
    image = Image.open(BytesIO(kept))
    assert image.size == (192, 144)
    red, green, _blue = image.getpixel((96, 72))
    assert red > 180 > 40 > green


def test_what_was_recorded_before_a_pause_is_there_during_it(tmp_path):
    recorded = Recorded(tmp_path)
    recorded.recording.take_readings([recorded.reading(number) for number in range(3)])
    recorded.recording.pause()

    def there() -> bool:
        with SessionStore.open(recorded.database) as store:
            return any(info.readings == 3 for info in store.sessions())

    deadline = time.monotonic() + 5
    while not there():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    recorded.finish()


def test_a_recording_of_nothing_leaves_no_session(tmp_path):
    recorded = Recorded(tmp_path)
    recorded.finish()
    with SessionStore.open(recorded.database) as store:
        assert store.sessions() == []
    assert recorded.outcomes[0].path is None


def test_files_are_complete_when_the_database_cannot_be_opened(tmp_path):
    def refuse() -> SessionStore:
        raise StoreError("the sessions cannot be opened", where="nowhere")

    recorded = Recorded(tmp_path, refuse)
    recorded.recording.take_readings([recorded.reading(0)])
    recorded.finish()
    assert [notice for notice, _ in recorded.notices] == [Notice.NOT_STORED]
    assert len(recorded.rows()) == 1
    assert recorded.outcomes[0].error is None


def test_files_are_complete_when_the_database_fills_its_disk(tmp_path, monkeypatch):
    monkeypatch.setattr("core.sessions.log.EVERY_S", 0.0)

    def small() -> SessionStore:
        store = SessionStore.open(tmp_path / "sessions.db")
        pages = store.connection.execute("PRAGMA page_count").fetchone()[0]
        store.connection.execute(f"PRAGMA max_page_count = {pages + 2}")
        return store

    recorded = Recorded(tmp_path, small)
    for number in range(300):
        recorded.recording.take_readings([recorded.reading(number)])
    recorded.finish()
    ((notice, error),) = recorded.notices
    assert notice is Notice.NOT_STORED
    assert "disk is full" in str(error)
    assert len(recorded.rows()) == 300
    database = sqlite3.connect(tmp_path / "sessions.db")
    (kept,) = database.execute("SELECT count(*) FROM readings").fetchone()
    database.close()
    assert 0 < kept < 300
