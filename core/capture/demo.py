"""The demo: a portrait that a synthetic camera moves over, so that the program shows something without a camera."""

import math

import numpy as np

from core.capture.synthetic import SyntheticSource
from core.cv import cv2
from core.errors import SourceError
from core.paths import asset

WIDTH, HEIGHT, FPS = 640, 480, 30.0
LOOP = 600  # frames after which the motion repeats: all its periods divide this
PICTURE = "demo/astronaut.jpg"
_FACE = (223.0, 120.0)  # centre of the face in the picture, pixels; the face is about 100 wide
_BELOW = 26.0  # pixels of the picture: the camera aims at the collar, so that the face sits in the upper half


class DemoSource(SyntheticSource):
    """640x480 at 30 fps, the same pictures in every run. The face is 150-260 pixels wide and never leaves the picture.

    realtime: paced and stamped like a camera, without end; False: at once, with time = index / 30, for files' rules.
    frames: how many to deliver; None: without end. Raises SourceError when the picture cannot be decoded.
    """

    def __init__(self, *, realtime: bool = True, frames: int | None = None) -> None:
        path = asset(PICTURE)
        # Read with numpy: OpenCV's own reader cannot open a path with letters that Windows' code page lacks.
        portrait = cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_COLOR)
        if portrait is None:
            raise SourceError("the demo picture is damaged", where=path, hint="Install the program again")
        self._portrait = cv2.cvtColor(portrait, cv2.COLOR_BGR2RGB)
        super().__init__(self.picture, fps=FPS, frames=frames, realtime=realtime, name="Demo", kind="demo")

    def picture(self, number: int) -> np.ndarray:
        """Frame `number`, (480, 640, 3) uint8 RGB: zoom, pan, roll and brightness are slow sums of sines."""
        turn = 2 * math.pi * number / LOOP
        zoom = 1.95 + 0.2 * math.sin(turn) + 0.06 * math.sin(3 * turn + 1.0)
        roll = 3.5 * math.sin(2 * turn) + 1.5 * math.sin(5 * turn + 0.5)  # degrees
        pan = 14 * math.sin(turn + 2.0) + 4 * math.sin(4 * turn)  # pixels of the portrait
        tilt = 7 * math.sin(2 * turn + 1.0) + 3 * math.sin(5 * turn)
        light = 1 + 0.10 * math.sin(turn + 0.7) + 0.03 * math.sin(7 * turn)
        x, y = _FACE[0] + pan, _FACE[1] + _BELOW + tilt
        motion = cv2.getRotationMatrix2D((x, y), roll, zoom)
        motion[:, 2] += (WIDTH / 2 - x, HEIGHT / 2 - y)
        moved = cv2.warpAffine(
            self._portrait, motion, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
        )
        return cv2.convertScaleAbs(moved, alpha=light)
