"""Nobody is filmed before somebody has read what the program is, and has accepted it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from fer_desktop.options import LaunchOptions
from fer_desktop.pages.first_start import FirstStartPage
from fer_desktop.player import Activity
from fer_desktop.settings import Settings
from fer_desktop.terms import EDITION, starter_facts
from fer_desktop.theme import ThemeControl
from fer_desktop.window import MainWindow


@pytest.fixture
def first_window(qtbot, qapp, tmp_path, bundle):
    """The window of somebody who has never started the program."""
    windows = []

    def opened(source=None) -> MainWindow:
        settings = Settings(tmp_path / "settings.ini")
        window = MainWindow(LaunchOptions(source, bundle=bundle, device="cpu"), ThemeControl(qapp), settings)
        windows.append(window)
        window.show()
        qtbot.waitExposed(window)
        return window

    yield opened
    for window in windows:
        window.close()
        window.themes.deleteLater()
        window.deleteLater()


def text_of(page: FirstStartPage) -> str:
    return " ".join(label.text() for label in page.findChildren(QLabel))


def test_the_page_says_what_how_well_where_and_what_is_not_allowed(first_window):
    window = first_window()
    assert window.terms.isVisible()
    text = text_of(window.terms)
    for words in ("posed facial expression", "Not what somebody feels", "Nothing leaves this computer", "Record"):
        assert words in text
    for words in ("Article 5(1)(f)", "at work and in education", "Article 50(3)", "medical or safety"):
        assert words in text


def test_how_well_is_what_the_starters_card_says():
    facts = starter_facts()
    assert facts.labels == 7
    page = FirstStartPage(facts, Settings().recording_folder)
    assert "65\N{NO-BREAK SPACE}% of 3\u202f309" in page.how_well.text
    assert "61\N{NO-BREAK SPACE}%" in page.how_well.text
    page.deleteLater()


def test_before_it_is_accepted_no_source_can_be_opened(first_window, qtbot):
    window = first_window("demo:")
    assert not window.tool_bar.isVisible()
    assert not window.drop_target.isEnabled()
    enabled = {name for name in window.actions_.entries if _enabled(window, name)}
    assert enabled == {"quit", "theme", "language", "full-screen", "shortcuts", "about", "diagnostics", "log-folder"}
    window.open_source("demo:")
    qtbot.keyClick(window, Qt.Key.Key_Space)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.player.activity is Activity.IDLE
    assert window.terms.isVisible()


def _enabled(window: MainWindow, name: str) -> bool:
    if window.actions_.entries[name].submenu:
        return window.menus.by_entry()[name].menuAction().isEnabled()
    return window.actions_[name].isEnabled()


def test_accepted_once_it_is_not_asked_again_and_the_source_of_the_command_line_starts(first_window, qtbot, tmp_path):
    window = first_window("demo:")
    assert window.focusWidget() is window.terms.accept
    qtbot.keyClick(window.terms.accept, Qt.Key.Key_Return)
    assert Settings(tmp_path / "settings.ini").accepted == EDITION
    assert window.player.active
    assert window.live.isVisible()
    assert window.tool_bar.isVisible()
    window.close()
    again = first_window()
    assert again.welcome.isVisible()


def test_who_does_not_accept_leaves_and_is_asked_again(first_window, tmp_path):
    window = first_window("demo:")
    window.terms.refuse.click()
    assert not window.isVisible()
    assert Settings(tmp_path / "settings.ini").accepted == ""


def test_other_pages_lead_back_to_the_question(first_window, qtbot):
    window = first_window()
    window.actions_["about"].trigger()
    assert window.about.isVisible()
    window.about.back.click()
    assert window.terms.isVisible()
    assert window.terms.accept.isVisible()


def test_the_text_shows_that_the_keyboard_scrolls_it(first_window, qtbot):
    window = first_window()
    qtbot.waitUntil(window.isActiveWindow)
    before = window.terms.reader.grab().toImage()
    window.terms.reader.setFocus()
    assert window.terms.reader.grab().toImage() != before


def test_it_can_be_read_again_from_help(open_window):
    window = open_window()
    window.actions_["terms"].trigger()
    assert window.terms.isVisible()
    assert not window.terms.accept.isVisible()
    window.terms.back.click()
    assert window.welcome.isVisible()
