"""What happens to a run that a person should know of: losses, pauses, faults, and that they are over."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class EventKind(StrEnum):
    """What happened. Every event is counted under its kind in `Stats.events`."""

    LOST = "lost"  # the live source stopped; it is tried again until it is back
    BACK = "back"  # the live source delivers again
    SLEPT = "slept"  # the computer slept; no clip reaches over the pause
    CLOCK_SET = "clock_set"  # the wall clock jumped: UTC times before and after do not fit together
    FAULT = "fault"  # an exception in a thread of the engine; the work went on
    MEMORY = "memory"  # out of memory: smaller batches from now on, or the CPU
    SWITCHED = "switched"  # another bundle, device or precision is in use now
    SWITCH_FAILED = "switch_failed"  # it could not be loaded; the old one goes on
    BUSY = "busy"  # one clip takes the model so long that readings become rare
    BUSY_OVER = "busy_over"  # the model keeps up again
    SPEED = "speed"  # how fast the encoder is here, said when it cannot keep up with the hop that was chosen


@dataclass(frozen=True, slots=True)
class Event:
    """One happening.

    message: one plain English sentence without a full stop. at: when, UTC. error: what was behind it, if anything.
    """

    kind: EventKind
    message: str
    at: datetime
    error: BaseException | None = None
