"""One session on its way into the database: everything that comes within a second in one transaction."""

import json
import logging
import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from core.errors import StoreError
from core.recording_plan import Card, RunSettings
from core.sessions.alive import AliveMark
from core.sessions.database import is_busy, store_error
from core.sessions.record import BundleUse, SessionState
from core.sessions.rows import (
    BUNDLE_COLUMNS,
    READING_COLUMNS,
    TRACK,
    bundle_row,
    is_scored,
    reading_row,
    source_text,
    track_rows,
)
from core.sessions.store import SessionStore, storable
from core.types import Face, Reading, SourceInfo

EVERY_S = 1.0
MOST_WAITING = 100_000  # rows for a database that somebody else has locked: some minutes, some 50 MB
LOCKED_S = 0.2  # how long a transaction waits for other programs: who writes must not be held up

_log = logging.getLogger(__name__)

_INSERT_READING = f"INSERT INTO readings (session, {READING_COLUMNS}) VALUES (?{', ?' * 13})"
_INSERT_BUNDLE = f"INSERT INTO bundles (session, place, {BUNDLE_COLUMNS}) VALUES (?, ?{', ?' * 8})"
_INSERT_SESSION = """
    INSERT INTO sessions (session_id, name, subject, state, started_at, touched_at, labels, source, zero_s, path,
        digest, analysis, writer)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What is known of a session when it begins; the attributes are those of `SessionInfo`.

    analysis: the key under which an analysis of a video is found again; "" for a recording.
    """

    session_id: str
    name: str
    subject: str
    source: SourceInfo
    labels: Sequence[str]
    started: datetime
    zero_s: float = 0.0
    path: str = ""
    digest: str = ""
    analysis: str = ""


class SessionLog:
    """Takes what a session brings, and writes it once a second. For the thread that creates it.

    A database that another program has locked is tried again the next second, and nothing is lost. Every method that
    writes raises StoreError when that is no use; the session stays in the database as far as it came.
    """

    def __init__(self, store: SessionStore, beginning: Beginning) -> None:
        """Begins the session, at once. store: opened by this thread; closed with the session."""
        self.session_id = beginning.session_id
        self.readings = self.scored = 0
        self._store, self._zero_s = store, beginning.zero_s
        self._rows: list[tuple[Any, ...]] = []
        self._tracks: list[tuple[int, int, tuple[float, ...]]] = []
        self._others: list[Callable[[sqlite3.Connection], object]] = []  # single statements, in order
        self._bundles: list[BundleUse] = []
        self._settings: dict[str, int | str | None] = {}
        self._duration_s = 0.0
        self._due = time.monotonic() + EVERY_S
        try:
            self._mark: AliveMark | None = AliveMark(store.writers)
        except OSError as error:
            raise StoreError("the sessions cannot be written", where=store.writers) from error
        try:
            self._number = self._begin(beginning)
        except BaseException:
            self._mark.close()
            raise

    def write(self, readings: Sequence[Reading]) -> None:
        """Adds readings; their labels are the session's."""
        bundle = max(0, len(self._bundles) - 1)
        self._rows += [reading_row(reading, bundle) for reading in readings]
        self.readings += len(readings)
        self.scored += sum(map(is_scored, readings))
        for reading in readings:
            self._duration_s = max(self._duration_s, reading.end - self._zero_s)
        self._flush_if_due()

    def track(self, frame: int, faces: Sequence[Face]) -> None:
        """The faces in one frame."""
        self._tracks += track_rows(frame, faces)

    def use_bundle(self, card: Card, since: datetime) -> None:
        """Readings are those of this bundle from now on; its labels are the session's."""
        probes = tuple(getattr(card, "probes", ()))
        use = BundleUse(
            since, card.name, card.encoder_sha256, card.clip_rule, card.view, card.margin, card.resolution, probes
        )
        row = (self._number, len(self._bundles), *bundle_row(use))
        self._bundles.append(use)
        self._others.append(lambda connection: connection.execute(_INSERT_BUNDLE, row))

    def use_settings(self, settings: RunSettings, at: datetime) -> None:
        """Readings are computed so from now on; what differs from before is an event."""
        before = dict(self._settings)
        self._settings.update(settings)
        for name, value in settings.items():
            if name in before and before[name] != value:
                self.event("setting", f"{name}: {_shown(before[name])} -> {_shown(value)}", at)
        if not before:
            self._set("settings", json.dumps(dict(settings)))

    def use_names(self, names: Mapping[int, str]) -> None:
        """What a person calls the faces; all of them."""
        self._set("faces", json.dumps({str(number): name for number, name in names.items()}))

    def use_video(self, path: Path, video_s: float) -> None:
        """The pictures are in this file, whose first one is from `video_s` seconds after the session's 0."""
        self._set("path", storable(str(path)))
        self._set("video_s", video_s)

    def use_thumbnail(self, jpeg: bytes) -> None:
        """A picture by which a person knows the session again."""
        self._set("thumbnail", jpeg)

    def event(self, kind: str, message: str, at: datetime) -> None:
        """Something happened."""
        row = (self._number, at.timestamp(), kind, storable(message))
        insert = "INSERT INTO events (session, at, kind, message) VALUES (?, ?, ?, ?)"
        self._others.append(lambda connection: connection.execute(insert, row))

    def lasted(self, seconds: float) -> None:
        """The session goes on until so many seconds after its 0, whether anything was read or not."""
        self._duration_s = max(self._duration_s, seconds)

    def tick(self) -> None:
        """To be called about once a second, so that nothing waits longer when nothing comes."""
        self._flush_if_due()

    def close(self, state: SessionState, error: str = "", ended: datetime | None = None) -> None:
        """Ends the session and closes the store. Idempotent.

        Raises StoreError when the rest cannot be written; the session is then found as cut off at the next start.
        """
        if self._mark is None:
            return
        moment = (ended or datetime.now(UTC)).timestamp()
        self._set("error", storable(error))
        self._set("ended_at", moment)
        self._set("state", str(state))
        mark, self._mark = self._mark, None
        try:
            self._store.connection.execute("PRAGMA busy_timeout = 2000")
            self._write_all()
        except sqlite3.Error as failure:
            raise store_error(self._store.path, failure) from failure
        finally:
            mark.close()
            self._store.close()

    def discard(self) -> None:
        """Deletes the session, as if it had never begun, and closes the store. Idempotent. Raises StoreError."""
        if self._mark is None:
            return
        mark, self._mark = self._mark, None
        mark.close()  # what is being written cannot be deleted
        try:
            self._store.delete([self.session_id])
        finally:
            self._store.close()

    def give_up(self, error: str) -> None:
        """After a StoreError: ends the session with what is in the database already. Never raises StoreError."""
        self._rows, self._tracks, self._others = [], [], []
        with suppress(StoreError):
            self.close(SessionState.FAILED, error)

    def _begin(self, beginning: Beginning) -> int:
        one, now = beginning, time.time()
        assert self._mark is not None
        row = (
            *(one.session_id, storable(one.name), storable(one.subject), str(SessionState.OPEN)),
            *(one.started.timestamp(), now, json.dumps(list(one.labels)), source_text(one.source), one.zero_s),
            *(storable(one.path), one.digest, one.analysis, self._mark.token),
        )
        with self._store.errors():
            number = self._store.connection.execute(_INSERT_SESSION, row).lastrowid
            self._store.connection.execute(f"PRAGMA busy_timeout = {round(LOCKED_S * 1000)}")
        assert number is not None
        return number

    def _set(self, column: str, value: object) -> None:
        update, row = f"UPDATE sessions SET {column} = ? WHERE number = ?", (value, self._number)
        self._others.append(lambda connection: connection.execute(update, row))

    def _flush_if_due(self) -> None:
        if self._mark is None or time.monotonic() < self._due:
            return
        self._due = time.monotonic() + EVERY_S
        try:
            self._write_all()
        except sqlite3.Error as error:
            if not is_busy(error) or len(self._rows) + len(self._tracks) > MOST_WAITING:
                raise store_error(self._store.path, error) from error
            _log.info("another program is writing to the sessions; tried again in a second")

    def _write_all(self) -> None:
        """One transaction; what could not be written stays for the next one. Raises sqlite3.Error."""
        connection = self._store.connection
        connection.execute("BEGIN IMMEDIATE")
        try:
            for change in self._others:
                change(connection)
            connection.executemany(_INSERT_READING, ((self._number, *row) for row in self._rows))
            if self._tracks:
                faces = np.array(self._tracks, TRACK).tobytes()
                connection.execute("INSERT INTO tracks (session, faces) VALUES (?, ?)", (self._number, faces))
            connection.execute(
                "UPDATE sessions SET touched_at = ?, duration_s = ?, readings = ?, scored = ? WHERE number = ?",
                (time.time(), self._duration_s, self.readings, self.scored, self._number),
            )
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        self._rows, self._tracks, self._others = [], [], []


def _shown(value: int | str | None) -> str:
    return "all" if value is None else str(value)
