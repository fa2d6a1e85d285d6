"""How sure a measure is: intervals by bootstrap over subjects.

The videos of one person are alike, so that people are drawn again, not videos: an interval over videos is too narrow.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from core.metrics import confusion_matrix

LEVEL = 0.95

Measure = Callable[[np.ndarray], float]
"""A measure of a (C, C) confusion matrix, such as those of core.metrics."""


def subject_matrices(subjects: Sequence[str], truth: np.ndarray, predicted: np.ndarray, num_classes: int) -> np.ndarray:
    """(S, C, C) int64: the confusion matrix of each subject, sorted by name. Their sum is the pooled one."""
    names, owners = np.unique(np.asarray(subjects, dtype=object).astype(str), return_inverse=True)
    return np.stack(
        [confusion_matrix(truth[owners == one], predicted[owners == one], num_classes) for one in range(len(names))]
    )


def intervals(
    matrices: np.ndarray, measures: Mapping[str, Measure], *, resamples: int = 2000, seed: int = 0
) -> dict[str, tuple[float, float]]:
    """For each measure the 95 % interval (low, high): percentiles over samples of S subjects drawn with replacement.

    matrices: (S, C, C) counts, one matrix per subject, each with at least one sample. The same seed gives the same
    intervals. A class that a sample happens not to contain does not count in that sample, as in core.metrics.
    Raises ValueError for fewer than two subjects: nothing is known about how people differ.
    """
    subjects, classes = len(matrices), matrices.shape[-1]
    if subjects < 2:
        raise ValueError(f"an interval over subjects needs at least two of them, not {subjects}")
    times_drawn = np.random.default_rng(seed).multinomial(subjects, [1 / subjects] * subjects, size=resamples)
    samples = (times_drawn @ matrices.reshape(subjects, -1)).reshape(resamples, classes, classes)
    tails = (100 * (1 - LEVEL) / 2, 100 * (1 + LEVEL) / 2)
    found = {}
    for name, measure in measures.items():
        low, high = np.percentile([measure(sample) for sample in samples], tails)
        found[name] = (float(low), float(high))
    return found
