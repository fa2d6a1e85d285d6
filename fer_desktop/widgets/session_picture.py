"""The picture by which a person knows a session again, or a quiet place where there is none."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from fer_desktop.icons import pixmap
from fer_desktop.theme import GRID, LIGHT, Theme

_HIGH, _LOW = 22 * GRID, 13 * GRID  # pixels, of a picture
_NONE, _NONE_LOW = 10 * GRID, 5 * GRID  # and of the place of one
_ICON, _SMALL_ICON = 32, 20
_ROUND = 6.0


class SessionPicture(QWidget):
    """As wide as there is room; the picture is shown whole."""

    def __init__(self) -> None:
        super().__init__()
        self._theme: Theme = LIGHT
        self._picture = QPixmap()
        self._icon, self._caption = "face", ""
        self._low = False
        self._fit()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def has_picture(self) -> bool:
        """False while the quiet place is shown."""
        return not self._picture.isNull()

    def set_theme(self, theme: Theme) -> None:
        """Takes its colours from the theme."""
        self._theme = theme
        self.update()

    def set_low(self, low: bool) -> None:
        """low: there is little room."""
        self._low = low
        self._fit()

    def show_picture(self, jpeg: bytes | None, caption: str, icon: str = "face") -> None:
        """jpeg: None, or one that cannot be read, for no picture: icon and caption then take its place."""
        self._picture = QPixmap()
        if jpeg:
            self._picture.loadFromData(jpeg)
        self._icon, self._caption = icon, caption
        self._fit()
        self.setAccessibleName(self.tr("Picture of the session") if self.has_picture else caption)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return QSize(40 * GRID, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()), _ROUND, _ROUND)
        painter.fillPath(outline, QColor(self._theme.sunken))
        if self.has_picture:
            painter.setClipPath(outline)
            size = self._picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
            painter.drawPixmap(
                QRectF(left, top, size.width(), size.height()), self._picture, QRectF(self._picture.rect())
            )
        else:
            self._draw_placeholder(painter)
        painter.end()

    def _fit(self) -> None:
        high, low = (_HIGH, _LOW) if self.has_picture else (_NONE, _NONE_LOW)
        self.setFixedHeight(low if self._low else high)

    def _draw_placeholder(self, painter: QPainter) -> None:
        """The icon above the words, or before them where there is little room."""
        metrics, size = self.fontMetrics(), _SMALL_ICON if self._low else _ICON
        words = metrics.elidedText(self._caption, Qt.TextElideMode.ElideRight, self.width() - size - 4 * GRID)
        wide, high = metrics.horizontalAdvance(words), metrics.height()
        if self._low:
            left, top = (self.width() - size - GRID - wide) // 2, (self.height() - size) // 2
            place = QRect(left + size + GRID, 0, wide + 1, self.height())
        else:
            left, top = (self.width() - size) // 2, (self.height() - size - GRID - high) // 2
            place = QRect(0, top + size + GRID, self.width(), high)
        painter.drawPixmap(left, top, pixmap(self._icon, self._theme.muted, size, self.devicePixelRatioF()))
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)
