"""The clips of a video file for training and evaluation: decoded once, chosen by index, cut as the window cuts them."""

from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from core.capture.video_file import VideoFile
from core.clips.cutting import MIN_FACE_FRAMES, cut
from core.clips.ring import Entry, fitted, shrunk
from core.clips.sampler import Due
from core.clips.sampling import WINDOW, clip_offsets, evaluation_clips
from core.clips.transform import seen
from core.errors import DataError
from core.face.geometry import crop, square_box
from core.face.tracker import FaceTracker
from core.types import Box

Choose = Callable[[int], np.ndarray]
"""From a video's number of frames to the frames of its clips, (..., 16) int64."""


@dataclass(frozen=True, slots=True)
class Cut:
    """What clips show: "centre" or "face" with its margin, for an encoder that is fed `resolution` pixels on a side."""

    view: str
    resolution: int
    margin: float = 1.5


@dataclass(frozen=True, slots=True, eq=False)
class EvaluationClip:
    """One clip of a whole video.

    start: its first frame. face_id: whose face; None in the centre view.
    images: (16, resolution, resolution, 3) uint8, what the encoder sees of it before it is normalised.
    """

    start: int
    face_id: int | None
    images: np.ndarray


def every_clip(path: Path, how: Cut, rule: str) -> Iterator[EvaluationClip]:
    """All clips of `evaluation_clips`, in order, of every face that is in at least 8 of a clip's 16 frames.

    Holds no more pictures than one clip reaches over. Raises SourceError when the video cannot be read.
    """
    for start, entries in _windows(_entries(path, how, small=how.view == "centre"), rule):
        if how.view == "centre":
            yield EvaluationClip(start, None, np.stack([entry.frame.image for entry in entries]))
            continue
        for clip in cut(Due(start, float(start), entries), how):
            yield EvaluationClip(start, clip.face_id, clip.images)


class TrainingFrames:
    """The pictures of one video that its training clips need.

    count: frames in the video. clips: which frames each clip is of, as `choose` gave them.
    """

    def __init__(self, path: Path, how: Cut, choose: Choose, expected: int) -> None:
        """Decodes the video, twice when it does not have the expected number of frames.

        Raises SourceError when it cannot be read, DataError when the view is the face and nobody is seen for long
        enough.
        """
        self.count, self._how = expected, how
        while True:
            self.clips = choose(max(1, self.count))
            wanted = set(self.clips.flatten().tolist())
            self._entries: dict[int, Entry] = {}
            boxes: dict[int, list[Box]] = {}
            count = 0
            for entry in _entries(path, how):
                if count in wanted:
                    self._entries[count] = entry
                for face in entry.faces:
                    boxes.setdefault(face.face_id, []).append(face.box)
                count += 1
            if count == self.count:
                break
            self.count = count
        if how.view == "face":
            self._face, self._boxes = _main_face(boxes, path)

    def clip(self, frames: np.ndarray) -> np.ndarray:
        """The pictures of one clip: (16, H, W, 3) uint8 RGB, whole ones or square crops of the face.

        frames: (16,), one row of `clips`. A face is cut out as in evaluation; where it is not seen for long enough,
        its place in the whole video counts.
        """
        entries = [self._entries[index] for index in frames.tolist()]
        if self._how.view == "centre":
            return np.stack([entry.frame.image for entry in entries])
        boxes = [face.box for entry in entries for face in entry.faces if face.face_id == self._face]
        box = square_box(boxes if len(boxes) >= MIN_FACE_FRAMES else self._boxes, self._how.margin)
        return np.stack([crop(entry.frame.image, box, self._how.resolution) for entry in entries])


def _main_face(boxes: dict[int, list[Box]], path: Path) -> tuple[int, list[Box]]:
    """Who is seen in most frames."""
    seen_in = Counter({face_id: len(there) for face_id, there in boxes.items()})
    if not seen_in:
        hint = "Leave the video out of the manifest, or use --view centre"
        raise DataError("no face was found in this video", where=path, hint=hint)
    face_id, _ = seen_in.most_common(1)[0]
    return face_id, boxes[face_id]


def _entries(path: Path, how: Cut, *, small: bool = False) -> Iterator[Entry]:
    """Every frame, with its faces where they matter. small: only what the centre view shows is kept of a picture."""
    with ExitStack() as stack:
        video = VideoFile(path)
        stack.callback(video.close)
        tracker = stack.enter_context(FaceTracker()) if how.view == "face" else None
        while (frame := video.read()) is not None:
            if small:
                image = seen(shrunk(frame.image)[0][None], "centre", how.resolution)[0]
                yield Entry(replace(frame, image=image), (), float(frame.index), 0.0)
            else:
                faces = tracker.update(frame) if tracker else ()
                yield fitted(Entry(frame, faces, float(frame.index), 0.0))


def _windows(entries: Iterator[Entry], rule: str) -> Iterator[tuple[int, tuple[Entry, ...]]]:
    """The first frame and the 16 entries of each clip of `evaluation_clips`, while the video passes by.

    A clip is known to be one when the frame behind its reach has come: `span` frames after its start.
    """
    offsets = clip_offsets(rule).tolist()
    span = WINDOW if rule == "as-run" else offsets[-1]
    last: deque[Entry] = deque(maxlen=span + 1)
    count = 0
    for entry in entries:
        last.append(entry)
        count += 1
        if count > span:
            yield count - 1 - span, tuple(last[offset] for offset in offsets)
    if 0 < count <= span:
        yield 0, tuple(last[index] for index in evaluation_clips(count, rule)[0].tolist())
