"""Short news that nobody has to do anything about: one line, for a while, never a pile."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from fer_desktop.icons import pixmap
from fer_desktop.theme import GRID, Theme
from fer_desktop.widgets.labels import SMALL, ElidedLabel, scaled_font

SHOWN_MS = 8000


class NoteStrip(QFrame):
    """Hidden while there is no news. A newer note takes the place of the one before."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self._picture, self._line = QLabel(), ElidedLabel()
        self._line.setFont(scaled_font(self.font(), SMALL))
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID // 2, 2 * GRID, GRID // 2)
        row.setSpacing(GRID)
        row.addWidget(self._picture)
        row.addWidget(self._line, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._line.text()

    def show_note(self, text: str) -> None:
        """Says this for some seconds."""
        self._line.setText(text)
        self.setAccessibleName(text)
        self.show()
        self._timer.start()

    def set_theme(self, theme: Theme) -> None:
        """Draws the icon in the theme's colours."""
        self._picture.setPixmap(pixmap("info", theme.accent, 16, self.devicePixelRatioF()))

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 (Qt's name)
        super().hideEvent(event)
        if not event.spontaneous():  # a window that is minimised comes back, and the note has still to go
            self._timer.stop()
