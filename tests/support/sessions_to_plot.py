"""Made-up sessions as tables of readings: emotions that come and go, smoothed like a rolling vote."""

import numpy as np

from core.labels import LABELS
from core.sessions import ReadingTable
from core.sessions.record import NOBODY, STATUSES
from core.types import Status

CLIP_S = 2.0


def emotional_table(
    readings: int, seconds: float, *, gaps: int = 3, labels: tuple[str, ...] = tuple(LABELS), seed: int = 0
) -> ReadingTable:
    """So many rows of face 1, evenly over so many seconds; `gaps` times nobody was seen for 2 % of the time."""
    rng = np.random.default_rng(seed)
    classes = len(labels)
    centres = np.linspace(CLIP_S / 2, max(seconds - CLIP_S / 2, CLIP_S / 2), readings)
    knots = max(4, int(seconds / 6))
    moods = rng.dirichlet(np.full(classes, 0.25), knots)
    places = np.linspace(0, 1, readings)
    smooth = np.stack([np.interp(places, np.linspace(0, 1, knots), moods[:, one]) for one in range(classes)], axis=1)
    noisy = np.clip(smooth + rng.normal(0, 0.05, smooth.shape), 0.001, None)
    posterior = (noisy / noisy.sum(axis=1, keepdims=True)).astype(np.float32)
    window = min(8, readings)
    sums = np.cumsum(np.vstack([np.repeat(posterior[:1], window, axis=0), posterior]), axis=0, dtype=np.float64)
    vote = ((sums[window:] - sums[:-window]) / window).astype(np.float32)
    missing = np.zeros(readings, bool)
    for begin in rng.uniform(0.05, 0.9, gaps):
        missing |= (places > begin) & (places < begin + 0.02)
    posterior[missing] = vote[missing] = np.nan
    numbers = np.arange(readings)
    return ReadingTable(
        labels=labels,
        clip_index=numbers,
        face_id=np.where(missing, NOBODY, 1).astype(np.int32),
        start=centres - CLIP_S / 2,
        end=centres + CLIP_S / 2,
        first_frame=(centres * 30).astype(np.int64) - 30,
        last_frame=(centres * 30).astype(np.int64) + 30,
        captured_at=np.full(readings, np.nan),
        status=np.where(missing, STATUSES.index(Status.NO_FACE), STATUSES.index(Status.SCORED)).astype(np.uint8),
        posterior=posterior,
        vote=vote,
        box=np.full((readings, 4), np.nan, np.float32),
        latency=np.zeros(readings, np.float32),
        bundle=np.zeros(readings, np.int16),
    )
