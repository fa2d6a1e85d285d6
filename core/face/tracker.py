"""Faces of a running picture: detect, look closer where it is unclear, and tell people apart."""

import math

import numpy as np

from core.face.detector import Detection, FaceDetector
from core.face.geometry import around, overlap, tiles
from core.face.identities import Identities, Sighting
from core.types import Box, Face, Frame

SURE = 0.85  # a hit in the whole picture that needs no closer look
KEEP = 0.6  # score of a closer look that is enough for a face that is already known
TILE_SCORE = 0.5  # score in a search tile that is worth a closer look
LOOK = 3.0  # side of a closer look in units of the face: there real faces and cartoons differ most
LOOK_FOR_S = 0.5  # seconds for which a lost face is looked for where it should be
MAX_LOOKS = 8  # closer looks per frame, 2 ms each
SEARCH_EVERY = 2  # frames per search tile
REST = 8  # frames for which a place where a closer look found nothing new is left alone
SAME_PLACE = 0.5  # overlap from which two boxes mean the same place
SAME_FACE = 0.3  # overlap from which two boxes mean the same face


class FaceTracker:
    """Frames in, faces with lasting numbers out. One thread at a time; must be closed; a context manager.

    Every frame gets one pass of the detector over the whole picture. Weak hits, and known faces that this pass does not
    find, get a closer look each; that look decides, not the weak hit. In every second frame one tile of the picture is
    searched in passing (the first frame: all tiles), for faces too small for the whole pass. With one clear face that
    is 1.5 passes per frame.
    """

    def __init__(self, detector: FaceDetector | None = None, max_faces: int = 8) -> None:
        """detector: closed together with the tracker; without one, the standard detector (and its errors)."""
        self._detector = detector or FaceDetector()
        self._identities = Identities(max_faces)
        self._frames = 0
        self._dull: list[tuple[Box, int]] = []  # places where a closer look found nothing, and in which frame

    def update(self, frame: Frame) -> tuple[Face, ...]:
        """The faces found in this frame, by number. Frames come in order; `frame.time` measures the losses.

        A face appears from its third frame in a row on. One that is not found in a frame is not reported for it, but
        has its number again when it is back within 2 s, not counting up to a minute in which no frame came at all.
        """
        image = frame.image
        known = [place.box for place in self._identities.expected(frame.time) if place.unseen <= LOOK_FOR_S]
        found = _distinct(self._find(image, known))
        self._frames += 1
        sightings = [Sighting(hit.box, hit.score, appearance(image, hit.box)) for hit in found]
        numbers = self._identities.update(sightings, frame.time)
        pairs = zip(sightings, numbers, strict=True)
        faces = [Face(number, seen.box, seen.score) for seen, number in pairs if number is not None]
        return tuple(sorted(faces, key=lambda face: face.face_id))

    def forget(self) -> None:
        """Nobody is known any more: who is seen next is somebody new. For a pause that `frame.time` does not show."""
        self._identities.forget()
        self._dull.clear()

    def renew(self) -> None:
        """Puts a new standard detector (and its errors) in the place of one that failed. People keep their numbers."""
        broken, self._detector = self._detector, FaceDetector()
        broken.close()

    def _find(self, image: np.ndarray, known: list[Box]) -> list[Detection]:
        """Everything in this frame that is good enough to be a known face; some of it twice."""
        hits = self._detector.detect(image)
        found = [hit for hit in hits if hit.score >= SURE]
        doubtful = [hit.box for hit in hits if hit.score < SURE]
        in_tiles = (hit for tile in self._search(image) for hit in self._detector.detect(image, tile))
        doubtful += [hit.box for hit in in_tiles if hit.score >= TILE_SCORE]
        self._dull = [(box, since) for box, since in self._dull if self._frames - since < REST]
        looks = 0
        for place in known + doubtful:
            dull = place not in known and any(overlap(place, box) > SAME_PLACE for box, _ in self._dull)
            if looks == MAX_LOOKS or dull or _covered(place, found):
                continue
            looks += 1
            new = [hit for hit in self._look(image, place) if not _covered(hit.box, found)]
            if not new:
                self._dull.append((place, self._frames))
            found += new
        return found

    def _search(self, image: np.ndarray) -> list[Box]:
        """The tiles to search in this frame: all in the first, then one in every SEARCH_EVERY frames, in turn."""
        turn, rest = divmod(self._frames, SEARCH_EVERY)
        every = tiles(image.shape[1], image.shape[0])
        if not every or turn == rest == 0:
            return every
        return [] if rest else [every[turn % len(every)]]

    def _look(self, image: np.ndarray, place: Box) -> list[Detection]:
        """A closer look at a place: what is found right there, and sure hits beside it (one look can show several)."""
        near = [hit for hit in self._detector.detect(image, around(place, LOOK)) if hit.score >= KEEP]
        return [hit for hit in near if hit.score >= SURE or _distance(hit.box, place) < place.w]

    def close(self) -> None:
        """Closes the detector. Idempotent."""
        self._detector.close()

    def __enter__(self) -> "FaceTracker":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


def appearance(image: np.ndarray, box: Box) -> np.ndarray:
    """What a face and what is just above it look like: colour histograms of four bands, (256,) float64, sum 1.

    image: (H, W, 3) uint8 RGB. 64 colours per band; bands tell hair, forehead, cheeks and mouth apart.
    """
    height, width = image.shape[:2]
    columns = np.clip(np.linspace(box.x, box.x + box.w, 24), 0, width - 1).astype(int)
    rows = np.clip(np.linspace(box.y - 0.4 * box.h, box.y + box.h, 32), 0, height - 1).astype(int)
    colours = image[rows[:, None], columns] >> 6
    codes = colours[..., 0] * 16 + colours[..., 1] * 4 + colours[..., 2]
    bands = codes.reshape(4, -1) + 64 * np.arange(4)[:, None]
    return np.bincount(bands.ravel(), minlength=256) / bands.size


def _distance(a: Box, b: Box) -> float:
    """Pixels between the centres of two boxes."""
    return math.hypot(a.x + a.w / 2 - b.x - b.w / 2, a.y + a.h / 2 - b.y - b.h / 2)


def _covered(box: Box, hits: list[Detection]) -> bool:
    """Whether one of the hits means the face that the box means."""
    return any(overlap(box, hit.box) >= SAME_FACE for hit in hits)


def _distinct(hits: list[Detection]) -> list[Detection]:
    """One hit per face, the best one."""
    kept: list[Detection] = []
    for hit in sorted(hits, key=lambda hit: hit.score, reverse=True):
        if not _covered(hit.box, kept):
            kept.append(hit)
    return kept
