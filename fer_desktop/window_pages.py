"""The pages of the window: three of them are where work is done, the others are read and left again."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget
from shiboken6 import isValid

from fer_desktop.pages.live import LivePage
from fer_desktop.pages.playback import PlaybackPage
from fer_desktop.pages.reading import ReadingPage
from fer_desktop.pages.welcome import WelcomePage
from fer_desktop.theme import Theme

Page = WelcomePage | LivePage | PlaybackPage | ReadingPage


class WindowPages(QStackedWidget):
    """place: the page for work that is shown, or to which the person comes back from reading.

    gate: a page that has to be answered before there is any work; every way back leads to it. None: no such page.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place: QWidget | None = None
        self.gate: ReadingPage | None = None
        self._focus: QWidget | None = None
        self._pages: list[Page] = []
        self.currentChanged.connect(self._on_changed)

    @property
    def reading(self) -> bool:
        """True while a page is shown that is only read."""
        return isinstance(self.currentWidget(), ReadingPage)

    def add(self, page: Page) -> None:
        """Adds a page; one that is read knows the way back."""
        self.addWidget(page)
        self._pages.append(page)
        if isinstance(page, ReadingPage):
            page.left.connect(self.leave)

    def settle(self, page: QWidget) -> None:
        """Work goes on on this page. Whoever reads meanwhile is not disturbed."""
        if self.reading:
            self.place = page
        else:
            self.setCurrentWidget(page)

    def read(self, page: ReadingPage) -> None:
        """Opens a page; what runs goes on behind it."""
        if not self.reading:
            self._focus = QApplication.focusWidget()
        self.setCurrentWidget(page)
        page.take_focus()

    def leave(self) -> bool:
        """Back to work, or to the gate; False when there is no way back."""
        goal = self.gate or self.place
        if not self.reading or goal is None or goal is self.currentWidget():
            return False
        self.setCurrentWidget(goal)
        if isinstance(goal, ReadingPage):
            goal.take_focus()
            return True
        if self._focus is not None and isValid(self._focus) and self._focus.isVisibleTo(self.window()):
            self._focus.setFocus(Qt.FocusReason.OtherFocusReason)
        self._focus = None
        return True

    def set_theme(self, theme: Theme) -> None:
        """Hands the theme on to every page."""
        for page in self._pages:
            page.set_theme(theme)

    def _on_changed(self, _index: int) -> None:
        if not self.reading:
            self.place = self.currentWidget()
