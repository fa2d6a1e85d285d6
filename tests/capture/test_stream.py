"""Network streams, against a real MJPEG server and a real RTSP server on loopback."""

import socket
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from core.capture import SourceState, open_source
from core.capture.address import display_name
from core.capture.source import Source
from core.errors import SourceError
from support.dribbling_server import DribblingServer
from support.mjpeg_server import MjpegServer
from support.rtsp_server import RtspServer
from support.videos import make_video

BITS = 12


def numbered(number: int) -> np.ndarray:
    """A 240x320 picture that carries its own number in black and white columns."""
    columns = [255 if number >> bit & 1 else 0 for bit in range(BITS)]
    row = np.repeat(np.array(columns, np.uint8), 320 // BITS)
    picture = np.zeros((240, 320, 3), np.uint8)
    picture[:, : len(row)] = row[None, :, None]
    return picture


def number_of(image: np.ndarray) -> int:
    width = 320 // BITS
    return sum(1 << bit for bit in range(BITS) if image[120, bit * width + width // 2].mean() > 127)


@pytest.fixture
def server() -> Iterator[MjpegServer]:
    with MjpegServer(numbered, fps=30) as server:
        yield server


@pytest.fixture
def states() -> list[SourceState]:
    return []


@pytest.fixture
def source(server: MjpegServer, states: list[SourceState]) -> Iterator[Source]:
    source = open_source(server.url, on_state=states.append)
    yield source
    source.cancel()
    source.close()


def test_stream_gives_new_frames_with_the_time_of_their_arrival(server: MjpegServer, source: Source) -> None:
    assert (source.info.kind, source.info.live) == ("stream", True)
    assert (source.info.width, source.info.height) == (320, 240)
    assert source.info.fps == 0  # MJPEG does not say; FFmpeg would claim 25
    before = -1.0
    for index in range(15):
        frame = source.read()
        assert frame is not None
        assert frame.index == index
        assert before < frame.time <= time.monotonic()
        assert frame.captured_at is not None
        assert abs((datetime.now(UTC) - frame.captured_at).total_seconds()) < 1
        before = frame.time
    assert server.frame_number - number_of(frame.image) <= 3


def test_frames_that_queued_up_during_a_pause_are_not_shown_as_new(server: MjpegServer, source: Source) -> None:
    for _ in range(5):
        source.read()
    time.sleep(1.0)  # the reader is busy; 30 frames queue up in the network
    frame = source.read()
    assert frame is not None
    assert server.frame_number - number_of(frame.image) <= 6
    assert frame.index == 5


def test_reader_slower_than_the_stream_still_sees_new_frames(server: MjpegServer, source: Source) -> None:
    for _ in range(12):
        frame = source.read()
        time.sleep(0.06)  # two frames arrive meanwhile
    frame = source.read()
    assert frame is not None
    assert server.frame_number - number_of(frame.image) <= 9


def test_stream_that_is_switched_off_is_retried_and_picked_up_again(
    server: MjpegServer, source: Source, states: list[SourceState]
) -> None:
    first = source.read()
    server.refuse()
    back = threading.Timer(0.5, server.resume)
    back.start()
    second = source.read()
    back.join()
    assert first is not None
    assert second is not None
    assert (first.index, second.index) == (0, 1)
    assert second.time > first.time
    assert [state.lost for state in states] == [True] * (len(states) - 1) + [False]
    assert [state.retry_in for state in states if state.retry_in] == [0.25, 0.5]
    assert states[-1].retries == 2


def test_stream_that_falls_silent_is_lost_and_comes_back(
    server: MjpegServer, source: Source, states: list[SourceState]
) -> None:
    source.read()
    server.pause()
    back = threading.Timer(1.6, server.resume)
    back.start()
    frame = source.read()
    back.join()
    assert frame is not None
    assert frame.index == 1
    assert (states[0].lost, states[-1].lost) == (True, False)


def test_dropped_connection_is_opened_again(server: MjpegServer, source: Source, states: list[SourceState]) -> None:
    source.read()
    server.drop()
    for _ in range(60):  # what had arrived before the cut comes first
        assert source.read() is not None
        if states and not states[-1].lost:
            break
    assert server.connections == 2


def cancelled_read(source: Source, after: float) -> float:
    """Seconds that a read goes on after `cancel`."""
    at = 0.0

    def cancel() -> None:
        nonlocal at
        at = time.monotonic()
        source.cancel()

    timer = threading.Timer(after, cancel)
    timer.start()
    while source.read() is not None:
        pass
    ended = time.monotonic()
    timer.join()
    return ended - at


def test_cancel_ends_a_running_read(source: Source) -> None:
    assert cancelled_read(source, 0.2) < 0.5


def test_cancel_ends_a_read_that_waits_for_a_silent_stream(server: MjpegServer, source: Source) -> None:
    server.pause()
    assert cancelled_read(source, 0.3) < 1.5


def test_cancel_ends_the_pause_between_retries_at_once(
    server: MjpegServer, source: Source, states: list[SourceState]
) -> None:
    server.refuse()
    assert cancelled_read(source, 0.3) < 0.3
    assert states[-1].lost


def test_stop_ends_the_opening_of_an_address_that_never_answers(server: MjpegServer) -> None:
    server.pause()
    stop = threading.Event()
    timer = threading.Timer(0.3, stop.set)
    timer.start()
    began = time.monotonic()
    with pytest.raises(SourceError, match="stopped"):
        open_source(server.url, stop=stop)
    assert time.monotonic() - began < 1.0
    timer.join()
    server.close()  # ends the abandoned attempt


@pytest.mark.parametrize("whole", [0, 1, 40])
@pytest.mark.parametrize("after", [0.1, 1.0])
def test_a_stream_that_dribbles_can_be_cancelled_at_any_time(whole: int, after: float) -> None:
    stop = threading.Event()
    sources: list[Source] = []
    cancelled_at = 0.0

    def cancel() -> None:  # as the engine does, whether it is being opened or read
        nonlocal cancelled_at
        cancelled_at = time.monotonic()
        stop.set()
        for source in sources:
            source.cancel()

    with DribblingServer(whole) as server:
        timer = threading.Timer(after, cancel)
        timer.start()
        try:
            sources.append(open_source(server.url, stop=stop))
            if stop.is_set():
                sources[0].cancel()
            while sources[0].read() is not None:
                pass
            sources[0].close()
        except SourceError:
            assert not sources
        ended = time.monotonic()
        timer.join()
        assert ended - cancelled_at < 1.8


def test_opening_a_silent_address_does_not_hold_up_a_file(server: MjpegServer, tmp_path: Path) -> None:
    video = make_video(tmp_path / "clip.mp4", frames=3)
    server.pause()
    stop = threading.Event()

    def wait_for_the_stream() -> None:
        with pytest.raises(SourceError):
            open_source(server.url, stop=stop)

    waiting = threading.Thread(target=wait_for_the_stream)
    waiting.start()
    time.sleep(0.2)
    began = time.monotonic()
    open_source(video).close()
    assert time.monotonic() - began < 1.0
    stop.set()
    waiting.join()
    server.close()


def test_password_is_sent_and_never_shown(capfd: pytest.CaptureFixture[str]) -> None:
    states: list[SourceState] = []
    with MjpegServer(numbered, credentials="anna:s3cret") as server:
        source = open_source(server.url, on_state=states.append)
        assert source.read() is not None
        server.refuse()
        source_thread = threading.Timer(0.7, source.cancel)
        source_thread.start()
        while source.read() is not None:
            pass
        source_thread.join()
        source.close()
        with pytest.raises(SourceError) as caught:
            open_source(server.url)
    shown = f"{source.info} {states} {caught.value} {caught.value.where} {capfd.readouterr()}"
    assert "127.0.0.1" in shown
    assert "s3cret" not in shown
    assert "anna" not in shown


def test_wrong_password_is_an_error_with_a_hint() -> None:
    with MjpegServer(numbered, credentials="anna:right") as server, pytest.raises(SourceError) as caught:
        open_source(server.url.replace("right", "wrong"))
    assert "password" in caught.value.hint


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("http://cam.local:8080/video.mjpg", "http://cam.local:8080/video.mjpg"),
        ("rtsp://anna:pw@cam.local/1", "rtsp://cam.local/1"),
        ("rtsp://anna:p@s/s?w#rd@cam.local/1", "rtsp://cam.local/1"),
        ("http://cam.local/v?user=anna&pwd=pw", "http://cam.local/v"),
        ("rtsp://cam.local/user=anna_password=pw_channel=1.sdp", "rtsp://cam.local/user=anna_password=***"),
    ],
)
def test_address_is_shown_without_secrets(url: str, shown: str) -> None:
    assert display_name(url) == shown


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/x", "rtsp://127.0.0.1:1/x", "http://[::1", "gopher://127.0.0.1/x"])
def test_address_where_nothing_is_fails_at_once(url: str, capfd: pytest.CaptureFixture[str]) -> None:
    began = time.monotonic()
    with pytest.raises(SourceError) as caught:
        open_source(url)
    assert time.monotonic() - began < 2
    assert caught.value.hint
    assert capfd.readouterr() == ("", "")


def test_rtsp_stream_is_read_lost_and_picked_up_again(tmp_path: Path) -> None:
    states: list[SourceState] = []
    with RtspServer(tmp_path) as server:
        source = open_source(server.url, on_state=states.append)
        assert (source.info.width, source.info.height, source.info.kind) == (160, 120, "stream")
        for index in range(10):
            frame = source.read()
            assert frame is not None
            assert frame.index == index
        server.pause()
        back = threading.Timer(1.4, server.resume)
        back.start()
        while not states or states[-1].lost:
            frame = source.read()
            assert frame is not None
        back.join()
        assert cancelled_read(source, 0.1) < 1.5
        source.close()


def test_test_server_closes_although_a_client_says_nothing() -> None:
    with MjpegServer(numbered) as server, socket.create_connection(("127.0.0.1", int(server.url.split(":")[2][:-11]))):
        time.sleep(0.05)
        began = time.monotonic()
        server.close()
        assert time.monotonic() - began < 1
