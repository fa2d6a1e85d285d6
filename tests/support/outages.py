"""How much an outage cost: measured from the readings that came before and after it."""

import time

import numpy as np

from support.live_runs import Heard, until

CLIP_S = 64 / 30  # pictures that a reading needs: no source that comes back can give one sooner
HOP_S = 4 / 30  # from reading to reading when all is well


class Outage:
    """From `Outage()` to `over()` nothing could be read; the engine and its test do the rest."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._seconds = 0.0

    def over(self) -> None:
        self._seconds = time.monotonic() - self._began

    def lost(self, heard: Heard) -> float:
        """Seconds of readings lost beyond an outage of the source and the pictures of one clip.

        Waits for a reading of after the outage; fails when none comes.
        """
        return self._gap(heard) - self._seconds - CLIP_S

    def lost_to_fault(self, heard: Heard) -> float:
        """Seconds of readings lost while the source went on, so that every picture was there. Waits like `lost`."""
        return self._gap(heard) - HOP_S

    def _gap(self, heard: Heard) -> float:
        end = self._began + self._seconds + CLIP_S
        assert until(lambda: _scored_at(heard)[-1] > end), "no reading came any more"
        return longest_gap(heard)


def longest_gap(heard: Heard) -> float:
    """The longest time between two clips that were scored, seconds."""
    return float(np.diff(_scored_at(heard)).max())


def _scored_at(heard: Heard) -> list[float]:
    both = zip(heard.readings, heard.arrivals, strict=False)  # the engine's thread may be adding to them
    return [arrival for reading, arrival in both if reading.posterior is not None]
