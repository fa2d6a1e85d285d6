"""Which faces have a place of their own side by side, so that nothing jumps when one comes or goes for a second."""

from collections.abc import Iterable

APPEAR_S = 1.0  # a face that is there for less gets no place
VACANT_S = 2.0  # away for so long, the tracker has forgotten the face: its place may be taken
KEEP_S = 5.0  # away for so long, its place goes


class FaceSlots:
    """faces: the ids of the faces that have a place, in the order of the places.

    A face keeps its place as long as it has one. A newcomer waits for a place that is about to become vacant before one
    is added: a person whom the tracker takes for somebody new comes back where he was.
    """

    def __init__(self) -> None:
        self.faces: tuple[int, ...] = ()
        self._since: dict[int, float] = {}  # waiting faces: there since
        self._seen: dict[int, float] = {}  # faces with a place: last seen
        self._now = 0.0

    def see(self, present: Iterable[int], now: float) -> tuple[int, ...]:
        """Takes note of the faces in a picture and returns `faces`. now: seconds on the source's clock."""
        if now < self._now:  # the clock began anew; everyone is taken to have been here just now
            self._seen = dict.fromkeys(self._seen, now)
            self._since = {}
        self._now = now
        here = set(present)
        self._seen |= dict.fromkeys(here & self._seen.keys(), now)
        self._since = {face: self._since.get(face, now) for face in sorted(here - self._seen.keys())}
        self.faces = tuple(face for face in self.faces if self._away(face) < KEEP_S)
        for face, since in list(self._since.items()):
            if now - since >= APPEAR_S or not self.faces:
                self._place(face)
        self._seen = {face: self._seen[face] for face in self.faces}
        return self.faces

    def away(self, face: int) -> bool:
        """True for a face that has a place and is not in the picture."""
        return self._seen.get(face) != self._now

    def _away(self, face: int) -> float:
        return self._now - self._seen[face]

    def _place(self, face: int) -> None:
        gone = [other for other in self.faces if self.away(other)]
        vacant = max(gone, key=self._away, default=None)
        if vacant is None:
            self.faces = (*self.faces, face)
        elif self._away(vacant) >= VACANT_S:
            self.faces = tuple(face if other == vacant else other for other in self.faces)
        else:
            return
        del self._since[face]
        self._seen[face] = self._now
