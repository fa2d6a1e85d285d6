"""Holds the window shut until a person has accepted what the program is for."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from fer_desktop.settings import Settings
from fer_desktop.terms import EDITION

if TYPE_CHECKING:
    from fer_desktop.window import MainWindow


class Acceptance(QObject):
    """given: the person has just accepted."""

    given = Signal()

    def __init__(self, window: "MainWindow", settings: Settings) -> None:
        super().__init__(window)
        self._window, self._settings = window, settings
        window.terms.accepted.connect(self._on_accepted)
        window.terms.refused.connect(window.close)
        self._open(self.is_given)

    @property
    def is_given(self) -> bool:
        """True when the terms have been accepted as they are now."""
        return self._settings.accepted == EDITION

    def _open(self, accepted: bool) -> None:
        window = self._window
        window.terms.ask(not accepted)
        window.tool_bar.setVisible(accepted)
        window.drop_target.setEnabled(accepted)
        window.actions_.set_accepted(accepted)
        window.menus.set_accepted(accepted)
        window.asked.show_possible()
        window.pages.gate = None if accepted else window.terms
        if not accepted:
            window.pages.read(window.terms)

    def _on_accepted(self) -> None:
        self._settings.accepted = EDITION
        self._open(True)
        self._window.pages.leave()
        self.given.emit()
