"""Where a window may be: on a screen that is there and no larger than it, whatever screens there were before."""

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QObject, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

GRIP = 96  # so many pixels of the title's width have to be in reach of the mouse
_SETTLE_MS = 300  # the system itself moves windows when a screen goes; it goes first


def placed(window: QRect, screens: Sequence[QRect]) -> QRect:
    """Where a window belongs that is at `window`. screens: what each screen has room for, the main one first.

    A window whose upper edge can be reached stays where it is; another one comes onto the screen that it shares most
    with (else the main one), made smaller where it would not fit.
    """
    return window if any(_in_reach(window, screen) for screen in screens) else fitted(window, screens)


def fitted(window: QRect, screens: Sequence[QRect]) -> QRect:
    """Where all of a window can be seen: on the screen that it shares most with (else the main one), and within it."""
    if not screens:
        return window
    home = home_of(window, screens)
    width, height = min(window.width(), home.width()), min(window.height(), home.height())
    left = min(max(window.left(), home.left()), home.right() + 1 - width)
    top = min(max(window.top(), home.top()), home.bottom() + 1 - height)
    return QRect(left, top, width, height)


def home_of(window: QRect, screens: Sequence[QRect]) -> QRect:
    """The screen that a window shares most with, else the main one; there must be one."""
    return max(screens, key=lambda screen: _shared(window, screen))


def _in_reach(window: QRect, screen: QRect) -> bool:
    edge = QRect(window.left(), window.top(), window.width(), 1).intersected(screen)
    return edge.width() >= min(GRIP, window.width())


def _shared(window: QRect, screen: QRect) -> int:
    both = window.intersected(screen)
    return both.width() * both.height() if both.isValid() else 0


class ScreenGuard(QObject):
    """Brings a window back whose screen was unplugged, and one that has just been opened wholly onto its screen.

    least: how small the window may become where the screen leaves the choice.
    """

    def __init__(self, window: QWidget, least: QSize) -> None:
        super().__init__(window)
        self._window, self._least, self._opened = window, least, False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLE_MS)
        self._timer.timeout.connect(self.bring_back)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.screenRemoved.connect(self._wait)

    def prepare(self, geometry: QByteArray | None) -> None:
        """To be called before the window is shown: it is where it was when it was closed, if there is room.

        geometry: as saveGeometry says it; None: the window keeps the size that it has, where that fits.
        """
        window = self._window
        restore(window, geometry)
        self._make(fitted(window.geometry(), screens()).size(), QSize(0, 0))

    def opened(self) -> None:
        """To be called when the window is on screen: only now its frame is known, which takes room as well."""
        self._opened = True
        self._timer.start()

    def bring_back(self) -> None:
        """Moves the window if nobody could reach it where it is; maximised, it is so on its new screen as well."""
        window, state = self._window, self._window.windowState()
        frame, opened, self._opened = window.frameGeometry(), self._opened, False
        free = not state & (Qt.WindowState.WindowMaximized | Qt.WindowState.WindowFullScreen)
        wanted = (fitted if opened and free else placed)(frame, screens())
        if wanted == frame:
            return
        border = frame.size() - window.size()
        window.setWindowState(Qt.WindowState.WindowNoState)
        self._make(wanted.size() - border, border)
        window.move(wanted.topLeft())
        window.setWindowState(state)

    def _make(self, size: QSize, border: QSize) -> None:
        """This large from now on, and on a small screen smaller than the least. border: what the frame takes of it."""
        there = screens()
        room = home_of(self._window.geometry(), there).size() - border if there else self._least
        self._window.setMinimumSize(self._least.boundedTo(room))
        if size != self._window.size():
            self._window.resize(size)

    def _wait(self, _screen: QScreen) -> None:
        self._timer.start()


def restore(window: QWidget, geometry: QByteArray | None) -> None:
    """Puts the window where it was when it was closed, maximised if it was so; a full screen is left behind."""
    if geometry is None or not window.restoreGeometry(geometry):
        return
    if window.isFullScreen():
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowFullScreen)
    if (wanted := fitted(window.geometry(), screens())) != window.geometry():
        window.setGeometry(wanted)


def screens() -> list[QRect]:
    """What the screens that are there have room for, the main one first."""
    primary = QGuiApplication.primaryScreen()
    ordered = sorted(QGuiApplication.screens(), key=lambda screen: screen is not primary)
    return [screen.availableGeometry() for screen in ordered]
