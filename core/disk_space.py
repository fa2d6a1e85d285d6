"""How much longer a disk lasts, judged by what a recording really writes."""

import shutil
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

SCARCE_BYTES = 500_000_000
SCARCE_S = 600.0  # a warning comes this long before the disk is full, or earlier
VIDEO_RESERVE_BYTES = 100_000_000  # pictures stop here, so that the scores can go on
VIDEO_RESERVE_S = 30.0
SCORES_RESERVE_BYTES = 2_000_000  # scores stop here: enough to complete every file
RATE_OVER_S = 30.0  # how far back the rate of writing is measured

FreeBytes = Callable[[Path], int]
"""Bytes that may still be written in a folder. Raises OSError when nobody knows."""


def free_bytes(folder: Path) -> int:
    """Bytes that this user may still write where `folder` is, or will be. Raises OSError when nobody knows."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return shutil.disk_usage(folder).free


@dataclass(frozen=True, slots=True)
class Space:
    """free: bytes that can still be written. rate: bytes written per second, lately."""

    free: int
    rate: float

    @property
    def seconds(self) -> float:
        """How long the disk lasts at this rate; infinite when nothing is written."""
        return self.free / self.rate if self.rate > 0 else float("inf")

    @property
    def scarce(self) -> bool:
        """True when a person should hear of it."""
        return self.free < SCARCE_BYTES or self.seconds < SCARCE_S

    @property
    def too_little_for_video(self) -> bool:
        """True when the pictures must stop, so that the scores can go on."""
        return self.free < VIDEO_RESERVE_BYTES or self.seconds < VIDEO_RESERVE_S

    @property
    def too_little(self) -> bool:
        """True when the recording must end while its files can still be completed."""
        return self.free < SCORES_RESERVE_BYTES


class SpaceWatch:
    """Watches the disk of one recording."""

    def __init__(self, folder: Path, ask: FreeBytes = free_bytes) -> None:
        self._folder, self._ask = folder, ask
        self._written: deque[tuple[float, int]] = deque()

    def look(self, now: float, written: int) -> Space | None:
        """What is left at `now` (seconds) after `written` bytes in all; None when the system does not say."""
        self._written.append((now, written))
        while len(self._written) > 2 and self._written[1][0] <= now - RATE_OVER_S:
            self._written.popleft()
        (first, before), (last, after) = self._written[0], self._written[-1]
        rate = (after - before) / (last - first) if last > first else 0.0
        try:
            return Space(self._ask(self._folder), max(0.0, rate))
        except OSError:
            return None
