"""Every key on one page, made from the table of actions."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from fer_desktop.action_table import Section
from fer_desktop.pages.reading import ReadingPage
from fer_desktop.playback.transport_bar import TRANSPORT_KEYS
from fer_desktop.theme import GRID
from fer_desktop.widgets.labels import SMALL, text_label
from fer_desktop.wording import keys_text

Row = tuple[str, str]  # keys, and what they do


class ShortcutsPage(ReadingPage):
    """F1. rows: all keys and what they do, as they are shown."""

    def __init__(self, sections: Sequence[Section], parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Keyboard shortcuts"), parent)
        groups = [(plain(section.title), _rows(section)) for section in sections]
        groups.append((self.tr("Playback"), self._playback()))
        groups.append((self.tr("Timeline"), self._timeline()))
        groups.append((self.tr("Everywhere"), self._everywhere()))
        groups = [(title, rows) for title, rows in groups if rows]
        self.rows = [row for _, rows in groups for row in rows]
        sides = QVBoxLayout(), QVBoxLayout()
        for side, layout in zip(_balanced([len(rows) + 2 for _, rows in groups]), sides, strict=True):
            for place in side:
                layout.addWidget(_group(*groups[place]))
        columns = QHBoxLayout()
        columns.setSpacing(2 * GRID)
        for layout in sides:
            layout.setSpacing(GRID + 4)
            layout.addStretch(1)
            columns.addLayout(layout, 1)
        self.column.addLayout(columns)
        self.column.addStretch(1)

    def _playback(self) -> list[Row]:
        tips = {
            "back": self.tr("One frame back"),
            "forward": self.tr("One frame on"),
            "slower": self.tr("Slower"),
            "faster": self.tr("Faster"),
            "loop": self.tr("Play the selection, or all of it, again and again"),
            "sound": self.tr("Sound on or off"),
        }
        return [(keys_text(TRANSPORT_KEYS[name]), tip) for name, tip in tips.items()]

    def _timeline(self) -> list[Row]:
        return [
            (self.tr("Shift + drag"), self.tr("Select a stretch")),
            (f"{keys_text('I')}, {keys_text('O')}", self.tr("The selection begins or ends here")),
            (f"{keys_text('Shift+Left')}, {keys_text('Shift+Right')}", self.tr("Ten frames back or on")),
            (f"{keys_text('Home')}, {keys_text('End')}", self.tr("To the beginning or the end")),
            (self.tr("Wheel, + and −"), self.tr("Zoom in or out")),
            (keys_text("0"), self.tr("Show all of it")),
            (f"{keys_text('PgUp')}, {keys_text('PgDown')}", self.tr("See what comes before or after")),
        ]

    def _everywhere(self) -> list[Row]:
        return [
            (keys_text("Esc"), self.tr("Leave a page, close a row or a message")),
            (keys_text("Tab"), self.tr("To the next control")),
            (keys_text("Shift+Tab"), self.tr("To the control before")),
            (self.tr("Alt + letter"), self.tr("Open the menu with this letter underlined")),
        ]


def plain(text: str) -> str:
    """A menu's text without the mark of its mnemonic and without its ellipsis."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("…")


def _rows(section: Section) -> list[Row]:
    return [(keys_text(entry.keys), entry.tip) for entry in section.entries if entry and entry.keys]


def _balanced(heights: Sequence[int]) -> tuple[list[int], list[int]]:
    """Places 0 to n in two columns of about the same height, in order within each."""
    sides: tuple[list[int], list[int]] = ([], [])
    for place in sorted(range(len(heights)), key=lambda place: -heights[place]):
        min(sides, key=lambda side: sum(heights[other] for other in side)).append(place)
    return sorted(sides[0]), sorted(sides[1])


def _group(title: str, rows: Sequence[Row]) -> QFrame:
    card = QFrame()
    card.setObjectName("card")
    grid = QGridLayout(card)
    grid.setContentsMargins(2 * GRID, GRID + 4, 2 * GRID, GRID + 4)
    grid.setHorizontalSpacing(2 * GRID)
    grid.setVerticalSpacing(GRID // 2)
    grid.addWidget(text_label(title, bold=True), 0, 0, 1, 2)
    for row, (keys, what) in enumerate(rows, start=1):
        text = text_label(what)
        text.setWordWrap(True)
        cap = text_label(keys, scale=SMALL)
        cap.setObjectName("key")
        cap.setAccessibleName(f"{keys}: {what}")
        grid.addWidget(text, row, 0)
        grid.addWidget(cap, row, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    grid.setColumnStretch(0, 1)
    return card
