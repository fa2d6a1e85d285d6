"""How far something long has come, for whoever waits for it, and whether it is still wanted."""

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from core.errors import Cancelled

Stage = Literal["downloading", "checking", "converting", "encoding", "training", "scoring"]
Unit = Literal["bytes", "clips", "steps"]

EVERY_S = 0.1  # more reports than that nobody can see
RATE_OVER_S = 5.0


@dataclass(frozen=True, slots=True)
class Progress:
    """done, total: of this stage, in `unit`s; None when nobody knows how many there will be.

    rate: units a second over the last few seconds, 0 at first. seconds_left: of this stage, None while unknown.
    """

    stage: Stage
    done: int
    total: int | None
    rate: float
    seconds_left: float | None
    unit: Unit = "bytes"


OnProgress = Callable[[Progress], None]
"""Called at most ten times a second, and at the end of a stage, in the thread that does the work."""


class Task:
    """One stage of something that takes long: counts, reports, and stops when it is cancelled.

    done: units so far. total: units in all, None while unknown. `advance`, `check` and `wait` raise Cancelled once
    `cancel` is set.
    """

    def __init__(
        self,
        stage: Stage,
        total: int | None,
        on_progress: OnProgress | None = None,
        cancel: threading.Event | None = None,
        unit: Unit = "bytes",
    ) -> None:
        self.done, self.total = 0, total
        self._unit: Unit = unit
        self._stage: Stage = stage
        self._on_progress, self._cancel = on_progress, cancel
        self._told = float("-inf")
        self._path: deque[tuple[float, int]] = deque()
        self.start(0)

    def start(self, done: int) -> None:
        """Begins, or begins again, with `done` units that took no time: they say nothing about the rate."""
        self.done = done
        self._path.clear()
        self._path.append((time.monotonic(), done))

    def advance(self, count: int) -> None:
        """`count` units more."""
        self.check()
        self.done += count
        now = time.monotonic()
        if now - self._told >= EVERY_S or self.done == self.total:
            self._told = now
            self._tell(now)

    def check(self) -> None:
        """Raises Cancelled when nobody wants it any more."""
        if self._cancel is not None and self._cancel.is_set():
            raise Cancelled

    def wait(self, seconds: float) -> None:
        """Sleeps, but not through a cancellation."""
        if self._cancel is None:
            time.sleep(seconds)
        else:
            self._cancel.wait(seconds)
        self.check()

    def _tell(self, now: float) -> None:
        if self._on_progress is None:
            return
        self._path.append((now, self.done))
        while len(self._path) > 2 and self._path[1][0] <= now - RATE_OVER_S:
            self._path.popleft()
        began, before = self._path[0]
        rate = (self.done - before) / (now - began) if now > began else 0.0
        left = None if self.total is None or rate <= 0 else max(0, self.total - self.done) / rate
        self._on_progress(Progress(self._stage, self.done, self.total, rate, left, self._unit))
