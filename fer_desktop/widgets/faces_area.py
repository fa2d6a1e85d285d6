"""All faces side by side, one small panel for each."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from core.types import Reading
from fer_desktop.theme import GRID, LIGHT, Theme
from fer_desktop.view_options import BarOrder
from fer_desktop.widgets.face_panel import FacePanel
from fer_desktop.widgets.labels import HEADLINE, text_label

_SPACING = GRID
_STEP_S = 0.03
_NARROWEST = 156  # pixels; below that two panels do not stand side by side


class FacesArea(QScrollArea):
    """Panels are stacked as long as there is room for all of them, then stand in two columns, then scroll.

    face_chosen(int), name_asked(int): what a person wants of a face.
    """

    face_chosen = Signal(int)
    name_asked = Signal(int)

    def __init__(self, title: Callable[[int | None], str], parent: QWidget | None = None) -> None:
        """title: what a face is called; None is the whole scene."""
        super().__init__(parent)
        self._title = title
        self._theme: Theme = LIGHT
        self._labels: tuple[str, ...] = ()
        self._order, self._numbers = BarOrder.BUNDLE, True
        self._panels: dict[int | None, FacePanel] = {}
        self._elapsed = 0.0  # seconds since the bars were moved
        self._placed: tuple[int, tuple[int | None, ...]] = (0, ())
        self.setObjectName("faces")
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the panels have it, and scroll into view
        self.setAccessibleName(self.tr("All faces"))
        self._lay_out()

    @property
    def panels(self) -> list[FacePanel]:
        """The panels in the order of their places."""
        return list(self._panels.values())

    @property
    def headline(self) -> str:
        """What is said in place of panels when there are none."""
        return self._headline.text() if not self._panels else ""

    @property
    def settled(self) -> bool:
        """True when no bar is on its way any more."""
        return all(panel.bars.settled for panel in self._panels.values())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return QSize(_NARROWEST, 20 * GRID)

    def set_theme(self, theme: Theme) -> None:
        """Takes its colours from the theme."""
        self._theme = theme
        for panel in self._panels.values():
            panel.set_theme(theme)

    def set_labels(self, labels: Sequence[str]) -> None:
        """Another bundle: no panel yet."""
        self._labels = tuple(labels)
        self.set_faces(())

    def set_bars(self, order: BarOrder, numbers: bool) -> None:
        """How the bars of all panels are sorted, and whether they have numbers."""
        self._order, self._numbers = order, numbers
        for panel in self._panels.values():
            panel.bars.set_order(order)
            panel.bars.set_numbers(numbers)

    def set_faces(self, faces: Sequence[int | None]) -> None:
        """One panel for each of these, in this order; those that stay are left as they are."""
        if list(faces) == list(self._panels):
            return
        for face_id in [face_id for face_id in self._panels if face_id not in faces]:
            panel = self._panels.pop(face_id)
            self._grid.removeWidget(panel)
            panel.hide()
            panel.deleteLater()
        self._panels = {face_id: self._panels.get(face_id) or self._new_panel(face_id) for face_id in faces}
        self._notice.setVisible(not self._panels)
        self._arrange()

    def set_followed(self, face_id: int | None) -> None:
        """This face's panel is the marked one. One that has just been marked scrolls into view."""
        for panel in self._panels.values():
            if panel.set_followed(panel.face_id == face_id):
                self.ensureWidgetVisible(panel, 0, GRID)

    def show_readings(self, newest: dict[int | None, Reading]) -> None:
        """The scored readings of one clip; panels whose face is not among them say so."""
        for face_id, panel in self._panels.items():
            reading = newest.get(face_id)
            if reading is not None and reading.vote is not None:
                panel.show_vote(reading.vote, reading.posterior)
            else:
                panel.show_nothing(self.tr("out of view"))

    def show_nothing(self, headline: str, caption: str, state: str = "") -> None:
        """What to say while there is no panel; panels that are there get empty bars and say `state`."""
        self._headline.setText(headline)
        self._caption.setText(caption)
        for panel in self._panels.values():
            panel.show_nothing(state or headline)

    def rename(self) -> None:
        """A face is called otherwise."""
        for face_id, panel in self._panels.items():
            panel.set_title(self._title(face_id))

    def advance(self, seconds: float) -> None:
        """Moves all bars towards their values, about 30 times a second: one panel takes 0.6 ms to paint."""
        self._elapsed += seconds
        if self._elapsed >= _STEP_S:
            for panel in self._panels.values():
                panel.bars.advance(self._elapsed)
            self._elapsed = 0.0

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._arrange()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        place = event.position().toPoint()
        for face_id, panel in self._panels.items():
            if face_id is not None and panel.rect().contains(panel.mapFrom(self, place)):
                self.name_asked.emit(face_id)

    def columns(self) -> int:
        """How many panels stand side by side."""
        count, size = len(self._panels), self.viewport().size()
        if count < 2 or size.width() < 2 * _NARROWEST + _SPACING:
            return 1
        enough = next(iter(self._panels.values())).enough
        return 1 if count * (enough + _SPACING) - _SPACING <= size.height() else 2

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802
        done = super().focusNextPrevChild(forward)
        if (focused := self.focusWidget()) is not None:
            self.ensureWidgetVisible(focused, 0, GRID)
        return done

    def _new_panel(self, face_id: int | None) -> FacePanel:
        panel = FacePanel(face_id)
        panel.set_theme(self._theme)
        panel.set_labels(self._labels)
        panel.bars.set_order(self._order)
        panel.bars.set_numbers(self._numbers)
        panel.set_title(self._title(face_id))
        panel.show_nothing("")
        if face_id is not None:
            panel.clicked.connect(lambda: self.face_chosen.emit(face_id))
        return panel

    def _arrange(self) -> None:
        wanted = (self.columns(), tuple(self._panels))
        if wanted == self._placed:
            return
        self._placed = wanted
        previous: QWidget | None = None
        for place, panel in enumerate(self._panels.values()):
            self._grid.addWidget(panel, *divmod(place, wanted[0]))
            panel.show()
            if previous is not None:
                QWidget.setTabOrder(previous, panel)
            previous = panel

    def _lay_out(self) -> None:
        body = QWidget()
        body.setObjectName("faces")
        self._headline, self._caption = text_label(scale=HEADLINE, bold=True), text_label(kind="muted")
        self._notice = QWidget()
        notice = QVBoxLayout(self._notice)
        notice.addStretch(1)
        for label in (self._headline, self._caption):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.MinimumExpanding)
            notice.addWidget(label)
        notice.addStretch(1)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._grid = QGridLayout()
        self._grid.setSpacing(_SPACING)
        column.addLayout(self._grid, 1)
        column.addWidget(self._notice, 1)
        self.setWidget(body)
