"""The picture, its boxes and its messages."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu

from core.clips.ring import shrunk
from core.live import Picture
from core.types import Box, Face, Frame
from fer_desktop.theme import face_colour
from fer_desktop.widgets.video_view import VideoView

RED = (200, 30, 20)
FACES = (Face(1, Box(20, 40, 30, 30), 0.9), Face(2, Box(100, 40, 40, 40), 0.9))


def picture(width: int, height: int, faces: tuple[Face, ...] = ()) -> Picture:
    image = np.full((height, width, 3), RED, np.uint8)
    image.flags.writeable = False
    return Picture(Frame(image, 0, 0.0), faces, *shrunk(image))


@pytest.fixture
def view(qtbot) -> VideoView:
    widget = VideoView()
    qtbot.addWidget(widget)
    widget.resize(640, 360)
    widget.show()
    return widget


def test_a_picture_keeps_its_colours_and_proportions(view):
    view.set_picture(picture(160, 120), None)
    assert view.picture_area().getRect() == (80, 0, 480, 360)
    shown = view.grab().toImage()
    assert shown.pixelColor(320, 180).getRgb()[:3] == RED
    assert shown.pixelColor(40, 180).getRgb()[:3] != RED


@pytest.mark.parametrize("size", [(1, 1), (7, 333), (333, 7), (1081, 1921), (641, 479)])
def test_odd_sizes_are_shown(view, size):
    view.set_picture(picture(*size), None)
    centre = view.grab().toImage().pixelColor(view.rect().center())
    assert centre.getRgb()[:3] == RED


def test_every_face_has_a_box_in_its_own_colour(view):
    view.set_picture(picture(160, 120, FACES), 2)
    shown = view.grab().toImage()
    for face in FACES:
        area = view.box_area(face)
        edge = [shown.pixelColor(round(area.left()), y).getRgb() for y in range(int(area.top()), int(area.bottom()))]
        wanted = face_colour(face.face_id).getRgb()
        assert any(all(abs(a - b) < 60 for a, b in zip(seen, wanted, strict=True)) for seen in edge), face
    assert face_colour(1) != face_colour(2)


def test_the_followed_face_has_a_stronger_box(view):
    view.set_picture(picture(160, 120, FACES), 2)
    one = view.grab().toImage()
    view.set_picture(picture(160, 120, FACES), 1)
    assert view.grab().toImage() != one


def test_a_click_on_a_face_tells_its_id(view, qtbot):
    view.set_picture(picture(160, 120, FACES), 1)
    clicked = []
    view.face_clicked.connect(clicked.append)
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.box_area(FACES[1]).center().toPoint())
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert clicked == [2]


def test_a_mirrored_picture_has_left_and_right_exchanged_and_its_boxes_with_it(view):
    image = np.zeros((120, 160, 3), np.uint8)
    image[:, :80] = RED
    view.set_picture(Picture(Frame(image, 0, 0.0), FACES, *shrunk(image)), 1)
    before = view.box_area(FACES[0])
    view.set_mirrored(True)
    shown, area = view.grab().toImage(), view.picture_area()
    assert shown.pixelColor(550, 340).getRgb()[:3] == RED
    assert shown.pixelColor(90, 340).getRgb()[:3] == (0, 0, 0)
    after = view.box_area(FACES[0])
    assert after.left() - area.left() == pytest.approx(area.right() - before.right())
    assert (after.top(), after.width()) == (before.top(), before.width())


def test_in_the_mirror_a_click_hits_the_face_that_one_sees(view, qtbot):
    view.set_picture(picture(160, 120, FACES), 1)
    view.set_mirrored(True)
    clicked = []
    view.face_clicked.connect(clicked.append)
    for face in FACES:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.box_area(face).center().toPoint())
    assert clicked == [1, 2]


def test_a_double_click_asks_for_a_name(view, qtbot):
    view.set_picture(picture(160, 120, FACES), 1)
    asked = []
    view.name_asked.connect(asked.append)
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=view.box_area(FACES[1]).center().toPoint())
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert asked == [2, 1]


def test_arrows_go_from_face_to_face(view, qtbot):
    steps = []
    view.step_asked.connect(steps.append)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
        qtbot.keyClick(view, key)
    assert steps == [1, -1]


def test_the_menu_of_a_face_shows_it_on_the_bars_or_names_it(view, qtbot):
    view.set_picture(picture(160, 120, FACES), 1)
    told = []
    view.face_clicked.connect(lambda face: told.append(("follow", face)))
    view.name_asked.connect(lambda face: told.append(("name", face)))
    for row in (0, 1):
        place = view.box_area(FACES[1]).center().toPoint()
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, view.mapToGlobal(place))
        QApplication.sendEvent(view, event)
        menu = view.findChildren(QMenu)[-1]
        menu.actions()[row].trigger()
        menu.close()
        menu.deleteLater()
    assert told == [("follow", 2), ("name", 2)]


def test_boxes_carry_the_names_that_were_given(qtbot):
    view = VideoView(lambda face_id: f"name {face_id}")
    qtbot.addWidget(view)
    view.resize(640, 360)
    view.set_picture(picture(160, 120, FACES), 1)
    named = view.grab().toImage()
    view.tag = lambda face_id: "another name"
    assert view.grab().toImage() != named


def test_a_note_leaves_the_picture_as_it_is(view):
    view.set_picture(picture(160, 120, FACES), 1)
    view.set_note("The encoder is busy: one reading every 4 s")
    shown = view.grab().toImage()
    assert shown.pixelColor(100, 100).getRgb()[:3] == RED
    assert view.accessibleDescription() == "The encoder is busy: one reading every 4 s"


def test_a_countdown_is_said_once(view, monkeypatch):
    spoken = []
    monkeypatch.setattr(view, "setAccessibleDescription", spoken.append)
    for seconds in (3, 2, 1):
        view.set_message("The camera is gone", f"Next try in {seconds} s")
    assert len(spoken) == 1


def test_the_time_of_painting_is_measured(view):
    view.grab()
    assert not view.paint_times  # nothing but a ground
    view.set_picture(picture(160, 120, FACES), 1)
    view.grab()
    assert 0 < view.paint_times[-1] < 1


def test_a_message_dims_the_picture_and_hides_the_boxes(view):
    view.set_picture(picture(160, 120, FACES), 1)
    view.set_message("The camera is gone", "Next try in 4 s")
    dimmed = view.grab().toImage().pixelColor(100, 10)
    assert dimmed.red() < RED[0] / 2
    assert view.accessibleDescription() == "The camera is gone. Next try in 4 s"
    view.set_message("")
    assert view.grab().toImage().pixelColor(100, 10).getRgb()[:3] == RED


def test_the_boxes_of_a_large_picture_lie_where_the_faces_are(view):
    large = Face(1, Box(2560, 720, 640, 720), 0.9)  # the third quarter of an 8K picture
    view.set_picture(picture(5120, 2880, (large,)), 1)
    assert view.box_area(large).getRect() == pytest.approx((320, 90, 80, 90), abs=1)
