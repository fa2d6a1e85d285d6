"""The bars and the verdict above them."""

import numpy as np
import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel

from fer_desktop.theme import DARK, LIGHT
from fer_desktop.view_options import BarOrder
from fer_desktop.widgets.emotion_bars import EmotionBars
from fer_desktop.widgets.emotion_panel import EmotionPanel

LABELS = ("sad", "happy", "angry")
VOTE = np.array([0.07, 0.834, 0.096], np.float32)


@pytest.fixture
def bars(qtbot) -> EmotionBars:
    widget = EmotionBars()
    qtbot.addWidget(widget)
    widget.set_labels(LABELS)
    widget.resize(360, 120)
    widget.show()
    return widget


def settle(bars: EmotionBars) -> None:
    bars.advance(10.0)
    assert bars.settled


def test_bars_stand_in_the_bundles_order_with_whole_percents(bars):
    bars.set_values(VOTE)
    assert bars.labels == LABELS
    assert [text.replace("\N{NO-BREAK SPACE}", " ") for text in bars.value_texts()] == ["7 %", "83 %", "10 %"]


def test_the_winner_is_the_first_of_equals(bars):
    bars.set_values(np.array([0.2, 0.4, 0.4], np.float32))
    assert bars.winner == "happy"


def test_the_winner_is_marked_by_more_than_colour(bars):
    bars.set_values(VOTE)
    settle(bars)
    picture, ink = bars.grab().toImage(), QColor(LIGHT.text).rgb()

    def inked(row: int) -> bool:  # in the column left of the names, where only the winner has a tick mark
        return any(picture.pixel(x, row * 40 + y) == ink for x in range(4, 20) for y in range(4, 36))

    assert [inked(row) for row in range(3)] == [False, True, False]
    assert bars.accessibleDescription() == "Happy"


def test_a_bar_moves_to_its_value_in_steps(bars):
    bars.set_values(VOTE)
    assert not bars.settled
    before = bars.grab().toImage()
    bars.advance(0.033)
    assert not bars.settled
    assert bars.grab().toImage() != before
    settle(bars)


def test_bars_are_as_long_as_their_share(bars):
    bars.set_values(VOTE)
    settle(bars)
    picture, colour = bars.grab().toImage(), LIGHT.emotion("happy").rgb()
    length = sum(picture.pixel(x, 60) == colour for x in range(bars.width()))
    widest = np.array([0.0, 1.0, 0.0], np.float32)
    bars.set_values(widest)
    settle(bars)
    full = sum(bars.grab().toImage().pixel(x, 60) == colour for x in range(bars.width()))
    assert length / full == pytest.approx(0.834, abs=0.02)


def test_the_newest_clips_mark_hides_no_bar(bars):
    def coloured(clip: np.ndarray | None) -> int:
        bars.set_values(VOTE, clip)
        settle(bars)
        picture, colour = bars.grab().toImage(), LIGHT.emotion("sad").rgb()
        return sum(picture.pixel(x, y) == colour for x in range(bars.width()) for y in range(40))

    assert coloured(VOTE) == coloured(None)


def test_bars_can_go_from_pleasant_to_unpleasant(bars):
    bars.set_values(VOTE)
    bars.set_order(BarOrder.VALENCE)
    assert bars.labels == ("happy", "sad", "angry")
    assert [text.split("\N{NO-BREAK SPACE}")[0] for text in bars.value_texts()] == ["83", "7", "10"]
    assert bars.winner == "happy"


def test_numbers_can_be_switched_off(bars):
    bars.set_values(VOTE)
    bars.set_numbers(False)
    assert bars.value_texts() == ["", "", ""]
    assert bars.accessibleDescription() == "Happy"


def test_a_screen_reader_hears_the_winner_once_per_change(bars, monkeypatch):
    spoken = []
    monkeypatch.setattr(bars, "setAccessibleDescription", spoken.append)
    for share in (0.8, 0.7, 0.6, 0.3):
        bars.set_values(np.array([0.0, share, 1 - share], np.float32))
    assert spoken == ["Happy", "Angry"]


def test_without_a_vote_there_are_dashes_and_no_winner(bars):
    bars.set_values(VOTE)
    bars.set_values(None)
    assert bars.value_texts() == ["–", "–", "–"]
    assert bars.winner is None


def test_colours_follow_the_theme(bars):
    bars.set_values(VOTE)
    settle(bars)
    bars.set_theme(DARK)
    picture = bars.grab().toImage()
    assert DARK.emotion("happy").rgb() in {picture.pixel(x, 60) for x in range(bars.width())}


def test_the_headline_names_the_winner_and_its_share(qtbot):
    panel = EmotionPanel()
    qtbot.addWidget(panel)
    panel.set_labels(LABELS)
    panel.show_vote(VOTE, VOTE, "Face 1: vote over the last 8 clips")
    assert panel.headline.split() == ["Happy", "83", "%"]
    assert panel.caption == "Face 1: vote over the last 8 clips"
    panel.set_numbers(False)
    assert panel.headline == "Happy"
    panel.show_nothing("No face", "Nothing is scored")
    assert (panel.headline, panel.bars.winner) == ("No face", None)


def test_the_panel_says_what_the_mark_below_a_bar_is_while_there_is_one(qtbot):
    panel = EmotionPanel()
    qtbot.addWidget(panel)
    panel.set_labels(LABELS)

    def texts() -> str:
        return " ".join(label.text() for label in panel.findChildren(QLabel))

    panel.show_vote(VOTE, VOTE, "Face 1: vote over the last 8 clips")
    assert "the newest clip alone" in texts()
    panel.show_vote(VOTE, None, "Whole video: vote over 20 clips")
    assert "the newest clip alone" not in texts()
