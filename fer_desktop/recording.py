"""What a person sees of a recording: the button, the row of details, the strip, messages, and a question at the end."""

import threading
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from core.disk_space import free_bytes
from core.recording_plan import Notice, RecordingPlan
from fer_desktop.choosers import choose_folder
from fer_desktop.close_question import CloseQuestion
from fer_desktop.recorder import Recorder, RecordingState
from fer_desktop.recording_messages import RecordingMessages
from fer_desktop.settings import Settings
from fer_desktop.widgets.banner import BannerArea
from fer_desktop.widgets.record_bar import RecordBar
from fer_desktop.widgets.recording_strip import RecordingStrip
from fer_desktop.widgets.tool_bar import ToolBar

_REFRESH_MS = 500


class Recording(QObject):
    """Hands a person's wishes to the recorder, and shows what the recorder tells.

    The record button starts at once: scores only, named after the source. What `ask` shows can be given before, and
    holds for that one recording: nobody is filmed, or gets another one's name, because of what was asked for last time.

    row: to be put into the window by whoever lays it out. state_changed(RecordingState), for menus.
    folder_changed(Path): recordings go there from now on. close_confirmed: a person has answered that the window may
    be closed.
    """

    state_changed = Signal(object)
    folder_changed = Signal(object)
    close_confirmed = Signal()
    _measured = Signal(str, object)

    def __init__(
        self, recorder: Recorder, bar: ToolBar, strip: RecordingStrip, banners: BannerArea, settings: Settings
    ) -> None:
        super().__init__(bar)
        self.row = RecordBar()
        self._recorder, self._bar, self._strip = recorder, bar, strip
        self._settings = settings
        self._messages = RecordingMessages(banners, self)
        self._question = CloseQuestion(self)
        self._question.confirmed.connect(self._stop_and_close)
        self._timer = QTimer(self, interval=_REFRESH_MS)
        self._timer.timeout.connect(self.refresh)
        bar.record_toggled.connect(self._on_wanted)
        strip.pause_asked.connect(self.toggle_pause)
        strip.stop_asked.connect(self.stop)
        self.row.accepted.connect(self._start_as_named)
        self.row.folder_asked.connect(self.choose_folder)
        # The recorder speaks from other threads.
        queued = Qt.ConnectionType.QueuedConnection
        recorder.started.connect(strip.show_path, queued)
        recorder.finished.connect(self._on_finished, queued)
        recorder.failed.connect(self._on_failed, queued)
        recorder.noticed.connect(self._on_notice, queued)
        recorder.called_off.connect(self._on_called_off, queued)
        recorder.state_changed.connect(self._on_state, queued)
        self._measured.connect(self._on_measured, queued)

    def ask(self) -> None:
        """Shows the row in which the next recording is named; not while one is on."""
        if self._recorder.wanted:
            return
        self.row.ask(self._settings.recording_folder)
        self._measure(self._settings.recording_folder)

    def choose_folder(self) -> None:
        """Lets a person choose where recordings go."""

        def chosen(folder: Path) -> None:
            self._settings.recording_folder = folder
            self.row.show_folder(folder)
            self._measure(folder)
            self.folder_changed.emit(folder)

        choose_folder(self._bar.window(), self.tr("Where recordings go"), self._settings.recording_folder, chosen)

    def toggle_pause(self) -> None:
        """Pauses a recording, or goes on with it."""
        if self._recorder.state is RecordingState.PAUSED:
            self._recorder.resume()
        else:
            self._recorder.pause()
        self.refresh()

    def stop(self) -> None:
        """Completes the recording, or takes back that one was asked for."""
        self._recorder.stop()
        self._show_state()

    def may_close(self) -> bool:
        """True when no recording would be cut short. Else False, and the person is asked: see `close_confirmed`."""
        if self._recorder.state not in (RecordingState.RECORDING, RecordingState.PAUSED):
            return True
        self._question.ask(self._bar.window(), self._recorder.rows)
        return False

    def refresh(self) -> None:
        """Shows how long and how much has been recorded by now."""
        recorder = self._recorder
        if recorder.state in (RecordingState.RECORDING, RecordingState.PAUSED):
            paused = recorder.state is RecordingState.PAUSED
            self._strip.show_progress(recorder.elapsed, recorder.rows, paused=paused)
            self._strip.show_video(recorder.keeps_video, recorder.pictures_dropped)
            self._strip.show_space(recorder.space)
            self._messages.refresh(recorder.space)

    # What a person asks for.

    def _on_wanted(self, wanted: bool) -> None:
        if not wanted:
            self.stop()
        elif self.row.isVisible():
            self.row.accept()
        else:
            self._start(RecordingPlan(self._settings.recording_folder, thumbnail=self._settings.keep_pictures))

    def _start_as_named(self) -> None:
        row = self.row
        settings = self._settings
        plan = RecordingPlan(settings.recording_folder, row.name, row.subject, row.video, settings.keep_pictures)
        self._start(plan)

    def _start(self, plan: RecordingPlan) -> None:
        self._messages.begin()
        self._recorder.start(plan)
        self._show_state()

    def _stop_and_close(self) -> None:
        self.stop()
        self.close_confirmed.emit()

    # What the recorder tells.

    def _on_state(self, state: RecordingState) -> None:
        self._show_state()
        self.state_changed.emit(state)

    def _show_state(self) -> None:
        """What is true now: a signal from another thread may come when it is no longer."""
        recorder, state = self._recorder, self._recorder.state
        self._bar.show_recording(recorder.wanted, waiting=state is RecordingState.WAITING)
        plan = recorder.plan
        if plan is None:
            self._question.withdraw()
            self._strip.hide()
            self._timer.stop()
        elif state is RecordingState.WAITING:
            self._strip.show_waiting(plan.video)
        else:
            self._strip.show_path(recorder.path or plan.folder)
            self._timer.start()
            self.refresh()

    def _on_finished(self, path: Path | None, rows: int) -> None:
        self._show_state()
        self._messages.show_finished(path, rows)

    def _on_failed(self, error: Exception, kept: Path | None) -> None:
        self._show_state()
        self._messages.show_failed(error, kept)

    def _on_called_off(self) -> None:
        self._show_state()
        self._messages.show_called_off()

    def _on_notice(self, notice: Notice, error: Exception | None) -> None:
        self._messages.show_notice(notice, error, self._recorder.space)

    # How much room there is: a disk that does not answer must not stop the window.

    def _measure(self, folder: Path) -> None:
        def measure() -> None:
            with suppress(OSError, RuntimeError):  # RuntimeError: the window is gone meanwhile
                self._measured.emit(str(folder), free_bytes(folder))

        threading.Thread(target=measure, name="free-space", daemon=True).start()

    def _on_measured(self, folder: str, free: int) -> None:
        if folder == str(self._settings.recording_folder):
            self.row.show_space(free)
