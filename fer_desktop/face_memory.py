"""What is known about every face of a run: its newest reading and its past. Without Qt."""

from collections.abc import Sequence

from core.types import Reading
from fer_desktop.widgets.history import KEEP_S, History

MOST = 16  # faces whose past is kept; identities that were lost again and again must not fill the memory


class FaceMemory:
    """Takes everything in, shown or not, so that any face can be looked at with its own past at any time.

    newest: the scored readings of the newest clip by face id (None: the whole scene); empty when nothing was scored.
    clips: how many clips the vote of each face is over.
    heard: a clip has been looked at, scored or not. time: the end of the newest clip, on the source's clock.
    """

    def __init__(self, labels: Sequence[str] = ()) -> None:
        self.labels = tuple(labels)
        self.newest: dict[int | None, Reading] = {}
        self.clips: dict[int | None, int] = {}
        self.heard = False
        self.time = 0.0
        self._histories: dict[int | None, History] = {}
        self._nobody = History(self.labels)

    def take(self, readings: Sequence[Reading], window: int | None = None) -> None:
        """One clip's readings, of which the last `window` vote (None: all).

        Those with another number of labels are of a bundle that is replaced, and left out."""
        if not readings:
            return
        size = len(self.labels)
        self.heard, self.time = True, max(reading.end for reading in readings)
        self.newest = {
            reading.face_id: reading for reading in readings if reading.vote is not None and len(reading.vote) == size
        }
        for face_id, reading in self.newest.items():
            assert reading.vote is not None
            # Taken out and put in again: the first in the dictionary is the one that was not seen for longest.
            history = self._histories.pop(face_id, None) or History(self.labels)
            voting = self.clips.get(face_id, 0) + 1
            self.clips = self.clips | {face_id: min(voting, window or voting)}  # anew: the one before may be held
            history.add(reading.end, reading.vote)
            self._histories[face_id] = history
        self._break_others()
        self._forget()

    def interrupt(self) -> None:
        """The source is gone for now: nothing is known about anybody, and no line reaches over the pause."""
        self.newest, self.clips, self.heard = {}, {}, False
        self._break_others()

    def history(self, face_id: int | None) -> History:
        """The face's past, else the scene's; empty when there is none."""
        return self._histories.get(face_id) or self._histories.get(None) or self._nobody

    def _break_others(self) -> None:
        for face_id, history in self._histories.items():
            if face_id not in self.newest:
                history.gap()

    def _forget(self) -> None:
        old = [face_id for face_id, history in self._histories.items() if history.end < self.time - KEEP_S]
        surplus = list(self._histories)[: max(0, len(self._histories) - MOST)]
        for face_id in {*old, *surplus}:
            del self._histories[face_id]
            self.clips = {face: clips for face, clips in self.clips.items() if face != face_id}


def reading_of(newest: dict[int | None, Reading], face_id: int | None) -> Reading | None:
    """The face's reading, else the scene's; None when there is neither."""
    return newest.get(face_id) or newest.get(None)
