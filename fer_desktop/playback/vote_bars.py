"""The two kinds of bars, filled for PBV and outlined for MV, and what says so."""

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from fer_desktop.theme import GRID, LIGHT, Theme
from fer_desktop.widgets.labels import SMALL, scaled_font

_SWATCH = (18.0, 7.0)  # pixels: width and height of a bar in the legend


class VoteLegend(QWidget):
    """What a filled and what an outlined bar is; in two lines where one is too narrow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self.texts = self.tr("PBV: mean of all posteriors"), self.tr("MV: share of the clips won")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(round(2 * self._line()))
        self.setAccessibleName(". ".join(self.texts))
        self.setToolTip(
            self.tr(
                "PBV, posteriors-based vote: what all clips say together, the unsure ones with less weight.\n"
                "MV, majority vote: each clip counts once, for its most probable label."
            )
        )

    def set_theme(self, theme: Theme) -> None:
        """Takes its colours from the theme."""
        self._theme = theme
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.setFixedHeight(round(self._line() * self._lines(self.width())))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(scaled_font(self.font(), SMALL))
        stacked, left = self._lines(self.width()) > 1, 0.0
        for place, text in enumerate(self.texts):
            top = place * self._line() if stacked else 0.0
            swatch = QRectF(0 if stacked else left, top + (self._line() - _SWATCH[1]) / 2, *_SWATCH)
            colour = QColor(self._theme.muted)
            if place:
                paint_outlined(painter, swatch, 1.0, colour)
            else:
                paint_filled(painter, swatch, 1.0, colour, colour)
            painter.setPen(colour)
            words = QRectF(swatch.right() + GRID, top, self.width() - swatch.right() - GRID, self._line())
            text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(words.width()))
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, text)
            left = words.x() + painter.fontMetrics().horizontalAdvance(text) + 2 * GRID
        painter.end()

    def _lines(self, width: int) -> int:
        return 1 if self._needed() <= width else 2

    def _needed(self) -> float:
        metrics = QFontMetricsF(scaled_font(self.font(), SMALL))
        return sum(metrics.horizontalAdvance(text) + _SWATCH[0] + GRID for text in self.texts) + 2 * GRID

    def _line(self) -> float:
        return QFontMetricsF(scaled_font(self.font(), SMALL)).height() + 2


def paint_filled(painter: QPainter, track: QRectF, share: float, colour: QColor, ground: QColor) -> None:
    """A bar of PBV. Cut from the track's shape, so that the length is true even where the ends are round."""
    whole, filled = QPainterPath(), QPainterPath()
    whole.addRoundedRect(track, track.height() / 2, track.height() / 2)
    painter.fillPath(whole, ground)
    filled.addRect(QRectF(track.topLeft(), QSizeF(track.width() * share, track.height())))
    painter.fillPath(whole.intersected(filled), colour)


def paint_outlined(painter: QPainter, track: QRectF, share: float, colour: QColor) -> None:
    """A bar of MV; nothing where there is no vote."""
    length = track.width() * share
    if length <= 0:
        return
    painter.setPen(QPen(colour, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    bar = QRectF(track.topLeft() + QPointF(0.5, 0.5), QSizeF(max(length - 1, 1.0), track.height() - 1))
    radius = min(2.0, bar.height() / 2, bar.width() / 2)
    painter.drawRoundedRect(bar, radius, radius)
