"""What the faces are called: by number, or as a person named them for this session."""

from PySide6.QtCore import QObject, Signal

LONGEST = 40  # characters; a longer name would only be cut off everywhere


class FaceNames(QObject):
    """Names are forgotten with the session; a recording's notes keep those of the faces in it.

    changed(int): this face has another name.
    """

    changed = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._given: dict[int, str] = {}

    def given(self, face_id: int) -> str:
        """The name that a person gave; "" for none."""
        return self._given.get(face_id, "")

    def all(self) -> dict[int, str]:
        """Every name that a person gave, by the face's number."""
        return {face_id: name for face_id, name in self._given.items() if name}

    def title(self, face_id: int | None) -> str:
        """How the face is called in the interface; None is the whole scene."""
        if face_id is None:
            return self.tr("Scene")
        return self.given(face_id) or self.tr("Face {number}").format(number=face_id)

    def tag(self, face_id: int) -> str:
        """What stands at its box: the title, with the number in any case."""
        name = self.given(face_id)
        return f"{face_id} · {name}" if name else self.title(face_id)

    def give(self, face_id: int, name: str) -> None:
        """Names a face; an empty name gives it its number back."""
        name = " ".join(name.split())[:LONGEST]
        if name != self.given(face_id):
            self._given[face_id] = name
            self.changed.emit(face_id)

    def clear(self) -> None:
        """Another session: the numbers begin anew, and belong to other people."""
        self._given.clear()
