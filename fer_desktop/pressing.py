"""Enter presses the button that has the focus, as Space does; Qt itself lets it do so in dialogs only."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QToolButton, QWidget


def pressed_by_enter(event: QKeyEvent, focus: QWidget | None) -> bool:
    """Presses `focus` if the event is Enter and that is a button; True when it was one."""
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or not isinstance(focus, QAbstractButton):
        return False
    if not event.isAutoRepeat():
        if isinstance(focus, QToolButton) and focus.menu() is not None:
            focus.showMenu()
        else:
            focus.click()
    return True
