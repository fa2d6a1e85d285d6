"""Pages that are read: how one comes to them and back, and what they say."""

import json
from importlib.metadata import version
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from fer_desktop import diagnostics
from fer_desktop.licences import libraries, shipped_parts
from fer_desktop.player import Activity
from fer_desktop.privacy import shareable
from fer_desktop.settings import Settings


def test_escape_leaves_a_page_before_it_takes_away_messages(open_window, qtbot):
    window = open_window()
    qtbot.waitUntil(window.isActiveWindow)
    window.banners.show_message("warning", "a message")
    window.actions_["about"].trigger()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert window.welcome.isVisible()
    assert window.banners.banners()


def test_a_run_goes_on_behind_a_page_that_is_read(open_window, qtbot):
    window = open_window()
    window.actions_["shortcuts"].trigger()
    window.open_source("/nowhere/missing.mp4")
    assert window.playback.isVisible()
    window.actions_["shortcuts"].trigger()
    qtbot.waitUntil(lambda: bool(window.banners.banners()), timeout=20_000)
    assert window.shortcuts.isVisible()  # the failed start does not take the page away
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.welcome.isVisible()


def test_the_focus_comes_back_to_where_it_was(open_window, qtbot):
    window = open_window()
    qtbot.waitUntil(window.isActiveWindow)
    window.welcome.demo.setFocus()
    window.actions_["about"].trigger()
    window.actions_["shortcuts"].trigger()
    window.pages.leave()
    assert window.focusWidget() is window.welcome.demo


def test_about_lists_every_part_with_version_and_licence_and_can_be_searched(open_window):
    window = open_window()
    window.actions_["about"].trigger()
    names = window.about.visible_parts()
    assert {"PySide6-Essentials", "torch", "mediapipe", "numpy"} <= set(names)
    assert names[0] == "Starter bundle (weights)"
    window.about.search.setText("lgpl")
    found = window.about.visible_parts()
    assert "PySide6-Essentials" in found
    assert "numpy" not in found
    window.about.search.setText("")
    assert window.about.visible_parts() == names


def test_every_library_that_is_installed_with_the_program_states_a_licence():
    parts = {part.name: part for part in libraries()}
    assert parts["torch"].version == version("torch")
    assert "shiboken6" in parts  # needed by one that is needed
    assert "pytest" not in parts
    assert not [part.name for part in parts.values() if not part.licence]


def test_what_is_shipped_is_what_the_assets_hold(repository):
    assert {path.name for path in (repository / "assets").iterdir() if path.is_dir()} >= {"starter", "demo", "icons"}
    card = json.loads((repository / "assets/starter/card.json").read_text("utf-8"))
    assert card["licences"]["weights"] == "Apache-2.0"
    assert "Apache License 2.0" in shipped_parts()[0].licence


def test_diagnostics_hold_what_helps_and_nothing_private(open_window, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(diagnostics, "user_log_dir", lambda: tmp_path)
    log = [f"line {number}" for number in range(300)] + [f"opened {tmp_path}/film.mp4 http://me:hunter2@camera/?key=x"]
    (tmp_path / "fer-desktop.log").write_text("\n".join(log) + "\n")
    window = open_window()
    Settings(tmp_path / "settings.ini").video_folder = Path("/data/Miller")
    window.open_source("rtsp://me:hunter2@127.0.0.1:9/cam")
    window.actions_["diagnostics"].trigger()
    text = QGuiApplication.clipboard().text()
    assert "Diagnostics copied" in window.notes.text
    for words in ("FER Desktop: ", "Python: ", "Qt: ", f"torch: {version('torch')}", "scaling 1", "source: rtsp"):
        assert words in text, words
    assert "Log, last 200 lines" in text
    assert "line 299" in text
    assert "line 100\n" not in text
    for secret in ("hunter2", "key=x", str(tmp_path), "Miller"):
        assert secret not in text


def test_stats_are_listed_by_name():
    assert diagnostics.flat({"a": {"b": 0.123456}, "c": 1}, "stats") == {"stats.a.b": "0.1235", "stats.c": 1}


def test_a_kind_of_source_does_not_say_which(tmp_path):
    kinds = [diagnostics.source_kind(spec) for spec in (None, 0, "1", "demo:", "rtsp://x/y", "/home/me/film.mp4")]
    assert kinds == ["none", "camera", "camera", "demo", "rtsp", "file"]


def test_text_that_is_passed_on_names_neither_home_nor_passwords(tmp_path):
    text = f"{tmp_path}/a.mp4, {tmp_path}other, rtsp://me:pw@cam/1?token=2 and {tmp_path}."
    assert shareable(text, tmp_path) == f"~/a.mp4, {tmp_path}other, rtsp://cam/1 and ~."


def test_the_language_is_chosen_and_takes_effect_at_the_next_start(open_window, tmp_path):
    window = open_window()
    assert window.menus.languages.values == ["system", "en", "de"]
    window.menus.languages.pick("de")
    assert Settings(tmp_path / "settings.ini").language == "de"
    assert "next time" in window.notes.text


def test_full_screen_and_back(open_window, qtbot):
    window = open_window()
    qtbot.waitUntil(window.isActiveWindow)
    window.actions_["full-screen"].trigger()
    assert window.isFullScreen()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isFullScreen()
    assert not window.actions_["full-screen"].isChecked()


def test_the_way_back_survives_that_what_had_the_focus_is_gone(open_window, qtbot):
    window = open_window()
    qtbot.waitUntil(window.isActiveWindow)
    banner = window.banners.show_message("warning", "a message")
    banner.buttons()[-1].setFocus()
    window.actions_["about"].trigger()
    with qtbot.waitSignal(banner.destroyed):
        window.banners.clear()
    assert window.pages.leave()
    assert window.welcome.isVisible()


def test_space_scrolls_what_is_read_and_starts_nothing(open_window, qtbot):
    window = open_window()
    qtbot.waitUntil(window.isActiveWindow)
    window.choice.source = "demo:"
    window.actions_["shortcuts"].trigger()
    bar = window.shortcuts.reader.verticalScrollBar()
    bar.setRange(0, 100)
    qtbot.keyClick(window.shortcuts.reader, Qt.Key.Key_Space)
    assert bar.value() > 0
    qtbot.keyClick(window.shortcuts.reader, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert bar.value() == 0
    qtbot.keyClick(window, Qt.Key.Key_Space)
    assert window.player.activity is Activity.IDLE


def test_a_full_screen_that_the_system_ends_is_over_for_the_menu_too(open_window):
    window = open_window()
    window.actions_["full-screen"].trigger()
    window.showNormal()
    assert not window.actions_["full-screen"].isChecked()
