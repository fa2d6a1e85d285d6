"""A sound output that plays into memory, at the pace of a real one."""

import time
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """A block of (n, 2) samples, and when its first one was heard (`time.monotonic()`)."""

    at: float
    samples: np.ndarray


class RecordedSound:
    """A `SoundOutput` with a tenth of a second of buffer.

    heard: what came out, in order; what was cut in time is not in it. closed: whether it was given back.
    """

    rate = 48_000
    buffer_s = 0.1

    def __init__(self) -> None:
        self.heard: list[Heard] = []
        self.closed = False
        self._free_at = 0.0

    def write(self, samples: np.ndarray) -> None:
        assert samples.ndim == 2
        assert samples.shape[1] == 2
        assert samples.dtype == np.float32
        now = time.monotonic()
        begin = max(now, self._free_at)
        self.heard.append(Heard(begin, samples.copy()))
        self._free_at = begin + len(samples) / self.rate
        time.sleep(max(0.0, self._free_at - now - self.buffer_s))

    def waiting_s(self) -> float:
        return max(0.0, self._free_at - time.monotonic())

    def cut(self) -> None:
        now = time.monotonic()
        kept = [(block, block.samples[: max(0, round((now - block.at) * self.rate))]) for block in self.heard]
        self.heard = [Heard(block.at, samples) for block, samples in kept if len(samples)]
        self._free_at = now

    def close(self) -> None:
        self.closed = True

    @property
    def samples(self) -> np.ndarray:
        """(n, 2) float32: all that was heard, without the pauses."""
        return np.concatenate([block.samples for block in self.heard] or [np.zeros((0, 2), np.float32)])
