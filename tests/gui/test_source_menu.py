"""The menu of sources: cameras by name, formats, remembered network cameras."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu

from core.capture.address import without_password
from core.capture.cameras import CameraFormat
from fer_desktop import cameras as watching
from fer_desktop.actions import Actions
from fer_desktop.cameras import CameraWatch
from fer_desktop.settings import Settings
from fer_desktop.theme import DARK
from fer_desktop.widgets.source_menu import SourceMenu
from support.cameras import CameraFolders

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the cameras are Linux's folders")
FORMATS = [CameraFormat(1280, 720, 60.0), CameraFormat(1280, 720, 30.0), CameraFormat(640, 480, 30.0)]


@pytest.fixture
def folders(tmp_path: Path) -> CameraFolders:
    return CameraFolders(tmp_path / "system")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.ini")


@pytest.fixture
def menu(qtbot, folders: CameraFolders, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[SourceMenu]:
    monkeypatch.setattr(watching, "camera_formats", lambda camera, devices: FORMATS)
    window = QMainWindow()
    watch = CameraWatch(window, sysfs=folders.sysfs, devices=folders.devices)
    recent = QMenu("Recent files", window)
    yield SourceMenu(watch, settings, Actions(window), recent, window)
    assert watch.wait(2)
    window.deleteLater()


def shown(menu: QMenu) -> list[str]:
    """What a person reads, without keys; "-" for a line between."""
    menu.aboutToShow.emit()
    return ["-" if action.isSeparator() else action.text().partition("\t")[0] for action in menu.actions()]


def entry(menu: QMenu, text: str) -> QAction:
    return next(action for action in menu.actions() if action.text().partition("\t")[0] == text)


def test_everything_that_can_be_analysed_is_in_the_menu(folders, menu, settings):
    folders.plug_in(0, "C920")
    folders.plug_in(2, "Camera & Co", port="1-3")
    settings.store.setValue("streams", ["http://192.168.1.20/video"])
    assert shown(menu) == [
        *("C920", "Camera && Co", "&Resolution and rate", "-"),
        *("http://192.168.1.20/video", "&Network stream…", "&Forget a network camera", "-"),
        *("Open &video…", "Recent files", "-", "&Demo"),
    ]
    assert [action.text() for action in menu.formats.actions()] == ["C920", "Camera && Co"]


def test_without_a_camera_the_menu_says_so(menu):
    assert shown(menu)[0] == "No camera found"
    assert not entry(menu, "No camera found").isEnabled()
    assert menu.first_camera() == 0


def test_a_choice_is_told_as_open_source_takes_it(folders, menu, settings):
    folders.plug_in(2, "C920")
    settings.store.setValue("streams", ["http://192.168.1.20/video"])
    shown(menu)
    chosen = []
    menu.source_chosen.connect(chosen.append)
    for text in ("C920", "http://192.168.1.20/video", "&Demo"):
        entry(menu, text).trigger()
    assert chosen == [2, "http://192.168.1.20/video", "demo:"]
    assert menu.first_camera() == 2


def test_a_format_is_remembered_for_the_camera_and_used_at_once(qtbot, folders, menu, settings):
    folders.plug_in(0, "C920")
    shown(menu)
    qtbot.waitUntil(lambda: "1280 × 720, 60 fps" in [a.text() for a in (shown(menu), menu.formats.actions())[1]])
    names = [action.text() for action in menu.formats.actions()]
    assert names == ["&Chosen by the camera", "1280 × 720, 60 fps", "1280 × 720, 30 fps", "640 × 480, 30 fps"]
    assert entry(menu.formats, "&Chosen by the camera").isChecked()
    with qtbot.waitSignal(menu.source_chosen) as chosen:
        entry(menu.formats, "1280 × 720, 30 fps").trigger()
    assert chosen.args == [0]
    assert settings.camera_format("C920") == "1280x720@30"
    shown(menu)
    assert [a.text() for a in menu.formats.actions() if a.isChecked()] == ["1280 × 720, 30 fps"]


def test_a_remembered_format_that_the_camera_does_not_offer_is_still_shown(folders, menu, settings):
    folders.plug_in(0, "C920")
    settings.set_camera_format("C920", "800x600@25")
    shown(menu)
    assert entry(menu.formats, "800 × 600, 25 fps").isChecked()


@pytest.mark.parametrize("spec", [0, "0", "http://192.168.1.20/video", "demo:"])
def test_what_is_open_is_marked_by_more_than_colour(folders, menu, settings, spec):
    folders.plug_in(0, "C920")
    settings.store.setValue("streams", ["http://192.168.1.20/video"])
    menu.show_open(spec)
    shown(menu)
    marked = [action for action in menu.actions() if action.toolTip() == "This is chosen now"]
    assert len(marked) == 1
    assert marked[0].font().bold()
    assert marked[0].text().partition("\t")[0] in (*("C920", "http://192.168.1.20/video", "&Demo"),)


def test_the_mark_follows_a_camera_that_was_plugged_in_elsewhere(folders, menu):
    folders.plug_in(0, "C920", serial="A")
    menu.show_open(0)
    folders.pull_out(0)
    folders.plug_in(0, "Phone", port="1-3")
    folders.plug_in(4, "C920", serial="A")
    shown(menu)
    assert not entry(menu, "Phone").font().bold()
    assert entry(menu, "C920").font().bold()


def test_an_address_without_its_password_is_asked_for(menu, settings):
    stored = without_password("rtsp://anna:s3cret@cam/1")
    settings.store.setValue("streams", [stored])
    assert "rtsp://cam/1…" in shown(menu)
    asked, chosen = [], []
    menu.stream_asked.connect(asked.append)
    menu.source_chosen.connect(chosen.append)
    entry(menu, "rtsp://cam/1…").trigger()
    assert (asked, chosen) == ([stored], [])
    assert "anna" in entry(menu, "rtsp://cam/1…").toolTip()


def test_a_network_camera_is_forgotten(menu, settings):
    settings.store.setValue("streams", ["http://a/1", "http://b/1"])
    shown(menu)
    entry(menu.forget, "http://a/1").trigger()
    assert settings.streams == ["http://b/1"]
    assert "http://a/1" not in shown(menu)
    entry(menu.forget, "http://b/1").trigger()
    assert "&Forget a network camera" not in shown(menu)


def test_the_menu_takes_no_keys_from_the_window(folders, menu):
    folders.plug_in(0, "C920")
    menu.set_theme(DARK)
    shown(menu)
    actions = [entry(menu, "C920"), entry(menu, "&Demo")]
    assert all(action.shortcut().isEmpty() for action in actions)
    assert [action.text().partition("\t")[2] for action in actions] == ["Ctrl+K", "Ctrl+D"]


def test_a_camera_plugged_in_while_the_menu_is_open_appears(qtbot, folders, menu):
    menu.popup(menu.pos())
    qtbot.waitUntil(menu.isVisible)
    folders.plug_in(0, "C920")
    menu._watch.refresh()
    assert entry(menu, "C920").isEnabled()
    menu.close()
