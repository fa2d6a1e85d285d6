"""Cameras: no machine that runs the tests has one. What is real here are the folders and the ways to fail."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from core.capture import SourceState, open_source
from core.capture.camera import CameraOpener
from core.capture.cameras import CameraFormat, list_cameras
from core.capture.reconnect import ReconnectingSource
from core.cv import cv2
from core.errors import SourceError, SourceLost
from support.cameras import CameraFolders, FaultyCamera

MISSING = 77
linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux shows cameras as folders")


@pytest.mark.parametrize("spec", [MISSING, str(MISSING), f" {MISSING} "])
def test_missing_camera_is_a_quick_error_that_says_what_to_do(
    spec: int | str, capfd: pytest.CaptureFixture[str]
) -> None:
    began = time.monotonic()
    with pytest.raises(SourceError) as caught:
        open_source(spec)
    assert time.monotonic() - began < 2
    assert caught.value.where == f"Camera {MISSING}"
    assert caught.value.hint
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="cameras are files on Linux only")
@pytest.mark.skipif(Path("/dev/video0").exists(), reason="this machine has a camera")
def test_first_camera_of_a_machine_without_one_leaves_stderr_clean() -> None:
    program = "from core.capture import open_source\nopen_source(0)"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    lines = result.stderr.strip().splitlines()
    assert lines[0].startswith("Traceback")  # nothing of OpenCV's own before it
    assert lines[-1].startswith("core.errors.SourceError: Camera 0: there is no such camera")


@pytest.fixture
def folders(tmp_path: Path) -> CameraFolders:
    return CameraFolders(tmp_path)


def opener(
    folders: CameraFolders, cameras: dict[int, FaultyCamera], index: int = 0, wanted: CameraFormat | None = None
) -> CameraOpener:
    """Opens the camera that has this number at that moment; one that is not in `cameras` cannot be opened."""

    def opening(number: int) -> FaultyCamera | cv2.VideoCapture:
        return cameras.get(number) or cv2.VideoCapture()

    return CameraOpener(index, wanted, listed=lambda: list_cameras(folders.sysfs), opening=opening)


@linux_only
def test_a_camera_is_called_by_its_name_in_info_and_errors(folders: CameraFolders) -> None:
    folders.plug_in(0, "C920")
    assert opener(folders, {0: FaultyCamera()})().info.name == "C920"
    with pytest.raises(SourceError, match="no other program uses it") as caught:
        opener(folders, {})()
    assert caught.value.where == "C920"


@linux_only
def test_the_size_that_was_asked_for_is_set_and_told(folders: CameraFolders) -> None:
    folders.plug_in(0, "C920")
    camera = FaultyCamera({(640, 480): 30.0, (1280, 720): 30.0})
    opened = opener(folders, {0: camera}, wanted=CameraFormat(1280, 720, 30.0))
    info = opened().info
    assert (info.width, info.height, info.fps) == (1280, 720, 30.0)
    assert opened.warnings == []
    # Compressed, or USB 2 gives 10 pictures a second; and first, since the sizes depend on it.
    assert camera.settings[0] == (cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))


@linux_only
def test_small_pictures_are_not_compressed(folders: CameraFolders) -> None:
    folders.plug_in(0, "C920")
    camera = FaultyCamera()
    opener(folders, {0: camera}, wanted=CameraFormat(640, 480, 30.0))()
    assert cv2.CAP_PROP_FOURCC not in dict(camera.settings)


@linux_only
@pytest.mark.parametrize("offers", [{(640, 480): 30.0}, {(640, 480): 30.0, (1280, 720): 10.0}])
def test_a_camera_that_does_not_give_what_was_asked_for_says_so_once(
    folders: CameraFolders, offers: dict[tuple[int, int], float]
) -> None:
    folders.plug_in(0, "C920")
    opened = opener(folders, {0: FaultyCamera(offers)}, wanted=CameraFormat(1280, 720, 30.0))
    opened()
    info = opened().info
    given = f"{info.width} × {info.height}, {info.fps:g} fps"
    assert opened.warnings == [f"C920 does not give 1280 × 720, 30 fps; it gives {given}"]


@linux_only
def test_a_size_that_leaves_the_camera_dark_is_given_up_for_its_own_choice(folders: CameraFolders) -> None:
    folders.plug_in(0, "C920")
    offers = {(640, 480): 30.0, (1280, 720): 30.0}
    first, second = (FaultyCamera(offers, dark=lambda size: size == (1280, 720)) for _ in range(2))
    cameras = iter((first, second))
    opened = CameraOpener(
        0, CameraFormat(1280, 720, 30.0), listed=lambda: list_cameras(folders.sysfs), opening=lambda _: next(cameras)
    )
    assert opened().info.width == 640
    assert opened.warnings
    assert first.released.is_set()


@linux_only
def test_a_camera_that_stays_dark_is_an_error_with_its_name(folders: CameraFolders) -> None:
    folders.plug_in(0, "C920")
    camera = FaultyCamera(dark=lambda size: True)
    with pytest.raises(SourceError, match="gives no picture") as caught:
        opener(folders, {0: camera})()
    assert not isinstance(caught.value, SourceLost)
    assert (caught.value.where, camera.released.is_set()) == ("C920", True)


@linux_only
def test_damaged_pictures_at_the_start_are_passed_over(folders: CameraFolders) -> None:
    folders.plug_in(0, "C920")
    assert opener(folders, {0: FaultyCamera(damaged=5)})().read() is not None


@linux_only
def test_a_camera_pulled_out_and_plugged_in_elsewhere_goes_on(folders: CameraFolders) -> None:
    folders.plug_in(0, "C920", port="1-2", serial="A")
    folders.plug_in(2, "Another", port="1-3")
    cameras = {0: FaultyCamera(), 2: FaultyCamera()}
    states: list[SourceState] = []
    source = ReconnectingSource(opener(folders, cameras), on_state=states.append, first_pause=0.01, longest_pause=0.01)
    assert source.read() is not None
    folders.pull_out(0)
    cameras[0].unplugged.set()
    back = threading.Timer(0.2, lambda: (cameras.update({4: FaultyCamera()}), folders.plug_in(4, "C920", serial="A")))
    back.start()
    frame = source.read()
    back.join()
    assert frame is not None
    assert frame.index == 1
    assert not cameras[4].released.is_set()
    assert any("not plugged in" in state.message for state in states)
    assert states[-1].message == "C920 is back"
    source.close()


@linux_only
def test_a_camera_may_move_to_and_fro(folders: CameraFolders) -> None:
    folders.plug_in(0, "C920", port="1-2")
    cameras = {number: FaultyCamera(pause=0.0) for number in (0, 2)}
    opened = opener(folders, cameras)
    opened()
    for number, port in ((2, "1-4"), (0, "1-2"), (2, "1-4")):
        folders.pull_out(2 - number)
        folders.plug_in(number, "C920", port=port)
        opened()  # not taken for a twin of itself


@linux_only
def test_another_camera_under_the_old_number_is_not_opened(folders: CameraFolders) -> None:
    folders.plug_in(0, "C920")
    opened = opener(folders, {0: FaultyCamera()})
    opened()
    folders.pull_out(0)
    folders.plug_in(0, "Somebody else's camera")
    with pytest.raises(SourceError, match="not plugged in") as caught:
        opened()
    assert caught.value.where == "C920"


@linux_only
def test_the_opening_of_a_camera_that_hangs_can_be_stopped(folders: CameraFolders) -> None:
    folders.plug_in(0, "C920")
    stop, hanging = threading.Event(), threading.Event()
    camera = FaultyCamera()

    def hang(number: int) -> FaultyCamera:
        hanging.wait(5)
        return camera

    opened = CameraOpener(0, listed=lambda: list_cameras(folders.sysfs), opening=hang)
    timer = threading.Timer(0.1, stop.set)
    timer.start()
    began = time.monotonic()
    with pytest.raises(SourceError, match="stopped"):
        opened(stop)
    assert time.monotonic() - began < 1.0
    timer.join()
    hanging.set()
    assert camera.released.wait(2)  # by the thread that was left alone with it


def test_a_camera_format_that_is_none_is_a_bug_of_the_caller() -> None:
    with pytest.raises(ValueError, match="1280x720@30"):
        open_source(MISSING, camera_format="large")
