"""The View menu and the live page say the same, and both are remembered."""

from PySide6.QtCore import Qt

from fer_desktop.settings import Settings
from fer_desktop.view_actions import ON_THE_PICTURE
from fer_desktop.view_options import BarOrder, ViewOptions


def test_what_is_chosen_in_the_menu_is_shown_and_remembered(open_window, tmp_path):
    window = open_window()
    window.pages.setCurrentWidget(window.live)
    for name in ("mirror", "all-faces", "valence", "numbers", "timing", "longer-plot"):
        window.actions_[name].trigger()
    wanted = ViewOptions(True, True, BarOrder.VALENCE, False, 120, True)
    assert window.live.view == wanted
    assert Settings(tmp_path / "settings.ini").view == wanted


def test_what_is_chosen_on_the_page_is_marked_in_the_menu(open_window, tmp_path):
    window = open_window()
    window.pages.setCurrentWidget(window.live)
    window.live.row.buttons["mirror"].click()
    assert window.actions_["mirror"].isChecked()
    assert Settings(tmp_path / "settings.ini").view.mirror
    window.live.row.buttons["freeze"].click()
    assert window.actions_["freeze"].isChecked()
    window.actions_["freeze"].trigger()
    assert not window.live.frozen


def test_the_page_looks_as_it_did_last(open_window, tmp_path):
    Settings(tmp_path / "settings.ini").view = ViewOptions(mirror=True, span=300)
    window = open_window()
    assert window.live.view == ViewOptions(mirror=True, span=300)
    assert window.actions_["mirror"].isChecked()


def test_single_letters_are_shortcuts_but_can_still_be_typed(open_window, qtbot):
    window = open_window()
    qtbot.waitUntil(window.isActiveWindow)
    window.pages.setCurrentWidget(window.live)
    window.live.setFocus()
    qtbot.keyClick(window.live, Qt.Key.Key_M)
    assert window.live.view.mirror
    window.actions_["record-options"].setEnabled(True)
    window.actions_["record-options"].trigger()
    edit = window.focusWidget()
    qtbot.keyClicks(edit, "mfan")
    assert edit.text() == "mfan"
    assert window.live.view == ViewOptions(mirror=True)


def test_nothing_changes_behind_a_page_that_is_read(open_window, qtbot):
    window = open_window()
    qtbot.waitUntil(window.isActiveWindow)
    before = window.live.view
    for page in ("about", "shortcuts"):
        window.actions_[page].trigger()
        for key in (Qt.Key.Key_M, Qt.Key.Key_F, Qt.Key.Key_P):
            qtbot.keyClick(window.focusWidget(), key)
    assert window.live.view == before
    assert not window.live.frozen
    window.pages.setCurrentWidget(window.live)
    assert all(window.actions_[name].isEnabled() for name in ON_THE_PICTURE)
