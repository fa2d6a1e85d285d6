"""Which cameras there are: the folders that Linux makes for them, and which of them is the one from before."""

import sys

import pytest

from core.capture.cameras import (
    STANDARD_FORMATS,
    CameraFormat,
    CameraInfo,
    camera_formats,
    find_again,
    format_text,
    list_cameras,
)
from support.cameras import CameraFolders

linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux shows cameras as folders")


@pytest.fixture
def folders(tmp_path) -> CameraFolders:
    return CameraFolders(tmp_path)


@linux_only
def test_cameras_are_listed_by_name_without_their_metadata_nodes(folders):
    folders.plug_in(10, "HD Pro Webcam C920", serial="A7B2")
    folders.plug_in(0, "Integrated Camera: Integrated C", port="1-6")
    folders.add_virtual(4, "OBS Virtual Camera")
    (folders.sysfs / "v4l-subdev0").mkdir()
    listed = list_cameras(folders.sysfs)
    assert [(camera.index, camera.name) for camera in listed] == [
        (0, "Integrated Camera: Integrated C"),
        (4, "OBS Virtual Camera"),
        (10, "HD Pro Webcam C920"),
    ]
    assert listed[2].id == "046d:0012:A7B2"
    assert (listed[1].id, listed[1].port) == ("", "")


@linux_only
def test_a_computer_without_cameras_has_no_such_folder(tmp_path):
    assert list_cameras(tmp_path / "class/video4linux") == []


@linux_only
def test_a_camera_without_a_name_is_called_by_its_number(folders):
    folders.plug_in(3, "x")
    (folders.sysfs / "video3/name").write_text("\n")
    assert list_cameras(folders.sysfs)[0].name == "Camera 3"


@linux_only
def test_a_camera_that_goes_away_while_it_is_listed_is_no_error(folders):
    (folders.sysfs / "video7").symlink_to(folders.sysfs / "gone")
    assert list_cameras(folders.sysfs) == []


@linux_only
def test_a_camera_that_comes_back_under_another_number_is_the_same_one(folders):
    folders.plug_in(0, "C920", port="1-2", serial="A")
    (before,) = list_cameras(folders.sysfs)
    folders.pull_out(0)
    folders.plug_in(4, "C920", port="1-2", serial="A")
    assert find_again(before, [], list_cameras(folders.sysfs)).index == 4  # the same port
    folders.pull_out(4)
    folders.plug_in(6, "C920", port="2-1", serial="A")
    assert find_again(before, [], list_cameras(folders.sysfs)).index == 6  # another port
    folders.pull_out(6)
    folders.plug_in(0, "C920", port="1-2", serial="B")
    assert find_again(before, [], list_cameras(folders.sysfs)) is None  # another camera


def camera(index: int, port: str, name: str = "C270", id: str = "046d:0825") -> CameraInfo:
    return CameraInfo(index, name, id, port)


def test_a_twin_that_stood_beside_it_is_never_taken_for_the_lost_camera():
    ours, twin = camera(0, "1-1"), camera(2, "1-2")
    assert find_again(ours, [ours, twin], [twin]) is None
    moved = camera(4, "1-3")
    assert find_again(ours, [twin], [twin, moved]) == moved


def test_the_same_port_counts_more_than_the_same_number():
    ours = camera(0, "1-1")
    assert find_again(ours, [], [camera(0, "1-2"), camera(2, "1-1")]) == camera(2, "1-1")


def test_a_virtual_camera_is_known_by_its_name():
    ours, other = CameraInfo(4, "OBS"), CameraInfo(4, "Phone")
    assert find_again(ours, [other], [other]) is None
    assert find_again(ours, [other], [other, CameraInfo(6, "OBS")]) == CameraInfo(6, "OBS")


@pytest.mark.parametrize("written", ["1280x720@30", "640x480@29.97", "160x120@7.5"])
def test_a_format_is_written_as_it_is_read(written):
    assert str(CameraFormat.parse(written)) == written


@pytest.mark.parametrize("written", ["", "big", "1280x720", "0x720@30", "1280x720@0", "1280×720@30", "1x1@1e3", "x@"])
def test_nonsense_is_no_format(written):
    with pytest.raises(ValueError, match="not a camera format"):
        CameraFormat.parse(written)


def test_formats_are_shown_with_their_rate_where_it_is_known():
    assert format_text(CameraFormat(1280, 720, 30.0)) == "1280 × 720, 30 fps"
    assert format_text(CameraFormat(640, 480, 0.0)) == "640 × 480"


@linux_only
def test_a_camera_that_cannot_be_asked_is_offered_the_standard_formats(folders):
    assert camera_formats(CameraInfo(0, "gone"), folders.devices) == list(STANDARD_FORMATS)


@linux_only
def test_a_file_that_is_no_camera_has_no_formats(folders):
    folders.add_virtual(0, "a plain file")  # every question is answered with "inappropriate ioctl"
    assert camera_formats(CameraInfo(0, "a plain file"), folders.devices) == []
