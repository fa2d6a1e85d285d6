"""What was changed in the settings dialog takes effect in the window at once, and is kept."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from fer_desktop.player import Activity
from fer_desktop.settings import Settings
from fer_desktop.settings_dialog import SettingsDialog
from fer_desktop.settings_table import SettingsTable
from fer_desktop.theme import DARK, ThemeMode
from fer_desktop.view_options import BarOrder, ViewOptions
from support.small_inputs import tiny_bundle


@pytest.fixture
def window(open_window, qtbot):
    made = open_window()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def opened(window) -> SettingsDialog:
    window.actions_["settings"].trigger()
    return window.asked.settings.dialog


def test_its_keys_open_it_once_over_the_window_and_esc_closes_it(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    (dialog,) = window.findChildren(SettingsDialog)
    assert dialog.isVisible()
    assert dialog.windowModality() is Qt.WindowModality.WindowModal
    window.asked.settings.show("keep-sessions")
    assert window.findChildren(SettingsDialog) == [dialog]
    assert dialog.tabs.currentIndex() == 2
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.findChildren(SettingsDialog))
    assert window.asked.settings.dialog is None


def test_everything_takes_effect_at_once_and_is_kept(window, tmp_path):
    other = str(tiny_bundle(tmp_path / "other"))
    wanted = {
        "language": "de",
        "theme": "dark",
        "bundle": other,
        "device": "auto",
        "precision": "fp32",
        "hop": 12,
        "window": "all",
        "recording-folder": str(tmp_path / "elsewhere"),
        "keep-sessions": 30,
        "keep-pictures": True,
        "keep-analyses": False,
        "view.mirror": True,
        "view.span": 300,
        "view.order": "valence",
    }
    window._settings.device = "cpu"
    dialog = opened(window)
    dialog.show_values(wanted)
    dialog.ok.click()
    kept = SettingsTable().read(Settings(tmp_path / "settings.ini"))
    assert {name: kept[name] for name in wanted} == wanted
    assert window.themes.theme is DARK
    assert (window.choice.bundle, window.choice.device, window.choice.precision) == (other, "auto", "fp32")
    assert window.tool_bar.bundle.chosen == "other"
    assert (window.live.controls.hop, window.live.controls.window_clips) == (12, None)
    assert window.live.view == ViewOptions(mirror=True, order=BarOrder.VALENCE, span=300)
    assert window.actions_["mirror"].isChecked()
    assert "elsewhere" in window.terms.files.text
    assert "next time" in window.notes.text


def test_what_the_command_line_said_is_not_kept_by_an_ok(open_window, qtbot, tmp_path):
    window = open_window(hop=12, window=None, precision="fp32")
    dialog = opened(window)
    assert "12" in dialog.rows["hop"].note
    dialog.show_values({"keep-pictures": True})
    dialog.ok.click()
    kept = Settings(tmp_path / "settings.ini")
    assert (kept.hop, kept.window, kept.precision, kept.device, kept.bundle) == (4, 8, "auto", "auto", "starter")
    assert window.live.controls.hop == 12
    again = opened(window)
    again.show_values({"hop": 12})  # what the controls of the page show already
    again.show_values({"window": 16})
    again.ok.click()
    kept = Settings(tmp_path / "settings.ini")
    assert (kept.hop, kept.window) == (12, 16)
    assert window.live.controls.window_clips == 16


def test_a_run_goes_over_to_what_was_chosen(open_window, qtbot, tmp_path):
    window = open_window("demo:")
    qtbot.waitUntil(lambda: window.live.panel.bars.winner is not None, timeout=30_000)
    other = str(tiny_bundle(tmp_path / "other", labels=("fear", "calm")))
    dialog = opened(window)
    dialog.show_values({"bundle": other, "hop": 6})
    dialog.ok.click()
    qtbot.waitUntil(lambda: window.live.panel.bars.labels == ("fear", "calm"), timeout=30_000)
    assert window.player.activity is Activity.RUNNING


def test_the_row_of_the_next_recording_shows_the_new_folder(window, qtbot, tmp_path):
    window.actions_["record-options"].setEnabled(True)
    window.actions_["record-options"].trigger()
    dialog = opened(window)
    dialog.show_values({"recording-folder": str(tmp_path / "elsewhere")})
    dialog.ok.click()
    row = window.recording_control.row
    assert row._folder.text() == str(tmp_path / "elsewhere")
    qtbot.waitUntil(lambda: "free" in row._space.text())


def test_it_follows_the_theme_while_it_is_open(window):
    dialog = opened(window)
    dialog.import_from(Path("none.toml"))
    before = dialog.grab().toImage()
    window.themes.set_mode(ThemeMode.DARK)
    after = dialog.grab().toImage()
    assert before.pixelColor(5, 200).lightness() > 200
    assert after.pixelColor(5, 200).lightness() < 60
    dialog.reject()


def test_the_window_closes_over_an_open_dialog(window):
    dialog = opened(window)
    dialog.show_values({"hop": 9})
    window.quit_at_once()
    assert not window.isVisible()
    assert not dialog.isVisible()


def test_before_the_terms_are_accepted_it_cannot_be_opened(open_window):
    window = open_window()
    window.actions_.set_accepted(False)
    assert not window.actions_["settings"].isEnabled()


def test_a_device_that_was_taken_out_is_told_in_the_open_dialog_too(open_window, qtbot, tmp_path):
    Settings(tmp_path / "settings.ini").device = "cuda:7"
    window = open_window(device="cuda:7")
    dialog = opened(window)
    assert dialog.values()["device"] == "cuda:7"
    window.asked._on_devices({"auto": ("fp32",), "cpu": ("fp32",)})
    assert dialog.values()["device"] == "auto"
    assert Settings(tmp_path / "settings.ini").device == "auto"
    dialog.reject()
