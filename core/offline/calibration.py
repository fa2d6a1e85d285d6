"""Whether a model is right as often as it says: expected calibration error and reliability curve."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """A reliability curve over B bins of equal width in [0, 1].

    error: the expected calibration error, in [0, 1]: |accuracy - confidence| of the bins, weighted by their counts.
    counts: (B,) int64, how many samples have their highest posterior in the bin. confidence, accuracy: (B,) float64,
    mean highest posterior and share of hits of those samples; nan in a bin without any.
    """

    error: float
    counts: np.ndarray
    confidence: np.ndarray
    accuracy: np.ndarray


def expected_calibration_error(posteriors: np.ndarray, truth: np.ndarray, bins: int = 15) -> float:
    """ECE (Naeini et al. 2015; Guo et al. 2017, equation 3), in [0, 1]. Arguments as for `reliability`."""
    return reliability(posteriors, truth, bins).error


def reliability(posteriors: np.ndarray, truth: np.ndarray, bins: int = 15) -> Calibration:
    """How often samples of about the same confidence are right.

    posteriors: (n, C), rows sum to 1, n >= 1. truth: (n,) class indices. A bin holds its upper edge and not its lower
    one, as in the papers. Raises ValueError when there is no sample or the shapes do not fit.
    """
    posteriors, truth = np.asarray(posteriors, dtype=np.float64), np.asarray(truth)
    if posteriors.ndim != 2 or len(posteriors) == 0 or truth.shape != posteriors.shape[:1]:
        raise ValueError(f"posteriors {posteriors.shape} and truth {truth.shape} are not n >= 1 samples")
    confidences, hits = posteriors.max(axis=1), posteriors.argmax(axis=1) == truth
    edges = np.linspace(0, 1, bins + 1)
    places = np.clip(np.searchsorted(edges, confidences, side="left") - 1, 0, bins - 1)
    counts = np.bincount(places, minlength=bins)
    confidence, accuracy = (_means(places, values, counts) for values in (confidences, hits))
    there = counts > 0
    gaps = np.abs(accuracy - confidence)[there]
    return Calibration(float(np.average(gaps, weights=counts[there])), counts, confidence, accuracy)


def _means(places: np.ndarray, values: np.ndarray, counts: np.ndarray) -> np.ndarray:
    sums = np.bincount(places, weights=values, minlength=len(counts))
    return np.divide(sums, counts, out=np.full(len(counts), np.nan), where=counts > 0)
