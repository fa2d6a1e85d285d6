"""The values that travel along the path from a source to a view. All are frozen: any thread may hold one."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import numpy as np


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture from a source.

    image: (H, W, 3) uint8 RGB, contiguous, read-only.
    index: how many frames the source delivered before this one (0-based; for files the frame's number in the file).
    time: seconds on the source's clock: presentation time stamp for files, `time.monotonic()` at capture otherwise.
    captured_at: UTC wall-clock time of capture; None for files, whose pictures were taken at a time nobody knows.
    """

    image: np.ndarray
    index: int
    time: float
    captured_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """What a source says about itself when it opens.

    name: what a person calls it (file name, "Camera 0", address without its password).
    kind: "file", "camera", "stream" or "demo".
    width, height: pixels, after any rotation tag has been applied.
    fps: nominal frames per second; 0 when unknown.
    frame_count: frames that the container announces, a hint only; None for live sources.
    """

    name: str
    kind: str
    width: int
    height: int
    fps: float
    frame_count: int | None = None

    @property
    def live(self) -> bool:
        """True when frames come at their own pace and cannot wait (camera, stream, demo)."""
        return self.kind != "file"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in a picture: left, top, width and height in pixels; may reach outside the picture."""

    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True)
class Face:
    """One person's face in one frame. face_id stays the same as long as the tracker knows the person (1, 2, ...)."""

    face_id: int
    box: Box
    score: float


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """Sixteen pictures of one face (or of the whole scene), ready for the predictor.

    images: (16, H, W, 3) uint8 RGB, cut to the bundle's view.
    clip_index: position on the grid of due clips; skipped clips leave gaps in it.
    face_id, box: whose face, and the one square box it was cut with; None in the centre view.
    start, end: seconds on the source's clock of the first and last frame used.
    first_frame, last_frame: their indices. captured_at: UTC time of the last frame, None for files.
    arrived: `time.monotonic()` at which the last frame was captured (live) or read (file).
    """

    images: np.ndarray
    clip_index: int
    face_id: int | None
    box: Box | None
    start: float
    end: float
    first_frame: int
    last_frame: int
    captured_at: datetime | None
    arrived: float


class Status(StrEnum):
    """What became of a clip."""

    SCORED = "scored"
    NO_FACE = "no_face"


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What one clip says about one face.

    posterior, vote: (C,) float32, each sums to 1, in the order of the bundle's labels; None when nothing was scored.
    latency: seconds from the arrival of the clip's last frame to this reading.
    The other attributes are those of `Clip`.
    """

    clip_index: int
    status: Status
    face_id: int | None
    box: Box | None
    start: float
    end: float
    first_frame: int
    last_frame: int
    captured_at: datetime | None
    posterior: np.ndarray | None
    vote: np.ndarray | None
    latency: float
