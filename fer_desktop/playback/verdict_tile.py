"""Who won: a small panel for the whole video, and one for the selection."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from fer_desktop.theme import GRID, LIGHT, Theme
from fer_desktop.widgets.labels import BODY, HEADLINE, SMALL, scaled_font
from fer_desktop.wording import emotion_name, percent

if TYPE_CHECKING:
    from core.sessions.record import Verdict

_DOT = 8.0  # pixels
_LEADING = 2  # pixels between two lines
_LEAST_NAME = 0.85  # of the usual size: a winner whose name is longer than its tile is written smaller, down to this


class VerdictTile(QWidget):
    """A caption, the winner by PBV, and its share with the number of clips; the winner by MV too, if it is another."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self._verdict: Verdict | None = None
        self._labels: tuple[str, ...] = ()
        self._caption = self._clips = self._nothing = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)  # two are of one height
        self.setMinimumWidth(15 * GRID)

    @property
    def winner(self) -> str | None:
        """The label that the posteriors-based vote is for (the first of equals); None where nothing was scored."""
        return None if self._verdict is None else self._labels[int(np.argmax(self._verdict.pbv))]

    def lines(self) -> list[str]:
        """What it says, from top to bottom."""
        verdict, winner = self._verdict, self.winner
        if verdict is None or winner is None:
            return [self._caption, self._nothing]
        share = percent(float(verdict.pbv.max()))
        lines = [self._caption, emotion_name(winner), f"{share} · {self._clips}" if self._clips else share]
        other = self._labels[int(np.argmax(verdict.mv))]
        if other != winner:
            lines.append(self.tr("MV: {emotion}").format(emotion=emotion_name(other)))
        return lines

    def set_theme(self, theme: Theme) -> None:
        """Takes its colours from the theme."""
        self._theme = theme
        self.update()

    def show_verdict(
        self, caption: str, verdict: "Verdict | None", labels: Sequence[str], clips: str, nothing: str = ""
    ) -> None:
        """caption: what it is about. clips: how many were scored, in words. nothing: why there is no verdict."""
        lines = len(self.lines())
        self._nothing = nothing or self.tr("Nothing was scored")
        self._caption, self._verdict, self._labels, self._clips = caption, verdict, tuple(labels), clips
        spoken = f"{caption}: {emotion_name(self.winner) if self.winner else self._nothing}"
        if spoken != self.accessibleName():  # once per change, not with every figure
            self.setAccessibleName(spoken)
        self.setToolTip("\n".join(self.lines()))
        if len(self.lines()) != lines:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        lines = max(3, len(self.lines()))
        small = QFontMetricsF(self._small()).height()
        height = (lines - 1) * (small + _LEADING) + QFontMetricsF(self._large(HEADLINE)).height() + 2 * GRID
        return QSize(19 * GRID, round(height))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(15 * GRID, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        theme, lines = self._theme, self.lines()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.window))
        painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        inside = QRectF(self.rect()).adjusted(GRID + 2, GRID, -GRID, -GRID)
        top = self._paint_line(painter, inside, inside.top(), lines[0], self._small(), theme.muted)
        if self.winner is None:
            painter.setPen(QColor(theme.muted))
            painter.setFont(scaled_font(self.font(), BODY))
            wrapped = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
            painter.drawText(QRectF(inside.x(), top + 2, inside.width(), inside.bottom() - top), wrapped, lines[1])
        else:
            top = self._paint_winner(painter, inside, top, lines[1])
            for line in lines[2:]:
                top = self._paint_line(painter, inside, top, line, self._small(), theme.text)
        painter.end()

    def _paint_winner(self, painter: QPainter, inside: QRectF, top: float, name: str) -> float:
        assert self.winner is not None
        height = QFontMetricsF(self._large(HEADLINE)).height()
        room, scale = inside.width() - _DOT - GRID, HEADLINE
        while scale > _LEAST_NAME and QFontMetricsF(self._large(scale)).horizontalAdvance(name) > room:
            scale -= 0.05
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.emotion(self.winner))
        painter.drawEllipse(QRectF(inside.x(), top + height / 2 - _DOT / 2, _DOT, _DOT))
        area = QRectF(inside.right() - room, top, room, height)
        painter.setFont(self._large(scale))
        painter.setPen(self._theme.emotion_text(self.winner))
        name = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, round(room))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
        return top + height + _LEADING

    @staticmethod
    def _paint_line(painter: QPainter, inside: QRectF, top: float, text: str, font: QFont, colour: str) -> float:
        painter.setFont(font)
        painter.setPen(QColor(colour))
        height = QFontMetricsF(font).height()
        text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(inside.width()))
        painter.drawText(QRectF(inside.x(), top, inside.width(), height), Qt.AlignmentFlag.AlignVCenter, text)
        return top + height + _LEADING

    def _small(self) -> QFont:
        return scaled_font(self.font(), SMALL)

    def _large(self, scale: float) -> QFont:
        return scaled_font(self.font(), scale, QFont.Weight.DemiBold)
