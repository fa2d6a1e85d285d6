"""The file behind the settings: opened whatever state it is in."""

import contextlib
import logging
from pathlib import Path

from PySide6.QtCore import QSettings

_log = logging.getLogger(__name__)


def open_store(path: Path | None = None) -> tuple[QSettings, Path | None]:
    """The person's settings file, or the one at `path`; and where the damaged one is that was there before, else None.

    Nothing is taken from a damaged file. It is kept under another name, as far as its folder can be written.
    """
    if path is not None:
        store = QSettings(str(path), QSettings.Format.IniFormat)
    else:
        store = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "FER Desktop", "FER Desktop")
    file = Path(store.fileName())
    if not _damaged(file, store):
        return store, None
    aside = file.with_name(f"{file.stem}.damaged{file.suffix}")
    _log.warning("the settings in %s are damaged and kept as %s", file, aside)
    with contextlib.suppress(OSError):
        file.replace(aside)
    store.clear()
    return store, aside if aside.exists() else file


def _damaged(file: Path, store: QSettings) -> bool:
    """True for what no program has written as settings: zeros after a power cut, another kind of file."""
    try:
        content = file.read_bytes()
    except OSError:
        return False
    try:
        content.decode()
    except UnicodeDecodeError:
        return True
    nothing = not content.isspace() and not store.allKeys()
    return b"\0" in content or store.status() is QSettings.Status.FormatError or bool(content and nothing)
