"""The only buffer of pictures: the last seconds of a source, bounded in memory whatever the source sends."""

import threading
import time
from collections import deque
from dataclasses import dataclass, replace

import numpy as np

from core.clips.sampling import TICKS_PER_SECOND
from core.cv import cv2
from core.types import Box, Face, Frame

MAX_FPS = 60.0
MAX_SIDE = 1280  # pixels
_EARLY = 0.25  # ticks: a 60-fps camera's jitter must not look like a faster camera


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One frame in the ring and what was found in it.

    frame: its image is at most 1280 pixels on a side. faces: boxes in pixels of that image.
    tick: source time in 1/30 s. arrived: `time.monotonic()` at which the frame was captured or read.
    scale: size of the image relative to the source's, at most 1; box / scale is in source pixels.
    ready: `time.monotonic()` from which on it could be part of a clip.
    """

    frame: Frame
    faces: tuple[Face, ...]
    tick: float
    arrived: float
    scale: float = 1.0
    ready: float = 0.0


class RingBuffer:
    """The last `span_s` seconds of frames, oldest first. One thread pushes, any thread looks.

    It covers the whole span at any frame rate: the oldest frame kept may lie just outside of it. Frames faster than
    60 fps are thinned, larger pictures made smaller on entry, so that no more than span_s * 60 pictures of 1280 pixels
    on a side are ever held: 365 MB for 720p at 60 fps.
    """

    def __init__(self, span_s: float = 2.2) -> None:
        self._span = span_s * TICKS_PER_SECOND
        self._step = TICKS_PER_SECOND / MAX_FPS
        self._entries: deque[Entry] = deque(maxlen=round(span_s * MAX_FPS))
        self._next_tick: float | None = None  # frames before it come too fast
        self._lock = threading.Lock()

    def push(self, frame: Frame, faces: tuple[Face, ...], tick: float, arrived: float) -> None:
        """Takes in the newest frame, unless it comes too soon after the one before. tick: not before earlier ones."""
        if self._too_soon(tick):
            return
        entry = replace(fitted(Entry(frame, faces, tick, arrived)), ready=time.monotonic())
        with self._lock:
            self._entries.append(entry)
            while len(self._entries) > 1 and self._entries[1].tick <= tick - self._span:
                self._entries.popleft()

    def snapshot(self) -> list[Entry]:
        """What is held now, oldest first; the list is the caller's own."""
        with self._lock:
            return list(self._entries)

    @property
    def newest(self) -> Entry | None:
        """The last frame that was taken in; None when nothing is held."""
        with self._lock:
            return self._entries[-1] if self._entries else None

    def clear(self) -> None:
        """Forgets everything: another source begins, or another place in the same one."""
        with self._lock:
            self._entries.clear()
            self._next_tick = None

    def _too_soon(self, tick: float) -> bool:
        with self._lock:
            expected = tick if self._next_tick is None else self._next_tick
            if tick < expected - _EARLY:
                return True
            # A late frame may be made up for by an early one, but never by two.
            self._next_tick = max(expected, tick - self._step) + self._step
            return False


def shrunk(image: np.ndarray) -> tuple[np.ndarray, float]:
    """A picture no longer than MAX_SIDE on a side, and its size over the original's (1 for the original itself).

    image: (H, W, 3) uint8. A new picture is read-only, as those of frames are.
    """
    height, width = image.shape[:2]
    scale = MAX_SIDE / max(height, width)
    if scale >= 1:
        return image, 1.0
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    smaller = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    smaller.setflags(write=False)
    return smaller, scale


def fitted(entry: Entry) -> Entry:
    """The entry with its picture and boxes made smaller if a side is longer than MAX_SIDE."""
    image, scale = shrunk(entry.frame.image)
    if scale == 1:
        return entry
    faces = tuple(replace(face, box=_scaled(face.box, scale)) for face in entry.faces)
    return replace(entry, frame=replace(entry.frame, image=image), faces=faces, scale=scale)


def _scaled(box: Box, scale: float) -> Box:
    return Box(box.x * scale, box.y * scale, box.w * scale, box.h * scale)
