"""Training views of a clip: what is chosen at random holds for all of its frames (method.md, "Preparation of frames").

"as-run": RandAugment on the whole pictures, random resized crop, random erasing (of one rectangle, with other noise in
every frame). "paper": random resized crop.
"none": the view of the evaluation. In both views of a bundle: of the whole pictures, or of square face crops.
"""

import math

import numpy as np

from core.offline.rand_augment import RandAugment

AREA, ASPECT = (0.08, 1.0), (3 / 4, 4 / 3)  # of the crop: share of the picture's area, width over height
ERASED_AREA, ERASED_ASPECT = (0.02, 1 / 3), (0.3, 1 / 0.3)
ERASE_PROBABILITY = 0.25
TRIES = 10  # for a rectangle that fits

Rectangle = tuple[int, int, int, int]  # left, top, width, height


class Augmenter:
    """Makes training views. One thread at a time.

    kind: "none", "paper" or "as-run". view: "centre" or "face", which "none" needs. resolution: of the views, in pixels
    on a side. Raises DataError when a library that it needs is missing.
    """

    def __init__(self, kind: str, view: str, resolution: int) -> None:
        self._kind, self._view, self._resolution = kind, view, resolution
        self._rand_augment = RandAugment() if kind == "as-run" else None

    def __call__(self, frames: np.ndarray, rng: np.random.RandomState) -> np.ndarray:
        """frames: (T, H, W, 3) uint8 RGB. Returns (3, T, resolution, resolution) float32, normalised."""
        from core.clips.transform import normalised, seen  # late: importing this needs numpy only

        if self._kind == "none":
            return normalised(seen(frames, self._view, self._resolution))
        if self._rand_augment:
            frames = self._rand_augment(frames, rng)
        clip = normalised(_resized_crop(frames, self._resolution, rng))
        if self._rand_augment:
            _erase(clip, rng)
        return clip


def _resized_crop(frames: np.ndarray, resolution: int, rng: np.random.RandomState) -> np.ndarray:
    """The same random rectangle of every frame, resized bilinearly: (T, resolution, resolution, 3) uint8."""
    from core.cv import cv2

    _, height, width, _ = frames.shape
    left, top, wide, high = random_rectangle(width, height, AREA, ASPECT, rng) or _central(width, height)
    crops = np.empty((len(frames), resolution, resolution, 3), np.uint8)
    for crop, frame in zip(crops, frames, strict=True):
        cut = frame[top : top + high, left : left + wide]
        crop[:] = cv2.resize(cut, (resolution, resolution), interpolation=cv2.INTER_LINEAR)
    return crops


def _erase(clip: np.ndarray, rng: np.random.RandomState) -> None:
    """With probability 1/4, puts noise in the place of one rectangle, in place. clip: (3, T, H, W), normalised."""
    if rng.uniform() >= ERASE_PROBABILITY:
        return
    channels, frames, height, width = clip.shape
    if rectangle := random_rectangle(width, height, ERASED_AREA, ERASED_ASPECT, rng):
        left, top, wide, high = rectangle
        clip[:, :, top : top + high, left : left + wide] = rng.standard_normal((channels, frames, high, wide))


def random_rectangle(
    width: int, height: int, area: tuple[float, float], aspect: tuple[float, float], rng: np.random.RandomState
) -> Rectangle | None:
    """A rectangle inside a picture, its share of the area uniform, its aspect log-uniform; None after TRIES misfits."""
    for _ in range(TRIES):
        wanted = width * height * rng.uniform(*area)
        ratio = math.exp(rng.uniform(math.log(aspect[0]), math.log(aspect[1])))
        wide, high = round(math.sqrt(wanted * ratio)), round(math.sqrt(wanted / ratio))
        if 0 < wide <= width and 0 < high <= height:
            return int(rng.randint(width - wide + 1)), int(rng.randint(height - high + 1)), wide, high
    return None


def _central(width: int, height: int) -> Rectangle:
    """The largest central rectangle whose aspect is allowed."""
    wide, high = min(width, round(height * ASPECT[1])), min(height, round(width / ASPECT[0]))
    return (width - wide) // 2, (height - high) // 2, wide, high
