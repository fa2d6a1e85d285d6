"""One engine at a time: starts it, stops it without waiting, and starts the next one when the old one has ended."""

import logging
import time
from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from fer_desktop.bridge import EngineBridge, Preload, Request
from fer_desktop.recorder import Recorder

if TYPE_CHECKING:
    from core.live import Picture, Stats

_log = logging.getLogger(__name__)


class Activity(Enum):
    """What the player is doing. STOPPING: asked to stop, and a thread is still finishing."""

    IDLE = auto()
    PREPARING = auto()
    RUNNING = auto()
    STOPPING = auto()


class Player(QObject):
    """Runs requests. Nothing here blocks the interface but `close`, and that no longer than it is told.

    activity_changed(Activity), state(EngineState), readings(list of Reading); ended(error or None) when a run is over.
    """

    activity_changed = Signal(object)
    state = Signal(object)
    readings = Signal(object)
    ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.recorder = Recorder(self)
        self.activity = Activity.IDLE
        self._preload = Preload(self)
        self._preload.done.connect(self._on_preloaded, Qt.ConnectionType.QueuedConnection)
        self._loaded = False
        self._pending: Request | None = None
        self._bridge: EngineBridge | None = None
        self._stats: Stats | None = None

    def preload(self) -> None:
        """Imports the heavy modules in the background, so that the first start is quick."""
        self._preload.start()

    def start(self, request: Request) -> None:
        """Runs this request as soon as possible, in place of a run that is on."""
        self._pending = request
        if self._bridge is not None:
            self._ask_to_stop()
        elif self._loaded:
            self._begin()
        else:
            self._set(Activity.PREPARING)
            self._preload.start()

    def stop(self) -> None:
        """Asks the run to end; `ended` follows."""
        self._pending = None
        if self._bridge is not None:
            self._ask_to_stop()
        elif self.activity is Activity.PREPARING:
            self._set(Activity.IDLE)
            self.ended.emit(None)

    def close(self, timeout: float = 2.0) -> bool:
        """Ends every thread, waiting `timeout` seconds at most, and completes a recording. False: one is left."""
        deadline, self._pending = time.monotonic() + timeout, None
        gone = True
        if self._bridge is not None:
            gone = self._bridge.engine.stop(timeout=timeout)
            self._release()
        gone = self._preload.wait(deadline - time.monotonic()) and gone
        self.recorder.end_session()
        if not gone:
            _log.warning("a thread has not ended %.1f s after the window was closed", timeout)
        return gone

    def take_picture(self) -> "Picture | None":
        """The newest picture that has not been taken yet."""
        return self._bridge.engine.mailbox.take() if self._bridge else None

    def stats(self) -> "Stats | None":
        """How fast the run is, or was at its end; None before the first run."""
        if self._bridge:
            self._stats = self._bridge.engine.stats()
        return self._stats

    @property
    def hop(self) -> int | None:
        """The hop of the run; None when there is none."""
        return self._bridge.engine.hop if self._bridge else None

    @property
    def window(self) -> int | None:
        """How many clips vote; None for all of the session, or when there is no run."""
        return self._bridge.engine.window if self._bridge else None

    def set_hop(self, hop: int) -> None:
        """Clips start every `hop` frames of 1/30 s from now on."""
        if self._bridge:
            self._bridge.engine.hop = hop

    def set_window(self, window: int | None) -> None:
        """So many clips vote from now on; None: all of the session."""
        if self._bridge:
            self._bridge.engine.window = window

    def _on_preloaded(self, error: Exception | None) -> None:
        self._loaded = error is None
        if self._pending is not None and error is None:
            self._begin()
        elif self._pending is not None:
            self._pending = None
            self._set(Activity.IDLE)
            self.ended.emit(error)

    def _begin(self) -> None:
        request, self._pending = self._pending, None
        assert request is not None
        self._stats = None
        self._bridge = bridge = EngineBridge(request, self.recorder, self)
        queued = Qt.ConnectionType.QueuedConnection
        bridge.state.connect(self.state, queued)
        bridge.readings.connect(self.readings, queued)
        bridge.ended.connect(self._on_ended, queued)
        self._set(Activity.RUNNING)
        bridge.engine.start()

    def _ask_to_stop(self) -> None:
        assert self._bridge is not None
        self._set(Activity.STOPPING)
        self._bridge.engine.stop(timeout=0.0)

    def _on_ended(self, error: BaseException | None) -> None:
        if self._bridge is None:
            return  # closed meanwhile
        self.recorder.end_session()
        self.stats()
        self._release()
        if self._pending is not None:
            self._begin()
            return
        self._set(Activity.IDLE)
        self.ended.emit(error)

    def _release(self) -> None:
        assert self._bridge is not None
        self._bridge.disconnect(self)
        self._bridge.deleteLater()
        self._bridge = None

    def _set(self, activity: Activity) -> None:
        self.activity = activity
        self.activity_changed.emit(activity)
