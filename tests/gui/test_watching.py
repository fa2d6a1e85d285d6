"""What is to be shown of a run, frozen or not."""

from types import MappingProxyType

import numpy as np
import pytest

from core.live import Picture
from core.types import Box, Face, Frame, Reading, Status
from fer_desktop.watching import Watching

IMAGE = np.zeros((4, 4, 3), np.uint8)
NOBODY: MappingProxyType = MappingProxyType({})


def picture(moment: float, *faces: int) -> Picture:
    boxes = tuple(Face(face, Box(0, 0, 10.0 - face, 10.0), 0.9) for face in faces)
    return Picture(Frame(IMAGE, 0, moment), boxes, IMAGE, 1.0)


def reading(face_id: int | None, share: float, end: float = 2.1) -> Reading:
    vote = np.array([share, 1 - share], np.float32)
    return Reading(0, Status.SCORED, face_id, None, end - 2.1, end, 0, 63, None, vote, vote, 0.1)


@pytest.fixture
def run() -> Watching:
    watching = Watching()
    watching.set_labels(("happy", "sad"))
    return watching


def test_what_is_shown_moves_on_until_it_is_frozen(run):
    assert run.see(picture(0.0, 1, 2))
    run.take([reading(1, 0.9), reading(2, 0.2)])
    run.freeze(True)
    held = run.shown
    assert not run.see(picture(3.0, 2))
    run.take([reading(2, 0.3, 2.3)])
    assert run.shown is held
    assert run.waiting is not None
    run.freeze(False)
    assert list(run.shown.newest) == [2]
    assert run.shown.followed == 2  # 1 went meanwhile


def test_a_verdict_on_everything_counts_what_came_while_frozen(run):
    run.take([reading(1, 0.9)])
    run.freeze(True)
    run.take([reading(1, 0.1, 2.3)])
    vote, clips = run.whole.verdict(1)
    assert clips == 2
    assert vote == pytest.approx([0.5, 0.5])


def test_the_face_after_the_last_is_the_first(run):
    run.see(picture(0.0, 1, 2, 5))
    assert run.shown.followed == 1  # the largest
    assert run.next_face(-1, [1, 2, 5]) == 5
    run.follow(5)
    assert run.next_face(1, [5, 2, 1]) == 1
    assert run.next_face(1, []) == 1  # nobody in the picture, one place kept
    assert run.next_face(1, [2, 3]) == 2


def test_there_is_no_next_face_without_any(run):
    assert run.next_face(1, []) is None
    assert run.shown.newest == NOBODY


def test_a_bundle_for_whole_scenes_has_one_place(run):
    run.take([reading(None, 0.9)])
    assert run.shown.faces == (None,)


def test_another_bundle_begins_anew(run):
    run.take([reading(1, 0.9)])
    run.set_labels(("fear", "calm", "sad"))
    assert run.whole.verdict(1) is None
    run.take([reading(1, 0.9, 2.3)])  # the old bundle's last words
    assert run.shown.newest == NOBODY
