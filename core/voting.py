"""From the posteriors of clips to one verdict: posteriors-based voting (PBV), majority voting (MV), rolling PBV.

The class that a vote is for is `argmax` of the result: numpy's argmax takes the first of equals, and so do we.
"""

from collections import deque
from collections.abc import Sequence

import numpy as np

MAX_WINDOW = 512  # clips; longer memories are what the whole session (None) is for


def posterior_vote(posteriors: np.ndarray) -> np.ndarray:
    """Posteriors-based voting (PBV): the normalised sum of the clips' posteriors. Eing et al. 2026, section III-C.

    posteriors: (n, C) floating, each row sums to 1, n >= 1. Returns (C,) of the same type, summing to 1.
    Raises ValueError when there is no clip: no clip, no vote.
    """
    table = _table(posteriors)
    total = table.sum(axis=0, dtype=np.float64)
    return (total / total.sum()).astype(table.dtype)


def majority_vote(posteriors: np.ndarray) -> np.ndarray:
    """Maximum voting (MV): each clip votes for its most probable class; returns the (C,) shares of votes.

    posteriors: (n, C) floating, n >= 1. The shares have the same type and sum to 1. On a tie, within a clip or between
    classes, the first in label order wins. Raises ValueError when there is no clip.
    """
    table = _table(posteriors)
    votes = np.bincount(table.argmax(axis=1), minlength=table.shape[1])
    return (votes / len(table)).astype(table.dtype)


def _table(posteriors: np.ndarray) -> np.ndarray:
    table = np.asarray(posteriors, dtype=np.result_type(posteriors, np.float32))
    if table.ndim != 2 or len(table) == 0:
        raise ValueError(f"a vote needs posteriors of shape (n, C) with n >= 1, not {table.shape}")
    return table


class RollingVote:
    """PBV over the last clips of one face.

    window: how many clips count, 1 to 512; None for the whole session. It may change at any time, from any thread; the
    next `add` keeps of the clips it knows the ones that fit.
    """

    def __init__(self, labels: Sequence[str], window: int | None = 8) -> None:
        self.labels = tuple(labels)
        self.window = window
        self._rows: deque[np.ndarray] = deque()  # oldest first

    @property
    def window(self) -> int | None:
        return self._window

    @window.setter
    def window(self, clips: int | None) -> None:
        if clips is not None and not 1 <= clips <= MAX_WINDOW:
            raise ValueError(f"the voting window is 1 to {MAX_WINDOW} clips or None, not {clips}")
        self._window = clips

    def add(self, posterior: np.ndarray) -> np.ndarray:
        """Counts one more clip and returns the vote: (C,) float32, sums to 1.

        posterior: (C,), sums to 1, in the order of the labels; another shape raises ValueError.
        """
        if posterior.shape != (len(self.labels),):
            raise ValueError(f"a posterior over {len(self.labels)} labels is needed, not of shape {posterior.shape}")
        self._rows.append(np.asarray(posterior, dtype=np.float64))
        self._forget(self._window)
        return posterior_vote(np.stack(self._rows)).astype(np.float32)

    def reset(self) -> None:
        """Forgets all clips: the face has gone, or another session begins."""
        self._rows.clear()

    def _forget(self, window: int | None) -> None:
        while window is not None and len(self._rows) > window:
            self._rows.popleft()
        # A whole session must not grow: what no window can ask for any more is added up in the first row. PBV is a
        # normalised sum, so that row counts as all the clips in it.
        while len(self._rows) > MAX_WINDOW + 1:
            oldest = self._rows.popleft()
            self._rows[0] = self._rows[0] + oldest
