import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from core.face.assignment import assign

MISS = 1.0


def total(cost: np.ndarray, columns: tuple[int, ...] | list[int]) -> float:
    return sum(MISS if column < 0 else float(cost[row, column]) for row, column in enumerate(columns))


def every_assignment(rows: int, columns: int) -> list[tuple[int, ...]]:
    choices = itertools.product(range(-1, columns), repeat=rows)
    return [c for c in choices if len({x for x in c if x >= 0}) == sum(x >= 0 for x in c)]


@settings(deadline=None, derandomize=True, max_examples=80)
@given(st.integers(0, 4), st.integers(0, 4), st.integers(0, 2**32 - 1))
def test_no_assignment_is_cheaper(rows: int, columns: int, seed: int) -> None:
    cost = np.random.default_rng(seed).random((rows, columns)) * 2
    found = assign(cost, MISS)
    assert tuple(found) in every_assignment(rows, columns)
    assert total(cost, found) <= min(total(cost, choice) for choice in every_assignment(rows, columns)) + 1e-9


def test_the_nearest_pair_gives_way_when_the_whole_is_cheaper() -> None:
    assert assign(np.array([[0.1, 0.2], [0.2, 0.9]]), MISS) == [1, 0]


def test_a_pair_dearer_than_a_miss_is_not_made() -> None:
    assert assign(np.array([[1.5, 0.3], [1.5, 0.2]]), MISS) == [-1, 1]


def test_nobody_is_matched_to_nothing() -> None:
    assert assign(np.zeros((3, 0)), MISS) == [-1, -1, -1]
    assert assign(np.zeros((0, 3)), MISS) == []
