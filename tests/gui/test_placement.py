"""A window is where somebody can reach it."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication

from fer_desktop import placement
from fer_desktop.placement import ScreenGuard, placed
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
