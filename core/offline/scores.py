"""Every number that is reported about a model, from its predictions alone."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.metrics import (
    confusion_matrix,
    macro_f1,
    macro_precision,
    per_class_recall,
    unweighted_average_recall,
    weighted_average_recall,
)
from core.offline.bootstrap import intervals, subject_matrices
from core.offline.calibration import Calibration, reliability
from core.offline.predictions import Predictions

MEASURES = {
    "uar": unweighted_average_recall,
    "war": weighted_average_recall,
    "macro_precision": macro_precision,
    "macro_f1": macro_f1,
}
DEFINITIONS = {
    "uar": "mean of the classes' recalls TP / (TP + FN), equation (1) of Eing et al. 2026; classes that the truth does "
    "not contain are left out",
    "war": "share of videos that are right (accuracy), equation (2)",
    "macro_precision": "mean of the classes' precisions TP / (TP + FP): what the study's script averaged over folds "
    "under the name of UAR; classes that neither truth nor prediction contains are left out",
    "macro_f1": "mean over the same classes of 2 TP / (2 TP + FP + FN)",
    "pooled": "from one confusion matrix of all videos",
    "mean": "mean over the folds, each from its own confusion matrix; of everything pooled when there are no folds",
    "deviation": "standard deviation over the folds (divisor: folds - 1)",
    "interval": "95 % of the pooled measures, by percentile bootstrap over subjects",
    "calibration": "expected calibration error: |accuracy - confidence| over bins of equal width of the highest value, "
    "weighted by their counts",
    "majority": "the same for majority voting (MV): every clip votes for its most probable class; everything else is "
    "posteriors-based voting (PBV)",
}


@dataclass(frozen=True, slots=True, eq=False)
class Measures:
    """What one confusion matrix says. Fractions in [0, 1]; core.metrics defines them.

    matrix: (C, C) int64, rows = truth. recall: (C,) float64, nan for a class that the truth does not contain.
    """

    matrix: np.ndarray
    uar: float
    war: float
    macro_precision: float
    macro_f1: float
    recall: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """What all predictions together say.

    labels: the classes, in the order of the matrices. videos: how many. pooled: of all videos at once.
    by_fold: of each fold's videos, in the folds' order; empty when there are no folds.
    mean, deviation: per measure over the folds (ddof 1; nan for fewer than two folds); without folds, mean is pooled.
    interval: per measure (low, high) of `pooled`, 95 % over subjects; None when the subjects are not all known, or are
    fewer than two. calibration: of the shares as confidences.
    majority: the same of the clips' votes (MV), whose own `majority` is None; None when there are no votes.
    """

    labels: tuple[str, ...]
    videos: int
    pooled: Measures
    by_fold: dict[str, Measures]
    mean: dict[str, float]
    deviation: dict[str, float]
    interval: dict[str, tuple[float, float]] | None
    majority: "Scores | None"
    calibration: Calibration


def measures(truth: np.ndarray, predicted: np.ndarray, num_classes: int) -> Measures:
    """The measures of n >= 1 samples. truth, predicted: (n,) class indices. Raises ValueError as core.metrics does."""
    matrix = confusion_matrix(truth, predicted, num_classes)
    return Measures(
        matrix=matrix, recall=per_class_recall(matrix), **{name: of(matrix) for name, of in MEASURES.items()}
    )


def score(predictions: Predictions, *, resamples: int = 2000, seed: int = 0) -> Scores:
    """All scores: the class of a video is its highest share, the first in label order among equals.

    resamples, seed: of the bootstrap over subjects. Raises ValueError when there is no video.
    """
    majority = None
    if predictions.votes is not None:
        majority = _scores(predictions, predictions.votes, resamples, seed, None)
    return _scores(predictions, predictions.pbv, resamples, seed, majority)


def _scores(predictions: Predictions, shares: np.ndarray, resamples: int, seed: int, majority: Scores | None) -> Scores:
    truth, predicted, classes = predictions.truth, shares.argmax(axis=1), len(predictions.labels)
    pooled = measures(truth, predicted, classes)
    by_fold = {
        fold: measures(truth[there], predicted[there], classes) for fold, there in _folds(predictions.folds).items()
    }
    averaged = [values_of(one) for one in by_fold.values()] or [values_of(pooled)]
    columns = {name: [one[name] for one in averaged] for name in MEASURES}
    interval = None
    if all(predictions.subjects) and len(set(predictions.subjects)) > 1:
        people = subject_matrices(predictions.subjects, truth, predicted, classes)
        interval = intervals(people, MEASURES, resamples=resamples, seed=seed)
    return Scores(
        labels=predictions.labels,
        videos=len(truth),
        pooled=pooled,
        by_fold=by_fold,
        mean={name: float(np.mean(column)) for name, column in columns.items()},
        deviation={name: _deviation(column) for name, column in columns.items()},
        interval=interval,
        majority=majority,
        calibration=reliability(shares, truth),
    )


def values_of(one: Measures) -> dict[str, float]:
    """The four measures by their names: uar, war, macro_precision, macro_f1."""
    return {name: getattr(one, name) for name in MEASURES}


def _folds(folds: Sequence[str]) -> dict[str, np.ndarray]:
    """Which videos are in each fold, (n,) bool; numbers come before names. Empty when a video has none."""
    if not all(folds):
        return {}
    order = sorted(set(folds), key=lambda fold: (0, int(fold), fold) if fold.isdecimal() else (1, 0, fold))
    return {fold: np.array([one == fold for one in folds]) for fold in order}


def _deviation(column: Sequence[float]) -> float:
    return float(np.std(column, ddof=1)) if len(column) > 1 else math.nan


def to_json(scores: Scores) -> dict[str, Any]:
    """The same as plain JSON values; fractions stay fractions in [0, 1], and what does not exist is null."""
    return {"labels": list(scores.labels), "videos": scores.videos, "definitions": DEFINITIONS} | _plain(scores)


def _plain(scores: Scores) -> dict[str, Any]:
    return {
        "pooled": _measures(scores.pooled, scores.labels),
        "by_fold": {fold: _measures(one, scores.labels) for fold, one in scores.by_fold.items()},
        "mean": _numbers(scores.mean),
        "deviation": _numbers(scores.deviation),
        "interval": scores.interval and {name: list(ends) for name, ends in scores.interval.items()},
        "calibration": _calibration(scores.calibration),
        "majority": scores.majority and _plain(scores.majority),
    }


def _measures(one: Measures, labels: Sequence[str]) -> dict[str, Any]:
    recall = dict(zip(labels, one.recall.tolist(), strict=True))
    return _numbers(values_of(one)) | {"recall": _numbers(recall), "matrix": one.matrix.tolist()}


def _calibration(one: Calibration) -> dict[str, Any]:
    edges = np.linspace(0, 1, len(one.counts) + 1).tolist()
    bins = zip(edges[:-1], edges[1:], one.counts.tolist(), one.confidence.tolist(), one.accuracy.tolist(), strict=True)
    return {
        "error": one.error,
        "bins": [
            {"above": low, "up_to": high, "count": count} | _numbers({"confidence": confidence, "accuracy": accuracy})
            for low, high, count, confidence, accuracy in bins
        ],
    }


def _numbers(values: Mapping[str, float]) -> dict[str, float | None]:
    return {name: None if math.isnan(value) else value for name, value in values.items()}
