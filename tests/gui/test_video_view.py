"""The picture, its boxes and its messages."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

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
        edge = shown.pixelColor(round(area.left()), round(area.center().y()))
        wanted = face_colour(face.face_id)
        assert all(abs(a - b) < 60 for a, b in zip(edge.getRgb(), wanted.getRgb(), strict=True)), face
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
