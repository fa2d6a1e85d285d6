"""Which programs are alive: each holds a lock on a file of its own, which the system drops however the program ends.

Unlike process numbers and heartbeats, that survives a clock that is set and a number that is used again.
"""

import os
import secrets
import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


_NEW = ".new"


class AliveMark:
    """Says that somebody is at work for as long as it is open. token: by which others can ask."""

    def __init__(self, folder: Path) -> None:
        """Creates the file in `folder`, which is made when missing, and stays. Raises OSError."""
        folder.mkdir(parents=True, exist_ok=True)
        self.token = f"{os.getpid()}-{secrets.token_hex(8)}"
        self._path = folder / self.token
        # Nobody may find it before it is locked. Windows renames no open file; there, nobody looks at one that is new.
        unlocked = self._path if sys.platform == "win32" else folder / f"{self.token}{_NEW}"
        self._file = unlocked.open("xb")
        _lock(self._file)
        if unlocked != self._path:
            unlocked.rename(self._path)

    def close(self) -> None:
        """Nobody is at work any more. Idempotent."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)
        self._file.close()
        with suppress(OSError):
            self._path.unlink(missing_ok=True)  # where an open file cannot be removed


def is_alive(folder: Path, token: str) -> bool:
    """Whether whoever has this token is still at work. What a dead program left is removed."""
    path = folder / token
    if not token or not path.is_file():
        return False
    try:
        with path.open("r+b") as file:
            _lock(file)
    except OSError:
        return path.is_file()
    with suppress(OSError):
        path.unlink(missing_ok=True)
    return False


class StoreLock:
    """Held by everybody who has a database open, so that nobody sets aside what somebody is writing into.

    On Windows nothing is locked: a file that is open cannot be renamed there anyway.
    """

    def __init__(self, path: Path) -> None:
        """path: of the database; the lock is a file beside it. Raises OSError."""
        self._file = path.with_name(f"{path.name}.lock").open("ab")
        self._hold(shared=True)

    def alone(self) -> bool:
        """Tries to be the only one; else nothing is held. Several may try: one of them gets it."""
        return self._hold(shared=False)

    def close(self) -> None:
        """Idempotent."""
        self._file.close()

    def _hold(self, *, shared: bool) -> bool:
        if sys.platform == "win32":
            return True
        try:
            fcntl.flock(self._file, fcntl.LOCK_UN)
            # Waiting for a shared lock is short: whoever is alone only renames a file.
            fcntl.flock(self._file, fcntl.LOCK_SH if shared else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
