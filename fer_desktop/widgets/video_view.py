"""The picture, with a box around every face, and what there is to say about the source."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QImage, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.types import Face, Frame
from fer_desktop.theme import GRID, LIGHT, Theme, face_colour
from fer_desktop.widgets.labels import HEADLINE, SMALL, scaled_font

if TYPE_CHECKING:
    from core.live import Picture

_GROUND, _RIM, _ON_GROUND, _FAINT = QColor("#0D0F13"), QColor(0, 0, 0, 170), QColor("#FFFFFF"), QColor("#B4BBC8")
_VEIL = QColor(8, 10, 14, 190)  # dims the picture behind a message


class VideoView(QWidget):
    """Shows one frame at a time, as large as it fits.

    face_clicked(int): a person clicked on the face with this id.
    """

    face_clicked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self._frame: Frame | None = None
        self._image = QImage()
        self._scale = 1.0  # of the image over the frame, in whose pixels the boxes are
        self._faces: Sequence[Face] = ()
        self._followed: int | None = None
        self._title = self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 180)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(self.tr("Video"))

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return QSize(640, 360)

    @property
    def message(self) -> tuple[str, str]:
        """Title and text of what lies over the picture; empty when nothing does."""
        return self._title, self._text

    @property
    def frame(self) -> Frame | None:
        """The frame that is shown."""
        return self._frame

    def set_theme(self, theme: Theme) -> None:
        """Takes the colour around the rounded corners from the theme."""
        self._theme = theme
        self.update()

    def set_picture(self, picture: "Picture", followed: int | None) -> None:
        """Shows a frame and its faces; `followed` is the id of the one that the bars are about."""
        height, width = picture.image.shape[:2]
        raw = QImage(picture.image.data, width, height, 3 * width, QImage.Format.Format_RGB888)
        # Measured at 720p: smooth scaling from 32-bit pixels takes 0.5-0.7 ms with this conversion, from RGB888 2 ms.
        self._image = raw.convertToFormat(QImage.Format.Format_RGB32)
        self._frame, self._faces, self._followed = picture.frame, picture.faces, followed
        self._scale = picture.scale
        self.update()

    def clear(self) -> None:
        """Shows no picture and no message."""
        self._frame, self._image, self._faces = None, QImage(), ()
        self.set_message("", "")

    def set_message(self, title: str, text: str = "") -> None:
        """Puts a message over the (dimmed) picture; empty: takes it away."""
        if (title, text) != (self._title, self._text):
            self._title, self._text = title, text
            self.setAccessibleDescription(f"{title}. {text}".strip(". "))
            self.update()

    def picture_area(self) -> QRectF:
        """Where the picture lies in the widget: as large as possible, not distorted, in the middle."""
        if self._image.isNull():
            return QRectF(self.rect())
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        return QRectF(QRect((self.width() - size.width()) // 2, (self.height() - size.height()) // 2, *size.toTuple()))

    def box_area(self, face: Face) -> QRectF:
        """Where a face's box lies in the widget."""
        area = self.picture_area()
        scale = self._scale * area.width() / max(1, self._image.width())
        box = face.box
        return QRectF(area.x() + box.x * scale, area.y() + box.y * scale, box.w * scale, box.h * scale)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        hit = [face for face in self._faces if self.box_area(face).contains(event.position())]
        if hit:
            self.face_clicked.emit(min(hit, key=lambda face: face.box.w * face.box.h).face_id)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.fillRect(self.rect(), _GROUND)
        if not self._image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self.picture_area(), self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._title:
            self._paint_message(painter)
        else:
            painter.setClipRect(self.picture_area())
            for face in self._faces:
                self._paint_face(painter, face)
            painter.setClipping(False)
        self._paint_corners(painter)
        painter.end()

    def _paint_face(self, painter: QPainter, face: Face) -> None:
        area, colour, followed = self.box_area(face), face_colour(face.face_id), face.face_id == self._followed
        line = 3.0 if followed else 1.5
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pen in (QPen(_RIM, line + 2), QPen(colour, line)):
            painter.setPen(pen)
            painter.drawRoundedRect(area, 6, 6)
        painter.setFont(scaled_font(self.font(), SMALL, QFont.Weight.DemiBold))
        text = self.tr("Face {number}").format(number=face.face_id)
        metrics = painter.fontMetrics()
        tag = QRectF(0, 0, metrics.horizontalAdvance(text) + 2 * GRID, metrics.height() + 4)
        bounds = self.picture_area()
        tag.moveBottomLeft(area.topLeft() - QPointF(0, 4))
        tag.moveTop(max(tag.top(), bounds.top() + 4))
        tag.moveLeft(min(max(tag.left(), bounds.left() + 4), bounds.right() - tag.width() - 4))
        painter.setPen(QPen(colour if not followed else _RIM, 1))
        painter.setBrush(colour if followed else QColor(0, 0, 0, 180))
        painter.drawRoundedRect(tag, 4, 4)
        painter.setPen(QColor("#101216") if followed else _ON_GROUND)
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_message(self, painter: QPainter) -> None:
        if not self._image.isNull():
            painter.fillRect(self.rect(), _VEIL)
        area = self.rect().adjusted(3 * GRID, GRID, -3 * GRID, -GRID)
        wrap = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
        fonts = scaled_font(self.font(), HEADLINE, QFont.Weight.DemiBold), scaled_font(self.font(), 1.0)
        parts = [(self._title, fonts[0], _ON_GROUND), (self._text, fonts[1], _FAINT)]
        heights = []
        for text, font, _ in parts:
            painter.setFont(font)
            heights.append(painter.boundingRect(area, wrap, text).height() if text else 0)
        top = area.center().y() - (sum(heights) + GRID) // 2
        for (text, font, colour), height in zip(parts, heights, strict=True):
            painter.setFont(font)
            painter.setPen(colour)
            painter.drawText(QRect(area.x(), top, area.width(), height), wrap, text)
            top += height + GRID

    def _paint_corners(self, painter: QPainter) -> None:
        """Rounds the corners by painting over them: clipping the picture to a path would cost far more."""
        corners = QPainterPath()
        corners.addRect(QRectF(self.rect()))
        corners.addRoundedRect(QRectF(self.rect()), 8, 8)
        painter.fillPath(corners, QColor(self._theme.window))
