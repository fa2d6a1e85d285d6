"""What is known about a run, and which part of it is to be shown: all of it, or what was there when it was frozen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.types import Reading
from fer_desktop.face_memory import FaceMemory
from fer_desktop.face_slots import FaceSlots
from fer_desktop.following import Following, WholeVideo

if TYPE_CHECKING:
    from core.live import Picture


@dataclass(frozen=True, slots=True)
class Shown:
    """newest: the scored readings of one clip, by face (None: the scene). time: their end, on the source's clock.

    faces: those that have a place side by side; the scene alone when the bundle looks at whole pictures.
    clips: how many of them the vote of each face is over.
    followed: the face that bars and plot are about. memory: every face's past; a plot shows it up to `time`.
    """

    newest: dict[int | None, Reading]
    time: float
    faces: tuple[int | None, ...]
    clips: dict[int | None, int]
    followed: int | None
    memory: FaceMemory


class Watching:
    """One run. Takes everything in, frozen or not.

    memory, whole: what was read so far. now: the time of the newest picture, on the source's clock.
    waiting: the newest picture that came while the run was frozen; None when there is none.
    """

    def __init__(self) -> None:
        self.memory, self.whole = FaceMemory(), WholeVideo()
        self.now = 0.0
        self.waiting: Picture | None = None
        self._following, self._slots = Following(), FaceSlots()
        self._held: Shown | None = None

    @property
    def frozen(self) -> bool:
        """True while something is held."""
        return self._held is not None

    @property
    def shown(self) -> Shown:
        """What there is to show now."""
        if self._held is not None:
            return self._held
        newest = self.memory.newest
        faces: tuple[int | None, ...] = self._slots.faces or ((None,) if None in newest else ())
        return Shown(newest, self.memory.time, faces, self.memory.clips, self._following.face_id, self.memory)

    def freeze(self, frozen: bool) -> None:
        """Holds what is shown, or lets it go on."""
        self._held = self.shown if frozen else None

    def set_labels(self, labels: Sequence[str]) -> None:
        """Another bundle: what the one before read cannot be compared. What is held stays as it is."""
        self.memory, self.whole = FaceMemory(labels), WholeVideo()

    def see(self, picture: "Picture") -> bool:
        """Takes note of the faces in a picture; True when it is to be shown."""
        self.now = picture.frame.time
        self._following.see(picture.faces, self.now)
        self._slots.see((face.face_id for face in picture.faces), self.now)
        self.waiting = picture if self.frozen else None
        return not self.frozen

    def take(self, readings: Sequence[Reading], window: int | None = None) -> None:
        """One clip's readings, of which the last `window` vote (None: all)."""
        self.memory.take(readings, window)
        scored = list(self.memory.newest.values())
        self.whole.add(scored)
        self._following.pick(scored)

    def follow(self, face_id: int) -> None:
        """Bars and plot are about this face from now on."""
        self._following.choose(face_id, self.now)
        if self._held is not None:
            self._held = replace(self._held, followed=face_id)

    def next_face(self, step: int, in_picture: Sequence[int]) -> int | None:
        """The face after (step 1) or before (-1) the followed one by number, in a circle; None when there is nobody."""
        shown = self.shown
        faces = sorted(set(in_picture)) or [face for face in shown.faces if face is not None]
        if not faces:
            return None
        if shown.followed not in faces:
            return faces[0 if step > 0 else -1]
        return faces[(faces.index(shown.followed) + step) % len(faces)]
