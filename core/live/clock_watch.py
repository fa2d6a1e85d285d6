"""Notices that the computer slept, and that somebody set its clock: neither shows in `time.monotonic()`."""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from core.live.events import EventKind
from core.pipeline import LIVE_GAP_S
from core.text import text

_LINUX, _MAC = sys.platform.startswith("linux"), sys.platform == "darwin"
JUMP_S = LIVE_GAP_S  # a shorter pause may lie within a clip
_AT_ONCE_S = 0.1  # clocks that are read further apart than this cannot be compared


def _elapsed() -> float:
    """Seconds including sleep, where the system has such a clock beside one without; else `time.monotonic()`."""
    if _LINUX:
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if _MAC:
        return time.clock_gettime(time.CLOCK_MONOTONIC)  # goes on in sleep; time.monotonic() does not
    return time.monotonic()  # Windows: it goes on in sleep, so that a sleep shows as a gap between frames by itself


@dataclass(frozen=True, slots=True)
class Clocks:
    """awake: stands still while the computer sleeps. elapsed: does not. wall: UTC seconds, as people set them."""

    awake: Callable[[], float] = time.monotonic
    elapsed: Callable[[], float] = _elapsed
    wall: Callable[[], float] = time.time


class Jump(NamedTuple):
    """kind: SLEPT or CLOCK_SET. seconds: slept, or by how much the wall clock was put forward (negative: back)."""

    kind: EventKind
    seconds: float

    @property
    def message(self) -> str:
        """One sentence for people."""
        seconds = f"{abs(self.seconds):.0f}"
        if self.kind is EventKind.SLEPT:
            return text("the computer slept for {seconds} s", seconds=seconds)
        if self.seconds > 0:
            return text("the clock of this computer was put forward by {seconds} s", seconds=seconds)
        return text("the clock of this computer was put back by {seconds} s", seconds=seconds)


class ClockWatch:
    """Compares the clocks from look to look. For one thread; a look costs about a microsecond."""

    def __init__(self, clocks: Clocks) -> None:
        self._clocks = clocks
        self._last = self._read()

    def look(self) -> list[Jump]:
        """What happened since the last look."""
        before, now = self._last, self._read()
        self._last = now
        awake, elapsed, wall = (new - old for new, old in zip(now, before, strict=True))
        jumps = []
        if elapsed - awake > JUMP_S:
            jumps.append(Jump(EventKind.SLEPT, elapsed - awake))
        if abs(wall - elapsed) > JUMP_S:
            jumps.append(Jump(EventKind.CLOCK_SET, wall - elapsed))
        return jumps

    def _read(self) -> tuple[float, float, float]:
        """awake, elapsed, wall at one moment: read again when the computer fell asleep in between."""
        while True:
            began = self._clocks.elapsed()
            read = self._clocks.awake(), began, self._clocks.wall()
            if self._clocks.elapsed() - began < _AT_ONCE_S:
                return read
