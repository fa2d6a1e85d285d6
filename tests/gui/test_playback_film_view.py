"""The film's picture with its boxes, names and labels."""

import subprocess
import sys

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.clips.ring import shrunk
from core.mailbox import Picture
from core.types import Frame
from fer_desktop.playback.film_view import FilmView
from fer_desktop.theme import DARK

RED = (200, 30, 20)
FACES = [(1, (20.0, 20.0, 30.0, 30.0)), (2, (100.0, 40.0, 40.0, 40.0))]


def frame(width: int = 160, height: int = 120, index: int = 0) -> Picture:
    image = np.full((height, width, 3), RED, np.uint8)
    image.flags.writeable = False
    return Picture(Frame(image, index, index / 30), (), *shrunk(image))


@pytest.fixture
def view(qtbot) -> FilmView:
    widget = FilmView()
    qtbot.addWidget(widget)
    widget.resize(640, 480)
    widget.show()
    return widget


def has(view: FilmView, colour: QColor) -> bool:
    picture = view.grab().toImage()
    return any(
        picture.pixel(x, y) == colour.rgb() for x in range(picture.width()) for y in range(0, picture.height(), 2)
    )


def test_a_frame_is_shown_with_its_faces(view):
    view.set_frame(frame(index=7), FACES, {})
    assert view.frame.index == 7
    assert [face.face_id for face in view.faces] == [1, 2]
    assert view.box_area(view.faces[0]).getRect() == pytest.approx((80, 80, 120, 120))
    assert view.grab().toImage().pixelColor(600, 440).getRgb()[:3] == RED


def test_the_votes_label_is_at_the_box_in_its_colour(view):
    view.set_frame(frame(), FACES, {})
    assert not has(view, DARK.emotion("happy"))
    view.set_frame(frame(), FACES, {1: "happy", 2: "sad"})
    assert has(view, DARK.emotion("happy"))
    assert has(view, DARK.emotion("sad"))
    view.set_frame(frame(), FACES, {2: "sad"})
    assert not has(view, DARK.emotion("happy"))


@pytest.mark.parametrize("box", [(0.0, 0.0, 160.0, 120.0), (150.0, 110.0, 40.0, 40.0), (-20.0, -20.0, 30.0, 30.0)])
def test_the_label_stays_in_the_picture(view, box):
    view.set_frame(frame(), [(1, box)], {1: "surprise"})
    assert has(view, DARK.emotion("surprise"))


def test_a_label_that_nobody_knows_is_shown_as_it_is_spelled(view):
    view.set_frame(frame(), FACES, {})
    before = view.grab().toImage()
    view.set_frame(frame(), FACES, {1: "deep_thought"})
    assert view.grab().toImage() != before


def test_a_click_on_a_face_tells_its_id(view, qtbot):
    view.set_frame(frame(), FACES, {1: "happy"})
    clicked = []
    view.face_clicked.connect(clicked.append)
    place = view.box_area(view.faces[1]).center().toPoint()
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)
    assert clicked == [2]


def test_left_and_right_are_left_to_the_page_up_and_down_go_from_face_to_face(qtbot):
    class Page(QWidget):
        keys: list[int]

        def keyPressEvent(self, event) -> None:  # noqa: N802
            self.keys.append(event.key())

    page = Page()
    page.keys = []
    qtbot.addWidget(page)
    view = FilmView()
    QVBoxLayout(page).addWidget(view)
    page.show()
    steps = []
    view.step_asked.connect(steps.append)
    view.set_frame(frame(), FACES, {})
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
        qtbot.keyClick(view, key)
    assert page.keys == [Qt.Key.Key_Left, Qt.Key.Key_Right]
    assert steps == [-1, 1]


def test_without_pictures_it_says_why(view):
    view.set_message("No pictures were kept", "The scores of this session are on the timeline")
    assert view.message[0] == "No pictures were kept"
    assert "on the timeline" in view.accessibleDescription()


def test_a_large_frame_has_its_boxes_where_the_faces_are(view):
    view.set_frame(frame(2560, 1920), [(1, (1280.0, 480.0, 640.0, 480.0))], {})
    assert view.box_area(view.faces[0]).getRect() == pytest.approx((320, 120, 160, 120), abs=1)


def test_a_film_is_shown_without_torch():
    """A film that was analysed before is to be there at once, and torch takes seconds to import."""
    modules = ("film_view", "verdict_panel", "posterior_picture", "transport_bar", "analysis_bar", "queue_panel")
    code = "; ".join(f"import fer_desktop.playback.{name}" for name in modules)
    code += "; import sys; sys.exit('torch' in sys.modules or 'mediapipe' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], timeout=60).returncode == 0
