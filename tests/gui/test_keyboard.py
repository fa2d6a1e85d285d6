"""Everything without a mouse: the way of the focus, and a whole session by keys alone."""

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QApplication, QLineEdit, QWidget

from core.errors import SourceError
from fer_desktop.player import Activity


def press(qtbot, window: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget() or window, key, modifier)


def way_of_the_focus(qtbot, window: QWidget) -> list[QWidget]:
    """Every control that Tab comes to, beginning with the source."""
    window.tool_bar.source.setFocus()
    way: list[QWidget] = []
    while (focus := window.focusWidget()) not in way:
        way.append(focus)
        press(qtbot, window, Qt.Key.Key_Tab)
    return way


@pytest.mark.parametrize("page", ["welcome", "live", "models_page", "about", "shortcuts"])
def test_tab_goes_down_the_window_row_by_row_and_reaches_everything(open_window, qtbot, page):
    window = open_window()
    qtbot.waitUntil(window.isActiveWindow)
    window.tool_bar.show_activity(Activity.IDLE, restart=False, startable=True)
    window.address_bar.ask()
    for where in ("Camera 0", "Camera 1"):
        window.show_error(SourceError("the camera is in use", where=where))
    window.pages.setCurrentWidget(getattr(window, page))
    qtbot.wait(20)
    way = way_of_the_focus(qtbot, window)
    rows = [window.tool_bar, window.address_bar, *window.banners.banners(), window.pages]
    places = [next(place for place, row in enumerate(rows) if row.isAncestorOf(widget)) for widget in way]
    assert places == sorted(places)
    kinds = QAbstractButton | QAbstractSpinBox | QLineEdit
    missed = [
        widget
        for widget in window.findChildren(QWidget)
        if isinstance(widget, kinds) and widget.isVisible() and widget.isEnabled() and widget not in way
    ]
    assert not [
        widget
        for widget in missed
        if not widget.objectName().startswith("qt_") and not isinstance(widget.parent(), QLineEdit | QAbstractSpinBox)
    ]


def test_the_buttons_of_the_tool_bar_come_from_left_to_right(open_window, qtbot):
    window = open_window()
    qtbot.waitUntil(window.isActiveWindow)
    window.tool_bar.show_activity(Activity.IDLE, restart=False, startable=True)
    way = [widget for widget in way_of_the_focus(qtbot, window) if window.tool_bar.isAncestorOf(widget)]
    lefts = [widget.mapTo(window, QPoint(0, 0)).x() for widget in way]
    assert len(way) == 5
    assert lefts == sorted(lefts)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_presses_the_button_that_has_the_focus_as_space_does(open_window, qtbot, key):
    window = open_window()
    qtbot.waitUntil(window.isActiveWindow)
    window.actions_["about"].trigger()
    window.about.copy.setFocus()
    press(qtbot, window, key)
    assert "Diagnostics copied" in window.notes.text
    window.notes.hide()
    window.about.back.setFocus()
    press(qtbot, window, key)
    assert window.welcome.isVisible()
    window.banners.show_message("warning", "a message")
    window.banners.banners()[0].buttons()[-1].setFocus()
    press(qtbot, window, key)
    qtbot.waitUntil(lambda: not window.banners.banners())


def test_enter_opens_the_menu_of_a_picker(open_window, qtbot):
    window = open_window()
    qtbot.waitUntil(window.isActiveWindow)
    seen = []
    menu = window.menus.devices
    menu.aboutToShow.connect(lambda: QTimer.singleShot(0, lambda: (seen.append(menu.isVisible()), menu.hide())))
    window.tool_bar.device.setFocus()
    press(qtbot, window, Qt.Key.Key_Return)
    assert seen == [True]


def test_a_session_by_keys_alone(open_window, qtbot, recordings):
    window = open_window()
    qtbot.waitUntil(window.isActiveWindow)
    press(qtbot, window, Qt.Key.Key_F1)
    assert window.shortcuts.isVisible()
    press(qtbot, window, Qt.Key.Key_Escape)
    assert window.welcome.isVisible()
    press(qtbot, window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.live.panel.bars.winner is not None, timeout=30_000)
    press(qtbot, window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, window, Qt.Key.Key_F)
    assert window.live.frozen
    press(qtbot, window, Qt.Key.Key_F)
    assert not window.live.frozen
    press(qtbot, window, Qt.Key.Key_M)
    assert window.live.view.mirror
    qtbot.waitUntil(lambda: window.player.recorder.rows > 0, timeout=10_000)
    press(qtbot, window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: any(banner.kind == "saved" for banner in window.banners.banners()), timeout=10_000)
    press(qtbot, window, Qt.Key.Key_Escape)
    assert not window.banners.banners()
    window.live.setFocus()
    press(qtbot, window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.player.activity is Activity.IDLE, timeout=30_000)
    press(qtbot, window, Qt.Key.Key_Space)
    assert window.player.active
    press(qtbot, window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.player.activity is Activity.IDLE, timeout=10_000)
    press(qtbot, window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    assert not window.isVisible()
    assert list(recordings.glob("*.csv"))
