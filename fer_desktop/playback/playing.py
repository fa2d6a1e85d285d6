"""What the playback page shows and does: a film, its analysis or a kept session, and what a person asks of them."""

import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from core.errors import Cancelled, FerError, SourceError
from core.playback.analysis_key import AnalysisRequest, video_digest
from core.playback.analysis_view import AnalysisState, AnalysisView
from core.sessions.record import Session, SessionInfo, SessionState
from core.sessions.recording import OpenStore
from core.sessions.store import SessionStore
from core.text import text
from fer_desktop.playback.analyses import Analyses
from fer_desktop.playback.analysis_bar import error_text
from fer_desktop.playback.film import Film
from fer_desktop.playback.film_strip import FilmStrip
from fer_desktop.playback.queue_row import QueueRow
from fer_desktop.sessions.worker import StoreWorker

if TYPE_CHECKING:
    from core.playback.film_index import FilmIndex
    from core.playback.film_player import FilmState
    from fer_desktop.pages.playback import PlaybackPage

_REFRESH_MS = 250  # between two looks at a growing session; a long one costs more to look at
_PER_READING_MS = 1 / 100
_STRIP_HEIGHT = 96  # pixels of the small pictures: enough for screens of twice the density
_UNEVEN = 0.1  # by so much of a frame's length may frames come unevenly and still be numbered on the timeline

Ask = Callable[[Path], AnalysisRequest]
"""How a video is to be analysed now."""


class Playing(QObject):
    """Joins page, film, analyses and the store of sessions.

    shown(str name): this is on the page now. opened(Path): the film is there. failed(error): for a message in the
    window. analysed(): a video has been analysed, and may be in the list of sessions.
    """

    shown = Signal(str)
    opened = Signal(object)
    failed = Signal(object)
    analysed = Signal()

    def __init__(
        self, page: "PlaybackPage", ask: Ask, parent: QObject, open_store: OpenStore = SessionStore.open
    ) -> None:
        super().__init__(parent)
        self._page, self._ask = page, ask
        self.film, self.analyses = Film(self), Analyses(self, open_store)
        self._strip = FilmStrip(_STRIP_HEIGHT, self)
        self._reader, self._checker = StoreWorker(open_store, "session", self), StoreWorker(open_store, "check", self)
        self._closed = threading.Event()
        self._path: Path | None = None  # of the film, or of the one that is missing
        self._kept: str = ""  # the session from the list that is shown; "" for a video
        self._offset_s = 0.0  # the session's time of the film's beginning
        self._playing_before = False  # who scrubs while it plays, goes on afterwards
        self._over: set[str] = set()
        self._shown_at = (-1.0, -1)
        self._refresh_timer = QTimer(self)
        self._refresh_timer.setSingleShot(True)
        self._refresh_timer.timeout.connect(self._refresh)
        self._connect()

    @property
    def path(self) -> Path | None:
        """The video that is on the page."""
        return self._path

    # What a person asks for.

    def open_videos(self, paths: Sequence[Path]) -> None:
        """Shows the first one; all of them are analysed, that one first."""
        videos = [path.absolute() for path in paths]
        self._begin(videos[0], "")
        for path in videos:
            self.analyses.add(self._ask(path))
        self.analyses.first(videos[0])
        self.film.open(videos[0])
        self.shown.emit(videos[0].name)
        self._show_analysis()

    def open_session(self, session_id: str) -> None:
        """Shows a session from the list."""
        self._begin(None, session_id)
        self._reader.drop_waiting()
        self._reader.ask(session_id, lambda store: _with_video(store.read(session_id)))

    def analyse_anew(self) -> None:
        """Bundle or settings are others now: what is on the page is analysed with them."""
        if self._path is not None and not self._kept:
            self.analyses.add(self._ask(self._path))
            self.analyses.first(self._path)
            self._show_analysis()

    def toggle(self) -> None:
        """Plays, or stops."""
        self.film.toggle()

    def pause(self) -> None:
        """Stops playing: the page is left."""
        self.film.pause()

    def close(self, timeout: float) -> bool:
        """Ends every thread; False when one is still there after `timeout` seconds."""
        deadline = time.monotonic() + timeout
        self._closed.set()
        self._refresh_timer.stop()
        ended = [self.film.close(timeout)]
        for part in (self._strip, self.analyses, self._reader, self._checker):
            ended.append(part.close(max(0.1, deadline - time.monotonic())))
        return all(ended)

    # A film.

    def _begin(self, path: Path | None, kept: str) -> None:
        self._path, self._kept, self._offset_s = path, kept, 0.0
        self._shown_at = (-1.0, -1)
        self.film.shut()
        self._strip.use(None, None)
        self._page.clear(self.tr("Opening…"))
        self._page.analysis.show_view(None)

    def _on_ready(self, index: "FilmIndex") -> None:
        self._page.show_film(index.duration_s, index.frame_count, _even_rate(index), self._offset_s)
        self._page.show_length(self._offset_s + index.duration_s)
        self._strip.use(self._path, index)
        self._loop()
        if self._path is not None and not self._kept:
            self.opened.emit(self._path)

    def _on_state(self, state: "FilmState") -> None:
        transport = self._page.transport
        transport.set_playing(state.playing)
        transport.set_sound(not state.sound_problem, self._translated(state.sound_problem))

    def _on_film_failed(self, error: FerError) -> None:
        self._page.view.set_message(self.tr("This video cannot be shown"), self._translated(error.what))
        if self._page.session is None or self._kept:
            self.failed.emit(error)

    def _tick(self) -> None:
        player = self.film.player
        if player is None:
            return
        if picture := self.film.take_picture():
            self._page.show_picture(picture, self._offset_s + picture.frame.time)
        if (index := player.index) is None:
            return
        frame = min(player.frame, index.frame_count - 1)
        at = player.position_s if player.playing else index.time_of(frame), frame
        if at != self._shown_at:
            self._shown_at = at
            self._page.show_moment(self._offset_s + at[0], *at)

    def _scrub_began(self) -> None:
        self._playing_before = self.film.playing
        self.film.pause()

    def _scrub(self, seconds: float) -> None:
        if self.film.player is None:  # no pictures were kept; the rest can be looked at
            self._page.show_moment(seconds, seconds, 0)
        else:
            self.film.player.seek_seconds(max(0.0, seconds - self._offset_s))

    def _scrub_ended(self) -> None:
        self._shown_at = (-1.0, -1)  # the playhead goes to where the frame begins
        if self._playing_before:
            self.film.toggle()

    def _step(self, frames: int) -> None:
        if self.film.player is not None:
            self.film.player.step(frames)

    def _loop(self, _changed: object = None) -> None:
        """Plays what is selected, or all of it, again and again while that is wanted."""
        player = self.film.player
        if player is None or player.index is None:
            return
        if not self._page.transport.buttons["loop"].isChecked():
            player.loop = None
            return
        whole = 0.0, player.index.duration_s
        begin, end = self._page.timeline.selection or (self._offset_s, self._offset_s + whole[1])
        begin, end = max(0.0, begin - self._offset_s), min(whole[1], end - self._offset_s)
        player.loop = (begin, end) if begin < end else whole

    # An analysis.

    def _on_analysis(self, path: str) -> None:
        view = self.analyses.view(Path(path))
        self._show_queue()
        if view is not None and view.state.over and path not in self._over:
            self._over.add(path)
            self.analysed.emit()
        elif view is not None and not view.state.over:
            self._over.discard(path)
        if not self._kept and path == str(self._path):
            self._show_analysis()

    def _show_analysis(self) -> None:
        view = self.analyses.view(self._path) if self._path else None
        self._page.analysis.show_view(view)
        if view is None:
            return
        self._page.show_length(view.duration_s)
        if view.state.over:
            self._refresh_timer.stop()
            self._refresh()
        elif not self._refresh_timer.isActive():
            session = self._page.session
            readings = len(session.readings) if session else 0
            self._refresh_timer.start(_REFRESH_MS + round(readings * _PER_READING_MS))

    def _refresh(self) -> None:
        """Shows what is known by now."""
        if self._path is None or self._kept:
            return
        view, session = self.analyses.view(self._path), self.analyses.session(self._path)
        if view is None:
            return
        if session is not None:
            self._page.show_session(session, final=view.state.over)
        whole = view.state in (AnalysisState.COMPLETE, AnalysisState.KEPT)
        self._page.timeline.set_analysed(None if whole else view.done_s)

    def _analyse_again(self, path: Path) -> None:
        """From its beginning; and the film anew as well, for it may be another one by now."""
        self._begin(path, "")
        self.analyses.add(self._ask(path), fresh=True)
        self.analyses.first(path)
        self.film.open(path)
        self.shown.emit(path.name)
        self._show_analysis()

    def _show_queue(self) -> None:
        rows = [_row(view, view.request.path == self._path and not self._kept) for view in self.analyses.views()]
        self._page.queue.set_jobs(rows)

    def _shown_asked(self, path: str) -> None:
        """Another film of the queue is to be looked at; its analysis is not begun anew."""
        if Path(path) == self._path and not self._kept:
            return
        self._begin(Path(path), "")
        view, wish = self.analyses.view(Path(path)), self._ask(Path(path))
        if view is not None and view.request != wish:  # the settings have changed since
            self.analyses.add(wish)
        self.film.open(Path(path))
        self.shown.emit(Path(path).name)
        self._show_queue()
        self._show_analysis()

    def _cancel_asked(self, path: str) -> None:
        view = self.analyses.view(Path(path))
        if view is not None and view.state.over:
            self.analyses.remove(Path(path))
        else:
            self.analyses.cancel(Path(path))

    def _clear_queue(self) -> None:
        for view in self.analyses.views():
            if view.state.over and view.request.path != self._path:
                self.analyses.remove(view.request.path)

    # A session.

    def _on_read(self, session_id: object, outcome: "tuple[Session, bool] | Exception") -> None:
        if session_id == self._kept and isinstance(outcome, tuple):
            self._show_kept(*outcome)
        elif session_id == self._kept:
            self._page.view.set_message(self.tr("This session cannot be shown"), "")
            self.failed.emit(outcome)

    def _show_kept(self, session: Session, has_video: bool) -> None:
        info = session.info
        self._path, self._offset_s = info.video, info.video_s
        self._page.clear(self.tr("Opening…"))
        self._page.show_length(info.duration_s)
        self._page.show_session(session, final=info.state is not SessionState.OPEN)
        self.shown.emit(info.title)
        self._show_queue()
        self._page.analysis.show_view(_kept_view(session))
        self._page.show_no_film(info.duration_s)
        if info.video is None:
            caption = self.tr("Scores only: no pictures were kept of this session.")
            self._page.view.set_message(self.tr("No pictures"), caption)
        elif not has_video:
            caption = self.tr("It is not at {path} any more.").format(path=info.video)
            self._page.view.set_message(self.tr("The video is gone"), caption)
        else:
            self.film.open(info.video)
            if info.digest:
                self._checker.drop_waiting()
                self._checker.ask(info, partial(self._is_another_video, info))

    def _is_another_video(self, info: SessionInfo, store: SessionStore) -> bool:
        """In a thread: a film of ten gigabytes takes a while. Raises Cancelled when nobody wants to know any more."""

        def look() -> None:
            if self._closed.is_set() or self._kept != info.session_id:
                raise Cancelled

        return video_digest(Path(info.path), store, look) != info.digest

    def _on_checked(self, key: object, outcome: object) -> None:
        """Boxes of one video on the pictures of another would be worse than none."""
        assert isinstance(key, SessionInfo)
        if key.session_id != self._kept or outcome is False or isinstance(outcome, Cancelled):
            return
        if isinstance(outcome, Exception):
            self.failed.emit(outcome)
            return
        self._page.show_no_boxes()
        what = text("the video is another one than when it was analysed, so lines and pictures need not fit")
        self.failed.emit(SourceError(what, where=key.path, hint="Open the video itself to analyse it again"))

    def _with_path(self, act: Callable[[Path], None]) -> None:
        if self._path is not None:
            act(self._path)

    @staticmethod
    def _translated(sentence: str) -> str:
        from fer_desktop.language import translated

        return translated(sentence)

    def _connect(self) -> None:
        page, film, timeline = self._page, self.film, self._page.timeline
        film.ready.connect(self._on_ready)
        film.state.connect(self._on_state)
        film.failed.connect(self._on_film_failed)
        self.analyses.changed.connect(self._on_analysis)
        self._reader.ended.connect(self._on_read)
        self._checker.ended.connect(self._on_checked)
        self._strip.picture.connect(timeline.set_thumbnail)
        timeline.thumbnails_wanted.connect(self._strip.ask)
        timeline.scrub_began.connect(self._scrub_began)
        timeline.scrubbed.connect(self._scrub)
        timeline.scrub_ended.connect(self._scrub_ended)
        timeline.selection_changed.connect(self._loop)
        page.posteriors.scrubbed.connect(self._scrub)
        page.ticked.connect(self._tick)
        page.toggle_asked.connect(self.toggle)
        page.step_asked.connect(self._step)
        page.transport.speed_changed.connect(film.set_speed)
        page.transport.mute_toggled.connect(film.set_muted)
        page.transport.loop_toggled.connect(self._loop)
        page.analysis.pause_toggled.connect(lambda: self._with_path(self.analyses.toggle_pause))
        page.analysis.cancel_asked.connect(lambda: self._with_path(self.analyses.cancel))
        page.analysis.again_asked.connect(lambda: self._with_path(self._analyse_again))
        page.queue.shown_asked.connect(self._shown_asked)
        page.queue.cancel_asked.connect(self._cancel_asked)
        page.queue.first_asked.connect(lambda path: self.analyses.first(Path(path)))
        page.queue.cleared.connect(self._clear_queue)


def _row(view: AnalysisView, current: bool) -> QueueRow:
    path, message = view.request.path, error_text(view.error) if view.error else ""
    return QueueRow(str(path), path.name, view.state, view.share, message, current)


def _kept_view(session: Session) -> AnalysisView | None:
    """What was odd about the analysis of a video; None for a recording, and while it is still going on."""
    info = session.info
    state = {
        SessionState.COMPLETE: AnalysisState.KEPT,
        SessionState.FAILED: AnalysisState.FAILED,
        SessionState.OPEN: None,
    }.get(info.state, AnalysisState.CANCELLED)
    if state is None or info.source.kind != "file" or not info.digest:
        return None
    error = SourceError(info.error) if state is AnalysisState.FAILED else None
    warnings = tuple(event.message for event in session.events if event.kind == "warning")
    length = info.source.frame_count / info.source.fps if info.source.frame_count and info.source.fps else 0.0
    return AnalysisView(
        AnalysisRequest(Path(info.path)), state, info.duration_s, length, 0.0, warnings, error, None,
        info.session_id, info.started,
    )  # fmt: skip


def _with_video(session: Session) -> tuple[Session, bool]:
    """And whether its video is there; for a thread, since a drive may not answer."""
    return session, session.info.video is not None and session.info.video.is_file()


def _even_rate(index: "FilmIndex") -> float:
    """Frames per second where they come evenly, so that they can be numbered; else 0."""
    if index.frame_count < 2:
        return 0.0
    steps = np.diff(index.times)
    usual = float(np.median(steps))
    return 1 / usual if usual > 0 and np.abs(steps - usual).max() <= _UNEVEN * usual else 0.0
