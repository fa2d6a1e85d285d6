"""The model thread's work: clips are scored and handed over, faults are got over, and all of it is measured."""

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any

import numpy as np

from core.errors import Cancelled, DeviceError
from core.live.events import EventKind
from core.live.patience import Patience
from core.live.reporter import Reporter
from core.live.statistics import Rate, percentile
from core.pipeline import Pipeline
from core.text import text
from core.types import Reading

BUSY_S = 2.0  # a clip that takes longer makes the program look stalled
_STALE_S = 5.0  # seconds without a clip after which the rhythm of the last ones says nothing


class Scorer:
    """Takes readings out of a pipeline and hands them over.

    on_readings: gets them. pause: waits so many seconds, or shorter when the run is to end.
    rebuild: called with the error after a fault that a new predictor may mend.
    rate, latencies: of the readings that were scored.
    """

    def __init__(
        self,
        on_readings: Callable[[list[Reading]], None],
        reporter: Reporter,
        rebuild: Callable[[Exception], None],
        pause: Callable[[float], object],
    ) -> None:
        self._on_readings, self._reporter = on_readings, reporter
        self._rebuild, self._pause = rebuild, pause
        self._scoring, self._delivering = Patience(), Patience()
        self._clips_done: deque[float] = deque(maxlen=6)
        self._busy = False
        self._busy_lock = threading.Lock()  # both threads look, and what is told last must be true
        self.rate = Rate()
        self.latencies: deque[float] = deque(maxlen=100)

    def turn(self, pipeline: Pipeline, ended: bool) -> int | None:
        """Scores what is due and hands it over; with `ended`, also what a file leaves over.

        Returns the number of readings; None when the clip was broken off, and after a fault that was got over: then
        there may be more to do at once.
        Raises the error after too many faults in a row.
        """
        began = time.monotonic()
        try:
            readings = pipeline.poll() or (pipeline.finish() if ended else [])
        except Cancelled:
            return None
        except Exception as error:
            self._get_over(error)
            return None
        if readings:
            self._scoring.clear()
            self._deliver(readings, pipeline)
            self._clips_done.append(time.monotonic())
            self._judge(time.monotonic() - began > BUSY_S)
        return len(readings)

    def watch(self, pipeline: Pipeline | None) -> None:
        """Tells when the clip in work takes too long; for the capture thread, as the model's own is in the encoder."""
        if not self._busy and self.busy_for(pipeline) is not None:
            self._judge(True)

    def busy_for(self, pipeline: Pipeline | None) -> float | None:
        """Seconds since the clip in work was begun, if they are many."""
        since = pipeline.scoring_since if pipeline else None
        seconds = 0.0 if since is None else time.monotonic() - since
        return seconds if seconds > BUSY_S else None

    def figures(self, pipeline: Pipeline | None) -> dict[str, Any]:
        """Those entries of a `Stats` that this work gives."""
        latencies = list(self.latencies)
        return {
            "clips_per_s": self.rate.per_second(),
            "readings": self.rate.total,
            "latency": percentile(latencies, 50),
            "latency_p95": percentile(latencies, 95),
            "reading_every": self._reading_every(),
            "busy_for": self.busy_for(pipeline),
        }

    def _reading_every(self) -> float | None:
        """Seconds from clip to clip, the median of the last few; None when there are none, or long ago."""
        times = self._clips_done.copy()
        if len(times) < 2:
            return None
        every = float(np.median(np.diff(times)))
        return every if time.monotonic() - times[-1] < max(_STALE_S, 3 * every) else None

    def _deliver(self, readings: list[Reading], pipeline: Pipeline) -> None:
        for reading in readings:
            if reading.posterior is not None:
                self.rate.count()
                self.latencies.append(reading.latency)
        try:
            self._on_readings(readings)
        except Exception as error:
            pause = self._delivering.strike(error)
            message = text("readings could not be handed over ({reason})", reason=_reason(error))
            self._reporter.tell(EventKind.FAULT, message, error)
            self._pause(pause)
            return
        self._delivering.clear()
        if readings[0].posterior is not None:
            pipeline.stages.add("vote", time.monotonic() - pipeline.scored_at)

    def _get_over(self, error: Exception) -> None:
        pause = self._scoring.strike(error)
        message = text("a clip could not be scored ({reason})", reason=_reason(error))
        self._reporter.tell(EventKind.FAULT, message, error)
        if self._scoring.faults > 1 or isinstance(error, DeviceError):
            self._rebuild(error)
        self._pause(pause)

    def _judge(self, busy: bool) -> None:
        with self._busy_lock:
            if busy == self._busy:
                return
            self._busy = busy
            if busy:
                message = text("the encoder needs more than {seconds} s for a clip", seconds=f"{BUSY_S:g}")
                self._reporter.tell(EventKind.BUSY, message)
            else:
                self._reporter.tell(EventKind.BUSY_OVER, "the encoder keeps up again")


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
