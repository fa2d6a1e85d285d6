"""Where a window may be: on a screen that is there, whatever screens there were when it was closed."""

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

GRIP = 96  # so many pixels of the title's width have to be in reach of the mouse
_SETTLE_MS = 300  # the system itself moves windows when a screen goes; it goes first


def placed(window: QRect, screens: Sequence[QRect]) -> QRect:
    """Where a window belongs that is at `window`. screens: what each screen has room for, the main one first.

    A window whose upper edge can be reached stays where it is; another one comes onto the screen that it shares most
    with (else the main one), made smaller where it would not fit.
    """
    if not screens or any(_in_reach(window, screen) for screen in screens):
        return window
    home = max(screens, key=lambda screen: _shared(window, screen))
    width, height = min(window.width(), home.width()), min(window.height(), home.height())
    left = min(max(window.left(), home.left()), home.right() + 1 - width)
    top = min(max(window.top(), home.top()), home.bottom() + 1 - height)
    return QRect(left, top, width, height)


def _in_reach(window: QRect, screen: QRect) -> bool:
    edge = QRect(window.left(), window.top(), window.width(), 1).intersected(screen)
    return edge.width() >= min(GRIP, window.width())


def _shared(window: QRect, screen: QRect) -> int:
    both = window.intersected(screen)
    return both.width() * both.height() if both.isValid() else 0


class ScreenGuard(QObject):
    """Brings a window back whose screen was unplugged."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLE_MS)
        self._timer.timeout.connect(self.bring_back)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.screenRemoved.connect(self._wait)

    def bring_back(self) -> None:
        """Moves the window if nobody could reach it where it is; maximised, it is so on its new screen as well."""
        window, state = self._window, self._window.windowState()
        frame = window.frameGeometry()
        wanted = placed(frame, screens())
        if wanted == frame:
            return
        border = frame.size() - window.size()
        window.setWindowState(Qt.WindowState.WindowNoState)
        window.resize(wanted.size() - border)
        window.move(wanted.topLeft())
        window.setWindowState(state)

    def _wait(self, _screen: QScreen) -> None:
        self._timer.start()


def restore(window: QWidget, geometry: QByteArray | None) -> None:
    """Puts the window where it was when it was closed, maximised if it was so; a full screen is left behind."""
    if geometry is None or not window.restoreGeometry(geometry):
        return
    if window.isFullScreen():
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowFullScreen)
    if (wanted := placed(window.geometry(), screens())) != window.geometry():
        window.setGeometry(wanted)


def screens() -> list[QRect]:
    """What the screens that are there have room for, the main one first."""
    primary = QGuiApplication.primaryScreen()
    ordered = sorted(QGuiApplication.screens(), key=lambda screen: screen is not primary)
    return [screen.availableGeometry() for screen in ordered]
