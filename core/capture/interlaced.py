"""Interlaced video files, as camcorders make them: OpenCV 4.14 decodes them, and hands out black pictures, or rubbish.

Its FFmpeg refuses to convert the colours of an interlaced picture, and OpenCV does not look whether that worked.
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from core.capture.container import open_container
from core.cv import cv2

if TYPE_CHECKING:
    import av


class InterlacedCapture:
    """What `cv2.VideoCapture` would be for such a file, as far as `VideoFile` uses it. The lines of both fields stay
    as they are: what moves has combs, as in every player that does not remove them."""

    def __init__(self, path: Path) -> None:
        self._container = open_container(path)
        self._stream = self._container.streams.video[0]
        self._stream.thread_type = "AUTO"
        self._frames: Iterator[av.VideoFrame] = self._container.decode(self._stream)
        self._frame: av.VideoFrame | None = None

    def grab(self) -> bool:
        """Whether there is another picture."""
        import av

        self._frame = None
        with suppress(StopIteration, av.FFmpegError):  # a damaged packet ends it, as a cut off file does
            self._frame = next(self._frames)
        return self._frame is not None

    def retrieve(self) -> tuple[bool, np.ndarray | None]:
        """The picture that was grabbed, BGR."""
        if self._frame is None:
            return False, None
        picture = self._frame.to_ndarray(format="bgr24")
        turns = round(self._frame.rotation / 90) % 4
        return True, np.ascontiguousarray(np.rot90(picture, turns)) if turns else picture

    def get(self, what: int) -> float:
        """As OpenCV's properties."""
        if what == cv2.CAP_PROP_POS_MSEC:
            time = self._frame.time if self._frame is not None else None
            return 0.0 if time is None else time * 1000
        if what == cv2.CAP_PROP_FPS:
            return float(self._stream.average_rate or 0)
        return float(self._stream.frames) if what == cv2.CAP_PROP_FRAME_COUNT else 0.0

    def release(self) -> None:
        """Gives the file back."""
        self._container.close()


def is_interlaced(path: Path) -> bool:
    """Whether the first picture of a file is. False for what cannot be decoded."""
    import av

    with suppress(av.FFmpegError, OSError, IndexError, StopIteration), open_container(path) as container:
        return bool(next(container.decode(container.streams.video[0])).interlaced_frame)
    return False
