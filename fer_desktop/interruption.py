"""Ctrl-C and SIGTERM for a command that must leave whole files behind."""

import signal
from types import FrameType


class Interruption:
    """While it is entered, SIGINT and SIGTERM raise KeyboardInterrupt: at once, or where `check` is called.

    patient: set it when the work has begun that wants to be left between two steps. The first signal is then only
    noted for `check`; a second one raises at once all the same.
    """

    def __init__(self) -> None:
        self.patient = False
        self._noted = False
        self._before: dict[int, signal._HANDLER] = {}

    def __enter__(self) -> "Interruption":
        for number in (signal.SIGINT, signal.SIGTERM):
            if signal.getsignal(number) != signal.SIG_IGN:  # a background job that was told to go on, goes on
                self._before[number] = signal.signal(number, self._arrive)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def check(self) -> None:
        """Raises KeyboardInterrupt when a signal has been noted."""
        if self._noted:
            raise KeyboardInterrupt

    def _arrive(self, _number: int, _frame: FrameType | None) -> None:
        if self._noted or not self.patient:
            raise KeyboardInterrupt
        self._noted = True
