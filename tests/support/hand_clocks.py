"""Clocks of a computer that sleeps, and is set, when a test says so."""

import time

from core.live.clock_watch import Clocks


class HandClocks:
    """The computer's own clocks, and what was done to them."""

    def __init__(self) -> None:
        self._slept = self._set = 0.0

    def sleep(self, seconds: float) -> None:
        """The computer slept: the monotonic clock stood still."""
        self._slept += seconds

    def set(self, seconds: float) -> None:
        """Somebody put the wall clock forward."""
        self._set += seconds

    def clocks(self) -> Clocks:
        return Clocks(
            time.monotonic,
            lambda: time.monotonic() + self._slept,
            lambda: time.time() + self._slept + self._set,
        )
