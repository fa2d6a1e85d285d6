"""Messages in the window: plain words for what a person can mend, details to copy for a bug."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from core.errors import SourceError
from fer_desktop.widgets.banner import Banner, BannerArea


@pytest.fixture
def area(qtbot) -> BannerArea:
    widget = BannerArea()
    qtbot.addWidget(widget)
    widget.resize(900, 200)
    widget.show()
    return widget


def texts(banner: Banner) -> list[str]:
    return [label.text() for label in banner.findChildren(QLabel) if label.text()]


def button(banner: Banner, text: str) -> QPushButton:
    return next(button for button in banner.findChildren(QPushButton) if button.text() == text)


def test_an_error_says_what_where_and_what_to_do(area):
    banner = area.show_error(SourceError("the camera is in use", where="Camera 0", hint="Close the other program"))
    assert texts(banner) == ["The camera is in use.", "Camera 0", "Close the other program."]
    assert banner.kind == "error"


def test_every_error_has_its_details_folded_away(area, qtbot):
    try:
        raise SourceError("the camera is in use", where="Camera 0") from OSError("busy")
    except SourceError as error:
        banner = area.show_error(error)
    (details,) = banner.findChildren(QPlainTextEdit)
    assert not details.isVisible()
    assert not button(banner, "Copy").isVisible()
    qtbot.mouseClick(button(banner, "Details"), Qt.MouseButton.LeftButton)
    assert details.isVisible()
    assert "busy" in details.toPlainText()


def test_the_cause_is_what_is_seen_first_of_long_details(area, qtbot):
    try:
        raise ValueError("\n".join(f"line {number}" for number in range(50)) + "\nthe cause")
    except ValueError as error:
        banner = area.show_error(error)
    qtbot.mouseClick(button(banner, "Details"), Qt.MouseButton.LeftButton)
    (details,) = banner.findChildren(QPlainTextEdit)
    bar = details.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    assert bar.value() == bar.maximum()


def test_details_hold_neither_the_home_folder_nor_a_password(area):
    error = SourceError(f"{Path.home()}/secret place", hint="rtsp://me:hunter2@camera/1")
    (details,) = area.show_error(error).findChildren(QPlainTextEdit)
    assert "~/secret place" in details.toPlainText()
    assert "hunter2" not in details.toPlainText()


def test_of_two_messages_on_one_topic_the_newer_stays(area):
    area.show_message("warning", "smaller batch", topic="memory")
    area.show_message("warning", "even smaller batch", topic="memory")
    assert [banner.title for banner in area.banners()] == ["even smaller batch"]


def test_a_bug_is_called_one_and_its_traceback_is_folded_away(area, qtbot):
    def broken() -> None:
        raise ValueError("seven is not a shape")

    with pytest.raises(ValueError, match="seven") as caught:
        broken()
    banner = area.show_error(caught.value)
    assert all("Traceback" not in text for text in texts(banner))
    (details,) = banner.findChildren(QPlainTextEdit)
    assert not details.isVisible()
    qtbot.mouseClick(button(banner, "Details"), Qt.MouseButton.LeftButton)
    assert details.isVisible()
    assert "seven is not a shape" in details.toPlainText()
    qtbot.mouseClick(button(banner, "Copy"), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == details.toPlainText()


def test_a_message_can_be_closed(area, qtbot):
    banner = area.show_message("saved", "8 rows recorded")
    cross = banner.findChildren(QToolButton)[0]
    assert cross.accessibleName()
    with qtbot.waitSignal(banner.destroyed):
        qtbot.mouseClick(cross, Qt.MouseButton.LeftButton)
    assert area.banners() == []
    assert area.sizeHint().height() == 0


def test_the_same_message_is_shown_once(area):
    for _ in range(3):
        area.show_error(SourceError("the camera is in use", where="Camera 0"))
    assert len(area.banners()) == 1


def test_the_newest_is_on_top_and_the_oldest_of_too_many_goes(area):
    for number in range(5):
        area.show_message("warning", f"message {number}")
    assert [banner.title for banner in area.banners()] == ["message 4", "message 3", "message 2"]
    area.clear()
    assert area.banners() == []


def test_markup_in_a_message_is_shown_as_it_is(area):
    banner = area.show_error(SourceError("<b>bold</b>", where="<img src='x'>"))
    assert {label.textFormat() for label in banner.findChildren(QLabel) if label.text()} == {Qt.TextFormat.PlainText}


def test_the_focus_of_a_message_that_is_closed_goes_on_to_the_next_control(qtbot):
    desk = QWidget()
    qtbot.addWidget(desk)
    area, after = BannerArea(), QPushButton("after")
    column = QVBoxLayout(desk)
    column.addWidget(area)
    column.addWidget(after)
    desk.show()
    qtbot.waitUntil(desk.isActiveWindow)
    cross = area.show_message("saved", "8 rows recorded").buttons()[-1]
    cross.setFocus()
    cross.click()
    assert desk.focusWidget() is after
