"""Cosine schedules of learning rate and weight decay, as pure functions of the step."""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Schedule:
    """A value over the steps of a training: a linear rise from `start` to `peak` in `warmup` steps, then a cosine down
    (or up) to `final` at the last of `steps` steps."""

    peak: float
    final: float
    steps: int
    warmup: int = 0
    start: float = 0.0

    def at(self, step: int) -> float:
        """The value for the step number `step`, counted from 1 to `steps`; after that it stays `final`."""
        if step < self.warmup:
            return self.start + (self.peak - self.start) * step / self.warmup
        share = min(1.0, (step - self.warmup) / max(1, self.steps - self.warmup))
        return self.final + (self.peak - self.final) * (1 + math.cos(math.pi * share)) / 2
