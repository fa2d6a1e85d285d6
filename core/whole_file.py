"""Files that are there whole or not at all, whatever happens while they are written."""

import os
from contextlib import suppress
from pathlib import Path

from core.session import cannot_write


def write_whole(path: Path, content: bytes | memoryview) -> None:
    """Puts `content` in the place of what was at `path`: whoever reads sees the old file or the new one.

    Raises OutputError when it cannot be written; what was there before stays.
    """
    unfinished = path.with_name(f"{path.name}.tmp")
    try:
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except BaseException as error:  # Ctrl-C leaves nothing behind either
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise cannot_write(path, error) from error
        raise
