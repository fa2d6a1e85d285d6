"""A network camera on a line that lets hardly anything through: byte by byte, without ever falling silent."""

import socket
import threading
from types import TracebackType
from typing import Self

import numpy as np

from core.cv import cv2

EVERY_S = 0.05


class DribblingServer:
    """MJPEG over HTTP on loopback: `whole` pictures at once, then the next one a byte every 50 ms. Use it in `with`."""

    def __init__(self, whole: int) -> None:
        jpeg = bytes(cv2.imencode(".jpg", np.full((48, 64, 3), 90, np.uint8))[1])
        part = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n\r\n".encode() + jpeg + b"\r\n"
        head = b"HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n"
        self._at_once, self._slowly = (head + whole * part, part * 50) if whole else (b"", head + part * 50)
        self._closing = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.05)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/video.mjpg"
        self._threads = [threading.Thread(target=self._listen, name="dribbling-server")]
        self._threads[0].start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        for thread in self._threads:
            thread.join()
        self._listener.close()

    def _listen(self) -> None:
        while not self._closing.is_set():
            try:
                client, _ = self._listener.accept()
            except TimeoutError:
                continue
            thread = threading.Thread(target=self._serve, args=(client,), name="dribbling-client")
            self._threads.append(thread)
            thread.start()

    def _serve(self, client: socket.socket) -> None:
        with client:
            try:
                client.recv(4096)
                client.sendall(self._at_once)
                for byte in self._slowly:
                    if self._closing.wait(EVERY_S):
                        return
                    client.sendall(bytes([byte]))
            except OSError:
                return  # the client left
