"""The row where the address of a network camera is typed."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from core.errors import LoginError, SourceError
from fer_desktop.widgets.address_bar import AddressBar


@pytest.fixture
def bar(qtbot) -> Iterator[AddressBar]:
    bar = AddressBar()
    yield bar
    bar.close()
    bar.deleteLater()


@pytest.fixture
def chosen(bar: AddressBar) -> list[str]:
    chosen: list[str] = []
    bar.chosen.connect(chosen.append)
    return chosen


def edits(bar: AddressBar) -> list[QLineEdit]:
    """Address, user, password."""
    return [edit for edit in bar.findChildren(QLineEdit) if not edit.isHidden()]


def note(bar: AddressBar) -> bool:
    return any("not stored" in label.text() and label.isVisible() for label in bar.findChildren(QLabel))


def test_an_address_alone_is_told_as_it_was_typed(qtbot, bar, chosen):
    bar.ask()
    qtbot.keyClicks(edits(bar)[0], " rtsp://127.0.0.1/cam ")
    qtbot.keyClick(edits(bar)[0], Qt.Key.Key_Return)
    assert chosen == ["rtsp://127.0.0.1/cam"]
    assert not bar.isVisible()


def test_user_and_password_have_fields_of_their_own(qtbot, bar, chosen):
    bar.ask()
    for edit, text in zip(edits(bar), ("rtsp://cam/1", "anna", "p@s s"), strict=True):
        qtbot.keyClicks(edit, text)
    qtbot.keyClick(edits(bar)[2], Qt.Key.Key_Return)
    assert chosen == ["rtsp://anna:p%40s%20s@cam/1"]
    assert edits(bar)[2].echoMode() is QLineEdit.EchoMode.Password


def test_a_password_does_not_outlive_the_row(qtbot, bar, chosen):
    bar.ask()
    for edit, text in zip(edits(bar), ("rtsp://cam/1", "anna", "secret"), strict=True):
        qtbot.keyClicks(edit, text)
    bar.hide()
    bar.ask()
    assert [edit.text() for edit in edits(bar)] == ["rtsp://cam/1", "anna", ""]
    assert note(bar)


def test_a_remembered_address_asks_for_its_password_only(qtbot, bar, chosen):
    bar.complete("rtsp://anna%40home@cam/1")
    qtbot.waitUntil(bar.isVisible)
    assert [edit.text() for edit in edits(bar)] == ["rtsp://cam/1", "anna@home", ""]
    assert note(bar)
    bar.activateWindow()
    qtbot.waitUntil(edits(bar)[2].hasFocus)
    qtbot.keyClicks(edits(bar)[2], "x")
    qtbot.keyClick(edits(bar)[2], Qt.Key.Key_Return)
    assert chosen == ["rtsp://anna%40home:x@cam/1"]


def test_a_secret_within_the_address_is_typed_where_it_was(qtbot, bar, chosen):
    bar.complete("http://cam/v?user=anna&pwd=&x=1")
    assert note(bar)
    qtbot.keyClicks(edits(bar)[0], "s3cret")
    qtbot.keyClick(edits(bar)[0], Qt.Key.Key_Return)
    assert chosen == ["http://cam/v?user=anna&pwd=s3cret&x=1"]


def test_a_new_address_says_nothing_about_passwords(bar):
    bar.ask()
    assert not note(bar)


def test_remembered_addresses_are_offered_while_one_is_typed(qtbot, bar, chosen):
    bar.remember(["http://192.168.1.20/video", "rtsp://anna@cam/1"])
    bar.ask()
    edit = edits(bar)[0]
    qtbot.keyClicks(edit, "cam")
    completer = edit.completer()
    assert completer.completionCount() == 1
    completer.activated[str].emit(completer.currentCompletion())
    qtbot.waitUntil(lambda: edits(bar)[1].text() == "anna")
    assert edit.text() == "rtsp://cam/1"
    completer.popup().hide()


def test_a_password_that_was_typed_into_the_address_is_not_shown_again(qtbot, bar, chosen):
    bar.ask()
    edits(bar)[0].setText("rtsp://me:hunter2@127.0.0.1/cam")
    qtbot.keyClick(edits(bar)[0], Qt.Key.Key_Return)
    assert chosen == ["rtsp://me:hunter2@127.0.0.1/cam"]
    bar.ask()
    assert edits(bar)[0].text() == "rtsp://me@127.0.0.1/cam"
    assert note(bar)


def test_a_password_outlives_a_look_into_another_window(qtbot, bar):
    bar.ask()
    edits(bar)[2].setText("hunter2")
    bar.showMinimized()
    bar.showNormal()
    assert edits(bar)[2].text() == "hunter2"
    bar.hide()
    assert edits(bar)[2].text() == ""


def problem(bar: AddressBar) -> str:
    labels = [label for label in bar.findChildren(QLabel) if label.property("kind") == "danger"]
    return "".join(label.text() for label in labels if label.isVisible())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("127.0.0.1:8765/video", "http://127.0.0.1:8765/video"), ("cam:554/1", "rtsp://cam:554/1")],
)
def test_an_address_without_a_scheme_is_completed_and_shown_so(qtbot, bar, chosen, typed, meant):
    bar.ask()
    qtbot.keyClicks(edits(bar)[0], typed)
    qtbot.keyClick(edits(bar)[0], Qt.Key.Key_Return)
    assert chosen == [meant]
    assert edits(bar)[0].text() == meant


def test_what_is_no_address_gets_a_sentence_until_it_is_mended(qtbot, bar, chosen):
    bar.ask()
    qtbot.keyClicks(edits(bar)[0], "banana split")
    assert problem(bar) == ""
    qtbot.keyClick(edits(bar)[0], Qt.Key.Key_Return)
    assert chosen == []
    assert bar.isVisible()
    assert problem(bar).startswith("This is not the address of a stream. An address looks like http://")
    qtbot.keyClick(edits(bar)[0], Qt.Key.Key_Backspace)
    assert problem(bar) == ""


def test_an_address_that_failed_comes_back_whole_with_the_cursor_in_the_password(qtbot, bar):
    bar.mend("rtsp://anna:p%40s%20s@cam/1", LoginError("user name or password is wrong"))
    assert [edit.text() for edit in edits(bar)] == ["rtsp://cam/1", "anna", "p@s s"]
    assert not note(bar)
    bar.activateWindow()
    qtbot.waitUntil(edits(bar)[2].hasFocus)
    assert edits(bar)[2].selectedText()
    bar.hide()
    bar.ask()
    assert edits(bar)[2].text() == ""


def test_the_cursor_is_where_something_has_to_be_mended(qtbot, bar):
    bar.mend("http://cam/1", LoginError("the camera asks for a user name and a password"))
    bar.activateWindow()
    qtbot.waitUntil(edits(bar)[1].hasFocus)
    bar.mend("http://anna:x@cam/2", SourceError("nothing is there"))
    qtbot.waitUntil(edits(bar)[0].hasFocus)


@pytest.mark.parametrize("spec", [None, 0, "demo:", "/home/me/film.mp4"])
def test_what_is_no_stream_is_not_mended_here(bar, spec):
    bar.mend(spec, SourceError("gone"))
    assert not bar.isVisible()
