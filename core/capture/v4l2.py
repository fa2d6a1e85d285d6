"""What a Linux camera says about itself: the V4L2 requests that change nothing and switch nothing on.

Layouts: linux/videodev2.h; "QUERYCAP", "ENUM_FMT", "ENUM_FRAMESIZES" and "ENUM_FRAMEINTERVALS" of the kernel's
userspace API. Nothing here streams: the light of the camera stays off, and other programs are not disturbed.
"""

import errno
import os
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

Ask = Callable[[int, bytearray], bool]
"""ask(request, buffer): lets the driver fill the buffer. False: it has no answer. Raises OSError when it is gone."""

QUERYCAP, ENUM_FMT, ENUM_FRAMESIZES, ENUM_FRAMEINTERVALS = 0x80685600, 0xC0405602, 0xC02C564A, 0xC034564B

_CAPTURE, _CAPTURE_MPLANE, _M2M, _M2M_MPLANE = 0x1, 0x1000, 0x8000, 0x4000
_HAS_DEVICE_CAPS = 0x80000000
_BUFFER_CAPTURE, _BUFFER_CAPTURE_MPLANE = 1, 9
_DISCRETE = 1  # sizes and intervals: one of a list; 2 and 3 are ranges
# A driver that never says "that was the last" must not hold us for ever.
_MOST, _MOST_MODES = 64, 1000  # entries of one list; of all
_COMMON_SIZES = ((3840, 2160), (2560, 1440), (1920, 1080), (1280, 960), (1280, 720), (800, 600), (640, 480), (320, 240))
_COMMON_RATES = (60.0, 30.0, 15.0)


@dataclass(frozen=True, slots=True)
class Mode:
    """One way to get pictures. pixels: four-letter code such as "MJPG". width, height: pixels. fps: per second."""

    pixels: str
    width: int
    height: int
    fps: float


@contextmanager
def node(path: Path) -> Iterator[Ask]:
    """Opens the device file for questions, without waiting. Raises OSError when that is not possible or not allowed."""
    import fcntl  # exists on Unix only

    descriptor = os.open(path, os.O_RDWR | os.O_NONBLOCK | getattr(os, "O_CLOEXEC", 0))

    def ask(request: int, buffer: bytearray) -> bool:
        try:
            fcntl.ioctl(descriptor, request, buffer)
        except OSError as error:
            if error.errno in (errno.EINVAL, errno.ENOTTY):  # the end of a list; a question that it does not know
                return False
            raise
        return True

    try:
        yield ask
    finally:
        os.close(descriptor)


def buffer_type(ask: Ask) -> int:
    """The kind of buffer that pictures come in; 0 for a node without pictures (metadata, output, codec)."""
    capability = bytearray(104)
    if not ask(QUERYCAP, capability):
        return 0
    whole, own = struct.unpack_from("=II", capability, 84)
    flags = own if whole & _HAS_DEVICE_CAPS else whole
    if flags & (_M2M | _M2M_MPLANE):  # a codec or scaler of the chip
        return 0
    if flags & _CAPTURE:
        return _BUFFER_CAPTURE
    return _BUFFER_CAPTURE_MPLANE if flags & _CAPTURE_MPLANE else 0


def modes(ask: Ask, kind: int) -> list[Mode]:
    """All that the camera offers. kind: what `buffer_type` says. Ranges are given as the common sizes and rates."""
    offered = (
        Mode(code.to_bytes(4, "little").decode("latin-1"), width, height, fps)
        for code in _pixel_formats(ask, kind)
        for width, height in _sizes(ask, code)
        for fps in _rates(ask, code, width, height)
    )
    return list(islice(offered, _MOST_MODES))


def _pixel_formats(ask: Ask, kind: int) -> Iterator[int]:
    for index in range(_MOST):
        description = bytearray(64)
        struct.pack_into("=II", description, 0, index, kind)
        if not ask(ENUM_FMT, description):
            return
        yield struct.unpack_from("=I", description, 44)[0]


def _sizes(ask: Ask, code: int) -> Iterator[tuple[int, int]]:
    for index in range(_MOST):
        entry = bytearray(44)
        struct.pack_into("=II", entry, 0, index, code)
        if not ask(ENUM_FRAMESIZES, entry):
            return
        form, *numbers = struct.unpack_from("=7I", entry, 8)
        if form != _DISCRETE:
            yield from _common_sizes(*numbers)
            return
        yield numbers[0], numbers[1]


def _common_sizes(*limits: int) -> Iterator[tuple[int, int]]:
    """limits: narrowest, widest, step; lowest, highest, step."""
    for size in _COMMON_SIZES:
        ranges = zip(size, (limits[:3], limits[3:]), strict=True)
        if all(low <= value <= high and (value - low) % max(1, step) == 0 for value, (low, high, step) in ranges):
            yield size


def _rates(ask: Ask, code: int, width: int, height: int) -> Iterator[float]:
    for index in range(_MOST):
        entry = bytearray(52)
        struct.pack_into("=4I", entry, 0, index, code, width, height)
        if not ask(ENUM_FRAMEINTERVALS, entry):
            return
        form, *numbers = struct.unpack_from("=7I", entry, 16)
        if form != _DISCRETE:
            slowest, fastest = _per_second(*numbers[2:4]), _per_second(*numbers[:2])  # given as intervals
            yield from (rate for rate in _COMMON_RATES if slowest <= rate <= fastest)
            return
        if (rate := _per_second(*numbers[:2])) > 0:
            yield rate


def _per_second(numerator: int, denominator: int) -> float:
    """Of an interval in seconds; 0 for nonsense."""
    return round(denominator / numerator, 2) if numerator else 0.0
