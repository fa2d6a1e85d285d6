"""A network camera on a line that lets hardly anything through: byte by byte, without ever falling silent."""

import socket

import numpy as np

from core.cv import cv2
from support.loopback_server import LoopbackServer

EVERY_S = 0.05


class DribblingServer(LoopbackServer):
    """MJPEG over HTTP on loopback: `whole` pictures at once, then the next one a byte every 50 ms. Use it in `with`."""

    def __init__(self, whole: int) -> None:
        super().__init__()
        jpeg = bytes(cv2.imencode(".jpg", np.full((48, 64, 3), 90, np.uint8))[1])
        part = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n\r\n".encode() + jpeg + b"\r\n"
        head = b"HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n"
        self._at_once, self._slowly = (head + whole * part, part * 50) if whole else (b"", head + part * 50)
        self.url = f"http://{self.place}/video.mjpg"
        self.listen()

    def serve(self, client: socket.socket) -> None:
        client.recv(4096)
        client.sendall(self._at_once)
        for byte in self._slowly:
            if self.closing.wait(EVERY_S):
                return
            client.sendall(bytes([byte]))
