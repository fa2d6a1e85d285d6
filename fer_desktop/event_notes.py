"""What happens to a run while it goes on: told once, in a line or in a message, and counted."""

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from fer_desktop.hooks import details
from fer_desktop.language import translated
from fer_desktop.widgets.banner import BannerArea
from fer_desktop.widgets.note_strip import NoteStrip

if TYPE_CHECKING:
    from core.live.events import Event

_SHOWN_ON_THE_PAGE = {"lost", "busy", "busy_over"}  # by the live page, for as long as they last
# These stay until they are closed.
_MESSAGES = {"fault": "warning", "memory": "warning", "speed": "warning", "switch_failed": "error"}
_EACH_ITS_OWN = {"switched", "switch_failed", "speed"}  # how many other bundles there were before is no news


class EventNotes(QObject):
    """counts: how often each kind of event has happened since the window was opened."""

    def __init__(self, banners: BannerArea, notes: NoteStrip, parent: QObject) -> None:
        super().__init__(parent)
        self._banners, self._notes = banners, notes
        self.counts: Counter[str] = Counter()

    def show(self, event: "Event") -> None:
        """One more event."""
        kind = str(event.kind)
        self.counts[kind] += 1
        if kind in _SHOWN_ON_THE_PAGE:
            return
        message, times = translated(event.message), self.counts[kind]
        message = message[:1].upper() + message[1:]
        again = self.tr("%n time(s) so far", "", times) if times > 1 and kind not in _EACH_ITS_OWN else ""
        if kind == "switched":
            for outdated in ("switch_failed", "speed"):  # what they are about is not in use any more
                self._banners.take_away(outdated)
        if kind in _MESSAGES:
            trace = details(event.error) if event.error is not None else ""
            advice = self.tr("A smaller encoder, another precision or a graphics card is faster.")
            below = advice if kind == "speed" else again
            self._banners.show_message(_MESSAGES[kind], message, below, details=trace, topic=kind)
        else:
            self._notes.show_note(f"{message} ({again})" if again else message)
