"""The menus of choices that the menu bar and the tool bar share."""

from PySide6.QtWidgets import QMenu, QWidget

from fer_desktop.actions import Actions
from fer_desktop.cameras import CameraWatch
from fer_desktop.menus import ChoiceMenu, RecentMenu
from fer_desktop.settings import Settings
from fer_desktop.widgets.source_menu import SourceMenu


class WindowMenus:
    """One of each, whoever shows it."""

    def __init__(self, window: QWidget, actions: Actions, settings: Settings) -> None:
        self.recent = RecentMenu(settings, window)
        self.cameras = CameraWatch(window)
        self.sources = SourceMenu(self.cameras, settings, actions, self.recent, window)
        self.bundles, self.devices, self.precisions = ChoiceMenu(window), ChoiceMenu(window), ChoiceMenu(window)
        self.themes, self.languages = ChoiceMenu(window), ChoiceMenu(window)
        self.bundles.addSeparator()
        for name in ("bundle-file", "bundle-folder", "models"):
            self.bundles.addAction(actions[name])

    def by_entry(self) -> dict[str, QMenu]:
        """For the menu bar."""
        return {
            "recent": self.recent,
            "source": self.sources,
            "bundle": self.bundles,
            "device": self.devices,
            "precision": self.precisions,
            "theme": self.themes,
            "language": self.languages,
        }

    def set_accepted(self, accepted: bool) -> None:
        """Before the terms are accepted, neither sources nor models can be chosen."""
        for menu in (self.recent, self.sources, self.bundles, self.devices, self.precisions):
            menu.menuAction().setEnabled(accepted)
