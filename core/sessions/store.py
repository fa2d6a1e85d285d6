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
from core.reasons import system_reason
from core.sessions.alive import StoreLock, is_alive
from core.sessions.database import (
    BUSY_S,
    check,
    is_damage,
    open_database,
    open_for_reading,
    set_aside,
    store_error,
)
from core.sessions.record import Session, SessionInfo, SessionState
from core.sessions.rows import (
    BUNDLE_COLUMNS,
    INFO_COLUMNS,
    READING_COLUMNS,
    bundle_of,
    event_of,
    info_of,
    storable,
    table_from,
    tracks_from,
)
from core.text import text

DAY_S = 86_400.0
_WEEK_S = 7 * DAY_S
_LONG_AWAY_DAYS = 31  # a clock that has gone on further than this, and than sessions are kept, has jumped
_LET_OTHERS_S = 0.05
_ALONE_S = 2.0  # how long to wait until nobody has a damaged file open

_FORGET_FILES = """
    DELETE FROM files WHERE path IN (SELECT path FROM sessions WHERE session_id = ?)
        OR digest IN (SELECT digest FROM sessions WHERE session_id = ? AND digest != '')
"""

_log = logging.getLogger(__name__)


def sessions_path() -> Path:
    """The person's own database."""
    return user_data_dir() / "sessions.db"


class SessionStore:
    """Sessions in one SQLite file. For the thread that opened it; several programs may use one file.

    path: the file. damaged: where the file is that `prepare` found damaged and set aside; None when all is well.
    Every method raises StoreError when the database does not do what it should.
    """

    def __init__(
        self, path: Path, connection: sqlite3.Connection, lock: StoreLock | None, damaged: Path | None = None
    ) -> None:
        self.path, self.damaged = path, damaged
        self.connection, self._lock = connection, lock

    @staticmethod
    def open(path: Path | None = None, *, busy_s: float = BUSY_S) -> "SessionStore":
        """The person's own, or the one at `path`; made when missing. busy_s: how long to wait for other programs."""
        path = sessions_path() if path is None else path
        lock = _locked(path)
        try:
            return SessionStore(path, open_database(path, busy_s=busy_s), lock)
        except BaseException:
            lock.close()
            raise

    @staticmethod
    def open_to_read(path: Path | None = None) -> "SessionStore":
        """As `open`, but nothing is changed, made or brought up to date on the disk."""
        path = sessions_path() if path is None else path
        return SessionStore(path, open_for_reading(path), None)

    @staticmethod
    def prepare(path: Path | None = None) -> "SessionStore":
        """As `open`, for the start of the program: looks whether the whole file is sound, sets it aside if not (nothing
        is lost, and a new one begun), and closes what was cut off. Takes as long as reading all of it."""
        path = sessions_path() if path is None else path
        try:
            store = SessionStore.open(path)
            try:
                with store.errors():
                    sound = check(store.connection)
            except BaseException:
                store.close()
                raise
        except StoreError as error:
            if not (isinstance(error.__cause__, sqlite3.Error) and is_damage(error.__cause__)):
                raise
            store, sound = None, False
        if store is None or not sound:
            if store is not None:
                store.close()
            store = _begin_anew(path)
        try:
            store.close_cut_off()
            if store.fact("scrub_wanted"):
                store.scrub()
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
        if self._lock is not None:
            self._lock.close()

    @contextmanager
    def errors(self) -> Iterator[None]:
        """SQLite's errors within are raised as StoreError."""
        try:
            yield
        except sqlite3.Error as error:
            raise store_error(self.path, error) from error

    def fact(self, name: str) -> str:
        """A fact about the database itself; "" when it is not known."""
        with self.errors():
            row = self.connection.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return row[0] if row else ""

    def set_fact(self, name: str, value: str) -> None:
        """Knows this from now on; "": not any more."""
        with self.errors():
            if value:
                self.connection.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))
            else:
                self.connection.execute("DELETE FROM facts WHERE name = ?", (name,))

    # Looking.

    def sessions(self, search: str = "") -> list[SessionInfo]:
        """All of them, the newest first; or those with every word of `search` in name, subject, notes, source, path."""
        place = " || char(10) || ".join(("name", "subject", "notes", "json_extract(source, '$.name')", "path"))
        where = "".join(f" AND instr(casefold({place}), ?)" for _ in search.split())
        query = f"SELECT {INFO_COLUMNS} FROM sessions WHERE 1{where} ORDER BY started_at DESC, number DESC"
        with self.errors():
            self.connection.create_function("casefold", 1, str.casefold, deterministic=True)
            rows = self.connection.execute(query, [word.casefold() for word in search.split()]).fetchall()
        found = []
        for row in rows:
            try:
                found.append(self._understood(info_of, row))
            except StoreError:
                continue  # it is in the log; one that makes no sense must not hide all others
        return found

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

    def incomplete(self, key: str) -> list[str]:
        """The ids of the analyses with this key that came to no end, and about which nobody has written anything."""
        with self.errors():
            rows = self.connection.execute(
                "SELECT session_id FROM sessions WHERE analysis = ? AND state IN (?, ?, ?) "
                "AND name = '' AND subject = '' AND notes = ''",
                (key, SessionState.CUT_OFF, SessionState.CANCELLED, SessionState.FAILED),
            ).fetchall()
        return [row[0] for row in rows]

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
        if not session_ids:  # nothing to overwrite, and no log to empty
            return
        if any(self.being_written(session_id) for session_id in session_ids):
            raise StoreError("a session that is being recorded cannot be deleted", hint="End the recording first")
        with self.errors():
            for place, session_id in enumerate(session_ids):
                if place:
                    time.sleep(_LET_OTHERS_S)
                with self._at_once("IMMEDIATE"):  # one by one: a recording must not wait for a hundred of them
                    self.connection.execute(_FORGET_FILES, (session_id, session_id))
                    self.connection.execute("DELETE FROM sessions WHERE session_id = ?", (session_id,))
            self.connection.executescript("PRAGMA incremental_vacuum")  # `execute` would step once, which is one page
        self.scrub()

    def delete_older_than(self, days: int, now: float | None = None) -> int:
        """Deletes the sessions that ended longer ago, and what was set aside longer ago; returns how many sessions.

        now: POSIX seconds. After a jump of the clock nothing is deleted, for it would be for ever, until the clock is
        back or has gone on for a week.
        """
        now = time.time() if now is None else now
        if not self._clock_is_right(now, max(_LONG_AWAY_DAYS, days) * DAY_S):
            _log.warning("the clock has jumped since the last start: no old session is deleted")
            return 0
        for aside in self.path.parent.glob(f"{self.path.stem}.damaged-*"):
            with suppress(OSError):
                if aside.stat().st_mtime < now - days * DAY_S:
                    aside.unlink()
        with self.errors():
            old = self.connection.execute(
                "SELECT session_id FROM sessions WHERE state != ? AND coalesce(ended_at, touched_at) < ?",
                (SessionState.OPEN, now - days * DAY_S),
            ).fetchall()
        if old:
            self.delete([row[0] for row in old])
        return len(old)

    def _clock_is_right(self, now: float, longest: float) -> bool:
        """Whether the clock has gone on as clocks do since it was looked at last."""
        before, doubted = self.fact("looked_at"), self.fact("doubted_at")
        right = not before or -DAY_S <= now - float(before) <= longest
        if not right and doubted:
            right = _WEEK_S <= now - float(doubted) <= longest
        if right:
            self.set_fact("looked_at", repr(now))
            self.set_fact("doubted_at", "")
        elif not doubted or not 0 <= now - float(doubted) <= longest:
            self.set_fact("doubted_at", repr(now))
        return right

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

    def scrub(self) -> bool:
        """Empties the write-ahead log, in which deleted rows would stay readable.

        False while somebody else is reading: it is done at the next deletion or start then.
        """
        with self.errors():
            busy = self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if bool(busy) != bool(self.fact("scrub_wanted")):
            self.set_fact("scrub_wanted", "yes" if busy else "")
            if not busy:
                with self.errors():
                    self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return not busy

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
            self.connection.execute("COMMIT")
        except BaseException:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise

    def _understood(self, read: Callable[[Any], Any], row: Any) -> Any:
        try:
            return read(row)
        except (ValueError, KeyError, TypeError, OverflowError, OSError) as error:
            _log.exception("a row of the sessions makes no sense")
            what = "the database of sessions holds what this program does not understand"
            raise StoreError(what, where=self.path, hint="See the log for details") from error


def _locked(path: Path) -> StoreLock:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return StoreLock(path)
    except OSError as error:
        what = text("the folder of the sessions cannot be written ({reason})", reason=system_reason(error))
        raise StoreError(what, where=path.parent, hint="See that it can be written") from error


def _begin_anew(path: Path) -> SessionStore:
    """Sets the damaged file aside, unless somebody has done so meanwhile, and opens a new one.

    Raises StoreError when somebody else has it open: what they write would be lost.
    """
    lock, aside = _locked(path), None
    try:
        before, deadline = _identity(path), time.monotonic() + _ALONE_S
        while not (alone := lock.alone()) and _identity(path) == before:
            if time.monotonic() > deadline:
                what = "the database of sessions is damaged, and in use"
                raise StoreError(what, where=path, hint="Close other windows of this program, and start it again")
            time.sleep(_LET_OTHERS_S)
        if alone and not _is_sound(path):
            aside = set_aside(path)
            _log.warning("the sessions in %s are damaged and kept as %s", path, aside)
            open_database(path).close()  # before anybody else looks
    except OSError as error:
        what = text("the damaged database cannot be set aside ({reason})", reason=system_reason(error))
        raise StoreError(what, where=path, hint="Move it away by hand") from error
    finally:
        lock.close()
    store = SessionStore.open(path)
    store.damaged = aside
    return store


def _identity(path: Path) -> tuple[int, int]:
    """Another one when the file at `path` was replaced."""
    try:
        there = path.stat()
    except FileNotFoundError:
        return 0, 0
    return there.st_dev, there.st_ino


def _is_sound(path: Path) -> bool:
    try:
        connection = open_database(path)
    except StoreError as error:
        if isinstance(error.__cause__, sqlite3.Error) and is_damage(error.__cause__):
            return False
        raise  # it may only be locked
    try:
        return check(connection)
    finally:
        connection.close()
