import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.face.identities import BIRTH_SCORE, Identities, Sighting
from core.types import Box

FPS = 30
SIDE = 80
Path = Callable[[float], tuple[float, float]]  # seconds -> centre


def looks(person: int) -> np.ndarray:
    """A histogram of a person's own, half of it shared with everybody."""
    own = np.random.default_rng(person).dirichlet(np.ones(64))
    return np.concatenate([own, np.full(64, 1 / 64)]) / 2


def sighting(person: int, centre: tuple[float, float], score: float = 0.95) -> Sighting:
    x, y = centre
    return Sighting(Box(x - SIDE / 2, y - SIDE / 2, SIDE, SIDE), score, looks(person))


def line(start: tuple[float, float], end: tuple[float, float], seconds: float) -> Path:
    def path(time: float) -> tuple[float, float]:
        part = time / seconds
        return start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part

    return path


def visible(paths: list[Path], time: float) -> list[int]:
    """Who is found: a face is hidden by any earlier one in the list that covers its centre."""
    centres = [path(time) for path in paths]
    return [k for k, c in enumerate(centres) if all(math.dist(c, other) > 0.7 * SIDE for other in centres[:k])]


def numbers_per_person(paths: list[Path], seconds: float) -> list[set[int]]:
    identities, given_numbers = Identities(), [set[int]() for _ in paths]
    for index in range(round(seconds * FPS)):
        time = index / FPS
        seen = visible(paths, time)
        result = identities.update([sighting(k, paths[k](time)) for k in seen], time)
        for person, number in zip(seen, result, strict=True):
            if number is not None:
                given_numbers[person].add(number)
    return given_numbers


def test_a_face_is_born_with_its_third_detection_in_a_row() -> None:
    identities = Identities()
    assert [identities.update([sighting(0, (100, 100))], i / FPS) for i in range(4)] == [[None], [None], [1], [1]]


def test_a_gap_before_birth_starts_the_count_again() -> None:
    identities = Identities()
    present = [True, True, False, True, True, True]
    results = [identities.update([sighting(0, (100, 100))] if p else [], i / FPS) for i, p in enumerate(present)]
    assert results == [[None], [None], [], [None], [None], [1]]


def test_weak_detections_keep_a_face_but_never_start_one() -> None:
    identities, weak = Identities(), BIRTH_SCORE - 0.1
    assert all(identities.update([sighting(0, (100, 100), weak)], i / FPS) == [None] for i in range(10))
    for i in range(10, 13):
        identities.update([sighting(0, (100, 100))], i / FPS)
    assert identities.update([sighting(0, (100, 100), weak)], 13 / FPS) == [1]


@pytest.mark.parametrize(("away", "number"), [(0.1, 1), (0.5, 1), (1.9, 1), (2.1, None)])
def test_a_face_keeps_its_number_when_it_is_back_within_two_seconds(away: float, number: int | None) -> None:
    identities = Identities()
    for i in range(30):
        identities.update([sighting(0, (100, 100))], i / FPS)
    for i in range(1, math.ceil(away * FPS)):
        identities.update([], (29 + i) / FPS)
    assert identities.update([sighting(0, (110, 100))], 29 / FPS + away) == [number]


def watched(identities: Identities, person: int, start: float) -> list[int | None]:
    """Who it is after a few frames of this person at the same place."""
    for i in range(5):
        last = identities.update([sighting(person, (100, 100))], start + i / FPS)
    return last


def test_a_face_that_comes_back_later_is_somebody_new() -> None:
    identities = Identities()
    assert watched(identities, 0, 0) == [1]
    for i in range(5, 10 * FPS):
        identities.update([], i / FPS)
    assert watched(identities, 0, 10) == [2]


@pytest.mark.parametrize(("person", "pause", "number"), [(0, 30.0, 1), (0, 59.0, 1), (1, 30.0, 2), (0, 120.0, 2)])
def test_after_seconds_without_any_frame_the_same_look_at_the_same_place_is_the_same_person(
    person: int, pause: float, number: int
) -> None:
    identities = Identities()
    assert watched(identities, 0, 0) == [1]
    assert watched(identities, person, pause) == [number]


def test_another_person_in_the_same_place_after_a_loss_is_not_the_one_who_left() -> None:
    identities = Identities()
    for i in range(30):
        identities.update([sighting(0, (100, 100))], i / FPS)
    stranger = Sighting(Box(75, 70, SIDE, SIDE), 0.95, np.eye(128)[0])
    results = [identities.update([stranger], 1.5 + i / FPS) for i in range(3)]
    assert results == [[None], [None], [2]]


def test_time_running_backwards_forgets_everybody_and_reuses_no_number() -> None:
    identities = Identities()
    for base in (100, 0):
        for i in range(3):
            last = identities.update([sighting(0, (100, 100))], base + i / FPS)
    assert last == [2]


def test_two_frames_with_the_same_time_do_not_throw_a_face_off() -> None:
    identities = Identities()
    last = [identities.update([sighting(0, (100 + i, 100))], i // 2 / FPS) for i in range(20)]
    assert last[2:] == [[1]] * 18


def test_no_more_faces_than_asked_for() -> None:
    identities = Identities(max_faces=2)
    for i in range(5):
        result = identities.update([sighting(k, (100 + 200 * k, 100)) for k in range(4)], i / FPS)
    assert [number for number in result if number is not None] == [1, 2]


def test_two_faces_keep_their_numbers_through_a_crossing() -> None:
    paths = [line((100, 200), (500, 200), 3), line((500, 200), (100, 200), 3)]
    assert numbers_per_person(paths, 3) == [{1}, {2}]


def test_two_faces_that_meet_and_turn_back_keep_their_numbers() -> None:
    paths: list[Path] = [lambda t: (300 - 200 * abs(1 - t), 200.0), lambda t: (310 + 200 * abs(1 - t), 200.0)]
    assert numbers_per_person(paths, 2) == [{1}, {2}]


@settings(deadline=None, derandomize=True, max_examples=15)
@given(st.lists(st.integers(90, 390), min_size=8, max_size=8))
def test_four_faces_keep_their_numbers_through_all_their_crossings(heights: list[int]) -> None:
    # 120 pixels apart at the start and at the end; in between everybody passes everybody at some height.
    starts = [(100, heights[0]), (540, heights[1]), (220, heights[2]), (420, heights[3])]
    ends = [(540, heights[4]), (100, heights[5]), (420, heights[6]), (220, heights[7])]
    paths = [line(start, end, 3) for start, end in zip(starts, ends, strict=True)]
    assert all(len(numbers) == 1 for numbers in numbers_per_person(paths, 3))


def test_who_is_forgotten_comes_back_as_somebody_new() -> None:
    identities = Identities()
    for i in range(5):
        identities.update([sighting(0, (100, 100))], i / FPS)
    identities.forget()
    assert [identities.update([sighting(0, (100, 100))], i / FPS) for i in range(5, 9)] == [[None], [None], [2], [2]]
