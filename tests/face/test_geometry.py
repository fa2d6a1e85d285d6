import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.face.geometry import MAX_CROP, MIN_TILE, TILE, around, crop, overlap, square_box, tiles
from core.types import Box

few = settings(deadline=None, derandomize=True, max_examples=60)
places = st.floats(-3000, 3000, width=32)
sides = st.floats(0.25, 3000, width=32)
boxes = st.builds(Box, places, places, sides, sides)
pictures = st.tuples(st.integers(1, 60), st.integers(1, 60))


def picture(height: int, width: int) -> np.ndarray:
    return np.random.default_rng(height * 1000 + width).integers(0, 256, (height, width, 3), np.uint8)


def test_square_box_takes_medians_of_centre_and_larger_side() -> None:
    seen = [Box(0, 0, 10, 8), Box(2, 2, 12, 8), Box(1000, 1000, 500, 500)]  # the last is a false hit
    square = square_box(seen, margin=1.5)
    assert square == Box(8 - 9, 6 - 9, 18, 18)


@few
@given(st.lists(boxes, min_size=1, max_size=16), st.floats(0.5, 3))
def test_square_box_is_square_and_within_the_range_of_its_boxes(seen: list[Box], margin: float) -> None:
    square = square_box(seen, margin)
    larger = [margin * max(box.w, box.h) for box in seen]
    assert square.w == square.h
    assert min(larger) - 1e-6 <= square.w <= max(larger) + 1e-6
    centres = [box.x + box.w / 2 for box in seen]
    assert min(centres) - 1e-3 <= square.x + square.w / 2 <= max(centres) + 1e-3


def test_square_box_needs_a_box_and_a_positive_margin() -> None:
    with pytest.raises(ValueError, match="at least one box"):
        square_box([], 1.5)
    with pytest.raises(ValueError, match="margin"):
        square_box([Box(0, 0, 1, 1)], 0)


def test_crop_inside_the_picture_is_the_picture_itself() -> None:
    image = picture(50, 40)
    assert np.array_equal(crop(image, Box(5, 7, 20, 20)), image[7:27, 5:25])


@few
@given(pictures, boxes)
def test_crop_repeats_the_border_like_a_padded_picture(shape: tuple[int, int], box: Box) -> None:
    image = picture(*shape)
    cut = crop(image, box)
    side = max(1, round(max(box.w, box.h)))
    assert cut.shape == (min(side, MAX_CROP),) * 2 + (3,)
    assert cut.dtype == np.uint8
    if side <= MAX_CROP:
        rows = np.clip(np.arange(side) + round(box.y + (box.h - side) / 2), 0, shape[0] - 1)
        columns = np.clip(np.arange(side) + round(box.x + (box.w - side) / 2), 0, shape[1] - 1)
        assert np.array_equal(cut, image[rows[:, None], columns])


@few
@given(pictures, boxes, st.integers(1, 128))
def test_crop_to_a_size_has_that_size_and_invents_no_brightness(shape: tuple[int, int], box: Box, size: int) -> None:
    image = picture(*shape)
    cut = crop(image, box, size)
    assert cut.shape == (size, size, 3)
    assert cut.min() >= image.min()
    assert cut.max() <= image.max()


def test_crop_of_one_pixel_fills_with_it() -> None:
    image = np.array([[[10, 20, 30]]], np.uint8)
    assert np.array_equal(crop(image, Box(-50, 3, 9, 9), 16), np.full((16, 16, 3), (10, 20, 30), np.uint8))


def test_huge_box_costs_no_more_than_its_crop() -> None:
    cut = crop(picture(48, 64), Box(-5e8, -5e8, 1e9, 1e9))
    assert cut.shape == (MAX_CROP, MAX_CROP, 3)


def test_crop_of_a_read_only_picture_is_a_new_writable_array() -> None:
    image = picture(20, 20)
    image.flags.writeable = False
    cut = crop(image, Box(0, 0, 20, 20))
    cut[:] = 0
    assert image.any()


@pytest.mark.parametrize("box", [Box(float("nan"), 0, 5, 5), Box(0, 0, float("inf"), 5)])
def test_crop_refuses_a_box_that_is_not_finite(box: Box) -> None:
    with pytest.raises(ValueError, match="cannot crop"):
        crop(picture(10, 10), box)


@few
@given(boxes, boxes)
def test_overlap_is_symmetric_and_at_most_one(a: Box, b: Box) -> None:
    assert overlap(a, b) == pytest.approx(overlap(b, a))
    assert 0 <= overlap(a, b) <= 1 + 1e-9
    assert overlap(a, a) == pytest.approx(1)


def test_around_keeps_the_centre() -> None:
    assert around(Box(10, 10, 10, 20), 2) == Box(-5, 0, 40, 40)


@few
@given(st.integers(1, 3000), st.integers(1, 3000))
def test_tiles_cover_the_picture_with_overlap(width: int, height: int) -> None:
    found = tiles(width, height)
    assert bool(found) == (TILE * min(width, height) >= MIN_TILE)
    if found:
        side = found[0].w
        for starts, length in (({t.x for t in found}, width), ({t.y for t in found}, height)):
            edges = sorted(starts)
            assert edges[0] == 0
            assert edges[-1] + side == pytest.approx(length)
            assert all(b - a <= 0.66 * side for a, b in itertools.pairwise(edges))
