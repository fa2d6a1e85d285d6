"""The numbers behind the plot, without Qt."""

from collections import deque
from collections.abc import Iterator

import numpy as np


class History:
    """The votes of the last `span` seconds, with gaps where nothing was scored."""

    def __init__(self, labels: tuple[str, ...], span: float = 60.0) -> None:
        self.labels = labels
        self.span = span
        self._points: deque[tuple[float, np.ndarray]] = deque()

    def add(self, time: float, vote: np.ndarray) -> None:
        """Adds a vote (C,) at `time` (seconds on the source's clock). A clock that jumps back begins a new history."""
        if self._points and time < self._points[-1][0]:
            self._points.clear()
        self._points.append((time, vote))
        while self._points and self._points[0][0] < time - self.span - 1.0:
            self._points.popleft()

    def gap(self) -> None:
        """Nothing was scored here: the lines are broken."""
        if self._points and not np.isnan(self._points[-1][1][0]):
            self._points.append((self._points[-1][0], np.full(len(self.labels), np.nan)))

    def last(self) -> np.ndarray | None:
        """The newest vote (C,); None when there is none, or nothing was scored since."""
        return self._points[-1][1] if self._points and not np.isnan(self._points[-1][1][0]) else None

    def curves(self) -> Iterator[tuple[str, np.ndarray, np.ndarray]]:
        """For each label: its name, seconds before the newest vote (n,) <= 0, and percent (n,) with NaN in gaps."""
        if self._points:
            times = np.array([time for time, _ in self._points])
            votes = np.stack([vote for _, vote in self._points]) * 100.0
            for column, label in enumerate(self.labels):
                yield label, times - times[-1], votes[:, column]
