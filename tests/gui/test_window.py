"""The window without a run: what it offers, what it says, how it closes."""

import time
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableView,
    QToolButton,
    QWidget,
)

from fer_desktop.player import Activity
from fer_desktop.settings import Settings
from fer_desktop.theme import DARK, LIGHT, ThemeMode

CONTROLS = (QAbstractButton, QAbstractSpinBox, QLineEdit)


def controls(window: QWidget) -> list[QWidget]:
    found = [widget for kind in CONTROLS for widget in window.findChildren(kind)]
    return [widget for widget in found if not widget.objectName().startswith("qt_") and not _is_part(widget)]


def _is_part(widget: QWidget) -> bool:
    """Buttons that Qt itself puts into a line edit, and into the corner of a table."""
    return isinstance(widget.parent(), QLineEdit | QTableView)


def test_with_nothing_given_the_welcome_page_offers_three_ways(open_window):
    window = open_window()
    assert window.welcome.isVisible()
    assert not window.live.isVisible()
    names = [choice.accessibleName() for choice in (window.welcome.video, window.welcome.demo, window.welcome.camera)]
    assert names == ["Open a video", "Try the demo", "Use a camera"]
    assert not window.tool_bar.start.isEnabled()
    assert not window.live.ticking


def test_open_a_video_shows_the_systems_chooser_and_does_not_block(open_window, qtbot):
    window = open_window()
    window.welcome.video.click()
    dialogs = window.findChildren(QFileDialog)
    assert len(dialogs) == 1
    assert "*.mp4" in dialogs[0].nameFilters()[0]
    dialogs[0].reject()
    qtbot.waitUntil(lambda: not window.findChildren(QFileDialog))


def test_every_control_has_a_name_and_an_explanation(open_window):
    window = open_window()
    window.address_bar.ask()
    for widget in controls(window):
        name = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
        assert name, widget
        assert widget.toolTip(), name
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus, name


@pytest.mark.parametrize("page", ["welcome", "live", "terms", "about", "shortcuts"])
def test_whatever_takes_the_focus_says_what_it_is(open_window, page):
    window = open_window()
    window.live.set_view(replace(window.live.view, timing=True, all_faces=True))
    window.recording_control.ask()
    window.pages.setCurrentWidget(getattr(window, page))
    reached = [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible() and widget.focusPolicy() is not Qt.FocusPolicy.NoFocus and widget.focusProxy() is None
    ]
    parts = [
        widget
        for widget in reached
        if not isinstance(widget.parent(), QAbstractScrollArea | QAbstractSpinBox | QLineEdit)
    ]
    named = [QAccessible.queryAccessibleInterface(part).text(QAccessible.Text.Name) for part in parts]
    assert all(named), [part for part, name in zip(parts, named, strict=True) if not name]


def test_main_actions_have_shortcuts(open_window):
    window = open_window()
    keys = {action.shortcut().toString() for action in window.actions()}
    assert {"Ctrl+O", "Ctrl+L", "Ctrl+D", "Ctrl+K", "Ctrl+B", "Ctrl+R", "Ctrl+Q", "F1", "F11"} <= keys


@pytest.mark.parametrize("size", [(1024, 640), (1600, 1000)])
@pytest.mark.parametrize("page", ["welcome", "live"])
def test_no_text_is_cut_off(open_window, qtbot, size, page):
    window = open_window()
    window.resize(*size)
    if page == "live":
        window.live.begin("a video.mp4")
        window.live.panel.set_labels(("angry", "calm", "disgust", "fear", "happy", "neutral", "sad", "surprise"))
        window.pages.setCurrentWidget(window.live)
        window.status.show()
    qtbot.wait(50)
    assert (window.width(), window.height()) == size
    whole = QRect(QPoint(0, 0), window.size())
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or not isinstance(widget, QLabel | QPushButton | QToolButton):
            continue
        area = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
        assert whole.contains(area), widget
        if isinstance(widget, QLabel) and type(widget) is QLabel:
            needed = widget.heightForWidth(widget.width()) if widget.wordWrap() else widget.sizeHint().height()
            assert widget.height() >= needed, widget.text()
            assert widget.wordWrap() or widget.width() >= widget.sizeHint().width(), widget.text()
    window.live.stop_ticking()


def test_a_missing_file_is_told_in_words_and_the_welcome_page_stays(open_window, qtbot):
    window = open_window("/nowhere/missing.mp4")
    qtbot.waitUntil(lambda: bool(window.banners.banners()), timeout=20_000)
    (banner,) = window.banners.banners()
    assert banner.kind == "error"
    assert banner.where == "/nowhere/missing.mp4"
    assert banner.title
    assert banner.text
    assert window.welcome.isVisible()
    assert window.player.activity is Activity.IDLE
    assert window.tool_bar.start.isEnabled()  # to try again


def test_a_broken_bundle_is_told_in_words(open_window, qtbot, tmp_path):
    (tmp_path / "broken.ferbundle").write_text("no zip")
    window = open_window("demo:", bundle=str(tmp_path / "broken.ferbundle"))
    qtbot.waitUntil(lambda: bool(window.banners.banners()), timeout=20_000)
    assert window.banners.banners()[0].where.endswith("broken.ferbundle")
    assert window.live.isVisible()


def test_an_address_is_typed_into_the_window(open_window, qtbot):
    window = open_window()
    window.address_bar.ask()
    edit = window.address_bar.findChild(QLineEdit)
    chosen = []
    window.address_bar.chosen.disconnect()
    window.address_bar.chosen.connect(chosen.append)
    qtbot.keyClicks(edit, "no sense")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert chosen == []
    edit.clear()
    qtbot.keyClicks(edit, " rtsp://127.0.0.1/cam ")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert chosen == ["rtsp://127.0.0.1/cam"]
    assert not window.address_bar.isVisible()


def test_escape_takes_away_the_address_row_then_the_messages(open_window, qtbot):
    window = open_window()
    qtbot.waitUntil(window.isActiveWindow)
    window.banners.show_message("warning", "a message")
    window.address_bar.ask()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert not window.address_bar.isVisible()
    assert window.banners.banners()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.banners.banners()


def test_a_password_in_an_address_is_not_shown(open_window, qtbot):
    window = open_window()
    window.open_source("http://user:secret@127.0.0.1:9/video")
    assert "secret" not in window.tool_bar.source.chosen + window.windowTitle() + window.live.video.message[1]
    qtbot.waitUntil(lambda: bool(window.banners.banners()), timeout=30_000)
    assert "secret" not in window.banners.banners()[0].where + window.banners.banners()[0].title


def test_long_names_are_elided(open_window):
    window = open_window()
    name = "a very long name of a video that somebody once recorded in the laboratory.mp4"
    window.tool_bar.show_source(name)
    assert "…" in window.tool_bar.source.text()
    assert name in window.tool_bar.source.toolTip()


def test_names_are_whole_where_there_is_room(open_window, qtbot):
    window = open_window()
    window.resize(1280, 800)
    name = "http://192.168.100.113:8080/cameras/entrance/video.mjpg"
    window.tool_bar.show_source(name)
    qtbot.waitUntil(lambda: name in window.tool_bar.source.text(), timeout=2000)
    assert "…" not in window.tool_bar.bundle.text() + window.tool_bar.device.text()


def test_the_theme_is_switched_and_remembered(open_window, tmp_path):
    window = open_window(theme=ThemeMode.LIGHT)
    assert window.themes.theme is LIGHT
    window.menus.themes.pick(ThemeMode.DARK)
    assert window.themes.theme is DARK
    assert Settings(tmp_path / "settings.ini").theme is ThemeMode.DARK


def test_hop_and_window_are_what_the_command_line_said(open_window):
    window = open_window(hop=90, window=None)
    assert window.live.controls.hop == 90
    assert window.live.controls.window_clips is None


def test_closing_at_once_is_quick(open_window):
    window = open_window("demo:")
    began = time.monotonic()
    window.close()
    assert window.ended_cleanly
    assert time.monotonic() - began < 2.0
