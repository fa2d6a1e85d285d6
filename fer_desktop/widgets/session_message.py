"""What stands in place of the sessions where there is none to show."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from fer_desktop.icons import pixmap
from fer_desktop.theme import GRID, LIGHT, Theme
from fer_desktop.widgets.labels import text_label

_ICON = 40
_WIDEST = 58 * GRID  # pixels; longer lines are hard to read


class SessionMessage(QWidget):
    """An icon, a heading, a few sentences and, where something can be done about it, a button."""

    def __init__(self, icon: str, heading: str = "", text: str = "", button: str = "", tip: str = "") -> None:
        super().__init__()
        self._icon, self._theme, self._picture = icon, LIGHT, QLabel()
        self.heading, self.text = text_label(scale=1.15, bold=True), text_label(kind="muted")
        self.button = QPushButton(button) if button else None
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inner = QWidget()
        inner.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(inner)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addStretch(2)
        column.addWidget(self._picture)
        for label in (self.heading, self.text):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        column.addSpacing(GRID)
        if self.button is not None:
            self.button.setToolTip(tip)
            column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addStretch(1)
        outer.addWidget(inner, 100)
        outer.addStretch(1)
        self.say(heading, text)

    def set_theme(self, theme: Theme) -> None:
        """Draws the icon in the theme's colours."""
        self._picture.setPixmap(pixmap(self._icon, theme.muted, _ICON, self.devicePixelRatioF()))

    def say(self, heading: str, text: str) -> None:
        """Other words from now on."""
        self.heading.setText(heading)
        self.text.setText(text)
        self.setAccessibleName(f"{heading}. {text}")
