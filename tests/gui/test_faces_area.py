"""The panels of all faces: who has one, how they stand, how they are reached."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

from core.labels import LABELS
from fer_desktop.view_options import BarOrder
from fer_desktop.widgets.faces_area import FacesArea


@pytest.fixture
def area(qtbot) -> FacesArea:
    widget = FacesArea(lambda face: f"Face {face}" if face else "Scene")
    qtbot.addWidget(widget)
    widget.resize(440, 374)  # what is left for it in a window of 1024 x 640
    widget.set_labels(LABELS)
    widget.show()
    return widget


def vote(winner: str) -> np.ndarray:
    return np.array([0.9 if label == winner else 0.1 / 7 for label in LABELS], np.float32)


def settled(area: FacesArea, qtbot, count: int) -> list:
    area.set_faces(tuple(range(1, count + 1)))
    qtbot.wait(20)
    return area.panels


@pytest.mark.parametrize(("count", "columns"), [(1, 1), (2, 1), (3, 2), (4, 2), (8, 2)])
def test_panels_stand_in_two_columns_where_they_cannot_be_stacked(area, qtbot, count, columns):
    panels = settled(area, qtbot, count)
    assert len({panel.x() for panel in panels}) == columns
    assert all(panel.height() >= panel.minimumSizeHint().height() for panel in panels)
    assert all(panel.geometry().right() < area.viewport().width() for panel in panels)


def test_panels_are_stacked_where_there_is_room(area, qtbot):
    area.resize(440, 900)
    assert len({panel.x() for panel in settled(area, qtbot, 3)}) == 1


def test_eight_faces_scroll(area, qtbot):
    settled(area, qtbot, 8)
    assert area.verticalScrollBar().maximum() > 0
    settled(area, qtbot, 4)
    assert area.verticalScrollBar().maximum() == 0


def test_the_followed_face_scrolls_into_view_once(area, qtbot):
    last = settled(area, qtbot, 8)[-1]
    area.set_followed(8)
    assert area.viewport().rect().contains(last.mapTo(area.viewport(), last.rect().center()))
    area.verticalScrollBar().setValue(0)
    area.set_followed(8)  # with every picture
    assert area.verticalScrollBar().value() == 0


def test_the_reason_for_empty_bars_is_read_in_full_however_narrow_the_panels(area, qtbot):
    area.set_faces((1, 2, 3, 4))
    area.show_nothing("No picture", "Goes on by itself")
    qtbot.waitUntil(lambda: area.columns() == 2)
    for panel in area.panels:
        panel.resize(160, 180)
        qtbot.waitUntil(lambda panel=panel: panel.title == "No picture")
        assert panel.accessibleName().endswith(": No picture")
        panel.resize(330, 180)
        qtbot.waitUntil(lambda panel=panel: panel.title.endswith(": No picture"))


def test_panels_that_stay_are_left_as_they_are(area):
    area.set_faces((1, 2))
    second = area.panels[1]
    area.set_faces((2, 3))
    assert area.panels[0] is second
    assert [panel.face_id for panel in area.panels] == [2, 3]


def test_a_panel_is_reached_and_pressed_by_keyboard(area, qtbot):
    chosen = []
    area.face_chosen.connect(chosen.append)
    for panel in settled(area, qtbot, 2):
        assert panel.focusPolicy() & Qt.FocusPolicy.TabFocus
        qtbot.keyClick(panel, Qt.Key.Key_Return)
        qtbot.keyClick(panel, Qt.Key.Key_Space)
    assert chosen == [1, 1, 2, 2]


def test_a_double_click_asks_for_a_name(area, qtbot):
    asked = []
    area.name_asked.connect(asked.append)
    qtbot.mouseDClick(settled(area, qtbot, 2)[1], Qt.MouseButton.LeftButton)
    assert asked == [2]


def test_a_screen_reader_hears_face_and_winner_once_per_change(area, monkeypatch):
    area.set_faces((1,))
    (panel,) = area.panels
    spoken = []
    monkeypatch.setattr(panel, "setAccessibleName", lambda text: spoken.append(text))
    monkeypatch.setattr(panel, "accessibleName", lambda: spoken[-1] if spoken else "")
    for winner in ("happy", "happy", "sad"):
        panel.show_vote(vote(winner), None)
    panel.show_nothing("out of view")
    assert spoken == ["Face 1: Happy", "Face 1: Sad", "Face 1: out of view"]


def test_order_and_numbers_hold_for_panels_that_come_later(area):
    area.set_bars(BarOrder.VALENCE, numbers=False)
    area.set_faces((1,))
    area.panels[0].show_vote(vote("sad"), None)
    assert area.panels[0].bars.labels[0] == "happy"
    assert set(area.panels[0].bars.value_texts()) == {""}


def test_without_faces_there_is_a_word(area):
    area.show_nothing("No face", "Nothing is scored while no face is in view")
    assert area.headline == "No face"
    area.set_faces((1,))
    assert area.headline == ""
