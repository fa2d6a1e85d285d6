"""Where a person types a face's name: a small field over the picture, not a dialog."""

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget
from shiboken6 import isValid

from fer_desktop.face_names import LONGEST
from fer_desktop.theme import GRID
from fer_desktop.widgets.labels import SMALL, text_label


class _NameLine(QLineEdit):
    """left: the focus went elsewhere. escaped: Escape was pressed here, which is then nobody else's shortcut."""

    left = Signal()
    escaped = Signal()

    def event(self, event: QEvent) -> bool:
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escape and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if escape and event.type() == QEvent.Type.KeyPress:
            self.escaped.emit()
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:  # its own menu, for copying and pasting
            self.left.emit()


class NameEdit(QFrame):
    """Hidden until `ask` is called. Enter, or a click elsewhere, takes the name; Escape leaves it as it was.

    named(int, str): the face with this id is to be called so; an empty name gives it its number back.
    """

    named = Signal(int, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._page, self._face_id = parent, 0
        self._before: QWidget | None = None  # had the focus, and gets it back
        self.line = _NameLine()
        self.line.setMaxLength(LONGEST)
        self.line.setMinimumWidth(24 * GRID)
        self.line.setAccessibleName(self.tr("Name of the face"))
        self.line.setToolTip(self.tr("Enter takes the name, Esc leaves it; names are forgotten with the session"))
        self._caption = text_label(scale=SMALL, kind="muted")
        self._caption.setBuddy(self.line)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        row.setSpacing(GRID)
        row.addWidget(self._caption)
        row.addWidget(self.line)
        self.line.returnPressed.connect(self._take)
        self.line.left.connect(self._take)
        self.line.escaped.connect(self.cancel)
        self.hide()

    def ask(self, face_id: int, name: str, place: QPoint) -> None:
        """Shows the field with its upper edge's middle at `place` (of the parent), kept inside the parent."""
        self._take()
        self._face_id, self._before = face_id, self.window().focusWidget()
        caption = self.tr("Name of face {number}").format(number=face_id)
        self._caption.setText(caption)
        self.line.setAccessibleName(caption)
        self.line.setText(name)
        self.line.selectAll()
        self.adjustSize()
        room = self._page.size() - self.size()
        left = min(max(place.x() - self.width() // 2, 0), max(0, room.width()))
        self.move(left, min(max(place.y(), 0), max(0, room.height())))
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _take(self) -> None:
        if not self.isHidden():
            name = self.line.text()
            self.cancel()
            self.named.emit(self._face_id, name)

    def cancel(self) -> None:
        """Leaves the name as it was."""
        if not self.isHidden():
            had_focus = self.line.hasFocus()
            self.hide()
            if had_focus and self._before is not None and isValid(self._before):
                self._before.setFocus(Qt.FocusReason.OtherFocusReason)
