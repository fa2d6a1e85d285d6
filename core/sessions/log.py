"""One session on its way into the database: everything that comes within a second in one transaction."""

import json
import logging
import sqlite3
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from core.errors import StoreError
from core.reasons import system_reason
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
    storable,
    track_rows,
)
from core.sessions.store import SessionStore
from core.text import text
from core.types import Face, Reading, SourceInfo

EVERY_S = 1.0
MOST_WAITING = 100_000  # rows for a database that somebody else has locked: some minutes, some 50 MB
LOCKED_S = 0.2  # how long a transaction waits for other programs: who writes must not be held up
LAST_LOCKED_S = 2.0  # and the last one of a session

_log = logging.getLogger(__name__)

_INSERT_READING = f"INSERT INTO readings (session, {READING_COLUMNS}) VALUES (?{', ?' * 13})"
_INSERT_BUNDLE = f"INSERT INTO bundles (session, place, {BUNDLE_COLUMNS}) VALUES (?, ?{', ?' * 8})"
_INSERT_EVENT = "INSERT INTO events (session, at, kind, message) VALUES (?, ?, ?, ?)"
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
        """Begins the session, at once where nobody else is writing.

        store: opened by this thread; closed with the session, and when it cannot begin.
        """
        self.session_id = beginning.session_id
        self.readings = self.scored = 0
        self._store, self._beginning = store, beginning
        self._number: int | None = None  # in the database; None until it is there
        self._rows: list[tuple[Any, ...]] = []
        self._tracks: list[tuple[int, int, tuple[float, ...]]] = []
        self._others: list[tuple[str, tuple[Any, ...]]] = []  # single statements in order, without their first value
        self._columns: dict[str, Any] = {}  # of the session's own row, that have changed
        self._bundles = 0
        self._settings: dict[str, int | str | None] = {}
        self._names: Mapping[int, str] = {}
        self._faces: set[int] = set()  # those that are in the readings
        self._duration_s = 0.0
        self._due = 0.0
        self._mark: AliveMark | None = None
        try:
            with store.errors():
                store.connection.execute(f"PRAGMA busy_timeout = {round(LOCKED_S * 1000)}")
            self._mark = AliveMark(store.writers)
            self._flush_if_due()
        except OSError as error:
            store.close()
            what = text("the sessions cannot be written ({reason})", reason=system_reason(error))
            raise StoreError(what, where=store.writers, hint="See that the folder can be written") from error
        except BaseException:
            if self._mark is not None:
                self._mark.close()
            store.close()
            raise

    def write(self, readings: Sequence[Reading]) -> None:
        """Adds readings; their labels are the session's."""
        bundle = max(0, self._bundles - 1)
        self._rows += [reading_row(reading, bundle) for reading in readings]
        self.readings += len(readings)
        self.scored += sum(map(is_scored, readings))
        for reading in readings:
            self._duration_s = max(self._duration_s, reading.end - self._beginning.zero_s)
            if reading.face_id is not None and reading.face_id not in self._faces:
                self._faces.add(reading.face_id)
                self._keep_names()
        self._flush_if_due()

    def track(self, frame: int, faces: Sequence[Face]) -> None:
        """The faces in one frame."""
        self._tracks += track_rows(frame, faces)

    def use_bundle(self, card: Card, since: datetime) -> None:
        """Readings are those of this bundle from now on; its labels are the session's."""
        self._others.append((_INSERT_BUNDLE, (self._bundles, *bundle_row(bundle_use(card, since)))))
        self._bundles += 1

    def use_settings(self, settings: RunSettings, at: datetime) -> None:
        """Readings are computed so from now on; what differs from before is an event."""
        before = dict(self._settings)
        self._settings.update(settings)
        for name, value in settings.items():
            if name in before and before[name] != value:
                self.event("setting", f"{name}: {_shown(before[name])} -> {_shown(value)}", at)
        if not before:
            self._columns["settings"] = json.dumps(dict(settings))

    def use_names(self, names: Mapping[int, str]) -> None:
        """What a person calls the faces; all of them. Who is not in the readings is not named in the database."""
        self._names = dict(names)
        self._keep_names()

    def use_video(self, path: Path, video_s: float) -> None:
        """The pictures are in this file, whose first one is from `video_s` seconds after the session's 0."""
        self._columns |= {"path": storable(str(path)), "video_s": video_s}

    def use_thumbnail(self, jpeg: bytes) -> None:
        """A picture by which a person knows the session again."""
        self._columns["thumbnail"] = jpeg

    def event(self, kind: str, message: str, at: datetime) -> None:
        """Something happened."""
        self._others.append((_INSERT_EVENT, (at.timestamp(), kind, storable(message))))

    def lasted(self, seconds: float) -> None:
        """The session goes on until so many seconds after its 0, whether anything was read or not."""
        self._duration_s = max(self._duration_s, seconds)

    def tick(self) -> None:
        """To be called about once a second, so that nothing waits longer when nothing comes."""
        self._flush_if_due()

    def flush(self) -> None:
        """Writes what there is now: nothing more may come for a while."""
        self._due = 0.0
        self._flush_if_due()

    def close(self, state: SessionState, error: str = "", ended: datetime | None = None) -> None:
        """Ends the session and closes the store. Idempotent.

        Raises StoreError when the rest cannot be written; the session is then found as cut off at the next start.
        """
        if self._mark is None:
            return
        moment = (ended or datetime.now(UTC)).timestamp()
        self._columns |= {"error": storable(error), "ended_at": moment, "state": str(state)}
        mark, self._mark = self._mark, None
        try:
            self._store.connection.execute(f"PRAGMA busy_timeout = {round(LAST_LOCKED_S * 1000)}")
            self._write_all(mark.token)
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

    def _keep_names(self) -> None:
        named = {str(number): name for number, name in self._names.items() if number in self._faces}
        self._columns["faces"] = json.dumps(named)

    def _flush_if_due(self) -> None:
        if self._mark is None or time.monotonic() < self._due:
            return
        self._due = time.monotonic() + EVERY_S
        try:
            self._write_all(self._mark.token)
        except sqlite3.Error as error:
            if not is_busy(error) or len(self._rows) + len(self._tracks) > MOST_WAITING:
                raise store_error(self._store.path, error) from error
            _log.info("another program is writing to the sessions; tried again in a second")

    def _write_all(self, token: str) -> None:
        """One transaction; what could not be written stays for the next one. Raises sqlite3.Error."""
        connection = self._store.connection
        connection.execute("BEGIN IMMEDIATE")
        try:
            number = self._number if self._number is not None else self._insert(token)
            for statement, values in self._others:
                connection.execute(statement, (number, *values))
            connection.executemany(_INSERT_READING, ((number, *row) for row in self._rows))
            if self._tracks:
                faces = np.array(self._tracks, TRACK).tobytes()
                connection.execute("INSERT INTO tracks (session, faces) VALUES (?, ?)", (number, faces))
            changed = self._columns | {
                "touched_at": time.time(),
                "duration_s": self._duration_s,
                "readings": self.readings,
                "scored": self.scored,
            }
            columns = ", ".join(f"{column} = ?" for column in changed)
            connection.execute(f"UPDATE sessions SET {columns} WHERE number = ?", (*changed.values(), number))
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        self._number = number
        self._rows, self._tracks, self._others, self._columns = [], [], [], {}

    def _insert(self, token: str) -> int:
        one = self._beginning
        row = (
            *(one.session_id, storable(one.name), storable(one.subject), str(SessionState.OPEN)),
            *(one.started.timestamp(), time.time(), json.dumps(list(one.labels)), source_text(one.source), one.zero_s),
            *(storable(one.path), one.digest, one.analysis, token),
        )
        number = self._store.connection.execute(_INSERT_SESSION, row).lastrowid
        assert number is not None
        return number


def bundle_use(card: Card, since: datetime) -> BundleUse:
    """What a session keeps of a bundle's card."""
    probes = tuple(getattr(card, "probes", ()))
    return BundleUse(
        since, card.name, card.encoder_sha256, card.clip_rule, card.view, card.margin, card.resolution, probes
    )


def _shown(value: int | str | None) -> str:
    return "all" if value is None else str(value)
