"""What to call sources and bundles that are not open yet; afterwards they say so themselves."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from core.capture.address import display_name
from core.capture.cameras import CameraInfo, default_name, list_cameras
from core.capture.source import source_kind
from fer_desktop.language import translated


def source_name(spec: str | int, cameras: Iterable[CameraInfo] | None = None) -> str:
    """The name of a source as `open_source` takes it. It holds no secret of an address.

    cameras: those that are there; None: looks them up.
    """
    kind = source_kind(spec)
    if kind == "camera":
        there = list_cameras() if cameras is None else cameras
        named = (camera.name for camera in there if camera.index == int(spec))
        return translated(next(named, default_name(int(spec))))
    if kind == "demo":
        return QCoreApplication.translate("naming", "Demo")
    return display_name(str(spec)) if kind == "stream" else Path(str(spec)).name


def camera_labels(cameras: Iterable[CameraInfo]) -> dict[CameraInfo, str]:
    """What each camera is called in a list: its name, and its number too where several have the same name."""
    cameras = list(cameras)
    names = [camera.name for camera in cameras]
    several = QCoreApplication.translate("naming", "{name} (camera {number})")
    return {
        camera: several.format(name=camera.name, number=camera.index)
        if names.count(camera.name) > 1
        else translated(camera.name)
        for camera in cameras
    }


def bundle_name(name_or_path: str) -> str:
    """The name of a bundle as `load_bundle` takes it."""
    return "Starter" if name_or_path == "starter" else Path(name_or_path).name
