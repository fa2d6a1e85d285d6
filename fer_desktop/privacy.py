"""Text that a person may pass on: without the name in the home folder and without the secrets of addresses."""

import re
from pathlib import Path

from core.capture.address import display_name

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://[^\s'\"<>]+", re.IGNORECASE)


def shareable(text: str, home: Path | None = None) -> str:
    """`text` with "~" for the home folder, and addresses without user, password and query."""
    text = _ADDRESS.sub(lambda found: display_name(found[0]), text)
    folder = str(home or Path.home())
    if len(folder) <= 1:  # "/" is nobody's
        return text
    for spelling in {folder, folder.replace("\\", "\\\\"), folder.replace("\\", "/")}:
        text = re.sub(re.escape(spelling) + r"(?![\w-])", "~", text)
    return text
