"""A web server on loopback with one file of weights, which breaks, stalls and lies as it is told; and a card for it."""

import hashlib
import re
import socket
from dataclasses import dataclass, replace
from pathlib import Path

from core.model.encoder_cards import PUBLISHED_ENCODERS, EncoderCard
from support.golden_weights import save_published_encoder
from support.loopback_server import TICK_S, LoopbackServer
from support.tiny_models import tiny_encoder


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What the server does with one request; as it is made here, it behaves well.

    status, headers: instead of an answer with the file. breaks_after: hangs up after so many bytes of the body.
    stalls_after: sends nothing more after them, and holds on. ranges: whether it goes on where it is asked to.
    claims: added to the length that it states; None: it states none. body: instead of the file.
    dribbles: sends the body in pieces of so many bytes, one every 20 ms.
    """

    status: str = ""
    headers: tuple[str, ...] = ()
    breaks_after: int | None = None
    stalls_after: int | None = None
    ranges: bool = True
    claims: int | None = 0
    body: bytes | None = None
    dribbles: int = 0


GOOD = Behaviour()


class WeightsServer(LoopbackServer):
    """Serves `content` at `url`; the first requests as `behaviours` say, one after the other, the rest well.

    tag: the ETag; "" for none. tells_end: whether it says how long the file is when asked for more.
    requests: the head of each, as it came. Use it in `with`.
    """

    def __init__(
        self, content: bytes, *behaviours: Behaviour, tag: str = '"first"', file: str = "tiny.pth.tar"
    ) -> None:
        super().__init__()
        self.content, self.tag, self.tells_end = content, tag, True
        self.behaviours = list(behaviours)
        self.requests: list[str] = []
        self.url = f"http://{self.place}/{file}"
        self.listen()

    def starts(self) -> list[int]:
        """From which byte on each request wanted the file."""
        return [int(match[1]) if (match := re.search(r"Range: bytes=(\d+)-", head)) else 0 for head in self.requests]

    def serve(self, client: socket.socket) -> None:
        client.settimeout(5)
        head = b""
        while b"\r\n\r\n" not in head:
            if not (received := client.recv(65536)):
                return
            head += received
        request = head.decode("latin-1")
        behaviour = self.behaviours.pop(0) if self.behaviours else GOOD
        self.requests.append(request)
        self._answer(client, request, behaviour)

    def _answer(self, client: socket.socket, request: str, behaviour: Behaviour) -> None:
        content = self.content if behaviour.body is None else behaviour.body
        start = self._start(request) if behaviour.ranges else 0
        if start >= max(1, len(content)):
            head = "HTTP/1.1 416 Range Not Satisfiable\r\nContent-Length: 0\r\n"
            length = f"Content-Range: bytes */{len(content)}\r\n" if self.tells_end else ""
            client.sendall(f"{head}{length}\r\n".encode())
            return
        lines = [f"HTTP/1.1 {behaviour.status or ('206 Partial Content' if start else '200 OK')}", *behaviour.headers]
        if start:
            lines.append(f"Content-Range: bytes {start}-{len(content) - 1}/{len(content)}")
        if self.tag and not behaviour.status:
            lines.append(f"ETag: {self.tag}")
        body = content[start:]
        if behaviour.claims is not None:
            lines.append(f"Content-Length: {len(body) + behaviour.claims}")
        client.sendall("\r\n".join([*lines, "", ""]).encode())
        last = min((n for n in (behaviour.breaks_after, behaviour.stalls_after) if n is not None), default=len(body))
        piece = behaviour.dribbles or max(1, last)
        for begin in range(0, last, piece):
            client.sendall(body[begin : min(begin + piece, last)])
            if behaviour.dribbles and self.closing.wait(TICK_S):
                return
        if behaviour.stalls_after is not None:
            self.closing.wait()

    def _start(self, request: str) -> int:
        """Where to begin: at 0 when the client has another version of the file than this one."""
        wanted = re.search(r"Range: bytes=(\d+)-", request)
        condition = re.search(r"If-Range: (.*)\r\n", request, re.IGNORECASE)
        return int(wanted[1]) if wanted and condition and condition[1] == self.tag else 0


def published_bytes(folder: Path, *, depth: int = 2, seed: int = 0) -> bytes:
    """The bytes of a published checkpoint that holds a tiny encoder among the rest."""
    return save_published_encoder(tiny_encoder(depth=depth, seed=seed), folder / f"made-{seed}.pth.tar").read_bytes()


def tiny_card(url: str, *, depth: int = 2, name: str = "tiny") -> EncoderCard:
    """The card of that encoder, as if it were published at `url`: put it into PUBLISHED_ENCODERS for the test."""
    shape = {"width": 192, "depth": depth, "heads": 3, "mlp_hidden": 768, "resolution": 32}
    return replace(
        PUBLISHED_ENCODERS["vitl16"], name=name, title="Tiny", url=url, file="tiny.pth.tar", download_bytes=0, **shape
    )


def sha256(content: bytes) -> str:
    """64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
