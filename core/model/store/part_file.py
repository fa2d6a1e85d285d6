"""What has arrived of a download, so that it can go on later: the bytes, and beside them what the server said."""

import hashlib
import json
import threading
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from core.errors import OutputError
from core.model.progress import OnProgress, Task
from core.model.store.connection import Answer
from core.reasons import system_reason
from core.text import text

INFO = ".info"
CHUNK = 1 << 20
MAX_INFO_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class _Info:
    """url: where it comes from, hashed, as it may hold a key. The rest: see `Answer`."""

    url: str
    length: int | None
    validator: str
    digest: str

    def fits(self, there: int) -> bool:
        """Whether a part of so many bytes can be gone on with."""
        return bool(self.validator or there == self.length) and (self.length is None or there <= self.length)


def usable_bytes(path: Path, url: str) -> int:
    """Bytes at `path` that a download from this address goes on from; 0 when it begins anew."""
    info = _read_info(path, url)
    try:
        there = path.stat().st_size
    except OSError:  # most often there is none
        return 0
    return there if info and info.fits(there) else 0


class PartFile:
    """An unfinished download, open for as long as the `with` lasts; what has arrived stays when that ends, if anything.

    size: bytes that are here and of use. What is of none stays until another file begins in its place.
    Raises OutputError when the disk refuses.
    """

    def __init__(self, path: Path, url: str) -> None:
        self.path, self.size = path, 0
        self._info_path = path.with_name(path.name + INFO)
        self._url = _hashed(url)
        self._info = _read_info(path, url)
        self._hash = hashlib.sha256()
        try:
            self._file = path.open("r+b" if path.exists() else "w+b")
        except OSError as error:
            raise self._refused(error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._file.close()
            if self.on_disk == 0:
                self.path.unlink(missing_ok=True)
                self._info_path.unlink(missing_ok=True)
        except OSError as close_error:  # the last bytes did not fit on the disk
            if error is None:
                raise self._refused(close_error) from close_error

    @property
    def on_disk(self) -> int:
        """Bytes that are given back or used when another file takes this place."""
        return self.path.stat().st_size

    @property
    def validator(self) -> str:
        """What names the version of the file that this is a part of; "" when it cannot go on."""
        return self._info.validator if self._info and self.size else ""

    @property
    def length(self) -> int | None:
        """Of the whole file, None while nobody knows."""
        return self._info.length if self._info else None

    @property
    def stated_digest(self) -> str:
        """The SHA-256 that the server states, or ""."""
        return self._info.digest if self._info else ""

    @property
    def complete(self) -> bool:
        return self.size > 0 and self.size == self.length

    @property
    def sha256(self) -> str:
        """Of what is here, 64 hexadecimal digits."""
        return self._hash.hexdigest()

    def take_up(self, on_progress: OnProgress | None, cancel: threading.Event | None) -> None:
        """Reads what is here from an earlier time, for its digest, if it can be gone on with."""
        try:
            there = self.on_disk
            if self._info is None or not self._info.fits(there):
                self._info = None
                return
            task, buffer = Task("checking", there, on_progress, cancel), memoryview(bytearray(CHUNK))
            while read := self._file.readinto(buffer):
                self._hash.update(buffer[:read])
                self.size += read
                task.advance(read)
        except OSError as error:
            raise self._refused(error) from error

    def goes_on(self, answer: Answer) -> bool:
        """Whether the answer goes on where the part ends, with the same file; how long that is may be new."""
        same = None in (answer.length, self.length) or answer.length == self.length
        if answer.start != self.size or not same or answer.validator not in ("", self.validator):
            return False
        self._learn_length(answer.length)
        return True

    def begin(self, answer: Answer) -> None:
        """A new file from its first byte."""
        self.clear()
        self._remember(_Info(self._url, answer.length, answer.validator, answer.digest))

    def write(self, content: bytes) -> None:
        """Appends."""
        try:
            self._file.write(content)
        except OSError as error:
            raise self._refused(error) from error
        self._hash.update(content)
        self.size += len(content)

    def end(self) -> None:
        """All of it is here, says a server that did not say how much there would be, or said it wrongly."""
        if self._info and self._info.length != self.size:
            self._remember(replace(self._info, length=self.size))

    def clear(self) -> None:
        """Forgets what is here."""
        try:
            self._file.seek(0)
            self._file.truncate()
            self._info_path.unlink(missing_ok=True)
        except OSError as error:
            raise self._refused(error) from error
        self._info, self._hash, self.size = None, hashlib.sha256(), 0

    def _learn_length(self, length: int | None) -> None:
        if self._info and self._info.length is None and length is not None:
            self._remember(replace(self._info, length=length))

    def _remember(self, info: _Info) -> None:
        content: dict[str, Any] = {name: getattr(info, name) for name in _Info.__slots__}
        try:
            self._info_path.write_text(json.dumps(content), encoding="utf-8")
        except OSError as error:
            raise self._refused(error) from error
        self._info = info

    def _refused(self, error: OSError) -> OutputError:
        return OutputError(
            text("the download cannot be kept on the disk ({reason})", reason=system_reason(error)),
            where=self.path,
            hint="Free some space there, or check who may write there; then it goes on where it stopped",
        )


def _hashed(url: str) -> str:
    return hashlib.sha256(url.encode(errors="backslashreplace")).hexdigest()


def _read_info(path: Path, url: str) -> _Info | None:
    """What the server said about the part at `path`; None when nothing is known, or it is from another address."""
    try:
        with path.with_name(path.name + INFO).open("rb") as file:
            info = _Info(**json.loads(file.read(MAX_INFO_BYTES)))
    except (OSError, ValueError, TypeError, RecursionError):
        return None
    texts = all(isinstance(part, str) for part in (info.url, info.validator, info.digest))
    return info if texts and isinstance(info.length, int | None) and info.url == _hashed(url) else None
