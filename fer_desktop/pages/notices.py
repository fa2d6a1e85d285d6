"""What the live page says over the picture when something is not as it should be."""

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from fer_desktop.language import translated
from fer_desktop.wording import duration

if TYPE_CHECKING:
    from core.live import EngineState, Stats

_BUSY_S = 2.0  # between two readings; less is a matter of taste
_LINGER_S = 3.0  # a note that came and went with every clip would flicker
_TRYING_S = 0.7  # a try that takes less is not worth a word
_TICKS_PER_S = 30


class BusyNote:
    """Says that the encoder cannot keep up, instead of looking stalled."""

    def __init__(self) -> None:
        self.text = ""
        self._until = -math.inf

    def look(self, stats: "Stats", hop: int, now: float) -> None:
        """Takes in the engine's figures. hop: 1/30 s from clip to clip as asked for."""
        every = max(stats.reading_every or 0.0, stats.busy_for or 0.0)
        if stats.busy_for is not None or every >= max(_BUSY_S, 2 * hop / _TICKS_PER_S):
            text = QCoreApplication.translate("notices", "The encoder is busy: one reading every {seconds} s")
            self.text, self._until = text.format(seconds=f"{every:.0f}"), now + _LINGER_S
        elif now >= self._until:
            self.text = ""


class LostNote:
    """Says since when a source is gone and when it is tried again."""

    def __init__(self, now: float) -> None:
        """now: `time.monotonic()` at which the source was lost."""
        self._since = self._trying_since = now
        self._retry_at: float | None = None
        self._trying = False
        self._camera, self._why = False, ""

    def see(self, state: "EngineState", now: float) -> None:
        """The engine tells of another try."""
        self._camera = state.info is not None and state.info.kind == "camera"
        self._why = translated(state.message)
        if state.retry_at is not None:
            self._retry_at = state.retry_at
        elif not self._trying:
            self._trying_since = now
        self._trying = state.retry_at is None

    def title(self) -> str:
        """What is gone."""
        if self._camera:
            return QCoreApplication.translate("notices", "The camera is gone")
        return QCoreApplication.translate("notices", "The stream has stopped")

    def text(self, now: float) -> str:
        """Why it is gone, for how long, and how soon the next try is."""
        lost = QCoreApplication.translate("notices", "Gone for {time}.").format(time=duration(now - self._since))
        return f"{self._why}\n{lost} {self._next_try(now)}".strip()

    def _next_try(self, now: float) -> str:
        if self._retry_at is None or (self._trying and now - self._trying_since > _TRYING_S):
            return QCoreApplication.translate("notices", "Trying now…")
        seconds = max(1, math.ceil(self._retry_at - now))
        return QCoreApplication.translate("notices", "Next try in {seconds} s").format(seconds=seconds)


class Notices:
    """All that there is to say over the picture.

    message: title and text while there is no picture yet. lost: None while the source is there.
    """

    def __init__(self) -> None:
        self.message = "", ""
        self.busy = BusyNote()
        self.lost: LostNote | None = None

    def over(self, now: float, *, frozen: bool) -> tuple[tuple[str, str], str]:
        """What lies over the dimmed picture (title, text), and what stands at its edge.

        A frozen picture is there to be looked at: it is never dimmed, and everything stands at its edge.
        """
        message = self.message if self.lost is None else (self.lost.title(), self.lost.text(now))
        if frozen:
            parts = (message[0], *message[1].splitlines()[-1:])
            return ("", ""), ". ".join(part for part in parts if part) or self.busy.text
        return message, "" if message[0] else self.busy.text
