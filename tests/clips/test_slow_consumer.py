"""A model slower than the clips come, and a source that pauses: newest first, and honest about what was missed."""

import time

import numpy as np
import pytest

from core.clips.sampling import clip_offsets
from support.clip_runs import Run, indices, run


@pytest.mark.parametrize("fps", [5, 12.5, 15, 23.976, 29.97, 50, 60, 240])
def test_a_slow_consumer_gets_some_of_the_very_clips_that_a_fast_one_gets(fps: float) -> None:
    times = np.arange(round(8 * fps)) / fps
    every = run(times, fps, live=True, hop=2)
    step = max(3, round(fps / 7))
    some = run(times, fps, live=True, hop=2, looks=range(0, len(times), step))
    known = {due.clip_index: due for due in every.clips}
    for due in some.clips:
        assert due.start_tick == known[due.clip_index].start_tick
        assert indices(due) == indices(known[due.clip_index])
    missed = sum(index <= some.clips[-1].clip_index for index in known) - len(some.clips)
    assert missed > 0
    assert some.sampler.skipped == pytest.approx(missed, abs=2)


@pytest.mark.parametrize("hop", [1, 4, 7, 20])
def test_looking_every_20_frames_gives_the_newest_clip_each_time(hop: int) -> None:
    slow = run(np.arange(600) / 30, 30, live=True, hop=hop, looks=range(0, 600, 20))
    assert len(slow.clips) == len(range(80, 600, 20))
    for due, newest in zip(slow.clips, slow.newest, strict=True):
        assert newest - due.entries[-1].tick < hop
        assert indices(due)[-1] - indices(due)[0] == 63
    assert slow.sampler.skipped == slow.clips[-1].clip_index + 1 - len(slow.clips)


@pytest.mark.parametrize("hop", [30, 60])
def test_a_clip_that_was_not_fetched_in_time_still_ends_within_the_ring(hop: int) -> None:
    slow = run(np.arange(600) / 30, 30, live=True, hop=hop, looks=range(0, 600, 20))
    assert slow.sampler.skipped == 0
    assert all(newest - due.entries[-1].tick <= 3 for due, newest in zip(slow.clips, slow.newest, strict=True))


def test_a_start_that_left_the_ring_moves_the_grid_to_the_newest_frame() -> None:
    slow = run(np.arange(211) / 30, 30, hop=60, looks=range(0, 211, 70))
    # At frame 70 the clip from 0, complete since frame 63, is out of the ring's reach; so is every next one.
    assert [indices(due) for due in slow.clips] == [(end - 63 + clip_offsets()).tolist() for end in (70, 140, 210)]
    assert [due.clip_index for due in slow.clips] == [0, 1, 2]
    assert slow.sampler.skipped == 0


def test_a_consumer_slower_than_the_ring_counts_all_that_it_missed() -> None:
    slow = run(np.arange(601) / 30, 30, live=True, looks=range(0, 601, 150))
    assert [newest - due.entries[-1].tick < 4 for due, newest in zip(slow.clips, slow.newest, strict=True)] == [
        True
    ] * 4
    assert slow.clips[-1].clip_index == (600 - 63) // 4
    assert slow.sampler.skipped == slow.clips[-1].clip_index + 1 - 4


@pytest.mark.parametrize("looks", [range(400), range(0, 400, 20)])
def test_no_clip_reaches_over_a_pause_of_a_live_source(looks: range) -> None:
    times = np.concatenate([np.arange(100) / 30, 60 + np.arange(101) / 30])
    paused = run(times, 30, live=True, looks=looks)
    before = [due for due in paused.clips if indices(due)[-1] < 100]
    after = [due for due in paused.clips if indices(due)[0] >= 100]
    assert before
    assert after
    assert len(before) + len(after) == len(paused.clips)
    # The minute that the camera was away is nobody's fault.
    assert paused.sampler.skipped == paused.clips[-1].clip_index + 1 - len(paused.clips)
    assert paused.clips[-1].clip_index < 20


def test_the_grid_begins_anew_with_the_first_frame_after_a_pause() -> None:
    times = np.concatenate([np.arange(100) / 30, 5 + np.arange(101) / 30])
    paused = run(times, 30, live=True)
    assert [indices(due)[0] for due in paused.clips] == [*range(0, 37, 4), *range(100, 138, 4)]
    assert paused.sampler.skipped == 0


def test_short_pauses_and_pauses_of_a_file_keep_the_grid() -> None:
    times = np.concatenate([np.arange(100) / 30, 4.2 + np.arange(100) / 30])
    live = run(times, 30, live=True)
    assert any(indices(due)[0] < 100 <= indices(due)[-1] for due in live.clips)
    file = run(np.where(times > 4, times + 5, times), 30)
    assert all(due.start_tick == due.clip_index * 4 for due in file.clips)


def test_a_cleared_ring_begins_a_new_grid() -> None:
    def clear(index: int, this: Run) -> None:
        if index == 100:
            this.ring.clear()

    cleared = run(np.arange(200) / 30, 30, before_frame=clear)
    assert [indices(due)[0] for due in cleared.clips] == [*range(0, 37, 4), *range(100, 137, 4)]
    assert cleared.sampler.skipped == 0


def test_looking_costs_next_to_nothing() -> None:
    whole = run(np.arange(200) / 60, 60, live=True)
    entries = whole.ring.snapshot()
    began = time.perf_counter()
    for _ in range(1000):
        whole.sampler.due(entries)
    assert time.perf_counter() - began < 0.5  # a few microseconds each; the bound leaves room for any machine
