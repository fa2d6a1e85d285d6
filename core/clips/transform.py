"""From the pictures of a clip to the encoder's input: resize, crop, normalise. NumPy in, NumPy out."""

import numpy as np

from core.cv import cv2

IMAGENET_MEAN = np.array([0.485, 0.456, 0.406], dtype=np.float32)  # RGB
IMAGENET_STD = np.array([0.229, 0.224, 0.225], dtype=np.float32)


def centre_view(frames: np.ndarray, resolution: int) -> np.ndarray:
    """The published evaluation transform: short side to int(resolution * 256 / 224), centre crop, normalise.

    frames: (T, H, W, 3) uint8 RGB. Returns (3, T, resolution, resolution) float32 in ImageNet's normalised units.
    """
    height, width = frames.shape[1:3]
    short = int(resolution * 256 / 224)
    size = (short, int(short * height / width)) if width < height else (int(short * width / height), short)
    left, top = (round((side - resolution) / 2) for side in size)
    crops = np.empty((len(frames), resolution, resolution, 3), dtype=np.uint8)
    for crop, frame in zip(crops, frames, strict=True):
        crop[:] = _resized(frame, size, cv2.INTER_LINEAR)[top : top + resolution, left : left + resolution]
    return _normalised(crops)


def face_view(frames: np.ndarray, resolution: int) -> np.ndarray:
    """Square face crops resized to the encoder's resolution and normalised; nothing is cut off.

    frames: (T, H, W, 3) uint8 RGB. Returns (3, T, resolution, resolution) float32 in ImageNet's normalised units.
    """
    shrinking = min(frames.shape[1:3]) > resolution
    interpolation = cv2.INTER_AREA if shrinking else cv2.INTER_LINEAR
    crops = [_resized(frame, (resolution, resolution), interpolation) for frame in frames]
    return _normalised(np.stack(crops))


def _resized(image: np.ndarray, size: tuple[int, int], interpolation: int) -> np.ndarray:
    """size: (width, height), as OpenCV has it."""
    return image if size == image.shape[1::-1] else cv2.resize(image, size, interpolation=interpolation)


def _normalised(images: np.ndarray) -> np.ndarray:
    """(T, H, W, 3) uint8 -> (3, T, H, W) float32."""
    clip = np.ascontiguousarray(images.transpose(3, 0, 1, 2), dtype=np.float32)
    clip *= (1 / (255 * IMAGENET_STD))[:, None, None, None]
    clip -= (IMAGENET_MEAN / IMAGENET_STD)[:, None, None, None]
    return clip
