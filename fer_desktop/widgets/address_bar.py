"""Where the address of a network stream is typed: a row of the window, not a dialog."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from fer_desktop.theme import GRID


class AddressBar(QFrame):
    """Hidden until `ask` is called. chosen(str): an address was entered."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self._edit = QLineEdit()
        self._edit.setPlaceholderText("http://192.168.1.20:8080/video   rtsp://…")
        self._edit.setAccessibleName(self.tr("Address of the network stream"))
        self._edit.setToolTip(self.tr("The address that the camera or its app shows: http://, https:// or rtsp://"))
        self._edit.setClearButtonEnabled(True)
        self._connect = QPushButton(self.tr("Connect"))
        self._connect.setProperty("kind", "primary")
        self._connect.setToolTip(self.tr("Open this stream (Enter)"))
        cancel = QPushButton(self.tr("Cancel"))
        cancel.setToolTip(self.tr("Close this row (Esc)"))
        name = QLabel(self.tr("Network &stream"))
        name.setBuddy(self._edit)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        row.setSpacing(GRID)
        row.addWidget(name)
        row.addWidget(self._edit, 1)
        row.addWidget(self._connect)
        row.addWidget(cancel)
        self._edit.textChanged.connect(self._on_text)
        self._edit.returnPressed.connect(self._accept)
        self._connect.clicked.connect(self._accept)
        cancel.clicked.connect(self.hide)
        self._on_text("")
        self.hide()

    def ask(self) -> None:
        """Shows the row with the cursor in it."""
        self.show()
        self._edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._edit.selectAll()

    def _on_text(self, text: str) -> None:
        self._connect.setEnabled("://" in text.strip())

    def _accept(self) -> None:
        if self._connect.isEnabled():
            self.hide()
            self.chosen.emit(self._edit.text().strip())
