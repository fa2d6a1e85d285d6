"""Which clip is due: a grid of starts, the newest complete one first."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import floor, inf

import numpy as np

from core.clips.ring import Entry
from core.clips.sampling import TICKS_PER_SECOND, clip_offsets, evaluation_clips, nearest, nearest_frames

# A clip is complete with the first frame that is at most this many ticks before its last place: half a frame at 30 fps,
# and a little because containers round time stamps to milliseconds. Where ticks are whole numbers it is exact.
_EARLY = 0.55


@dataclass(frozen=True, slots=True, eq=False)
class Due:
    """A clip that can be scored now.

    clip_index: its position on the grid (0, 1, ...); positions passed over leave gaps.
    start_tick: where it starts, in 1/30 s. entries: the 16 frames, in order; slow sources repeat some.
    """

    clip_index: int
    start_tick: float
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class _Grid:
    start: float  # of the last clip, or of the first one when there was none yet
    used: bool

    def next_start(self, hop: int) -> float:
        return self.start + hop if self.used else self.start


class ClipSampler:
    """Says which clip is due, given what the ring holds.

    Starts lie on a grid: the first frame's tick, then every `hop` ticks. Of the complete clips the newest is due and
    older ones are passed over, so a slow consumer never falls behind, and one that looks after every frame misses
    nothing. Which frames a clip gets depends only on the frames, not on when the consumer looked. When a start has left
    the ring, the grid moves so that the clip ends at the newest frame.

    rule: "as-run" or "paper"; settable by the thread that asks for clips. hop: ticks of 1/30 s, at least 1; settable at
    any time, from any thread.
    max_gap_s: a longer pause between two frames begins a new grid after it (live sources); None: pauses mean nothing.
    skipped: clips that were complete at an earlier frame than the one looked at, and never asked for.
    """

    def __init__(self, rule: str = "as-run", hop: int = 4, *, max_gap_s: float | None = None) -> None:
        self.rule = rule
        self._max_gap = inf if max_gap_s is None else max_gap_s * TICKS_PER_SECOND
        self.hop = hop
        self.skipped = 0
        self._clip_index = -1
        self._grid: _Grid | None = None
        self._seen_tick, self._seen_index = -inf, -1  # the newest frame at the last look

    @property
    def rule(self) -> str:
        return self._rule

    @rule.setter
    def rule(self, rule: str) -> None:
        self._length = float(clip_offsets(rule)[-1])
        self._rule = rule

    @property
    def hop(self) -> int:
        return self._hop

    @hop.setter
    def hop(self, ticks: int) -> None:
        if ticks < 1:
            raise ValueError(f"the hop is at least 1 frame, not {ticks}")
        self._hop = ticks

    def due(self, entries: Sequence[Entry]) -> Due | None:
        """The newest complete clip that was not given yet, or None. entries: `RingBuffer.snapshot()`.

        Costs next to nothing while no clip is due: meant to be called after every frame.
        """
        if not entries:
            return None
        hop, newest = self._hop, entries[-1]
        grid = self._grid = self._current_grid(entries, hop)
        positions = self._positions(grid, entries, hop)
        # One frame completes at most one clip worth scoring: sources slower than the hop skip nothing by that.
        unseen = newest.frame.index - self._seen_index
        self._seen_tick, self._seen_index = newest.tick, newest.frame.index
        if positions == 0:
            return None
        start = grid.next_start(hop) + (positions - 1) * hop
        if not _covered(entries, start):
            start = newest.tick - self._length
        self.skipped += max(0, min(positions, unseen) - 1)
        self._clip_index += positions
        self._grid = _Grid(start, used=True)
        return Due(self._clip_index, start, self._chosen(entries, start))

    def finish(self, entries: Sequence[Entry]) -> Due | None:
        """The one clip of a video that ended too short for any, padded as `evaluation_clips` pads; else None."""
        if self._clip_index >= 0 or not entries:
            return None
        self._clip_index = 0
        first = self._current_grid(entries, self._hop).start
        ticks = _ticks(entries)
        length = round(ticks[-1] - first) + 1
        places = first + evaluation_clips(length, self._rule)[0]
        return Due(0, first, tuple(entries[i] for i in nearest(ticks, places)))

    def _current_grid(self, entries: Sequence[Entry], hop: int) -> _Grid:
        """The grid in force: a new one at the first frame, after each pause since the last look, in a cleared ring."""
        for newer, older in pairwise(reversed(entries)):
            if newer.tick <= self._seen_tick:
                break
            if newer.tick - older.tick > self._max_gap:
                return _Grid(newer.tick, used=False)
        oldest, newest = entries[0].tick, entries[-1].tick
        # A ring that does not hold a whole clip, nor the next start, was cleared since the last clip.
        if self._grid is None or (newest - oldest < self._length and self._grid.next_start(hop) < oldest):
            return _Grid(oldest, used=False)
        return self._grid

    def _positions(self, grid: _Grid, entries: Sequence[Entry], hop: int) -> int:
        """How many positions of the grid have become complete since the last clip."""
        return max(0, floor((entries[-1].tick + _EARLY - self._length - grid.next_start(hop)) / hop) + 1)

    def _chosen(self, entries: Sequence[Entry], start: float) -> tuple[Entry, ...]:
        ticks = _ticks(entries)
        # Frames after the one that completed the clip are left out: who looks late gets the same clip.
        end = int(np.searchsorted(ticks, start + self._length - _EARLY)) + 1
        return tuple(entries[i] for i in nearest_frames(ticks[:end], start, self._rule))


def _covered(entries: Sequence[Entry], start: float) -> bool:
    """Whether the frame nearest to `start` is still there: the one before the oldest would be further away."""
    oldest = entries[0].tick
    distance = entries[1].tick - oldest if len(entries) > 1 else 0.0
    return oldest - distance / 2 <= start


def _ticks(entries: Sequence[Entry]) -> np.ndarray:
    return np.array([entry.tick for entry in entries])
