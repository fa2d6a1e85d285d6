"""One horizontal bar per emotion."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from fer_desktop.icons import icon
from fer_desktop.theme import GRID, LIGHT, Theme
from fer_desktop.valence import by_valence
from fer_desktop.view_options import BarOrder
from fer_desktop.widgets.labels import SMALL, scaled_font
from fer_desktop.wording import emotion_name, percent

_SETTLED = 0.001  # nearer than this a bar has reached its value
_EASE_S = 0.06  # time constant of a bar on its way to its value: done before the next reading, 0.13 s later


@dataclass(frozen=True, slots=True)
class BarSize:
    """Pixels, but for the last three of them.

    row: least, usual and greatest height. bar: least and greatest thickness. mark: of the tick. gap: between columns.
    clip: width and height of the newest clip's mark.
    font: scale. names: greatest share of the width; longer names are elided. unit: whether numbers have their sign.
    """

    row: tuple[int, int, int]
    bar: tuple[float, float]
    mark: int
    gap: int
    clip: tuple[float, float]
    font: float
    names: float
    unit: bool


REGULAR = BarSize((28, 36, 128), (10.0, 20.0), 16, GRID, (8.0, 5.0), 1.0, 0.5, True)
COMPACT = BarSize((15, 22, 128), (6.0, 16.0), 12, 5, (6.0, 3.5), SMALL, 0.53, False)
_LONG_NAMES = 0.88  # of the font where a name would be elided else


class EmotionBars(QWidget):
    """The vote as bars; a small mark below each says where the newest clip alone stands.

    The vote's winner has a tick mark, bold text and a ground of its own besides its colour.
    """

    def __init__(self, size: BarSize = REGULAR, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size = size
        self._labels: tuple[str, ...] = ()  # the bundle's
        self._rows: list[int] = []  # from top to bottom, positions in the bundle's labels
        self._order, self._numbers = BarOrder.BUNDLE, True
        self._vote: np.ndarray | None = None
        self._clip: np.ndarray | None = None
        self._shown = np.zeros(0)
        self._font_scale = size.font
        self.set_theme(LIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Emotions"))
        self.setToolTip(self.tr("Bar and number: the vote in %. Mark below the bar: the newest clip alone."))

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels from top to bottom."""
        return tuple(self._labels[index] for index in self._rows)

    @property
    def winner(self) -> str | None:
        """The label with the most votes (the first of equals in the bundle's order); None without a vote."""
        return None if self._vote is None else self._labels[int(np.argmax(self._vote))]

    @property
    def settled(self) -> bool:
        """True when no bar is on its way any more."""
        return bool(np.all(np.abs(self._target() - self._shown) < _SETTLED))

    def value_texts(self) -> list[str]:
        """The numbers beside the bars, from top to bottom; empty texts when they are switched off."""
        if not self._numbers:
            return [""] * len(self._rows)
        target = self._target()
        return ["–" if self._vote is None else self._number(float(target[index])) for index in self._rows]

    def set_theme(self, theme: Theme) -> None:
        """Takes its colours from the theme."""
        self._theme = theme
        self._tick = icon("check", theme.text, self._size.mark)
        self.update()

    def set_labels(self, labels: Sequence[str]) -> None:
        """One empty bar per label, given in the bundle's order."""
        self._labels, self._vote, self._clip = tuple(labels), None, None
        self._shown = np.zeros(len(self._labels))
        self.setMinimumHeight(self._size.row[0] * len(self._labels))
        self._fit_names()
        self.set_order(self._order)
        self.updateGeometry()

    def name_texts(self) -> list[str]:
        """The names beside the bars as they fit, from top to bottom."""
        metrics, room = QFontMetricsF(self._font(bold=True)), self._column_widths()[0] + 1
        names = [emotion_name(label) for label in self.labels]
        return [metrics.elidedText(name, Qt.TextElideMode.ElideRight, room) for name in names]

    def set_order(self, order: BarOrder) -> None:
        """Sorts the bars; each keeps its length."""
        self._order = order
        self._rows = by_valence(self._labels) if order is BarOrder.VALENCE else list(range(len(self._labels)))
        self.update()

    def set_numbers(self, shown: bool) -> None:
        """With or without percentages."""
        self._numbers = shown
        self.update()

    def set_values(self, vote: np.ndarray | None, clip: np.ndarray | None = None) -> None:
        """The vote (C,) and, if there is one, the newest clip's posterior (C,). None: nothing is known, empty bars.

        Both in the order of the bundle's labels, whatever the order of the bars.
        """
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
        return QSize(336, self._size.row[1] * max(1, len(self._labels)))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._fit_names()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        if not self._labels:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = min(self._size.row[2], self.height() / len(self._labels))
        winner, columns = self.winner, self._column_widths()
        for row, text in enumerate(self.value_texts()):
            index = self._rows[row]
            area = QRectF(0, row * height, self.width(), height)
            self._paint_row(painter, area, index, text, columns, wins=self._labels[index] == winner)
        painter.end()

    def _paint_row(
        self, painter: QPainter, area: QRectF, index: int, text: str, columns: tuple[float, float], *, wins: bool
    ) -> None:
        theme, size = self._theme, self._size
        painter.setFont(self._font(bold=wins))
        self._paint_mark(painter, area, index, wins=wins)
        painter.setPen(QColor(theme.muted if self._vote is None else theme.text))
        name = QRectF(area.x() + size.mark + 4 + size.gap / 2, area.y(), columns[0], area.height())
        middle = Qt.AlignmentFlag.AlignVCenter
        label = emotion_name(self._labels[index])
        label = painter.fontMetrics().elidedText(label, Qt.TextElideMode.ElideRight, int(columns[0]) + 1)
        painter.drawText(name, middle | Qt.AlignmentFlag.AlignLeft, label)
        right = area.right() - size.gap
        if text:
            value = QRectF(right - columns[1], area.y(), columns[1], area.height())
            painter.drawText(value, middle | Qt.AlignmentFlag.AlignRight, text)
            right = value.left() - size.gap
        thickness = min(size.bar[1], max(size.bar[0], area.height() / 4))
        track = QRectF(name.right() + size.gap, area.center().y() - thickness / 2, 0, thickness)
        track.setRight(right)
        self._paint_bar(painter, track, index, wins)

    def _paint_mark(self, painter: QPainter, area: QRectF, index: int, *, wins: bool) -> None:
        side, middle = self._size.mark, area.center().y()
        painter.setPen(Qt.PenStyle.NoPen)
        if wins:
            painter.setBrush(QColor(self._theme.sunken))
            painter.drawRoundedRect(area.adjusted(0, 1, 0, -1), 6, 6)
            self._tick.paint(painter, QRectF(area.x() + 4, middle - side / 2, side, side).toRect())
        else:  # its colour is named here however short its bar: the plot has no other legend
            painter.setBrush(self._theme.emotion(self._labels[index]))
            dot = side / 2
            painter.drawEllipse(QRectF(area.x() + 4 + dot / 2, middle - dot / 2, dot, dot))

    def _paint_bar(self, painter: QPainter, track: QRectF, index: int, wins: bool) -> None:
        theme, share = self._theme, float(self._shown[index])
        whole, filled = QPainterPath(), QPainterPath()
        whole.addRoundedRect(track, track.height() / 2, track.height() / 2)
        painter.fillPath(whole, QColor(theme.border if wins else theme.sunken))
        # Cut from the track's shape, so that the length is true even where the ends are round.
        filled.addRect(QRectF(track.topLeft(), QSizeF(track.width() * share, track.height())))
        painter.fillPath(whole.intersected(filled), theme.emotion(self._labels[index]))
        if self._clip is not None:
            # Below the bar: across it, it would hide the shortest ones together with their colours.
            width, height = self._size.clip
            top = QPointF(track.x() + track.width() * float(self._clip[index]), track.bottom() + 1)
            corners = [top, top + QPointF(width / 2, height), top + QPointF(-width / 2, height)]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.text))
            painter.drawPolygon(QPolygonF(corners))

    def _font(self, *, bold: bool) -> QFont:
        return scaled_font(self.font(), self._font_scale, QFont.Weight.Bold if bold else QFont.Weight.Normal)

    def _fit_names(self) -> None:
        """Smaller letters where a name is too long for its column, as in German."""
        self._font_scale = self._size.font
        if self._labels and self._longest_name() + 2 > self.width() * self._size.names:
            self._font_scale *= _LONG_NAMES

    def _longest_name(self) -> float:
        metrics = QFontMetricsF(self._font(bold=True))
        return max(metrics.horizontalAdvance(emotion_name(label)) for label in self._labels)

    def _column_widths(self) -> tuple[float, float]:
        metrics, names = QFontMetricsF(self._font(bold=True)), self._longest_name()
        return min(names + 2, self.width() * self._size.names), metrics.horizontalAdvance(self._number(1.0)) + 2

    def _number(self, share: float) -> str:
        return percent(share) if self._size.unit else f"{share * 100:.0f}"

    def _target(self) -> np.ndarray:
        return np.zeros(len(self._labels)) if self._vote is None else self._vote


def clip_legend() -> str:
    """What the mark below a bar means, beside such a mark."""
    return QCoreApplication.translate("EmotionBars", "▲ the newest clip alone")
