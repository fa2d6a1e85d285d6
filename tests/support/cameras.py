"""Cameras for machines that have none: the folders that Linux makes for them, and one with faults on demand."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from core.cv import cv2


class CameraFolders:
    """A tree like Linux's own, in a folder: `sysfs` in place of /sys/class/video4linux, `devices` in place of /dev."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.sysfs, self.devices = folder / "class/video4linux", folder / "dev"
        self.sysfs.mkdir(parents=True)
        self.devices.mkdir()

    def plug_in(self, number: int, name: str, *, port: str = "1-2", serial: str = "", nodes: int = 2) -> None:
        """A USB camera with one node for pictures and, as the UVC driver makes it, more for metadata."""
        camera = self._folder / "devices/usb1" / port
        function = camera / f"{port}:1.0"
        function.mkdir(parents=True)
        marks = {"idVendor": "046d", "idProduct": f"{len(name):04x}", "serial": serial}
        for mark, value in marks.items():
            if value:
                (camera / mark).write_text(f"{value}\n")
        for node in range(nodes):
            self._add_node(number + node, name, node, function)

    def add_virtual(self, number: int, name: str) -> None:
        """A camera that a program makes up: no device stands behind it."""
        self._add_node(number, name, 0, None)

    def pull_out(self, number: int, nodes: int = 2) -> None:
        """Takes the nodes away again, and the camera's own folder with them."""
        for node in range(number, number + nodes):
            (self.devices / f"video{node}").unlink()
            place = (self.sysfs / f"video{node}").resolve()
            (self.sysfs / f"video{node}").unlink()
            place.rename(self._folder / f"gone-{time.monotonic_ns()}")
        function = place.parent.parent
        if function.name.endswith(":1.0"):
            function.parent.rename(self._folder / f"gone-{time.monotonic_ns()}")

    def _add_node(self, number: int, name: str, index: int, function: Path | None) -> None:
        parent = function or self._folder / "devices/virtual"
        place = parent / f"video4linux/video{number}"
        place.mkdir(parents=True)
        (place / "name").write_text(f"{name}\n")
        (place / "index").write_text(f"{index}\n")
        (place / "dev").write_text(f"81:{number}\n")
        if function is not None:
            (place / "device").symlink_to(function)
        (self.sysfs / f"video{number}").symlink_to(place)
        (self.devices / f"video{number}").touch()


class FaultyCamera:
    """In place of `cv2.VideoCapture`: a camera with faults on demand.

    sizes: what it can give; anything else leaves it as it is. dark: it opens and gives no picture, as a function of its
    size. damaged: so many pictures at the start cannot be decoded. unplugged: set it, and nothing comes any more.
    """

    def __init__(
        self,
        sizes: dict[tuple[int, int], float] | None = None,
        *,
        dark: Callable[[tuple[int, int]], bool] = lambda size: False,
        damaged: int = 0,
        pause: float = 0.005,
    ) -> None:
        self._sizes = sizes or {(640, 480): 30.0}
        self._size, self._asked = next(iter(self._sizes)), [0, 0]
        self._dark, self._damaged, self._pause = dark, damaged, pause
        self.unplugged, self.released = threading.Event(), threading.Event()
        self.settings: list[tuple[int, float]] = []

    def isOpened(self) -> bool:  # noqa: N802 (OpenCV's name)
        return not self.released.is_set()

    def set(self, setting: int, value: float) -> bool:
        self.settings.append((setting, value))
        if setting in (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT):
            self._asked[setting == cv2.CAP_PROP_FRAME_HEIGHT] = int(value)
            if (size := (self._asked[0], self._asked[1])) in self._sizes:
                self._size = size
        return True

    def get(self, setting: int) -> float:
        return self._sizes[self._size] if setting == cv2.CAP_PROP_FPS else 0.0

    def grab(self) -> bool:
        time.sleep(self._pause)  # pictures are waited for
        return not self.unplugged.is_set() and not self._dark(self._size)

    def retrieve(self) -> tuple[bool, np.ndarray | None]:
        if self._damaged:
            self._damaged -= 1
            return False, None
        return True, np.zeros((self._size[1], self._size[0], 3), np.uint8)

    def release(self) -> None:
        self.released.set()
