"""The study's own matrices, and real predictions of a public model: what equation (1) and the others make of them."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from core.metrics import confusion_matrix, macro_precision, unweighted_average_recall, weighted_average_recall


@pytest.fixture(scope="module")
def study(shared: Path) -> dict:
    return json.loads((shared / "reference/goldens/average_confusion_matrices.json").read_text())


@pytest.fixture(scope="module")
def folds(shared: Path) -> list[np.ndarray]:
    """One confusion matrix per fold of RAVDESS, from the public model's 8 outputs for each video."""
    files = sorted((shared / "datasets/ravdess/predictions").glob("avg_MLP80_AUs_test_fold*.csv"))
    assert len(files) == 5
    return [_matrix_of_predictions(file) for file in files]


def _matrix_of_predictions(path: Path) -> np.ndarray:
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    truth = np.array([int(row["video_name"].split("-")[2]) - 1 for row in rows])
    outputs = np.array([[float(row[f"embs{i}"]) for i in range(8)] for row in rows])
    return confusion_matrix(truth, outputs.argmax(axis=1), 8)


@pytest.mark.parametrize(("name", "uar", "accuracy"), [("ravdess", 72.56, 72.93), ("crema_d", 78.84, 78.84)])
def test_within_a_data_set(study: dict, name: str, uar: float, accuracy: float) -> None:
    case = study[name]
    assert 100 * unweighted_average_recall(case["matrix"]) == pytest.approx(case["recall_uar"], abs=6e-4)
    assert 100 * unweighted_average_recall(case["matrix"]) == pytest.approx(uar, abs=6e-3)
    assert 100 * weighted_average_recall(case["matrix"]) == pytest.approx(case["accuracy"], abs=6e-4)
    assert 100 * weighted_average_recall(case["matrix"]) == pytest.approx(accuracy, abs=6e-3)
    assert 100 * macro_precision(case["matrix"]) == pytest.approx(case["macro_precision"], abs=6e-4)


@pytest.mark.parametrize("rule", ["drop", "combine"])
def test_from_ravdess_to_crema_d(study: dict, rule: str) -> None:
    """A video predicted surprise leaves the matrix; one predicted calm leaves it too, or counts as neutral."""
    case = study["ravdess_to_crema_d"]
    matrix = np.array(case["matrix"])[:, :6]
    if rule == "combine":
        matrix[:, case["row_labels"].index("neutral")] += np.array(case["matrix"])[:, 6]
    _assert_agrees(matrix, case[rule])


@pytest.mark.parametrize("rule", ["drop", "combine"])
def test_from_crema_d_to_ravdess(study: dict, rule: str) -> None:
    """Videos of surprise are left out; those of calm are left out too, or count as neutral."""
    case = study["crema_d_to_ravdess"]
    rows = np.array(case["matrix"])
    neutral, calm = (case["row_labels"].index(label) for label in ("neutral", "calm"))
    if rule == "combine":
        rows[neutral] += rows[calm]
    rows[[calm, case["row_labels"].index("surprise")]] = 0
    # The two classes without samples stay in the matrix: they must not count.
    _assert_agrees(rows, case[rule])


def _assert_agrees(matrix: np.ndarray, expected: dict) -> None:
    assert 100 * unweighted_average_recall(matrix) == pytest.approx(expected["recall_uar"], abs=6e-4)
    assert 100 * weighted_average_recall(matrix) == pytest.approx(expected["accuracy"], abs=6e-4)


def test_real_predictions_pooled_over_folds(folds: list[np.ndarray]) -> None:
    pooled = np.sum(folds, axis=0)
    assert pooled.sum() == 1440
    assert 100 * unweighted_average_recall(pooled) == pytest.approx(60.55, abs=6e-3)
    assert 100 * macro_precision(pooled) == pytest.approx(60.36, abs=6e-3)
    assert 100 * weighted_average_recall(pooled) == pytest.approx(60.42, abs=6e-3)


def test_real_predictions_averaged_over_folds(folds: list[np.ndarray]) -> None:
    assert 100 * np.mean([unweighted_average_recall(fold) for fold in folds]) == pytest.approx(60.34, abs=6e-3)
    assert 100 * np.mean([macro_precision(fold) for fold in folds]) == pytest.approx(62.56, abs=6e-3)
    assert 100 * np.mean([weighted_average_recall(fold) for fold in folds]) == pytest.approx(60.22, abs=6e-3)
