"""A video file opened by PyAV, what is wrong with it, and whether it is still the one that was opened."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.capture.video_file import VideoFile
from core.errors import SourceError
from core.reasons import system_reason
from core.text import text

if TYPE_CHECKING:
    import av
    from av.container import InputContainer
    from av.stream import Stream

_HINT = "Copy it again, or see whether a media player shows it"


@dataclass(frozen=True, slots=True)
class FileMark:
    """Size in bytes and time of the last change in nanoseconds. None, None: it could not be looked at."""

    size: int | None
    changed: int | None

    @classmethod
    def of(cls, path: Path) -> "FileMark":
        """The mark of a file as it is now."""
        try:
            found = path.stat()
        except OSError:
            return cls(None, None)
        return cls(found.st_size, found.st_mtime_ns)

    def check(self, path: Path) -> None:
        """Raises SourceError when the file is gone, or another one than at the time of the mark."""
        try:
            found = path.stat()
        except FileNotFoundError as error:
            hint = "Put it back or connect its drive again, then open it once more"
            raise SourceError("the file is no longer there", where=path, hint=hint) from error
        except OSError as error:
            what = text("the file cannot be read any more ({reason})", reason=system_reason(error))
            raise SourceError(what, where=path, hint="Check its drive, then open it once more") from error
        if self != FileMark(found.st_size, found.st_mtime_ns):
            raise SourceError("the file has changed since it was opened", where=path, hint="Open it once more")


def leave_out_others(container: "InputContainer", stream: "Stream") -> None:
    """From now on only the packets of one track are read: MP4 and Matroska skip the data of the others."""
    from av.stream import Discard

    for other in container.streams:
        if other is not stream:
            other.discard = Discard.all


def readable_packets(container: "InputContainer", stream: "Stream") -> Iterator["av.Packet"]:
    """The packets of a track until the end or, as in `VideoFile`, until a place where the container is damaged."""
    import av

    try:
        yield from container.demux(stream)
    except av.FFmpegError as error:
        if isinstance(error, OSError):  # the disk's, not the file's
            raise


def why_unreadable(path: Path, error: BaseException | None = None) -> SourceError:
    """The error to raise for a file in which PyAV found no picture: what `VideoFile` has against it, if anything."""
    try:
        VideoFile(path).close()
    except SourceError as found:
        return found
    if error is None:
        return SourceError("there is no picture in this file", where=path, hint=_HINT)
    return SourceError(text("the file cannot be read ({reason})", reason=system_reason(error)), where=path, hint=_HINT)
