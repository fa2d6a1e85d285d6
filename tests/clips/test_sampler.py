"""Which clip is due: the published clips near 30 fps, the same time span at any rate, and a grid that holds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.clips.sampler import ClipSampler
from core.clips.sampling import clip_offsets, evaluation_clips
from support.clip_runs import Run, indices, places, run

RATES = [5, 10, 12.5, 15, 23.976, 25, 29.97, 30, 50, 59.94, 60, 240]


def seconds(fps: float, duration: float = 8) -> np.ndarray:
    return np.arange(round(duration * fps)) / fps


def frame_ticks(fps: float) -> float:
    """Ticks from one frame in the ring to the next."""
    return 30 / min(fps, 60)


@pytest.mark.parametrize("rule", ["as-run", "paper"])
@pytest.mark.parametrize("fps", [29.97, 30])
def test_a_file_near_30_fps_gives_the_published_clips(fps: float, rule: str) -> None:
    clips = run(np.round(seconds(fps, 4), 3), fps, rule=rule, hop=1).clips
    published = evaluation_clips(round(4 * fps), rule)
    # The public code never uses an as-run clip's last start; here there is no reason to leave it out.
    assert len(clips) == len(published) + (rule == "as-run")
    np.testing.assert_array_equal([indices(due) for due in clips[: len(published)]], published)


@pytest.mark.parametrize("hop", [1, 4, 7, 30, 60])
def test_every_hop_of_a_file_starts_a_clip(hop: int) -> None:
    whole = run(seconds(30), 30, hop=hop)
    assert [due.start_tick for due in whole.clips] == list(range(0, 240 - 63, hop))
    assert [due.clip_index for due in whole.clips] == list(range(len(whole.clips)))
    assert all(indices(due) == (int(due.start_tick) + clip_offsets()).tolist() for due in whole.clips)
    assert whole.sampler.skipped == 0


@pytest.mark.parametrize("rule", ["as-run", "paper"])
@pytest.mark.parametrize("live", [False, True])
@pytest.mark.parametrize("fps", RATES)
def test_clips_span_the_same_time_at_any_frame_rate(fps: float, live: bool, rule: str) -> None:
    whole = run(seconds(fps), fps, live=live, rule=rule)
    for due in whole.clips:
        # Half a tick is what a fast camera's last frame may come early.
        assert np.abs(places(due) - clip_offsets(rule)).max() <= max(0.5, frame_ticks(fps) / 2) + 0.06
    # One clip per hop, or per frame where frames are further apart than hops; none of them counts as skipped.
    expected = (240 - clip_offsets(rule)[-1]) / max(4, frame_ticks(fps))
    assert len(whole.clips) == pytest.approx(expected, abs=1.5)
    assert whole.sampler.skipped == 0


@pytest.mark.parametrize("fps", RATES)
@pytest.mark.parametrize("hop", [1, 4, 13, 60])
def test_clips_start_on_the_grid_and_are_due_with_their_last_frame(fps: float, hop: int) -> None:
    whole = run(seconds(fps), fps, hop=hop)
    assert len(whole.clips) >= 2
    for due, newest in zip(whole.clips, whole.newest, strict=True):
        assert due.start_tick == due.clip_index * hop
        assert -0.55 <= newest - (due.start_tick + 63) < frame_ticks(fps)


@settings(deadline=None, derandomize=True, max_examples=60)
@given(
    fps=st.sampled_from([12.5, 15, 24, 30, 60, 120]),
    jitter=st.floats(0, 0.45),
    seed=st.integers(0, 1000),
    hop=st.integers(1, 60),
    look_every=st.integers(1, 40),
)
def test_a_jittery_camera_gives_whole_clips_in_order(
    fps: float, jitter: float, seed: int, hop: int, look_every: int
) -> None:
    frames = round(7 * fps)
    times = seconds(fps, 7) + np.random.default_rng(seed).uniform(-jitter, jitter, frames) / fps
    whole = run(times, fps, live=True, hop=hop, looks=range(0, frames, look_every))
    for due, newest in zip(whole.clips, whole.newest, strict=True):
        assert np.abs(places(due) - clip_offsets()).max() <= 30 / min(fps, 60) + 0.6
        assert np.all(np.diff(indices(due)) >= 0)
        assert newest - (due.start_tick + 63) < max(hop, 2 * frame_ticks(fps))
    assert np.all(np.diff([due.start_tick for due in whole.clips]) > 0)
    assert np.all(np.diff([due.clip_index for due in whole.clips]) >= 1)


def test_the_hop_changes_while_running() -> None:
    def change(index: int, this: Run) -> None:
        this.sampler.hop = {90: 10, 150: 1}.get(index, this.sampler.hop)

    whole = run(np.arange(180) / 30, 30, before_frame=change)
    ends = [due.entries[-1].frame.index for due in whole.clips]
    assert ends == [*range(63, 90, 4), *range(97, 150, 10), *range(150, 180)]
    assert whole.sampler.skipped == 0  # what the finer grid would have had before the change was never due


def test_a_hop_below_one_frame_is_a_bug() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        ClipSampler(hop=0)
    sampler = ClipSampler()
    with pytest.raises(ValueError, match="at least 1"):
        sampler.hop = -1
    assert sampler.hop == 4


def test_looking_twice_finds_a_clip_once() -> None:
    whole = run(np.arange(64) / 30, 30)
    assert len(whole.clips) == 1
    assert whole.sampler.due(whole.ring.snapshot()) is None
    assert whole.sampler.skipped == 0


def test_nothing_is_due_without_frames() -> None:
    sampler = ClipSampler()
    assert sampler.due([]) is None
    assert sampler.finish([]) is None


@pytest.mark.parametrize("rule", ["as-run", "paper"])
@pytest.mark.parametrize("num_frames", [1, 2, 3, 4, 8, 40, 59, 60])
def test_a_video_shorter_than_a_clip_is_padded_as_published(num_frames: int, rule: str) -> None:
    short = run(np.arange(num_frames) / 29.97, 29.97, rule=rule)
    due = short.sampler.finish(short.ring.snapshot())
    assert short.clips == []
    assert due is not None
    assert indices(due) == evaluation_clips(num_frames, rule)[0].tolist()
    assert (due.clip_index, due.start_tick) == (0, 0)
    assert short.sampler.finish(short.ring.snapshot()) is None


@pytest.mark.parametrize("fps", [5, 12.5, 15, 25, 60])
def test_a_short_video_of_another_rate_is_padded_by_time(fps: float) -> None:
    short = run(seconds(fps, 1), fps)
    due = short.sampler.finish(short.ring.snapshot())
    last = short.ring.snapshot()[-1]
    assert short.clips == []
    assert due is not None
    expected = evaluation_clips(round(last.tick) + 1)[0]
    assert np.abs(places(due) - expected).max() <= max(0.5, frame_ticks(fps) / 2) + 0.06
    assert due.entries[-1] is last


def test_a_video_with_clips_has_nothing_left_to_finish() -> None:
    whole = run(np.arange(70) / 30, 30)
    assert whole.sampler.finish(whole.ring.snapshot()) is None
