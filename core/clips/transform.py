"""From the pictures of a clip to the encoder's input: resize, crop, normalise. NumPy in, NumPy out."""

import numpy as np

from core.clips.views import IMAGENET_MEAN, IMAGENET_STD, view_of
from core.cv import cv2


def centre_view(frames: np.ndarray, resolution: int) -> np.ndarray:
    """The published evaluation transform: short side to int(resolution * 256 / 224), centre crop, normalise.

    frames: (T, H, W, 3) uint8 RGB. Returns (3, T, resolution, resolution) float32 in ImageNet's normalised units.
    """
    return normalised(seen(frames, "centre", resolution))


def face_view(frames: np.ndarray, resolution: int) -> np.ndarray:
    """Square face crops resized to the encoder's resolution and normalised; nothing is cut off.

    frames: (T, H, W, 3) uint8 RGB. Returns (3, T, resolution, resolution) float32 in ImageNet's normalised units.
    """
    return normalised(seen(frames, "face", resolution))


def seen(frames: np.ndarray, name: str, resolution: int) -> np.ndarray:
    """What a view shows of pictures, before it is normalised.

    frames: (T, H, W, 3) uint8. name: "centre" or "face". Returns (T, resolution, resolution, 3) uint8.
    What is seen of what was seen, in the view "face", is the same again.
    """
    _, height, width, _ = frames.shape
    view = view_of(name, height, width, resolution)
    interpolation = cv2.INTER_AREA if view.area else cv2.INTER_LINEAR
    rows, columns = (slice(first, first + resolution) for first in (view.top, view.left))
    crops = np.empty((len(frames), resolution, resolution, 3), dtype=np.uint8)
    for crop, frame in zip(crops, frames, strict=True):
        crop[:] = _resized(frame, (view.width, view.height), interpolation)[rows, columns]
    return crops


def _resized(image: np.ndarray, size: tuple[int, int], interpolation: int) -> np.ndarray:
    """size: (width, height), as OpenCV has it."""
    return image if size == image.shape[1::-1] else cv2.resize(image, size, interpolation=interpolation)


def normalised(images: np.ndarray) -> np.ndarray:
    """(T, H, W, 3) uint8 RGB -> (3, T, H, W) float32 in ImageNet's normalised units."""
    clip = np.ascontiguousarray(images.transpose(3, 0, 1, 2), dtype=np.float32)
    clip *= (1 / (255 * IMAGENET_STD))[:, None, None, None]
    clip -= (IMAGENET_MEAN / IMAGENET_STD)[:, None, None, None]
    return clip
