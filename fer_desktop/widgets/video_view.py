"""The picture as something to point at: faces are chosen and named by mouse, by keyboard, and from a menu."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QToolTip, QWidget

from fer_desktop.widgets.picture_view import PictureView


class VideoView(PictureView):
    """Keys: the arrows go from face to face, Enter names the one on the bars.

    face_clicked(int): this face is to be followed. name_asked(int): it is to be named. step_asked(int): the next (+1)
    or the previous (-1) face is to be followed.
    """

    nameable = True  # whether a face can be given a name here
    face_clicked = Signal(int)
    name_asked = Signal(int)
    step_asked = Signal(int)

    def __init__(self, tag: Callable[[int], str] | None = None, parent: QWidget | None = None) -> None:
        super().__init__(tag, parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        face_id = self.face_at(event.position())
        if face_id is not None and event.button() == Qt.MouseButton.LeftButton:
            self.face_clicked.emit(face_id)
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if (face_id := self.face_at(event.position())) is not None:
            self.name_asked.emit(face_id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        over = self.face_at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}
        if event.key() in steps:
            self.step_asked.emit(steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.followed is not None:
            self.name_asked.emit(self.followed)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        face_id = self.followed if by_key else self.face_at(QPointF(event.pos()))
        if face_id is None:
            super().contextMenuEvent(event)
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("&Show {face} on the bars").format(face=self.tag(face_id))).triggered.connect(
            lambda: self.face_clicked.emit(face_id)
        )
        if self.nameable:
            menu.addAction(self.tr("&Name this face…")).triggered.connect(lambda: self.name_asked.emit(face_id))
        menu.popup(self.mapToGlobal(self.rect().center()) if by_key else event.globalPos())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            if self.face_at(QPointF(event.pos())) is None:
                QToolTip.hideText()
            else:
                hint = self.tr("Click: show this face on the bars. Double-click: name it.")
                if not self.nameable:
                    hint = self.tr("Click: show this face on the bars.")
                QToolTip.showText(event.globalPos(), hint, self)
            return True
        return super().event(event)
