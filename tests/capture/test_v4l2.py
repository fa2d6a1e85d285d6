"""What a driver answers, as bytes in the layout of linux/videodev2.h. No test machine has a camera to ask."""

import struct
import sys
from pathlib import Path

import pytest

from core.capture import cameras, v4l2
from core.capture.cameras import CameraFormat, CameraInfo
from core.capture.v4l2 import Mode

CAPTURE, MPLANE, M2M, META, STREAMING, DEVICE_CAPS = 0x1, 0x1000, 0x8000, 0x800000, 0x4000000, 0x80000000
C920 = {
    "YUYV": {(640, 480): [(1, 30), (1, 15)], (1280, 720): [(1, 10)]},
    "MJPG": {(640, 480): [(1, 30)], (1280, 720): [(1, 30), (1001, 30000)]},
    "H264": {(1920, 1080): [(1, 30)]},
}


def code(letters: str) -> int:
    return int.from_bytes(letters.encode(), "little")


class Driver:
    """Answers as a driver does.

    offers: pixel format -> size -> intervals (numerator, denominator); instead of sizes or intervals a tuple of six
    numbers, for a range. flags: own capabilities of the node. endless: never says that a list is over.
    """

    def __init__(self, offers: dict, flags: int = CAPTURE | STREAMING, endless: bool = False) -> None:
        self.offers, self.flags, self.endless = offers, flags, endless
        self.asked: list[int] = []

    def __call__(self, request: int, buffer: bytearray) -> bool:
        self.asked.append(request)
        size = request >> 16 & 0x3FFF
        assert len(buffer) == size  # the request says how much the kernel reads and writes
        if request == v4l2.QUERYCAP:
            names = struct.pack("16s32s32s", b"uvcvideo", b"HD Pro Webcam C920", b"usb-0000:00:14.0-2")
            whole = CAPTURE | META | STREAMING | DEVICE_CAPS
            buffer[:] = names + struct.pack("=6I", 0x060100, whole, self.flags, 0, 0, 0)
            return True
        index = struct.unpack_from("=I", buffer)[0]
        answers = {v4l2.ENUM_FMT: self.format, v4l2.ENUM_FRAMESIZES: self.size, v4l2.ENUM_FRAMEINTERVALS: self.interval}
        try:
            answers[request](0 if self.endless else index, buffer)
        except IndexError:
            return False
        return True

    def format(self, index: int, buffer: bytearray) -> None:
        name = list(self.offers)[index]
        struct.pack_into("=II32sI", buffer, 4, 1, 0, name.encode(), code(name))

    def size(self, index: int, buffer: bytearray) -> None:
        sizes = self.offers[buffer[4:8].decode()]
        if isinstance(sizes, tuple):
            struct.pack_into("=7I", buffer, 8, 3, *sizes)
        else:
            struct.pack_into("=3I", buffer, 8, 1, *list(sizes)[index])

    def interval(self, index: int, buffer: bytearray) -> None:
        sizes = self.offers[buffer[4:8].decode()]
        rates = (1, 60, 1, 5, 0, 1) if isinstance(sizes, tuple) else sizes[struct.unpack_from("=II", buffer, 8)]
        if isinstance(rates, tuple):
            struct.pack_into("=7I", buffer, 16, 2, *rates)
        else:
            struct.pack_into("=3I", buffer, 16, 1, *rates[index])


def test_all_modes_are_read() -> None:
    modes = v4l2.modes(Driver(C920), 1)
    assert modes == [
        Mode("YUYV", 640, 480, 30.0),
        Mode("YUYV", 640, 480, 15.0),
        Mode("YUYV", 1280, 720, 10.0),
        Mode("MJPG", 640, 480, 30.0),
        Mode("MJPG", 1280, 720, 30.0),
        Mode("MJPG", 1280, 720, 29.97),
        Mode("H264", 1920, 1080, 30.0),
    ]


def test_ranges_are_given_as_common_sizes_and_rates() -> None:
    modes = v4l2.modes(Driver({"YUYV": (160, 1280, 8, 120, 960, 8)}), 1)
    assert {(mode.width, mode.height) for mode in modes} == {
        *((1280, 960), (1280, 720), (800, 600), (640, 480), (320, 240))
    }
    assert {mode.fps for mode in modes} == {60.0, 30.0, 15.0}


def test_intervals_of_nothing_are_left_out() -> None:
    assert v4l2.modes(Driver({"YUYV": {(640, 480): [(0, 30), (1, 0), (1, 30)]}}), 1) == [Mode("YUYV", 640, 480, 30.0)]


def test_a_driver_that_never_ends_its_list_does_not_hold_us() -> None:
    driver = Driver({"YUYV": {(640, 480): [(1, 30)]}}, endless=True)
    assert len(v4l2.modes(driver, 1)) == 1000


@pytest.mark.parametrize(
    ("flags", "kind"),
    [
        (CAPTURE | STREAMING, 1),
        (MPLANE | STREAMING, 9),
        (META | STREAMING, 0),  # beside every UVC camera
        (M2M | STREAMING, 0),  # the codecs of a Raspberry Pi
        (CAPTURE | M2M, 0),
        (0x2, 0),  # an output
    ],
)
def test_only_nodes_that_give_pictures_count(flags: int, kind: int) -> None:
    assert v4l2.buffer_type(Driver({}, flags)) == kind


def test_old_drivers_without_capabilities_per_node_are_taken_as_a_whole() -> None:
    def ask(request: int, buffer: bytearray) -> bool:
        struct.pack_into("=II", buffer, 84, CAPTURE, 0)
        return True

    assert v4l2.buffer_type(ask) == 1


def test_what_cannot_be_decoded_is_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    from contextlib import nullcontext

    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(v4l2, "node", lambda path: nullcontext(Driver(C920)))
    offered = cameras.camera_formats(CameraInfo(0, "C920"))
    assert offered[0] == CameraFormat(1280, 720, 30.0)  # H264 alone has 1080
    assert offered == sorted(set(offered), reverse=True)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="V4L2 is Linux's")
def test_a_file_that_is_no_camera_answers_nothing(tmp_path: Path) -> None:
    with v4l2.node(Path("/dev/null")) as ask:
        assert v4l2.buffer_type(ask) == 0
        assert v4l2.modes(ask, 1) == []
    with pytest.raises(OSError, match="No such file"), v4l2.node(tmp_path / "video0"):
        pass
