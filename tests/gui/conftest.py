"""What the tests of the window share: a window with settings of its own, and a check for what it leaves behind."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication

from fer_desktop.language import ENGLISH, install
from fer_desktop.options import LaunchOptions
from fer_desktop.settings import Settings
from fer_desktop.terms import EDITION
from fer_desktop.theme import ThemeControl, ThemeMode
from fer_desktop.window import MainWindow
from support.small_inputs import tiny_bundle

OpenWindow = Callable[..., MainWindow]


@pytest.fixture(scope="session", autouse=True)
def _english(qapp: QApplication) -> None:
    """The window speaks English whatever the computer speaks."""
    install(qapp, ENGLISH)


@pytest.fixture(scope="session")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A bundle that scores a clip in about a millisecond."""
    return str(tiny_bundle(tmp_path_factory.mktemp("bundle") / "tiny"))


@pytest.fixture
def recordings(tmp_path: Path) -> Path:
    """Where the window records to; does not exist yet."""
    return tmp_path / "recordings"


@pytest.fixture
def open_window(qtbot, qapp: QApplication, tmp_path: Path, recordings: Path, bundle: str) -> Iterator[OpenWindow]:
    """Opens the window as the program does; it is closed after the test."""
    windows: list[MainWindow] = []

    def opened(source: str | int | None = None, *, theme: ThemeMode = ThemeMode.LIGHT, **options: object) -> MainWindow:
        settings = Settings(tmp_path / "settings.ini")
        settings.recording_folder = recordings
        settings.accepted = EDITION
        given = LaunchOptions(source, **({"bundle": bundle, "device": "cpu"} | options))  # type: ignore[arg-type]
        window = MainWindow(given, ThemeControl(qapp, theme), settings)
        windows.append(window)
        window.painted.connect(lambda: QTimer.singleShot(0, window.begin))
        window.show()
        qtbot.waitExposed(window)
        return window

    yield opened
    for window in windows:
        window.quit_at_once()
        assert window.ended_cleanly
        window.themes.deleteLater()
        window.deleteLater()


@pytest.fixture(autouse=True)
def _no_widget_or_timer_is_left_behind(qapp: QApplication) -> Iterator[None]:
    """Fails a test that leaves a window or a running timer."""
    before = set(map(id, _alive()))
    yield
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        qapp.processEvents()
    gc.collect()
    left = [thing for thing in _alive() if id(thing) not in before]
    assert not left, f"left behind: {left}"


def _alive() -> list[object]:
    things = shiboken6.getAllValidWrappers()
    timers = [thing for thing in things if isinstance(thing, QTimer) and thing.isActive()]
    # pyqtgraph keeps hidden menus of its own; they are no windows of ours.
    windows = QApplication.topLevelWidgets()
    return timers + [window for window in windows if window.isVisible() or isinstance(window, MainWindow)]
