"""One answer of a web server, read in a thread of its own, so that whoever waits for it can stop at any time."""

import http.client
import queue
import re
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from types import TracebackType
from typing import IO, Self
from urllib.parse import urlsplit

from core import __version__
from core.model.progress import Task

STALL_S = 30.0  # without a byte, or with hardly any: the connection is taken for dead
SLOWEST = 1000  # bytes a second; ten gigabytes would take four months
LOOK_S = 0.1  # how soon a cancellation is noticed
CHUNK, WAITING_CHUNKS = 1 << 18, 16
PACKED = ("gzip", "x-gzip", "deflate", "br", "zstd", "compress")  # although it was asked not to

_SHA256 = re.compile(r'"?([0-9a-f]{64})"?')
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")
_LENGTH = re.compile(r"bytes \*/(\d{1,18})")


@dataclass(frozen=True, slots=True)
class Answer:
    """start: where in the file its bytes begin. length: of the whole file, None when the server does not say.

    validator: what names this version of the file, "" when nothing does. digest: SHA-256 that the server states, or "".
    """

    start: int
    length: int | None
    validator: str
    digest: str


class Refused(Exception):
    """The server answered, and what it sent is not the file. status: of HTTP. length: of the file, if it said so."""

    def __init__(self, status: int, reason: str, length: int | None = None) -> None:
        super().__init__(f"{status} {reason}".strip())
        self.status, self.length = status, length


class Stalled(OSError):
    """The server sends nothing any more, or next to nothing."""


class Connection:
    """Asks for the file from byte `start` on, as long as it is the version that `validator` names. Use it in `with`."""

    def __init__(self, url: str, start: int = 0, validator: str = "") -> None:
        headers = {"User-Agent": f"fer-desktop/{__version__}", "Accept-Encoding": "identity"}
        if start:
            headers |= {"Range": f"bytes={start}-", "If-Range": validator}
        self._request = urllib.request.Request(url, headers=headers)
        self._items: queue.Queue[Answer | bytes | Exception | None] = queue.Queue(WAITING_CHUNKS)
        self._closing = threading.Event()
        self._socket: socket.socket | None = None
        self._thread = threading.Thread(target=self._fetch, name="download", daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        if self._socket is not None:  # while it is still connecting, its own time limit ends it
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)  # wakes the thread
            self._thread.join(1.0)

    def answer(self, task: Task) -> Answer:
        """What the server says about the file. Raises Refused, OSError and HTTPException (no connection), Cancelled."""
        item = self._next(task, STALL_S)
        assert isinstance(item, Answer)
        return item

    def chunks(self, task: Task) -> Iterator[bytes]:
        """The bytes, until the server ends. Raises OSError or HTTPException when the connection breaks, Cancelled."""
        began, came = time.monotonic(), 0
        while item := self._next(task, STALL_S):
            assert isinstance(item, bytes)
            yield item
            came += len(item)
            if time.monotonic() - began >= STALL_S:
                if came < SLOWEST * STALL_S:
                    raise Stalled("the server sends hardly anything")
                began, came = time.monotonic(), 0

    def _next(self, task: Task, limit: float) -> Answer | bytes | None:
        end = time.monotonic() + limit
        while True:
            task.check()
            try:
                item = self._items.get(timeout=LOOK_S)
            except queue.Empty:
                if time.monotonic() >= end:
                    raise Stalled("the server sends nothing") from None
                continue
            if isinstance(item, Exception):
                raise item
            return item

    def _fetch(self) -> None:
        try:
            redirects = _Redirects()
            with _open(self._request, redirects) as response:
                # Another handle of the same connection, through which it can be ended while the library reads.
                self._socket = socket.fromfd(response.fileno(), socket.AF_INET, socket.SOCK_STREAM)
                self._put(_read_answer(response, redirects.digest))
                left = response.length  # the library does not count it down, and would wait for more than there is
                while left != 0 and (chunk := response.read1(CHUNK if left is None else min(CHUNK, left))):
                    left = None if left is None else left - len(chunk)
                    self._put(chunk)
            self._put(None)
        except Exception as error:  # for whoever waits: a fault in a thread of its own would be seen by nobody
            with suppress(_Closed):
                self._put(error)
        finally:
            if self._socket is not None:
                self._socket.close()

    def _put(self, item: Answer | bytes | Exception | None) -> None:
        while not self._closing.is_set():
            with suppress(queue.Full):
                self._items.put(item, timeout=LOOK_S)
                return
        raise _Closed


class _Closed(Exception):
    """Nobody waits any more."""


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows, but never from an encrypted address to another kind. digest: what was stated on the way, or ""."""

    digest = ""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        allowed = ("https",) if req.type == "https" else ("http", "https")
        if urlsplit(newurl).scheme not in allowed:
            fp.close()
            raise Refused(code, "it leads to an address that is not encrypted")
        self.digest = _stated_digest(headers) or self.digest  # Hugging Face states it before it sends one on
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _open(request: urllib.request.Request, redirects: _Redirects) -> http.client.HTTPResponse:
    """By way of the proxies in the environment."""
    try:
        return urllib.request.build_opener(redirects).open(request, timeout=STALL_S)
    except urllib.error.HTTPError as error:
        error.close()
        length = _LENGTH.fullmatch(error.headers.get("Content-Range", "").strip())
        raise Refused(error.code, str(error.reason), int(length[1]) if length else None) from None
    except urllib.error.URLError as error:
        raise error.reason if isinstance(error.reason, Exception) else OSError(str(error.reason)) from None
    except (ValueError, UnicodeError) as error:  # no address, a name that no host can have
        raise OSError(str(error)) from error


def _read_answer(response: http.client.HTTPResponse, digest: str) -> Answer:
    headers = response.headers
    tag = headers.get("ETag", "").strip()
    validator = tag if tag and not tag.startswith("W/") else headers.get("Last-Modified", "").strip()
    digest = digest or _stated_digest(headers)
    if (packed := headers.get("Content-Encoding", "").strip().lower()) in PACKED:
        raise OSError(f"the server sends it packed ({packed})")
    if response.status == http.client.PARTIAL_CONTENT:
        match = _RANGE.match(headers.get("Content-Range", "").strip())
        if match is None:
            raise OSError("the server sends a part without saying which")
        return Answer(int(match[1]), None if match[2] == "*" else int(match[2]), validator, digest)
    if response.status != http.client.OK:
        raise Refused(response.status, response.reason)
    return Answer(0, response.length, validator, digest)


def _stated_digest(headers: Message) -> str:
    """A SHA-256 among the headers: as the tag of a file, Hugging Face and its mirrors state it."""
    for name in ("X-Linked-ETag", "ETag"):
        if match := _SHA256.fullmatch(headers.get(name, "").strip()):
            return match[1]
    return ""
