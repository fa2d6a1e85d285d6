"""The posteriors of all clips of a film as a picture: a row per label, along the time, the stronger the higher."""

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from fer_desktop.playback.posterior_ramp import STEPS, ramp
from fer_desktop.playback.posterior_rows import PosteriorRows
from fer_desktop.playback.transport_bar import moment_text
from fer_desktop.theme import GRID, LIGHT, Theme
from fer_desktop.widgets.labels import SMALL, scaled_font
from fer_desktop.wording import emotion_name, percent

if TYPE_CHECKING:
    from core.sessions.record import ReadingTable

_ROW = (9, 13)  # pixels of a row: least and usual
_NAME, _LEAST_NAME = 0.8, 0.7  # sizes of the rows' names; rows too low even for the smaller have dots only
_MOST_NAMES = 0.3  # of the width
_DOT = 6.0  # pixels
_KEY = 56  # pixels of the ramp in the heading
_PAGE = 0.1  # of the visible range, that Page Up and Page Down go


class PosteriorPicture(QWidget):
    """One hue in even steps, so that rows can be compared; where nothing was scored, the ground is seen.

    Home, End, Page Up and Page Down move the position. scrubbed(float): a person wants to be at this time, in seconds.
    """

    scrubbed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._ramp = LIGHT, ramp(LIGHT)
        self._rows: PosteriorRows | None = None
        self._begin, self._end, self._position = 0.0, 0.0, 0.0
        self._sides: tuple[int, int] | None = None
        self._image, self._made_for = QImage(), (0.0, 0.0, 0, "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Posteriors of the clips"))

    @property
    def labels(self) -> tuple[str, ...]:
        """From top to bottom."""
        return self._rows.labels if self._rows is not None else ()

    @property
    def range(self) -> tuple[float, float]:
        """The seconds at the left and at the right end."""
        return self._begin, self._end

    def set_theme(self, theme: Theme) -> None:
        """Takes its colours from the theme."""
        self._theme, self._ramp = theme, ramp(theme)
        self.update()

    def set_sides(self, left: int, right: int) -> None:
        """So many pixels lie left and right of the picture, to be in line with what is above; names go where they
        fit. Else as much as the names need."""
        self._sides = left, right
        self.update()

    def set_range(self, begin: float, end: float) -> None:
        """Shows this stretch, in seconds."""
        if (begin, end) != (self._begin, self._end):
            self._begin, self._end = begin, end
            self.update()

    def show_readings(self, table: "ReadingTable", face_id: int | None) -> None:
        """Shows what was read of a face; None: the mean over all faces. The stretch that is shown stays the same."""
        before = self.labels
        self._rows = PosteriorRows(table, face_id)
        self._made_for = (0.0, 0.0, 0, "")
        if self.labels != before:
            self.updateGeometry()
        self._describe()
        self.update()

    def clear(self) -> None:
        """Nothing was read."""
        self._rows, self._made_for = None, (0.0, 0.0, 0, "")
        self._describe()
        self.update()

    def set_position(self, seconds: float) -> None:
        """Draws the line of the position here."""
        before, self._position = self._position, seconds
        self._describe()
        area = self.picture_area()
        for moment in (before, seconds):
            x = self._x(area, moment)
            self.update(QRectF(x - 3, 0, 6, self.height()).toAlignedRect())

    def picture_area(self) -> QRectF:
        """Where the picture lies in the widget."""
        heading = QFontMetricsF(self._font(SMALL)).height() + 4
        left, right = self._sides or (round(self._names_width()) + 2 * GRID, GRID // 2)
        return QRectF(self.rect()).adjusted(left, heading, -right, -2)

    def time_at(self, x: float) -> float:
        """The seconds at this place of the widget, within what is shown."""
        area = self.picture_area()
        share = (x - area.left()) / max(1.0, area.width())
        return self._begin + min(max(share, 0.0), 1.0) * (self._end - self._begin)

    def hint(self, position: QPointF) -> str:
        """What a person reads who points there; "" outside of the picture."""
        area = self.picture_area()
        if not self.labels or not area.contains(position):
            return ""
        assert self._rows is not None
        seconds = self.time_at(position.x())
        row = min(int((position.y() - area.top()) / area.height() * len(self.labels)), len(self.labels) - 1)
        shares = self._shown_at(position.x())
        if shares is None:
            return self.tr("{time}: nothing was scored").format(time=moment_text(seconds))
        strongest = int(np.argmax(shares))
        lines = [f"{moment_text(seconds)}", f"{emotion_name(self.labels[row])} {percent(float(shares[row]))}"]
        if row != strongest:
            best = f"{emotion_name(self.labels[strongest])} {percent(float(shares[strongest]))}"
            lines.append(self.tr("strongest: {emotion}").format(emotion=best))
        return "\n".join(lines)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return QSize(480, self._height(_ROW[1]))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(200, self._height(_ROW[0]))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton and self._end > self._begin:
            self.scrubbed.emit(self.time_at(event.position().x()))
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.buttons() & Qt.MouseButton.LeftButton and self._end > self._begin:
            self.scrubbed.emit(self.time_at(event.position().x()))
        text = self.hint(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if text else Qt.CursorShape.ArrowCursor)
        QToolTip.showText(event.globalPosition().toPoint(), text, self) if text else QToolTip.hideText()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        QToolTip.hideText()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        page = (self._end - self._begin) * _PAGE
        targets = {
            Qt.Key.Key_Home: self._begin,
            Qt.Key.Key_End: self._end,
            Qt.Key.Key_PageUp: self._position - page,
            Qt.Key.Key_PageDown: self._position + page,
        }
        if event.key() in targets and page > 0:
            wanted = targets[Qt.Key(event.key())]
            self.scrubbed.emit(min(max(wanted, self._begin), self._end))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self.picture_area()
        self._paint_heading(painter, area)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.surface))
        painter.drawRoundedRect(area, 3, 3)
        if self.labels and self._end > self._begin and area.width() >= 1:
            self._paint_picture(painter, area)
            self._paint_names(painter, area)
            self._paint_position(painter, area)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        focused = self.hasFocus()
        painter.setPen(QPen(QColor(self._theme.accent if focused else self._theme.border), 2 if focused else 1))
        painter.drawRoundedRect(area.adjusted(-0.5, -0.5, 0.5, 0.5), 3, 3)
        painter.end()

    def _paint_heading(self, painter: QPainter, area: QRectF) -> None:
        """What it is, and what the colours mean."""
        font = self._font(SMALL)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.muted))
        height = metrics.height()
        full = percent(1.0)
        right = area.right() - metrics.horizontalAdvance(full)
        key = QRectF(right - GRID / 2 - _KEY, (height - 8) / 2, _KEY, 8)
        zero = QRectF(key.left() - GRID / 2 - 2 * GRID, 0, 2 * GRID, height)
        middle = Qt.AlignmentFlag.AlignVCenter
        title = QRectF(area.left(), 0, zero.left() - area.left(), height)
        text = metrics.elidedText(self.tr("Posteriors of the clips"), Qt.TextElideMode.ElideRight, title.width())
        painter.drawText(title, middle, text)
        painter.drawText(QRectF(right, 0, area.right() - right + 1, height), middle, full)
        painter.drawText(zero, middle | Qt.AlignmentFlag.AlignRight, "0")
        painter.drawImage(key, QImage(self._ramp.data, STEPS, 1, 3 * STEPS, QImage.Format.Format_RGB888))

    def _paint_picture(self, painter: QPainter, area: QRectF) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(area, self._picture(area))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QColor(self._theme.surface))
        for row in range(1, len(self.labels)):
            y = round(area.top() + row * area.height() / len(self.labels))
            painter.drawLine(round(area.left()), y, round(area.right()), y)
        painter.restore()

    def _paint_names(self, painter: QPainter, area: QRectF) -> None:
        """Left of their rows, where there is room; the dot is in the colour of the label's line on the timeline."""
        height = area.height() / len(self.labels)
        scale = _NAME if QFontMetricsF(self._font(_NAME)).height() <= height + 2 else _LEAST_NAME
        font = self._font(scale)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        room = area.left() - _DOT - 1.5 * GRID
        named = metrics.height() <= height + 3 and room >= 3 * GRID
        for row, label in enumerate(self.labels):
            middle = area.top() + (row + 0.5) * height
            dot = QRectF(area.left() - GRID / 2 - _DOT, middle - _DOT / 2, _DOT, _DOT)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.emotion(label))
            painter.drawEllipse(dot)
            if named:
                painter.setPen(QColor(self._theme.muted))
                text = metrics.elidedText(emotion_name(label), Qt.TextElideMode.ElideRight, room)
                words = QRectF(0, middle - height, dot.left() - GRID / 2, 2 * height)
                painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)

    def _paint_position(self, painter: QPainter, area: QRectF) -> None:
        if not self._begin <= self._position <= self._end:
            return
        x = self._x(area, self._position)
        for colour, width in ((self._theme.surface, 3.0), (self._theme.text, 1.0)):
            painter.setPen(QPen(QColor(colour), width))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))

    def _picture(self, area: QRectF) -> QImage:
        """One pixel high per row; made anew only when something else is to be seen."""
        assert self._rows is not None
        count = max(1, round(area.width() * self.devicePixelRatioF()))
        wanted = (self._begin, self._end, count, self._theme.name)
        if wanted != self._made_for:
            self._made_for = wanted
            shares = self._rows.columns(self._begin, self._end, count).T
            known = np.isfinite(shares)
            steps = np.round(np.where(known, shares, 0.0) * (STEPS - 1)).astype(np.intp)
            pixels = np.zeros((*shares.shape, 4), np.uint8)
            pixels[..., :3] = self._ramp[steps]
            pixels[..., 3] = known * 255
            raw = QImage(pixels.data, count, len(shares), 4 * count, QImage.Format.Format_RGBA8888)
            self._image = raw.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
        return self._image

    def _shown_at(self, x: float) -> np.ndarray | None:
        """(C,) float32: what the column of pixels there shows; None for a gap."""
        assert self._rows is not None
        area = self.picture_area()
        count = max(1, round(area.width() * self.devicePixelRatioF()))
        place = min(int((x - area.left()) / area.width() * count), count - 1)
        step = (self._end - self._begin) / count
        column = self._rows.columns(self._begin + place * step, self._begin + (place + 1) * step, 1)[0]
        return None if np.isnan(column).any() else column

    def _describe(self) -> None:
        """For a screen reader: the strongest at the position, said when it changes."""
        shares = self._rows.at(self._position) if self._rows is not None else None
        text = self.tr("nothing scored") if shares is None else emotion_name(self.labels[int(np.argmax(shares))])
        if text != self.accessibleDescription():
            self.setAccessibleDescription(text)

    def _x(self, area: QRectF, seconds: float) -> float:
        return area.left() + (seconds - self._begin) / max(1e-9, self._end - self._begin) * area.width()

    def _names_width(self) -> float:
        metrics = QFontMetricsF(self._font(_NAME))
        longest = max((metrics.horizontalAdvance(emotion_name(label)) for label in self.labels), default=0.0)
        return min(longest + _DOT, self.width() * _MOST_NAMES)

    def _height(self, row: int) -> int:
        return round(QFontMetricsF(self._font(SMALL)).height()) + 6 + row * max(1, len(self.labels))

    def _font(self, scale: float) -> QFont:
        return scaled_font(self.font(), scale)
