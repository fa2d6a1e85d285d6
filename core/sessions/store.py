"""The database of sessions: listed, read, edited, deleted. One `SessionStore` for each thread that uses it."""

import logging
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from core.errors import StoreError
from core.paths import user_data_dir
from core.sessions.alive import is_alive
from core.sessions.database import BUSY_S, check, open_database, set_aside, store_error
from core.sessions.record import Session, SessionInfo, SessionState
from core.sessions.rows import (
    BUNDLE_COLUMNS,
    INFO_COLUMNS,
    READING_COLUMNS,
    bundle_of,
    event_of,
    info_of,
    table_from,
    tracks_from,
)

DAY_S = 86_400.0
PLAUSIBLE_DAYS = 366.0  # a clock that has gone on further since the last start, or back, deletes nothing

_log = logging.getLogger(__name__)


def sessions_path() -> Path:
    """The person's own database."""
    return user_data_dir() / "sessions.db"


class SessionStore:
    """Sessions in one SQLite file. For the thread that opened it; several programs may use one file.

    path: the file. damaged: where the file is that was there before and could not be read; None when all is well.
    Every method raises StoreError when the database does not do what it should.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, damaged: Path | None = None) -> None:
        self.path, self.damaged = path, damaged
        self.connection = connection

    @staticmethod
    def open(path: Path | None = None, *, busy_s: float = BUSY_S) -> "SessionStore":
        """The person's own, or the one at `path`; made when missing. busy_s: how long to wait for other programs."""
        path = sessions_path() if path is None else path
        return SessionStore(path, *open_database(path, busy_s=busy_s))

    @staticmethod
    def prepare(path: Path | None = None) -> "SessionStore":
        """As `open`, for the start of the program: looks whether the whole file is sound, sets it aside if not, and
        closes what was cut off. Takes as long as reading all of it."""
        store = SessionStore.open(path)
        try:
            with store.errors():
                sound = check(store.connection)
            if not sound and not store._others_at_work():
                store.close()
                aside = set_aside(store.path)
                _log.warning("the sessions in %s are damaged and kept as %s", store.path, aside)
                store = SessionStore.open(path)
                store.damaged = aside
            store.close_cut_off()
        except OSError as error:
            store.close()
            raise StoreError("the damaged database cannot be set aside", where=store.path) from error
        except BaseException:
            store.close()
            raise
        return store

    @property
    def writers(self) -> Path:
        """The folder in which programs that write say that they are alive."""
        return self.path.with_name(f"{self.path.name}.writers")

    def __enter__(self) -> "SessionStore":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Idempotent."""
        with suppress(sqlite3.Error):
            self.connection.close()

    @contextmanager
    def errors(self) -> Iterator[None]:
        """SQLite's errors within are raised as StoreError."""
        try:
            yield
        except sqlite3.Error as error:
            raise store_error(self.path, error) from error

    # Looking.

    def sessions(self, search: str = "") -> list[SessionInfo]:
        """All of them, the newest first; or those with every word of `search` in name, subject, notes, source, path."""
        place = " || char(10) || ".join(("name", "subject", "notes", "json_extract(source, '$.name')", "path"))
        where = "".join(f" AND instr(casefold({place}), ?)" for _ in search.split())
        query = f"SELECT {INFO_COLUMNS} FROM sessions WHERE 1{where} ORDER BY started_at DESC, number DESC"
        with self.errors():
            self.connection.create_function("casefold", 1, str.casefold, deterministic=True)
            rows = self.connection.execute(query, [word.casefold() for word in search.split()]).fetchall()
        return [self._understood(info_of, row) for row in rows]

    def info(self, session_id: str) -> SessionInfo:
        """One of them. Raises StoreError when there is none of this id."""
        with self.errors():
            row = self.connection.execute(
                f"SELECT {INFO_COLUMNS} FROM sessions WHERE session_id = ?", (session_id,)
            ).fetchone()
        if row is None:
            raise StoreError("there is no such session", where=session_id, hint="It may have been deleted")
        return self._understood(info_of, row)

    def read(self, session_id: str) -> Session:
        """All of one session, as it is at this moment; it may be recorded at the same time."""
        with self.errors(), self._at_once():
            info = self.info(session_id)
            of = "FROM {} WHERE session = (SELECT number FROM sessions WHERE session_id = ?)"

            def rows(columns: str, table: str, order: str) -> list[Any]:
                query = f"SELECT {columns} {of.format(table)} ORDER BY {order}"
                return self.connection.execute(query, (session_id,)).fetchall()

            readings = rows(READING_COLUMNS, "readings", "number")
            bundles = rows(BUNDLE_COLUMNS, "bundles", "place")
            events, tracks = rows("at, kind, message", "events", "number"), rows("faces", "tracks", "number")
        return self._understood(
            lambda _: Session(
                info,
                table_from(readings, info.labels, info.zero_s),
                tuple(map(bundle_of, bundles)),
                tuple(map(event_of, events)),
                tracks_from([row[0] for row in tracks]),
            ),
            None,
        )

    def thumbnail(self, session_id: str) -> bytes | None:
        """A JPEG picture of the session; None when no picture is kept."""
        with self.errors():
            row = self.connection.execute(
                "SELECT thumbnail FROM sessions WHERE session_id = ?", (session_id,)
            ).fetchone()
        return row[0] if row else None

    def analysed(self, key: str) -> SessionInfo | None:
        """The newest whole analysis with this key (see `core.playback.analysis_key`); None when there is none."""
        with self.errors():
            row = self.connection.execute(
                f"SELECT {INFO_COLUMNS} FROM sessions WHERE analysis = ? AND state = ? ORDER BY number DESC LIMIT 1",
                (key, SessionState.COMPLETE),
            ).fetchone()
        return None if row is None else self._understood(info_of, row)

    # Changing.

    def edit(
        self, session_id: str, *, name: str | None = None, subject: str | None = None, notes: str | None = None
    ) -> None:
        """Writes what is given."""
        given = {"name": name, "subject": subject, "notes": notes}
        changes = {column: storable(value) for column, value in given.items() if value is not None}
        if not changes:
            return
        columns = ", ".join(f"{column} = ?" for column in changes)
        with self.errors():
            done = self.connection.execute(
                f"UPDATE sessions SET {columns} WHERE session_id = ?", (*changes.values(), session_id)
            )
        if not done.rowcount:
            raise StoreError("there is no such session", where=session_id, hint="It may have been deleted")

    def move(self, session_id: str, path: Path) -> None:
        """The session's video lies there now."""
        with self.errors():
            self.connection.execute(
                "UPDATE sessions SET path = ? WHERE session_id = ?", (storable(str(path)), session_id)
            )

    def delete(self, session_ids: Sequence[str]) -> None:
        """Deletes sessions for good: their rows are overwritten. One that is being written now is refused."""
        if any(self.being_written(session_id) for session_id in session_ids):
            raise StoreError("a session that is being recorded cannot be deleted", hint="End the recording first")
        with self.errors():
            with self._at_once("IMMEDIATE"):
                self.connection.executemany(
                    "DELETE FROM sessions WHERE session_id = ?", [(one,) for one in session_ids]
                )
            self.scrub()

    def delete_older_than(self, days: int, now: float | None = None) -> int:
        """Deletes the sessions that ended longer ago; returns how many. now: POSIX seconds.

        Deletes nothing when the clock has jumped since the last time this was asked for: it would be for ever.
        """
        now = time.time() if now is None else now
        with self.errors():
            before = self.connection.execute("SELECT value FROM facts WHERE name = 'looked_at'").fetchone()
            self.connection.execute("INSERT OR REPLACE INTO facts VALUES ('looked_at', ?)", (repr(now),))
            if before and not -DAY_S <= now - float(before[0]) <= PLAUSIBLE_DAYS * DAY_S:
                _log.warning("the clock has jumped since the last start: no old session is deleted")
                return 0
            old = self.connection.execute(
                "SELECT session_id FROM sessions WHERE state != ? AND coalesce(ended_at, touched_at) < ?",
                (SessionState.OPEN, now - days * DAY_S),
            ).fetchall()
        if old:
            self.delete([row[0] for row in old])
        return len(old)

    def close_cut_off(self) -> int:
        """Ends the sessions whose program is not there any more, where their last row is; returns how many."""
        with self.errors():
            open_now = self.connection.execute(
                "SELECT session_id, writer FROM sessions WHERE state = ?", (SessionState.OPEN,)
            ).fetchall()
            cut_off = [session_id for session_id, writer in open_now if not is_alive(self.writers, writer)]
            self.connection.executemany(
                "UPDATE sessions SET state = ?, ended_at = touched_at WHERE session_id = ? AND state = ?",
                [(SessionState.CUT_OFF, session_id, SessionState.OPEN) for session_id in cut_off],
            )
        return len(cut_off)

    def being_written(self, session_id: str) -> bool:
        """Whether a program that is alive is recording this session."""
        with self.errors():
            row = self.connection.execute(
                "SELECT writer FROM sessions WHERE session_id = ? AND state = ?", (session_id, SessionState.OPEN)
            ).fetchone()
        return row is not None and is_alive(self.writers, row[0])

    def scrub(self) -> None:
        """Empties the write-ahead log, in which deleted rows would stay readable. Left to the next time when busy."""
        with self.errors():
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    # Digests of files, so that a film of ten gigabytes is read for its digest only once.

    def known_digest(self, path: Path) -> str:
        """SHA-256 of a file as it was when it was read last, if it has not changed since; else ""."""
        with suppress(OSError):
            now = path.stat()
            with self.errors():
                row = self.connection.execute(
                    "SELECT digest FROM files WHERE path = ? AND size = ? AND changed_ns = ?",
                    (storable(str(path)), now.st_size, now.st_mtime_ns),
                ).fetchone()
            return row[0] if row else ""
        return ""

    def remember_digest(self, path: Path, size: int, changed_ns: int, digest: str) -> None:
        """The file had this digest when it had this size and time of change."""
        with self.errors():
            self.connection.execute(
                "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", (storable(str(path)), size, changed_ns, digest)
            )

    @contextmanager
    def _at_once(self, kind: str = "DEFERRED") -> Iterator[None]:
        """All within is one transaction: another program's changes come before or after."""
        self.connection.execute(f"BEGIN {kind}")
        try:
            yield
        except BaseException:
            with suppress(sqlite3.Error):
                self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    def _others_at_work(self) -> bool:
        return self.writers.is_dir() and any(is_alive(self.writers, mark.name) for mark in self.writers.iterdir())

    def _understood(self, read: Callable[[Any], Any], row: Any) -> Any:
        try:
            return read(row)
        except (ValueError, KeyError, TypeError) as error:
            what = "the database of sessions holds what this program does not understand"
            raise StoreError(what, where=self.path, hint="See the log for details") from error


def storable(text: str) -> str:
    """Any text as SQLite takes it: half a character (from a damaged file name, say) is no valid Unicode."""
    return text.encode("utf-8", "backslashreplace").decode()
