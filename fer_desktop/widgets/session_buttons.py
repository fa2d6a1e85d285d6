"""What can be done with the sessions that are chosen: open one, export them, delete them."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QWidget

from core.sessions.record import SessionInfo, SessionState
from fer_desktop.icons import icon
from fer_desktop.theme import GRID, Theme
from fer_desktop.widgets.export_menu import ExportMenu
from fer_desktop.wording import keys_text

_ICON = 18


class SessionButtons(QWidget):
    """open_asked, export_asked(ExportFormat), delete_asked: about what is chosen."""

    open_asked = Signal()
    export_asked = Signal(object)
    delete_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._infos: Sequence[SessionInfo] = ()
        self.open, self.delete = QPushButton(self.tr("Open")), QPushButton(self.tr("Delete…"))
        self.export, self.menu = QToolButton(), ExportMenu(self)
        self.open.setProperty("kind", "primary")
        self.open.setAccessibleName(self.tr("Open on the timeline"))
        self.open.clicked.connect(self.open_asked)
        self.delete.clicked.connect(self.delete_asked)
        self.export.setText(self.tr("Export"))
        self.export.setProperty("kind", "picker")
        self.export.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.export.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.export.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.export.setMenu(self.menu)
        self.menu.chosen.connect(self.export_asked)
        for button in (self.open, self.delete):
            button.setIconSize(QSize(_ICON, _ICON))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self.open, 1)
        row.addWidget(self.export)
        row.addWidget(self.delete)
        self.export.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.show_picked(())

    def set_theme(self, theme: Theme) -> None:
        """Draws the icons in the theme's colours."""
        self.open.setIcon(icon("start", theme.on_accent, _ICON))

    @property
    def why_not_delete(self) -> str:
        """Why what is chosen cannot be deleted; "" when it can."""
        going_on = [info for info in self._infos if info.state is SessionState.OPEN]
        if not going_on:
            return ""
        if len(self._infos) == 1:
            return self.tr("It is not over yet: end the recording or the analysis first")
        return self.tr("One of them is not over yet: end the recording or the analysis first")

    def show_picked(self, infos: Sequence[SessionInfo]) -> None:
        """These are chosen."""
        self._infos = tuple(infos)
        self.menu.offer(infos)
        self.open.setEnabled(len(infos) == 1)
        self.export.setEnabled(bool(infos))
        obstacle = self.why_not_delete
        self.delete.setEnabled(bool(infos) and not obstacle)
        can_delete = self.tr("Delete for good what is chosen ({keys})").format(keys=keys_text("Del"))
        self.delete.setToolTip(obstacle or can_delete)
        one_only = self.tr("Choose one session to look at it")
        can_open = self.tr("Look at it on the timeline ({keys})").format(keys=keys_text("Return"))
        self.open.setToolTip(can_open if len(infos) == 1 else one_only)
        self.export.setToolTip(self.tr("Write what is chosen into files for other programs"))
