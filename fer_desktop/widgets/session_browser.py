"""Search, list and details of the sessions, side by side where there is room, else one above the other."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from core.sessions.record import SessionInfo
from fer_desktop.sessions.words import sessions_text
from fer_desktop.theme import GRID, Theme
from fer_desktop.widgets.labels import text_label
from fer_desktop.widgets.session_details import Edit, SessionDetails
from fer_desktop.widgets.session_list import SessionList
from fer_desktop.widgets.session_message import SessionMessage
from fer_desktop.widgets.session_search import SessionSearch

_NARROW = 112 * GRID  # pixels; from here on the details stand beside the list
_DETAILS = 45 * GRID, 56 * GRID  # pixels, at least and at most


class SessionBrowser(QWidget):
    """searched: other words stand in the field for searching."""

    searched = Signal()

    def __init__(self, edit: Edit) -> None:
        super().__init__()
        self.search, self.count = SessionSearch(), text_label(kind="muted")
        self.list, self.details = SessionList(), SessionDetails(edit)
        self.no_match = SessionMessage("info", "", "", self.tr("Clear the search"), self.tr("Show all sessions again"))
        self._lists, self._sides = QStackedWidget(), QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lay_out()
        self.search.textChanged.connect(self.searched)
        self.search.on_asked.connect(lambda: self.list.setFocus(Qt.FocusReason.TabFocusReason))
        assert self.no_match.button is not None
        self.no_match.button.clicked.connect(self.clear_search)

    def set_theme(self, theme: Theme) -> None:
        """Hands the theme on."""
        for part in (self.search, self.list, self.details, self.no_match):
            part.set_theme(theme)

    def show_sessions(self, sessions: Sequence[SessionInfo], deleting: int) -> None:
        """These match the search. deleting: so many others are being deleted."""
        words = self.search.text().strip()
        self._lists.setCurrentWidget(self.list if sessions or not words else self.no_match)
        text = self.tr("Every word has to occur in the name, the subject, the notes or the source.")
        self.no_match.say(self.tr("No session matches “{words}”").format(words=words), text)
        counted = sessions_text(len(sessions))
        if deleting:
            counted = self.tr("{sessions}, deleting {number}").format(sessions=counted, number=deleting)
        self.count.setText(counted)
        self.list.show_sessions(sessions)

    def clear_search(self) -> None:
        """Shows all sessions again."""
        self.search.clear()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def look_for(self) -> None:
        """The keyboard goes to the search."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        narrow = event.size().width() < _NARROW
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._sides.setDirection(direction)
        least, most = (0, event.size().width()) if narrow else _DETAILS
        self.details.setMinimumWidth(least)
        self.details.setMaximumWidth(most)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(2 * GRID)
        head.addWidget(self.search, 1)
        head.addWidget(self.count)
        for widget in (self.list, self.no_match):
            self._lists.addWidget(widget)
        self._sides.setSpacing(2 * GRID)
        self._sides.addWidget(self._lists, 3)
        self._sides.addWidget(self.details, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        column.setSpacing(GRID + 4)
        column.addLayout(head)
        column.addLayout(self._sides, 1)
