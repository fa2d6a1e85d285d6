"""A server on loopback that gives everybody the same answer: a camera that refuses, a web page, something else."""

import socket
from collections.abc import Callable

from support.loopback_server import LoopbackServer


class AnsweringServer(LoopbackServer):
    """Sends `answer` (or what it makes of a request) and hangs up; None: says nothing for as long as it is asked.

    requests: what came. Use it in `with`.
    """

    def __init__(self, answer: bytes | Callable[[str], bytes] | None) -> None:
        super().__init__()
        self.requests: list[str] = []
        self._answer = answer
        self.listen()

    def serve(self, client: socket.socket) -> None:
        if self._answer is None:
            self.closing.wait()
            return
        client.settimeout(2)
        request = client.recv(65536).decode("latin-1")
        self.requests.append(request)
        client.sendall(self._answer(request) if callable(self._answer) else self._answer)
        client.shutdown(socket.SHUT_WR)
        client.recv(65536)


def answer(status: str, *headers: str, protocol: str = "HTTP/1.1", body: str = "") -> bytes:
    """A whole answer: answer("404 Not Found", "Content-Type: text/html")."""
    return "\r\n".join([f"{protocol} {status}", "CSeq: 1", *headers, f"Content-Length: {len(body)}", "", body]).encode()
