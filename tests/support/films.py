"""Small video files whose pictures know their own numbers, and whose sound knows its own time."""

import random
from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

BITS = 10
_CELL = 16  # pixels; 8 would do, but VP8 at a low rate smears
TICK = Fraction(1, 90_000)
# x264's own choice of B pictures hangs on the content; a film of numbers must have them.
B_PICTURES = {"bf": "3", "x264-params": "b-adapt=0:scenecut=0"}


def painted(number: int, size: tuple[int, int] = (160, 120)) -> np.ndarray:
    """A picture that holds its number in black and white squares, over noise. size: (width, height).

    Its upper left quarter is reddish and the lower right bluish, so that a turned picture is told from an upright one.
    """
    width, height = size
    image = np.random.default_rng(number).integers(90, 130, (height, width, 3), np.uint8)
    image[: height // 2, : width // 2, 0] += 60
    image[height // 2 :, width // 2 :, 2] += 60
    for bit in range(BITS):
        row, column = divmod(bit, 5)
        top, left = 16 + row * 2 * _CELL, 16 + column * _CELL
        image[top : top + _CELL, left : left + _CELL] = 235 if number >> bit & 1 else 20
    return image


def number_in(image: np.ndarray) -> int:
    """The number that was painted into an upright picture of any size and of the proportions of 160 to 120."""
    scale = image.shape[1] / 160
    number = 0
    for bit in range(BITS):
        row, column = divmod(bit, 5)
        top, left = (16 + row * 2 * _CELL + _CELL / 2) * scale, (16 + column * _CELL + _CELL / 2) * scale
        reach = max(1, round(3 * scale))
        cell = image[round(top) - reach : round(top) + reach, round(left) - reach : round(left) + reach]
        number |= int(cell.mean() > 127) << bit
    return number


def make_film(
    path: Path,
    *,
    frames: int = 60,
    size: tuple[int, int] = (160, 120),
    fps: int = 30,
    times: Sequence[float] | None = None,
    codec: str = "libx264",
    pixels: str = "yuv420p",
    gop: int = 20,
    options: dict[str, str] | None = None,
    rotation: int = 0,
    sound: str = "",
    sound_s: float | None = None,
    sound_from_s: float = 0.0,
) -> Path:
    """Writes pictures 0, 1, ... to `path`, in the format that its ending names; returns it.

    times: seconds of the pictures, else by `fps`. options: the encoder's. rotation: degrees of a rotation tag.
    sound: an audio codec; the sound lasts as long as the pictures, or `sound_s`, and begins at `sound_from_s`.
    """
    with av.open(str(path), "w") as container:
        video: Any = container.add_stream(codec, rate=fps, options=options or {})
        video.width, video.height = size if rotation % 180 == 0 else size[::-1]
        video.pix_fmt, video.codec_context.gop_size = pixels, gop
        if times is not None:
            video.codec_context.time_base = TICK
        if rotation:
            video.set_display_rotation(rotation)
        audio: Any = container.add_stream(sound, rate=48_000) if sound else None
        seconds = sound_s if sound_s is not None else frames / fps
        packets = list(_pictures(video, frames, size, rotation, times, fps))
        packets += list(_tones(audio, sound_from_s, seconds)) if audio else []
        for packet in packets:
            container.mux(packet)
    return path


def frequency_at(second: float) -> int:
    """The tone that is heard in a film at that time, in Hz: another one every second."""
    return 400 + 200 * int(second)


def loudest(samples: np.ndarray, rate: int) -> float:
    """The frequency that stands out in (n, 2) samples, in Hz."""
    mono = samples[:, 0] * np.hanning(len(samples))
    return float(np.argmax(np.abs(np.fft.rfft(mono, 1 << 17))) * rate / (1 << 17))


def scratched(path: Path, places: Iterable[float], length: int = 200) -> Path:
    """Overwrites some bytes at these shares of a file's length with noise; returns it."""
    content, noise = bytearray(path.read_bytes()), random.Random(0)
    for share in places:
        at = int(share * len(content))
        content[at : at + length] = noise.randbytes(min(length, len(content) - at))
    path.write_bytes(content)
    return path


def _pictures(
    stream: Any, frames: int, size: tuple[int, int], rotation: int, times: Sequence[float] | None, fps: int
) -> Iterable[av.Packet]:
    for number in range(frames):
        # A tag of 90 degrees has the player turn the picture against the clock.
        image = np.ascontiguousarray(np.rot90(painted(number, size), -rotation // 90))
        picture: Any = av.VideoFrame.from_ndarray(image, format="rgb24")
        picture.time_base = Fraction(1, fps) if times is None else TICK
        picture.pts = number if times is None else round(times[number] / TICK)
        yield from stream.encode(picture)
    yield from stream.encode(None)


def _tones(stream: Any, begin_s: float, seconds: float) -> Iterable[av.Packet]:
    rate = stream.rate
    at = begin_s + np.arange(round(seconds * rate)) / rate
    # The phase is whole at every full second: no clicks.
    tones = 0.5 * np.sin(2 * np.pi * (400 + 200 * np.floor(at)) * at)
    for start in range(0, len(tones), 960):
        block = tones[start : start + 960].astype(np.float32)
        frame: Any = av.AudioFrame.from_ndarray(block[None], format="flt", layout="mono")
        frame.sample_rate, frame.time_base = rate, Fraction(1, rate)
        frame.pts = round(begin_s * rate) + start
        yield from stream.encode(frame)
    yield from stream.encode(None)


REALTIME_VP = {"deadline": "realtime", "cpu-used": "8"}
# What video files are like: ending, and how `make_film` makes one.
KINDS: dict[str, tuple[str, dict[str, Any]]] = {
    "B pictures": ("mp4", {"options": B_PICTURES}),
    "one keyframe": ("mp4", {"options": B_PICTURES, "gop": 1000}),
    "no B pictures": ("mp4", {"options": {"bf": "0"}}),
    "variable rate": ("mp4", {"times": [k / 30 if k < 30 else k / 10 - 2 for k in range(60)], "options": B_PICTURES}),
    "turned by 90": ("mp4", {"rotation": 90}),
    "turned by 180": ("mp4", {"rotation": 180}),
    "turned by 270": ("mp4", {"rotation": 270}),
    "with sound": ("mp4", {"options": B_PICTURES, "sound": "aac"}),
    "H.264 without stamps": ("avi", {"options": B_PICTURES}),
    "H.264 without a container": ("h264", {"options": B_PICTURES}),
    "open groups": ("mkv", {"options": {"bf": "3", "x264-params": "b-adapt=0:scenecut=0:open-gop=1"}}),
    "open groups without stamps": ("avi", {"options": {"bf": "3", "x264-params": "b-adapt=0:scenecut=0:open-gop=1"}}),
    "rolling refresh": ("mkv", {"options": {"x264-params": "intra-refresh=1:keyint=20"}}),
    "transport stream": ("ts", {"options": B_PICTURES, "sound": "mp2"}),
    "Flash": ("flv", {"options": B_PICTURES, "sound": "libmp3lame"}),
    "MPEG-4": ("avi", {"codec": "mpeg4", "options": {"bf": "2"}}),
    "MJPEG": ("avi", {"codec": "mjpeg", "pixels": "yuvj420p"}),
    "HEVC": ("mp4", {"codec": "libx265", "options": {"x265-params": "log-level=none"}}),
    "VP8": (
        "webm",
        {"codec": "libvpx", "options": {**REALTIME_VP, "auto-alt-ref": "1", "lag-in-frames": "10"}, "sound": "libopus"},
    ),
    "VP9": ("webm", {"codec": "libvpx-vp9", "options": REALTIME_VP}),
    "GIF": ("gif", {"codec": "gif", "pixels": "rgb8", "fps": 10}),
}


def film_of_kind(folder: Path, kind: str) -> Path:
    """A film of one of the KINDS, 60 pictures, made once in a folder."""
    ending, how = KINDS[kind]
    path = folder / f"{kind}.{ending}"
    return path if path.exists() else make_film(path, **how)
