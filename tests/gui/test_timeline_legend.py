"""The switches above the timeline."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from core.labels import LABELS
from fer_desktop.theme import DARK, LIGHT
from fer_desktop.timeline import Timeline
from support.layout import cut_off


@pytest.fixture
def timeline(qtbot) -> Timeline:
    widget = Timeline()
    qtbot.addWidget(widget)
    widget.set_labels(LABELS)
    widget.set_duration(60.0)
    widget.resize(900, 340)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def test_a_click_hides_a_line_and_another_one_shows_it_again(timeline, qtbot):
    told = []
    timeline.labels_changed.connect(told.append)
    happy = next(toggle for toggle in timeline.legend.toggles if toggle.label == "happy")
    qtbot.mouseClick(happy, Qt.MouseButton.LeftButton)
    without = tuple(label for label in LABELS if label != "happy")
    assert told == [without]
    assert timeline.shown_labels == without
    qtbot.mouseClick(happy, Qt.MouseButton.LeftButton)
    assert timeline.shown_labels == tuple(LABELS)


def test_every_switch_can_be_reached_and_used_by_keys(timeline, qtbot):
    timeline.activateWindow()
    qtbot.waitUntil(timeline.isActiveWindow)
    timeline.legend.toggles[0].setFocus()
    for toggle in timeline.legend.toggles:
        assert toggle.hasFocus()
        qtbot.keyClick(toggle, Qt.Key.Key_Space)
        qtbot.keyClick(toggle, Qt.Key.Key_Tab)
    assert timeline.shown_labels == ()
    assert timeline.canvas.grab().toImage()


def test_hidden_lines_stay_hidden_for_another_film_with_the_same_labels(timeline):
    timeline.shown_labels = ("sad", "happy")
    assert timeline.shown_labels == ("happy", "sad")
    assert [toggle.label for toggle in timeline.legend.toggles if toggle.isChecked()] == ["happy", "sad"]
    timeline.set_labels(LABELS)
    assert timeline.shown_labels == ("happy", "sad")
    timeline.set_labels(("happy", "contempt"))
    assert timeline.shown_labels == ("happy", "contempt")
    assert [toggle.text() for toggle in timeline.legend.toggles] == ["Happy", "Contempt"]


@pytest.mark.parametrize("width", [320, 700, 1600])
def test_the_switches_take_as_many_lines_as_they_need(timeline, qtbot, width):
    timeline.resize(width, 400)
    qtbot.wait(10)
    assert cut_off(timeline) == []
    areas = [toggle.geometry() for toggle in timeline.legend.toggles]
    assert not any(one.intersects(other) for place, one in enumerate(areas) for other in areas[:place])
    assert areas[-1].bottom() <= timeline.legend.height()
    assert (areas[-1].top() > 0) is (width == 320)


def test_a_switch_looks_off_when_it_is_off(timeline, qtbot):
    toggle = timeline.legend.toggles[0]
    for theme in (LIGHT, DARK):
        timeline.set_theme(theme)
        on = toggle.grab().toImage()
        middle = QPoint(13, on.height() // 2)
        assert on.pixelColor(middle).getRgb()[:3] == theme.emotion(toggle.label).getRgb()[:3]
        toggle.setChecked(False)
        assert toggle.grab().toImage().pixelColor(middle).getRgb()[:3] != theme.emotion(toggle.label).getRgb()[:3]
        toggle.setChecked(True)


def test_every_control_says_what_it_is(timeline):
    for widget in (*timeline.legend.toggles, *timeline.buttons.values(), timeline.canvas):
        assert isinstance(widget, QWidget)
        assert widget.accessibleName()
