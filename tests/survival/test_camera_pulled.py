"""A camera is pulled out and put back. The pictures come from a loopback stream: no test can pull a plug."""

import pytest

from core.capture.camera import CameraOpener
from core.capture.cameras import CameraInfo
from core.capture.reconnect import ReconnectingSource
from core.cv import cv2
from core.live import EventKind, Phase
from support.live_runs import pictures, run_live, until
from support.mjpeg_server import MjpegServer
from support.outages import Outage


class Plug:
    """One camera that can be plugged into any port, and what the system tells of it."""

    def __init__(self, server: MjpegServer) -> None:
        self._server = server
        self.index: int | None = 0

    def pull(self) -> None:
        self.index = None
        self._server.refuse()

    def put_back(self, index: int) -> None:
        self._server.resume()
        self.index = index

    def listed(self) -> list[CameraInfo]:
        return [] if self.index is None else [CameraInfo(self.index, "Webcam", "1bcf:2c99", f"usb-{self.index}")]

    def opening(self, index: int) -> cv2.VideoCapture:
        return cv2.VideoCapture(self._server.url if index == self.index else "", cv2.CAP_FFMPEG)

    def opened(self, spec: int, *, on_state, stop, **_) -> ReconnectingSource:
        camera = CameraOpener(spec, listed=self.listed, opening=self.opening)
        return ReconnectingSource(camera, on_state=on_state, stop=stop)


@pytest.mark.slow
@pytest.mark.parametrize("index", [0, 2], ids=["same number", "another number"])
def test_a_camera_that_is_put_back_goes_on_by_itself(bundle, index):
    with MjpegServer(pictures(), fps=30) as server:
        plug = Plug(server)
        with run_live(0, bundle, opener=plug.opened) as (engine, heard):
            assert until(lambda: len(heard.readings) >= 3)
            outage = Outage()
            plug.pull()
            assert until(lambda: heard.phases[-1] is Phase.LOST)
            assert heard.states[-1].message.startswith("Webcam is lost: ")
            assert until(lambda: "not plugged in" in heard.states[-1].message)
            plug.put_back(index)
            outage.over()
            assert outage.lost(heard) <= 1.0
            assert heard.phases[-1] is Phase.RUNNING
            assert heard.kinds == [EventKind.LOST, EventKind.BACK]
            assert engine.stats().events == {"lost": 1, "back": 1}
    assert heard.ends == [None]


@pytest.mark.slow
def test_a_loose_contact_is_counted_and_costs_little_each_time(bundle):
    with MjpegServer(pictures(), fps=30) as server:
        plug = Plug(server)
        with run_live(0, bundle, opener=plug.opened) as (engine, heard):
            assert until(lambda: len(heard.readings) >= 3)
            for times in (1, 2, 3):
                outage = Outage()
                server.drop()
                assert until(lambda: heard.kinds.count(EventKind.BACK) == times)  # noqa: B023
                outage.over()
            assert outage.lost(heard) <= 1.0
            assert engine.stats().events == {"lost": 3, "back": 3}
    frames = [(reading.first_frame, reading.last_frame) for reading in heard.readings]
    assert frames == sorted(frames)
