"""One engine at a time: starts it, stops it without waiting, and starts the next one when the old one has ended."""

import logging
import time
from dataclasses import replace
from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from core.errors import SourceError
from fer_desktop.bridge import EngineBridge, Preload, Request
from fer_desktop.recorder import Recorder

if TYPE_CHECKING:
    from core.live import EngineState, Event, Picture, Stats
    from core.types import Reading

_log = logging.getLogger(__name__)

_LAST_WORD_S = 0.5  # the thread that told the end has only to return


class Activity(Enum):
    """What the player is doing. STOPPING: asked to stop, and a thread is still finishing."""

    IDLE = auto()
    PREPARING = auto()
    RUNNING = auto()
    STOPPING = auto()


class Player(QObject):
    """Runs requests. Nothing here blocks the interface for long but `close`, and that hardly longer than it is told.

    activity_changed(Activity), state(EngineState), readings(list of Reading), happened(Event); ended(error or None)
    when a run is over; failed(error): a run that was replaced had ended with this.
    """

    activity_changed = Signal(object)
    state = Signal(object)
    readings = Signal(object)
    happened = Signal(object)
    ended = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.recorder = Recorder(self)
        self.activity = Activity.IDLE
        self._preload = Preload(self)
        self._preload.done.connect(self._on_preloaded, Qt.ConnectionType.QueuedConnection)
        self._loaded = False
        self._preload_error: Exception | None = None
        self._pending: Request | None = None
        self._bridge: EngineBridge | None = None
        self._replaced = False  # the run that is on is to make room for another one: nobody wants to hear it any more
        self._stats: Stats | None = None
        self._began: float | None = None  # when the run began that has not given a reading yet

    def preload(self) -> None:
        """Imports the heavy modules in the background, so that the first start is quick."""
        self._preload.start()

    def start(self, request: Request) -> None:
        """Runs this request as soon as possible, in place of a run that is on."""
        self._pending = request
        if self._bridge is not None:
            self._replaced = True
            self._ask_to_stop()
        elif self._loaded:
            self._begin()
        elif self._preload_error is not None:
            self._pending = None
            self.ended.emit(self._preload_error)
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
            self._release(gone)
        self.recorder.end_session()
        gone = self._preload.wait(deadline - time.monotonic()) and gone
        gone = self.recorder.wait(max(_LAST_WORD_S, deadline - time.monotonic())) and gone
        if not gone:
            _log.warning("a thread has not ended %.1f s after the window was closed", timeout)
        return gone

    def take_picture(self) -> "Picture | None":
        """The newest picture that has not been taken yet."""
        return self._bridge.engine.mailbox.take() if self._bridge and not self._replaced else None

    def stats(self) -> "Stats | None":
        """How fast the run is, or was at its end; None before the first run and while one is replaced."""
        if self._bridge:
            self._stats = None if self._replaced else self._bridge.engine.stats()
        return self._stats

    @property
    def active(self) -> bool:
        """True when a run is on, or about to begin."""
        return self._pending is not None or self.activity is Activity.RUNNING

    def switch(self, *, bundle: str | None = None, device: str | None = None, precision: str | None = None) -> bool:
        """Another bundle, device or precision, without a break in the run: see `core.live.Engine.switch`.

        True for a run that has not begun yet: it begins with them. Else `happened` tells how it went, if a run is on.
        """
        if self._pending:
            old = self._pending
            self._pending = replace(
                old,
                bundle=bundle or old.bundle,
                device=device or old.device,
                precision=precision or old.precision,
            )
            return True
        if self._bridge and self.active:
            self._bridge.engine.switch(bundle=bundle, device=device, precision=precision)
        return False

    def set_hop(self, hop: int) -> None:
        """Clips start every `hop` frames of 1/30 s from now on."""
        if self._pending:
            self._pending = replace(self._pending, hop=hop)
        elif self._bridge:
            self._bridge.set_hop(hop)

    def set_window(self, window: int | None) -> None:
        """So many clips vote from now on; None: all of the session."""
        if self._pending:
            self._pending = replace(self._pending, window=window)
        elif self._bridge:
            self._bridge.set_window(window)

    def _on_preloaded(self, error: Exception | None) -> None:
        self._loaded, self._preload_error = error is None, error
        if self._pending is not None and error is None:
            self._begin()
        elif self._pending is not None:
            self._pending = None
            self._set(Activity.IDLE)
            self.ended.emit(error)

    def _begin(self) -> None:
        request, self._pending = self._pending, None
        assert request is not None
        self._stats, self._replaced = None, False
        self._bridge = bridge = EngineBridge(request, self.recorder, self)
        queued = Qt.ConnectionType.QueuedConnection
        bridge.state.connect(self._on_state, queued)
        bridge.readings.connect(self._on_readings, queued)
        bridge.happened.connect(self._on_event, queued)
        bridge.ended.connect(self._on_ended, queued)
        self._set(Activity.RUNNING)
        self._began = time.monotonic()
        bridge.engine.start()

    def _ask_to_stop(self) -> None:
        assert self._bridge is not None
        self._set(Activity.STOPPING)
        self._bridge.engine.stop(timeout=0.0)

    # A run that is replaced still delivers the clip in flight, whose labels may be those of another bundle.

    def _on_state(self, state: "EngineState") -> None:
        if not self._replaced:
            self.state.emit(state)

    def _on_readings(self, readings: "list[Reading]") -> None:
        if self._replaced:
            return
        if self._began is not None and any(reading.posterior is not None for reading in readings):
            _log.info("first reading %.1f s after the start", time.monotonic() - self._began)
            self._began = None
        self.readings.emit(readings)

    def _on_event(self, event: "Event") -> None:
        if not self._replaced:
            self.happened.emit(event)

    def _on_ended(self, error: BaseException | None) -> None:
        if self._bridge is None:
            return  # closed meanwhile
        gone = self._bridge.engine.stop(timeout=_LAST_WORD_S)
        self.recorder.end_session(failed=error is not None)
        self.stats()
        self._release(gone)
        if self._pending is None:
            self._set(Activity.IDLE)
            self.ended.emit(error)
            return
        if error is not None:
            _log.error("the run that was replaced ended with an error", exc_info=error)
            if not isinstance(error, SourceError):  # nobody wants that source any more; the rest may concern the next
                self.failed.emit(error)
        self._begin()

    def _release(self, gone: bool) -> None:
        """gone: no thread is left that might still use the bridge; else it stays for as long as the player."""
        assert self._bridge is not None
        self._bridge.disconnect(self)
        if gone:
            self._bridge.deleteLater()
        self._bridge = None

    def _set(self, activity: Activity) -> None:
        self.activity = activity
        self.activity_changed.emit(activity)
