"""The page that shows a run: picture, verdict, bars, plot and controls."""

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.types import Reading
from fer_desktop.following import Following, WholeVideo
from fer_desktop.player import Player
from fer_desktop.theme import GRID, Theme
from fer_desktop.widgets.analysis_controls import AnalysisControls
from fer_desktop.widgets.emotion_panel import EmotionPanel
from fer_desktop.widgets.history_plot import HistoryPlot
from fer_desktop.widgets.video_view import VideoView
from fer_desktop.wording import clips_text

if TYPE_CHECKING:
    from core.live import EngineState

_TICK_MS = 16  # twice a camera's rate: at its own rate, every tenth picture is replaced before it is shown
_PANEL_MIN, _PANEL_MAX, _PANEL_SHARE = 344, 440, 0.27  # pixels, and share of the page


class LivePage(QWidget):
    """Follows one face of one run at a time. ticked: about 60 times a second while something moves."""

    ticked = Signal()

    def __init__(self, player: Player, controls: AnalysisControls, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._player = player
        self.controls = controls
        self.video, self.panel, self.plot = VideoView(), EmotionPanel(), HistoryPlot()
        self._following, self._whole = Following(), WholeVideo()
        self._labels: tuple[str, ...] = ()
        self._now = self._ticked_at = 0.0
        self._running = False
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self.video.face_clicked.connect(self.follow)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # a place for the focus where Space means start and stop
        self._lay_out()

    @property
    def followed(self) -> int | None:
        """The id of the face that bars and plot are about."""
        return self._following.face_id

    @property
    def ticking(self) -> bool:
        """True while pictures are pulled or bars move."""
        return self._timer.isActive()

    def set_theme(self, theme: Theme) -> None:
        """Takes its colours from the theme."""
        for widget in (self.video, self.panel, self.plot):
            widget.set_theme(theme)

    def begin(self, name: str) -> None:
        """A run of this source has been asked for: forgets the one before."""
        self._following, self._whole = Following(), WholeVideo()
        self._labels = ()
        self._running = True
        self.video.clear()
        self.video.set_message(self.tr("Opening…"), name)
        self.panel.set_labels(())
        self.panel.show_nothing(self.tr("Opening…"), name)
        self.plot.set_labels(())
        self._ticked_at = time.monotonic()
        self._timer.start()

    def show_state(self, state: "EngineState") -> None:
        """The engine tells where it is."""
        if state.card is not None and self._labels != tuple(state.card.labels):
            self._labels = tuple(state.card.labels)
            self.panel.set_labels(self._labels)
            self.plot.set_labels(self._labels)
        phases = {"loading": self._show_loading, "running": self._show_running}
        if state.phase == "lost":
            self._show_lost(state)
        elif state.phase in phases:
            phases[state.phase]()

    def show_readings(self, readings: Sequence[Reading]) -> None:
        """One clip's readings: the followed face's goes to the bars and the plot."""
        self._whole.add(readings)
        reading = self._following.pick(readings)
        if reading is not None and reading.vote is not None:
            self.panel.show_vote(reading.vote, reading.posterior, self._vote_caption(reading.face_id))
            self.plot.add(reading.end, reading.vote)
        elif readings:
            caption = self.tr("Nothing is scored while no face is in view")
            if any(reading.posterior is not None for reading in readings):
                caption = self.tr("Face {number} is out of view").format(number=self.followed)
            self.panel.show_nothing(self.tr("No face"), caption)
            self.plot.add_gap()

    def follow(self, face_id: int) -> None:
        """Bars and plot are about this face from now on."""
        if face_id != self._following.face_id:
            self._following.choose(face_id, self._now)
            self.plot.add_gap()

    def finish(self, *, complete: bool) -> None:
        """The run is over. complete: the source was played to its end, so that there is a verdict on all of it."""
        self._running = False
        self.video.set_message("")
        verdict = self._whole.verdict(self._following.face_id)
        if verdict is None and not complete:
            self.panel.show_nothing(self.tr("Stopped"), self.tr("Nothing was scored"))
        elif verdict is None:
            self.panel.show_nothing(self.tr("No reading"), self.tr("No face was in view long enough to be scored"))
        elif complete:
            vote, clips = verdict
            self.panel.show_vote(vote, None, self.tr("Whole video: vote over {clips}").format(clips=clips_text(clips)))
        else:
            self.panel.freeze(self.tr("Stopped: the last vote"))

    def stop_ticking(self) -> None:
        """The window closes."""
        self._running = False
        self._timer.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        width = min(_PANEL_MAX, max(_PANEL_MIN, round(self.width() * _PANEL_SHARE)))
        for widget in (self.panel, self.controls):
            widget.setFixedWidth(width)

    def _show_loading(self) -> None:
        if self.video.frame is None:
            self.video.set_message(self.tr("Loading the model…"), self.tr("A moment, please"))
        self.panel.show_nothing(self.tr("Loading…"), self.tr("The model is being loaded"))

    def _show_running(self) -> None:
        self.video.set_message("")
        self.panel.show_nothing(self.tr("Watching…"), self.tr("The first reading needs two seconds of video"))

    def _show_lost(self, state: "EngineState") -> None:
        camera = state.info is not None and state.info.kind == "camera"
        title = self.tr("The camera is gone") if camera else self.tr("The stream has stopped")
        self.video.set_message(title, state.message)
        self.panel.show_nothing(self.tr("No picture"), self.tr("Goes on by itself as soon as the source is back"))
        self.plot.add_gap()

    def _tick(self) -> None:
        now = time.monotonic()
        if picture := self._player.take_picture():
            self._now = picture.frame.time
            self._following.see(picture.faces, self._now)
            if self.video.frame is None:
                self.video.set_message("")
            self.video.set_picture(picture, self._following.face_id)
        self.panel.bars.advance(now - self._ticked_at)
        self._ticked_at = now
        self.ticked.emit()
        if not self._running and self.panel.bars.settled:
            self._timer.stop()

    def _vote_caption(self, face_id: int | None) -> str:
        clips = self.controls.window_clips
        if clips is None:
            window = self.tr("vote over the whole session")
        else:
            window = self.tr("vote over the last {clips}").format(clips=clips_text(clips))
        face = self.tr("Scene") if face_id is None else self.tr("Face {number}").format(number=face_id)
        return f"{face}: {window}"

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(2 * GRID)
        left.addWidget(self.video, 5)
        left.addWidget(self.plot, 2)
        right = QVBoxLayout()
        right.setSpacing(2 * GRID)
        right.addWidget(self.panel, 1)
        right.addWidget(self.controls)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        row.setSpacing(2 * GRID)
        row.addLayout(left, 1)
        row.addLayout(right)
