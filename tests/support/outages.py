"""How much an outage cost: measured from the readings that came before and after it."""

import time

import numpy as np

from support.live_runs import Heard, until

CLIP_S = 64 / 30  # pictures that a reading needs: no source that comes back can give one sooner


class Outage:
    """From `Outage()` to `over()` nothing could be read; the engine and its test do the rest."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._seconds = 0.0

    def over(self) -> None:
        self._seconds = time.monotonic() - self._began

    def lost(self, heard: Heard) -> float:
        """Seconds of readings lost beyond the outage itself and the pictures of one clip.

        Waits for a reading of after the outage; fails when none comes.
        """
        end = self._began + self._seconds
        assert until(lambda: heard.arrivals[-1] > end + CLIP_S), "no reading came any more"
        return longest_gap(heard) - self._seconds - CLIP_S


def longest_gap(heard: Heard) -> float:
    """The longest time between two readings, seconds."""
    return float(np.diff(heard.arrivals).max())
