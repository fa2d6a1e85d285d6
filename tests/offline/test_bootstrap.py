"""Intervals over subjects."""

import numpy as np
import pytest

from core.metrics import confusion_matrix, unweighted_average_recall, weighted_average_recall
from core.offline.bootstrap import intervals, subject_matrices

WAR = {"war": weighted_average_recall}


def people(accuracies: list[float], videos: int = 100) -> np.ndarray:
    """One matrix per subject, whose videos are all of class 0."""
    return np.array([[[round(videos * one), round(videos * (1 - one))], [0, 0]] for one in accuracies])


def test_each_subject_has_a_matrix_and_together_they_are_the_pooled_one() -> None:
    rng = np.random.default_rng(0)
    truth, predicted = rng.integers(0, 4, (2, 60))
    subjects = [f"{i}" for i in rng.integers(0, 7, 60)]
    matrices = subject_matrices(subjects, truth, predicted, 4)
    assert matrices.shape == (7, 4, 4)
    assert np.array_equal(matrices.sum(axis=0), confusion_matrix(truth, predicted, 4))
    own = [subject == "3" for subject in subjects]
    assert np.array_equal(matrices[3], confusion_matrix(truth[own], predicted[own], 4))


def test_subjects_that_are_alike_leave_no_doubt() -> None:
    assert intervals(people([0.6] * 5), WAR) == {"war": (pytest.approx(0.6), pytest.approx(0.6))}


def test_two_subjects_that_have_nothing_in_common_leave_all_doubt() -> None:
    assert intervals(people([0, 1]), WAR) == {"war": (0, 1)}


def test_width_is_what_theory_says_about_means_over_subjects() -> None:
    accuracies = np.random.default_rng(1).uniform(0.3, 0.9, 40).round(2)
    low, high = intervals(people(list(accuracies)), WAR, resamples=8000)["war"]
    expected = 2 * 1.96 * accuracies.std() / np.sqrt(40)
    assert high - low == pytest.approx(expected, rel=0.03)
    assert (low + high) / 2 == pytest.approx(accuracies.mean(), abs=0.01)


def test_the_same_seed_gives_the_same_interval_and_another_another() -> None:
    matrices = people([0.2, 0.5, 0.7, 0.9])
    assert intervals(matrices, WAR, resamples=100) == intervals(matrices, WAR, resamples=100)
    assert intervals(matrices, WAR, resamples=100) != intervals(matrices, WAR, resamples=100, seed=1)


def test_a_sample_without_a_class_counts_without_it() -> None:
    """Each subject shows one class only, perfectly told: UAR is 1 whoever is drawn."""
    matrices = np.array([[[4, 0], [0, 0]], [[0, 0], [0, 4]]])
    assert intervals(matrices, {"uar": unweighted_average_recall}) == {"uar": (1, 1)}


def test_one_subject_says_nothing_about_how_people_differ() -> None:
    with pytest.raises(ValueError, match="at least two"):
        intervals(people([0.5]), WAR)
