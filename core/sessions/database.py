"""The file behind the sessions: opened whatever state it is in, and what SQLite says in plain words."""

import logging
import sqlite3
import time
from contextlib import suppress
from pathlib import Path

from core.errors import StoreError
from core.reasons import system_reason
from core.sessions.schema import VERSION, migrate, version_of
from core.text import text

BUSY_S = 2.0  # how long a call waits for another program that is writing

_log = logging.getLogger(__name__)


def open_database(path: Path, *, busy_s: float = BUSY_S) -> tuple[sqlite3.Connection, Path | None]:
    """A connection to the database at `path`, which is made when missing, and brought to the newest version.

    Returns with it where the damaged file is that was there before, else None: it is kept aside, and a new one begun.
    The connection belongs to the thread that opens it. Raises StoreError when the file cannot be used: it was written
    by a newer program, is locked, or the disk says no.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = text("the folder of the sessions cannot be created ({reason})", reason=system_reason(error))
        raise StoreError(what, where=path.parent, hint="See that it can be written") from error
    try:
        return _connect(path, busy_s), None
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise store_error(path, error) from error
        return _begin_anew(path, busy_s, error)


def check(connection: sqlite3.Connection) -> bool:
    """Whether every page of the database is sound. Reads all of it."""
    try:
        return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except sqlite3.DatabaseError as error:
        if is_damage(error):
            return False
        raise


def set_aside(path: Path) -> Path:
    """Renames a damaged database, with the files that belong to it, so that nothing is lost. Returns where it is.

    Raises OSError. Nobody may have it open.
    """
    aside = path.with_name(f"{path.stem}.damaged-{time.strftime('%Y%m%d-%H%M%S')}{path.suffix}")
    number = 1
    while aside.exists():
        number += 1
        aside = aside.with_name(f"{path.stem}.damaged-{time.strftime('%Y%m%d-%H%M%S')}-{number}{path.suffix}")
    for ending in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + ending).replace(aside.with_name(aside.name + ending))
    path.replace(aside)
    return aside


def is_damage(error: sqlite3.Error) -> bool:
    """Whether it is the contents of the file that are wrong, not the circumstances."""
    return error.sqlite_errorcode in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) if _has_code(error) else False


def is_busy(error: sqlite3.Error) -> bool:
    """Whether another program was writing: it is worth to try again."""
    return _has_code(error) and error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def store_error(path: Path, error: sqlite3.Error) -> StoreError:
    """The StoreError that says what SQLite's error means to a person."""
    code = error.sqlite_errorcode & 0xFF if _has_code(error) else 0
    writable = text("See that the file and its folder can be written")
    busy = text("another program is writing to the sessions"), text("Try again in a moment")
    damaged = text("the database of sessions is damaged"), text("It is set aside when the program starts again")
    known = {
        sqlite3.SQLITE_BUSY: busy,
        sqlite3.SQLITE_LOCKED: busy,
        sqlite3.SQLITE_CORRUPT: damaged,
        sqlite3.SQLITE_NOTADB: damaged,
        sqlite3.SQLITE_FULL: (text("the disk is full"), text("Free some space")),
        sqlite3.SQLITE_READONLY: (text("the sessions cannot be written"), writable),
        sqlite3.SQLITE_CANTOPEN: (text("the sessions cannot be opened"), writable),
        sqlite3.SQLITE_IOERR: (
            text("the disk does not work as it should"),
            text("See whether the disk is full or was taken out"),
        ),
    }
    what, hint = known.get(code, (text("the sessions cannot be used ({reason})", reason=str(error)), ""))
    return StoreError(what, where=path, hint=hint)


def _connect(path: Path, busy_s: float) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=busy_s, isolation_level=None)
    try:
        # A deleted session is overwritten with zeros, not only forgotten.
        for pragma in ("secure_delete = ON", "foreign_keys = ON", "synchronous = NORMAL"):
            connection.execute(f"PRAGMA {pragma}")
        found = version_of(connection)
        if found > VERSION:
            raise StoreError(
                text("a newer version of this program wrote the sessions (format {found}, not {known})",
                     found=found, known=VERSION),
                where=path,
                hint="Use that version, or move the file away",
            )  # fmt: skip
        connection.execute("PRAGMA journal_mode = WAL")
        if found < VERSION:
            migrate(connection)
        connection.execute("SELECT count(*) FROM sessions").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _begin_anew(path: Path, busy_s: float, error: sqlite3.DatabaseError) -> tuple[sqlite3.Connection, Path]:
    try:
        aside = set_aside(path)
        _log.warning("the sessions in %s are damaged (%s) and kept as %s", path, error, aside)
        return _connect(path, busy_s), aside
    except (OSError, sqlite3.Error) as failure:
        raise store_error(path, error) from failure


def _has_code(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorcode", None) is not None
