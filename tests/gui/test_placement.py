"""A window is where somebody can reach it."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication

from fer_desktop import placement
from fer_desktop.placement import ScreenGuard, fitted, placed
from fer_desktop.settings import Settings

LAPTOP, DESK = QRect(0, 0, 1440, 900), QRect(1440, -200, 2560, 1440)


def test_a_window_on_a_screen_stays():
    window = QRect(1600, 0, 1280, 800)
    assert placed(window, [LAPTOP, DESK]) == window


def test_a_window_whose_screen_is_gone_comes_onto_the_one_that_is_left():
    assert placed(QRect(1600, 50, 1280, 800), [LAPTOP]) == QRect(160, 50, 1280, 800)


def test_a_window_that_does_not_fit_becomes_smaller():
    assert placed(QRect(1440, -200, 2560, 1440), [LAPTOP]) == LAPTOP


def test_a_window_that_hangs_over_an_edge_stays_while_its_title_can_be_reached():
    hanging = QRect(1300, 300, 1280, 800)
    assert placed(hanging, [LAPTOP]) == hanging
    assert placed(QRect(1400, 300, 1280, 800), [LAPTOP]).right() == LAPTOP.right()


def test_a_window_whose_title_lies_above_the_screen_comes_down():
    assert placed(QRect(100, -40, 800, 600), [LAPTOP]) == QRect(100, 0, 800, 600)


def test_it_goes_to_the_screen_that_it_shares_most_with_else_to_the_main_one():
    above = QRect(1500, -700, 800, 600)
    assert DESK.contains(placed(above, [LAPTOP, DESK]))
    assert LAPTOP.contains(placed(QRect(9000, 9000, 800, 600), [LAPTOP, DESK]))


def test_without_any_screen_nothing_moves():
    window = QRect(5000, 0, 100, 100)
    assert placed(window, []) == window


def test_a_window_that_begins_is_seen_whole_where_it_would_be_seen_most():
    assert fitted(QRect(1300, 300, 1280, 800), [LAPTOP]) == QRect(160, 100, 1280, 800)
    assert fitted(QRect(1600, 1000, 1280, 800), [LAPTOP, DESK]) == QRect(1600, 440, 1280, 800)
    assert fitted(QRect(0, 0, 1280, 800), [QRect(0, 25, 1040, 635)]) == QRect(0, 25, 1040, 635)


@pytest.mark.parametrize("screen", [QRect(0, 0, 1040, 660), QRect(0, 28, 1050, 642), QRect(0, 0, 910, 480)])
@pytest.mark.parametrize("remembered", [False, True])
def test_the_window_is_never_larger_than_its_screen(open_window, qtbot, monkeypatch, screen, remembered):
    if remembered:
        first = open_window()
        first.resize(1500, 900)
        first.close()
    monkeypatch.setattr(placement, "screens", lambda: [screen])
    window = open_window()
    qtbot.waitUntil(lambda: screen.contains(window.frameGeometry()), timeout=2_000)
    inside = window.rect()
    for button in (window.tool_bar.start, window.tool_bar.record):
        assert inside.contains(QRect(button.mapTo(window, button.rect().topLeft()), button.size()))


def test_a_window_that_was_on_a_small_screen_is_not_kept_that_small(open_window, monkeypatch):
    monkeypatch.setattr(placement, "screens", lambda: [QRect(0, 0, 910, 480)])
    open_window().close()
    monkeypatch.setattr(placement, "screens", lambda: [DESK])
    again = open_window()
    assert (again.width(), again.height()) >= (1024, 640)


def test_the_window_comes_back_when_its_monitor_is_unplugged(open_window, qtbot, monkeypatch):
    window = open_window()
    window.move(5000, 5000)  # as if that screen had just gone
    guard = window.findChild(ScreenGuard)
    QGuiApplication.instance().screenRemoved.emit(window.screen())
    qtbot.waitUntil(lambda: not guard._timer.isActive(), timeout=2_000)
    assert any(screen.contains(window.geometry().topLeft()) for screen in placement.screens())


def test_a_window_that_was_closed_on_a_monitor_that_is_gone_opens_on_one_that_is_there(open_window, tmp_path, qapp):
    first = open_window()
    first.move(7000, 300)
    first.close()
    assert Settings(tmp_path / "settings.ini").geometry is not None
    again = open_window()
    assert any(screen.intersects(again.geometry()) for screen in placement.screens())
