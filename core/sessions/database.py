"""The file behind the sessions: opened whatever state it is in, and what SQLite says in plain words."""

import sqlite3
import time
from contextlib import suppress
from pathlib import Path

from core.disk_space import free_bytes
from core.errors import StoreError
from core.reasons import system_reason
from core.sessions.schema import VERSION, migrate, version_of
from core.text import text

BUSY_S = 2.0  # how long a call waits for another program that is writing
_FULL_BYTES = 100_000  # less is left than SQLite needs to do anything


def open_database(path: Path, *, busy_s: float = BUSY_S) -> sqlite3.Connection:
    """A connection to the database at `path`, which is made when missing, and brought to the newest version.

    The connection belongs to the thread that opens it. Raises StoreError when the file cannot be used: it is damaged,
    was written by a newer program, is locked, or the disk says no.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():  # what was read in faces is nobody else's business
            path.touch(mode=0o600)
    except OSError as error:
        what = text("the folder of the sessions cannot be written ({reason})", reason=system_reason(error))
        raise StoreError(what, where=path.parent, hint="See that it can be written") from error
    try:
        return _connect(path, busy_s)
    except sqlite3.Error as error:
        raise store_error(path, error) from error


def open_for_reading(path: Path) -> sqlite3.Connection:
    """A connection that changes neither the file nor its folder; an older version is brought up to date in memory.

    Raises StoreError.
    """
    if not path.is_file():
        raise StoreError("there are no sessions yet", where=path, hint="Record one, or open a video in the window")
    address = path.absolute().as_uri()
    try:
        connection = _connect_to_read(f"{address}?mode=ro")
    except sqlite3.OperationalError as error:
        if not (_code(error) == sqlite3.SQLITE_CANTOPEN or _code(error) == sqlite3.SQLITE_READONLY):
            raise store_error(path, error) from error
        try:  # a folder that cannot be written has no room for what SQLite shares with other programs
            connection = _connect_to_read(f"{address}?immutable=1")
        except sqlite3.Error as again:
            raise store_error(path, again) from again
    except sqlite3.Error as error:
        raise store_error(path, error) from error
    try:
        _refuse_newer(path, version_of(connection))
        if version_of(connection) < VERSION:
            copy = sqlite3.connect(":memory:", isolation_level=None)
            connection.backup(copy)
            connection.close()
            connection = copy
            migrate(connection)
        connection.execute("SELECT count(*) FROM sessions").fetchone()
    except sqlite3.Error as error:
        connection.close()
        raise store_error(path, error) from error
    except StoreError:
        connection.close()
        raise
    return connection


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
    return _code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def is_busy(error: sqlite3.Error) -> bool:
    """Whether another program was writing: it is worth to try again."""
    return _code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def store_error(path: Path, error: sqlite3.Error) -> StoreError:
    """The StoreError that says what SQLite's error means to a person."""
    code = _code(error)
    if code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN) and _is_full(path):
        code = sqlite3.SQLITE_FULL
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
        found = version_of(connection)
        _refuse_newer(path, found)
        if not found:
            connection.execute("PRAGMA auto_vacuum = INCREMENTAL")  # a deleted session gives its room back
        # A deleted session is overwritten with zeros, not only forgotten.
        for pragma in ("secure_delete = ON", "foreign_keys = ON", "synchronous = NORMAL"):
            connection.execute(f"PRAGMA {pragma}")
        _use_log(connection, busy_s)
        if found < VERSION:
            migrate(connection)
        connection.execute("SELECT count(*) FROM sessions").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _use_log(connection: sqlite3.Connection, busy_s: float) -> None:
    """Readers and one writer at once. The change itself does not wait for other programs, so it is tried again."""
    deadline = time.monotonic() + busy_s
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if not is_busy(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _connect_to_read(address: str) -> sqlite3.Connection:
    connection = sqlite3.connect(address, uri=True, timeout=BUSY_S, isolation_level=None)
    try:
        version_of(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _refuse_newer(path: Path, found: int) -> None:
    if found > VERSION:
        what = text(
            "a newer version of this program wrote the sessions (format {found}, not {known})",
            found=found,
            known=VERSION,
        )
        raise StoreError(what, where=path, hint="Use that version, or move the file away")


def _is_full(path: Path) -> bool:
    with suppress(OSError):
        return free_bytes(path.parent) < _FULL_BYTES
    return False


def _code(error: sqlite3.Error) -> int:
    """The primary result code; 0 for an error that is not SQLite's own."""
    return (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
