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


class AliveMark:
    """Says that somebody is at work for as long as it is open. token: by which others can ask."""

    def __init__(self, folder: Path) -> None:
        """Creates the file in `folder`, which is made when missing. Raises OSError."""
        folder.mkdir(parents=True, exist_ok=True)
        self.token = f"{os.getpid()}-{secrets.token_hex(8)}"
        self._path = folder / self.token
        self._file = self._path.open("xb")
        _lock(self._file)

    def close(self) -> None:
        """Nobody is at work any more. Idempotent."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)
        self._file.close()
        with suppress(OSError):
            self._path.unlink(missing_ok=True)  # where an open file cannot be removed
            self._path.parent.rmdir()


def is_alive(folder: Path, token: str) -> bool:
    """Whether whoever has this token is still at work. What a dead program left is removed."""
    path = folder / token
    if not token or not path.is_file():
        return False
    try:
        with path.open("r+b") as file:
            _lock(file)
    except OSError:
        return True
    with suppress(OSError):
        path.unlink(missing_ok=True)
    return False
