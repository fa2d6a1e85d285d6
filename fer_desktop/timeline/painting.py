"""How the parts of the timeline are painted, but for its curves; each function paints one into its area."""

from collections.abc import Iterable, Sequence

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from fer_desktop.theme import GRID, Theme
from fer_desktop.timeline.axis import Tick
from fer_desktop.timeline.curve_painting import height_of
from fer_desktop.timeline.pictures import Pictures, Slot
from fer_desktop.timeline.view_range import ViewRange

LEVELS = (1.0, 0.5, 0.0)  # shares that have a line and a name
_HATCH = 9.0  # pixels between two strokes
_CROSSING = Qt.AlignmentFlag.AlignCenter


def paint_ruler(painter: QPainter, ruler: QRectF, view: ViewRange, marks: Sequence[Tick], theme: Theme) -> None:
    """Marks and names. A frame's number gives way to the name of a moment."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    metrics = QFontMetricsF(painter.font())
    taken: list[QRectF] = []
    for named in (True, False):
        for mark in marks:
            if bool(mark.text) is not named:
                continue
            x = round(ruler.left() + view.x(mark.seconds, ruler.width()))
            length = 5 if named else 3
            painter.setPen(QColor(theme.edge if named else theme.border))
            painter.drawLine(QLineF(x, ruler.bottom() - length, x, ruler.bottom() - 1))
            text = mark.text or (f"#{mark.frame + 1}" if mark.frame is not None else "")
            if not text:
                continue
            area = QRectF(0, ruler.top(), metrics.horizontalAdvance(text) + 2, ruler.height() - 5)
            area.moveLeft(min(max(x - area.width() / 2, 0), ruler.right() + GRID - area.width()))
            if not any(area.adjusted(-GRID, 0, GRID, 0).intersects(other) for other in taken):
                painter.setPen(QColor(theme.muted if named else theme.edge))
                painter.drawText(area, _CROSSING, text)
                taken.append(area)


def paint_grid(painter: QPainter, curves: QRectF, view: ViewRange, marks: Iterable[Tick], theme: Theme) -> None:
    """Quiet lines at the named moments and at the levels, and the levels' names left of them."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    faint = QColor(theme.border)
    faint.setAlpha(110)
    painter.setPen(faint)
    for mark in marks:
        if mark.text:
            x = round(curves.left() + view.x(mark.seconds, curves.width()))
            painter.drawLine(QLineF(x, curves.top(), x, curves.bottom()))
    for level in LEVELS:
        y = round(height_of(level, curves))
        painter.setPen(QColor(theme.border) if level == 0.0 else faint)
        painter.drawLine(QLineF(curves.left(), y, curves.right(), y))
        painter.setPen(QColor(theme.muted))
        name = QRectF(0, y - 10, curves.left() - 6, 20)
        painter.drawText(name, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, level_text(level))


def level_text(level: float) -> str:
    """The highest one says what the numbers are."""
    return f"{level * 100:.0f}\N{NO-BREAK SPACE}%" if level == LEVELS[0] else f"{level * 100:.0f}"


def paint_pictures(
    painter: QPainter, area: QRectF, view: ViewRange, places: Sequence[Slot], pictures: Pictures, theme: Theme
) -> None:
    """Each picture in the middle of its place; a quiet ground where it has not come yet."""
    painter.save()
    painter.setClipRect(area)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    width = min(area.height() * pictures.aspect, area.width())
    for slot in places:
        left, right = (area.left() + view.x(moment, area.width()) for moment in (slot.begin, slot.end))
        frame = QRectF(QPointF(round((left + right - width) / 2), area.top()), QSizeF(round(width), area.height()))
        picture = pictures.of(slot)
        if picture is None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.sunken))
            painter.drawRoundedRect(frame, 3, 3)
        else:
            painter.drawPixmap(frame, picture, QRectF(picture.rect()))
    painter.restore()


def paint_unread(painter: QPainter, area: QRectF, text: str, theme: Theme) -> None:
    """Hatches what the analysis has not come to yet."""
    if area.width() <= 0:
        return
    painter.save()
    painter.setClipRect(area)
    ground = QColor(theme.sunken)
    ground.setAlpha(120)
    painter.fillRect(area, ground)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.border), 1))
    height = area.height()
    first = np.floor((area.left() - height) / _HATCH) * _HATCH
    strokes = [
        QLineF(x, area.bottom(), x + height, area.top()) for x in np.arange(first, area.right() + _HATCH, _HATCH)
    ]
    painter.drawLines(strokes)
    metrics = QFontMetricsF(painter.font())
    chip = QRectF(0, 0, metrics.horizontalAdvance(text) + 2 * GRID, metrics.height() + GRID / 2)
    if text and chip.width() + 2 * GRID < area.width():
        chip.moveCenter(area.center())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.surface))
        painter.drawRoundedRect(chip, 6, 6)
        painter.setPen(QColor(theme.muted))
        painter.drawText(chip, _CROSSING, text)
    painter.restore()


def paint_selection(painter: QPainter, left: float, right: float, lane: QRectF, body: QRectF, theme: Theme) -> None:
    """A bar with two grips in the lane, and a tint below it down to the bottom of `body`."""
    painter.save()
    painter.setClipRect(QRectF(body.left() - 4, lane.top(), body.width() + 8, body.bottom() - lane.top()))
    accent, tint = QColor(theme.accent), QColor(theme.accent)
    tint.setAlpha(36)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.fillRect(QRectF(left, lane.bottom(), right - left, body.bottom() - lane.bottom()), tint)
    painter.setPen(accent)
    for x in (left, right):
        painter.drawLine(QLineF(round(x), lane.bottom(), round(x), body.bottom()))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tint)
    painter.drawRect(QRectF(left, lane.top() + 2, right - left, lane.height() - 2))
    painter.setBrush(accent)
    painter.drawRect(QRectF(left, lane.top() + 2, right - left, 3))
    for x in (left, right):
        painter.drawRoundedRect(QRectF(x - 3, lane.top() + 1, 6, lane.height() - 1), 2, 2)
    painter.restore()


def paint_playhead(painter: QPainter, x: float, top: float, bottom: float, theme: Theme) -> None:
    """A line from the ruler down, with a handle above."""
    colour = QColor(theme.text)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.surface), 3))
    painter.drawLine(QLineF(x, top + 8, x, bottom))
    painter.setPen(QPen(colour, 1.5))
    painter.drawLine(QLineF(x, top + 4, x, bottom))
    painter.setPen(QPen(QColor(theme.surface), 1))
    painter.setBrush(colour)
    corners = [QPointF(x - 5.5, top), QPointF(x + 5.5, top), QPointF(x + 5.5, top + 5), QPointF(x, top + 11)]
    painter.drawPolygon(QPolygonF([*corners, QPointF(x - 5.5, top + 5)]))


def paint_overview(
    painter: QPainter, area: QRectF, view: ViewRange, whole: ViewRange, position: float, theme: Theme
) -> None:
    """The frame around what is seen, when that is not all, and a stroke where the playhead is."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    left, right = (area.left() + whole.x(moment, area.width()) for moment in (view.begin, view.end))
    if view.span < whole.span:
        frame = QRectF(left, area.top() + 0.5, max(right - left, 8.0), area.height() - 1)
        frame.moveLeft(min(frame.left(), area.right() - frame.width()))
        veil, clear = QPainterPath(), QPainterPath()
        veil.addRoundedRect(ribbon_area(area), 3, 3)
        clear.addRoundedRect(frame, 4, 4)
        shade = QColor(theme.surface)
        shade.setAlpha(150)
        painter.fillPath(veil.subtracted(clear), shade)
        painter.setPen(QPen(QColor(theme.edge), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame.adjusted(0.5, 0, -0.5, 0), 4, 4)
    x = area.left() + whole.x(position, area.width())
    painter.setPen(QPen(QColor(theme.surface), 4))
    painter.drawLine(QLineF(x, area.top() + 2, x, area.bottom() - 2))
    painter.setPen(QPen(QColor(theme.text), 1.5))
    painter.drawLine(QLineF(x, area.top() + 2, x, area.bottom() - 2))


def ribbon_area(overview: QRectF) -> QRectF:
    """The band in the overview."""
    return overview.adjusted(0, 4, 0, -4)


def paint_note(painter: QPainter, area: QRectF, text: str, theme: Theme) -> None:
    """A quiet line in the middle."""
    painter.setPen(QColor(theme.muted))
    painter.drawText(area, _CROSSING, text)
