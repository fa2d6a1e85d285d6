"""Recording: from the engine's threads and the interface into one recording after the other."""

import threading
import time
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.disk_space import FreeBytes, Space, free_bytes
from core.recording_plan import Card, Happening, Outcome, RecordingPlan, RunSettings
from core.session_recording import SessionRecording
from core.sessions.recording import OpenStore
from core.sessions.store import SessionStore
from core.types import Frame, Reading, SourceInfo


class RecordingState(StrEnum):
    """WAITING: asked for, and there is no run to record yet."""

    OFF = "off"
    WAITING = "waiting"
    RECORDING = "recording"
    PAUSED = "paused"


class Recorder(QObject):
    """Records what a run delivers when a person asks for it.

    Asked for before the start, it begins with the run. `take_*` are called by the engine's threads, the rest by the
    interface; all of them return at once, and files are written in the recording's own thread. The signals come from
    any thread.

    started(Path): rows are being written to this file; again when they go on in another one.
    finished(Path or None, rows): the recording is complete and lies there; None when there was nothing to keep.
    failed(error, Path or None): it had to stop; what was written so far lies there.
    noticed(Notice, error or None): something a person should hear, and the recording goes on.
    called_off(): the run that it waited for could not begin, and the next one is not recorded unasked.
    state_changed(RecordingState): it is another one now.
    """

    started = Signal(object)
    finished = Signal(object, int)
    failed = Signal(object, object)
    noticed = Signal(object, object)
    called_off = Signal()
    state_changed = Signal(object)

    def __init__(
        self, parent: QObject | None = None, *, free: FreeBytes = free_bytes, open_store: OpenStore = SessionStore.open
    ) -> None:
        """free: how many bytes can still be written in a folder. open_store: opens the database of sessions."""
        super().__init__(parent)
        self._free, self._open_store = free, open_store
        self._lock = threading.Lock()  # guards what follows; never held while anything waits
        self._plan: RecordingPlan | None = None  # not None: recording is wanted
        self._asked_at = 0.0
        self._session: tuple[SourceInfo, Card] | None = None
        self._settings: dict[str, int | str | None] = {}
        self._faces: dict[int, str] = {}
        self._current: SessionRecording | None = None
        self._completing: list[SessionRecording] = []
        self._told = RecordingState.OFF

    @property
    def state(self) -> RecordingState:
        """What it does now."""
        current = self._current
        if current is not None:
            return RecordingState.PAUSED if current.paused else RecordingState.RECORDING
        return RecordingState.WAITING if self._plan else RecordingState.OFF

    @property
    def wanted(self) -> bool:
        """True from `start` until the recording is over."""
        return self._plan is not None

    @property
    def plan(self) -> RecordingPlan | None:
        """What was asked for; None when nothing is recorded."""
        return self._plan

    @property
    def path(self) -> Path | None:
        """The file that rows go to now; None when nothing is being written."""
        current = self._current
        return current.path if current else None

    @property
    def rows(self) -> int:
        """Rows written so far."""
        current = self._current
        return current.rows if current else 0

    @property
    def elapsed(self) -> float:
        """Seconds recorded so far, without pauses."""
        current = self._current
        return current.elapsed if current else 0.0

    @property
    def keeps_video(self) -> bool:
        """True while pictures are being kept."""
        current = self._current
        return current.keeps_video if current else False

    @property
    def pictures_dropped(self) -> int:
        """Pictures of this recording that came faster than they could be kept."""
        current = self._current
        return current.pictures_dropped if current else 0

    @property
    def space(self) -> Space | None:
        """What is left on the disk; None when nothing is recorded or nobody knows."""
        current = self._current
        return current.space if current else None

    def start(self, plan: RecordingPlan) -> None:
        """Records into new files, at once or as soon as there is a session to record. Nothing if it does already."""
        with self._lock:
            if self._plan is None:
                self._plan, self._asked_at = plan, time.monotonic()
                self._begin()
        self._tell_state()

    def pause(self) -> None:
        """Nothing is written until `resume`; a recording that has not begun yet does not pause."""
        with self._lock:
            if self._current:
                self._current.pause()
        self._tell_state()

    def resume(self) -> None:
        """Goes on with the same files."""
        with self._lock:
            if self._current:
                self._current.resume()
        self._tell_state()

    def stop(self) -> None:
        """Has the files completed; `finished` or `failed` follows. Does nothing when nothing is recorded."""
        with self._lock:
            self._complete()
            self._plan = None
        self._tell_state()

    def end_session(self, *, failed: bool = False) -> None:
        """The run is over: has the files completed and forgets source, bundle and faces.

        A recording that has not begun yet waits for the next run, unless this one failed.
        """
        with self._lock:
            called_off = failed and self._plan is not None and self._current is None
            if called_off:
                self._plan = None
            self._complete()
            self._session, self._faces = None, {}
        if called_off:
            self.called_off.emit()
        self._tell_state()

    def take_session(self, info: SourceInfo, card: Card) -> None:
        """The source and the bundle of the readings to come; again when another bundle takes over during the run."""
        with self._lock:
            self._session = (info, card)
            if self._current:
                self._current.switch(card)
            else:
                self._begin()
        self._tell_state()

    def take_settings(self, settings: RunSettings) -> None:
        """What is known of how the run computes, or has changed: see `RunSettings`."""
        with self._lock:
            self._settings.update(settings)
            if self._current:
                self._current.take_settings(dict(self._settings))

    def take_faces(self, names: Mapping[int, str]) -> None:
        """What a person calls the faces of this run, by their numbers; all of them."""
        with self._lock:
            self._faces = dict(names)
            if self._current:
                self._current.take_faces(dict(names))

    def take_readings(self, readings: Sequence[Reading]) -> None:
        """Writes the readings if a recording is on."""
        current = self._current
        if current:
            current.take_readings(readings)

    def take_frame(self, frame: Frame) -> None:
        """A frame of the source, to be kept if the pictures are wanted."""
        current = self._current
        if current:
            current.take_frame(frame)

    def take_event(self, event: Happening) -> None:
        """Something happened that the notes of a recording should mention."""
        current = self._current
        if current:
            current.take_event(event)

    def wait(self, timeout: float) -> bool:
        """Waits `timeout` seconds at most until every file is complete; False when one is not."""
        deadline = time.monotonic() + timeout
        with self._lock:
            completing = list(self._completing)
        left = [recording for recording in completing if not recording.wait(deadline - time.monotonic())]
        with self._lock:
            self._completing = [
                recording for recording in self._completing if recording not in completing or recording in left
            ]
        return not left

    def _begin(self) -> None:
        if self._plan is None or self._session is None or self._current is not None:
            return
        info, card = self._session
        self._current = SessionRecording(
            self._plan,
            info,
            card,
            on_started=self.started.emit,
            on_notice=self.noticed.emit,
            on_end=self._on_end,
            free=self._free,
            asked_at=self._asked_at,
            open_store=self._open_store,
        )
        self._current.take_settings(dict(self._settings))
        self._current.take_faces(self._faces)
        self._completing = [*(other for other in self._completing if not other.wait(0.0)), self._current]

    def _complete(self) -> None:
        current, self._current = self._current, None
        if current is not None:
            self._plan = None
            current.finish()

    def _on_end(self, recording: SessionRecording, outcome: Outcome) -> None:
        with self._lock:
            if self._current is recording:
                self._current = self._plan = None
        if outcome.error is not None:
            self.failed.emit(outcome.error, outcome.path)
        else:
            self.finished.emit(outcome.path, outcome.rows)
        self._tell_state()

    def _tell_state(self) -> None:
        state = self.state
        if state is not self._told:
            self._told = state
            self.state_changed.emit(state)
