"""The film's picture: a box around every face, whose it is, and what the vote says of it at this moment."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from core.mailbox import Picture
from core.types import Box, Face
from fer_desktop.theme import DARK, GRID
from fer_desktop.widgets.labels import SMALL, scaled_font
from fer_desktop.widgets.video_view import VideoView
from fer_desktop.wording import emotion_name

_GROUND, _LETTERS = QColor(0, 0, 0, 180), QColor("#FFFFFF")
_DOT = 8.0  # pixels


class FilmView(VideoView):
    """As the live picture, but for the labels at the boxes, and the keys: Left and Right are left to the page, where
    they go from frame to frame; Up and Down go from face to face."""

    nameable = False

    def __init__(self, tag: Callable[[int], str] | None = None, parent: QWidget | None = None) -> None:
        super().__init__(tag, parent)
        self._labels_of: Mapping[int, str] = {}

    @property
    def labels_of(self) -> Mapping[int, str]:
        """The label at each face's box."""
        return self._labels_of

    def set_frame(
        self,
        picture: Picture,
        faces: Sequence[tuple[int, tuple[float, float, float, float]]],
        labels_of: Mapping[int, str],
    ) -> None:
        """Shows a frame; the faces of the picture itself do not count.

        faces: (id, (left, top, width, height) in the frame's pixels), as `FaceTracks.at` has them. labels_of: the
        label (as its bundle spells it) that the vote is for, by face; a face without one has none at its box.
        """
        boxes = tuple(Face(face_id, Box(*box), 1.0) for face_id, box in faces)
        self._labels_of = dict(labels_of)
        self.set_picture(replace(picture, faces=boxes), self.followed)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _paint_faces(self, painter: QPainter, area: QRectF) -> None:
        super()._paint_faces(painter, area)
        painter.setFont(scaled_font(self.font(), SMALL, QFont.Weight.DemiBold))
        for face in self._faces:
            if label := self._labels_of.get(face.face_id):
                _paint_label(painter, self.box_area(face), area, label)


def _paint_label(painter: QPainter, box: QRectF, bounds: QRectF, label: str) -> None:
    """A dark pill under the box, or at its lower edge where the picture ends. bounds: of the picture."""
    metrics = painter.fontMetrics()
    text = metrics.elidedText(emotion_name(label), Qt.TextElideMode.ElideRight, int(bounds.width()) - 5 * GRID)
    pill = QRectF(0, 0, metrics.horizontalAdvance(text) + _DOT + 3 * GRID - 2, metrics.height() + 4)
    pill.moveTopLeft(box.bottomLeft() + QPointF(0, 5))
    pill.moveBottom(min(pill.bottom(), bounds.bottom() - 4))
    pill.moveLeft(min(max(pill.left(), bounds.left() + 4), bounds.right() - pill.width() - 4))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_GROUND)
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
    painter.setBrush(DARK.emotion(label))  # made for dark grounds, and this one is always dark
    painter.drawEllipse(QRectF(pill.left() + GRID, pill.center().y() - _DOT / 2, _DOT, _DOT))
    painter.setPen(DARK.emotion_text(label))
    words = pill.adjusted(_DOT + 2 * GRID - 2, 0, -GRID, 0)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
