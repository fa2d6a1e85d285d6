"""From the frames of a due position to its clips: the whole pictures, or one square crop for each face."""

from typing import Protocol

import numpy as np

from core.clips.ring import Entry
from core.clips.sampler import Due
from core.face.geometry import crop, square_box
from core.types import Box, Clip

MIN_FACE_FRAMES = 8  # of a clip's 16; with fewer there is no clip of this face


class Framing(Protocol):
    """What a clip shows, as the card of a bundle says it (see BundleCard)."""

    @property
    def view(self) -> str: ...
    @property
    def margin(self) -> float: ...
    @property
    def resolution(self) -> int: ...


def cut(due: Due, card: Framing) -> list[Clip]:
    """The clips that a bundle wants: one of whole pictures in the centre view, one for each face in the face view."""
    if card.view == "centre":
        return [_clip(due, np.stack([entry.frame.image for entry in due.entries]), None, None)]
    clips = []
    for face_id in sorted({face.face_id for entry in due.entries for face in entry.faces}):
        boxes = [face.box for entry in due.entries for face in entry.faces if face.face_id == face_id]
        if len(boxes) < MIN_FACE_FRAMES:
            continue
        box = square_box(boxes, card.margin)
        images = np.stack([crop(entry.frame.image, box, card.resolution) for entry in due.entries])
        clips.append(_clip(due, images, face_id, _in_source(box, due.entries[-1])))
    return clips


def without_face(due: Due) -> Clip:
    """The place and time of a position that shows nobody for long enough; it has no images."""
    return _clip(due, np.empty(0, np.uint8), None, None)


def _clip(due: Due, images: np.ndarray, face_id: int | None, box: Box | None) -> Clip:
    first, last = due.entries[0], due.entries[-1]
    return Clip(
        images=images,
        clip_index=due.clip_index,
        face_id=face_id,
        box=box,
        start=first.frame.time,
        end=last.frame.time,
        first_frame=first.frame.index,
        last_frame=last.frame.index,
        captured_at=last.frame.captured_at,
        arrived=last.arrived,
    )


def _in_source(box: Box, entry: Entry) -> Box:
    """A box in the ring's pixels -> in the source's."""
    return Box(*(side / entry.scale for side in (box.x, box.y, box.w, box.h)))
