"""The row under the film: what it says, what it asks for, and that nothing in it jumps."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QToolButton

from fer_desktop.language import ENGLISH, install
from fer_desktop.playback.transport_bar import SPEEDS, TRANSPORT_KEYS, TransportBar, moment_text
from support.layout import cut_off
from support.pseudo import PseudoTranslator, longer


@pytest.fixture
def bar(qtbot) -> TransportBar:
    widget = TransportBar()
    qtbot.addWidget(widget)
    widget.resize(880, 34)
    widget.set_film(190.0, 5700)
    widget.show()
    return widget


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    install(qapp, "de")
    yield
    install(qapp, ENGLISH)


@pytest.fixture
def longer_texts(qapp: QApplication) -> Iterator[None]:
    translator = PseudoTranslator(longer)
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.0, "0:00.00"), (12.345, "0:12.35"), (59.996, "1:00.00"), (3675.5, "1:01:15.50"), (-0.01, "0:00.00")],
)
def test_a_moment_has_hundredths_of_a_second(seconds, text):
    if seconds == 12.345:  # the nearest number lies a little above or below
        assert moment_text(seconds) in (text, "0:12.34")
    else:
        assert moment_text(seconds) == text


def test_a_moment_without_decimals_is_rounded():
    assert (moment_text(59.6, 0), moment_text(12.3, 1)) == ("1:00", "0:12.3")


@pytest.mark.usefixtures("german")
def test_a_moment_has_the_decimal_point_of_the_language():
    assert moment_text(12.25) == "0:12,25"


def test_the_position_is_told_in_time_and_in_frames_counted_from_one(bar):
    bar.set_position(12.34, 370)
    assert (bar.position, bar.frame) == ("0:12.34 / 3:10.00", "frame 371 / 5700")


def test_nothing_moves_while_the_film_plays(bar, qtbot):
    places = set()
    for seconds, frame in ((0.0, 0), (11.11, 333), (188.88, 5666), (190.0, 5699)):
        bar.set_position(seconds, frame)
        qtbot.wait(1)
        places.add(tuple(child.geometry().getRect() for child in bar.children() if child.isWidgetType()))
    assert len(places) == 1


def test_the_button_says_what_it_does_next(bar):
    play = bar.buttons["play"]
    assert play.toolTip() == "Play (Space)"
    bar.set_playing(True)
    assert bar.playing
    assert (play.toolTip(), play.accessibleName()) == ("Pause (Space)", "Pause")


def test_buttons_tell_what_a_person_wants(bar, qtbot):
    told = []
    bar.play_toggled.connect(lambda: told.append("play"))
    bar.step_asked.connect(told.append)
    bar.loop_toggled.connect(lambda on: told.append(("loop", on)))
    bar.mute_toggled.connect(lambda on: told.append(("mute", on)))
    for name in ("play", "back", "forward", "loop", "loop", "sound"):
        qtbot.mouseClick(bar.buttons[name], Qt.MouseButton.LeftButton)
    assert told == ["play", -1, 1, ("loop", True), ("loop", False), ("mute", True)]


def test_what_is_shown_tells_nobody(bar):
    told = []
    for signal in (bar.speed_changed, bar.loop_toggled, bar.mute_toggled):
        signal.connect(told.append)
    bar.set_speed(0.5)
    bar.set_loop(True)
    bar.set_muted(True)
    assert told == []
    assert bar.buttons["loop"].isChecked()
    assert bar.buttons["sound"].isChecked()


def test_the_menu_offers_every_speed_and_marks_the_chosen_one(bar):
    asked = []
    bar.speed_changed.connect(asked.append)
    texts = [action.text() for action in bar.speed.menu().actions()]
    assert texts == ["0.25×", "0.5×", "0.75×", "1×", "1.5×", "2×", "4×"]
    bar.speed.menu().actions()[1].trigger()
    assert asked == [0.5]
    assert [action.data() for action in bar.speed.menu().actions() if action.isChecked()] == [0.5]
    assert bar.speed.text() == "0.5×"


def test_speed_goes_step_by_step_and_no_further_than_the_ends(bar):
    asked = []
    bar.speed_changed.connect(asked.append)
    bar.speed_changed.connect(bar.set_speed)
    for _ in range(len(SPEEDS)):
        bar.step_speed(1)
    assert asked == [1.5, 2.0, 4.0]
    bar.step_speed(-1)
    assert asked[-1] == 2.0


def test_without_sound_the_button_says_why(bar):
    bar.set_sound(False, "This video has no sound.")
    sound = bar.buttons["sound"]
    assert not sound.isEnabled()
    assert (sound.toolTip(), sound.accessibleDescription()) == ("This video has no sound.",) * 2
    bar.set_sound(True)
    assert sound.isEnabled()
    assert sound.toolTip().startswith("Sound (S)")


def test_without_a_film_nothing_can_be_pressed(qtbot):
    bar = TransportBar()
    qtbot.addWidget(bar)
    assert not any(button.isEnabled() for button in bar.findChildren(QToolButton))
    bar.set_film(1.0, 30)
    bar.set_sound(True)
    assert all(button.isEnabled() for button in bar.findChildren(QToolButton))


def test_every_control_names_its_key(bar):
    for name in bar.buttons:
        assert f"({TRANSPORT_KEYS[name]})" in bar.buttons[name].toolTip()
    assert TRANSPORT_KEYS["slower"] in bar.speed.toolTip()


@pytest.mark.usefixtures("longer_texts")
@pytest.mark.parametrize("width", [400, 632, 880])
def test_longer_words_give_way_to_what_is_needed(qtbot, width):
    bar = TransportBar()
    qtbot.addWidget(bar)
    bar.set_film(3 * 3600.0, 324_000)  # the longest figures
    bar.resize(width, 34)
    bar.show()
    qtbot.wait(1)
    assert cut_off(bar) == []
    assert bar.buttons["sound"].geometry().right() <= width
