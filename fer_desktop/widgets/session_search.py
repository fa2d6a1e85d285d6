"""The field in which a person looks for sessions."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QToolButton

from fer_desktop.icons import icon
from fer_desktop.theme import Theme
from fer_desktop.wording import keys_text

KEYS = "Ctrl+F"


class SessionSearch(QLineEdit):
    """Escape clears it first. on_asked: the keyboard is to go on to what was found."""

    on_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Search"))
        self.setPlaceholderText(self.tr("Search names, subjects, notes and sources"))
        self.setToolTip(self.tr("Every word has to occur ({keys})").format(keys=keys_text(KEYS)))
        self._clear = self.addAction(QIcon(), QLineEdit.ActionPosition.TrailingPosition)
        self._clear.setToolTip(self.tr("Clear the search"))
        self._clear.setVisible(False)
        self._clear.triggered.connect(self.clear)
        self.textChanged.connect(lambda text: self._clear.setVisible(bool(text)))
        for button in self.findChildren(QToolButton):  # it is no button of its own, but a part of the field
            button.setStyleSheet("min-height: 0; padding: 0; border: 0;")
        self.returnPressed.connect(self.on_asked)

    def set_theme(self, theme: Theme) -> None:
        """Draws the icon in the theme's colours."""
        self._clear.setIcon(icon("close", theme.muted, 16))

    def event(self, event: QEvent) -> bool:
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and bool(self.text())
        if escape and event.type() == QEvent.Type.ShortcutOverride:  # then it is nobody else's shortcut
            event.accept()
            return True
        if escape and event.type() == QEvent.Type.KeyPress:
            self.clear()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        if event.key() == Qt.Key.Key_Down:
            self.on_asked.emit()
        else:
            super().keyPressEvent(event)
