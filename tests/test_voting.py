"""Voting: PBV, MV and the rolling vote."""

import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.voting import MAX_WINDOW, RollingVote, majority_vote, posterior_vote

always_the_same = settings(deadline=None, derandomize=True)
SEEDS = st.integers(0, 10_000)
LABELS = ("angry", "happy", "sad")


def posteriors(seed: int, clips: int, classes: int = 3) -> np.ndarray:
    return np.random.default_rng(seed).dirichlet(np.ones(classes), clips).astype(np.float32)


@always_the_same
@given(seed=SEEDS, clips=st.integers(1, 40), classes=st.integers(1, 9))
@pytest.mark.parametrize("vote", [posterior_vote, majority_vote])
def test_votes_sum_to_one_in_any_order_of_the_clips(vote, seed: int, clips: int, classes: int) -> None:
    table = posteriors(seed, clips, classes)
    result = vote(table)
    assert result.shape == (classes,)
    assert result.dtype == np.float32
    assert result.sum() == pytest.approx(1, abs=1e-6)
    shuffled = np.random.default_rng(seed).permutation(table)
    np.testing.assert_allclose(vote(shuffled), result, atol=1e-7)


def test_pbv_is_the_normalised_sum() -> None:
    table = np.array([[0.5, 0.5, 0.0], [0.2, 0.2, 0.6]])
    np.testing.assert_allclose(posterior_vote(table), [0.35, 0.35, 0.3])


def test_pbv_and_mv_may_disagree() -> None:
    table = np.array([[0.4, 0.6], [0.4, 0.6], [1.0, 0.0]])
    assert posterior_vote(table).argmax() == 0
    np.testing.assert_allclose(majority_vote(table), [1 / 3, 2 / 3])


def test_a_tie_goes_to_the_first_in_label_order() -> None:
    between_classes = np.array([[0.0, 0.1, 0.9], [0.0, 0.9, 0.1]], dtype=np.float32)
    assert majority_vote(between_classes).argmax() == 1
    within_a_clip = np.array([[0.2, 0.4, 0.4]])
    assert majority_vote(within_a_clip).tolist() == [0, 1, 0]


@pytest.mark.parametrize("vote", [posterior_vote, majority_vote])
@pytest.mark.parametrize("table", [np.empty((0, 3)), np.ones(3)])
def test_no_clip_no_vote(vote, table: np.ndarray) -> None:
    with pytest.raises(ValueError, match="n >= 1"):
        vote(table)


@always_the_same
@given(seed=SEEDS, clips=st.integers(1, 40), window=st.integers(1, 20) | st.none())
def test_rolling_vote_is_pbv_of_the_last_clips(seed: int, clips: int, window: int | None) -> None:
    table = posteriors(seed, clips)
    rolling = RollingVote(LABELS, window)
    for n, row in enumerate(table, start=1):
        vote = rolling.add(row)
        first = 0 if window is None else max(0, n - window)
        np.testing.assert_allclose(vote, posterior_vote(table[first:n]), atol=1e-7)
        assert vote.dtype == np.float32


@always_the_same
@given(seed=SEEDS, windows=st.lists(st.integers(1, 12) | st.none(), min_size=1, max_size=30))
def test_a_changed_window_keeps_the_clips_that_fit(seed: int, windows: list[int | None]) -> None:
    table = posteriors(seed, len(windows))
    rolling, kept = RollingVote(LABELS), []
    for row, window in zip(table, windows, strict=True):
        rolling.window = window
        kept = [*kept, row][0 if window is None else -window :]
        np.testing.assert_allclose(rolling.add(row), posterior_vote(np.stack(kept)), atol=1e-7)


def test_a_whole_session_is_remembered_without_growing() -> None:
    table = posteriors(0, 3 * MAX_WINDOW)
    rolling = RollingVote(LABELS, window=None)
    votes = [rolling.add(row) for row in table]
    np.testing.assert_allclose(votes[-1], posterior_vote(table), atol=1e-6)
    assert len(rolling._rows) <= MAX_WINDOW + 1
    rolling.window = MAX_WINDOW  # the sum of the old clips must not count as one of the window's
    vote = rolling.add(table[0])
    np.testing.assert_allclose(vote, posterior_vote(np.vstack([table[1 - MAX_WINDOW :], table[:1]])), atol=1e-6)


def test_reset_starts_a_new_vote() -> None:
    rolling = RollingVote(LABELS)
    rolling.add(np.array([1.0, 0.0, 0.0]))
    rolling.reset()
    assert rolling.add(np.array([0.0, 0.0, 1.0])).tolist() == [0, 0, 1]


def test_the_window_may_change_from_another_thread() -> None:
    rolling = RollingVote(LABELS)
    stop = threading.Event()

    def change() -> None:
        while not stop.is_set():
            for window in (1, None, 5):
                rolling.window = window

    changer = threading.Thread(target=change)
    changer.start()
    sums = [rolling.add(row).sum() for row in posteriors(0, 300)]
    stop.set()
    changer.join()
    np.testing.assert_allclose(sums, 1, atol=1e-6)


@pytest.mark.parametrize("window", [0, -1, MAX_WINDOW + 1])
def test_a_window_outside_the_range_is_a_bug(window: int) -> None:
    with pytest.raises(ValueError, match="window"):
        RollingVote(LABELS, window)
    rolling = RollingVote(LABELS)
    with pytest.raises(ValueError, match="window"):
        rolling.window = window
    assert rolling.window == 8


def test_a_posterior_over_other_labels_is_a_bug() -> None:
    with pytest.raises(ValueError, match="3 labels"):
        RollingVote(LABELS).add(np.array([0.5, 0.5]))
