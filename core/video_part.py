"""One video file of a recording: H.264 in a fragmented mp4, which plays to its last second if the program is killed."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

import numpy as np

from core.errors import OutputError
from core.session import cannot_write, utc_text
from core.types import Frame

if TYPE_CHECKING:
    import av

TIME_BASE = Fraction(1, 90_000)  # 11 microseconds, and 13 hours in the 32 bits that some players have for it
KEY_EVERY_S = 2.0  # a player can jump to these pictures
FRAGMENT_S = 1.0  # what a kill can cost
_MUXER = {
    "movflags": "empty_moov+default_base_moof",
    "frag_duration": str(round(FRAGMENT_S * 1e6)),
    "flush_packets": "1",
}
_CODEC = "libx264"
# veryfast: 10 ms of one core for a 720p picture. zerolatency: every picture is written at once, none is held back.
_ENCODER = {"preset": "veryfast", "tune": "zerolatency", "crf": "21"}
_THREADS = 2


@dataclass(frozen=True, slots=True)
class VideoPart:
    """What is known of one video file.

    file: its name. width, height: of the pictures; the file repeats the last column or row where a side is odd.
    frames: pictures in it. first_s, last_s: their times on the source's clock. first_captured_utc: as in the CSV.
    """

    file: str
    width: int
    height: int
    frames: int
    first_s: float
    last_s: float
    first_captured_utc: str | None


class PartWriter:
    """Writes pictures of one size to a new file at the times that they were captured. For one thread.

    size: bytes written so far.
    """

    def __init__(self, path: Path, first: Frame) -> None:
        """Opens the file for pictures like `first`, without writing that one. Raises OutputError."""
        import av  # late: a recording of scores alone does without

        self._path, self._first, self._last_s = path, first, first.time
        self._height, self._width = first.image.shape[:2]
        self._frames, self._last_tick, self._key_s = 0, -1, -KEY_EVERY_S
        if _CODEC not in av.codecs_available:
            hint = "Reinstall the package av, or record the scores only"
            raise OutputError("this installation cannot write H.264 video", hint=hint)
        try:
            self._file = _WholeWrites(path.open("xb", buffering=0))
        except OSError as error:
            raise cannot_write(path, error) from error
        try:
            self._container = av.open(self._file, "w", format="mp4", options=_MUXER)
            self._stream = cast("av.VideoStream", self._container.add_stream(_CODEC, rate=30, options=_ENCODER))
            self._set_up(self._stream.codec_context)
        except Exception:
            self._file.close()
            path.unlink(missing_ok=True)
            raise

    def close(self) -> None:
        """Completes the file; one without a picture is removed. Raises OutputError when that fails."""
        try:
            self._mux(None)
            self._container.close()
        except OSError as error:
            raise cannot_write(self._path, error) from error
        finally:
            self._file.close()
            if not self._frames:
                self._path.unlink(missing_ok=True)

    @property
    def size(self) -> int:
        """Bytes written."""
        return self._file.size

    @property
    def part(self) -> VideoPart:
        """What is in the file by now."""
        captured = utc_text(self._first.captured_at) if self._first.captured_at else None
        times = round(self._first.time, 6), round(self._last_s, 6)
        return VideoPart(self._path.name, self._width, self._height, self._frames, *times, captured)

    def fits(self, frame: Frame) -> bool:
        """True when the picture has the size of the others."""
        return frame.image.shape[:2] == (self._height, self._width)

    def write(self, frame: Frame) -> None:
        """Adds a picture at its time. Raises OutputError when the disk takes no more."""
        import av

        picture = av.VideoFrame.from_ndarray(_even(frame.image), format="rgb24").reformat(
            format="yuv420p", dst_colorspace=av.video.reformatter.Colorspace.ITU709
        )
        # Two pictures cannot have one time: the second comes a tick later.
        self._last_tick = max(self._last_tick + 1, round((frame.time - self._first.time) / TIME_BASE))
        picture.pts, picture.time_base = self._last_tick, TIME_BASE
        if frame.time - self._key_s >= KEY_EVERY_S or not self._frames:
            self._key_s, picture.pict_type = frame.time, av.video.frame.PictureType.I
        try:
            self._mux(picture)
        except OSError as error:
            raise cannot_write(self._path, error) from error
        self._frames, self._last_s = self._frames + 1, frame.time

    def _mux(self, picture: "av.VideoFrame | None") -> None:
        for packet in self._stream.encode(picture):
            self._container.mux(packet)

    def _set_up(self, context: "av.VideoCodecContext") -> None:
        context.width, context.height = self._width + self._width % 2, self._height + self._height % 2
        context.pix_fmt, context.time_base, context.thread_count = "yuv420p", TIME_BASE, _THREADS
        context.gop_size = 600  # key pictures are asked for by time
        context.colorspace = context.color_primaries = context.color_trc = context.color_range = 1  # BT.709, limited


class _WholeWrites:
    """A raw file whose `write` takes all or raises: a disk that fills up takes a part first."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.size = 0

    def write(self, data: bytes) -> int:
        rest = memoryview(data)
        while rest:
            taken = self._file.write(rest)
            self.size, rest = self.size + taken, rest[taken:]
        return len(data)

    def close(self) -> None:
        self._file.close()


def _even(image: np.ndarray) -> np.ndarray:
    """The picture with even sides, as the chroma of H.264 wants them."""
    height, width = image.shape[:2]
    if not (height % 2 or width % 2):
        return image
    return np.pad(image, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
