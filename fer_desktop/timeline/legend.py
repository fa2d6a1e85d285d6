"""Which colour is which emotion, and a switch for each of their lines."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from fer_desktop.theme import GRID, LIGHT, Theme
from fer_desktop.widgets.labels import SMALL, scaled_font
from fer_desktop.wording import emotion_name

_DOT = 9
_HEIGHT = 26


class LegendToggle(QAbstractButton):
    """A dot in the emotion's colour and its name; a hollow dot and a fainter name while its line is hidden."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = label
        self._theme: Theme = LIGHT
        self.setFont(scaled_font(self.font(), SMALL))
        self.setCheckable(True)
        self.setChecked(True)
        self.setText(emotion_name(label))
        self.setAccessibleName(self.text())
        self.setToolTip(self.tr("Show or hide the line of {emotion}").format(emotion=self.text()))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus where Space means play

    def set_theme(self, theme: Theme) -> None:
        """Takes its colours from the theme."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + _DOT + 3 * GRID, _HEIGHT)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        theme, area = self._theme, QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isDown() or self.underMouse():
            painter.setBrush(QColor(theme.sunken if self.isDown() else theme.hover))
            painter.drawRoundedRect(area, 6, 6)
        dot = QRectF(area.left() + GRID - 1, area.center().y() - _DOT / 2, _DOT, _DOT)
        if self.isChecked():
            painter.setBrush(theme.emotion(self.label))
            painter.drawEllipse(dot)
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.emotion(self.label), 1.5))
            painter.drawEllipse(dot.adjusted(0.75, 0.75, -0.75, -0.75))
        painter.setPen(QColor(theme.text if self.isChecked() else theme.muted))
        text = QRectF(dot.right() + GRID - 2, area.top(), area.width(), area.height())
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRoundedRect(area, 6, 6)
        painter.end()


class Legend(QWidget):
    """A row of switches, in several lines where it is narrow. changed(tuple): the labels that are on, by a person."""

    changed = Signal(tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self.toggles: list[LegendToggle] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(self.tr("Lines of the timeline"))

    @property
    def shown(self) -> tuple[str, ...]:
        """The labels that are on, in the bundle's order."""
        return tuple(toggle.label for toggle in self.toggles if toggle.isChecked())

    def set_theme(self, theme: Theme) -> None:
        """Takes its colours from the theme."""
        self._theme = theme
        for toggle in self.toggles:
            toggle.set_theme(theme)

    def set_labels(self, labels: Sequence[str]) -> None:
        """One switch per label, all of them on."""
        for toggle in self.toggles:
            toggle.hide()
            toggle.deleteLater()
        self.toggles = [LegendToggle(label, self) for label in labels]
        for toggle in self.toggles:
            toggle.set_theme(self._theme)
            toggle.clicked.connect(lambda: self.changed.emit(self.shown))
            toggle.show()
        self._place(self.width())
        self.updateGeometry()

    def set_shown(self, labels: Iterable[str]) -> None:
        """Switches them on and off without telling anyone."""
        wanted = set(labels)
        for toggle in self.toggles:
            toggle.setChecked(toggle.label in wanted)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 (Qt's name)
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        return self._place(width, move=False)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(sum(toggle.sizeHint().width() for toggle in self.toggles), _HEIGHT)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(max((toggle.sizeHint().width() for toggle in self.toggles), default=0), _HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._place(event.size().width())

    def _place(self, width: int, *, move: bool = True) -> int:
        """Puts them one after the other, in as many lines as it takes; the height that they need."""
        left = top = 0
        for toggle in self.toggles:
            size = toggle.sizeHint()
            if left and left + size.width() > width:
                left, top = 0, top + _HEIGHT
            if move:
                toggle.setGeometry(left, top, size.width(), _HEIGHT)
            left += size.width()
        return top + _HEIGHT
