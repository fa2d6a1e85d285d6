"""Joins the playback page and the page of sessions to the window."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from core.errors import FerError, SourceError, StoreError
from core.exports.formats import ExportFormat
from core.exports.naming import export_stem
from core.playback.analysis_key import AnalysisRequest
from core.sessions.record import Session
from core.sessions.store import SessionStore
from fer_desktop.close_question import OpenQuestion
from fer_desktop.export_job import ExportJob
from fer_desktop.playback.playing import Playing
from fer_desktop.player import Activity
from fer_desktop.recorder import RecordingState
from fer_desktop.remembered import remember_source
from fer_desktop.sessions.exporting import choose_export
from fer_desktop.sessions.worker import StoreWorker
from fer_desktop.settings import Settings

if TYPE_CHECKING:
    from fer_desktop.window import MainWindow


class WindowPlayback(QObject):
    """playing: what is on the playback page."""

    def __init__(self, window: "MainWindow", settings: Settings) -> None:
        super().__init__(window)
        self._window, self._settings = window, settings
        self.playing = playing = Playing(window.playback, self._request, self)
        playing.shown.connect(self._on_shown)
        playing.opened.connect(lambda path: remember_source(settings, str(path)))
        playing.failed.connect(self._on_failed)
        playing.analysed.connect(self._refresh_sessions)
        window.player.activity_changed.connect(self._on_activity)
        window.player.recorder.finished.connect(self._on_recorded, Qt.ConnectionType.QueuedConnection)
        window.pages.currentChanged.connect(self._on_page)
        window.playback.export.export_asked.connect(self._export)
        sessions = window.sessions
        sessions.export_folder = settings.export_folder
        sessions.folder_used.connect(lambda folder: setattr(settings, "export_folder", folder))
        sessions.failed.connect(window.show_error)
        sessions.told.connect(window.notes.show_note)
        sessions.open_asked.connect(self.open_session)
        window.actions_["sessions"].triggered.connect(lambda: window.pages.read(sessions))
        self._question, self._asked_for = OpenQuestion(self), list[Path]()
        self._question.confirmed.connect(self._stop_and_open)
        self._tidy = StoreWorker(SessionStore.prepare, "sessions", self)
        self._tidy.ended.connect(self._on_tidied)
        controls = window.live.controls
        controls.hop_changed.connect(lambda _hop: self.analyse_anew())
        controls.window_changed.connect(lambda _window: self.analyse_anew())

    def tidy(self) -> None:
        """At the start, and when it is to be kept for less long: what was cut off is closed, what is too old deleted,
        what is damaged set aside."""
        days = self._settings.keep_sessions_days
        self._tidy.ask(None, lambda store: (store.damaged, store.delete_older_than(days) if days else 0))

    @property
    def on(self) -> bool:
        """Whether the playback page is the one that is worked on."""
        return self._window.pages.place is self._window.playback

    def open(self, paths: Sequence[Path]) -> None:
        """Shows the first of these videos; all of them are analysed. A camera that is on is stopped; where it is being
        recorded, the person is asked before."""
        recorder = self._window.player.recorder
        if recorder.state in (RecordingState.RECORDING, RecordingState.PAUSED):
            self._asked_for = list(paths)
            self._question.ask(self._window, recorder.rows)
        else:
            self._open(paths)

    def _stop_and_open(self) -> None:
        self._window.player.recorder.stop()
        self._open(self._asked_for)

    def _open(self, paths: Sequence[Path]) -> None:
        window = self._window
        window.choice.source = str(paths[0])
        window.banners.clear()
        window.address_bar.hide()
        window.status.hide()
        if window.player.activity in (Activity.PREPARING, Activity.RUNNING):
            window.run_display.stopped = True
            window.player.stop()
        if window.player.recorder.state is RecordingState.WAITING:
            window.player.recorder.stop()  # what it waited for is a camera
        window.welcome.offer(window.choice.name_to_go_on_with)
        window.pages.setCurrentWidget(window.playback)
        window.playback.setFocus()
        window.menus.sources.show_open(window.choice.source)
        self.playing.open_videos(paths)

    def open_session(self, session_id: str) -> None:
        """Looks at a session from the list on the timeline. A camera that is on goes on behind it."""
        window = self._window
        if window.player.active:
            window.notes.show_note(self.tr("The camera goes on; Esc leads back to it"))
        window.status.hide()
        window.pages.setCurrentWidget(window.playback)
        window.playback.setFocus()
        self.playing.open_session(session_id)

    def leave(self) -> bool:
        """Back to the camera that goes on behind the page; False when there is none."""
        if not (self.on and self._window.player.active):
            return False
        self._window.pages.setCurrentWidget(self._window.live)
        self._window.status.show()
        return True

    def toggle(self) -> None:
        """Plays, or stops."""
        self.playing.toggle()

    def analyse_anew(self) -> None:
        """With the bundle, device and precision that are chosen now."""
        if self.on:
            self.playing.analyse_anew()

    def close(self, timeout: float) -> bool:
        """Ends what it began; False when a thread is still there after `timeout` seconds."""
        deadline, ended = time.monotonic() + timeout, []
        for end in (self.playing.close, self._window.sessions.end_work, self._tidy.close):
            ended.append(end(max(0.1, deadline - time.monotonic())))
        return all(ended)

    def _on_recorded(self, _path: Path | None, _rows: int) -> None:
        self._question.withdraw()
        self._refresh_sessions()

    def _on_tidied(self, _key: object, outcome: "tuple[Path | None, int] | Exception") -> None:
        if isinstance(outcome, Exception):
            self._window.show_error(outcome)
            return
        damaged, deleted = outcome
        if damaged is not None:
            title = self.tr("The list of sessions was damaged: a new one is begun")
            what = self.tr("The damaged file has been kept, and so has everything that was recorded to files.")
            self._window.banners.show_message("warning", title, what, where=str(damaged))
        if deleted:
            self._window.notes.show_note(self.tr("%n old session(s) deleted, as the settings say", "", deleted))
        self._refresh_sessions()

    def _request(self, path: Path) -> AnalysisRequest:
        choice, controls, settings = self._window.choice, self._window.live.controls, self._settings
        return AnalysisRequest(
            path,
            choice.bundle,
            choice.device,
            choice.precision,
            controls.hop,
            controls.window_clips,
            keep=settings.keep_analyses,
            picture=settings.keep_pictures,
        )

    def _on_shown(self, name: str) -> None:
        self._window.tool_bar.show_source(name, "file")
        self._window.setWindowTitle(f"{name} – FER Desktop")
        self._window.asked.show_possible()

    def _on_failed(self, error: FerError) -> None:
        """A video that cannot be opened at all leads back to where a person can choose another one."""
        window = self._window
        window.show_error(error)
        nothing = window.playback.session is None and self.playing.film.index is None
        if isinstance(error, SourceError) and nothing and len(self.playing.analyses.views()) <= 1:
            window.pages.settle(window.welcome)

    def _on_activity(self, activity: Activity) -> None:
        """Nothing may slow a camera."""
        self.playing.analyses.hold(activity in (Activity.PREPARING, Activity.RUNNING))

    def _on_page(self, _index: int) -> None:
        self._window.tool_bar.show_runs(not self.on)
        if not self.on:
            self.playing.pause()

    def _refresh_sessions(self) -> None:
        if self._window.sessions.isVisible():
            self._window.sessions.refresh()

    def _as_named(self, session: Session) -> Session:
        """With what a person has written about it meanwhile."""
        try:
            with SessionStore.open(busy_s=0.1) as store:
                info = store.info(session.info.session_id)
        except StoreError:  # it is not kept
            return session
        return session.renamed(name=info.name, subject=info.subject, notes=info.notes)

    def _export(self, chosen: ExportFormat) -> None:
        session, window = self._window.playback.session, self._window
        if session is None:
            return
        exports = window.sessions.exports

        def export(path: Path, force: bool) -> None:
            self._settings.export_folder = window.sessions.export_folder = path.parent
            now = window.playback.session  # it may have grown while the person chose
            known = now if now is not None and now.info.session_id == session.info.session_id else session
            known = self._as_named(known)
            exports.ask(ExportJob([known.info], chosen, path, force, loaded=known))

        proposed = window.sessions.export_folder / f"{export_stem(session.info)}{chosen.suffix}"
        choose_export(window, proposed, chosen, export)
