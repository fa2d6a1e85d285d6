"""How fast the engine runs: rates and latencies of the last seconds."""

import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from core.stages import StageTime


@dataclass(frozen=True, slots=True)
class Stats:
    """The engine's figures at one moment.

    capture_fps, clips_per_s: over the last seconds. latency, latency_p95: seconds from the last frame of a clip to its
    reading, median and 95th percentile of the last 100 readings; None before the first.
    frames, readings, skipped: counted since the start. device, encoder: "" until the bundle is loaded.
    stages: where the time goes, see `core.stages`; a stage that was not measured yet is left out.
    reading_every: seconds from clip to clip over the last few; None before the second, and when the last is long ago.
    busy_for: seconds that the model has been at the current clip, once that is more than 2; else None.
    events: how many of each kind (`EventKind` values) there were since the start; kinds that never happened left out.
    """

    capture_fps: float
    clips_per_s: float
    latency: float | None
    latency_p95: float | None
    frames: int
    readings: int
    skipped: int
    device: str
    encoder: str
    stages: dict[str, StageTime] = field(default_factory=dict)
    reading_every: float | None = None
    busy_for: float | None = None
    events: dict[str, int] = field(default_factory=dict)


class Rate:
    """Events per second over the last `span` seconds. One thread counts, any thread asks."""

    def __init__(self, span: float = 3.0) -> None:
        self._span = span
        self._times: deque[float] = deque(maxlen=1000)
        self.total = 0

    def count(self) -> None:
        """One more event, now."""
        self.total += 1
        self._times.append(time.monotonic())

    def per_second(self) -> float:
        """0 when nothing happened in the span."""
        now = time.monotonic()
        recent = [moment for moment in self._times.copy() if now - moment <= self._span]
        return (len(recent) - 1) / (recent[-1] - recent[0]) if len(recent) > 1 and recent[-1] > recent[0] else 0.0


def percentile(seconds: Sequence[float], percent: float) -> float | None:
    """The percentile of some latencies, None when there are none."""
    return float(np.percentile(seconds, percent)) if seconds else None
