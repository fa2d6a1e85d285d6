"""Which face the bars and the plot show, and what the whole video says about it."""

from collections.abc import Sequence

import numpy as np

from core.types import Box, Face, Reading

KEEP_S = 2.0  # a face that is away for longer makes room for another one; the tracker forgets it then, too


class Following:
    """Follows one face: the one a person chose, else the largest when nobody was followed.

    face_id: the face that is followed now; None as long as none has been seen.
    """

    def __init__(self) -> None:
        self.face_id: int | None = None
        self._seen_at = 0.0

    def choose(self, face_id: int, now: float) -> None:
        """Follows this face from now on."""
        self.face_id, self._seen_at = face_id, now

    def see(self, faces: Sequence[Face], now: float) -> None:
        """Takes note of the faces in a picture. now: seconds on the source's clock."""
        if any(face.face_id == self.face_id for face in faces):
            self._seen_at = now
        elif faces and (self.face_id is None or not 0 <= now - self._seen_at <= KEEP_S):
            self.choose(max(faces, key=lambda face: _area(face.box)).face_id, now)

    def pick(self, readings: Sequence[Reading]) -> Reading | None:
        """The newest scored reading that is about the followed face (or the whole scene); None when there is none."""
        scored = [reading for reading in readings if reading.posterior is not None]
        if self.face_id is None and scored:
            largest = max(scored, key=lambda reading: _area(reading.box))
            self.face_id, self._seen_at = largest.face_id, largest.end
        return next((reading for reading in reversed(scored) if reading.face_id in (self.face_id, None)), None)


class WholeVideo:
    """Posteriors-based voting over all clips of each face, in constant memory."""

    def __init__(self) -> None:
        self._sums: dict[int | None, np.ndarray] = {}
        self._clips: dict[int | None, int] = {}

    def add(self, readings: Sequence[Reading]) -> None:
        """Counts the scored readings."""
        for reading in readings:
            if reading.posterior is not None:
                face, posterior = reading.face_id, reading.posterior.astype(np.float64)
                self._sums[face] = self._sums.get(face, 0.0) + posterior
                self._clips[face] = self._clips.get(face, 0) + 1

    def verdict(self, face_id: int | None) -> tuple[np.ndarray, int] | None:
        """The vote (C,) for this face (else for the scene) and its number of clips; None when nothing was scored."""
        key = face_id if face_id in self._sums else None
        return (self._sums[key] / self._clips[key], self._clips[key]) if key in self._sums else None


def _area(box: Box | None) -> float:
    return box.w * box.h if box else 0.0
