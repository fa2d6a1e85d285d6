"""Cameras as QtMultimedia tells them (the extra `cameras`): for systems where nothing else tells their names."""

import importlib
import logging
import sys
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QObject

from core.capture.cameras import CameraFormat, CameraInfo

_MODULE = "PySide6.QtMultimedia"

_log = logging.getLogger(__name__)


class MediaDevices:
    """The cameras by name with what they offer. Raises ImportError where the extra is not installed."""

    def __init__(self, parent: QObject) -> None:
        self._module = importlib.import_module(_MODULE)
        self._devices: Any = self._module.QMediaDevices(parent)
        self.changed = self._devices.videoInputsChanged

    def cameras(self) -> dict[CameraInfo, list[CameraFormat]]:
        """In the order of the numbers that `open_source` takes."""
        return described(self._module.QMediaDevices.videoInputs())


def load_multimedia() -> None:
    """Imports what `media_devices` needs: large libraries, best loaded in a thread. That they lack is no error here."""
    with suppress(ImportError):
        importlib.import_module(_MODULE)


def media_devices(parent: QObject) -> MediaDevices | None:
    """None where the extra is not installed, or a system library that it needs is missing."""
    try:
        return MediaDevices(parent)
    except ImportError as error:
        _log.info("cameras are offered without names: %s", error)
        return None


def described(devices: list[Any], platform: str = sys.platform) -> dict[CameraInfo, list[CameraFormat]]:
    """The cameras, given as QCameraDevice, and what they offer, the largest and fastest first.

    OpenCV counts cameras on Windows in the system's order, as Qt does, and on macOS in the order of their ids.
    """
    if platform == "darwin":
        devices = sorted(devices, key=lambda device: bytes(device.id()))
    found = {}
    for number, device in enumerate(devices):
        offered = {
            CameraFormat(one.resolution().width(), one.resolution().height(), round(one.maxFrameRate(), 2))
            for one in device.videoFormats()
            if one.maxFrameRate() > 0
        }
        camera = CameraInfo(number, device.description(), bytes(device.id()).decode("utf-8", "replace"))
        found[camera] = sorted(offered, reverse=True)
    return found
