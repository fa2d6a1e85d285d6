"""What cameras and network streams have in common: they can block, and they do not wait."""

import math
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

from core.capture.video_file import to_rgb
from core.cv import cv2
from core.errors import SourceError, SourceLost
from core.types import Frame, SourceInfo

# A frame that was already there when we asked may be old. After this many seconds of such frames, skip to a new one.
MAX_LAG_S = 0.15
WAITED_S = 0.002  # a grab that took this much longer than its own work had to wait for its frame: it is new
MAX_SKIPPING_S = 0.5  # a machine too slow for the stream never has to wait; it still gets a frame this often
MAX_DAMAGED_S = 0.5  # without a picture although data comes: many webcams begin with some damaged JPEG pictures


class LiveCapture:
    """An open camera or stream as a `Source`. `read` raises SourceLost when no frame comes any more.

    Frames are stamped when they arrive. Frames that queued up while nobody read (the driver and the network keep some)
    are thrown away: they would be shown as new.
    """

    def __init__(
        self, capture: cv2.VideoCapture, name: str, kind: str, *, fps: float, timeout: float = math.inf
    ) -> None:
        """Takes the first frame to learn the size; raises SourceLost when there is none.

        capture: open. timeout: seconds after which the capture itself gives up waiting for a frame.
        """
        self._capture = capture
        self._timeout = timeout
        self._cancelled = threading.Event()
        self._fresh_at = time.monotonic()
        self._delivered = 0
        self.warnings: list[str] = []
        self.info = SourceInfo(name, kind, 0, 0, fps)
        first = self._next()
        self._delivered = 0  # that one was for the size only
        height, width = first.image.shape[:2]
        self.info = SourceInfo(name, kind, width, height, fps)

    def read(self) -> Frame | None:
        """The newest frame, waiting for it up to the capture's read timeout."""
        if self._cancelled.is_set():
            return None
        try:
            frame = self._next()
        except SourceLost:
            if self._cancelled.is_set():
                return None
            raise
        return None if self._cancelled.is_set() else frame

    def cancel(self) -> None:
        self._cancelled.set()

    def close(self) -> None:
        self._capture.release()

    def _next(self) -> Frame:
        picture, give_up_at = None, time.monotonic() + MAX_DAMAGED_S
        while time.monotonic() < give_up_at and not self._cancelled.is_set() and self._grab():
            now, captured_at = time.monotonic(), datetime.now(UTC)
            try:
                _, picture = self._capture.retrieve()
            except cv2.error:
                picture = None  # what arrived was no picture
            if picture is not None and picture.size:
                break
        if picture is None or not picture.size:
            raise SourceLost("no pictures come any more", where=self.info.name, hint="It is tried again by itself")
        frame = Frame(to_rgb(picture), self._delivered, now, captured_at)
        self._delivered += 1
        return frame

    def _grab(self) -> bool:
        """Grabs one frame, or skips queued ones until one had to be waited for."""
        began = time.monotonic()
        while True:
            asked, work = time.monotonic(), time.thread_time()
            if not self._capture.grab():
                return False
            now = time.monotonic()
            if now - asked >= self._timeout:
                return False  # the time-out made the decoder give out what it held back: an old frame
            waited = (now - asked) - (time.thread_time() - work)
            if waited > WAITED_S:
                self._fresh_at = now
                return True
            if now - self._fresh_at <= MAX_LAG_S or now - began > MAX_SKIPPING_S or self._cancelled.is_set():
                return True


def open_in_background(
    opening: Callable[[], cv2.VideoCapture], name: str, stop: threading.Event | None
) -> cv2.VideoCapture:
    """Runs `opening`, which may block for seconds, so that `stop` ends the wait at once.

    A capture that opens after that is released by the thread that opened it. Raises SourceError when `stop` was set.
    """
    opened: list[cv2.VideoCapture] = []
    bugs: list[Exception] = []
    done, lock = threading.Event(), threading.Lock()
    given_up = False

    def work() -> None:
        try:
            capture = opening()
        except cv2.error:
            capture = cv2.VideoCapture()  # one that is not open
        except Exception as error:
            bugs.append(error)
            done.set()
            return
        with lock:
            if given_up:
                capture.release()
            else:
                opened.append(capture)
        done.set()

    threading.Thread(target=work, name="open-source", daemon=True).start()
    while not done.wait(0.05):
        if stop is not None and stop.is_set():
            break
    if bugs:
        raise bugs[0]
    with lock:
        given_up = True
        if opened and not (stop is not None and stop.is_set()):
            return opened[0]
    for capture in opened:
        capture.release()
    raise SourceError("opening was stopped", where=name)
