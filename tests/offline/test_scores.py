"""All scores of a table of predictions: against scikit-learn, and for what folds and classes may lack."""

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.offline.calibration import expected_calibration_error
from core.offline.predictions import Predictions, read_predictions, write_predictions
from core.offline.scores import Measures, Scores, measures, score, to_json

LABELS = ("sad", "fear", "happy", "disgust")


def made(truth: list[int] | np.ndarray, predicted: list[int] | np.ndarray, **changes: object) -> Predictions:
    """Predictions with these verdicts; nothing else is known unless a test says so."""
    n = len(truth)
    pbv = np.full((n, len(LABELS)), 0.1)
    pbv[np.arange(n), predicted] = 0.7
    nothing, clips = ("",) * n, np.zeros(n, np.int64)
    paths = tuple(f"{i}.mp4" for i in range(n))
    return replace(Predictions(LABELS, paths, nothing, nothing, np.asarray(truth), clips, pbv, None), **changes)


@pytest.fixture
def random() -> Predictions:
    """300 videos of 20 subjects in 5 folds, right more often than not, with votes."""
    rng = np.random.default_rng(5)
    truth = rng.integers(0, 4, 300)
    pbv, votes = rng.dirichlet([0.7] * 4, (2, 300)).astype(np.float32).astype(np.float64)
    subjects = tuple(f"{i % 20:02d}" for i in range(300))
    folds = tuple(str(i % 20 % 5) for i in range(300))
    return made(truth, truth, subjects=subjects, folds=folds, pbv=pbv, votes=votes)


def assert_as_scikit_learn(one: Measures, truth: np.ndarray, predicted: np.ndarray) -> None:
    from sklearn import metrics

    there = np.unique(truth)
    macro = {"average": "macro", "zero_division": 0}
    assert one.uar == pytest.approx(metrics.recall_score(truth, predicted, labels=there, **macro))
    assert one.war == pytest.approx(metrics.accuracy_score(truth, predicted))
    assert one.macro_precision == pytest.approx(metrics.precision_score(truth, predicted, **macro))
    assert one.macro_f1 == pytest.approx(metrics.f1_score(truth, predicted, **macro))
    assert np.array_equal(one.matrix, metrics.confusion_matrix(truth, predicted, labels=range(len(one.matrix))))
    recalls = metrics.recall_score(truth, predicted, labels=there, average=None, zero_division=0)
    assert one.recall[there] == pytest.approx(recalls)


@pytest.mark.parametrize(("seed", "classes", "videos"), [(0, 8, 400), (1, 6, 30), (2, 8, 9), (3, 2, 5)])
def test_measures_are_those_of_scikit_learn(seed: int, classes: int, videos: int) -> None:
    truth, predicted = np.random.default_rng(seed).integers(0, classes, (2, videos))
    assert_as_scikit_learn(measures(truth, predicted, classes), truth, predicted)


def test_scores_are_those_of_scikit_learn_pooled_and_per_fold(random: Predictions) -> None:
    scores = score(random, resamples=50)
    predicted, folds = random.pbv.argmax(axis=1), np.array(random.folds)
    assert_as_scikit_learn(scores.pooled, random.truth, predicted)
    assert list(scores.by_fold) == ["0", "1", "2", "3", "4"]
    for fold, one in scores.by_fold.items():
        assert_as_scikit_learn(one, random.truth[folds == fold], predicted[folds == fold])
    assert scores.majority is not None
    assert_as_scikit_learn(scores.majority.pooled, random.truth, random.votes.argmax(axis=1))
    assert scores.calibration.error == expected_calibration_error(random.pbv, random.truth)


def test_folds_are_averaged_and_their_spread_is_that_of_a_sample(random: Predictions) -> None:
    scores = score(random, resamples=50)
    uars = [one.uar for one in scores.by_fold.values()]
    assert scores.mean["uar"] == pytest.approx(sum(uars) / 5)
    assert scores.deviation["uar"] == pytest.approx(np.std(uars, ddof=1))


def test_intervals_hold_the_pooled_measures(random: Predictions) -> None:
    scores = score(random)
    assert scores.interval is not None
    for name, (low, high) in scores.interval.items():
        assert low < getattr(scores.pooled, name) < high
    assert score(random).interval == scores.interval
    assert score(random, seed=1).interval != scores.interval


@pytest.mark.parametrize("subjects", [("", "", ""), ("01", "02", ""), ("01", "01", "01")])
def test_no_interval_without_two_known_subjects(subjects: tuple[str, ...]) -> None:
    assert score(made([0, 1, 2], [0, 1, 1], subjects=subjects)).interval is None


def test_without_folds_the_mean_is_the_pooled_value_and_nothing_deviates() -> None:
    scores = score(made([0, 0, 1], [0, 1, 1]))
    assert (scores.by_fold, scores.mean["uar"]) == ({}, scores.pooled.uar)
    assert all(map(math.isnan, scores.deviation.values()))


def test_one_fold_does_not_deviate() -> None:
    scores = score(made([0, 0, 1], [0, 1, 1], folds=("7",) * 3))
    assert (list(scores.by_fold), scores.mean["war"]) == (["7"], pytest.approx(2 / 3))
    assert math.isnan(scores.deviation["war"])


def test_numbered_folds_are_in_the_order_of_their_numbers() -> None:
    folds = ("10", "9", "b", "1", "a")
    assert list(score(made([0] * 5, [0] * 5, folds=folds)).by_fold) == ["1", "9", "10", "a", "b"]


def test_a_fold_with_one_class_and_classes_that_nobody_has_count_as_far_as_they_are_there() -> None:
    scores = score(made([0, 0, 1, 2], [0, 2, 1, 2], folds=("a", "a", "b", "b")))
    assert (scores.by_fold["a"].uar, scores.by_fold["a"].macro_precision) == (0.5, 0.5)
    assert (scores.by_fold["b"].uar, scores.mean["uar"]) == (1, 0.75)
    assert scores.by_fold["a"].recall == pytest.approx([0.5, np.nan, np.nan, np.nan], nan_ok=True)


def test_a_tied_vote_goes_to_the_first_label() -> None:
    votes = np.array([[0, 0.5, 0.5, 0], [0.25, 0.25, 0.25, 0.25]])
    scores = score(made([2, 0], [2, 0], votes=votes))
    assert scores.pooled.war == 1
    assert scores.majority is not None
    assert scores.majority.pooled.matrix.tolist() == [[1, 0, 0, 0], [0, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 0]]


def test_no_votes_no_majority() -> None:
    assert score(made([0], [0])).majority is None


def test_no_video_is_a_bug() -> None:
    with pytest.raises(ValueError, match="at least one sample"):
        score(made([], []))


def test_scores_of_the_file_are_those_of_what_was_written(random: Predictions, tmp_path: Path) -> None:
    path = tmp_path / "predictions.csv"
    write_predictions(path, random)
    before, after = score(random, resamples=50), score(read_predictions(path), resamples=50)
    assert after.calibration.error == pytest.approx(before.calibration.error, abs=1e-8)
    assert without_calibration(after) == without_calibration(before)


def without_calibration(scores: Scores) -> dict:
    """All that depends on who wins alone; confidences have nine digits in a file."""
    one = to_json(scores)
    return one | {"calibration": None, "majority": one["majority"] | {"calibration": None}}


def plain(scores: Scores) -> dict:
    return json.loads(json.dumps(to_json(scores), allow_nan=False))


def test_json_says_everything_with_null_for_what_is_not_there(random: Predictions) -> None:
    one = plain(score(made([0, 0, 1], [0, 1, 1])))
    assert (one["labels"], one["videos"], one["interval"], one["majority"]) == (list(LABELS), 3, None, None)
    assert one["pooled"]["recall"] == {"sad": 0.5, "fear": 1, "happy": None, "disgust": None}
    assert one["pooled"]["matrix"] == [[1, 1, 0, 0], [0, 1, 0, 0], [0] * 4, [0] * 4]
    assert one["deviation"]["uar"] is None
    assert "equation (1)" in one["definitions"]["uar"]
    assert sum(bin["count"] for bin in one["calibration"]["bins"]) == 3
    full = plain(score(random, resamples=50))
    assert full["by_fold"]["3"]["uar"] == score(random, resamples=50).by_fold["3"].uar
    assert full["majority"]["mean"].keys() == full["interval"].keys() == full["deviation"].keys()
