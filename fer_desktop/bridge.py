"""From the engine's worker threads to the thread of the interface: callbacks become signals."""

import importlib
import logging
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from fer_desktop.recorder import Recorder

if TYPE_CHECKING:
    from core.live import EngineState, Event
    from core.types import Reading

HEAVY_MODULES = ("torch", "core.live")
"""Imported before the first engine starts: the import of torch alone stops every thread for a while."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Request:
    """What to analyse and how; the attributes are those of `core.live.Engine`."""

    spec: str | int
    bundle: str = "starter"
    device: str = "auto"
    hop: int = 4
    window: int | None = 8
    camera_format: str = ""
    precision: str = "auto"


class Preload(QObject):
    """Imports the heavy modules in a thread, once, while the window is already there.

    done(error or None): the imports are through. An import error is a bug or a broken installation.
    """

    done = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begins, if it has not begun yet."""
        if self._thread is None:
            # Daemon: an import cannot be interrupted, and must not hold a program that someone has closed.
            self._thread = threading.Thread(target=self._import, name="preload", daemon=True)
            self._thread.start()

    def wait(self, timeout: float) -> bool:
        """Waits for the thread at most `timeout` seconds; False when it is still at it."""
        if self._thread is not None:
            self._thread.join(max(0.0, timeout))
        return self._thread is None or not self._thread.is_alive()

    def _import(self) -> None:
        began, failure = time.monotonic(), None
        try:
            for name in HEAVY_MODULES:
                importlib.import_module(name)
        except Exception as error:
            failure = error
            _log.exception("the heavy modules cannot be imported")
        _log.info("heavy modules imported in %.1f s", time.monotonic() - began)
        self.done.emit(failure)


class EngineBridge(QObject):
    """One engine and its signals, which arrive in the thread of the interface.

    readings(list of Reading), state(EngineState), happened(Event), ended(error or None; once, after everything else).
    """

    readings = Signal(object)
    state = Signal(object)
    happened = Signal(object)
    ended = Signal(object)

    def __init__(self, request: Request, recorder: Recorder, parent: QObject) -> None:
        """Creates the engine without starting it. The heavy modules must have been imported (see `Preload`)."""
        from core.live import Engine

        super().__init__(parent)
        self._recorder = recorder
        self._session: tuple[object, object] | None = None  # the source and card that the recorder was told last
        self._computed: dict[str, int | str | None] = {}  # the same of how it is computed
        recorder.take_settings(
            {"hop": request.hop, "window": request.window, "device": request.device, "precision": request.precision}
        )
        self.engine: Engine = Engine(
            request.spec,
            bundle=request.bundle,
            device=request.device,
            precision=request.precision,
            hop=request.hop,
            window=request.window,
            on_readings=self._on_readings,
            on_state=self._on_state,
            on_event=self._on_event,
            on_frame=recorder.take_frame,
            on_end=self.ended.emit,
            camera_format=request.camera_format,
        )

    def set_hop(self, hop: int) -> None:
        """As `core.live.Engine.hop`."""
        self.engine.hop = hop  # a state tells which one is in effect

    def set_window(self, window: int | None) -> None:
        """As `core.live.Engine.window`."""
        self.engine.window = window
        self._recorder.take_settings({"window": window})

    # The recorder is served here, in the engine's thread: rows for a slow disk must not stop the interface, and a
    # recording that was asked for before the start must not miss the first reading.

    def _on_readings(self, readings: "list[Reading]") -> None:
        self._recorder.take_readings(readings)
        self.readings.emit(readings)

    def _on_state(self, state: "EngineState") -> None:
        computed: dict[str, int | str | None] = {"device": state.device, "precision": state.precision, "hop": state.hop}
        if state.device and computed != self._computed:
            self._computed = computed
            self._recorder.take_settings(computed)
        if state.info is not None and state.card is not None and (state.info, state.card) != self._session:
            self._session = (state.info, state.card)
            self._recorder.take_session(state.info, state.card)
        self.state.emit(state)

    def _on_event(self, event: "Event") -> None:
        self._recorder.take_event(event)
        self.happened.emit(event)
