"""One face among several: whose it is, and its bars, small."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from fer_desktop.theme import GRID, LIGHT, Theme, face_colour, face_pen
from fer_desktop.widgets.emotion_bars import COMPACT, EmotionBars, clip_legend
from fer_desktop.widgets.labels import SMALL, ElidedLabel, scaled_font
from fer_desktop.wording import emotion_name

_MARK = 22  # pixels
_ROW = 16  # of one bar
_HEADER = _MARK + 3 * GRID // 2


class FaceMark(QWidget):
    """The face's box in small: its colour, its line, its number; filled for the face that is followed."""

    def __init__(self, face_id: int | None) -> None:
        super().__init__()
        self._face_id, self.filled = face_id, False
        self._text = QColor(LIGHT.text)
        self.setFixedSize(_MARK + GRID // 2, _MARK)

    def set_theme(self, theme: Theme) -> None:
        """The number is written in the theme's text colour."""
        self._text = QColor(theme.text)
        self.update()

    def set_filled(self, filled: bool) -> None:
        """Marks the followed face, or does not."""
        self.filled = filled
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        if self._face_id is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        painter.setPen(face_pen(self._face_id, 2))
        painter.setBrush(face_colour(self._face_id) if self.filled else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(area, 5, 5)
        painter.setPen(QColor("#101216") if self.filled else self._text)
        painter.setFont(scaled_font(self.font(), SMALL, QFont.Weight.Bold))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, str(self._face_id))
        painter.end()


class FacePanel(QAbstractButton):
    """A button: pressed, its face is the followed one. Enter presses it, too.

    face_id: whose panel it is; None for the whole scene.
    """

    def __init__(self, face_id: int | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.face_id = face_id
        self._title, self._state = "", ""
        self._theme: Theme = LIGHT
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus where Space means start and stop
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        explanation = self.tr("Show this face on the plot (Enter). Double-click: name it (F2)")
        self.setToolTip(f"{explanation}\n{clip_legend()}")
        self.bars = EmotionBars(COMPACT)
        self._mark, self._name = FaceMark(face_id), ElidedLabel(mode=Qt.TextElideMode.ElideRight)
        self._name.setFont(scaled_font(self.font(), 1.0, QFont.Weight.DemiBold))
        header = QHBoxLayout()
        header.setContentsMargins(GRID // 2, 0, GRID // 2, 0)
        header.setSpacing(GRID)
        header.addWidget(self._mark)
        header.addWidget(self._name, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID // 2, GRID, GRID // 2, GRID)
        column.setSpacing(GRID // 2)
        column.addLayout(header)
        column.addWidget(self.bars, 1)
        self._mark.setVisible(face_id is not None)
        for widget in (self._mark, self._name, self.bars):
            widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(160, self.bars.sizeHint().height() + _HEADER + 2 * GRID)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(136, self.bars.minimumHeight() + _HEADER + 2 * GRID)

    @property
    def enough(self) -> int:
        """Pixels of height from which on the bars are read at ease."""
        return _ROW * len(self.bars.labels) + _HEADER + 2 * GRID

    @property
    def title(self) -> str:
        """What stands above the bars."""
        return self._name.text()

    def set_theme(self, theme: Theme) -> None:
        """Takes its colours from the theme."""
        self._theme = theme
        self._mark.set_theme(theme)
        self.bars.set_theme(theme)

    def set_labels(self, labels: Sequence[str]) -> None:
        """Empty bars for these labels."""
        self.bars.set_labels(labels)

    def set_title(self, title: str) -> None:
        """What the face is called."""
        self._title = title
        self._say()

    def set_followed(self, followed: bool) -> bool:
        """Marks the panel as that of the followed face, or does not. Returns whether it is marked only now."""
        new = followed and not self._mark.filled
        if followed != self._mark.filled:
            self._mark.set_filled(followed)
        self.setChecked(followed)
        return new

    def show_vote(self, vote: np.ndarray, clip: np.ndarray | None) -> None:
        """The vote (C,) and the newest clip's posterior (C,)."""
        self.bars.set_values(vote, clip)
        self._set_state("")

    def show_nothing(self, reason: str) -> None:
        """Empty bars and the reason, which stands behind the name."""
        self.bars.set_values(None)
        self._set_state(reason)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        theme, strong = self._theme, self.isChecked() or self.hasFocus()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = theme.accent if self.hasFocus() else theme.muted if self.isChecked() else theme.border
        painter.setPen(QPen(QColor(colour), 2 if strong else 1))
        painter.setBrush(QColor(theme.surface))
        inset = 1.0 if strong else 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 8, 8)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._say()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        event.ignore()  # the area that holds the panels asks for a name

    def nextCheckState(self) -> None:  # noqa: N802
        """A click never unchecks: one face is always followed."""
        self.setChecked(True)

    def _set_state(self, state: str) -> None:
        self._state = state
        self._say()

    def _say(self) -> None:
        text = f"{self._title}: {self._state}" if self._state else self._title
        if self._state and self._name.fontMetrics().horizontalAdvance(text) > self._name.width():
            text = self._state  # the mark beside it says whose it is
        if text != self._name.text():
            self._name.setText(text)
        winner = emotion_name(self.bars.winner) if self.bars.winner else ""
        spoken = f"{self._title}: {self._state or winner}".rstrip(": ")
        if spoken != self.accessibleName():  # once per change
            self.setAccessibleName(spoken)
