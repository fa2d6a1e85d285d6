"""One horizontal bar per emotion."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from fer_desktop.icons import icon
from fer_desktop.theme import GRID, LIGHT, Theme
from fer_desktop.widgets.labels import scaled_font
from fer_desktop.wording import emotion_name, percent

_ROW_MIN, _ROW_MAX = 28, 72  # pixels
_BAR_MIN, _BAR_MAX = 10.0, 16.0  # thickness
_SETTLED = 0.001  # nearer than this a bar has reached its value
_EASE_S = 0.06  # time constant of a bar on its way to its value: done before the next reading, 0.13 s later


class EmotionBars(QWidget):
    """The vote as bars, in the order of the bundle's labels; a fine line in each marks the newest clip alone.

    The vote's winner has a tick mark, bold text and a ground of its own besides its colour.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_theme(LIGHT)
        self._labels: tuple[str, ...] = ()
        self._vote: np.ndarray | None = None
        self._clip: np.ndarray | None = None
        self._shown = np.zeros(0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Emotions"))
        self.setToolTip(self.tr("Bar and number: the vote. Fine line: the newest clip alone."))

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels from top to bottom."""
        return self._labels

    @property
    def winner(self) -> str | None:
        """The label with the most votes (the first of equals); None without a vote."""
        return None if self._vote is None else self._labels[int(np.argmax(self._vote))]

    @property
    def settled(self) -> bool:
        """True when no bar is on its way any more."""
        return bool(np.all(np.abs(self._target() - self._shown) < _SETTLED))

    def value_texts(self) -> list[str]:
        """The numbers beside the bars, from top to bottom."""
        return ["–" if self._vote is None else percent(float(share)) for share in self._target()]

    def set_theme(self, theme: Theme) -> None:
        """Takes its colours from the theme."""
        self._theme = theme
        self._tick = icon("check", theme.text, 16)
        self.update()

    def set_labels(self, labels: Sequence[str]) -> None:
        """One empty bar per label."""
        self._labels, self._vote, self._clip = tuple(labels), None, None
        self._shown = np.zeros(len(self._labels))
        self.setMinimumHeight(_ROW_MIN * len(self._labels))
        self.updateGeometry()
        self.update()

    def set_values(self, vote: np.ndarray | None, clip: np.ndarray | None = None) -> None:
        """The vote (C,) and, if there is one, the newest clip's posterior (C,). None: nothing is known, empty bars."""
        before = self.winner
        self._vote, self._clip = vote, clip
        if self.winner != before:  # said once per change: a screen reader would drown in numbers
            self.setAccessibleDescription(emotion_name(self.winner) if self.winner else self.tr("nothing scored"))
        self.update()

    def advance(self, seconds: float) -> None:
        """Moves the bars towards their values; called by the timer that also draws the picture."""
        if not self.settled:
            self._shown += (self._target() - self._shown) * (1.0 - np.exp(-seconds / _EASE_S))
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return QSize(336, 36 * max(1, len(self._labels)))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        if not self._labels:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = min(_ROW_MAX, self.height() / len(self._labels))
        winner = self.winner
        for row, label in enumerate(self._labels):
            self._paint_row(painter, QRectF(0, row * height, self.width(), height), row, label == winner)
        painter.end()

    def _paint_row(self, painter: QPainter, area: QRectF, row: int, wins: bool) -> None:
        label, theme = self._labels[row], self._theme
        font = scaled_font(self.font(), 1.0, QFont.Weight.Bold if wins else QFont.Weight.Normal)
        painter.setFont(font)
        name_width, value_width = self._column_widths()
        if wins:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.sunken))
            painter.drawRoundedRect(area.adjusted(0, 1, 0, -1), 6, 6)
            mark = QRectF(area.x() + 4, area.center().y() - 8, 16, 16)
            self._tick.paint(painter, mark.toRect())
        else:  # its colour is named here however short its bar: the plot has no other legend
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.emotion(label))
            painter.drawEllipse(QRectF(area.x() + 8, area.center().y() - 4, 8, 8))
        painter.setPen(QColor(theme.muted if self._vote is None else theme.text))
        name = area.adjusted(3 * GRID, 0, 0, 0)
        name.setWidth(name_width)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(name, middle | Qt.AlignmentFlag.AlignLeft, emotion_name(label))
        value = area.adjusted(area.width() - value_width - GRID, 0, -GRID, 0)
        painter.drawText(value, middle | Qt.AlignmentFlag.AlignRight, self.value_texts()[row])
        thickness = min(_BAR_MAX, max(_BAR_MIN, area.height() / 4))
        track = QRectF(name.right() + GRID, area.center().y() - thickness / 2, 0, thickness)
        track.setRight(value.left() - GRID)
        self._paint_bar(painter, track, row, wins)

    def _paint_bar(self, painter: QPainter, track: QRectF, row: int, wins: bool) -> None:
        theme, share = self._theme, float(self._shown[row])
        whole, filled = QPainterPath(), QPainterPath()
        whole.addRoundedRect(track, track.height() / 2, track.height() / 2)
        painter.fillPath(whole, QColor(theme.border if wins else theme.sunken))
        # Cut from the track's shape, so that the length is true even where the ends are round.
        filled.addRect(QRectF(track.topLeft(), QSizeF(track.width() * share, track.height())))
        painter.fillPath(whole.intersected(filled), theme.emotion(self._labels[row]))
        if self._clip is not None:
            x = track.x() + track.width() * float(self._clip[row])
            painter.setPen(QPen(QColor(theme.text), 1.5))
            painter.drawLine(round(x), round(track.top() - 2), round(x), round(track.bottom() + 2))

    def _column_widths(self) -> tuple[float, float]:
        metrics = self.fontMetrics()
        names = max(metrics.horizontalAdvance(emotion_name(label)) for label in self._labels)
        return names * 1.12 + 2, metrics.horizontalAdvance(percent(1.0)) * 1.12 + 2  # bold is wider

    def _target(self) -> np.ndarray:
        return np.zeros(len(self._labels)) if self._vote is None else self._vote
