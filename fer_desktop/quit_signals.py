"""Ctrl-C and a polite kill close the window, as its close button does."""

import signal
import socket
from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class QuitSignals(QObject):
    """Calls `quit_window` in the interface's thread when the process gets one of the signals; `remove` ends that.

    Python runs signal handlers between two of its own instructions, and Qt's event loop has none while nothing happens:
    the signal's number is written to a socket that the event loop watches.
    """

    def __init__(self, quit_window: Callable[[], object]) -> None:
        super().__init__()
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)
        self._wakeup = signal.set_wakeup_fd(self._writer.fileno())
        self._handlers = {number: signal.signal(number, lambda *_: None) for number in SIGNALS}
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._awake)
        self._quit_window = quit_window

    def remove(self) -> None:
        """Puts back what was there before."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._wakeup)
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        self._reader.close()
        self._writer.close()

    def _awake(self) -> None:
        if set(self._reader.recv(64)) & set(SIGNALS):
            self._quit_window()
