"""Measures from confusion matrices, and what classes without samples mean for them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.metrics import (
    confusion_matrix,
    macro_f1,
    macro_precision,
    per_class_recall,
    unweighted_average_recall,
    weighted_average_recall,
)

MEASURES = [unweighted_average_recall, weighted_average_recall, macro_precision, macro_f1]


def test_rows_are_truth_and_columns_prediction() -> None:
    matrix = confusion_matrix([0, 0, 1, 2, 2, 2], [0, 1, 1, 0, 2, 2], 4)
    assert matrix.tolist() == [[1, 1, 0, 0], [0, 1, 0, 0], [1, 0, 2, 0], [0, 0, 0, 0]]
    assert matrix.dtype == np.int64


@pytest.mark.parametrize(
    ("truth", "predicted", "message"),
    [([0, 1], [0], "same length"), ([0, 3], [0, 1], "truth"), ([0, 1], [-1, 1], "predicted"), ([[0]], [[0]], "lists")],
)
def test_lists_that_do_not_fit_are_bugs(truth: list, predicted: list, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        confusion_matrix(truth, predicted, 3)


def test_measures_of_a_small_matrix() -> None:
    matrix = np.array([[8, 2], [30, 60]])
    assert unweighted_average_recall(matrix) == pytest.approx((8 / 10 + 60 / 90) / 2)
    assert weighted_average_recall(matrix) == pytest.approx(68 / 100)
    assert macro_precision(matrix) == pytest.approx((8 / 38 + 60 / 62) / 2)
    assert macro_f1(matrix) == pytest.approx((16 / 48 + 120 / 152) / 2)


@settings(deadline=None, derandomize=True)
@given(seed=st.integers(0, 10_000), classes=st.integers(1, 8), samples=st.integers(1, 200))
def test_measures_are_fractions_whatever_the_order_of_the_classes(seed: int, classes: int, samples: int) -> None:
    rng = np.random.default_rng(seed)
    truth, predicted = rng.integers(0, classes, (2, samples))
    matrix = confusion_matrix(truth, predicted, classes)
    order = rng.permutation(classes)
    for measure in MEASURES:
        assert 0 <= measure(matrix) <= 1
        assert measure(matrix[order][:, order]) == pytest.approx(measure(matrix))
        assert measure(matrix / 5) == pytest.approx(measure(matrix))
    assert weighted_average_recall(matrix) == pytest.approx(np.mean(truth == predicted))


@pytest.mark.parametrize("measure", MEASURES)
def test_a_perfect_classifier_is_perfect_even_if_a_class_is_absent(measure) -> None:
    assert measure(np.diag([5, 0, 3])) == 1


def test_a_class_without_samples_does_not_count_in_uar_but_predicting_it_costs_precision() -> None:
    matrix = np.array([[4, 0, 0], [0, 2, 2], [0, 0, 0]])
    assert unweighted_average_recall(matrix) == pytest.approx((1 + 0.5) / 2)
    assert macro_precision(matrix) == pytest.approx((1 + 1 + 0) / 3)


def test_a_class_that_is_never_predicted_has_precision_zero() -> None:
    assert macro_precision(np.array([[5, 0], [5, 0]])) == pytest.approx(0.25)
    assert macro_f1(np.array([[5, 0], [5, 0]])) == pytest.approx(1 / 3)


def test_recall_of_an_absent_class_is_not_a_number_and_uar_is_the_mean_of_the_others() -> None:
    matrix = np.array([[3, 1, 0], [0, 0, 0], [2, 2, 4]])
    assert per_class_recall(matrix) == pytest.approx([0.75, np.nan, 0.5], nan_ok=True)
    assert np.nanmean(per_class_recall(matrix)) == unweighted_average_recall(matrix)


@pytest.mark.parametrize("measure", [*MEASURES, per_class_recall])
@pytest.mark.parametrize("matrix", [np.zeros((3, 3)), np.ones((2, 3)), np.ones(4)])
def test_there_is_nothing_to_measure_without_samples_or_a_square_matrix(measure, matrix: np.ndarray) -> None:
    with pytest.raises(ValueError, match="square confusion matrix"):
        measure(matrix)
