"""Which face the bars are about, and the verdict on a whole video."""

import numpy as np
import pytest

from core.types import Box, Face, Reading, Status
from fer_desktop.following import Following, WholeVideo


def face(face_id: int, size: float) -> Face:
    return Face(face_id, Box(0, 0, size, size), 0.9)


def reading(face_id: int | None, happy: float | None, *, size: float = 50.0) -> Reading:
    posterior = None if happy is None else np.array([happy, 1 - happy], np.float32)
    status = Status.NO_FACE if happy is None else Status.SCORED
    box = None if face_id is None else Box(0, 0, size, size)
    return Reading(0, status, face_id, box, 0.0, 2.1, 0, 63, None, posterior, posterior, 0.1)


def test_the_largest_face_is_followed():
    following = Following()
    following.see([face(1, 40), face(2, 90)], 0.0)
    assert following.face_id == 2


def test_a_larger_face_does_not_take_over_while_the_followed_one_is_there():
    following = Following()
    following.see([face(1, 40)], 0.0)
    following.see([face(1, 40), face(2, 90)], 1.0)
    following.see([face(2, 90)], 2.5)
    assert following.face_id == 1


def test_a_face_that_is_gone_for_two_seconds_makes_room():
    following = Following()
    following.see([face(1, 40)], 0.0)
    following.see([face(2, 90)], 2.1)
    assert following.face_id == 2


def test_a_person_can_choose():
    following = Following()
    following.see([face(1, 90), face(2, 40)], 0.0)
    following.choose(2, 0.0)
    following.see([face(1, 90), face(2, 40)], 1.0)
    assert following.face_id == 2


def test_the_bars_get_the_followed_faces_reading():
    following = Following()
    following.choose(2, 0.0)
    picked = following.pick([reading(1, 0.9), reading(2, 0.4)])
    assert picked is not None
    assert picked.face_id == 2
    assert following.pick([reading(1, 0.9)]) is None
    assert following.pick([reading(None, None)]) is None


def test_before_the_first_picture_the_largest_scored_face_counts():
    following = Following()
    picked = following.pick([reading(1, 0.9, size=20), reading(2, 0.4, size=60)])
    assert picked is not None
    assert following.face_id == picked.face_id == 2


def test_a_scene_without_faces_is_always_shown():
    following = Following()
    following.choose(2, 0.0)
    picked = following.pick([reading(None, 0.7)])
    assert picked is not None
    assert picked.face_id is None


def test_the_whole_video_is_the_mean_over_the_faces_clips():
    whole = WholeVideo()
    whole.add([reading(1, 0.2), reading(2, 1.0)])
    whole.add([reading(1, 0.6), reading(None, None)])
    verdict = whole.verdict(1)
    assert verdict is not None
    assert verdict[0] == pytest.approx([0.4, 0.6])
    assert verdict[1] == 2
    assert whole.verdict(7) is None
