"""Downloads that survive a break, a stall and a restart, and are never taken for something that they are not."""

import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPException
from itertools import chain
from pathlib import Path
from urllib.parse import urlsplit

from core.errors import DownloadError
from core.model.files.foreign_files import START_BYTES, instead_of_weights
from core.model.files.weight_faults import shown
from core.model.progress import OnProgress, Task
from core.model.store.connection import Answer, Connection, Refused
from core.model.store.disk_room import require_room
from core.model.store.part_file import PartFile
from core.text import text

TRIES = 5  # in a row that bring nothing
PAUSE_S = 1.0  # before the second try; twice as long before each further one
BUSY = (408, 425, 429, 500, 502, 503, 504)  # answers that may be others soon
NOT_FOUND, RANGE_NOT_SATISFIABLE = (404, 410), 416
LARGEST = 1 << 40  # a terabyte: a hundred times the largest published file
ENDED_EARLY = "the connection ended too early"


@dataclass(frozen=True, slots=True)
class Wanted:
    """url: http or https. digest: SHA-256 that the file must have, or "". about: its size, as far as anyone knows.

    room: bytes that have to stay free beside it.
    """

    url: str
    digest: str = ""
    about: int = 0
    room: int = 0

    @property
    def where(self) -> str:
        """The address for messages: what follows may be a key."""
        return self.url.partition("?")[0]


def download(
    wanted: Wanted, path: Path, on_progress: OnProgress | None = None, cancel: threading.Event | None = None
) -> str:
    """Brings the file to `path`, from where an earlier try ended; the SHA-256 of the whole as 64 hexadecimal digits.

    What has arrived stays at `path` when it breaks off or is cancelled, with a file beside it (see `PartFile`).
    Raises DownloadError when there is no network, the server refuses, breaks off again and again, or sends something
    else; OutputError when the disk is too small or refuses; Cancelled.
    """
    if not is_address(wanted.url):
        raise DownloadError(
            "this is no address of a file", where=wanted.where, hint="It begins with https:// or http://"
        )
    with PartFile(path, wanted.url) as part:
        part.take_up(on_progress, cancel)
        if not part.complete:
            _fetch(part, wanted, Task("downloading", part.length, on_progress, cancel))
        _check_digest(part, wanted)
        return part.sha256


def is_address(url: str) -> bool:
    """Whether a file can be downloaded from there, as far as the address tells."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # brackets or a port that make no sense
        return False


def _fetch(part: PartFile, wanted: Wanted, task: Task) -> None:
    """One connection after the other, as long as they bring something."""
    most, grown, failures, ends = part.size, False, 0, _Ends(part, wanted.where)
    while True:
        try:
            with Connection(wanted.url, part.size if part.validator else 0, part.validator) as connection:
                _receive(connection, part, wanted, task)
            return
        except (Refused, OSError, HTTPException) as error:
            if isinstance(error, Refused) and error.status == RANGE_NOT_SATISFIABLE:
                if error.length == part.size:  # nothing is left to send, whatever length was announced
                    part.end()
                    return
                ends.refused(error.length)
            elif isinstance(error, _BrokenOff):
                ends.broken_off(error.began)
            if part.size > most:
                most, grown, failures = part.size, True, 0
            failures += 1
            if failures >= TRIES or not (_passing(error) or (grown and not _final(error))):
                raise _explained(error, wanted.where, part.size) from error
        task.wait(PAUSE_S * 2 ** (failures - 1))


class _Ends:
    """Where the file of a server ends that announced another length: it would be fetched again and again."""

    def __init__(self, part: PartFile, where: str) -> None:
        self._part, self._where = part, where
        self._refused, self._last = False, 0

    def refused(self, length: int | None) -> None:
        """The server has nothing where the part ends. length: of its file, if it said so."""
        announced, there = self._part.length, self._part.size
        self._part.clear()  # it is longer than the file there: the next try begins anew, but only once
        if announced is not None and (length is None or self._refused):
            raise self._lie(announced, there if length is None else length)
        self._refused = True

    def broken_off(self, began: int) -> None:
        """A connection that sent the file from byte `began` on ended too early."""
        if began == 0 and self._part.length is not None:
            if self._part.size and self._part.size == self._last:
                raise self._lie(self._part.length, self._last)
            self._last = self._part.size

    def _lie(self, announced: int, end: int) -> DownloadError:
        return DownloadError(
            text("the server announced {announced} bytes, but its file ends at {end}", announced=announced, end=end),
            where=self._where,
            hint="Try another address, or import a file from another computer",
        )


def _receive(connection: Connection, part: PartFile, wanted: Wanted, task: Task) -> None:
    answer = connection.answer(task)
    chunks = _take(answer, connection.chunks(task), part, wanted)
    task.total = part.length
    began = part.size
    task.start(began)
    for chunk in chunks:
        if part.length is not None and part.size + len(chunk) > part.length:
            part.clear()
            raise _Changed("the server sends more than it said")
        if part.length is None:  # there may be no end to it
            require_room(part.path.parent, wanted.room)
        part.write(chunk)
        task.advance(len(chunk))
    if part.length is not None and part.size < part.length:
        raise _BrokenOff(ENDED_EARLY, began)
    part.end()


def _take(answer: Answer, chunks: Iterator[bytes], part: PartFile, wanted: Wanted) -> Iterator[bytes]:
    """What is to be written: the rest of the part, or a whole file in its place if it begins as weights do."""
    if answer.digest and wanted.digest and answer.digest != wanted.digest:
        raise _another_file(answer.digest, wanted)
    if answer.length is not None and answer.length > LARGEST:
        raise DownloadError(
            text("the server announces {length} bytes, which cannot be", length=answer.length),
            where=wanted.where,
            hint="Try again later, or another address",
        )
    require_room(part.path.parent, (answer.length or wanted.about) - part.on_disk + wanted.room)
    if answer.start == 0:
        head = b""
        while len(head) < START_BYTES and (chunk := next(chunks, b"")):
            head += chunk
        if len(head) < min(START_BYTES, answer.length or 0):
            raise _BrokenOff(ENDED_EARLY, part.size)
        _check_head(head, wanted.where)  # before what is here is given up: it may be the page of a hotel's login
        part.begin(answer)
        return chain((head,), chunks)
    if not part.goes_on(answer):
        part.clear()
        raise _Changed("the file on the server has changed")
    return chunks


def _check_head(head: bytes, url: str) -> None:
    """Refuses at once what is no weights file."""
    if not head:
        raise DownloadError("the server sent an empty file", where=url, hint="Try again later")
    from core.model.files.pickled_weights import ZIP_MAGIC  # late: needs torch

    if what := instead_of_weights(head):
        hint = "Check the address; some networks want a login in the browser first"
        raise DownloadError(what, where=url, hint=hint)
    pickled = head.startswith((ZIP_MAGIC, b"\x80"))
    if not pickled and head[8:9] != b"{":  # a safetensors file: 8 bytes length, then JSON
        raise DownloadError("what the server sends is not weights", where=url, hint="Check the address")


def _check_digest(part: PartFile, wanted: Wanted) -> None:
    """What is wrong is removed: it would be wrong the next time as well."""
    found, stated = part.sha256, part.stated_digest
    if stated and found != stated:
        part.clear()
        raise DownloadError(
            text(
                "the file was damaged on the way: its SHA-256 is {found}..., the server says {expected}...",
                found=found[:16],
                expected=stated[:16],
            ),
            where=wanted.where,
            hint="It was removed. Get it again",
        )
    if wanted.digest and found != wanted.digest:
        part.clear()
        raise _another_file(found, wanted)


def _another_file(found: str, wanted: Wanted) -> DownloadError:
    return DownloadError(
        text(
            "this is another file than the first one: its SHA-256 is {found}..., recorded is {expected}...",
            found=found[:16],
            expected=wanted.digest[:16],
        ),
        where=wanted.where,
        hint="Nothing was changed. If you trust the new file, remove the encoder first and then get it again",
    )


class _BrokenOff(OSError):
    """There should have been more. began: from which byte of the file on anything was kept."""

    def __init__(self, reason: str, began: int) -> None:
        super().__init__(reason)
        self.began = began


class _Changed(OSError):
    """What is here and what the server has now do not belong together."""


def _passing(error: Exception) -> bool:
    """Whether the server is there, and another try may end otherwise."""
    if isinstance(error, Refused):
        return error.status in (*BUSY, RANGE_NOT_SATISFIABLE)
    return isinstance(error, _BrokenOff | _Changed)


def _final(error: Exception) -> bool:
    """Whether every further try would end in the same way."""
    return isinstance(error, Refused | ssl.SSLCertVerificationError)


def _explained(error: Exception, url: str, arrived: int) -> DownloadError:
    if isinstance(error, Refused):
        return _refusal(error, url)
    if isinstance(error, ssl.SSLCertVerificationError):
        return DownloadError(
            text("the server's certificate cannot be trusted ({reason})", reason=error.verify_message),
            where=url,
            hint="Check the computer's clock; if a proxy reads along here, ask who runs it for its certificate",
        )
    if arrived:
        hint = "What has arrived is kept. Get it again: it goes on where it stopped"
        return DownloadError(text("the download broke off ({reason})", reason=_reason(error)), where=url, hint=hint)
    if isinstance(error, _BrokenOff | _Changed):
        what = text("the server does not send the file ({reason})", reason=_reason(error))
        return DownloadError(what, where=url, hint="Try again later, or another address")
    return DownloadError(
        text("the server cannot be reached ({reason})", reason=_reason(error)),
        where=url,
        hint="Check the network and its proxy; a file from another computer can be imported",
    )


def _refusal(error: Refused, url: str) -> DownloadError:
    if error.status in NOT_FOUND:
        return DownloadError("the server does not have this file", where=url, hint="Check the address")
    if error.status in BUSY:
        hint = "Try again later"
    elif error.status == 407:
        hint = "The proxy wants a user name and a password: put them into the address of the proxy"
    else:
        hint = "Check the address; perhaps the file is not for everybody"
    return DownloadError(text("the server refuses ({reason})", reason=shown(str(error))), where=url, hint=hint)


def _reason(error: Exception) -> str:
    if isinstance(error, socket.gaierror):
        return text("the server's name is not known; is there a network?")
    if isinstance(error, TimeoutError):
        return text("no answer in time")
    if isinstance(error, ssl.SSLError):  # its number is not one of the system's
        return text("no encrypted connection comes about: {reason}", reason=shown(error.reason or error))
    return shown(error)
