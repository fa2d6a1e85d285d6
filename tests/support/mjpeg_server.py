"""An MJPEG camera on loopback: a real multipart/x-mixed-replace server that can be paused, cut off and switched off."""

import base64
import socket
import threading
import time
from collections.abc import Callable, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np

from core.cv import cv2

Pictures = Sequence[np.ndarray] | Callable[[int], np.ndarray] | Path


class MjpegServer:
    """Serves pictures in a loop, at a given rate, to any number of clients.

    pictures: RGB uint8 (H, W, 3) arrays; or a function from the frame number to one; or a video file, decoded into
        memory.
    fps: pictures per second. The clock decides which picture is sent, so a slow client misses some, as with a camera.
    credentials: "user:password" that a client has to send (HTTP basic authentication); None for an open server.

    Use it in a `with` block, or call `close()`. All methods may be called from any thread.
    """

    def __init__(self, pictures: Pictures, fps: float = 30.0, *, credentials: str | None = None) -> None:
        self.fps = fps
        self.sent = 0  # pictures, to all clients together
        self.connections = 0  # ever accepted
        self._credentials = credentials
        self._jpeg = _encoder(pictures)
        self._began = time.monotonic()
        self._paused = threading.Event()
        self._closing = threading.Event()
        self._sockets: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._server: _Server | None = None
        self._port = 0
        self._listen()

    @property
    def url(self) -> str:
        login = f"{self._credentials}@" if self._credentials else ""
        return f"http://{login}127.0.0.1:{self._port}/video.mjpg"

    @property
    def frame_number(self) -> int:
        """Number of the picture that a camera would take now; frame n goes out at n / fps seconds."""
        return int((time.monotonic() - self._began) * self.fps)

    def pause(self) -> None:
        """Connections stay open and new ones are accepted, but no picture comes any more."""
        self._paused.set()

    def drop(self) -> None:
        """Cuts every connection off; who connects again is served."""
        with self._lock:
            sockets = list(self._sockets)
        for one in sockets:
            _shut(one)

    def refuse(self) -> None:
        """Cuts every connection off and stops listening: the camera is switched off. `resume` brings it back."""
        server, self._server = self._server, None
        if server is None:
            return
        self._closing.set()
        server.shutdown()
        self.drop()
        server.server_close()  # waits for the handlers
        self._thread.join()

    def resume(self) -> None:
        """Undoes `pause` and `refuse`, at the same address."""
        self._paused.clear()
        if self._server is None:
            self._listen()

    close = refuse

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _listen(self) -> None:
        self._closing.clear()
        self._server = _Server(("127.0.0.1", self._port), _Handler)
        self._server.camera = self
        self._port = self._server.server_address[1]
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, name="mjpeg-server"
        )
        self._thread.start()

    def serve(self, connection: socket.socket) -> None:
        """Sends pictures to one client until it leaves or is cut off."""
        number = -1
        while not self._closing.is_set():
            now = self.frame_number
            if self._paused.is_set() or now == number:
                due = self._began + (now + 1) / self.fps
                self._closing.wait(min(0.02, max(0.0005, due - time.monotonic())))
                continue
            number = now
            jpeg = self._jpeg(number)
            head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n\r\n"
            connection.sendall(head.encode() + jpeg + b"\r\n")
            self.sent += 1

    def admits(self, authorization: str | None) -> bool:
        if self._credentials is None:
            return True
        return authorization == "Basic " + base64.b64encode(self._credentials.encode()).decode()

    def enter(self, connection: socket.socket) -> None:
        with self._lock:
            self.connections += 1
            self._sockets.add(connection)
        if self._closing.is_set():  # came in just before the door was closed
            _shut(connection)

    def leave(self, connection: socket.socket) -> None:
        with self._lock:
            self._sockets.discard(connection)


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # so that server_close() waits for the handlers
    camera: MjpegServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is no error, and a traceback on stderr would only confuse."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def handle(self) -> None:
        self.server.camera.enter(self.connection)
        try:
            super().handle()
        finally:
            self.server.camera.leave(self.connection)

    def do_GET(self) -> None:
        camera = self.server.camera
        try:
            if not camera.admits(self.headers.get("Authorization")):
                self.send_response(401)
                self.send_header("WWW-Authenticate", 'Basic realm="camera"')
                self.end_headers()
                return
            self.send_response(200)
            self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
            self.end_headers()
            camera.serve(self.connection)
        except OSError:
            return  # the client left, or drop() cut it off

    def log_message(self, format: str, *args: Any) -> None:
        """Silent: tests look at stderr."""


def _shut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # the client was faster


def _encoder(pictures: Pictures) -> Callable[[int], bytes]:
    if callable(pictures):
        return lambda number: _encode(pictures(number))
    if isinstance(pictures, Path):
        pictures = _decode(pictures)
    encoded = [_encode(picture) for picture in pictures]
    return lambda number: encoded[number % len(encoded)]


def _encode(picture: np.ndarray) -> bytes:
    done, jpeg = cv2.imencode(".jpg", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 90])
    if not done:
        raise ValueError(f"cannot encode a picture of shape {picture.shape}")
    return bytes(jpeg)


def _decode(path: Path) -> list[np.ndarray]:
    capture = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG)
    pictures = []
    while (picture := capture.read()[1]) is not None:
        pictures.append(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB))
    capture.release()
    if not pictures:
        raise ValueError(f"no pictures in {path}")
    return pictures
