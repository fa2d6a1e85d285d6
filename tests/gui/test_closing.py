"""How the window closes: never in the middle of a recording unasked, and always with its settings kept."""

import csv

import numpy as np
import pytest
from PySide6.QtWidgets import QMessageBox, QPushButton

from fer_desktop.settings import Settings
from fer_desktop.theme import ThemeMode
from support.mjpeg_server import MjpegServer


@pytest.fixture
def camera():
    rng = np.random.default_rng(0)
    with MjpegServer([rng.integers(0, 256, (48, 64, 3), dtype=np.uint8) for _ in range(30)]) as server:
        yield server


@pytest.fixture
def recording_window(open_window, qtbot, camera):
    """A window in the middle of a recording."""
    window = open_window(camera.url)
    qtbot.waitUntil(lambda: window.player.stats() is not None and window.player.stats().readings > 0, timeout=30_000)
    window.tool_bar.record.click()
    qtbot.waitUntil(lambda: window.player.recorder.rows > 0, timeout=10_000)
    return window


def answer(window, text: str) -> None:
    (question,) = window.findChildren(QMessageBox)
    next(button for button in question.findChildren(QPushButton) if button.text() == text).click()


def test_closing_in_the_middle_of_a_recording_asks_and_can_be_called_off(recording_window, qtbot):
    recording_window.close()
    assert recording_window.isVisible()
    answer(recording_window, "Keep going")
    rows = recording_window.player.recorder.rows
    assert recording_window.isVisible()
    qtbot.waitUntil(lambda: recording_window.player.recorder.rows > rows, timeout=5_000)


def test_another_theme_leaves_the_focus_of_the_question_where_nothing_is_cut_short(recording_window, qtbot):
    recording_window.close()
    (question,) = recording_window.findChildren(QMessageBox)
    recording_window.themes.set_mode(ThemeMode.DARK)
    qtbot.waitUntil(lambda: question.focusWidget() is question.defaultButton())
    qtbot.wait(50)
    assert question.focusWidget().text() == "Keep going"
    answer(recording_window, "Keep going")


def test_who_says_so_closes_with_a_complete_recording(recording_window, qtbot, recordings):
    recording_window.close()
    answer(recording_window, "Stop recording and quit")
    qtbot.waitUntil(lambda: not recording_window.isVisible(), timeout=5_000)
    (path,) = recordings.glob("*.csv")
    assert ".partial" not in path.name
    with path.open(newline="", encoding="utf-8") as file:
        assert list(csv.DictReader(file))


def test_the_place_of_the_window_is_kept_when_it_is_closed_and_a_full_screen_is_not(open_window, tmp_path):
    window = open_window()
    window.resize(1100, 700)
    window.close()
    assert Settings(tmp_path / "settings.ini").geometry is not None
    again = open_window()
    assert again.height() == 700  # the width is what the screen of the tests has room for
    again.actions_["full-screen"].setChecked(True)
    again.close()
    third = open_window()
    assert not third.isFullScreen()


def test_a_window_that_was_maximised_is_maximised_again(open_window):
    window = open_window()
    window.showMaximized()
    window.close()
    assert open_window().isMaximized()
