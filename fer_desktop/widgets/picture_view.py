"""The picture, with a box around every face, and what there is to say about the source; how it is painted."""

import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.types import Face, Frame
from fer_desktop.theme import GRID, LIGHT, Theme
from fer_desktop.widgets.picture_notes import paint_face, paint_message, paint_note

if TYPE_CHECKING:
    from core.live import Picture

_GROUND = QColor("#0D0F13")
_VEIL = QColor(8, 10, 14, 222)  # dims the picture behind a message


class PictureView(QWidget):
    """Shows one frame at a time, as large as it fits. paint_times: seconds that the last paintings took."""

    def __init__(self, tag: Callable[[int], str] | None = None, parent: QWidget | None = None) -> None:
        """tag: what stands at the box of a face with this id."""
        super().__init__(parent)
        self.paint_times: deque[float] = deque(maxlen=100)
        self.tag = tag or (lambda face_id: self.tr("Face {number}").format(number=face_id))
        self._theme: Theme = LIGHT
        self._frame: Frame | None = None
        self._image = QImage()
        self._scale = 1.0  # of the image over the frame, in whose pixels the boxes are
        self._faces: Sequence[Face] = ()
        self._followed: int | None = None
        self._title = self._text = self._note = ""
        self._mirrored = self._held = False
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
    def note(self) -> str:
        """The short note at the lower edge of the picture."""
        return self._note

    @property
    def frame(self) -> Frame | None:
        """The frame that is shown."""
        return self._frame

    @property
    def followed(self) -> int | None:
        """The id of the face that the bars are about."""
        return self._followed

    @property
    def faces(self) -> Sequence[Face]:
        """The faces that are shown."""
        return self._faces

    @property
    def mirrored(self) -> bool:
        """True when the picture is shown as in a mirror."""
        return self._mirrored

    @property
    def held(self) -> bool:
        """True when the picture says that it is frozen."""
        return self._held

    def set_theme(self, theme: Theme) -> None:
        """Takes the colour around the rounded corners from the theme."""
        self._theme = theme
        self.update()

    def set_mirrored(self, mirrored: bool) -> None:
        """Shows the picture as in a mirror; writing stays readable."""
        self._mirrored = mirrored
        self.update()

    def set_held(self, held: bool) -> None:
        """Says that the picture is frozen, or does not."""
        self._held = held
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

    def set_followed(self, followed: int | None) -> None:
        """Another face of the same picture is the one that the bars are about."""
        self._followed = followed
        self.update()

    def clear(self) -> None:
        """Shows no picture, no message and no note."""
        self._frame, self._image, self._faces = None, QImage(), ()
        self.set_message("")
        self.set_note("")

    def set_message(self, title: str, text: str = "") -> None:
        """Puts a message over the (dimmed) picture; empty: takes it away."""
        if (title, text) != (self._title, self._text):
            if title != self._title:  # a countdown is seen; said every second it would be a nuisance
                self.setAccessibleDescription(f"{title}. {text}".strip(". "))
            self._title, self._text = title, text
            self.update()

    def set_note(self, text: str) -> None:
        """Puts one line at the lower edge of the picture, which stays visible; empty: takes it away."""
        if text != self._note:
            if bool(text) != bool(self._note):
                self.setAccessibleDescription(text)
            self._note = text
            self.update()

    def picture_area(self) -> QRectF:
        """Where the picture lies in the widget: as large as possible, not distorted, in the middle."""
        if self._image.isNull():
            return QRectF(self.rect())
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        return QRectF(QRect((self.width() - size.width()) // 2, (self.height() - size.height()) // 2, *size.toTuple()))

    def box_area(self, face: Face) -> QRectF:
        """Where a face's box lies in the widget, in the mirror as well."""
        area = self.picture_area()
        scale = self._scale * area.width() / max(1, self._image.width())
        box = face.box
        left, width = box.x * scale, box.w * scale
        if self._mirrored:
            left = area.width() - left - width
        return QRectF(area.x() + left, area.y() + box.y * scale, width, box.h * scale)

    def face_at(self, position: QPointF) -> int | None:
        """The id of the smallest face at this place of the widget."""
        hit = [] if self._title else [face for face in self._faces if self.box_area(face).contains(position)]
        return min(hit, key=lambda face: face.box.w * face.box.h).face_id if hit else None

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        began = time.perf_counter()
        painter = QPainter(self)
        painter.fillRect(self.rect(), _GROUND)
        area = self.picture_area()
        if not self._image.isNull():
            self._paint_picture(painter, area)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._title:
            if not self._image.isNull():
                painter.fillRect(self.rect(), _VEIL)
            middle = self.rect().adjusted(3 * GRID, GRID, -3 * GRID, -GRID)
            paint_message(painter, self.font(), middle, self._title, self._text)
        else:
            self._paint_faces(painter, area)
        for text, below in ((self.tr("Frozen") if self._held else "", False), (self._note, True)):
            if text:
                paint_note(painter, self.font(), QRectF(self.rect()), text, below=below, held=not below)
        self._paint_corners(painter)
        painter.end()
        if not self._image.isNull():
            self.paint_times.append(time.perf_counter() - began)

    def _paint_picture(self, painter: QPainter, area: QRectF) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._mirrored:  # by the painter: a mirrored copy of the picture would take longer than drawing it
            painter.translate(area.left() + area.right(), 0)
            painter.scale(-1, 1)
        painter.drawImage(area, self._image)
        painter.restore()

    def _paint_faces(self, painter: QPainter, area: QRectF) -> None:
        painter.setClipRect(area)
        # The followed face last: where boxes cross, it lies on top.
        for face in sorted(self._faces, key=lambda face: face.face_id == self._followed):
            followed = face.face_id == self._followed
            box, text = self.box_area(face), self.tag(face.face_id)
            paint_face(painter, self.font(), box, area, face.face_id, text, followed=followed)
        painter.setClipping(False)

    def _paint_corners(self, painter: QPainter) -> None:
        """Rounds the corners by painting over them: clipping the picture to a path would cost far more."""
        corners, inside = QPainterPath(), QRectF(self.rect())
        corners.addRect(inside)
        corners.addRoundedRect(inside, 8, 8)
        painter.fillPath(corners, QColor(self._theme.window))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._theme.accent), 2))
            painter.drawRoundedRect(inside.adjusted(1, 1, -1, -1), 8, 8)
