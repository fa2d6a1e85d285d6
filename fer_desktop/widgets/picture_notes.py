"""What is written over the picture: a message in the middle, short notes at its edges, tags at the faces' boxes."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from fer_desktop.theme import GRID, face_colour, face_pen
from fer_desktop.widgets.labels import HEADLINE, SMALL, scaled_font

_RIM, _TAG_GROUND, _ON_COLOUR = QColor(0, 0, 0, 170), QColor(0, 0, 0, 180), QColor("#101216")
_ON_GROUND, _FAINT = QColor("#FFFFFF"), QColor("#D5DAE3")
_NOTE_GROUND = QColor(12, 14, 18, 215)


def paint_face(
    painter: QPainter, base: QFont, area: QRectF, bounds: QRectF, face_id: int, text: str, *, followed: bool
) -> None:
    """A box and its tag. area: of the face. bounds: of the picture, where the tag stays. followed: drawn stronger."""
    line = 3.0 if followed else 2.0
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (QPen(_RIM, line + 2), face_pen(face_id, line)):
        painter.setPen(pen)
        painter.drawRoundedRect(area, 6, 6)
    painter.setFont(scaled_font(base, SMALL, QFont.Weight.DemiBold))
    metrics = painter.fontMetrics()
    text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(bounds.width()) - 3 * GRID)
    tag = QRectF(0, 0, metrics.horizontalAdvance(text) + 2 * GRID, metrics.height() + 4)
    tag.moveBottomLeft(area.topLeft() - QPointF(0, 4))
    tag.moveTop(max(tag.top(), bounds.top() + 4))
    tag.moveLeft(min(max(tag.left(), bounds.left() + 4), bounds.right() - tag.width() - 4))
    colour = face_colour(face_id)
    painter.setPen(QPen(_RIM if followed else colour, 1))
    painter.setBrush(colour if followed else _TAG_GROUND)
    painter.drawRoundedRect(tag, 4, 4)
    painter.setPen(_ON_COLOUR if followed else _ON_GROUND)
    painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, text)


def paint_message(painter: QPainter, base: QFont, area: QRect, title: str, text: str) -> None:
    """A title and a line of explanation in the middle of `area`, wrapped where they must be."""
    wrap = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
    fonts = scaled_font(base, HEADLINE, QFont.Weight.DemiBold), scaled_font(base, 1.0)
    parts = [(title, fonts[0], _ON_GROUND), (text, fonts[1], _FAINT)]
    heights = []
    for line, font, _ in parts:
        painter.setFont(font)
        heights.append(painter.boundingRect(area, wrap, line).height() if line else 0)
    top = area.center().y() - (sum(heights) + GRID) // 2
    for (line, font, colour), height in zip(parts, heights, strict=True):
        painter.setFont(font)
        painter.setPen(colour)
        painter.drawText(QRect(area.x(), top, area.width(), height), wrap, line)
        top += height + GRID


def paint_note(painter: QPainter, base: QFont, area: QRectF, text: str, *, below: bool, held: bool = False) -> None:
    """A dark pill at the upper (else `below` at the lower) edge of `area`. held: with the two bars of a pause."""
    painter.setFont(scaled_font(base, SMALL if below else 1.0, QFont.Weight.DemiBold))
    metrics, mark = painter.fontMetrics(), 2.5 * GRID if held else 0.0
    room = area.width() - 4 * GRID - mark
    text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(room))
    pill = QRectF(0, 0, metrics.horizontalAdvance(text) + 3 * GRID + mark, metrics.height() + GRID)
    pill.moveCenter(area.center())
    if below:
        pill.moveBottom(area.bottom() - GRID)
    else:
        pill.moveTop(area.top() + GRID)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_NOTE_GROUND)
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
    painter.setPen(_ON_GROUND)
    painter.drawText(pill.adjusted(mark, 0, 0, 0), Qt.AlignmentFlag.AlignCenter, text)
    if held:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_ON_GROUND)
        left, height = pill.left() + 2 * GRID, metrics.capHeight()
        for x in (left, left + 6):
            painter.drawRect(QRectF(x, pill.center().y() - height / 2, 3, height))
