"""A video file that is played: its packets, and what is wrong where there is none."""

from collections.abc import Iterator
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
