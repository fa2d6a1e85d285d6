"""Names, places and memory of several faces."""

import numpy as np
import pytest

from core.labels import LABELS as ALL_LABELS
from core.types import Reading, Status
from fer_desktop.face_memory import MOST, FaceMemory, reading_of
from fer_desktop.face_names import LONGEST, FaceNames
from fer_desktop.face_slots import FaceSlots
from fer_desktop.valence import VALENCE, by_valence

LABELS = ("happy", "sad")


def reading(face_id: int | None, share: float | None = 0.9, end: float = 2.1) -> Reading:
    vote = None if share is None else np.array([share, 1 - share], np.float32)
    status = Status.SCORED if vote is not None else Status.NO_FACE
    return Reading(0, status, face_id, None, end - 2.1, end, 0, 63, None, vote, vote, 0.1)


def test_every_label_has_a_place_between_pleasant_and_unpleasant():
    assert set(VALENCE) == set(ALL_LABELS)
    assert [
        ("angry", "odd", "happy", "neutral")[index] for index in by_valence(("angry", "odd", "happy", "neutral"))
    ] == [
        "happy",
        "neutral",
        "angry",
        "odd",
    ]


def test_a_face_has_its_number_until_it_is_named(qapp):
    names = FaceNames()
    changed = []
    names.changed.connect(changed.append)
    assert (names.title(2), names.tag(2), names.title(None)) == ("Face 2", "Face 2", "Scene")
    names.give(2, "  Anna\n B ")
    names.give(2, "Anna B")
    assert (names.title(2), names.tag(2)) == ("Anna B", "2 · Anna B")
    names.give(2, "x" * 100)
    assert len(names.given(2)) == LONGEST
    names.give(2, "  ")
    assert names.title(2) == "Face 2"
    assert changed == [2, 2, 2]


def test_the_first_faces_have_a_place_at_once_and_others_after_a_second():
    slots = FaceSlots()
    assert slots.see([1], 0.0) == (1,)
    assert slots.see([1, 2], 0.5) == (1,)
    assert slots.see([1, 2], 1.4) == (1,)
    assert slots.see([1, 2], 1.5) == (1, 2)


def test_a_face_that_flickers_gets_no_place():
    slots = FaceSlots()
    slots.see([1], 0.0)
    for step in range(1, 40):
        slots.see([1, 2] if step % 4 else [1], step * 0.3)
    assert slots.faces == (1,)


def test_a_face_that_goes_for_a_while_keeps_its_place():
    slots = FaceSlots()
    for moment in (0.0, 1.0):
        slots.see([1, 2], moment)
    assert slots.see([2], 5.9) == (1, 2)
    assert slots.away(1)
    assert slots.see([2], 6.1) == (2,)


def test_a_newcomer_waits_for_the_place_of_one_who_left():
    slots = FaceSlots()
    for moment in (0.0, 1.0):
        slots.see([1, 2], moment)
    for moment in (1.5, 2.6, 2.9):  # the tracker lost 1 and found it again as 3
        assert slots.see([2, 3], moment) == (1, 2)
    assert slots.see([2, 3], 3.1) == (3, 2)


def test_a_clock_that_begins_anew_takes_no_place_away():
    slots = FaceSlots()
    for moment in (100.0, 101.0):
        slots.see([1, 2], moment)
    assert slots.see([1, 2], 0.0) == (1, 2)
    assert slots.see([1], 4.0) == (1, 2)


def test_each_face_has_its_newest_reading_and_its_past():
    memory = FaceMemory(LABELS)
    memory.take([reading(1, 0.9), reading(2, 0.2)])
    memory.take([reading(2, 0.3, 2.3)])
    assert list(memory.newest) == [2]
    assert reading_of(memory.newest, 1) is None
    assert memory.history(1).last() is None  # its line is broken
    assert memory.history(2).last() == pytest.approx([0.3, 0.7])
    assert len(memory.history(7)) == 0


def test_a_clip_without_a_face_breaks_all_lines():
    memory = FaceMemory(LABELS)
    memory.take([reading(1)])
    memory.take([reading(None, None, 2.3)])
    assert memory.heard
    assert not memory.newest
    assert memory.history(1).last() is None


def test_old_faces_are_forgotten():
    memory = FaceMemory(LABELS)
    for face in range(1, 101):
        memory.take([reading(face, end=float(face))])
    assert [len(memory.history(face)) for face in (1, 100 - MOST)] == [0, 0]
    assert len(memory.history(100)) == 1
    memory.take([reading(101, end=2000.0)])
    assert len(memory.history(100)) == 0
