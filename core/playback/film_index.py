"""Which pictures a video file has, when each is shown, and where decoding can begin: read without decoding them."""

from array import array
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from core.capture.container import open_container
from core.capture.video_file import FPS_WHEN_UNKNOWN, MAX_BAD_PACKETS
from core.errors import Cancelled
from core.playback.film_file import leave_out_others, readable_packets, why_unreadable

if TYPE_CHECKING:
    import av

_LOOK_EVERY = 256  # packets between two looks at whether the reading was cancelled
_NO_STAMPS = np.zeros(0, np.int64)
_NO_KEYS = np.zeros(1, np.int64), _NO_STAMPS
_REORDERING = ("h264", "hevc")  # codecs that show pictures in another order than FFmpeg expects of AVI
_START_CODE = b"\0\0\1"


@dataclass(frozen=True, slots=True, eq=False)
class FilmIndex:
    """The pictures of a video file by number and time, both as `VideoFile` gives them. Arrays are read-only.

    times: (n,) float64, seconds from the first picture, strictly increasing; n >= 1.
    keyframes: (m,) int64, increasing: the pictures at or before which decoding can begin; the first is 0.
    fps: nominal pictures per second, 0 when unknown. width, height: pixels, after the rotation tag has been applied.
    duration_s: seconds until the last picture has been shown. has_sound: whether there is a track of sound.

    For readers of the same file:
    origin_s: where time 0 lies on the container's own clock, in seconds.
    stamps: (n,) int64, what tells the decoded pictures apart: their time stamps. Empty when the file has none; its
    pictures can then only be counted from the beginning.
    key_stamps: (m,) int64, the stamps of the packets with which decoding begins.
    ordered: False where the stamps were made up from the order of the packets (H.264 in AVI): they tell pictures
    apart but not which is shown first.
    """

    times: np.ndarray
    keyframes: np.ndarray
    fps: float
    width: int
    height: int
    duration_s: float
    has_sound: bool = False
    origin_s: float = 0.0
    stamps: np.ndarray = field(default_factory=lambda: _NO_STAMPS)
    key_stamps: np.ndarray = field(default_factory=lambda: _NO_STAMPS)
    ordered: bool = True

    def __post_init__(self) -> None:
        for values in (self.times, self.keyframes, self.stamps, self.key_stamps):
            values.setflags(write=False)

    @property
    def frame_count(self) -> int:
        """How many pictures there are."""
        return len(self.times)

    def frame_at(self, seconds: float) -> int:
        """The picture that is on the screen at a time: the last that comes not later; the first one before it."""
        return max(0, int(np.searchsorted(self.times, seconds, side="right")) - 1)

    def time_of(self, frame: int) -> float:
        """When a picture appears, in seconds. Raises IndexError when there is no such picture."""
        if not 0 <= frame < len(self.times):
            raise IndexError(f"picture {frame} of {len(self.times)}")
        return float(self.times[frame])

    def corrected(self, times: np.ndarray) -> "FilmIndex":
        """This index after the file was decoded from its beginning to its end, and gave pictures at these times."""
        kept = np.isin(self.times, times)
        found = len(self.stamps) and self.ordered and np.count_nonzero(kept) == len(times)
        stamps = self.stamps[kept] if found else _NO_STAMPS
        keyframes, key_stamps = numbered_keys(stamps, self.key_stamps) if found else _NO_KEYS
        shorter = float(self.times[-1] - times[-1])
        return replace(
            self,
            times=times,
            keyframes=keyframes,
            duration_s=self.duration_s - shorter,
            stamps=stamps,
            key_stamps=key_stamps,
        )

    @classmethod
    def read(cls, path: Path, cancelled: Callable[[], bool] = lambda: False) -> "FilmIndex":
        """Reads the packets of a file without decoding more than its first picture: 100,000 pictures take a second.

        Numbers and times are those of `VideoFile` wherever every packet gives a picture. A damaged packet gives none,
        and only decoding shows that: see `FilmReader`. Raises SourceError when there is no picture, or the file cannot
        be read; Cancelled when `cancelled` said so.
        """
        try:
            first = _first_picture(path)
            packets = _read_packets(path, cancelled)
        except (OSError, ValueError) as error:  # PyAV's errors are both
            raise why_unreadable(path, error) from error
        if first is None or not packets.stamps:
            raise why_unreadable(path)
        return packets.index(first)


def turned(picture: np.ndarray, rotation: float) -> np.ndarray:
    """A decoded picture, upright. rotation: degrees, as PyAV reads them; OpenCV leaves all but quarter turns alone."""
    turns = round(rotation / 90) % 4 if rotation % 90 == 0 else 0
    return np.ascontiguousarray(np.rot90(picture, turns)) if turns else picture


@dataclass(frozen=True, slots=True)
class _First:
    """What the first picture tells. stamp: None when it has none."""

    stamp: int | None
    width: int
    height: int


def _first_picture(path: Path) -> _First | None:
    """Decodes the first picture; None when there is none."""
    import av

    failures = 0
    with open_container(path) as container:
        if not container.streams.video:
            return None
        for packet in container.demux(container.streams.video[0]):
            try:
                pictures = packet.decode()
            except av.FFmpegError:
                pictures, failures = [], failures + 1
            for picture in pictures:
                width, height = picture.width, picture.height
                if picture.rotation % 180 == 90:
                    width, height = height, width
                return _First(picture.pts, width, height)
            if failures > MAX_BAD_PACKETS:
                return None
    return None


@dataclass(slots=True)
class _Packets:
    """What the packets of the video track tell.

    stamps: of those that are shown; 0 where there is none. keys: stamps of those with which decoding can begin.
    stamped: whether all of them have a stamp. rising: whether the stamps increase from packet to packet.
    """

    fps: float
    seconds_per_tick: float
    start: int  # where the container says that the track begins, in ticks
    has_sound: bool
    codec: str
    invents: bool  # the container has no stamps, and FFmpeg makes them up from the order of the packets
    stamps: array
    keys: array
    stamped: bool = True
    rising: bool = True
    last: int | None = None
    last_duration: int = 0

    def add(self, packet: "av.Packet") -> None:
        stamp = packet.pts
        can_begin = packet.is_keyframe and (not self.invents or _begins_anew(packet, self.codec))
        if can_begin and stamp is not None:
            self.keys.append(stamp)  # even if it is not shown: an edit list may begin between two key pictures
        if packet.is_discard:
            return
        if stamp is None:
            self.stamped = False
            self.stamps.append(0)
            return
        if self.last is None or stamp > self.last:
            self.last, self.last_duration = stamp, packet.duration or 0
        else:
            self.rising = False
        self.stamps.append(stamp)

    def index(self, first: _First) -> FilmIndex:
        stamps = np.sort(np.frombuffer(self.stamps, np.int64))
        if first.stamp is not None and self.stamped:
            stamps = stamps[stamps >= first.stamp]  # those before need pictures that the file does not have
        usable = self.stamped and len(stamps) > 0 and bool((np.diff(stamps) > 0).all())
        ordered = not (self.invents and self.rising)
        interval = 1 / (self.fps or FPS_WHEN_UNKNOWN)
        if usable and ordered:
            seconds = (stamps - self.start) * self.seconds_per_tick * 1000 / 1000  # OpenCV's arithmetic, to the bit
            times, origin = seconds - seconds[0], float(stamps[0] * self.seconds_per_tick)
            interval = self.last_duration * self.seconds_per_tick or interval
        else:
            times, origin = np.arange(len(self.stamps)) * interval, self.start * self.seconds_per_tick
        keys = np.unique(np.frombuffer(self.keys, np.int64)) if self.keys else _NO_STAMPS
        keyframes, key_stamps = numbered_keys(stamps, keys) if usable else _NO_KEYS
        return FilmIndex(
            times,
            keyframes,
            self.fps,
            first.width,
            first.height,
            float(times[-1]) + interval,
            self.has_sound,
            origin,
            stamps if usable else _NO_STAMPS,
            key_stamps,
            ordered,
        )


def numbered_keys(stamps: np.ndarray, keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Numbers and stamps of the keyframes; the beginning of the file counts as one, whatever it is.

    stamps: (n,) int64, those of the pictures, increasing; n >= 1. keys: (m,) int64, those of key packets, increasing.
    """
    numbers = np.searchsorted(stamps, keys)
    keys, numbers = keys[numbers < len(stamps)], numbers[numbers < len(stamps)]
    if not len(numbers) or numbers[0] > 0:
        keys, numbers = np.insert(keys, 0, stamps[0]), np.insert(numbers, 0, 0)
    # Of several before the same picture, the last is the nearest.
    nearest = np.append(np.diff(numbers) > 0, True)
    return numbers[nearest].astype(np.int64), keys[nearest]


def _read_packets(path: Path, cancelled: Callable[[], bool]) -> _Packets:
    with open_container(path) as container:
        if not container.streams.video:
            raise why_unreadable(path)
        stream = container.streams.video[0]
        leave_out_others(container, stream)
        rate, base = stream.average_rate or stream.base_rate, stream.time_base
        codec = stream.codec_context
        packets = _Packets(
            fps=float(rate) if rate and rate <= 1000 else 0.0,
            seconds_per_tick=base.numerator / base.denominator if base else 1.0,
            start=stream.start_time or 0,
            has_sound=bool(container.streams.audio),
            codec=codec.name,
            invents=container.format.name == "avi" and codec.name in _REORDERING and bool(codec.has_b_frames),
            stamps=array("q"),
            keys=array("q"),
        )
        for number, packet in enumerate(readable_packets(container, stream)):
            if number % _LOOK_EVERY == 0 and cancelled():
                raise Cancelled
            if packet.size:  # AVI has empty ones for pictures that were dropped; the last one marks the end
                packets.add(packet)
    return packets


def _begins_anew(packet: "av.Packet", codec: str) -> bool:
    """Whether no picture before this key packet is shown after it, and none after it before: an IDR picture."""
    content = bytes(packet)
    at = content.find(_START_CODE)
    while 0 <= at < len(content) - 3:
        header = content[at + 3]
        if (header & 0x1F == 5) if codec == "h264" else (header >> 1 & 0x3F in (19, 20)):
            return True
        at = content.find(_START_CODE, at + 3)
    return False
