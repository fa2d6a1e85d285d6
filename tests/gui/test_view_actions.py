"""The View menu and the live page say the same, and both are remembered."""

from PySide6.QtCore import Qt

from fer_desktop.settings import Settings
from fer_desktop.view_options import BarOrder, ViewOptions


def test_what_is_chosen_in_the_menu_is_shown_and_remembered(open_window, tmp_path):
    window = open_window()
    for name in ("mirror", "all-faces", "valence", "numbers", "timing", "longer-plot"):
        window.actions_[name].trigger()
    wanted = ViewOptions(True, True, BarOrder.VALENCE, False, 120, True)
    assert window.live.view == wanted
    assert Settings(tmp_path / "settings.ini").view == wanted


def test_what_is_chosen_on_the_page_is_marked_in_the_menu(open_window, tmp_path):
    window = open_window()
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
