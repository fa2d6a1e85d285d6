"""The JSON files that lie beside a session CSV: written whole or not at all, and saying what they were made with."""

import json
import os
import platform
from collections.abc import Mapping
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from typing import Any

from core import __version__
from core.session import cannot_write

LIBRARIES = ("torch", "numpy", "opencv-contrib-python", "mediapipe")
"""Those that decide about results."""


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Puts `content` as UTF-8 JSON in the place of what was at `path`: whoever reads sees the old file or the new one.

    Raises OutputError when it cannot be written; what was there before stays.
    """
    text = json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False)
    unfinished = path.with_name(f"{path.name}.tmp")
    try:
        with unfinished.open("wb") as file:
            file.write((text + "\n").encode("utf-8", "backslashreplace"))  # \udcff is JSON's own escape
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as error:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise cannot_write(path, error) from error


def made_with() -> dict[str, Any]:
    """The fields `versions` and `platform`: of the program, Python, the libraries and the system."""
    return {
        "versions": {"fer_desktop": __version__, "python": platform.python_version()}
        | {library: _version(library) for library in LIBRARIES},
        "platform": platform.platform(),
    }


def _version(library: str) -> str | None:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return None
