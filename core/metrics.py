"""Measures of a classifier, from its confusion matrix. All are fractions in [0, 1].

Matrices are (C, C), rows = truth, columns = prediction; entries are counts, or averages of counts over folds.
Classes without samples: recall and precision of an absent class mean nothing. UAR leaves out classes that the truth
does not contain. Macro precision and macro F1 leave out classes that neither truth nor prediction contains; a class
that is there but never predicted has precision 0, and so has one that is only predicted.
"""

import numpy as np


def confusion_matrix(truth: np.ndarray, predicted: np.ndarray, num_classes: int) -> np.ndarray:
    """Counts of (truth, prediction): (C, C) int64, rows = truth.

    truth, predicted: (n,) integer class indices in [0, num_classes). Raises ValueError for unequal lengths or indices
    outside of that range.
    """
    truth, predicted = np.asarray(truth, dtype=np.int64), np.asarray(predicted, dtype=np.int64)
    if truth.ndim != 1 or truth.shape != predicted.shape:
        raise ValueError(f"truth {truth.shape} and prediction {predicted.shape} must be lists of the same length")
    for name, indices in (("truth", truth), ("predicted", predicted)):
        if np.any((indices < 0) | (indices >= num_classes)):
            raise ValueError(f"{name} has class indices outside of 0 to {num_classes - 1}")
    counts = np.bincount(truth * num_classes + predicted, minlength=num_classes * num_classes)
    return counts.reshape(num_classes, num_classes)


def unweighted_average_recall(matrix: np.ndarray) -> float:
    """UAR, equation (1) of Eing et al. 2026: the mean over the classes of TP / (TP + FN)."""
    hits, truth, _ = _margins(matrix)
    there = truth > 0
    return float(np.mean(hits[there] / truth[there]))


def per_class_recall(matrix: np.ndarray) -> np.ndarray:
    """TP / (TP + FN) of each class: (C,) float64, nan for a class that the truth does not contain."""
    hits, truth, _ = _margins(matrix)
    return np.divide(hits, truth, out=np.full(len(hits), np.nan), where=truth > 0)


def weighted_average_recall(matrix: np.ndarray) -> float:
    """WAR, equation (2): recall weighted by class size, which is accuracy."""
    hits, truth, _ = _margins(matrix)
    return float(hits.sum() / truth.sum())


def macro_precision(matrix: np.ndarray) -> float:
    """The mean over the classes of TP / (TP + FP): what the study's script computes under the name of UAR."""
    hits, truth, predicted = _margins(matrix)
    there = truth + predicted > 0
    return float(np.mean(hits[there] / np.where(predicted > 0, predicted, 1)[there]))


def macro_f1(matrix: np.ndarray) -> float:
    """The mean over the classes of 2 TP / (2 TP + FP + FN)."""
    hits, truth, predicted = _margins(matrix)
    there = truth + predicted > 0
    return float(np.mean(2 * hits[there] / (truth + predicted)[there]))


def _margins(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Per class: hits, samples, predictions, each (C,) float64. ValueError unless square and not empty."""
    matrix = np.asarray(matrix, dtype=np.float64)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or not matrix.sum() > 0:
        raise ValueError(f"a square confusion matrix with at least one sample is needed, not one of {matrix.shape}")
    return np.diag(matrix), matrix.sum(axis=1), matrix.sum(axis=0)
