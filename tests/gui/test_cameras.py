"""Which cameras are offered, while they are plugged in and out."""

import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize

from core.capture import cameras as core_cameras
from core.capture.cameras import STANDARD_FORMATS, CameraFormat, CameraInfo
from fer_desktop import cameras as watching
from fer_desktop.cameras import CameraWatch, chosen_format, offered
from fer_desktop.media_devices import described, media_devices
from fer_desktop.naming import camera_labels, source_name
from fer_desktop.settings import Settings
from support.cameras import CameraFolders

linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux shows cameras as files")
C920, PHONE = CameraInfo(0, "C920"), CameraInfo(2, "Phone")


@pytest.fixture
def folders(tmp_path: Path) -> CameraFolders:
    return CameraFolders(tmp_path / "system")


@pytest.fixture
def watch(qtbot, folders: CameraFolders, monkeypatch: pytest.MonkeyPatch) -> Iterator[CameraWatch]:
    # The files in these folders are no cameras, and would say so.
    monkeypatch.setattr(watching, "camera_formats", lambda camera, devices: list(STANDARD_FORMATS))
    watch = CameraWatch(sysfs=folders.sysfs, devices=folders.devices)
    yield watch
    assert watch.wait(2)
    watch.deleteLater()


@linux_only
def test_a_camera_that_is_plugged_in_or_out_is_told_once(qtbot, folders, watch):
    watch.start()
    told = []
    watch.changed.connect(lambda: told.append([camera.name for camera in watch.cameras()]))
    folders.plug_in(0, "C920")  # several files, one after the other
    qtbot.waitUntil(lambda: bool(told))
    folders.pull_out(0)
    qtbot.waitUntil(lambda: told[-1] == [])
    assert told[0] == ["C920"]
    assert len(told) <= 3  # plugged in, its formats, pulled out


@linux_only
def test_other_device_files_are_nobodys_business(qtbot, folders, watch):
    watch.start()
    told = []
    watch.changed.connect(lambda: told.append(1))
    (folders.devices / "ttyUSB0").touch()
    qtbot.waitUntil(watch._settled.isActive)
    qtbot.waitUntil(lambda: not watch._settled.isActive())
    assert told == []


@linux_only
def test_cameras_are_there_before_the_watch_begins(folders, watch):
    folders.plug_in(3, "C920")
    assert [camera.index for camera in watch.cameras()] == [3]


@linux_only
def test_a_camera_is_asked_in_the_background_what_it_can_do(qtbot, folders, watch, monkeypatch):
    asked_by = []

    def formats(camera: CameraInfo, devices: Path) -> list[CameraFormat]:
        asked_by.append(threading.current_thread())
        return [] if camera.name == "codec" else [CameraFormat(1920, 1080, 60.0)]

    monkeypatch.setattr(watching, "camera_formats", formats)
    folders.plug_in(0, "C920")
    folders.add_virtual(10, "codec")
    watch.start()
    (camera, _) = watch.cameras()
    assert watch.formats(camera) == list(STANDARD_FORMATS)  # until it has told
    qtbot.waitUntil(lambda: watch.formats(camera) == [CameraFormat(1920, 1080, 60.0)])
    assert watch.cameras() == [camera]  # what gives no pictures is no camera
    assert threading.main_thread() not in asked_by
    watch.refresh()
    assert len(asked_by) == 2  # not again


@linux_only
def test_a_camera_whose_driver_hangs_holds_nobody_up(qtbot, folders, watch, monkeypatch):
    hanging = threading.Event()
    monkeypatch.setattr(watching, "camera_formats", lambda camera, devices: hanging.wait(5) and [])
    folders.plug_in(0, "C920")
    watch.start()
    folders.plug_in(2, "Phone", port="1-3")
    qtbot.waitUntil(lambda: [camera.index for camera in watch.cameras()] == [0, 2])
    assert not watch.wait(0.01)
    hanging.set()
    assert watch.wait(2)
    qtbot.waitUntil(lambda: watch.cameras() == [])  # and the second one was asked after the first
    assert watch.wait(2)


def test_formats_are_offered_by_size_with_the_best_rate_and_a_calm_one():
    rates = {(1920, 1080): (60, 30, 5), (1280, 720): (30, 10), (432, 240): (30,), (2560, 1440): (2,)}
    formats = [CameraFormat(*size, float(rate)) for size, found in rates.items() for rate in found]
    assert [str(one) for one in offered(formats)] == ["1920x1080@60", "1920x1080@30", "1280x720@30"]


def test_a_camera_of_unusual_or_slow_formats_is_offered_them_all_the_same():
    assert [str(one) for one in offered([CameraFormat(432, 240, 5.0)])] == ["432x240@5"]
    assert offered([]) == []


def test_the_chosen_format_is_the_cameras_own_whatever_the_file_says(tmp_path):
    settings = Settings(tmp_path / "settings.ini")
    settings.set_camera_format("C920", "1280x720@30")
    settings.set_camera_format("Phone", "huge")
    assert chosen_format(0, [C920, PHONE], settings) == "1280x720@30"
    assert chosen_format("0", [C920, PHONE], settings) == "1280x720@30"
    assert [chosen_format(spec, [C920, PHONE], settings) for spec in (2, 5, "demo:", None)] == ["", "", "", ""]


def test_sources_are_called_by_their_names(monkeypatch):
    assert source_name(2, [C920, PHONE]) == "Phone"
    assert source_name("1", [C920, PHONE]) == "Camera 1"
    assert source_name("demo:") == "Demo"
    assert source_name("rtsp://anna:pw@cam/1") == "rtsp://cam/1"


def test_cameras_of_the_same_name_are_told_apart_by_number():
    twin = CameraInfo(4, "C920", port="1-4")
    assert list(camera_labels([C920, PHONE, twin]).values()) == ["C920 (camera 0)", "Phone", "C920 (camera 4)"]


class Device:
    """A camera as QtMultimedia tells it."""

    def __init__(self, name: str, identity: bytes, *formats: tuple[int, int, float]) -> None:
        self.description, self.id, self.videoFormats = (lambda: name), (lambda: identity), (lambda: formats)


class Format(tuple):
    def resolution(self) -> QSize:
        return QSize(*self[:2])

    def maxFrameRate(self) -> float:  # noqa: N802 (Qt's name)
        return self[2]


def test_cameras_told_by_qt_are_numbered_as_opencv_counts_them():
    devices = [Device("Phone", b"b", Format((640, 480, 30.0)), Format((1280, 720, 29.97))), Device("Built in", b"a")]
    windows, macos = described(devices, "win32"), described(devices, "darwin")
    assert [(camera.index, camera.name) for camera in windows] == [(0, "Phone"), (1, "Built in")]
    assert [(camera.index, camera.name) for camera in macos] == [(0, "Built in"), (1, "Phone")]
    assert windows[CameraInfo(0, "Phone", "b")] == [CameraFormat(1280, 720, 29.97), CameraFormat(640, 480, 30.0)]


def test_without_the_extra_cameras_are_numbers(qtbot, watch, monkeypatch):
    monkeypatch.setattr(watching, "_LINUX", False)
    monkeypatch.setattr(core_cameras.sys, "platform", "win32")
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", None)
    with qtbot.waitSignal(watch._loaded):
        watch.start()
    assert [camera.name for camera in watch.cameras()] == ["Camera 0", "Camera 1", "Camera 2"]
    assert watch.formats(watch.cameras()[0]) == list(STANDARD_FORMATS)


def test_qts_cameras_replace_the_numbers_once_they_are_loaded(qtbot, watch, monkeypatch):
    pytest.importorskip("PySide6.QtMultimedia", exc_type=ImportError)
    monkeypatch.setattr(watching, "_LINUX", False)
    monkeypatch.setattr(core_cameras.sys, "platform", "win32")
    assert len(watch.cameras()) == 3
    with qtbot.waitSignal(watch.changed):  # Qt sees none here
        watch.start()
    assert len(watch.cameras()) == 0


def test_with_the_extra_qt_lists_the_cameras(qtbot, watch):
    pytest.importorskip("PySide6.QtMultimedia", exc_type=ImportError)
    media = media_devices(watch)
    assert media is not None
    assert isinstance(media.cameras(), dict)
    media.changed.connect(watch.refresh)


@linux_only
def test_the_real_system_can_be_watched(qtbot):
    watch = CameraWatch()
    watch.start()
    assert all(os.path.lexists(f"/dev/video{camera.index}") for camera in watch.cameras())
    assert watch.wait(5)
    watch.deleteLater()
