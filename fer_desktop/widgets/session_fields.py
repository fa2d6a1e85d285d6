"""Fields that are edited in place: what is typed is kept when the field is left, unless Escape takes it back."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

Save = Callable[[str], str | None]
"""Stores what was typed, and returns what is stored now; None when that failed."""


class Keeper(QObject):
    """Watches one field."""

    def __init__(self, field: QLineEdit | QPlainTextEdit, save: Save) -> None:
        super().__init__(field)
        self._field, self._save = field, save
        self._stored = self._shown = ""
        field.installEventFilter(self)
        if isinstance(field, QLineEdit):
            field.returnPressed.connect(self._on_enter)

    @property
    def text(self) -> str:
        """What stands in the field."""
        return self._field.text() if isinstance(self._field, QLineEdit) else self._field.toPlainText()

    @property
    def changed(self) -> bool:
        """Something was typed that is not stored yet."""
        return self.text != self._shown

    def begin(self, stored: str) -> None:
        """Shows what is stored, whatever stood in the field."""
        self._stored = stored
        if self.changed or self.text != stored:
            self._put()

    def refresh(self, stored: str) -> None:
        """This is what is stored now; what is being typed stays."""
        if self.changed:
            self._stored = stored
        else:
            self.begin(stored)

    def keep(self) -> None:
        """Stores what was typed, if it is something new. When that fails, it stays in the field."""
        if self.changed and (stored := self._save(self.text)) is not None:
            self.begin(stored)
            self._shown = self.text

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and self.changed:
            if event.type() == QEvent.Type.ShortcutOverride:  # then it is nobody else's shortcut
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._put()
                return True
        if event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            self._on_left(event.reason())
        return super().eventFilter(watched, event)

    def _on_left(self, reason: Qt.FocusReason) -> None:
        if reason != Qt.FocusReason.PopupFocusReason:  # its own menu, for copying and pasting
            self.keep()

    def _on_enter(self) -> None:
        self.keep()
        self._field.selectAll()

    def _put(self) -> None:
        if isinstance(self._field, QLineEdit):
            self._field.setText(self._stored)
            self._field.setCursorPosition(0)
        else:
            self._field.setPlainText(self._stored)
        self._shown = self.text  # a line shows line breaks otherwise
