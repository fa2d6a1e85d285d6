"""Who is who: what is found in frame after frame becomes people with numbers. Pure: boxes and histograms."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.face.assignment import assign
from core.face.geometry import overlap
from core.types import Box

BIRTH_HITS = 3  # detections in a row before a face is believed (design: "Face view")
BIRTH_SCORE = 0.75  # a close look at a real face scores 0.74-0.99, at cartoons and prints at most 0.68
FORGET_S = 2.0  # seconds unseen after which a face that comes back is a new one
BLIND_S = 0.5  # a longer pause between two frames is no absence of faces: nobody looked
LONGEST_BLIND_S = 60.0  # after a longer one, too much may have changed in front of the camera
# Hellinger distance up to which a face after a blind pause is the one before it. Measured on 14 clips of 6 people:
# within a clip 0.13 (median), 0.26 (99th percentile), 0.31 (largest); of two people 0.33 (smallest), 0.67 (median).
SAME_LOOK = 0.3
VELOCITY_GAIN = 0.3  # how much of a surprise in position counts as a change of speed
SHORTEST_S = 0.01  # seconds; two frames with the same time stamp are no infinite speed
GLIDE_S = 0.5  # seconds in which the speed of an unseen face dies away
APPEARANCE_WEIGHT = 1.6  # against motion; 1.0 confused faces that had been hidden behind each other for long
MISS_COST = 1.7  # a match that costs more than this is none
APPEARANCE_GAIN = 0.1  # how fast the remembered appearance follows the seen one


@dataclass(frozen=True, slots=True, eq=False)
class Sighting:
    """A face found in one frame. appearance: histogram that sums to 1, same length for all."""

    box: Box
    score: float
    appearance: np.ndarray


@dataclass(frozen=True, slots=True)
class Expected:
    """Where a face should be now. unseen: seconds since it was last found."""

    box: Box
    unseen: float


@dataclass(slots=True, eq=False)
class _Track:
    centre: np.ndarray  # (2,) pixels
    size: float  # side in pixels
    velocity: np.ndarray  # (2,) pixels per second
    appearance: np.ndarray
    seen: float  # seconds on the source's clock
    hits: int = 1
    face_id: int | None = None  # None until it is born
    blind: bool = False  # not seen again since a pause in which nobody looked

    def centre_at(self, time: float) -> np.ndarray:
        glide = GLIDE_S * (1 - math.exp(-(time - self.seen) / GLIDE_S))
        return self.centre + self.velocity * glide

    def box_at(self, time: float) -> Box:
        x, y = self.centre_at(time) - self.size / 2
        return Box(float(x), float(y), self.size, self.size)


class Identities:
    """Gives each face a number (1, 2, ...) and keeps it through short losses and crossings.

    A face is born after BIRTH_HITS frames in a row with a sure detection. It is remembered for FORGET_S seconds; motion
    and appearance together decide, over all faces at once, which detection is whose. Seconds without any frame, as when
    a camera is unplugged, hardly count: who is there afterwards, near the same place and looking the same, is the same.
    """

    def __init__(self, max_faces: int = 8) -> None:
        """max_faces: how many people are told apart at once; later ones are not born until there is room."""
        self._max_faces = max_faces
        self._tracks: list[_Track] = []
        self._born = 0
        self._time = -math.inf

    def expected(self, time: float) -> list[Expected]:
        """Where the known faces, born or not, should be at a time (seconds on the source's clock)."""
        self._pass_blind_time(time)
        return [Expected(track.box_at(time), time - track.seen) for track in self._alive(time)]

    def update(self, sightings: Sequence[Sighting], time: float) -> list[int | None]:
        """Takes in all faces found in the frame of that time. Returns each sighting's face number, None if not born.

        When time runs backwards (another part of the video), everybody is forgotten; numbers are never used twice.
        """
        self._pass_blind_time(time)
        self._tracks = self._alive(time)
        self._time = time
        owners = assign(self._costs(sightings, time), MISS_COST)
        known = list(zip(self._tracks, owners, strict=True))
        self._tracks = [track for track, column in known if column >= 0 or track.face_id is not None]
        track_of = {column: track for track, column in known if column >= 0}
        for column, sighting in enumerate(sightings):
            alone = all(overlap(sighting.box, other.box) < 0.1 for other in sightings if other is not sighting)
            if column in track_of:
                self._follow(track_of[column], sighting, time, learn=alone)
            elif sighting.score >= BIRTH_SCORE:
                track_of[column] = self._begin(sighting, time)
        return [track_of[column].face_id if column in track_of else None for column in range(len(sightings))]

    def forget(self) -> None:
        """Nobody is known any more; numbers are still never used twice."""
        self._tracks.clear()

    def _pass_blind_time(self, time: float) -> None:
        """Takes a pause between frames for one of BLIND_S at most."""
        pause = time - self._time - BLIND_S
        if not 0 < pause <= LONGEST_BLIND_S:
            return
        self._time += pause
        for track in self._tracks:
            track.seen += pause
            track.velocity[:] = 0.0
            track.blind = True

    def _alive(self, time: float) -> list[_Track]:
        if time < self._time:
            return []
        return [track for track in self._tracks if time - track.seen <= FORGET_S]

    def _costs(self, sightings: Sequence[Sighting], time: float) -> np.ndarray:
        """(tracks, sightings): what each match costs; more than MISS_COST where it cannot be."""
        cost = np.full((len(self._tracks), len(sightings)), 2 * MISS_COST)
        for row, track in enumerate(self._tracks):
            centre, unseen = track.centre_at(time), time - track.seen
            reach = track.size * (0.6 + 1.5 * unseen)
            for column, sighting in enumerate(sightings):
                distance = float(np.hypot(*(_centre(sighting.box) - centre))) / reach
                if distance < 1 and (sighting.score >= BIRTH_SCORE or track.face_id is not None):
                    resized = abs(math.log(_size(sighting.box) / track.size))
                    unlike = _difference(track.appearance, sighting.appearance)
                    if track.blind and unlike > SAME_LOOK:
                        continue
                    cost[row, column] = distance + APPEARANCE_WEIGHT * unlike + 0.5 * resized
        return cost

    def _begin(self, sighting: Sighting, time: float) -> _Track:
        track = _Track(_centre(sighting.box), _size(sighting.box), np.zeros(2), sighting.appearance, time)
        self._tracks.append(track)
        return track

    def _follow(self, track: _Track, sighting: Sighting, time: float, learn: bool) -> None:
        """Moves a track to its sighting. learn: whether the appearance is its own, not mixed with a neighbour's."""
        passed = max(time - track.seen, SHORTEST_S)
        centre = _centre(sighting.box)
        track.velocity = track.velocity + VELOCITY_GAIN * (centre - track.centre_at(time)) / passed
        track.centre, track.size, track.seen = centre, _size(sighting.box), time
        if learn:
            track.appearance = track.appearance + APPEARANCE_GAIN * (sighting.appearance - track.appearance)
        track.hits, track.blind = track.hits + 1, False
        if track.face_id is None and track.hits >= BIRTH_HITS and self._room():
            self._born += 1
            track.face_id = self._born

    def _room(self) -> bool:
        return sum(track.face_id is not None for track in self._tracks) < self._max_faces


def _centre(box: Box) -> np.ndarray:
    return np.array([box.x + box.w / 2, box.y + box.h / 2])


def _size(box: Box) -> float:
    return max(box.w, box.h, 1.0)


def _difference(a: np.ndarray, b: np.ndarray) -> float:
    """Hellinger distance of two histograms: 0 for equal ones, 1 for those that share nothing."""
    return math.sqrt(max(0.0, 1.0 - float(np.sqrt(a * b).sum())))
