"""Which cameras can be offered, kept up to date while they are plugged in and out. None is switched on for that."""

import logging
import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, QTimer, Signal

from core.capture.cameras import (
    DEVICES,
    STANDARD_FORMATS,
    SYSFS,
    CameraFormat,
    CameraInfo,
    camera_formats,
    list_cameras,
)
from fer_desktop.media_devices import MediaDevices, load_multimedia, media_devices
from fer_desktop.settings import Settings

SETTLE_MS = 300  # a camera that is plugged in makes several files, and gets its permissions a little later
_MOST_SIZES = 8
_SLOWEST = 8.0  # pictures per second: below, a clip of two seconds has fewer pictures than a model looks at
_COMMON = frozenset(
    {(3840, 2160), (2560, 1440), (1920, 1080), (1280, 960), (1280, 720), (800, 600), (640, 480), (640, 360), (320, 240)}
)

_LINUX = sys.platform.startswith("linux")

_log = logging.getLogger(__name__)


class CameraWatch(QObject):
    """changed: other cameras are there now, or one has told what it can do.

    sysfs, devices: where Linux tells about cameras and shows them as files.
    """

    changed = Signal()
    _told = Signal(object)  # camera -> formats, from the thread that asked them
    _loaded = Signal()  # QtMultimedia, or the attempt is over

    def __init__(self, parent: QObject | None = None, *, sysfs: Path = SYSFS, devices: Path = DEVICES) -> None:
        super().__init__(parent)
        self._sysfs, self._devices = sysfs, devices
        self._listed: list[CameraInfo] | None = None
        self._formats: dict[CameraInfo, list[CameraFormat]] = {}
        self._thread: threading.Thread | None = None
        self._asking = False
        self._media: MediaDevices | None = None
        self._started = False
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLE_MS)
        self._settled.timeout.connect(self.refresh)
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)
        self._loaded.connect(self._on_loaded, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begins to watch. To be called when the window is on screen: elsewhere than on Linux it loads QtMultimedia."""
        if self._started:
            return
        self._started = True
        if not _LINUX:
            self._run("load-multimedia", self._load)
            return
        watcher = QFileSystemWatcher([str(self._devices)], self)
        watcher.directoryChanged.connect(self._settled.start)
        self.refresh()

    def cameras(self) -> list[CameraInfo]:
        """Those that are there, by number."""
        if self._listed is None:
            self.refresh()
        return [camera for camera in self._listed or [] if self._formats.get(camera) != []]

    def formats(self, camera: CameraInfo) -> list[CameraFormat]:
        """What the camera offers, the largest and fastest first; the standard ones until it has told."""
        return self._formats.get(camera) or list(STANDARD_FORMATS)

    def refresh(self) -> None:
        """Looks again, and emits `changed` where something is different."""
        before, self._listed = self._listed, self._look()
        self._formats = {camera: told for camera, told in self._formats.items() if camera in self._listed}
        if _LINUX:
            self._ask()
        if self._listed != before:
            self.changed.emit()

    def wait(self, timeout: float) -> bool:
        """Waits at most `timeout` seconds for a camera that is being asked; False when it still is."""
        if self._thread is not None:
            self._thread.join(max(0.0, timeout))
        return self._thread is None or not self._thread.is_alive()

    def _look(self) -> list[CameraInfo]:
        if _LINUX:
            return list_cameras(self._sysfs)
        if self._media is None:
            return list_cameras()
        self._formats = self._media.cameras()
        return list(self._formats)

    def _ask(self) -> None:
        # A camera that offers just the standard formats may be one that could not be asked a moment ago.
        unknown = [
            camera for camera in self._listed or [] if self._formats.get(camera) in (None, list(STANDARD_FORMATS))
        ]
        if not unknown or self._asking:
            return
        self._asking = True

        def ask() -> None:
            told = {camera: camera_formats(camera, self._devices) for camera in unknown}
            self._told.emit(told)

        self._run("ask-cameras", ask)

    def _load(self) -> None:
        load_multimedia()
        self._loaded.emit()

    def _on_loaded(self) -> None:
        self._media = media_devices(self)
        if self._media is not None:
            self._media.changed.connect(self._settled.start)
        self.refresh()

    def _run(self, name: str, work: Callable[[], None]) -> None:
        def run() -> None:
            try:
                work()
            except RuntimeError:  # the window was closed meanwhile, and this object is gone
                _log.debug("%s was too late", name)

        # Daemon: a driver that hangs must not hold a program that someone has closed.
        self._thread = threading.Thread(target=run, name=name, daemon=True)
        self._thread.start()

    def _on_told(self, told: dict[CameraInfo, list[CameraFormat]]) -> None:
        self._asking = False
        there = {camera: formats for camera, formats in told.items() if camera in (self._listed or [])}
        if there != {camera: self._formats.get(camera) for camera in there}:
            self._formats |= there
            self.changed.emit()
        if any(camera not in self._formats for camera in self._listed or []):
            self._ask()  # another one came while these were asked


def chosen_format(spec: str | int | None, cameras: Iterable[CameraInfo], settings: Settings) -> str:
    """The format that was chosen for the camera `spec`, for `open_source`; "" for its own choice and other sources."""
    for camera in cameras:
        if str(camera.index) == str(spec):
            stored = settings.camera_format(camera.name)
            try:
                return str(CameraFormat.parse(stored)) if stored else ""
            except ValueError:  # a settings file that someone has edited
                return ""
    return ""


def offered(formats: Iterable[CameraFormat]) -> list[CameraFormat]:
    """A choice short enough for a menu: the usual sizes, each with its highest rate and, where that is more, 30 fps."""
    rates: dict[tuple[int, int], list[float]] = {}
    for one in sorted(formats, reverse=True):
        rates.setdefault((one.width, one.height), []).append(one.fps)
    lively = {size: found for size, found in rates.items() if found[0] >= _SLOWEST} or rates
    usual = [size for size in lively if size in _COMMON] or list(lively)
    choice = []
    for size in usual[:_MOST_SIZES]:
        best, calm = lively[size][0], min(lively[size], key=lambda rate: abs(rate - 30.0))
        choice += [CameraFormat(*size, rate) for rate in dict.fromkeys((best, calm if best > calm else best))]
    return choice
