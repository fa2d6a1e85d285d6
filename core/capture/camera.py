"""Cameras of this computer: opened by number, named by name, found again wherever they are plugged in."""

import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from core.capture.cameras import CameraFormat, CameraInfo, default_name, find_again, format_text, list_cameras
from core.capture.live import LiveCapture, open_in_background
from core.cv import cv2
from core.errors import SourceError, SourceLost
from core.text import text

_LINUX = sys.platform.startswith("linux")
# On Linux ask V4L and nobody else: OpenCV's other camera drivers print errors of their own when there is no camera.
_BACKEND = cv2.CAP_V4L2 if _LINUX else cv2.CAP_ANY
_FIRST_PICTURE_TRIES = 4  # of a second each: many webcams need two before their first picture
_USB2_RAW = (
    20e6  # bytes/s of uncompressed pictures that fit through USB 2; above, cameras get slow unless they compress
)
_MJPG = cv2.VideoWriter.fourcc(*"MJPG")


class CameraOpener:
    """Opens one camera, again and again if need be, also after it was plugged in somewhere else.

    wanted: size and rate to ask for; None: the camera's own choice.
    warnings: a sentence for each way in which the camera does not do what was asked.
    listed: which cameras are there. opening: opens the one with this number; both blocks at most for seconds.
    """

    def __init__(
        self,
        index: int,
        wanted: CameraFormat | None = None,
        *,
        listed: Callable[[], list[CameraInfo]] = list_cameras,
        opening: Callable[[int], cv2.VideoCapture] = lambda index: cv2.VideoCapture(index, _BACKEND),
    ) -> None:
        self._index, self._wanted = index, wanted
        self._listed, self._opening = listed, opening
        self._known: CameraInfo | None = None
        self._beside: set[CameraInfo] = set()
        self.warnings: list[str] = []

    def __call__(self, stop: threading.Event | None = None) -> LiveCapture:
        """The open camera. Raises SourceError: not plugged in, not allowed, in use, or `stop` was set."""
        camera = self._find()
        try:
            return self._open(camera, self._wanted, stop)
        except SourceLost as dark:
            if self._wanted is None or (stop is not None and stop.is_set()):
                raise _as_error(dark) from dark
        # Two cameras on one USB hub, for one: each size alone would do, both together are too much.
        try:
            capture = self._open(camera, None, stop)
        except SourceLost as dark:
            raise _as_error(dark) from dark
        self._report(capture)
        return capture

    def _find(self) -> CameraInfo:
        """Where the camera is now. At the first time it is the one with the number that was asked for."""
        now = self._listed()
        if self._known is None:
            named = [camera for camera in now if camera.index == self._index]
            if not named and _LINUX and not Path(f"/dev/video{self._index}").exists():
                raise SourceError("there is no such camera", where=default_name(self._index), hint=_others(now))
            if not named:  # a node that is in no list: it has no name, and can only be known by its number
                return CameraInfo(self._index, default_name(self._index))
            self._known = named[0]
        found = find_again(self._known, self._beside, now)
        if found is None:
            raise SourceError(
                "the camera is not plugged in",
                where=self._known.name,
                hint="Plug it in, into any port; it is then picked up again",
            )
        self._known = found
        self._beside |= {camera for camera in now if camera != found}
        return found

    def _open(self, camera: CameraInfo, wanted: CameraFormat | None, stop: threading.Event | None) -> LiveCapture:
        """Raises SourceLost when the camera opens but gives no picture."""

        def opening() -> cv2.VideoCapture:
            capture = self._opening(camera.index)
            if wanted is not None and capture.isOpened():
                _ask_for(capture, wanted)
            return capture

        capture = open_in_background(opening, camera.name, stop)
        if not capture.isOpened():
            raise SourceError("the camera cannot be opened", where=camera.name, hint=_why_not(camera.index))
        fps = capture.get(cv2.CAP_PROP_FPS)
        for _ in range(_FIRST_PICTURE_TRIES):
            if stop is not None and stop.is_set():
                break
            try:
                opened = LiveCapture(capture, camera.name, "camera", fps=fps if 0 < fps <= 1000 else 0.0)
            except SourceLost:
                continue
            if wanted is not None:
                self._report(opened)
            return opened
        capture.release()
        raise SourceLost("the camera opens but gives no picture", where=camera.name)

    def _report(self, capture: LiveCapture) -> None:
        """Says so when the camera gives something else than what was asked for."""
        wanted, info = self._wanted, capture.info
        assert wanted is not None
        slow = 0 < info.fps < 0.9 * wanted.fps
        if (info.width, info.height) == (wanted.width, wanted.height) and not slow:
            return
        given = CameraFormat(info.width, info.height, info.fps)
        sentence = text(
            "{camera} does not give {wanted}; it gives {given}",
            camera=info.name,
            wanted=format_text(wanted),
            given=format_text(given),
        )
        if sentence not in self.warnings:
            self.warnings.append(sentence)


def _ask_for(capture: cv2.VideoCapture, wanted: CameraFormat) -> None:
    """Asks for size and rate. What the camera refuses stays as it is."""
    if _LINUX and 2 * wanted.width * wanted.height * wanted.fps > _USB2_RAW:
        capture.set(cv2.CAP_PROP_FOURCC, _MJPG)  # first: which sizes and rates there are depends on it
    capture.set(cv2.CAP_PROP_FRAME_WIDTH, wanted.width)
    capture.set(cv2.CAP_PROP_FRAME_HEIGHT, wanted.height)
    capture.set(cv2.CAP_PROP_FPS, wanted.fps)


def _as_error(dark: SourceLost) -> SourceError:
    return SourceError(
        dark.what, where=dark.where, hint="Close other programs that may be using it, or unplug it and plug it in again"
    )


def _why_not(index: int) -> str:
    device = Path(f"/dev/video{index}")
    if _LINUX and device.exists() and not os.access(device, os.R_OK | os.W_OK):
        return "You may not use cameras on this computer: ask for membership in the group 'video', then log in again"
    return "Check that it is plugged in, that this program may use cameras, and that no other program uses it"


def _others(cameras: list[CameraInfo]) -> str:
    if not cameras:
        return "Plug a camera in, or open a video file or the demo instead"
    numbers = ", ".join(f"{camera.index} ({camera.name})" for camera in cameras)
    return text("Try camera {numbers}", numbers=numbers)
