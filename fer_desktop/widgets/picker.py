"""The buttons of the tool bar that show what is chosen and open a menu of what else there is."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton

from fer_desktop.theme import GRID

HEIGHT = 36
ICON = 18
_AROUND = ICON + 7 * GRID  # what icon, arrow and margins take of the width


class PickerButton(QToolButton):
    """A button with a menu; a long name is elided in the middle."""

    def __init__(self, name: str, explanation: str, menu: QMenu, widest: int) -> None:
        super().__init__()
        self._explanation, self._chosen, self._widest = explanation, "", widest
        self.setAccessibleName(name)
        self.setProperty("kind", "picker")
        self.setFixedHeight(HEIGHT)
        self.setMenu(menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setIconSize(QSize(ICON, ICON))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    @property
    def chosen(self) -> str:
        """The whole name of what is chosen."""
        return self._chosen

    def set_widest(self, pixels: int) -> None:
        """Names that need more than this are elided."""
        if pixels != self._widest:
            self._widest = pixels
            self.updateGeometry()
            self._elide()

    def show_choice(self, text: str) -> None:
        """Shows this as chosen."""
        self._chosen = text
        self.setToolTip(f"{self._explanation}\n{text}")
        self.setAccessibleDescription(text)
        self.updateGeometry()
        self._elide()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        wanted = self.fontMetrics().horizontalAdvance(self._chosen) + _AROUND + GRID
        return QSize(min(self._widest, wanted), HEIGHT)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(min(self.sizeHint().width(), _AROUND + 7 * GRID), HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        room = max(0, min(self.width(), self._widest) - _AROUND)
        short = self.fontMetrics().elidedText(self._chosen, Qt.TextElideMode.ElideMiddle, room)
        self.setText(f" {short}".replace("&", "&&"))
