"""The digest by which a file is known. No torch: the store is looked at without it."""

import hashlib
import threading
from collections.abc import Callable
from pathlib import Path

from core.model.files.weight_faults import unreadable
from core.model.progress import OnProgress, Task

CHUNK = 1 << 20  # bytes hashed at once


def file_sha256(*parts: Path, progress: OnProgress | None = None, cancel: threading.Event | None = None) -> str:
    """The SHA-256 of a file, or of its parts one after the other, as 64 hexadecimal digits.

    Raises WeightsError when it cannot be read, Cancelled.
    """
    digest, path = hashlib.sha256(), parts[0]
    try:
        task = Task("checking", sum(part.stat().st_size for part in parts), progress, cancel)
        for path in parts:
            feed(digest, path, task.advance)
    except OSError as error:
        raise unreadable(error, path) from error
    return digest.hexdigest()


def feed(digest: "hashlib._Hash", path: Path, read: Callable[[int], object]) -> None:
    """Hashes the bytes of a file. read: told after every CHUNK how many they were; what it raises ends the reading.

    Raises OSError.
    """
    buffer = memoryview(bytearray(CHUNK))
    with path.open("rb", buffering=0) as file:
        while size := file.readinto(buffer):
            digest.update(buffer[:size])
            read(size)
