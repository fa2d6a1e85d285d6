"""Several clips at once on a CPU, each in a thread of its own, where nobody waits for the first.

Threads within a layer stall as soon as another thread is busy (reading the next frames is); clips side by side do not,
and each is computed as it would be alone: the same numbers come out.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import torch

from core.model.precision import SMALL, Precision
from core.model.predictor import Predictor
from core.processor import usable_cores

MOST_LANES = 2


class SideBySide:
    """A predictor that scores several clips at once. card, labels: of the predictor, which stays its owner's.

    lanes: how many; 1 is no more than the predictor itself.
    """

    def __init__(self, predictor: Predictor, lanes: int | None = None) -> None:
        """lanes: None for what is fastest here."""
        self.lanes = lanes = lanes_for(predictor) if lanes is None else lanes
        self.card, self.labels = predictor.card, predictor.labels
        self._pool = ThreadPoolExecutor(lanes, thread_name_prefix="fer-lane")
        # The weights are shared; only who computes with them is another one, and nobody waits for his turn.
        others = [
            Predictor(predictor.card, predictor.encoder, predictor.probes, predictor.device, predictor.precision)
            for _ in range(lanes - 1)
        ]
        self._lanes = [predictor, *others]

    def posteriors(self, clips: Sequence[np.ndarray]) -> np.ndarray:
        """As `Predictor.posteriors`, which see for what it raises."""
        if self.lanes == 1:
            return self._lanes[0].posteriors(clips)
        parts = [clips[lane :: len(self._lanes)] for lane in range(len(self._lanes))]
        scored = list(self._pool.map(_one_by_one, self._lanes, parts))
        rows = np.empty((len(clips), len(self.labels)), np.float32)
        for lane, posteriors in enumerate(scored):
            rows[lane :: len(self._lanes)] = posteriors
        return rows

    def close(self) -> None:
        """Ends the threads, not the predictor. Idempotent."""
        self._pool.shutdown(cancel_futures=True)


def lanes_for(predictor: Predictor) -> int:
    """How many clips this predictor should score at once; 1: one after the other.

    More than one only for a small encoder in float32 where torch computes with one thread: with more of them, a clip
    keeps them all busy.
    """
    small = sum(parameter.numel() for parameter in predictor.encoder.parameters()) < SMALL
    alone = predictor.device.type == "cpu" and predictor.precision is Precision.FP32 and torch.get_num_threads() == 1
    return min(MOST_LANES, usable_cores()) if small and alone else 1


def _one_by_one(predictor: Predictor, clips: Sequence[np.ndarray]) -> np.ndarray:
    rows = [predictor.posteriors([clip]) for clip in clips]
    return np.concatenate(rows) if rows else np.empty((0, len(predictor.labels)), np.float32)
