"""What is said about the moment under the pointer."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication, QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from fer_desktop.theme import GRID, Theme
from fer_desktop.wording import emotion_name, percent

_NAMED = 3  # so many of the strongest
_DOT = 7.0


@dataclass(frozen=True, slots=True)
class Readout:
    """moment: seconds; text: the same for a person. frame: its number, None when unknown.

    strongest: labels that are shown with their values, from the highest down; () where nothing was scored.
    """

    moment: float
    text: str
    frame: int | None
    strongest: tuple[tuple[str, float], ...]

    def lines(self) -> list[str]:
        """What a person reads, the moment first."""
        head = self.text
        if self.frame is not None:
            frame = QCoreApplication.translate("Timeline", "frame {number}").format(number=self.frame + 1)
            head = f"{head} · {frame}"
        if not self.strongest:
            return [head, QCoreApplication.translate("Timeline", "not scored")]
        return [head, *(f"{emotion_name(label)} {percent(share)}" for label, share in self.strongest)]


def strongest_of(
    labels: Sequence[str], values: np.ndarray | None, shown: Collection[str]
) -> tuple[tuple[str, float], ...]:
    """The few strongest of the labels that are shown. values: (C,), None where nothing was scored."""
    if values is None:
        return ()
    order = [int(place) for place in np.argsort(-values, kind="stable") if labels[int(place)] in shown]
    return tuple((labels[place], float(values[place])) for place in order[:_NAMED])


def paint_readout(
    painter: QPainter, readout: Readout, x: float, heights: Sequence[float], area: QRectF, theme: Theme
) -> None:
    """A thin line at x, a dot on each named curve at its height, and a card beside them, within the area."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.edge), 1))
    painter.drawLine(QLineF(x, area.top(), x, area.bottom()))
    painter.setPen(QPen(QColor(theme.surface), 1.5))
    for (label, _), y in zip(readout.strongest, heights, strict=True):
        painter.setBrush(theme.emotion(label))
        painter.drawEllipse(QPointF(x, y), _DOT / 2, _DOT / 2)
    lines, metrics = readout.lines(), QFontMetricsF(painter.font())
    row = metrics.height() + 1
    dots = _DOT + GRID if readout.strongest else 0
    width = max(metrics.horizontalAdvance(lines[0]), max(metrics.horizontalAdvance(line) for line in lines[1:]) + dots)
    card = QRectF(x + 1.5 * GRID, area.top() + 2, width + 2 * GRID, row * len(lines) + GRID)
    if card.right() > area.right():
        card.moveRight(x - 1.5 * GRID)
    card.moveLeft(max(card.left(), area.left()))
    ground = QColor(theme.surface)
    ground.setAlpha(240)
    painter.setPen(QPen(QColor(theme.border), 1))
    painter.setBrush(ground)
    painter.drawRoundedRect(card, 6, 6)
    text = QRectF(card.left() + GRID, card.top() + GRID / 2, width, row)
    for place, line in enumerate(lines):
        indent = 0.0
        if place and readout.strongest:
            label = readout.strongest[place - 1][0]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.emotion(label))
            painter.drawEllipse(QPointF(text.left() + _DOT / 2, text.center().y()), _DOT / 2, _DOT / 2)
            indent = dots
        painter.setPen(QColor(theme.muted if not place else theme.text))
        painter.drawText(text.adjusted(indent, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, line)
        text.translate(0, row)
