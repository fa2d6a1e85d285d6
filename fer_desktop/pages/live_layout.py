"""The parts of the live page, where they stand, and how a person looks at them."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fer_desktop.face_names import FaceNames
from fer_desktop.theme import GRID, Theme
from fer_desktop.view_options import ViewOptions
from fer_desktop.widgets.analysis_controls import AnalysisControls
from fer_desktop.widgets.emotion_panel import EmotionPanel
from fer_desktop.widgets.face_panel import FacePanel
from fer_desktop.widgets.history_plot import HistoryPlot
from fer_desktop.widgets.name_edit import NameEdit
from fer_desktop.widgets.timing_panel import TimingPanel
from fer_desktop.widgets.verdicts import Verdicts
from fer_desktop.widgets.video_view import VideoView
from fer_desktop.widgets.view_row import ViewRow

_PANEL_MIN, _PANEL_MAX, _PANEL_SHARE = 344, 560, 0.27  # pixels, and share of the page
_FACES_MIN, _FACES_MAX, _FACES_SHARE = 440, 640, 0.36  # of all faces: their bars are to be compared
_ROOMY = 424  # pixels of height that picture, bars, plot and controls need together


class LiveLayout(QWidget):
    """Picture, view controls and plot on the left; verdicts and analysis controls on the right.

    view_changed(ViewOptions): a person wants to look at the run in another way.
    """

    view_changed = Signal(object)

    def __init__(self, controls: AnalysisControls, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.controls, self.names = controls, FaceNames(self)
        self.video, self.verdicts, self.plot = VideoView(self.names.tag), Verdicts(self.names.title), HistoryPlot()
        self.row, self.timing = ViewRow(), TimingPanel()
        self._name_edit = NameEdit(self)
        self._view = ViewOptions()
        self.setAccessibleName(self.tr("Analysis"))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # a place for the focus where Space means start and stop
        self._lay_out()
        self._apply_view()
        self.row.changed.connect(self.set_view)
        for source in (self.video, self.verdicts.faces):
            source.name_asked.connect(self.ask_name)
        self._name_edit.named.connect(self.names.give)

    @property
    def panel(self) -> EmotionPanel:
        """The large verdict, of the followed face."""
        return self.verdicts.panel

    @property
    def view(self) -> ViewOptions:
        """How the run is looked at."""
        return self._view

    def set_view(self, view: ViewOptions) -> None:
        """Looks at the run in this way from now on."""
        if view != self._view:
            self._view = view
            self._apply_view()
            self.view_changed.emit(view)

    def set_theme(self, theme: Theme) -> None:
        """Takes its colours from the theme."""
        for widget in (self.video, self.verdicts, self.plot, self.row, self.timing):
            widget.set_theme(theme)

    def ask_name(self, face_id: int | None = None) -> None:
        """Shows the field for a face's name; of the panel that has the focus, else of the followed one, when None."""
        if face_id is None:
            focused = self.window().focusWidget()
            face_id = focused.face_id if isinstance(focused, FacePanel) else self.video.followed
        if face_id is None:
            return
        face = next((face for face in self.video.faces if face.face_id == face_id), None)
        place = self.video.rect().center()
        if face is not None:
            box = self.video.box_area(face)  # the field stands below it: it is the face that tells who it is
            place = QPoint(round(box.center().x()), round(box.bottom()) + GRID)
        self._name_edit.ask(face_id, self.names.given(face_id), self.video.mapTo(self, place))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self._share_width()
        self._give_way()

    def _share_width(self) -> None:
        least, most, share = _PANEL_MIN, _PANEL_MAX, _PANEL_SHARE
        if self._view.all_faces:
            least, most, share = _FACES_MIN, _FACES_MAX, _FACES_SHARE
        for widget in (self.verdicts, self.controls):
            widget.setFixedWidth(min(most, max(least, round(self.width() * share))))

    def _give_way(self) -> None:
        """Where messages and rows above leave little height, plot and controls make room for picture and bars."""
        roomy = self.height() >= _ROOMY
        self.plot.setVisible(roomy)
        self.timing.setVisible(roomy and self._view.timing)
        self.controls.setVisible(roomy)
        self._left.setStretchFactor(self._below, 2 if roomy else 0)

    def _apply_view(self) -> None:
        self.video.set_mirrored(self._view.mirror)
        self.verdicts.set_view(self._view)
        self.plot.set_span(self._view.span)
        self._share_width()
        self._give_way()
        self.row.show_view(self._view)

    def _lay_out(self) -> None:
        self._below = below = QHBoxLayout()
        below.setSpacing(2 * GRID)
        below.addWidget(self.plot, 3)
        below.addWidget(self.timing, 2)
        self._left = left = QVBoxLayout()
        left.setSpacing(GRID)
        left.addWidget(self.video, 5)
        left.addWidget(self.row)
        left.addLayout(below, 2)
        right = QVBoxLayout()
        right.setSpacing(2 * GRID)
        right.addWidget(self.verdicts, 1)
        right.addWidget(self.controls)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        row.setSpacing(2 * GRID)
        row.addLayout(left, 1)
        row.addLayout(right)
