"""The curves behind the timeline, without Qt: growing columns of numbers, and what of them a screen can show."""

import math
from dataclasses import dataclass

import numpy as np

from core.sessions import ReadingTable
from core.sessions.record import NOBODY

USUAL_HOPS, LEAST_GAP_S = 1.5, 0.5
"""A line is broken where two readings lie further apart than so many usual hops, and at least so many seconds."""

_FIRST_ROOM = 1024  # points; doubled as they fill up
_SAMPLED_HOPS = 4096  # distances that the usual one is taken from
_SMOOTH, _SMOOTHEST = 0.7, 5  # neighbours per doubling of the density; at most
_ALIKE = ("start", "end", "face_id", "status")  # and the values: columns that a longer table must share to be longer


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """Points to be joined by lines. times: (n,) ascending. values: (n, C) in 0..1. broken: (n,) bool, no line from the
    point before to this one. density: how many readings a point stands for, on average."""

    times: np.ndarray
    values: np.ndarray
    broken: np.ndarray
    density: float = 1.0

    def smoothed(self) -> "Stretch":
        """Each point the mean of itself and its neighbours on the same piece of line: the more, the denser it is.

        Of a long film a column of pixels is a few seconds, and the faces of a conversation change faster than that.
        """
        reach = min(round(math.log2(self.density) * _SMOOTH), _SMOOTHEST) if self.density > 1 else 0
        if reach < 1 or not len(self.times):
            return self
        places = np.arange(len(self.times))
        firsts = np.flatnonzero(self.broken)
        piece = np.cumsum(self.broken) - 1
        lasts = np.append(firsts[1:], len(places)) - 1
        left, right = np.maximum(places - reach, firsts[piece]), np.minimum(places + reach, lasts[piece]) + 1
        sums = np.vstack([np.zeros(self.values.shape[1]), np.cumsum(self.values, axis=0, dtype=np.float64)])
        values = (sums[right] - sums[left]) / (right - left)[:, None]
        return Stretch(self.times, values.astype(np.float32), self.broken, self.density)

    def sampled(self, moments: np.ndarray, reach: float = 0.0) -> np.ndarray:
        """(m, C): the curves' values at these moments (m,), NaN in gaps.

        reach: seconds to the nearest point within which its values count, too: a lone point is no line.
        """
        found = np.full((len(moments), self.values.shape[1]), np.nan, np.float32)
        if not len(self.times):
            return found
        after = np.searchsorted(self.times, moments)
        left, right = np.maximum(after - 1, 0), np.minimum(after, len(self.times) - 1)
        inside = (after > 0) & (after < len(self.times)) & ~self.broken[right]
        width = np.where(inside, self.times[right] - self.times[left], 1.0)
        share = ((moments - self.times[left]) / width)[inside, None]
        found[inside] = self.values[left[inside]] * (1 - share) + self.values[right[inside]] * share
        nearer_left = np.abs(moments - self.times[left]) <= np.abs(self.times[right] - moments)
        nearest = np.where(nearer_left, left, right)
        near = ~inside & (np.abs(self.times[nearest] - moments) <= reach)
        found[near] = self.values[nearest[near]]
        return found


class Lines:
    """The scored readings of one face, one curve per label.

    A reading stands at the middle of its clip: what is seen around a moment belongs to it. Sums over all points before
    are kept, so that the mean over any slice of time is one subtraction, however many readings lie in it.
    """

    def __init__(self, labels: tuple[str, ...]) -> None:
        self._table: ReadingTable | None = None
        self._what: tuple[int | None, str] = (None, "")  # the face, and the column of its values
        self._forget(labels)

    def __len__(self) -> int:
        return self._size

    @property
    def end(self) -> float:
        """The last point's time; 0.0 when there is none."""
        return float(self._times[self._size - 1]) if self._size else 0.0

    def show(self, table: ReadingTable, face_id: int | None, values: str) -> bool:
        """Takes the readings of a face (None: all that there are); False when they are the ones that it has.

        values: "vote" or "posterior". Of a table that goes on where the last one ended only the new rows are read.
        """
        before = self._table
        if before is not None and table is before and (face_id, values) == self._what:
            return False
        goes_on = before is not None and (face_id, values) == self._what and _goes_on(before, table, values)
        first = len(before) if goes_on and before is not None else 0
        if goes_on and first == len(table):
            return False
        if not goes_on:
            self._forget(table.labels)
        self._table, self._what = table, (face_id, values)
        if not self._take(table, first) and first:  # the clock went back: what came later does not belong at the end
            self._forget(table.labels)
            self._table, self._what = table, (face_id, values)
            self._take(table, 0)
        self._find_breaks()
        return True

    def stretch(self, begin: float, end: float, columns: int) -> Stretch:
        """What is to be drawn from `begin` to `end` seconds on so many columns of pixels, with what leads in and out.

        Where a column has more than two points on average, one point stands for each column: the mean, at their
        middle. The columns lie where they lie, whatever `begin` is: else the curves would tremble when panned. A gap
        narrower than a column is not seen.
        """
        size = self._size
        first = max(0, int(np.searchsorted(self._times[:size], begin)) - 1)
        stop = min(size, int(np.searchsorted(self._times[:size], end, side="right")) + 1)
        if stop - first <= 2 * columns:
            times, values, broken = (part[first:stop].copy() for part in (self._times, self._values, self._broken))
            broken[:1] = True
            return Stretch(times, values, broken)
        return self._thinned(first, stop, begin, end, (end - begin) / columns)

    def _thinned(self, first: int, stop: int, begin: float, end: float, width: float) -> Stretch:
        times = self._times[: self._size]
        edges = np.arange(np.floor(begin / width), np.floor(end / width) + 2) * width
        inner = np.searchsorted(times, edges)
        places = np.unique(np.concatenate(([first], inner[(inner > first) & (inner < stop)], [stop])))
        starts, ends = places[:-1], places[1:]
        means = (self._sums[ends] - self._sums[starts]) / (ends - starts)[:, None]
        middles = (times[starts] + times[ends - 1]) / 2
        apart = times[starts] - times[np.maximum(starts - 1, 0)]  # from the point before
        broken = self._broken[starts] & (apart >= width)
        broken[0] = True
        return Stretch(middles, means.astype(np.float32), broken, (stop - first) / len(starts))

    def _forget(self, labels: tuple[str, ...]) -> None:
        self._size, self._pending = 0, False  # pending: something that was not scored came after the last point
        self._times = np.zeros(_FIRST_ROOM)
        self._values = np.zeros((_FIRST_ROOM, len(labels)), np.float32)
        self._sums = np.zeros((_FIRST_ROOM + 1, len(labels)))  # of all points before
        self._after_nothing = np.zeros(_FIRST_ROOM, bool)
        self._broken = np.zeros(0, bool)

    def _take(self, table: ReadingTable, first: int) -> bool:
        """Adds the rows from `first` on; False, with nothing added, when they are older than what is there."""
        face_id, name = self._what
        faces = table.face_id[first:]
        ours = slice(None) if face_id is None else (faces == face_id) | (faces == NOBODY)
        times = ((table.start[first:] + table.end[first:]) / 2)[ours]
        values = getattr(table, name)[first:][ours]
        scored = table.scored[first:][ours] & np.isfinite(values).all(axis=1) & np.isfinite(times)
        if face_id is not None:
            scored &= faces[ours] == face_id
        order = np.argsort(times, kind="stable") if (np.diff(times) < 0).any() else slice(None)
        times, values, scored = times[order], values[order], scored[order]
        kept = times[scored]
        if self._size and len(kept) and kept[0] < self.end:
            return False
        nothing = np.concatenate(([int(self._pending)], np.cumsum(~scored) + int(self._pending)))
        before = nothing[:-1][scored]  # how much was not scored before each point
        after_nothing = np.diff(before, prepend=0) > 0
        self._push(kept, values[scored], after_nothing)
        since = nothing[-1] - (before[-1] if len(before) else 0)
        self._pending = bool(since)
        return True

    def _push(self, times: np.ndarray, values: np.ndarray, after_nothing: np.ndarray) -> None:
        first, stop = self._size, self._size + len(times)
        if stop > len(self._times):
            self._make_room(stop)
        self._times[first:stop], self._values[first:stop] = times, values
        self._after_nothing[first:stop] = after_nothing
        np.cumsum(values, axis=0, dtype=np.float64, out=self._sums[first + 1 : stop + 1])
        self._sums[first + 1 : stop + 1] += self._sums[first]
        self._size = stop

    def _make_room(self, needed: int) -> None:
        """In place, so that long columns need not be copied: nobody else may hold a part of them."""
        room = max(needed, 2 * len(self._times))
        self._times.resize(room, refcheck=False)
        self._after_nothing.resize(room, refcheck=False)
        self._values.resize((room, self._values.shape[1]), refcheck=False)
        self._sums.resize((room + 1, self._sums.shape[1]), refcheck=False)

    def _find_breaks(self) -> None:
        """Anew each time: what is usual may have become another."""
        hops = np.diff(self._times[: self._size])
        sample = hops[:: max(1, len(hops) // _SAMPLED_HOPS)]
        usual = float(np.median(sample)) if len(sample) else 0.0
        far = hops > max(USUAL_HOPS * usual, LEAST_GAP_S)
        self._broken = np.concatenate((np.ones(min(1, self._size), bool), far | self._after_nothing[1 : self._size]))


def _goes_on(before: ReadingTable, table: ReadingTable, values: str) -> bool:
    """True when the table begins with all rows of the one before."""
    n = len(before)
    if len(table) < n or table.labels != before.labels:
        return False
    if not all(np.array_equal(getattr(table, name)[:n], getattr(before, name)) for name in _ALIKE):
        return False
    # Bit by bit: NaN is not equal to itself, and to look for it takes five times as long.
    now, then = (np.ascontiguousarray(getattr(one, values)[:n]).view(np.uint32) for one in (table, before))
    return np.array_equal(now, then)
