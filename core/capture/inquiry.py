"""Why an address gives no video: asks it once, after FFmpeg has failed, which hardly says more than that it did.

Only the address itself is asked, as FFmpeg was: no other host that it may lead on to.
"""

import re
import socket
import ssl
import time
from dataclasses import dataclass
from email.message import Message
from email.parser import Parser
from urllib.parse import quote, unquote, urlsplit

from core.capture.address import display_name
from core.capture.login import authorization

PORTS = {"http": 80, "https": 443, "rtsp": 554, "rtsps": 322, "rtmp": 1935}
_SILENT = ("udp", "rtp")  # nobody listens there: pictures come, or they do not
_LONGEST_ANSWER = 65536
_STATUS = re.compile(r"(?:HTTP|RTSP|ICY)\S* (\d{3})")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said. status: its number. headers: of the answer; the body is never read."""

    status: int
    headers: Message


class Inquiry:
    """One question to the server at an address.

    scheme, host, port: how and whom. has_login: the address holds a user or a password. connected: somebody listens
    there. answer: None where the protocol is one that has no such answers.
    """

    def __init__(self, url: str) -> None:
        """Raises ValueError for an address that cannot be asked."""
        parts = urlsplit(url)
        self._parts, self.scheme = parts, parts.scheme.lower()
        port = parts.port or PORTS.get(self.scheme)
        if port is None or self.scheme in _SILENT or not parts.hostname:
            raise ValueError("nobody to ask")
        if parts.hostname != urlsplit(display_name(url)).hostname:
            raise ValueError("nobody to ask")  # what FFmpeg took for the host is a part of the password
        self.host, self.port = parts.hostname, port
        self.connected = False
        self.has_login = bool(parts.username or parts.password)
        self.answer: Answer | None = None

    def ask(self, seconds: float) -> None:
        """Connects and asks, in that time at most but for the look-up of the name. Raises OSError."""
        until = time.monotonic() + seconds
        answer = self._ask_once(until, "")
        if answer is not None and answer.status == 401 and self._parts.username is not None:
            method, target = self._request()
            user, password = unquote(self._parts.username), unquote(self._parts.password or "")
            login = authorization(answer.headers.get_all("WWW-Authenticate", []), method, target, user, password)
            if login:
                answer = self._ask_once(until, login)
        self.answer = answer

    def _request(self) -> tuple[str, str]:
        """Method and target of the question."""
        path = quote(self._parts.path or "/", safe="/%:@!$&'()*+,;=~")
        query = f"?{quote(self._parts.query, safe='/%:@!$&()*+,;=~?')}" if self._parts.query else ""
        if self.scheme in ("http", "https"):
            return "GET", path + query
        return "DESCRIBE", f"{self.scheme}://{self._place()}{path}{query}"

    def _place(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self._parts.port is None else f"{host}:{self.port}"

    def _ask_once(self, until: float, login: str) -> Answer | None:
        with socket.create_connection((self.host, self.port), _left(until)) as plain:
            self.connected = True
            if self.scheme not in ("http", "https", "rtsp", "rtsps"):
                return None
            plain.settimeout(_left(until))
            with self._secured(plain) as connection:
                connection.sendall(self._words(login))
                return _read_answer(connection, until)

    def _secured(self, plain: socket.socket) -> socket.socket:
        if self.scheme not in ("https", "rtsps"):
            return plain
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # cameras sign for themselves; as FFmpeg
        return context.wrap_socket(plain, server_hostname=self.host)

    def _words(self, login: str) -> bytes:
        method, target = self._request()
        if method == "GET":
            lines = [f"GET {target} HTTP/1.1", f"Host: {self._place()}", "Accept: */*", "Connection: close"]
        else:
            lines = [f"DESCRIBE {target} RTSP/1.0", "CSeq: 1", "Accept: application/sdp"]
        lines += ["User-Agent: FER Desktop", *([f"Authorization: {login}"] if login else []), "", ""]
        return "\r\n".join(lines).encode()


def _left(until: float) -> float:
    return max(0.05, until - time.monotonic())


def _read_answer(connection: socket.socket, until: float) -> Answer:
    """Status and headers. Raises TimeoutError when they are not there in time, ValueError when it is no answer."""
    received = b""
    while b"\r\n\r\n" not in received and b"\n\n" not in received and len(received) < _LONGEST_ANSWER:
        if time.monotonic() > until:
            raise TimeoutError
        connection.settimeout(_left(until))
        more = connection.recv(4096)
        if not more:
            break
        received += more
    if not received:
        raise ConnectionResetError
    first, _, rest = received.decode("latin-1").partition("\n")
    if not (status := _STATUS.match(first)):
        raise ValueError("no answer in this protocol")
    return Answer(int(status[1]), Parser().parsestr(rest, headersonly=True))
