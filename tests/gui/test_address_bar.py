"""The row where the address of a network camera is typed."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit

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
