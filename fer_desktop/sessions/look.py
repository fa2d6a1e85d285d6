"""What only the readings of a session tell: who scored it, and the verdict."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from core.sessions.record import Verdict, verdict
from fer_desktop.wording import clips_text, emotion_name, percent

if TYPE_CHECKING:
    from core.sessions.store import SessionStore


@dataclass(frozen=True, slots=True)
class Look:
    """bundles: their names, in the order of their use. verdict: of all that was scored. faces: how many there were."""

    labels: tuple[str, ...]
    bundles: tuple[str, ...]
    verdict: Verdict | None
    faces: int

    @property
    def text(self) -> str:
        """The verdict in one line: "Happy, 62 %: vote over 120 clips"; "" for none."""
        if self.verdict is None:
            return ""
        winner = int(self.verdict.pbv.argmax())
        line = QCoreApplication.translate("session_words", "{emotion}, {share}: vote over {clips}")
        if self.faces > 1:
            line = QCoreApplication.translate(
                "session_words", "{emotion}, {share}: vote over {clips}, all faces together"
            )
        return line.format(
            emotion=emotion_name(self.labels[winner]),
            share=percent(float(self.verdict.pbv[winner])),
            clips=clips_text(self.verdict.clips),
        )


def look_at(store: "SessionStore", session_id: str) -> Look:
    """Reads the whole session, which may take a second for hours of it. Raises StoreError."""
    session = store.read(session_id)
    names = dict.fromkeys(use.name for use in session.bundles)
    return Look(session.readings.labels, tuple(names), verdict(session.readings), len(session.readings.faces))
