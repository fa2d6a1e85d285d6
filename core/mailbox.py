"""The one place through which pictures reach a view: a slow view sees fewer pictures, and nothing queues up."""

import threading
from dataclasses import dataclass

import numpy as np

from core.types import Face, Frame


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A frame to show, and the faces in it (empty while the model is still loading).

    faces: boxes in pixels of the frame. image: (H, W, 3) uint8 RGB, the frame's own, made smaller when it is longer
    than 1280 pixels on a side: a view could not paint an 8K picture in time. scale: its size over the frame's.
    """

    frame: Frame
    faces: tuple[Face, ...]
    image: np.ndarray
    scale: float


class Mailbox:
    """Holds the newest picture until it is taken or replaced. Any thread may put or take."""

    def __init__(self) -> None:
        self._picture: Picture | None = None
        self._lock = threading.Lock()

    def put(self, picture: Picture) -> None:
        """Replaces whatever is there."""
        with self._lock:
            self._picture = picture

    def take(self) -> Picture | None:
        """The newest picture, once; None when there is none since the last take."""
        with self._lock:
            picture, self._picture = self._picture, None
            return picture
