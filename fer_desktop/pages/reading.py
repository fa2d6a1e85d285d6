"""The frame of the pages that are read: a way back, a title, and a column that scrolls."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSlider,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from fer_desktop.icons import icon, pixmap
from fer_desktop.theme import GRID, Theme
from fer_desktop.widgets.labels import HEADLINE, text_label
from fer_desktop.wording import keys_text

_WIDEST = 896  # pixels; longer lines are hard to read
_FRAME = 2  # pixels: of what is scrolled, seen when it has the focus
_PLAIN = 13  # pixels between the edge of a plain button and what it shows
_TEXT = 1.08  # a little larger than labels, for it is read


class ReadingPage(QWidget):
    """left: the person wants to go back to where they came from.

    head: the row with the way back and the title. column: where a page puts what it has to say. footer: a row below
    it that does not scroll.
    """

    left = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self.back = QPushButton(self.tr("Back"))
        self.back.setProperty("kind", "plain")
        self.back.setToolTip(self.tr("Back to where you were ({keys})").format(keys=keys_text("Esc")))
        self.back.clicked.connect(self.left)
        self.column = QVBoxLayout()
        self.column.setSpacing(2 * GRID)
        self.footer = QHBoxLayout()
        self.footer.setSpacing(GRID)
        self.head, self.reader = QWidget(), QScrollArea()
        self._lay_out(title)

    def set_theme(self, theme: Theme) -> None:
        """Draws the icons in the theme's colours."""
        self.back.setIcon(icon("back", theme.text, 18))
        for part in self.findChildren(Paragraph):
            part.set_theme(theme)

    def take_focus(self) -> None:
        """The page has been opened: the keyboard scrolls it."""
        self.reader.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        if event.key() != Qt.Key.Key_Space:
            super().keyPressEvent(event)
            return
        # What is read is scrolled by Space; elsewhere in the window it starts and stops.
        step, back = QAbstractSlider.SliderAction, event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        self.reader.verticalScrollBar().triggerAction(step.SliderPageStepSub if back else step.SliderPageStepAdd)

    def _lay_out(self, title: str) -> None:
        head = QHBoxLayout(self.head)
        head.setContentsMargins(2 * GRID - _PLAIN, 0, 0, 0)
        head.setSpacing(2 * GRID)
        head.addWidget(self.back)
        head.addWidget(text_label(title, scale=HEADLINE, bold=True), 1)
        body = QWidget()
        body.setObjectName("reading")
        body.setLayout(self.column)
        for part, frame in ((self.column, _FRAME), (self.footer, 0)):
            side = 2 * GRID - frame  # on the right for the scroll bar
            part.setContentsMargins(side, GRID // 2, side, 0)
        self.reader.setWidget(body)
        self.reader.setWidgetResizable(True)
        self.reader.setFrameShape(QFrame.Shape.NoFrame)
        self.reader.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.reader.setAccessibleName(title)
        self.reader.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        inner = QWidget()
        inner.setMaximumWidth(_WIDEST)
        page = QVBoxLayout(inner)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(2 * GRID)
        page.addWidget(self.head)
        page.addWidget(self.reader, 1)
        page.addLayout(self.footer)
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        row.addStretch(1)
        row.addWidget(inner, 100)
        row.addStretch(1)


class Paragraph(QFrame):
    """A card with an icon, a heading and a few sentences. warning: it is set apart from the others."""

    def __init__(self, icon_name: str, heading: str, text: str, *, warning: bool = False) -> None:
        super().__init__()
        self.setObjectName("warning" if warning else "card")
        self._icon_name, self._warning = icon_name, warning
        self._picture = QLabel()
        self._text = text_label(text, scale=_TEXT)
        self._text.setWordWrap(True)
        title = text_label(heading, scale=_TEXT, bold=True)
        title.setWordWrap(True)
        column = QVBoxLayout()
        column.setSpacing(GRID // 2)
        column.addWidget(title)
        column.addWidget(self._text)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, 2 * GRID - 4, 2 * GRID, 2 * GRID - 4)
        row.setSpacing(GRID + 4)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)

    @property
    def text(self) -> str:
        """Its sentences."""
        return self._text.text()

    def set_text(self, text: str) -> None:
        """Other sentences from now on."""
        self._text.setText(text)

    def set_theme(self, theme: Theme) -> None:
        """Draws the icon in the theme's accent."""
        colour = theme.warning if self._warning else theme.accent
        self._picture.setPixmap(pixmap(self._icon_name, colour, 24, self.devicePixelRatioF()))
