"""The settings dialog: every setting has a control, nothing changes before OK, and then it does at once."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QSpinBox,
    QTabBar,
    QWidget,
)

from fer_desktop.language import ENGLISH, install
from fer_desktop.settings import Settings
from fer_desktop.settings_dialog import SettingsDialog
from fer_desktop.settings_notes import Surroundings
from fer_desktop.settings_table import SettingsTable
from fer_desktop.theme import LIGHT, ThemeMode
from fer_desktop.view_options import BarOrder, ViewOptions
from support.layout import cut_off, letters
from support.pseudo import PseudoTranslator, bare_english, longer, marked, texts

CPU_ONLY = {"auto": ("fp32", "bf16", "int8"), "cpu": ("fp32", "bf16", "int8")}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.ini")


@pytest.fixture
def open_dialog(qtbot, settings: Settings) -> Iterator:
    dialogs = []

    def opened(**surroundings: object) -> SettingsDialog:
        around = Surroundings(**({"devices": CPU_ONLY} | surroundings))  # type: ignore[arg-type]
        dialog = SettingsDialog(settings, around, LIGHT)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)  # the test looks at it afterwards
        dialog.changes = []
        dialog.applied.connect(dialog.changes.append)
        dialogs.append(dialog)
        dialog.open()
        qtbot.waitExposed(dialog)
        return dialog

    yield opened
    for dialog in dialogs:
        dialog.close()
        dialog.deleteLater()


def enter(dialog: SettingsDialog, **values: object) -> None:
    """Puts values where a person would, by name with underscores."""
    dialog.show_values({name.replace("_", "-"): value for name, value in values.items()})


def stored(settings: Settings) -> dict[str, object]:
    settings.store.sync()
    return SettingsTable().read(Settings(Path(settings.store.fileName())))


# The dialog alone.


def test_every_setting_has_a_row_and_shows_what_is_kept(open_dialog, settings):
    settings.theme, settings.hop, settings.window = ThemeMode.DARK, 12, None
    settings.keep_sessions_days, settings.device = 45, "cuda:1"
    settings.view = ViewOptions(True, True, BarOrder.VALENCE, False, 300, True)
    dialog = open_dialog()
    assert dialog.values() == SettingsTable().read(settings)
    assert list(dialog.rows) == list(SettingsTable().by_name())


def test_ok_tells_what_was_changed_and_only_that(open_dialog):
    dialog = open_dialog()
    enter(dialog, hop=8, keep_pictures=True)
    enter(dialog, hop=4, theme="dark")
    dialog.ok.click()
    assert dialog.changes == [{"theme": "dark", "keep-pictures": True}]
    assert not dialog.isVisible()


def test_ok_without_a_change_and_cancel_tell_nothing(open_dialog, settings):
    before = stored(settings)
    dialog = open_dialog()
    dialog.ok.click()
    cancelled = open_dialog()
    enter(cancelled, hop=8)
    cancelled.cancel.click()
    assert dialog.changes == cancelled.changes == []
    assert stored(settings) == before


def test_reset_fills_in_the_defaults_and_cancel_takes_that_back(open_dialog, settings):
    settings.hop, settings.keep_sessions_days, settings.language = 12, 7, "de"
    dialog = open_dialog()
    dialog.reset.click()
    assert dialog.values() == SettingsTable().defaults()
    dialog.cancel.click()
    assert dialog.changes == []
    assert (settings.hop, settings.keep_sessions_days) == (12, 7)
    again = open_dialog()
    again.reset.click()
    again.ok.click()
    assert again.changes == [{"language": "system", "hop": 4, "keep-sessions": "forever"}]


def test_whole_session_takes_the_place_of_the_number(open_dialog):
    dialog = open_dialog()
    row = dialog.rows["window"]
    (box,) = row.findChildren(QSpinBox)
    whole = next(one for one in row.findChildren(QAbstractButton) if one.text() == "Whole session")
    whole.click()
    assert row.editor.value() == "all"
    assert not box.isEnabled()
    whole.click()
    box.setValue(16)
    assert row.editor.value() == 16


def test_sessions_are_kept_for_a_usual_time_or_any_other(open_dialog, qtbot):
    dialog = open_dialog()
    dialog.show_setting("keep-sessions")
    row = dialog.rows["keep-sessions"]
    (box,) = row.findChildren(QSpinBox)
    assert row.editor.menu.values[:6] == ["forever", 7, 30, 90, 180, 365]
    assert not box.isVisible()
    row.editor.menu.pick(90)
    assert row.editor.value() == 90
    assert "will be deleted" in row.note
    row.editor.menu.pick(row.editor.menu.values[-1])
    assert box.isVisible()
    qtbot.waitUntil(box.hasFocus)
    qtbot.keyClicks(box, "14")
    qtbot.keyClick(box, Qt.Key.Key_Tab)
    assert row.editor.value() == 14
    row.editor.menu.pick("forever")
    assert not box.isVisible()
    assert (row.editor.value(), row.note) == ("forever", "")


def test_keeping_sessions_for_longer_is_no_warning(open_dialog, settings):
    settings.keep_sessions_days = 30
    dialog = open_dialog()
    for days, warned in ((30, False), (90, False), ("forever", False), (29, True)):
        enter(dialog, keep_sessions=days)
        assert bool(dialog.rows["keep-sessions"].note) is warned


def test_a_device_that_makes_no_sense_is_shown_and_can_be_changed(open_dialog, settings):
    settings.device = "toaster"
    dialog = open_dialog()
    assert dialog.values()["device"] == "toaster"
    assert "cuda" in dialog.rows["device"].note
    enter(dialog, hop=8)
    dialog.ok.click()  # it was so before: nobody is kept from changing something else
    assert dialog.changes == [{"hop": 8}]
    again = open_dialog()
    again.rows["device"].editor.menu.pick("cpu")
    assert again.rows["device"].note == ""
    again.ok.click()
    assert again.changes == [{"device": "cpu"}]


def test_a_device_that_is_not_here_is_told_as_soon_as_that_is_known(open_dialog, settings):
    settings.device = "cuda"
    dialog = open_dialog(devices={})
    assert dialog.rows["device"].note == ""
    dialog.show_surroundings(Surroundings(CPU_ONLY))
    assert "does not have it" in dialog.rows["device"].note
    assert dialog.rows["device"].editor.menu.values == ["auto", "cpu", "cuda"]


def test_a_device_that_the_window_gave_up_meanwhile_is_not_brought_back(open_dialog, settings):
    settings.device = "cuda"
    dialog = open_dialog(devices={})
    settings.device = "auto"
    dialog.show_surroundings(Surroundings(CPU_ONLY))
    assert dialog.values()["device"] == "auto"
    dialog.ok.click()
    assert dialog.changes == []


def test_a_precision_that_the_device_lacks_is_told(open_dialog):
    dialog = open_dialog()
    enter(dialog, device="cpu", precision="fp16")
    assert "chosen device" in dialog.rows["precision"].note
    enter(dialog, precision="bf16")
    assert dialog.rows["precision"].note == ""


def test_what_the_command_line_said_for_this_start_is_told_and_not_kept(open_dialog):
    dialog = open_dialog(in_use={"hop": 12, "device": "auto"})
    assert dialog.values()["hop"] == 4
    assert "12" in dialog.rows["hop"].note
    assert dialog.rows["device"].note == ""
    dialog.ok.click()
    assert dialog.changes == []


def test_a_bundle_that_is_not_there_is_told(open_dialog, tmp_path):
    dialog = open_dialog()
    enter(dialog, bundle=str(tmp_path / "none.ferbundle"))
    assert "no bundle" in dialog.rows["bundle"].note
    enter(dialog, bundle=str(tmp_path))
    assert dialog.rows["bundle"].note == ""


@pytest.mark.parametrize("name", ["bundle", "recording-folder"])
def test_half_a_path_is_not_taken_and_the_person_is_led_to_it(open_dialog, qtbot, name):
    dialog = open_dialog()
    qtbot.waitUntil(dialog.isActiveWindow)
    (edit,) = dialog.rows[name].findChildren(QLineEdit)
    enter(dialog, hop=8)
    edit.setText("somewhere/else")
    dialog.ok.click()
    assert dialog.isVisible()
    assert dialog.changes == []
    assert "Allowed" in dialog.rows[name].note
    assert dialog.focusWidget() is edit
    edit.setText("/somewhere/else")
    dialog.ok.click()
    assert dialog.changes == [{"hop": 8, name: "/somewhere/else"}]


def test_a_place_is_chosen_in_the_chooser_of_the_system(open_dialog, qtbot, tmp_path):
    dialog = open_dialog()
    dialog.show_setting("recording-folder")
    dialog.rows["recording-folder"].editor.choose.click()
    (chooser,) = dialog.findChildren(QFileDialog)
    chooser.fileSelected.emit(str(tmp_path / "chosen"))
    chooser.reject()
    assert dialog.values()["recording-folder"] == str(tmp_path / "chosen")
    menu = dialog.rows["bundle"].editor.choose.menu()
    for number, path in ((1, "b.ferbundle"), (2, "b")):
        menu.actions()[number].trigger()
        chooser = dialog.findChildren(QFileDialog)[-1]
        chooser.fileSelected.emit(str(tmp_path / path))
        chooser.reject()
        assert dialog.values()["bundle"] == str(tmp_path / path)
    menu.actions()[0].trigger()
    assert dialog.values()["bundle"] == "starter"
    qtbot.waitUntil(lambda: not dialog.findChildren(QFileDialog))


# Files.


def test_a_file_fills_the_dialog_in_and_ok_takes_it_over(open_dialog, tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('hop = 8\nkeep-sessions = "forever"\n[view]\nspan = 300\n')
    dialog = open_dialog()
    dialog.import_from(path)
    (banner,) = dialog.banners.banners()
    assert (banner.kind, banner.where) == ("saved", str(path))
    assert dialog.values()["hop"] == 8
    dialog.ok.click()
    assert dialog.changes == [{"hop": 8, "view.span": 300}]


def test_a_file_with_one_mistake_changes_nothing_at_all(open_dialog, tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('hop = 8\ntheme = "dark"\nkeep-session = 30\n')
    dialog = open_dialog()
    enter(dialog, hop=6)
    before = dialog.values()
    dialog.import_from(path)
    assert dialog.values() == before
    (banner,) = dialog.banners.banners()
    assert (banner.kind, banner.where) == ("error", str(path))
    assert banner.title == "Line 3: there is no setting “keep-session”."
    assert "keep-sessions" in banner.text


def test_what_the_dialog_shows_is_exported(open_dialog, tmp_path):
    dialog = open_dialog()
    enter(dialog, hop=8)
    dialog.export_to(tmp_path / "out.toml")
    written = tomllib.loads((tmp_path / "out.toml").read_text("utf-8"))
    assert (written["hop"], written["bundle"], written["view"]["span"]) == (8, "starter", 60)
    assert dialog.banners.banners()[0].kind == "saved"
    other = open_dialog()
    other.import_from(tmp_path / "out.toml")
    assert other.values() == dialog.values()


def test_what_nobody_could_import_again_is_not_exported(open_dialog, settings, tmp_path):
    settings.device = "toaster"
    dialog = open_dialog()
    dialog.export_to(tmp_path / "out.toml")
    assert not (tmp_path / "out.toml").exists()
    assert dialog.tabs.currentIndex() == 1


def test_an_export_that_cannot_be_written_is_told(open_dialog, tmp_path):
    dialog = open_dialog()
    dialog.export_to(tmp_path / "none" / "out.toml")
    assert dialog.banners.banners()[0].kind == "error"


def test_a_file_is_not_replaced_unasked(open_dialog, qtbot, tmp_path):
    (tmp_path / "mine.toml").write_text("precious")
    dialog = open_dialog()
    dialog.export.click()
    (chooser,) = dialog.findChildren(QFileDialog)
    chooser.setDirectory(str(tmp_path))
    (name,) = [edit for edit in chooser.findChildren(QLineEdit) if edit.objectName() == "fileNameEdit"]
    name.setText("mine")
    asked = []

    def answer() -> None:
        for box in QApplication.topLevelWidgets():
            if isinstance(box, QMessageBox) and box.isVisible():
                asked.append(box.text())
                box.button(QMessageBox.StandardButton.No).click()

    QTimer.singleShot(200, answer)
    chooser.accept()
    assert len(asked) == 1
    assert "mine.toml" in asked[0]
    chooser.reject()
    assert (tmp_path / "mine.toml").read_text() == "precious"
    qtbot.waitUntil(lambda: not dialog.findChildren(QFileDialog))


# How it is read and used.


def test_tab_reaches_every_control_of_a_page_from_top_to_bottom(open_dialog, qtbot):
    dialog = open_dialog()
    qtbot.waitUntil(dialog.isActiveWindow)
    for number in range(dialog.tabs.count()):
        dialog.tabs.setCurrentIndex(number)
        way = []
        dialog.tabs.tabBar().setFocus()
        while (focus := dialog.focusWidget()) not in way:
            way.append(focus)
            qtbot.keyClick(focus, Qt.Key.Key_Tab)
        page = dialog.tabs.currentWidget()
        kinds = QAbstractButton | QLineEdit | QSpinBox
        there = [one for one in dialog.findChildren(QWidget) if isinstance(one, kinds) and one.isVisible()]
        inner = {one for one in there if isinstance(one.parent(), QSpinBox | QTabBar)}
        assert {one for one in there if one.isEnabled()} - inner <= set(way)
        tops = [one.mapTo(dialog, one.rect().center()).y() for one in way if page.isAncestorOf(one)]
        assert tops == sorted(tops)


def test_every_control_says_what_it_is(open_dialog):
    dialog = open_dialog()
    for row in dialog.rows.values():
        assert row.editor.control.accessibleName()
        assert row.editor.control.toolTip()


def test_no_letter_stands_for_two_things_on_a_page(open_dialog):
    dialog = open_dialog()
    for number in range(dialog.tabs.count()):
        dialog.tabs.setCurrentIndex(number)
        shown = [dialog.tabs.tabText(place) for place in range(dialog.tabs.count())]
        for widget in dialog.findChildren(QWidget):
            if widget.isVisible() and (
                isinstance(widget, QAbstractButton) or (isinstance(widget, QLabel) and widget.buddy())
            ):
                shown.append(widget.text())
        counts = Counter(letter for text in shown for letter in letters(text))
        assert [letter for letter, count in counts.items() if count > 1] == []


def test_a_letter_and_a_click_on_the_words_tick_the_box(open_dialog, qtbot):
    dialog = open_dialog()
    dialog.show_setting("keep-pictures")
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: dialog.values()["keep-pictures"] is True)
    row = dialog.rows["keep-pictures"]
    title = next(label for label in row.findChildren(QLabel) if label.buddy() is row.editor.control)
    qtbot.mouseClick(title, Qt.MouseButton.LeftButton)
    assert dialog.values()["keep-pictures"] is False


def test_enter_opens_a_menu_and_means_ok_elsewhere(open_dialog, qtbot):
    dialog = open_dialog()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.show_setting("theme")
    editor, seen = dialog.rows["theme"].editor, []

    def look() -> None:
        seen.append(editor.menu.isVisible())
        editor.menu.hide()

    editor.menu.aboutToShow.connect(lambda: QTimer.singleShot(0, look))
    qtbot.keyClick(editor.control, Qt.Key.Key_Return)
    assert seen == [True]
    assert dialog.isVisible()
    dialog.show_setting("hop")
    box = dialog.rows["hop"].editor.control
    box.selectAll()
    qtbot.keyClicks(box, "9")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert dialog.changes == [{"hop": 9}]


def translated_dialog(qapp, open_dialog, settings, change) -> Iterator[SettingsDialog]:
    translator = PseudoTranslator(change)
    qapp.installTranslator(translator)
    settings.keep_sessions_days, settings.bundle, settings.device = 45, "/none/at/all", "toaster"
    yield open_dialog(in_use={"hop": 12})
    qapp.removeTranslator(translator)


@pytest.fixture
def marked_dialog(qapp, open_dialog, settings):
    yield from translated_dialog(qapp, open_dialog, settings, marked)


@pytest.fixture
def longer_dialog(qapp, open_dialog, settings):
    yield from translated_dialog(qapp, open_dialog, settings, longer)


def test_nothing_that_it_says_bypasses_the_translation(marked_dialog):
    names = frozenset({"English", "Deutsch", "starter", "toaster", "auto", "cuda", "mps", "TOML", "FER", "Desktop"})
    said = [*texts(marked_dialog), *(("tab", marked_dialog.tabs.tabText(number)) for number in range(4))]
    bare = sorted({f"{where}: {what}" for where, what in said if bare_english(what, names)})
    assert [one for one in bare if "Scroll" not in one] == []  # Qt's own


@pytest.mark.parametrize("size", [(640, 480), (760, 528), (1024, 640)])
def test_there_is_room_for_longer_words(longer_dialog, qtbot, size):
    longer_dialog.resize(*size)
    for number in range(longer_dialog.tabs.count()):
        longer_dialog.tabs.setCurrentIndex(number)
        qtbot.wait(20)
        assert cut_off(longer_dialog) == []
        inner = longer_dialog.tabs.currentWidget().widget()
        for row in inner.findChildren(QWidget):
            if row.isVisible():
                assert row.mapTo(inner, row.rect().topRight()).x() < inner.width()
    tabs = longer_dialog.tabs.tabBar()
    assert sum(tabs.tabRect(number).width() for number in range(4)) <= longer_dialog.width()


def test_it_is_no_larger_than_the_smallest_window(open_dialog):
    dialog = open_dialog()
    assert dialog.width() <= 1024
    assert dialog.height() <= 600


@pytest.mark.parametrize("size", [(640, 480), (760, 528)])
def test_german_fits(qapp, open_dialog, settings, qtbot, size):
    install(qapp, "de")
    try:
        settings.keep_sessions_days = 45
        dialog = open_dialog(in_use={"hop": 12})
        dialog.resize(*size)
        for number in range(dialog.tabs.count()):
            dialog.tabs.setCurrentIndex(number)
            qtbot.wait(20)
            assert cut_off(dialog) == []
    finally:
        install(qapp, ENGLISH)
