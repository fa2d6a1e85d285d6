"""The end of the window: asks first where something would be cut short, keeps the settings, and ends every thread."""

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from fer_desktop.settings import Settings

if TYPE_CHECKING:
    from fer_desktop.window import MainWindow

_TIMEOUT_S = 1.8  # of the two seconds that closing may take
_LAST_WORD_S = 0.1


class Closing(QObject):
    """ended_cleanly: no thread was left. Closing happens once, however often it is asked for."""

    def __init__(self, window: "MainWindow", settings: Settings) -> None:
        super().__init__(window)
        self._window, self._settings = window, settings
        self._asked = self._over = False
        self.ended_cleanly = True
        window.recording_control.close_confirmed.connect(self.without_asking)

    def without_asking(self) -> None:
        """Closes the window for a person who has answered, or for a system that does not wait for an answer.

        A recording that is on is completed all the same.
        """
        self._asked = True
        self._window.close()

    def may_happen(self) -> bool:
        """True when the window may close; else the person is being asked."""
        return self._over or self._asked or self._window.recording_control.may_close()

    def happen(self) -> None:
        """Keeps where the window was, and ends what runs, within two seconds."""
        if self._over:
            return
        self._over = True
        window, deadline = self._window, time.monotonic() + _TIMEOUT_S
        self._settings.geometry = window.saveGeometry()
        self._settings.store.sync()
        window.live.stop_ticking()
        window.models.close(0.0)  # it may end while the run does
        self.ended_cleanly = window.player.close(_TIMEOUT_S)
        for helper in (
            window.asked.devices.wait,
            window.menus.cameras.wait,
            window.models.close,
            window.watching_again.close,
            window.encoders.bundles.wait,
        ):
            left = max(_LAST_WORD_S, deadline - time.monotonic())
            self.ended_cleanly = helper(left) and self.ended_cleanly
