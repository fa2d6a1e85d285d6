"""Video files, decoded one frame after the other."""

import os
import threading
from pathlib import Path

import numpy as np

from core.capture.interlaced import InterlacedCapture, is_interlaced
from core.capture.mp4 import announced_length
from core.cv import cv2
from core.errors import SourceError
from core.reasons import system_reason
from core.text import text
from core.types import Frame, SourceInfo

FPS_WHEN_UNKNOWN = 30.0
# Packets in a row that fail to decode before the file counts as ended. At the real end of a file a try costs nothing.
MAX_BAD_PACKETS = 300
MAX_FRAME_COUNT = 10**8  # above, OpenCV's count is an unknown duration in disguise


class VideoFile:
    """A video file as a `Source`. Rotation tags are applied, variable frame rates kept.

    Frame.time is the presentation time stamp in seconds, counted from the first frame; where the stamps stop increasing
    (H.264 in AVI has none), time goes on by the nominal frame rate. Raises SourceError when there is no picture in it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path.absolute()  # FFmpeg would take "a:b.mp4" for a protocol
        _check_file(self._path)
        self._cancelled = threading.Event()
        self._capture = _open(self._path)
        self.warnings: list[str] = []
        self._holes: list[tuple[float, float]] = []  # (time before, seconds) of stretches without a picture
        self._first_failure: float | None = None  # time before the first picture that could not be decoded
        self._clock = _FrameClock(_positive(self._capture.get(cv2.CAP_PROP_FPS), limit=1000.0))
        self._delivered = 0
        self._ended = False
        first = self._decode()
        if first is None:
            self._capture.release()
            raise SourceError("there is no picture in this file", where=path, hint=_NO_PICTURE_HINT)
        self._first: Frame | None = first
        height, width = first.image.shape[:2]
        count = self._capture.get(cv2.CAP_PROP_FRAME_COUNT)
        frames = int(count) if 0 < count < MAX_FRAME_COUNT else None
        self.info = SourceInfo(_printable(path.name), "file", width, height, self._clock.fps, frames)

    def read(self) -> Frame | None:
        """The next frame; None at the end. `warnings` is complete then."""
        if self._cancelled.is_set():
            return None
        first, self._first = self._first, None
        if first is not None:
            return first
        if self._ended:
            return None
        frame = self._decode()
        if frame is None and not self._cancelled.is_set():
            self._ended = True
            self.warnings += self._missing()
        return frame

    def cancel(self) -> None:
        self._cancelled.set()

    def close(self) -> None:
        self._capture.release()

    def _decode(self) -> Frame | None:
        failures = 0
        while True:
            try:
                grabbed = self._capture.grab()
                decoded, picture = self._capture.retrieve() if grabbed else (False, None)
            except cv2.error:  # a picture too large to allocate, for one
                decoded, picture = False, None
            if decoded and picture is not None and picture.size:
                break
            failures += 1
            if failures > MAX_BAD_PACKETS or self._cancelled.is_set():
                return None
        before = self._clock.last
        time = self._clock.stamp(self._capture.get(cv2.CAP_PROP_POS_MSEC) / 1000)
        if failures and self._first_failure is None:
            self._first_failure = before or 0.0
        interval = 1 / (self._clock.fps or FPS_WHEN_UNKNOWN)
        if before is not None and time - before > max(0.25, 5 * interval):
            self._holes.append((before, time - before - interval))
        frame = Frame(to_rgb(picture), self._delivered, time)
        self._delivered += 1
        return frame

    def _missing(self) -> list[str]:
        """Sentences about pictures that the file announces but does not hold."""
        sentences = [sentence for sentence in (self._gaps(), self._early_end()) if sentence]
        if self._first_failure is not None and not sentences:
            sentences.append(
                text(
                    "{name} is damaged: some pictures could not be decoded and are left out, "
                    "the first after {first:.2f} s.",
                    name=self.info.name,
                    first=self._first_failure,
                )
            )
        return sentences

    def _gaps(self) -> str:
        if not self._holes:
            return ""
        lost = sum(seconds for _, seconds in self._holes)
        return text(
            "{name} has gaps: {lost:.2f} s of pictures could not be decoded or were never recorded "
            "({holes} in all, the first after {first:.2f} s).",
            name=self.info.name,
            lost=lost,
            holes=len(self._holes),
            first=self._holes[0][0],
        )

    def _early_end(self) -> str:
        fps = self.info.fps or FPS_WHEN_UNKNOWN
        frames, at = self._delivered, (self._clock.last or 0.0) + 1 / fps
        length = announced_length(self._path)
        expected = length.duration if length else (self.info.frame_count or 0) / fps
        whole = self.info.frame_count is not None and frames >= self.info.frame_count
        # Sound that outlasts the picture, and rounding, make durations differ a little in files that are whole.
        if not whole and expected - at > max(0.25, 3 / fps, 0.02 * expected):
            missing = max(1, round((expected - at) * fps))
            return text(
                "{name} ends after {frames} of {expected} frames: {missing} frames ({seconds:.1f} s, {share:.0%}) "
                "are missing. It may have been cut off.",
                name=self.info.name,
                frames=frames,
                expected=frames + missing,
                missing=missing,
                seconds=expected - at,
                share=missing / (frames + missing),
            )
        if length and length.missing_bytes:
            return text(
                "{name} was cut off after {frames} frames ({seconds:.1f} s): at least {kilobytes:.1f} kB are missing, "
                "and it does not say how many frames it had.",
                name=self.info.name,
                frames=frames,
                seconds=at,
                kilobytes=length.missing_bytes / 1000,
            )
        if _lacks_gif_trailer(self._path):
            return text(
                "{name} was cut off after {frames} frames ({seconds:.1f} s); it does not say how many it had.",
                name=self.info.name,
                frames=frames,
                seconds=at,
            )
        return ""


class _FrameClock:
    """Times of a file's frames in seconds, strictly increasing from 0."""

    def __init__(self, fps: float) -> None:
        self.fps = fps
        self.last: float | None = None
        self._offset = 0.0
        self._frames = 0
        self._broken = False

    def stamp(self, pts: float) -> float:
        if self.last is None:
            # Relative to the first: where FFmpeg makes the stamps up, they all come late by the decoder's delay.
            self._offset, time = pts, 0.0
        else:
            time = pts - self._offset
            self._broken = self._broken or not time > self.last
            if self._broken:
                fps = self.fps or FPS_WHEN_UNKNOWN
                time = self._frames / fps
                if time <= self.last:
                    time = self.last + 1 / fps
        self._frames += 1
        self.last = time
        return time


def to_rgb(picture: np.ndarray) -> np.ndarray:
    """OpenCV's BGR picture as the (H, W, 3) uint8 RGB array of a Frame: contiguous and read-only."""
    image = cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)
    image.setflags(write=False)
    return image


_NO_PICTURE_HINT = (
    "It may be sound only, damaged, cut off before its index, or not a video whatever its name says; "
    "see whether a media player shows it"
)


def _check_file(path: Path) -> None:
    where = _printable(str(path))
    try:
        if path.is_dir():
            raise SourceError("this is a folder, not a video file", where=where, hint="Choose a file inside it")
        if not path.exists():
            raise SourceError("there is no such file", where=where, hint="Check the name and the folder")
        if not path.is_file():
            raise SourceError("this is not an ordinary file", where=where, hint="Choose a video file")
        with path.open("rb") as file:
            empty = not file.read(1)
    except OSError as error:
        what = text("the file cannot be read ({reason})", reason=system_reason(error))
        raise SourceError(what, where=where, hint="Check that you may read it") from error
    if empty:
        raise SourceError("the file is empty", where=where, hint="Copy or record it again")


def _open(path: Path) -> "cv2.VideoCapture | InterlacedCapture":
    where = _printable(str(path))
    if where != str(path):  # OpenCV would end the process with a segmentation fault
        raise SourceError("the file's name is not valid Unicode", where=where, hint="Rename the file")
    capture = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG)
    if not capture.isOpened():
        length = announced_length(path)
        if length and length.missing_bytes:
            raise SourceError(
                text(
                    "the file was cut off: {kilobytes:.1f} kB are missing, its index among them",
                    kilobytes=length.missing_bytes / 1000,
                ),
                where=path,
                hint="Copy or download it again",
            )
        raise SourceError("there is no video in this file", where=path, hint=_NO_PICTURE_HINT)
    if is_interlaced(path):
        capture.release()
        return InterlacedCapture(path)
    return capture


def _printable(name: str) -> str:
    """`name` without the stand-ins for bytes that are not UTF-8: no output could be written with them."""
    return name.encode("utf-8", "replace").decode()


def _lacks_gif_trailer(path: Path) -> bool:
    """True for a GIF that ends before its last byte (";", GIF89a section 27): all that such a file tells."""
    try:
        with path.open("rb") as file:
            if file.read(4) != b"GIF8":
                return False
            file.seek(-1, os.SEEK_END)
            return file.read(1) != b";"
    except OSError:  # gone by now: a removed memory card, a moved file
        return False


def _positive(value: float, limit: float) -> float:
    """`value` where it is a sensible frame rate, else 0 (unknown)."""
    return value if 0 < value <= limit else 0.0
