"""An RTSP camera on loopback: ffmpeg encodes, this hands its RTP packets to clients inside their RTSP connection."""

import re
import shutil
import socket
import socketserver
import subprocess
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

_CRLF = "\r\n"


class RtspServer:
    """Serves a test picture of 160x120 at 30 fps as H.264 over RTSP (RFC 2326, interleaved over TCP).

    folder: where ffmpeg writes its session description. Skips the test where there is no ffmpeg. Use it in `with`.
    """

    def __init__(self, folder: Path) -> None:
        program = shutil.which("ffmpeg")
        if program is None:
            pytest.skip("needs the program ffmpeg to encode an RTSP stream")
        self._silent = threading.Event()
        self._closing = threading.Event()
        self.clients: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._rtp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._rtp.bind(("127.0.0.1", 0))
        self._rtp.settimeout(0.2)
        self._description = folder / "stream.sdp"
        source = ("-re", "-f", "lavfi", "-i", "testsrc=size=160x120:rate=30")
        codec = ("-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-g", "10", "-pix_fmt", "yuv420p")
        target = ("-flags", "+global_header", "-f", "rtp", "-sdp_file", str(self._description))
        address = f"rtp://127.0.0.1:{self._rtp.getsockname()[1]}"
        self._ffmpeg = subprocess.Popen(
            [program, "-v", "error", "-nostdin", "-threads", "1", *source, *codec, *target, address],
            stdout=subprocess.DEVNULL,
        )
        self._rtp.settimeout(10)
        self._rtp.recv(65536)  # the description is written once packets flow
        self._rtp.settimeout(0.2)
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.camera = self
        self._threads = [
            threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, name="rtsp-server"),
            threading.Thread(target=self._forward, name="rtsp-packets"),
        ]
        for thread in self._threads:
            thread.start()

    @property
    def url(self) -> str:
        return f"rtsp://127.0.0.1:{self._server.server_address[1]}/live"

    def pause(self) -> None:
        """Connections stay open, but no packet comes any more."""
        self._silent.set()

    def resume(self) -> None:
        """Undoes `pause`."""
        self._silent.clear()

    def close(self) -> None:
        self._closing.set()
        self._server.shutdown()
        with self._lock:
            for client in self.clients:
                client.shutdown(socket.SHUT_RDWR)
        self._ffmpeg.terminate()
        self._ffmpeg.wait()
        self._server.server_close()
        for thread in self._threads:
            thread.join()
        self._rtp.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def description(self) -> str:
        """The session description, with the ports left open: they are the client's own connection."""
        lines = self._description.read_text().splitlines()
        kept = [re.sub(r"^m=video \d+", "m=video 0", line) for line in lines if line.startswith(tuple("vostcma"))]
        return _CRLF.join([*kept, "a=control:track", ""])

    def _forward(self) -> None:
        while not self._closing.is_set():
            try:
                packet = self._rtp.recv(65536)
            except TimeoutError:
                continue
            if self._silent.is_set():
                continue
            with self._lock:
                for client in list(self.clients):
                    try:
                        client.sendall(b"$\x00" + len(packet).to_bytes(2, "big") + packet)
                    except OSError:
                        self.clients.discard(client)

    def play(self, client: socket.socket, answer: bytes) -> None:
        """Answers, then sends packets to this client from now on."""
        with self._lock:
            client.sendall(answer)
            self.clients.add(client)

    def leave(self, client: socket.socket) -> None:
        with self._lock:
            self.clients.discard(client)


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = False
    camera: RtspServer


class _Handler(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        camera = self.server.camera
        try:
            while request := self._request():
                head = [f"RTSP/1.0 200 OK{_CRLF}CSeq: {request['cseq']}", "Session: 1"]
                body = ""
                match request["method"]:
                    case "OPTIONS":
                        head.append("Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN")
                    case "DESCRIBE":
                        body = camera.description()
                        head += ["Content-Type: application/sdp", f"Content-Length: {len(body)}"]
                    case "SETUP":
                        head.append("Transport: RTP/AVP/TCP;unicast;interleaved=0-1")
                answer = (_CRLF.join([*head, "", ""]) + body).encode()
                if request["method"] == "PLAY":
                    camera.play(self.connection, answer)
                else:
                    self.connection.sendall(answer)
        except OSError:
            return  # the client left
        finally:
            camera.leave(self.connection)

    def _request(self) -> dict[str, str]:
        """The next request's method and headers; empty when the client has left."""
        line = self.rfile.readline()
        while line[:1] == b"$":  # a receiver report, in between
            rest = int.from_bytes(line[2:4], "big") - (len(line) - 4)
            self.rfile.read(max(rest, 0))
            line = self.rfile.readline()
        if not line.strip():
            return {}
        request = {"method": line.decode(errors="replace").split()[0]}
        while header := self.rfile.readline().decode(errors="replace").strip():
            name, _, value = header.partition(":")
            request[name.lower()] = value.strip()
        return request
