"""What a session says at one moment: the votes that hold, and where the faces are."""

from collections.abc import Mapping

import numpy as np

from core.sessions.record import NOBODY, ReadingTable, Session

HOLDS_S = 0.5  # how far from the middle of its clip a vote holds when no other is nearer; longer where clips are rarer
_BOX_HOLDS_S = 2.0
_RARE = 0.75  # of the usual distance of two clips
_SAME_S = 0.001  # a recorded picture's time is rounded to the ticks of its file

Corners = tuple[float, float, float, float]
"""Left, top, width and height, in the pixels of the source."""


class Moments:
    """Answers for any moment of a session, in any order.

    begins: the end of the first scored clip, in seconds of the session; no vote holds before that. None without a clip.
    """

    def __init__(self, session: Session) -> None:
        readings, self._tracks = session.readings, session.tracks
        faces = readings.faces or (NOBODY,)
        scored = {face: _in_order(readings.of(face)) for face in faces}
        self._scored = {face: rows for face, rows in scored.items() if len(rows)}
        self._boxed = {} if len(self._tracks.frame) else {f: r for f, r in self._scored.items() if f != NOBODY}
        self._middles = {face: (rows.start + rows.end) / 2 for face, rows in self._scored.items()}
        self._holds = {face: _hold(rows) for face, rows in self._scored.items()}
        self.begins = min((float(middles[0]) for middles in self._middles.values()), default=None)

    def votes(self, moment: float) -> Mapping[int, np.ndarray]:
        """By face, the vote (C,) of its reading whose clip has this moment nearest to its middle, within HOLDS_S.

        moment: seconds of the session. NOBODY stands for the whole picture.
        """
        held = {}
        for face, middles in self._middles.items():
            after = int(np.searchsorted(middles, moment))
            places = range(max(0, after - 1), min(len(middles), after + 1))
            near = min(places, key=lambda place: abs(middles[place] - moment))
            if abs(middles[near] - moment) <= self._holds[face] + _SAME_S:
                held[face] = self._scored[face].vote[near]
        return held

    def boxes(self, frame: int, moment: float) -> Mapping[int, Corners]:
        """By face, where it is: in this frame of the video as it was tracked; else, where nobody noted that, the square
        of the clip that has this moment nearest to its middle."""
        if not self._boxed:
            return dict(self._tracks.at(frame))
        found = {face: _covering(rows, moment) for face, rows in self._boxed.items()}
        return {face: box for face, box in found.items() if box is not None}


def _in_order(readings: ReadingTable) -> ReadingTable:
    return readings.where(np.argsort(readings.start + readings.end, kind="stable"))


def _hold(rows: ReadingTable) -> float:
    """Seconds from its middle that a vote holds: not beyond its own clip."""
    if len(rows) < 2:
        return HOLDS_S
    half = float(np.median(rows.end - rows.start)) / 2
    return max(HOLDS_S, min(half, _RARE * float(np.median(np.diff((rows.start + rows.end) / 2)))))


def _covering(rows: ReadingTable, moment: float) -> Corners | None:
    """The box of the clip around the moment; None when there is no clip there."""
    # Clips are about as long as each other: the one whose middle is nearest ends within twice the time a vote holds.
    near = slice(*np.searchsorted(rows.end, (moment - _SAME_S, moment + 2 * _BOX_HOLDS_S)))
    off = np.abs((rows.start[near] + rows.end[near]) / 2 - moment)
    off[rows.start[near] > moment + _SAME_S] = np.inf
    if not np.isfinite(off).any():
        return None
    left, top, width, height = (float(side) for side in rows.box[near][np.argmin(off)])
    return left, top, width, height
