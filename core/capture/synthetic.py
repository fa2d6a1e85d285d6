"""Sources made of arrays, and faults on demand: for tests, benchmarks and the demo."""

import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import numpy as np

from core.capture.source import Source
from core.errors import SourceLost
from core.types import Frame, SourceInfo


class SyntheticSource:
    """Pictures from memory as a `Source`.

    pictures: (H, W, 3) uint8 RGB arrays; or a function from the frame number to one, together with `frames`.
    fps: frames per second, > 0.
    frames: how many to deliver; None: all that `pictures` has, without end for a function. Sequences start over.
    realtime: True paces the frames and stamps them with the monotonic clock, as a camera does; False delivers them at
        once with time = index / fps, as a file does.
    """

    def __init__(
        self,
        pictures: Sequence[np.ndarray] | Callable[[int], np.ndarray],
        *,
        fps: float = 30.0,
        frames: int | None = None,
        realtime: bool = False,
        name: str = "synthetic",
        kind: str | None = None,
    ) -> None:
        if callable(pictures):
            self._picture, self._frames = pictures, frames
        else:
            images = list(pictures)
            self._picture = lambda number: images[number % len(images)]
            self._frames = len(images) if frames is None else frames
        height, width = self._picture(0).shape[:2]
        kind = kind or ("camera" if realtime else "file")
        self.info = SourceInfo(name, kind, width, height, fps, self._frames)
        self.warnings: list[str] = []
        self._realtime = realtime
        self._cancelled = threading.Event()
        self._index = 0
        self._due: float | None = None

    def read(self) -> Frame | None:
        """The next frame, when it is due; None after the last one and after `cancel`."""
        if self._index == self._frames or self._cancelled.is_set():
            return None
        image = np.ascontiguousarray(self._picture(self._index)).view()
        image.setflags(write=False)
        if self._realtime and not self._wait():
            return None
        index, self._index = self._index, self._index + 1
        if self._realtime:
            return Frame(image, index, time.monotonic(), datetime.now(UTC))
        return Frame(image, index, index / self.info.fps)

    def cancel(self) -> None:
        self._cancelled.set()

    def close(self) -> None:
        """Nothing to give back."""

    def _wait(self) -> bool:
        """Waits until the frame is due; False when cancelled. Frames nobody asked for in time are not caught up."""
        now = time.monotonic()
        interval = 1 / self.info.fps
        due = now if self._due is None else self._due + interval
        if due < now - interval:
            due = now
        self._due = due
        return not self._cancelled.wait(max(0.0, due - now))


class FailingSource:
    """Another source with a fault: after `after` frames it is lost (or hangs), and `again` decides what comes then.

    error: what `read` raises; SourceLost unless something else is given.
    hang: instead of raising, `read` blocks until `cancel`.
    again: frames until the next fault, counted anew after each one; None: it stays broken.
    """

    def __init__(
        self,
        source: Source,
        *,
        after: int,
        again: int | None = None,
        error: Exception | None = None,
        hang: bool = False,
    ) -> None:
        self._source = source
        self._left = after
        self._again = again
        self._error = error or SourceLost("the camera was unplugged", where=source.info.name, hint="Plug it in again")
        self._hang = hang
        self._cancelled = threading.Event()
        self.info = source.info
        self.warnings = source.warnings

    def read(self) -> Frame | None:
        """A frame of the inner source, or the fault."""
        if self._left > 0:
            self._left -= 1
            return self._source.read()
        if self._hang:
            self._cancelled.wait()
            return None
        if self._again is not None:
            self._left = self._again
        raise self._error

    def cancel(self) -> None:
        self._cancelled.set()
        self._source.cancel()

    def close(self) -> None:
        self._source.close()
