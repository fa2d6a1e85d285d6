"""Takes away what the page shows: a button with a menu of formats."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from core.sessions.record import SessionInfo
from fer_desktop.icons import icon
from fer_desktop.theme import Theme
from fer_desktop.widgets.export_menu import ExportMenu

_ICON = 18


class ExportButton(QToolButton):
    """export_asked(ExportFormat): the session that was offered is wanted in this format."""

    export_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(self.tr("Export"))
        self.setProperty("kind", "picker")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIconSize(QSize(_ICON, _ICON))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.formats = ExportMenu(self)
        self.setMenu(self.formats)
        self.formats.chosen.connect(self.export_asked)
        self.setToolTip(self.tr("Write it into a file for other programs"))
        self.setEnabled(False)

    def set_theme(self, theme: Theme) -> None:
        """Draws the icon in the theme's colours."""
        self.setIcon(icon("export", theme.muted, _ICON))

    def offer(self, info: SessionInfo, *, final: bool) -> None:
        """This session can be exported. final: no reading will be added."""
        self.formats.offer([info])
        self.setEnabled(info.readings > 0)
        far = self.tr("Write what has been read by now into a file for other programs")
        self.setToolTip(self.tr("Write it into a file for other programs") if final else far)
