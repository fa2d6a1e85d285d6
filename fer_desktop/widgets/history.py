"""The numbers behind the plot, without Qt."""

from collections.abc import Iterator

import numpy as np

KEEP_S = 600.0  # the longest that a plot shows
_FIRST_ROOM = 256  # points; doubled as they fill up


class History:
    """The votes for one face over the last ten minutes, with gaps where nothing was scored.

    Kept in two growing arrays: at 30 readings a second that is 18,000 points, which must stay cheap to look through.
    """

    def __init__(self, labels: tuple[str, ...]) -> None:
        self.labels = labels
        self._size = 0
        self._times = np.empty(_FIRST_ROOM)
        self._votes = np.empty((_FIRST_ROOM, len(labels)), np.float32)

    def __len__(self) -> int:
        return self._size

    @property
    def end(self) -> float:
        """The time of the newest point; minus infinity when there is none."""
        return float(self._times[self._size - 1]) if self._size else -np.inf

    def add(self, time: float, vote: np.ndarray) -> None:
        """Adds a vote (C,) at `time` (seconds on the source's clock). A clock that jumps back begins a new history."""
        if time < self.end:
            self._size = 0
        self._push(time, vote)

    def gap(self) -> None:
        """Nothing was scored here: the lines are broken."""
        if self._size and self.last() is not None:
            self._push(self.end, np.full(len(self.labels), np.nan, np.float32))

    def last(self, now: float = np.inf) -> np.ndarray | None:
        """The newest vote (C,) up to `now`; None when there is none, or nothing was scored since."""
        stop = self._stop(now)
        return self._votes[stop - 1].copy() if stop and not np.isnan(self._votes[stop - 1][0]) else None

    def curves(
        self, span: float = KEEP_S, now: float | None = None, points: int = 0
    ) -> Iterator[tuple[str, np.ndarray, np.ndarray]]:
        """For each label: its name, seconds before `now` (n,) <= 0, and percent (n,) with NaN in gaps.

        now: the newest point counts when None; later points are left out. points: about so many at most, where a point
        is the mean over a slice of time (0: all of them). The slices lie where they lie, whatever `now` is: else the
        lines would tremble while they wander.
        """
        now = self.end if now is None else now
        stop = self._stop(now)
        first = max(0, int(np.searchsorted(self._times[:stop], now - span)) - 1)  # one more: the line enters from there
        if first == stop:
            return
        times, votes = self._times[first:stop], self._votes[first:stop]
        if points and len(times) > 2 * points:
            times, votes = _thinned(times, votes, span / points)
        for column, label in enumerate(self.labels):
            yield label, times - now, votes[:, column] * 100.0

    def _stop(self, now: float) -> int:
        return int(np.searchsorted(self._times[: self._size], now, side="right"))

    def _push(self, time: float, vote: np.ndarray) -> None:
        if self._size == len(self._times):
            self._make_room(time)
        self._times[self._size], self._votes[self._size] = time, vote
        self._size += 1

    def _make_room(self, now: float) -> None:
        first = int(np.searchsorted(self._times, now - KEEP_S))
        kept = self._size - first
        room = len(self._times) * (2 if kept > len(self._times) // 2 else 1)
        times, votes = np.empty(room), np.empty((room, len(self.labels)), np.float32)
        times[:kept], votes[:kept] = self._times[first:], self._votes[first:]
        self._times, self._votes, self._size = times, votes, kept


def _thinned(times: np.ndarray, votes: np.ndarray, width: float) -> tuple[np.ndarray, np.ndarray]:
    """One point for each slice of `width` seconds: the mean vote, at the slice's last moment. A gap in it stays one."""
    slices = np.floor(times / width)
    starts = np.concatenate(([0], np.flatnonzero(np.diff(slices)) + 1))
    ends = np.append(starts[1:], len(times))
    means = np.add.reduceat(votes, starts) / (ends - starts)[:, None]
    return times[ends - 1], means
