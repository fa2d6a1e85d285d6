"""Clip posteriors as the columns of a picture: which clip, or the mean of which clips, a column of pixels shows."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from core.sessions.record import ReadingTable

_LEAST_REACH_S, _REACH = 0.1, 0.75  # seconds, and of the usual distance of two clips


class PosteriorRows:
    """The posteriors of one face (or the means over all faces) along the time.

    labels: C of them. moments: (m,) float64, seconds, ascending: the middles of the clips, scored or not.
    posteriors: (m, C) float32, NaN where nothing was scored. reach: (m,) float64, seconds: a moment that is farther
    from every middle has no clip to stand for it.
    """

    def __init__(self, table: "ReadingTable", face_id: int | None = None) -> None:
        """face_id: whose posteriors; None: the means over all faces of a clip."""
        self.labels = table.labels
        middles = (table.start + table.end) / 2
        # Of a clip, each face has a reading with the same times, and there is one without a face when nobody is there.
        self.moments, places = np.unique(np.round(middles, 3), return_inverse=True)
        count = len(self.moments)
        picked = table.scored if face_id is None else table.scored & (table.face_id == face_id)
        sums, scored = np.zeros((count, len(self.labels))), np.bincount(places[picked], minlength=count)
        for row in range(len(self.labels)):
            shares = table.posterior[picked, row]
            sums[:, row] = np.bincount(places[picked], weights=shares, minlength=count)
        with np.errstate(invalid="ignore", divide="ignore"):
            self.posteriors = (sums / scored[:, None]).astype(np.float32)
        usual = float(np.median(np.diff(self.moments))) if count > 1 else 0.0
        halves = np.zeros(count)
        np.maximum.at(halves, places, (table.end - table.start) / 2)
        self.reach = np.minimum(halves, max(_LEAST_REACH_S, _REACH * usual))

    def __len__(self) -> int:
        return len(self.moments)

    def at(self, seconds: float) -> np.ndarray | None:
        """(C,) float32: the posterior of the clip whose middle is nearest; None where nothing was scored."""
        column = self.columns(seconds, seconds, 1)[0]
        return None if np.isnan(column).any() else column

    def columns(self, begin: float, end: float, count: int) -> np.ndarray:
        """(count, C) float32: the shares in so many equal stretches of [begin, end], NaN where nothing was scored.

        A stretch that holds the middles of several clips has the mean of those that were scored; one that holds none
        has the nearest clip, if it reaches there.
        """
        shown = np.full((count, len(self.labels)), np.nan, np.float32)
        if not len(self.moments):
            return shown
        edges = np.linspace(begin, end, count + 1)
        first = np.searchsorted(self.moments, edges)
        several = first[1:] > first[:-1]
        if several.any():
            shown[several] = self._means(first[:-1][several], int(first[-1]))
        centres = ((edges[1:] + edges[:-1]) / 2)[~several]
        shown[~several] = self._nearest(centres)
        return shown

    def _means(self, starts: np.ndarray, stop: int) -> np.ndarray:
        """The means over the rows from each start up to the next one, the last up to `stop`."""
        rows = self.posteriors[:stop]
        known = np.isfinite(rows[:, 0])
        counts = np.add.reduceat(known.astype(np.float32), starts)
        sums = np.add.reduceat(np.where(known[:, None], rows, 0.0), starts, axis=0)
        with np.errstate(invalid="ignore", divide="ignore"):
            return sums / counts[:, None]

    def _nearest(self, centres: np.ndarray) -> np.ndarray:
        after = np.clip(np.searchsorted(self.moments, centres), 1, max(1, len(self.moments) - 1))
        before = after - 1
        after = np.minimum(after, len(self.moments) - 1)
        nearer = np.where(centres - self.moments[before] <= self.moments[after] - centres, before, after)
        values = self.posteriors[nearer].copy()
        values[np.abs(self.moments[nearer] - centres) > self.reach[nearer]] = np.nan
        return values
