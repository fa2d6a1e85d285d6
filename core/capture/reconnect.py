"""A live source that comes back: opens it again, with growing pauses, whenever it is lost."""

import logging
import threading
from collections.abc import Callable
from dataclasses import replace

from core.capture.source import Source, SourceState
from core.errors import FerError, SourceError, SourceLost
from core.text import text
from core.types import Frame

# At most a second of pictures is to be missed once the source is back, and opening it takes its share.
FIRST_PAUSE_S = 0.25
LONGEST_PAUSE_S = 0.75

_log = logging.getLogger(__name__)


class ReconnectingSource:
    """A `Source` made of as many openings of the same camera or stream as it takes.

    opener: opens the source, gives up early when the event it gets is set, raises SourceError when it cannot.
    A bug in a source or a driver is a loss like any other: it is logged, and the source opened again.
    Frame.index keeps counting over losses. The first opening happens here and is not retried: its error is for the
    caller.
    """

    def __init__(
        self,
        opener: Callable[[threading.Event], Source],
        *,
        on_state: Callable[[SourceState], None] | None = None,
        stop: threading.Event | None = None,
        first_pause: float = FIRST_PAUSE_S,
        longest_pause: float = LONGEST_PAUSE_S,
    ) -> None:
        self._opener = opener
        self._on_state = on_state or (lambda state: None)
        self._pauses = (first_pause, longest_pause)
        self._cancelled = threading.Event()
        self._delivered = 0
        self.warnings: list[str] = []
        self._source: Source | None = opener(stop or self._cancelled)
        self.info = self._source.info

    def read(self) -> Frame | None:
        """The next frame. Blocks, retrying, for as long as the source is lost; None after `cancel`."""
        if self._cancelled.is_set() or self._source is None:
            return None
        try:
            frame = self._source.read()
        except SourceLost as loss:
            frame = self._recover(loss.what)
        except FerError:
            raise
        except Exception as error:
            frame = self._recover(_failed(error))
        if frame is None:
            return None
        frame = replace(frame, index=self._delivered)
        self._delivered += 1
        return frame

    def cancel(self) -> None:
        self._cancelled.set()
        source = self._source
        if source is not None:
            source.cancel()

    def close(self) -> None:
        source, self._source = self._source, None
        if source is not None:
            source.close()

    def _recover(self, why: str) -> Frame | None:
        """The first frame after the source is back; None when cancelled first."""
        self.close()
        pause, longest = self._pauses
        retries = 0
        while True:
            message = text("{source} is lost: {why}", source=self.info.name, why=why)
            self._on_state(SourceState(True, message, retries, pause))
            if self._cancelled.wait(pause):
                return None
            retries += 1
            self._on_state(SourceState(True, message, retries))
            try:
                frame = self._reopen()
            except Exception as error:
                if self._cancelled.is_set():
                    return None
                self.close()
                why = error.what if isinstance(error, SourceError) else _failed(error)
                pause = min(2 * pause, longest)
                continue
            if frame is not None:
                self._on_state(SourceState(False, text("{source} is back", source=self.info.name), retries))
            return frame

    def _reopen(self) -> Frame | None:
        # Back means a picture came: some cameras can be opened, and then stay dark.
        self._source = source = self._opener(self._cancelled)
        if self._cancelled.is_set():  # a cancel() during the opening found no source to pass it on to
            return None
        self.info = source.info
        return source.read()


def _failed(error: Exception) -> str:
    _log.error("a source failed", exc_info=error)
    return text("it failed ({error})", error=f"{type(error).__name__}: {error}")
