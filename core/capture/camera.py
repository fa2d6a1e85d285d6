"""Cameras of this computer, by number."""

import sys
import threading
from pathlib import Path

from core.capture.live import LiveCapture, open_in_background
from core.cv import cv2
from core.errors import SourceError, SourceLost

# On Linux ask V4L and nobody else: OpenCV's other camera drivers print errors of their own when there is no camera.
_BACKEND = cv2.CAP_V4L2 if sys.platform.startswith("linux") else cv2.CAP_ANY
_FIRST_PICTURE_TRIES = 4  # of a second each: many webcams need two before their first picture


def open_camera(index: int, stop: threading.Event | None = None) -> LiveCapture:
    """Opens camera `index` (0 is the first). Raises SourceError: no such camera, not allowed, or in use."""
    name = f"Camera {index}"
    if sys.platform.startswith("linux") and not Path(f"/dev/video{index}").exists():
        raise SourceError("there is no such camera", where=name, hint=_no_such_camera_hint())
    capture = open_in_background(lambda: cv2.VideoCapture(index, _BACKEND), name, stop)
    if not capture.isOpened():
        raise SourceError(
            "the camera cannot be opened",
            where=name,
            hint="Check that it is plugged in, that this program may use cameras, and that no other program uses it",
        )
    fps = capture.get(cv2.CAP_PROP_FPS)
    for _ in range(_FIRST_PICTURE_TRIES):
        if stop is not None and stop.is_set():
            break
        try:
            return LiveCapture(capture, name, "camera", fps=fps if 0 < fps <= 1000 else 0.0)
        except SourceLost:
            continue
    capture.release()
    raise SourceError(
        "the camera opens but gives no picture",
        where=name,
        hint="Close other programs that may be using it, or unplug it and plug it in again",
    )


def _no_such_camera_hint() -> str:
    numbers = sorted(int(device.name[5:]) for device in Path("/dev").glob("video*") if device.name[5:].isdecimal())
    if not numbers:
        return "Plug a camera in, or open a video file or the demo instead"
    return f"Try camera {' or '.join(map(str, numbers))}"
