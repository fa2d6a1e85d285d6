"""A server on loopback that gives everybody the same answer: a camera that refuses, a web page, something else."""

import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self


class AnsweringServer:
    """Sends `answer` (or what it makes of a request) and hangs up; None: says nothing for as long as it is asked.

    requests: what came. Use it in `with`.
    """

    def __init__(self, answer: bytes | Callable[[str], bytes] | None) -> None:
        self.requests: list[str] = []
        self._answer = answer
        self._closing = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.02)
        self.place = f"127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._listen, name="answering-server")
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        self._thread.join()
        self._listener.close()

    def _listen(self) -> None:
        silent: list[socket.socket] = []
        while not self._closing.is_set():
            try:
                client, _ = self._listener.accept()
            except TimeoutError:
                continue
            if self._answer is None:
                silent.append(client)
            else:
                self._serve(client)
        for client in silent:
            client.close()

    def _serve(self, client: socket.socket) -> None:
        with client:
            try:
                client.settimeout(2)
                request = client.recv(65536).decode("latin-1")
                self.requests.append(request)
                client.sendall(self._answer(request) if callable(self._answer) else self._answer or b"")
                client.shutdown(socket.SHUT_WR)
                client.recv(65536)
            except OSError:
                return  # the client left


def answer(status: str, *headers: str, protocol: str = "HTTP/1.1", body: str = "") -> bytes:
    """A whole answer: answer("404 Not Found", "Content-Type: text/html")."""
    return "\r\n".join([f"{protocol} {status}", "CSeq: 1", *headers, f"Content-Length: {len(body)}", "", body]).encode()
