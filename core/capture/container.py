"""A media file opened by PyAV, the one way in which this program does it."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from av.container import InputContainer


def open_container(path: Path) -> "InputContainer":
    """The file, opened for reading. Raises what PyAV raises: subclasses of OSError and ValueError.

    Titles and comments that are not UTF-8, as in many old files, are no reason to refuse it.
    """
    import av  # late: most of the program does without

    # FFmpeg would take "a:b.mp4" for a protocol, so that the path is absolute.
    return av.open(str(path.absolute()), metadata_errors="ignore")
