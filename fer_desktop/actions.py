"""The actions of the window, made from the table: one for each thing that can be done."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from fer_desktop.action_table import ActionTable, Entry
from fer_desktop.icons import icon
from fer_desktop.theme import Theme
from fer_desktop.wording import keys_text

MENU_ICON = 18
_ROLES = {"about": QAction.MenuRole.AboutRole, "quit": QAction.MenuRole.QuitRole}  # macOS has places of its own


class Actions(QObject):
    """`actions["open-video"]` is a QAction of the window. sections, entries: the table itself."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.sections = ActionTable(self).sections()
        self.entries = {entry.id: entry for section in self.sections for entry in section.entries if entry}
        self._actions = {entry.id: self._action(entry) for entry in self.entries.values() if not entry.submenu}
        window.addActions(list(self._actions.values()))  # shortcuts work while the menu is closed

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def tip(self, name: str) -> str:
        """What it does, and its keys: "Play and analyse a video file (Ctrl+O)"."""
        entry = self.entries[name]
        return f"{entry.tip} ({keys_text(entry.keys)})" if entry.keys else entry.tip

    def keys(self, name: str) -> str:
        """Its keys as a person reads them, "" for none."""
        return keys_text(self.entries[name].keys)

    def set_theme(self, theme: Theme) -> None:
        """Draws the icons in the theme's colours."""
        for name, action in self._actions.items():
            if picture := self.entries[name].icon:
                action.setIcon(icon(picture, theme.text, MENU_ICON))

    def set_accepted(self, accepted: bool) -> None:
        """Before the terms are accepted, only what touches neither pictures nor files can be done."""
        for name, action in self._actions.items():
            action.setEnabled(accepted or self.entries[name].early)

    def _action(self, entry: Entry) -> QAction:
        action = QAction(entry.text, self)
        action.setObjectName(entry.id)
        action.setCheckable(entry.checkable)
        action.setMenuRole(_ROLES.get(entry.id, QAction.MenuRole.NoRole))
        action.setToolTip(f"{entry.tip} ({keys_text(entry.keys)})" if entry.keys else entry.tip)
        if entry.passive:
            action.setText(f"{entry.text}\t{keys_text(entry.keys)}")
        elif entry.keys:
            action.setShortcut(QKeySequence(entry.keys))
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        return action
