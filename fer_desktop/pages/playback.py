"""The page that shows a film or a session again: picture, timeline, verdicts."""

from collections.abc import Callable, Mapping

import numpy as np
from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.mailbox import Picture
from core.sessions.moments import Corners, Moments
from core.sessions.record import NOBODY, ReadingTable, Session, verdict
from fer_desktop.playback.analysis_bar import AnalysisBar
from fer_desktop.playback.export_button import ExportButton
from fer_desktop.playback.film_view import FilmView
from fer_desktop.playback.posterior_picture import PosteriorPicture
from fer_desktop.playback.queue_panel import QueuePanel
from fer_desktop.playback.transport_bar import TRANSPORT_KEYS, TransportBar
from fer_desktop.playback.verdict_panel import VerdictPanel
from fer_desktop.theme import GRID, Theme
from fer_desktop.timeline import Timeline
from fer_desktop.widgets.session_exports import ExportStrip

_PANEL_MIN, _PANEL_MAX, _PANEL_SHARE = 344, 560, 0.27  # pixels, and share of the page, as on the live page
_TICK_MS = 16
_ROOMY = 620  # pixels of height that everything together needs
_LINES_MIN, _LINES_MAX, _LINES_SHARE = 232, 340, 0.36  # the timeline: pixels, and share of the height
_POSTERIORS_MIN, _POSTERIORS_SHARE = 84, 0.12


class PlaybackPage(QWidget):
    """Shows what it is told; what a person asks for is told by its parts' signals and its own.

    ticked: about 60 times a second while the page is seen. toggle_asked: play, or stop. step_asked(int): so many frames
    on, or back.
    """

    ticked = Signal()
    toggle_asked = Signal()
    step_asked = Signal(int)

    def __init__(self, exports: ExportStrip, parent: QWidget | None = None) -> None:
        """exports: how far an export is."""
        super().__init__(parent)
        self.setAccessibleName(self.tr("Playback"))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # a place for the focus where the keys of playback work
        self.view, self.transport = FilmView(self._tag), TransportBar()
        self.timeline, self.posteriors = Timeline(), PosteriorPicture()
        self.analysis, self.verdicts, self.queue = AnalysisBar(), VerdictPanel(), QueuePanel()
        self.export, self.exports = ExportButton(), exports
        self._session: Session | None = None
        self._final = True  # no reading will be added
        self._moments: Moments | None = None
        self._face: int | None = None
        self._chosen = False  # a person chose the face
        self._boxes_fit = True
        self._at = (0, 0.0)  # the frame and the moment that are shown
        self._picture: Picture | None = None
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.ticked)
        self._lay_out()
        self._connect()

    # What is shown.

    def clear(self, headline: str = "", caption: str = "") -> None:
        """Another film or session: nothing is known yet. headline, caption: what stands in place of the picture."""
        self._session = self._moments = self._face = self._picture = None
        self._chosen, self._at, self._boxes_fit = False, (0, 0.0), True
        self.view.clear()
        self.view.set_message(headline, caption)
        self.timeline.clear()
        self.posteriors.clear()
        self.verdicts.set_faces([], None)
        self.verdicts.clear_selection()
        self.verdicts.show_whole(None, (), final=False)
        self.transport.set_playing(False)
        self.transport.set_film(0.0, 0)
        self.transport.set_position(0.0, 0)
        self.transport.setEnabled(False)
        self.export.setEnabled(False)

    def show_session(self, session: Session, *, final: bool) -> None:
        """What is known by now. final: no reading will be added."""
        labels, film = session.info.labels, session.info.source.kind == "file"
        self.verdicts.use_name(self.tr("Whole video") if film else self.tr("Whole session"))
        if self._session is None or self._session.info.labels != labels:
            self.timeline.set_labels(labels)
        self._session, self._moments = session, Moments(session)
        self._final = final
        if not self._chosen:
            self._face = most_seen(session.readings)
        self._show_face()
        self.export.offer(session.info, final=final)
        self._annotate()

    def show_no_boxes(self) -> None:
        """The pictures are not those that were analysed."""
        self._boxes_fit = False
        self._annotate()

    def choose_face(self, face_id: int | None) -> None:
        """The verdicts are about this face; None: about all of them."""
        self._face, self._chosen = face_id, True
        self.view.set_followed(face_id if face_id is not None else most_seen(self._readings))
        self._show_face()

    @property
    def session(self) -> Session | None:
        """What is shown."""
        return self._session

    @property
    def face(self) -> int | None:
        """The face that the verdicts are about."""
        return self._face

    def show_film(self, duration_s: float, frames: int, fps: float, offset_s: float) -> None:
        """There is a film: it can be played. offset_s: the session's time of its beginning."""
        self.transport.setEnabled(True)
        self.transport.set_film(duration_s, frames)
        self.timeline.set_frame_rate(fps if not offset_s else 0.0)
        self.timeline.set_thumbnails(())

    def show_no_film(self, duration_s: float) -> None:
        """There is nothing to play: the session can be looked at all the same."""
        self.transport.set_film(duration_s, 0)

    def show_length(self, seconds: float) -> None:
        """The session is at least so long."""
        self.timeline.set_duration(max(seconds, self.timeline.duration))
        self.posteriors.set_range(*self.timeline.visible_range)

    def show_picture(self, picture: Picture, moment: float) -> None:
        """A frame of the film has come, of this moment of the session."""
        self.view.set_message("", "")
        self._picture, self._at = picture, (picture.frame.index, moment)
        self._annotate()

    def show_moment(self, moment: float, film_s: float, frame: int) -> None:
        """Playback, or who scrubs, is here. moment: of the session; film_s: of the film."""
        self.timeline.set_position(moment)
        self.posteriors.set_position(moment)
        self.transport.set_position(film_s, frame)

    def set_theme(self, theme: Theme) -> None:
        """Takes its colours from the theme."""
        for part in (
            *(self.view, self.transport, self.timeline, self.posteriors),
            *(self.analysis, self.verdicts, self.queue, self.export, self.exports),
        ):
            part.set_theme(theme)

    # Qt.

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        super().hideEvent(event)
        self._timer.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        width = min(_PANEL_MAX, max(_PANEL_MIN, round(self.width() * _PANEL_SHARE)))
        for widget in (self.analysis, self.verdicts, self.queue, self.export):
            widget.setFixedWidth(width)
        self.timeline.setFixedHeight(round(min(_LINES_MAX, max(_LINES_MIN, _LINES_SHARE * self.height()))))
        self.posteriors.setVisible(self.height() >= _ROOMY)
        self.posteriors.setFixedHeight(round(max(_POSTERIORS_MIN, _POSTERIORS_SHARE * self.height())))
        QTimer.singleShot(0, self, self._align)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        pressed = QKeySequence(event.keyCombination())
        for name, act in self._keys().items():
            if pressed == QKeySequence(TRANSPORT_KEYS[name]) and self.transport.isEnabled():
                act()
                return
        super().keyPressEvent(event)

    def _keys(self) -> dict[str, Callable[[], None]]:
        return {
            "back": lambda: self.step_asked.emit(-1),
            "forward": lambda: self.step_asked.emit(1),
            "slower": lambda: self.transport.step_speed(-1),
            "faster": lambda: self.transport.step_speed(1),
            "loop": self.transport.buttons["loop"].click,
            "sound": self.transport.buttons["sound"].click,
        }

    # The parts.

    @property
    def _readings(self) -> ReadingTable:
        return self._session.readings if self._session else ReadingTable.empty(())

    def _tag(self, face_id: int) -> str:
        called = self._session.info.faces.get(face_id, "") if self._session else ""
        return f"{face_id} · {called}" if called else self.tr("Face {number}").format(number=face_id)

    def _next_face(self, step: int) -> None:
        """The next face by number, or the one before, in a circle."""
        faces = self._readings.faces
        if faces:
            place = faces.index(self._face) if self._face in faces else -1 if step > 0 else 0
            self.choose_face(faces[(place + step) % len(faces)])

    def _show_face(self) -> None:
        if self._session is None:
            return
        readings, labels = self._session.readings, self._session.info.labels
        lines = self._face if self._face is not None else most_seen(readings)
        self.timeline.show_readings(readings, lines)
        self.posteriors.show_readings(readings, lines)
        self.verdicts.set_faces([(face, self._tag(face)) for face in readings.faces], self._face)
        note = "" if self._final else self.tr("So far: the analysis goes on")
        self.verdicts.show_whole(verdict(readings.of(self._face)), labels, note, final=self._final)
        self._show_selection(self.timeline.selection)

    def _show_selection(self, selection: tuple[float, float] | None) -> None:
        if selection is None or self._session is None:
            self.verdicts.clear_selection()
            return
        readings = self._session.readings.of(self._face).between(*selection)
        self.verdicts.show_selection(verdict(readings), *selection)

    def _annotate(self) -> None:
        """Boxes and labels of the frame that is shown, as far as they are known."""
        if self._picture is None:
            return
        frame, moment = self._at
        boxes: Mapping[int, Corners] = {}
        labels: dict[int, str] = {}
        if self._moments is not None and self._session is not None and self._boxes_fit:
            boxes = self._moments.boxes(frame, moment)
            names = self._session.info.labels
            labels = {face: names[int(np.argmax(vote))] for face, vote in self._moments.votes(moment).items()}
        self.view.set_frame(self._picture, sorted(boxes.items()), labels)

    def _on_range(self) -> None:
        self.posteriors.set_range(*self.timeline.visible_range)
        self._align()

    def _align(self) -> None:
        """A moment stands at the same place on the timeline and on the picture below it."""
        canvas = self.timeline.canvas
        left = canvas.mapTo(self, QPoint(round(canvas.areas.left), 0)).x()
        right = left + round(canvas.areas.width)
        self.posteriors.set_sides(left - self.posteriors.x(), self.posteriors.geometry().right() + 1 - right)

    def _connect(self) -> None:
        self.timeline.selection_changed.connect(self._show_selection)
        self.timeline.range_changed.connect(self._on_range)
        self.timeline.step_asked.connect(self.step_asked)
        self.transport.step_asked.connect(self.step_asked)
        self.transport.play_toggled.connect(self.toggle_asked)
        self.verdicts.face_chosen.connect(self.choose_face)
        self.view.face_clicked.connect(self.choose_face)
        self.view.step_asked.connect(self._next_face)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(GRID)
        left.addWidget(self.view, 1)
        left.addWidget(self.transport)
        left.addWidget(self.timeline)
        left.addWidget(self.posteriors)
        right = QVBoxLayout()
        right.setSpacing(GRID)
        right.addWidget(self.analysis)
        right.addWidget(self.verdicts, 1)
        right.addWidget(self.queue)
        right.addWidget(self.export)
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.addLayout(left, 1)
        row.addLayout(right)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addLayout(row, 1)
        column.addWidget(self.exports)


def most_seen(readings: ReadingTable) -> int | None:
    """The face with the most scored readings; None where there is none, or the view is the whole picture."""
    faces = readings.face_id[readings.scored]
    numbers, counts = np.unique(faces[faces != NOBODY], return_counts=True)
    return int(numbers[np.argmax(counts)]) if len(numbers) else None
