"""The program's JSON files: written whole or not at all, and saying what they were made with."""

import json
import platform
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

from core import __version__
from core.whole_file import write_whole

LIBRARIES = ("torch", "numpy", "opencv-contrib-python", "mediapipe")
"""Those that decide about results."""


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Puts `content` as UTF-8 JSON in the place of what was at `path`: whoever reads sees the old file or the new one.

    Raises OutputError when it cannot be written; what was there before stays.
    """
    text = json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False)
    write_whole(path, (text + "\n").encode("utf-8", "backslashreplace"))  # \udcff is JSON's own escape


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
