"""A small picture by which a person knows a session again."""

import numpy as np

LONGEST = 192  # pixels
_QUALITY = 80


def thumbnail(image: np.ndarray) -> bytes:
    """A JPEG of the picture, not longer than LONGEST on a side. image: (H, W, 3) uint8 RGB."""
    from core.cv import cv2  # late: the window is to be there at once

    height, width = image.shape[:2]
    share = min(1.0, LONGEST / max(height, width))
    size = max(1, round(width * share)), max(1, round(height * share))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    done, jpeg = cv2.imencode(".jpg", cv2.cvtColor(small, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    if not done:
        raise ValueError(f"a picture of {width} x {height} cannot be made a JPEG")
    return bytes(jpeg)
