"""What the log tells of runs and recordings: a line for each step, without names of files and without secrets.

The end of the log goes into the diagnostics that a person passes on; which film was watched is nobody's business. What
happens within a run is logged by the engine.
"""

import logging
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from core.errors import FerError
from fer_desktop.player import Activity, Player
from fer_desktop.privacy import shareable
from fer_desktop.recorder import RecordingState

if TYPE_CHECKING:
    from core.live import EngineState
    from core.types import SourceInfo

_log = logging.getLogger(__name__)


class RunLog(QObject):
    """Listens to the player and its recorder for as long as they are there."""

    def __init__(self, player: Player) -> None:
        super().__init__(player)
        self._player = player
        self._opened: SourceInfo | None = None
        self._began = time.monotonic()
        self._was_paused = False
        player.activity_changed.connect(self._on_activity)
        player.state.connect(self._on_state)
        player.ended.connect(self._on_ended)
        # In the recorder's own threads: when the window closes, nobody is left to take what was queued.
        recorder, direct = player.recorder, Qt.ConnectionType.DirectConnection
        recorder.state_changed.connect(self._on_recording, direct)
        recorder.finished.connect(self._on_recorded, direct)
        recorder.failed.connect(self._on_recording_failed, direct)

    def _on_activity(self, activity: Activity) -> None:
        if activity is Activity.RUNNING:
            self._opened, self._began = None, time.monotonic()

    def _on_state(self, state: "EngineState") -> None:
        if state.info is not None and state.info != self._opened:
            self._opened = state.info
            _log.info("opened %s", _described(state.info))

    def _on_ended(self, error: BaseException | None) -> None:
        seconds = time.monotonic() - self._began
        if error is None:
            _log.info("the run ended after %.1f s", seconds)
        elif isinstance(error, FerError):  # a bug has lines of its own
            what = "the run ended" if self._opened else "the run could not begin"
            _log.warning("%s after %.1f s: %s", what, seconds, _said(error))

    def _on_recording(self, state: RecordingState) -> None:
        words = {RecordingState.WAITING: "asked for", RecordingState.PAUSED: "paused"}
        words[RecordingState.RECORDING] = "goes on" if self._was_paused else "begins"
        if state in words:
            _log.info("recording: %s", words[state])
        self._was_paused = state is RecordingState.PAUSED

    def _on_recorded(self, path: Path | None, rows: int) -> None:
        _log.info("recording: complete, %d rows%s", rows, "" if path else ", nothing to keep")

    def _on_recording_failed(self, error: BaseException, _kept: Path | None) -> None:
        _log.warning("recording: failed: %s", _said(error))


def _described(info: "SourceInfo") -> str:
    rate = f", {info.fps:.4g} fps" if info.fps else ""
    which = Path(info.name).suffix.lower() if info.kind == "file" else shareable(info.name)
    return f"{info.kind} {which}, {info.width}x{info.height}{rate}"


def _said(error: BaseException) -> str:
    """Without the path of a file, and without the values of an address that are secret."""
    if not isinstance(error, FerError):
        return type(error).__name__
    where = f"{shareable(error.where)}: " if "://" in error.where else ""
    return f"{where}{shareable(error.what)}"
