"""What all clips say, beside what those of the selection say."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QScrollArea

from core.sessions.record import Verdict
from fer_desktop.playback.verdict_panel import VerdictPanel
from fer_desktop.theme import DARK, LIGHT
from fer_desktop.valence import VALENCE
from support.layout import cut_off
from support.pseudo import PseudoTranslator, longer

LABELS = ("sad", "happy", "angry")
WHOLE = Verdict(231, np.array([0.07, 0.834, 0.096]), np.array([0.0, 0.9, 0.1]))
SELECTION = Verdict(42, np.array([0.4, 0.35, 0.25]), np.array([0.2, 0.5, 0.3]))


@pytest.fixture
def panel(qtbot) -> VerdictPanel:
    widget = VerdictPanel()
    qtbot.addWidget(widget)
    widget.resize(344, 420)
    widget.show()
    return widget


@pytest.fixture
def longer_texts(qapp: QApplication) -> Iterator[None]:
    translator = PseudoTranslator(longer)
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


def plain(lines: list[str]) -> list[str]:
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in lines]


def test_the_whole_video_has_a_winner_its_share_and_the_clips(panel):
    panel.show_whole(WHOLE, LABELS)
    assert plain(panel.whole_tile.lines()) == ["Whole video", "Happy", "83 % · 231 clips"]
    assert panel.whole_tile.accessibleName() == "Whole video: Happy"
    assert panel.selection_tile.isHidden()


def test_the_numbers_of_both_votes_stand_in_the_order_of_the_bundle(panel):
    panel.show_whole(WHOLE, LABELS)
    (column,) = panel.table.value_texts()
    assert [tuple(plain(list(pair))) for pair in column] == [("7 %", "0 %"), ("83 %", "90 %"), ("10 %", "10 %")]


def test_the_selection_stands_beside_the_whole_and_says_how_many_of_the_clips_it_has(panel):
    panel.show_whole(WHOLE, LABELS)
    panel.show_selection(SELECTION, 12.0, 25.5)
    lines = plain(panel.selection_tile.lines())
    assert lines == ["0:12.0 – 0:25.5", "Sad", "40 % · 42 of 231", "MV: Happy"]
    assert panel.table.columns == 2
    assert panel.table.value_texts()[1] == [("40", "20"), ("35", "50"), ("25", "30")]
    panel.clear_selection()
    assert panel.table.columns == 1


def test_without_a_selection_the_panel_says_how_to_make_one(panel):
    panel.show_whole(WHOLE, LABELS)
    hint = next(label for label in panel.findChildren(type(panel._hint)) if "Shift + drag" in label.text())
    assert hint.isVisible()
    panel.show_selection(SELECTION, 1.0, 4.0)
    assert not hint.isVisible()


def test_where_nothing_was_scored_it_says_so(panel):
    panel.show_whole(None, LABELS, "So far: 3 % of the video is analysed")
    assert panel.whole_tile.lines() == ["Whole video", "Nothing was scored"]
    assert panel.whole_tile.winner is None
    assert panel.table.value_texts() == [[("–", "–")] * 3]
    assert panel.note == "So far: 3 % of the video is analysed"
    panel.show_whole(WHOLE, LABELS)
    panel.show_selection(None, 1.0, 1.5)
    assert panel.selection_tile.lines()[1] == "Nothing was scored"
    assert panel.note == ""


def test_another_bundles_selection_is_forgotten(panel):
    panel.show_whole(WHOLE, LABELS)
    panel.show_selection(SELECTION, 1.0, 4.0)
    panel.show_whole(Verdict(3, np.array([0.3, 0.7]), np.array([0.0, 1.0])), ("calm", "fear"))
    assert panel.table.columns == 1
    assert panel.whole_tile.winner == "fear"


def test_the_first_of_equals_wins(panel):
    panel.show_whole(Verdict(2, np.array([0.4, 0.2, 0.4]), np.array([0.5, 0.0, 0.5])), LABELS)
    assert panel.whole_tile.winner == "sad"


def test_a_row_tells_its_figures_with_a_decimal(panel):
    panel.show_whole(WHOLE, LABELS)
    assert panel.table.row_text(1) == "Happy\nPBV 83.4 %, MV 90.0 % of 231 clips"
    panel.show_selection(None, 1.0, 1.5)
    assert panel.table.row_text(1).splitlines()[2] == "Selection: Nothing was scored"


def widths(panel: VerdictPanel, row: int, colour: QColor) -> list[int]:
    """The pixels of this colour in each line of a row of the table."""
    picture = panel.table.grab().toImage()
    height = picture.height() / len(LABELS)
    lines = range(round(row * height) + 1, round((row + 1) * height) - 1)
    return [sum(picture.pixel(x, y) == colour.rgb() for x in range(80, picture.width())) for y in lines]


def test_a_filled_bar_is_pbv_and_an_outlined_one_mv(panel):
    panel.show_whole(Verdict(9, np.array([0.0, 1.0, 0.0]), np.array([0.0, 0.5, 0.5])), LABELS)
    happy, angry = (widths(panel, row, LIGHT.emotion(LABELS[row])) for row in (1, 2))
    full = max(happy)
    assert full > 100
    outline = [width for width in happy if 0 < width < 0.6 * full]
    assert outline == pytest.approx([full / 2] * 2, abs=4)  # above and below: nothing is filled between them
    assert [width for width in angry if width] == pytest.approx([full / 2] * 2, abs=4)


def test_colours_follow_the_theme(panel):
    panel.show_whole(WHOLE, LABELS)
    panel.set_theme(DARK)
    assert max(widths(panel, 1, DARK.emotion("happy"))) > 50


def test_a_face_can_be_chosen_where_there_are_several(panel):
    chosen = []
    panel.face_chosen.connect(chosen.append)
    panel.set_faces([(1, "Face 1")], None)
    assert not panel.faces.isVisible()
    panel.set_faces([(1, "Face 1"), (2, "Anna & Ben")], 2)
    assert panel.faces.isVisible()
    actions = panel.faces.menu().actions()
    assert [action.text() for action in actions] == ["All faces", "Face 1", "Anna && Ben"]
    assert [action.data() for action in actions if action.isChecked()] == [2]
    assert panel.faces.accessibleDescription() == "Anna & Ben"
    actions[1].trigger()
    actions[0].trigger()
    assert chosen == [1, None]


def test_the_same_faces_again_leave_the_menu_as_it_is(panel):
    faces = [(1, "Face 1"), (2, "Face 2")]
    panel.set_faces(faces, None)
    before = panel.faces.menu().actions()
    panel.set_faces(faces, 1)
    assert panel.faces.menu().actions() == before
    assert before[1].isChecked()


def test_a_screen_reader_hears_a_winner_once(panel, monkeypatch):
    spoken = []
    panel.show_whole(WHOLE, LABELS)
    monkeypatch.setattr(panel.whole_tile, "setAccessibleName", spoken.append)
    panel.show_whole(Verdict(232, WHOLE.pbv, WHOLE.mv), LABELS)
    assert spoken == []


@pytest.mark.usefixtures("longer_texts")
@pytest.mark.parametrize("size", [(344, 240), (344, 480), (560, 480)])
def test_longer_words_fit(qtbot, size):
    panel = VerdictPanel()
    qtbot.addWidget(panel)
    panel.resize(*size)
    verdict = Verdict(100_000, np.full(8, 0.125), np.full(8, 0.125))
    panel.set_faces([(1, "Face 1"), (2, "Face 2")], 1)
    panel.show_whole(verdict, VALENCE, "So far")
    panel.show_selection(verdict, 3600.0, 7200.0)
    panel.show()
    qtbot.wait(1)
    assert cut_off(panel) == []
    assert panel.findChild(QScrollArea).horizontalScrollBar().maximum() == 0
    assert panel.minimumSizeHint().width() <= 344
    assert panel.minimumSizeHint().height() <= 240
