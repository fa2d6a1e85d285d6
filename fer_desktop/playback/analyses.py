"""The queue of analyses for the interface: its thread's news become signals."""

from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from core.playback.analysis_key import AnalysisRequest
from core.playback.analysis_queue import AnalysisQueue
from core.playback.analysis_view import AnalysisView
from core.sessions.record import Session
from core.sessions.recording import OpenStore
from core.sessions.store import SessionStore


class Analyses(QObject):
    """changed(str path): something about the analysis of this video is new. Emitted in the thread of the interface."""

    changed = Signal(str)
    _heard = Signal(str)

    def __init__(self, parent: QObject | None = None, open_store: OpenStore = SessionStore.open) -> None:
        super().__init__(parent)
        self._queue = AnalysisQueue(self._hear, open_store)
        self._heard.connect(self.changed, Qt.ConnectionType.QueuedConnection)

    def add(self, request: AnalysisRequest, *, fresh: bool = False) -> None:
        """As `core.playback.analysis_queue.AnalysisQueue.add`; so are the methods below."""
        self._queue.add(request, fresh=fresh)

    def views(self) -> list[AnalysisView]:
        """How every video stands, in the order of the queue."""
        return self._queue.views()

    def view(self, path: Path) -> AnalysisView | None:
        """How this one stands."""
        return self._queue.view(path)

    def session(self, path: Path) -> Session | None:
        """What is known of this video by now."""
        return self._queue.session(path)

    def toggle_pause(self, path: Path) -> None:
        """Lets its analysis rest, or go on."""
        self._queue.pause(path, paused=not self._queue.is_paused(path))

    def first(self, path: Path) -> None:
        """This one comes next."""
        self._queue.first(path)

    def cancel(self, path: Path) -> None:
        """Calls its analysis off; what was read stays."""
        self._queue.cancel(path)

    def remove(self, path: Path) -> None:
        """It is not in the queue any more."""
        self._queue.remove(path)

    def hold(self, held: bool) -> None:
        """Everything rests while a camera is on."""
        self._queue.hold(held)

    def close(self, timeout: float) -> bool:
        """Calls everything off; False when the thread is still there after `timeout` seconds."""
        return self._queue.close(timeout)

    def _hear(self, path: Path) -> None:
        if shiboken6.isValid(self):
            self._heard.emit(str(path))
