"""A window with settings of its own to drive and to take pictures of; for docs/picture_scenes.py."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication

from fer_desktop.options import LaunchOptions
from fer_desktop.settings import Settings
from fer_desktop.terms import EDITION
from fer_desktop.theme import ThemeControl, ThemeMode
from fer_desktop.view_options import ViewOptions
from fer_desktop.window import MainWindow

RUN_S = 14.0  # of a run before its picture: the plot has something to show by then


class Stage:
    """One window after the other, with settings that begin empty every time. folder: where pictures go, as PNG."""

    def __init__(self, application: QApplication, language: str, size: tuple[int, int], folder: Path) -> None:
        self._application, self._language, self._size, self._folder = application, language, size, folder
        self._number = 0
        self.window: MainWindow

    @contextmanager
    def open(
        self, source: str | None = None, *, accepted: bool = True, view: ViewOptions | None = None
    ) -> Iterator[MainWindow]:
        """The window as the program opens it, with a person's settings."""
        self._number += 1
        self.settings = settings = Settings(self._folder / f"{self._number}.ini")
        settings.language = self._language
        settings.accepted = EDITION if accepted else ""
        settings.view = view or ViewOptions(span=30)
        options = LaunchOptions(source)
        self.themes = ThemeControl(self._application, ThemeMode.LIGHT)
        self.window = window = MainWindow(options, self.themes, settings)
        window.painted.connect(lambda: QTimer.singleShot(0, window.begin), Qt.ConnectionType.SingleShotConnection)
        window.setGeometry(0, 0, *self._size)
        window.show()
        window.activateWindow()
        QCursor.setPos(window.screen().geometry().bottomRight())  # nothing is to look as if the mouse were on it
        wait(500)
        try:
            yield window
        finally:
            window.quit_at_once()
            window.deleteLater()
            self.themes.deleteLater()
            self._application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            wait(100)

    def shoot(self, name: str) -> None:
        """A picture in each theme of all that lies on the screen: menus and questions are windows of their own."""
        for mode in (ThemeMode.LIGHT, ThemeMode.DARK):
            self.themes.set_mode(mode)
            wait(300)
            pixmap = self.window.screen().grabWindow(0)
            scale = pixmap.width() / self.window.screen().geometry().width()
            width, height = (round(side * scale) for side in self._size)
            pixmap.copy(0, 0, width, height).save(str(self._folder / f"{name}-{mode}.png"))
        self.themes.set_mode(ThemeMode.LIGHT)

    def wait_for(self, condition: Callable[[], bool], patience: float = 60.0) -> None:
        """Lets the window work until something is so. Raises TimeoutError."""
        until = time.monotonic() + patience
        while not condition():
            if time.monotonic() > until:
                raise TimeoutError("the window did not come so far")
            wait(100)

    def run(self, seconds: float = RUN_S) -> None:
        """Waits for the first reading, and so many seconds of readings more."""
        plot = self.window.live.plot
        self.wait_for(lambda: plot.history.last(plot.now) is not None)
        wait(round(seconds * 1000))


def wait(milliseconds: int) -> None:
    """Lets the window live for so long. QTest.qWait would keep Python's other threads, the engine's, from running."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
