"""Expected calibration error and reliability curve."""

import numpy as np
import pytest

from core.offline.calibration import expected_calibration_error, reliability


def two_classes(confidences: list[float]) -> np.ndarray:
    """Posteriors whose higher value, that of class 0, is as given."""
    return np.array([[confidence, 1 - confidence] for confidence in confidences])


def test_by_hand() -> None:
    """Of four videos at 0.9 three are right, of two at 0.6 none: (4 |0.75 - 0.9| + 2 |0 - 0.6|) / 6."""
    curve = reliability(two_classes([0.9] * 4 + [0.6] * 2), [0, 0, 0, 1, 1, 1], bins=10)
    assert curve.error == pytest.approx((4 * 0.15 + 2 * 0.6) / 6)
    assert curve.counts.tolist() == [0, 0, 0, 0, 0, 2, 0, 0, 4, 0]
    assert curve.accuracy[[5, 8]].tolist() == [0, 0.75]
    assert curve.confidence[[5, 8]] == pytest.approx([0.6, 0.9])
    assert np.isnan(curve.accuracy[0])
    assert np.isnan(curve.confidence[0])


def test_as_often_right_as_confident_is_no_error() -> None:
    assert expected_calibration_error(two_classes([0.75] * 4), [0, 0, 0, 1]) == pytest.approx(0)
    assert expected_calibration_error(two_classes([1.0] * 3), [0, 0, 0]) == 0
    assert expected_calibration_error(two_classes([1.0] * 3), [1, 1, 1]) == 1


def test_every_sample_is_in_the_bin_whose_upper_edge_it_does_not_exceed() -> None:
    curve = reliability(two_classes([0.5, 0.5001, 0.75, 1.0]), [0, 0, 0, 0], bins=4)
    assert curve.counts.tolist() == [0, 1, 2, 1]


def test_is_what_a_plain_loop_gives() -> None:
    rng = np.random.default_rng(3)
    posteriors, truth = rng.dirichlet([0.4] * 6, 500), rng.integers(0, 6, 500)
    total = 0.0
    for low in range(15):
        inside = [i for i, row in enumerate(posteriors) if low / 15 < row.max() <= (low + 1) / 15]
        hits = sum(posteriors[i].argmax() == truth[i] for i in inside)
        total += abs(hits - sum(posteriors[i].max() for i in inside))
    assert expected_calibration_error(posteriors, truth) == pytest.approx(total / 500)


@pytest.mark.parametrize(("posteriors", "truth"), [(np.zeros((0, 3)), []), (np.ones(3), [0]), (np.ones((2, 3)), [0])])
def test_there_is_nothing_to_measure_without_samples(posteriors: np.ndarray, truth: list) -> None:
    with pytest.raises(ValueError, match="samples"):
        reliability(posteriors, truth)
