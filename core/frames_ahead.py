"""A file is read, and its faces are found, in one thread while another one scores: the same readings, sooner.

Reading and finding take about as long as scoring, and each keeps one core busy.
"""

import queue
import threading
from collections.abc import Callable, Iterator
from types import TracebackType

from core.capture.source import Source
from core.pipeline import Found, Pipeline

AHEAD = 12  # frames: three clips at hop 4; more would only take memory
AHEAD_BYTES = 64 << 20  # of pictures, which are as large as the file's: three of 4K
_LOOK_S = 0.1
_LET_GO_S = 5.0  # one picture at most is still being worked on


class FramesAhead:
    """The frames of a file with their faces, in order, for `Pipeline.take`. Use it as a context manager.

    source: its `read` is called in the thread. look: called while nothing comes; what it raises ends the waiting.
    Iterating raises what `read` and `Pipeline.find` raise, after the frames that came before.
    """

    def __init__(self, source: Source, pipeline: Pipeline, look: Callable[[], None] = lambda: None) -> None:
        self._source, self._pipeline, self._look = source, pipeline, look
        size = max(1, source.info.width * source.info.height * 3)
        ahead = max(2, min(AHEAD, AHEAD_BYTES // size))
        self._found: queue.Queue[Found | BaseException | None] = queue.Queue(ahead)  # None: the end
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="frames-ahead", daemon=True)

    def __enter__(self) -> "FramesAhead":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._source.cancel()
        self._thread.join(_LET_GO_S)

    def __iter__(self) -> Iterator[Found]:
        while (found := self._next()) is not None:
            if isinstance(found, BaseException):
                raise found
            yield found

    def _next(self) -> Found | BaseException | None:
        while True:
            try:
                return self._found.get(timeout=_LOOK_S)
            except queue.Empty:
                self._look()  # a disk that does not answer must not keep anybody

    def _run(self) -> None:
        try:
            while not self._stop.is_set() and (frame := self._source.read()) is not None:
                self._put(self._pipeline.find(frame))
            self._put(None)
        except BaseException as error:
            self._put(error)

    def _put(self, found: Found | BaseException | None) -> None:
        while not self._stop.is_set():
            try:
                return self._found.put(found, timeout=_LOOK_S)
            except queue.Full:
                continue
        return None
