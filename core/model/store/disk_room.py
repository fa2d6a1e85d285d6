"""Whether a disk has room for what is to come, asked before it comes."""

from pathlib import Path

from core.disk_space import free_bytes
from core.errors import OutputError
from core.model.store.installed import size_text
from core.text import text

SPARE_BYTES = 50_000_000  # a disk that is filled to the last byte stops other programs


def require_room(folder: Path, needed: int) -> None:
    """Raises OutputError when fewer than `needed` bytes can still be written where `folder` is, or will be."""
    try:
        free = free_bytes(folder)
    except OSError:  # nobody knows: then the disk itself will say when it is full
        return
    if free < needed + SPARE_BYTES:
        raise OutputError(
            text(
                "there is too little room on the disk: {needed} are needed, {free} are free",
                needed=size_text(needed + SPARE_BYTES),
                free=size_text(free),
            ),
            where=folder,
            hint="Free some space there",
        )
