"""Which cameras this computer has, by name, and what they can do. None is switched on for that."""

import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.capture import v4l2
from core.text import text

SYSFS = Path("/sys/class/video4linux")
DEVICES = Path("/dev")

_UNKNOWN = (0, 1, 2)  # where the system does not tell
# What OpenCV turns into pictures by itself. A mode in another code (H264, for one) cannot be had.
_READABLE = ("MJPG", "JPEG", "YUYV", "UYVY", "NV12", "NV21", "YU12", "YV12", "RGB3", "BGR3", "GREY")
_FORMAT = re.compile(r"([1-9]\d{0,4})x([1-9]\d{0,4})@(\d{1,4}(?:\.\d{1,3})?)")


@dataclass(frozen=True, slots=True)
class CameraInfo:
    """A camera that is plugged in.

    index: the number that `open_source` takes; another one after the camera was plugged in anew.
    name: what its maker calls it, "Camera 0" where the system does not tell.
    id: maker, model and, if it has one, serial number; "" where nothing is known.
    port: where it is plugged in; "" where nothing is known.
    """

    index: int
    name: str
    id: str = ""
    port: str = ""


@dataclass(frozen=True, slots=True, order=True)
class CameraFormat:
    """Size in pixels and pictures per second; str() gives "1280x720@30"."""

    width: int
    height: int
    fps: float

    @classmethod
    def parse(cls, written: str) -> "CameraFormat":
        """The format that `written` is the str() of. Raises ValueError for everything else."""
        match = _FORMAT.fullmatch(written.strip())
        if match is None or float(match[3]) <= 0:
            raise ValueError(f"'{written}' is not a camera format such as 1280x720@30")
        return cls(int(match[1]), int(match[2]), float(match[3]))

    def __str__(self) -> str:
        return f"{self.width}x{self.height}@{self.fps:g}"


STANDARD_FORMATS = tuple(
    CameraFormat(width, height, 30.0) for width, height in ((1920, 1080), (1280, 720), (640, 480), (320, 240))
)
"""What most webcams have: offered where the camera cannot be asked."""


def list_cameras(folder: Path = SYSFS) -> list[CameraInfo]:
    """The cameras that seem to be there, by number. Opens none: it reads what Linux tells in `folder`.

    On Windows and macOS nothing is told without opening; there it is the first three numbers.
    """
    if not sys.platform.startswith("linux"):
        return [CameraInfo(number, default_name(number)) for number in _UNKNOWN]
    found = [_camera(path) for path in folder.glob("video*") if path.name[5:].isdecimal() and _is_first_node(path)]
    return sorted(found, key=lambda camera: camera.index)


def default_name(number: int) -> str:
    """What a camera is called that has no name."""
    return text("Camera {number}", number=number)


def format_text(given: CameraFormat) -> str:
    """The format as a person reads it: "1280 × 720, 30 fps"; the rate is left out where it is not known (0)."""
    if not given.fps:
        return text("{width} × {height}", width=given.width, height=given.height)
    return text("{width} × {height}, {fps} fps", width=given.width, height=given.height, fps=f"{given.fps:g}")


def camera_formats(camera: CameraInfo, devices: Path = DEVICES) -> list[CameraFormat]:
    """What the camera offers, the largest and fastest first; the standard ones where it cannot be asked.

    [] for what turns out to be no camera. Asks the driver, which may take a while: not for the interface's thread.
    """
    if not sys.platform.startswith("linux"):
        return list(STANDARD_FORMATS)
    try:
        with v4l2.node(devices / f"video{camera.index}") as ask:
            kind = v4l2.buffer_type(ask)
            if not kind:
                return []
            modes = v4l2.modes(ask, kind)
    except OSError:  # not allowed, or unplugged just now
        return list(STANDARD_FORMATS)
    offered = {CameraFormat(mode.width, mode.height, mode.fps) for mode in modes if mode.pixels in _READABLE}
    return sorted(offered, reverse=True) or list(STANDARD_FORMATS)


def find_again(known: CameraInfo, beside: Iterable[CameraInfo], now: Sequence[CameraInfo]) -> CameraInfo | None:
    """The camera `known` among those that are there `now`, wherever it is plugged in; None when it is not.

    beside: cameras that were there together with it. One of the same make and model is never taken for it.
    """
    make = (known.name, known.id)
    twins = {other.port for other in beside if (other.name, other.id) == make and other.port != known.port}
    same = [camera for camera in now if (camera.name, camera.id) == make and camera.port not in twins]
    return min(same, key=lambda camera: (camera.port != known.port, camera.index != known.index), default=None)


def _is_first_node(path: Path) -> bool:
    """A camera has several nodes; those after the first are for metadata and the like."""
    return path.is_dir() and _told(path / "index") in ("0", "")


def _camera(path: Path) -> CameraInfo:
    number = int(path.name[5:])
    name = _told(path / "name") or default_name(number)
    device = (path / "device").resolve()
    if not device.is_dir():  # a virtual camera
        return CameraInfo(number, name)
    # `device` is one function of a USB camera; the folder around it is the camera itself, and has the numbers.
    for place in (device, device.parent):
        if (place / "idVendor").is_file():
            marks = [_told(place / mark) for mark in ("idVendor", "idProduct", "serial")]
            return CameraInfo(number, name, ":".join(mark for mark in marks if mark), device.as_posix())
    return CameraInfo(number, name, "", device.as_posix())


def _told(path: Path) -> str:
    """One of the system's one-line files; "" when it is not there, or the camera was unplugged just now."""
    try:
        return path.read_text("utf-8", "replace").strip()
    except OSError:
        return ""
