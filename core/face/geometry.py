"""Pure geometry of boxes: overlap, search regions, and the square crop that the model sees."""

import math
from collections.abc import Sequence

import numpy as np

from core.cv import cv2
from core.types import Box

MAX_CROP = 512  # pixels: no model here looks at more, and a close-up in an 8K picture would fill the memory
TILE = 0.6  # side of a search tile in units of the picture's shorter side
TILE_STEP = 0.65  # from tile to tile, in tile sides: a face up to 0.35 of a tile lies wholly inside one of them
MIN_TILE = 128  # pixels: the detector's own input; a smaller tile would show it nothing new


def square_box(boxes: Sequence[Box], margin: float) -> Box:
    """The one square box that a clip is cut with (design: "Face view").

    boxes: the face's boxes in those frames of the clip that have one.
    margin: side of the square in units of the larger side of a box.
    Returns a square whose centre and side are the medians over the boxes: one steady box per clip, because a box that
    jitters adds motion that is not in the face. Raises ValueError without boxes or with a margin that is not positive.
    """
    if not boxes:
        raise ValueError("square_box needs at least one box")
    if not margin > 0:
        raise ValueError(f"margin must be positive, not {margin}")
    centre_x = float(np.median([box.x + box.w / 2 for box in boxes]))
    centre_y = float(np.median([box.y + box.h / 2 for box in boxes]))
    side = margin * float(np.median([max(box.w, box.h) for box in boxes]))
    return Box(centre_x - side / 2, centre_y - side / 2, side, side)


def crop(image: np.ndarray, box: Box, size: int | None = None) -> np.ndarray:
    """Cut a square out of a picture; what lies outside the picture repeats its border.

    image: (H, W, 3) uint8. box: the square; of another rectangle, the square of its larger side around its centre.
    Returns (S, S, 3) uint8, a new array. S is `size`, or without it the box's side rounded to pixels, 1 to MAX_CROP.
    Raises ValueError for an empty picture or a box that is not finite.
    """
    height, width = image.shape[:2]
    if not height or not width:
        raise ValueError("cannot crop an empty picture")
    if not all(math.isfinite(value) for value in (box.x, box.y, box.w, box.h)):
        raise ValueError(f"cannot crop with {box}")
    side = max(1, round(max(box.w, box.h)))
    left = round(box.x + (box.w - side) / 2)
    top = round(box.y + (box.h - side) / 2)
    target = size or min(side, MAX_CROP)
    first_x, last_x, before_x, shown_x = _visible(left, side, width, target)
    first_y, last_y, before_y, shown_y = _visible(top, side, height, target)
    part = image[first_y:last_y, first_x:last_x]
    if (shown_y, shown_x) != part.shape[:2]:
        part = cv2.resize(part, (shown_x, shown_y), interpolation=cv2.INTER_AREA if target < side else cv2.INTER_LINEAR)
    after_x, after_y = target - before_x - shown_x, target - before_y - shown_y
    return cv2.copyMakeBorder(part, before_y, after_y, before_x, after_x, cv2.BORDER_REPLICATE)


def _visible(start: int, side: int, length: int, target: int) -> tuple[int, int, int, int]:
    """One axis of a crop: (first, last) source pixels inside the picture, and (before, shown) target pixels.

    Only what is visible is ever resized: a box of a million pixels costs no more than the picture. A box beside the
    picture shows the nearest row or column of pixels.
    """
    first = min(max(start, 0), length - 1)
    last = max(min(start + side, length), first + 1)
    shown = min(max(round((last - first) * target / side), 1), target)
    before = min(max(round((first - start) * target / side), 0), target - shown)
    return first, last, before, shown


def overlap(a: Box, b: Box) -> float:
    """Intersection over union of two boxes, 0 to 1."""
    width = min(a.x + a.w, b.x + b.w) - max(a.x, b.x)
    height = min(a.y + a.h, b.y + b.h) - max(a.y, b.y)
    if width <= 0 or height <= 0:
        return 0.0
    shared = width * height
    return shared / (a.w * a.h + b.w * b.h - shared)


def around(box: Box, factor: float) -> Box:
    """The square around a box's centre whose side is `factor` times the box's larger side."""
    side = factor * max(box.w, box.h)
    return Box(box.x + (box.w - side) / 2, box.y + (box.h - side) / 2, side, side)


def tiles(width: int, height: int) -> list[Box]:
    """Overlapping square tiles that together cover a picture, row by row; none when they would be below MIN_TILE."""
    side = TILE * min(width, height)
    if side < MIN_TILE:
        return []

    def starts(length: int) -> np.ndarray:
        return np.linspace(0, length - side, math.ceil((length - side) / (TILE_STEP * side)) + 1)

    return [Box(float(x), float(y), side, side) for y in starts(height) for x in starts(width)]
