"""Where the time goes on the way from a frame to a reading, stage by stage."""

from collections import deque
from dataclasses import dataclass

import numpy as np

STAGES = ("capture", "detect", "wait", "encode", "vote")
KEPT = 200  # measurements per stage: the last seconds


@dataclass(frozen=True, slots=True)
class StageTime:
    """Seconds that a stage took lately: median and 95th percentile."""

    median_s: float
    p95_s: float


class StageTimes:
    """The last measurements of each stage. The threads of a run add, any thread asks.

    capture (per frame): live, from the arrival of a frame to the start of its detection, which is decoding, conversion
        and handing over; how long the camera exposed and transferred it, nobody can know. For a file, reading it.
    detect (per frame): finding the faces and telling them apart. Not measured in the centre view.
    wait (per clip): from the clip's last frame being ready to the start of the clip's work; grows when the model is
        slower than the hop.
    encode (per clip, all its faces): cutting, transform, encoder and probe.
    vote (per clip): voting, and handing the readings over (recording included).
    """

    def __init__(self) -> None:
        self._seconds: dict[str, deque[float]] = {stage: deque(maxlen=KEPT) for stage in STAGES}

    def add(self, stage: str, seconds: float) -> None:
        """One more measurement of a stage. Raises KeyError for one that is not in STAGES."""
        self._seconds[stage].append(seconds)

    def figures(self) -> dict[str, StageTime]:
        """By stage, in the order of STAGES; those that were never measured are left out."""
        measured = {stage: seconds.copy() for stage, seconds in self._seconds.items() if seconds}
        return {stage: StageTime(*map(float, np.percentile(list(own), (50, 95)))) for stage, own in measured.items()}
