"""The pictures of a recording, written in a thread of their own so that they never hold up whoever delivers them."""

import logging
import os
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from enum import Enum, auto
from pathlib import Path

from core.errors import OutputError
from core.types import Frame
from core.video_part import PartWriter, VideoPart

MOST_WAITING_BYTES = 96_000_000  # of pictures that wait for the encoder: 1.1 s of 720p; at least one of any size
LONGEST_GAP_S = 10.0  # a longer one begins a new file instead of a picture that stands still
_SAME_MOMENT_S = 0.1  # clocks of sources stutter; more than that is a clock that was set back

_log = logging.getLogger(__name__)


class _Mark(Enum):
    CUT = auto()  # the next picture begins a new part
    END = auto()


_CUT, _END = _Mark.CUT, _Mark.END


class VideoWriter:
    """Writes frames to `path`, and to `<stem>-2.mp4`, ... where they change their size or time does not go on.

    `put`, `cut` and `end` return at once and may be called from any thread. No file is there before the first picture.
    on_error: called once, from the writer's thread, with what ended it too early; the files so far stay.
    dropped: pictures that came faster than they could be written. error: what ended it too early, else None.
    """

    def __init__(self, path: Path, on_error: Callable[[Exception], None]) -> None:
        self.dropped = 0
        self.error: Exception | None = None
        self._path, self._on_error = path, on_error
        self._done: tuple[VideoPart, ...] = ()
        self._done_size = 0
        self._part: PartWriter | None = None  # the one that is being written
        self._changed = threading.Condition()  # guards what follows
        self._queue: deque[Frame | _Mark] = deque()
        self._waiting = 0
        self._deadline: float | None = None
        # Daemon: a disk that hangs must not hold a program that someone has closed.
        self._thread = threading.Thread(target=self._run, name="recording-video", daemon=True)
        self._thread.start()

    @property
    def size(self) -> int:
        """Bytes written to all files."""
        part = self._part
        return self._done_size + (part.size if part else 0)

    @property
    def taking(self) -> bool:
        """True until `end`, or until it failed."""
        return self._deadline is None

    @property
    def parts(self) -> list[VideoPart]:
        """The files, and what is in each by now."""
        part = self._part
        return [*self._done, part.part] if part else [*self._done]

    def put(self, frame: Frame) -> None:
        """Has the picture written, or counts it as dropped when too many wait already."""
        with self._changed:
            if self._deadline is not None:
                return
            if self._queue and self._waiting + frame.image.nbytes > MOST_WAITING_BYTES:
                self.dropped += 1
                return
            self._queue.append(frame)
            self._waiting += frame.image.nbytes
            self._changed.notify()

    def cut(self) -> None:
        """The next picture begins a new file."""
        with self._changed:
            self._queue.append(_CUT)
            self._changed.notify()

    def end(self, within: float = 0.7) -> None:
        """Has the file completed; pictures still waiting after `within` seconds are dropped."""
        with self._changed:
            if self._deadline is None:
                self._deadline = time.monotonic() + within
            self._changed.notify()

    def wait(self, timeout: float) -> bool:
        """Waits until everything is written; False when it is not after `timeout` seconds."""
        self._thread.join(max(0.0, timeout))
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            while (frame := self._next()) is not _END:
                self._keep(frame)
            self._complete()
        except Exception as error:
            if not isinstance(error, OutputError):
                _log.exception("the pictures of a recording cannot be kept")
            with self._changed:
                self._deadline = 0.0  # no more pictures are taken
                self._queue.clear()
            with suppress(Exception):  # an encoder that has failed may fail at its end as well; one reason is told
                self._complete()
            self.error = error
            self._on_error(error)

    def _next(self) -> "Frame | _Mark":
        """What is to be done next, waiting for it."""
        with self._changed:
            while True:
                self._changed.wait_for(lambda: self._queue or self._deadline is not None)
                if not self._queue:
                    return _END
                item = self._queue.popleft()
                if isinstance(item, Frame):
                    self._waiting -= item.image.nbytes
                    if self._deadline is not None and time.monotonic() > self._deadline:
                        self.dropped += 1
                        continue
                return item

    def _keep(self, item: "Frame | _Mark") -> None:
        if self._part and not (isinstance(item, Frame) and _goes_on(self._part, item)):
            self._complete()
        if isinstance(item, Frame):
            if self._part is None:
                self._part = PartWriter(self._new_path(), item)
            self._part.write(item)

    def _complete(self) -> None:
        part = self._part
        if part is not None:
            try:
                part.close()
            finally:
                self._done = (*self._done, *([part.part] if part.part.frames else []))
                self._part, self._done_size = None, self._done_size + part.size

    def _new_path(self) -> Path:
        path, number = self._path, 1
        while os.path.lexists(path):
            number += 1
            path = self._path.with_stem(f"{self._path.stem}-{number}")
        return path


def _goes_on(part: PartWriter, frame: Frame) -> bool:
    """Whether the picture belongs into the same file as those before."""
    return part.fits(frame) and 0 <= frame.time - part.part.last_s + _SAME_MOMENT_S <= LONGEST_GAP_S
