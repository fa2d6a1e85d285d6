"""Runs of frames through clock, ring and sampler, as the pipeline has them, without pictures to speak of."""

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field

import numpy as np

from core.clips.ring import RingBuffer
from core.clips.sampler import ClipSampler, Due
from core.clips.tick_clock import TickClock
from core.types import Frame

PIXEL = np.zeros((1, 1, 3), dtype=np.uint8)
EVERY_FRAME = range(1_000_000)


@dataclass
class Run:
    """What came of a run. newest: for each clip the tick of the newest frame when it was given out."""

    sampler: ClipSampler
    ring: RingBuffer
    clips: list[Due] = field(default_factory=list)
    newest: list[float] = field(default_factory=list)


def run(
    times: Iterable[float],
    fps: float,
    *,
    live: bool = False,
    rule: str = "as-run",
    hop: int = 4,
    looks: Container[int] = EVERY_FRAME,
    before_frame: Callable[[int, Run], None] | None = None,
) -> Run:
    """Sends frames with these times (seconds) from a source of this nominal rate.

    looks: indices of the frames after which the consumer looks.
    before_frame: called with each frame's index, to interfere.
    """
    clock = TickClock(fps, live)
    this = Run(ClipSampler(rule, hop, max_gap_s=1.0 if live else None), RingBuffer())
    for index, time in enumerate(times):
        if before_frame:
            before_frame(index, this)
        frame = Frame(PIXEL, index, float(time))
        this.ring.push(frame, (), clock.tick(frame), float(time))
        if index in looks:
            _look(this)
    return this


def _look(this: Run) -> None:
    entries = this.ring.snapshot()
    due = this.sampler.due(entries)
    if due:
        this.clips.append(due)
        this.newest.append(entries[-1].tick)


def indices(due: Due) -> list[int]:
    """The frame numbers of a clip."""
    return [entry.frame.index for entry in due.entries]


def places(due: Due) -> np.ndarray:
    """When the clip's frames came, in 1/30 s after its start."""
    return np.array([entry.tick for entry in due.entries]) - due.start_tick
