"""Network cameras: MJPEG over HTTP, RTSP and whatever else FFmpeg reads from an address."""

import threading
import time

from core.capture.address import SCHEMES, display_name
from core.capture.live import LiveCapture, open_in_background
from core.capture.refusals import why_no_video
from core.cv import cv2
from core.errors import SourceError, SourceLost
from core.text import text

OPEN_TIMEOUT_MS = 5000
READ_TIMEOUT_MS = 1200  # a read cannot be interrupted, and the program has to stop within two seconds
WHOLE_OPENING_S = 5.8  # with the question why it failed
SHORTEST_QUESTION_S = 0.6


class StreamOpener:
    """Opens the stream at `url`, as often as it takes.

    Only until it was open once, a failure is looked into: later it is tried again so soon that nobody would read why.
    """

    def __init__(self, url: str) -> None:
        self._url, self._was_open = url, False

    def __call__(self, stop: threading.Event | None) -> LiveCapture:
        """See `open_stream`."""
        capture = open_stream(self._url, stop, explain=not self._was_open)
        self._was_open = True
        return capture


def open_stream(url: str, stop: threading.Event | None = None, *, explain: bool = True) -> LiveCapture:
    """Opens the stream at `url`. Raises SourceError when nothing answers in five seconds, or it shows no pictures.

    stop: makes it give up at once. explain: where FFmpeg fails, asks the address what is the matter (LoginError for a
    login that is wrong or missing); that takes up to a second more.
    """
    began = time.monotonic()
    url = url.encode("utf-8", "replace").decode()  # OpenCV does not survive what is not Unicode
    name = display_name(url)
    scheme = url.partition("://")[0].lower()
    if scheme not in SCHEMES:
        raise SourceError(
            text("addresses that begin with {scheme}:// cannot be opened", scheme=scheme),
            where=name,
            hint=text("Known are {schemes}", schemes=", ".join(SCHEMES)),
        )
    # One decoding thread: with more of them FFmpeg delivers every frame later by one frame per thread.
    options = (
        (cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, OPEN_TIMEOUT_MS),
        (cv2.CAP_PROP_READ_TIMEOUT_MSEC, READ_TIMEOUT_MS),
        (cv2.CAP_PROP_N_THREADS, 1),
    )
    flat = [number for option in options for number in option]
    capture = open_in_background(lambda: cv2.VideoCapture(url, cv2.CAP_FFMPEG, flat), name, stop)
    if not capture.isOpened():
        question = max(SHORTEST_QUESTION_S, WHOLE_OPENING_S - (time.monotonic() - began)) if explain else 0.0
        raise _failure(url, name, question, stop)
    if scheme in ("http", "https") and 0 < capture.get(cv2.CAP_PROP_FRAME_COUNT) < 10**8:
        capture.release()
        raise SourceError("this is a recording, not a live stream", where=name, hint="Download it and open the file")
    try:
        return LiveCapture(capture, name, "stream", fps=_frame_rate(capture), timeout=READ_TIMEOUT_MS / 1000)
    except SourceLost as error:
        capture.release()
        raise SourceError("the stream opens but gives no picture", where=name, hint="Check the camera") from error


def _failure(url: str, name: str, question_s: float, stop: threading.Event | None) -> SourceError:
    """Why FFmpeg could not open it, as far as that can be found out in so many seconds."""
    if question_s and (error := why_no_video(url, question_s, stop)):
        return error
    if stop is not None and stop.is_set():
        return SourceError("opening was stopped", where=name)
    return SourceError(
        "no video comes from this address",
        where=name,
        hint="Check the address, user name and password, and that the camera is on and can be reached from here",
    )


def _frame_rate(capture: cv2.VideoCapture) -> float:
    """The nominal frame rate; 0 for MJPEG, which carries none (FFmpeg then makes up 25)."""
    fps = capture.get(cv2.CAP_PROP_FPS)
    codec = int(capture.get(cv2.CAP_PROP_FOURCC)).to_bytes(4, "little")
    return fps if codec != b"MJPG" and 0 < fps <= 1000 else 0.0
