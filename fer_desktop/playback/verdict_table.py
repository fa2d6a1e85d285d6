"""How every label did in both votes, of the whole video and of the selection."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from fer_desktop.icons import icon
from fer_desktop.playback.vote_bars import paint_filled, paint_outlined
from fer_desktop.theme import GRID, LIGHT, Theme
from fer_desktop.widgets.labels import BODY, SMALL, scaled_font
from fer_desktop.wording import clips_text, emotion_name, number, percent

if TYPE_CHECKING:
    from core.sessions.record import Verdict

_DOT, _TICK = 8.0, 16  # pixels
_ROW = (20, 28, 128)  # pixels of a row: least, usual, greatest
_NARROW = 440  # pixels: with two columns in less than this, letters are small
_LEAST_TRACK = 44.0  # pixels of a bar; below that, the numbers of the second vote give way


class VerdictTable(QWidget):
    """A row per label: a filled bar and a number for PBV, an outlined bar and a fainter number for MV; of the whole
    film, and, right of it, of the selection. The winner of a column has a ground of its own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels: tuple[str, ...] = ()
        self._verdicts: list[Verdict | None] = [None]
        self.set_theme(LIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Shares of the votes"))

    @property
    def labels(self) -> tuple[str, ...]:
        """From top to bottom."""
        return self._labels

    @property
    def columns(self) -> int:
        """1 for the whole film alone, 2 with the selection."""
        return len(self._verdicts)

    def set_theme(self, theme: Theme) -> None:
        """Takes its colours from the theme."""
        self._theme = theme
        self._check = icon("check", theme.text, _TICK)
        self.update()

    def set_labels(self, labels: Sequence[str]) -> None:
        """A row for each of these, still without a verdict."""
        self._labels = tuple(labels)
        self.show_verdicts(None, None, both=False)
        self.updateGeometry()

    def show_verdicts(self, whole: "Verdict | None", selection: "Verdict | None", *, both: bool) -> None:
        """None: nothing was scored, empty bars. both: with a column for the selection."""
        self._verdicts = [whole, selection] if both else [whole]
        self.setMinimumHeight(_ROW[0] * len(self._labels) + round(self._head_height()))
        self.update()

    def value_texts(self) -> list[list[tuple[str, str]]]:
        """The numbers of PBV and MV, from top to bottom, in each column from left to right."""
        return [[self._numbers(verdict, row) for row in range(len(self._labels))] for verdict in self._verdicts]

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(312, _ROW[1] * max(1, len(self._labels)))

    def row_text(self, row: int) -> str:
        """What the numbers of a row are, with a decimal, in a line for each column."""
        lines = [emotion_name(self._labels[row])]
        for head, verdict in zip(self._heads(), self._verdicts, strict=True):
            if verdict is None:
                text = self.tr("Nothing was scored")
            else:
                shares = {"pbv": number(verdict.pbv[row] * 100), "mv": number(verdict.mv[row] * 100)}
                text = self.tr("PBV {pbv} %, MV {mv} % of {clips}").format(clips=clips_text(verdict.clips), **shares)
            lines.append(f"{head}: {text}" if head else text)
        return "\n".join(lines)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._labels:
            row = int((event.pos().y() - self._head_height()) // self._row_height())
            QToolTip.showText(event.globalPos(), self.row_text(row) if 0 <= row < len(self._labels) else "", self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        if not self._labels:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height, names, head = self._row_height(), self._names_width(), self._head_height()
        mark = _TICK + GRID
        left = mark + names + GRID
        wide = (self.width() - left - GRID * (self.columns - 1)) / self.columns
        lefts = [left + column * (wide + GRID) for column in range(self.columns)]
        self._paint_heads(painter, [QRectF(x, 0, wide, head) for x in lefts])
        for row in range(len(self._labels)):
            area = QRectF(0, head + row * height, self.width(), height)
            self._paint_name(painter, area, row, names, mark)
            for x, verdict in zip(lefts, self._verdicts, strict=True):
                self._paint_cell(painter, QRectF(x, area.y(), wide, height), row, verdict)
        painter.end()

    def _paint_heads(self, painter: QPainter, areas: Sequence[QRectF]) -> None:
        painter.setFont(scaled_font(self.font(), SMALL))
        painter.setPen(QColor(self._theme.muted))
        sides = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        for area, text in zip(areas, self._heads(), strict=True):
            pbv, mv = self._places(area)
            painter.drawText(pbv, sides | Qt.TextFlag.TextDontClip, "PBV")
            if mv is not None:
                painter.drawText(mv, sides | Qt.TextFlag.TextDontClip, "MV")
            room = round(pbv.right() - painter.fontMetrics().horizontalAdvance("PBV") - GRID - area.x())
            text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, text)

    def _heads(self) -> list[str]:
        """What the columns are about; one alone needs no name."""
        return [self.tr("Whole"), self.tr("Selection")] if self.columns > 1 else [""]

    def _paint_name(self, painter: QPainter, area: QRectF, row: int, names: float, mark: float) -> None:
        """With one column, the winner's row looks as it does on the live page."""
        theme, wins = self._theme, self.columns == 1 and _wins(self._verdicts[0], row)
        middle = area.center().y()
        painter.setPen(Qt.PenStyle.NoPen)
        if wins:
            painter.setBrush(QColor(theme.sunken))
            painter.drawRoundedRect(area.adjusted(0, 1, 0, -1), 6, 6)
            self._check.paint(painter, QRectF(4, middle - _TICK / 2, _TICK, _TICK).toRect())
        else:
            painter.setBrush(theme.emotion(self._labels[row]))
            painter.drawEllipse(QRectF(4 + (_TICK - _DOT) / 2, middle - _DOT / 2, _DOT, _DOT))
        painter.setFont(self._font(bold=wins))
        painter.setPen(QColor(theme.text if any(self._verdicts) else theme.muted))
        name = emotion_name(self._labels[row])
        name = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, round(names))
        painter.drawText(QRectF(mark, area.y(), names, area.height()), Qt.AlignmentFlag.AlignVCenter, name)

    def _paint_cell(self, painter: QPainter, cell: QRectF, row: int, verdict: "Verdict | None") -> None:
        theme = self._theme
        wins = _wins(verdict, row)
        if wins and self.columns > 1:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.sunken))
            painter.drawRoundedRect(cell.adjusted(-GRID / 2, 1, 0, -1), 6, 6)
        first, second = self._places(cell)
        pbv, mv = self._numbers(verdict, row)
        sides = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        if second is not None:
            painter.setFont(self._font(bold=False))
            painter.setPen(QColor(theme.muted))
            painter.drawText(second, sides, mv)
        painter.setFont(self._font(bold=wins))
        painter.setPen(QColor(theme.text if verdict is not None else theme.muted))
        painter.drawText(first, sides, pbv)
        track = QRectF(cell.x(), cell.y(), first.x() - GRID - cell.x(), cell.height())
        self._paint_bars(painter, track, row, verdict, wins=wins)

    def _places(self, cell: QRectF) -> tuple[QRectF, QRectF | None]:
        """Where the numbers of PBV and MV stand; None where there is no room for MV's, which the tooltip has."""
        figure = QFontMetricsF(self._font(bold=True)).horizontalAdvance(self._figure(1.0))
        fainter = QFontMetricsF(self._font(bold=False)).horizontalAdvance(self._figure(1.0))
        right, second = cell.right() - GRID / 2, None
        if cell.width() - figure - fainter - 2 * GRID >= _LEAST_TRACK:
            second = QRectF(right - fainter, cell.y(), fainter, cell.height())
            right -= fainter + GRID / 2
        return QRectF(right - figure, cell.y(), figure, cell.height()), second

    def _paint_bars(self, painter: QPainter, area: QRectF, row: int, verdict: "Verdict | None", *, wins: bool) -> None:
        thick = float(round(min(12.0, max(6.0, area.height() * 0.28))))  # whole pixels: a thin outline would blur
        thin = float(round(min(6.0, max(4.0, area.height() * 0.16))))
        colour = self._theme.emotion(self._labels[row])
        ground = QColor(self._theme.border if wins else self._theme.sunken)
        share, votes = (0.0, 0.0) if verdict is None else (float(verdict.pbv[row]), float(verdict.mv[row]))
        both = thick + thin + 2 if votes else thick  # one alone is in line with its name
        top = float(round(area.center().y() - both / 2))
        paint_filled(painter, QRectF(area.x(), top, area.width(), thick), share, colour, ground)
        paint_outlined(painter, QRectF(area.x(), top + thick + 2, area.width(), thin), votes, colour)

    def _numbers(self, verdict: "Verdict | None", row: int) -> tuple[str, str]:
        if verdict is None:
            return "–", "–"
        return self._figure(float(verdict.pbv[row])), self._figure(float(verdict.mv[row]))

    def _figure(self, share: float) -> str:
        return percent(share) if self.columns == 1 else f"{share * 100:.0f}"

    def _font(self, *, bold: bool) -> QFont:
        narrow = self.columns > 1 and self.width() < _NARROW
        weight = QFont.Weight.Bold if bold else QFont.Weight.Normal
        return scaled_font(self.font(), SMALL if narrow else BODY, weight)

    def _names_width(self) -> float:
        metrics = QFontMetricsF(self._font(bold=self.columns == 1))
        longest = max(metrics.horizontalAdvance(emotion_name(label)) for label in self._labels)
        return min(longest + 2, self.width() * 0.4)

    def _row_height(self) -> float:
        return min(_ROW[2], (self.height() - self._head_height()) / max(1, len(self._labels)))

    def _head_height(self) -> float:
        return QFontMetricsF(scaled_font(self.font(), SMALL)).height() + 2


def _wins(verdict: "Verdict | None", row: int) -> bool:
    return verdict is not None and int(np.argmax(verdict.pbv)) == row
