"""Does things with the store of sessions in a thread, one after the other, for whoever must not wait for them."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from core.errors import Cancelled, FerError

if TYPE_CHECKING:
    from core.sessions.store import SessionStore

OpenStore = Callable[[], "SessionStore"]
Work = Callable[[Any], object]
"""Gets a `SessionStore`, or None."""

_log = logging.getLogger(__name__)


class StoreWorker(QObject):
    """begun(key): its turn has come. ended(key, outcome): what the work returned, or the exception that ended it.

    Each work gets a store of the thread that it runs in. Signals are emitted in the thread of the interface.
    """

    begun = Signal(object)
    ended = Signal(object, object)
    _returned = Signal(object, object)

    def __init__(self, open_store: OpenStore, name: str, parent: QObject) -> None:
        """name: of the thread."""
        super().__init__(parent)
        self._open, self._name = open_store, name
        self._waiting: deque[tuple[object, Work, bool]] = deque()
        self._thread: threading.Thread | None = None
        self._closed = False
        self._returned.connect(self._on_returned, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Something is being done."""
        return self._thread is not None

    def ask(self, key: object, work: Work, *, needs_store: bool = True) -> None:
        """Does this as soon as all that was asked for before is done. needs_store: else the work gets None."""
        self._waiting.append((key, work, needs_store))
        self._begin_next()

    def drop_waiting(self) -> None:
        """What has not begun is not wanted any more."""
        self._waiting.clear()

    def close(self, timeout: float) -> bool:
        """Nothing more begins. Waits `timeout` seconds at most; False: the thread is still there."""
        self._closed = True
        self._waiting.clear()
        if self._thread is None:
            return True
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _begin_next(self) -> None:
        if self._thread is not None or self._closed or not self._waiting:
            return
        key, work, needs_store = self._waiting.popleft()
        # Daemon: a disk that does not answer must not hold a program that someone has closed.
        self._thread = threading.Thread(target=self._run, args=(key, work, needs_store), name=self._name, daemon=True)
        self._thread.start()
        self.begun.emit(key)

    def _run(self, key: object, work: Work, needs_store: bool) -> None:
        """In the thread."""
        outcome: object
        try:
            with self._open() if needs_store else nullcontext() as store:
                outcome = work(store)
        except Exception as error:
            outcome = error
            if not isinstance(error, FerError | Cancelled):
                _log.exception("work on the sessions broke")
        if shiboken6.isValid(self):
            self._returned.emit(key, outcome)

    def _on_returned(self, key: object, outcome: object) -> None:
        if self._thread is None or self._closed:
            return
        self._thread.join()  # it has only to return
        self._thread = None
        self.ended.emit(key, outcome)
        self._begin_next()
