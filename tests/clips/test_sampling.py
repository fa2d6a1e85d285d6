"""The clip rules as pure functions: what holds for every video length, and choosing by time."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.clips.sampling import clip_offsets, evaluation_clips, nearest_frames, training_clips
from core.errors import SourceError

LENGTHS = st.integers(1, 2000)
RULES = st.sampled_from(["as-run", "paper"])
always_the_same = settings(deadline=None, derandomize=True)


def assert_clips_of(clips: np.ndarray, num_frames: int) -> None:
    assert clips.ndim == 2
    assert clips.shape[1] == 16
    assert clips.dtype == np.int64
    assert clips.min() >= 0
    assert clips.max() <= num_frames - 1
    assert np.all(np.diff(clips, axis=1) >= 0)


@always_the_same
@given(num_frames=LENGTHS, rule=RULES)
def test_evaluation_clips_stay_inside_the_video_and_go_forward(num_frames: int, rule: str) -> None:
    clips = evaluation_clips(num_frames, rule)
    assert_clips_of(clips, num_frames)
    np.testing.assert_array_equal(clips[:, 0], np.arange(len(clips)))


@always_the_same
@given(num_frames=LENGTHS, segments=st.integers(1, 12), seed=st.none() | st.integers(0, 2**32 - 1))
def test_training_clips_stay_inside_the_video_and_go_forward(num_frames: int, segments: int, seed: int | None) -> None:
    rng = None if seed is None else np.random.RandomState(seed)
    clips = training_clips(num_frames, segments, rng)
    assert_clips_of(clips, num_frames)
    assert len(clips) == segments


def test_offsets_of_both_rules() -> None:
    assert clip_offsets("as-run").tolist() == [0, 4, 8, 12, 17, 21, 25, 29, 34, 38, 42, 46, 51, 55, 59, 63]
    assert clip_offsets("paper").tolist() == list(range(0, 61, 4))


def test_paper_rule_takes_every_start_there_is() -> None:
    clips = evaluation_clips(100, "paper")
    assert clips[:, 0].tolist() == list(range(100 - 60))
    assert clips[-1].tolist() == list(range(39, 100, 4))


def test_paper_rule_repeats_the_last_frame_of_a_short_video() -> None:
    assert evaluation_clips(10, "paper").tolist() == [[0, 4, 8] + [9] * 13]
    assert evaluation_clips(60, "paper").tolist() == [[*range(0, 60, 4), 59]]
    assert evaluation_clips(61, "paper").tolist() == [list(range(0, 61, 4))]


def test_as_run_rule_never_uses_the_last_start() -> None:
    assert evaluation_clips(66)[:, 0].tolist() == [0, 1]
    assert evaluation_clips(64).tolist() == [clip_offsets().tolist()]


@pytest.mark.parametrize("rule", ["as-run", "paper"])
def test_one_frame_is_shown_sixteen_times(rule: str) -> None:
    assert evaluation_clips(1, rule).tolist() == [[0] * 16]
    assert training_clips(1).tolist() == [[0] * 16] * 8


@pytest.mark.parametrize("num_frames", [0, -1])
def test_no_frames_is_an_error_of_the_source(num_frames: int) -> None:
    with pytest.raises(SourceError, match="no frames"):
        evaluation_clips(num_frames)
    with pytest.raises(SourceError, match="no frames"):
        training_clips(num_frames)


def test_unknown_rules_and_no_segments_are_bugs() -> None:
    with pytest.raises(ValueError, match="as-run, paper"):
        evaluation_clips(100, "as_run")
    with pytest.raises(ValueError, match="segments"):
        training_clips(100, 0)


@pytest.mark.parametrize("rule", ["as-run", "paper"])
def test_near_30_fps_choosing_by_time_is_choosing_by_index(rule: str) -> None:
    for start in (0, 7):
        assert nearest_frames(np.arange(90.0), start, rule).tolist() == (start + clip_offsets(rule)).tolist()


@pytest.mark.parametrize("fps", [5, 12.5, 15, 23.976, 50, 60])
def test_a_clip_spans_the_same_time_at_any_frame_rate(fps: float) -> None:
    ticks = np.arange(round(3 * fps)) / fps * 30
    chosen = ticks[nearest_frames(ticks, 0)]
    assert np.abs(chosen - clip_offsets()).max() <= 15 / fps + 0.05


def test_of_two_equally_near_frames_the_later_is_taken_even_with_rounded_time_stamps() -> None:
    exact = np.arange(45) * 2.0  # 15 fps: odd offsets lie half-way
    rounded = np.round(exact / 30, 3) * 30
    assert (nearest_frames(exact, 0) * 2).tolist() == [0, 4, 8, 12, 18, 22, 26, 30, 34, 38, 42, 46, 52, 56, 60, 64]
    np.testing.assert_array_equal(nearest_frames(rounded, 0), nearest_frames(exact, 0))


@always_the_same
@given(steps=st.lists(st.floats(0, 5), min_size=1, max_size=150), start=st.floats(-10, 200), rule=RULES)
def test_no_frame_is_nearer_than_the_chosen_one(steps: list[float], start: float, rule: str) -> None:
    ticks = np.cumsum(steps)
    chosen = nearest_frames(ticks, start, rule)
    targets = start + clip_offsets(rule)
    nearest = np.abs(ticks[:, None] - targets).min(axis=0)
    assert np.all(np.abs(ticks[chosen] - targets) <= nearest + 0.06)
    assert np.all(np.diff(chosen) >= 0)


def test_without_frames_there_is_nothing_to_choose_from() -> None:
    with pytest.raises(ValueError, match="no frames"):
        nearest_frames(np.empty(0), 0)
