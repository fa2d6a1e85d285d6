"""Network cameras through the whole window: what is shown while one is opened, and when it cannot be."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from fer_desktop.player import Activity
from fer_desktop.window import MainWindow
from support.mjpeg_server import MjpegServer


@pytest.fixture
def camera() -> Iterator[MjpegServer]:
    """A camera on loopback that wants a login."""
    noise = np.random.default_rng(0).integers(0, 256, (10, 48, 64, 3), dtype=np.uint8)
    with MjpegServer(list(noise), credentials="anna:right") as server:
        yield server


def edits(window: MainWindow) -> list[QLineEdit]:
    """Address, user, password."""
    return [edit for edit in window.address_bar.findChildren(QLineEdit) if not edit.isHidden()]


def idle(window: MainWindow) -> bool:
    return window.player.activity is Activity.IDLE and bool(window.banners.banners())


def test_a_wrong_password_is_told_and_typed_again_where_it_was(open_window, qtbot, camera):
    window = open_window()
    window.open_source(camera.url.replace("right", "hunter2"))
    qtbot.waitUntil(lambda: idle(window), timeout=30_000)
    (banner,) = window.banners.banners()
    assert banner.title == "User name or password is wrong."
    place = camera.url.replace("anna:right@", "")
    assert [edit.text() for edit in edits(window)] == [place, "anna", "hunter2"]
    window.activateWindow()
    qtbot.waitUntil(edits(window)[2].hasFocus)
    qtbot.keyClicks(edits(window)[2], "right")
    qtbot.keyClick(edits(window)[2], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.live.video.frame is not None, timeout=20_000)
    assert not window.address_bar.isVisible()
    assert not window.banners.banners()


def test_escape_cancels_an_opening_and_the_row_stays_away(open_window, qtbot, camera):
    window = open_window()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    camera.pause()
    window.open_source(camera.url)
    assert "Esc cancels" in window.live.video.message[1]
    assert window.live.beginning
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.player.activity is Activity.IDLE, timeout=10_000)
    assert not window.live.beginning
    assert not window.address_bar.isVisible()
    assert not window.banners.banners()
    camera.close()


def test_a_source_that_is_not_open_yet_has_its_own_picture(open_window, qtbot, camera, tmp_path):
    def picture(kind: str) -> object:
        window.tool_bar.show_source("x", kind)
        return window.tool_bar.source.icon().pixmap(16, 16).toImage()

    window = open_window()
    camera.pause()
    window.open_source(camera.url)
    shown = window.tool_bar.source.icon().pixmap(16, 16).toImage()
    assert shown == picture("stream") != picture("file")
    window.player.stop()
    qtbot.waitUntil(lambda: window.player.activity is Activity.IDLE, timeout=10_000)
    camera.close()
