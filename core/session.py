"""The session CSV: one row per clip and face, written as it goes. docs/data-dictionary.md explains each column."""

import csv
import errno
import io
import os
import secrets
import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import numpy as np

from core.errors import OutputError
from core.reasons import system_reason
from core.text import text
from core.types import Reading

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A cell that begins so may be run by a spreadsheet (or, with a line break, hide something that is)."""


def columns(labels: Sequence[str]) -> list[str]:
    """The column names, in order, for a bundle's labels."""
    return [
        *("session_id", "source", "face_id", "clip_index", "clip_start_s", "clip_end_s", "captured_at_utc"),
        *("first_frame", "last_frame", "status", "label_clip", "label_vote"),
        *(f"p_{label}" for label in labels),
        *(f"vote_{label}" for label in labels),
        *("box_x", "box_y", "box_w", "box_h", "latency_ms", "bundle", "encoder_sha256"),
    ]


def new_session_id(now: datetime | None = None) -> str:
    """A name for one recording that sorts by time and that no other recording has: 20261121-050403-9f3a1c2b (UTC)."""
    return f"{now or datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(4)}"


def partial_path(path: Path) -> Path:
    """Where the rows of `path` are kept until the session is complete: name.csv -> name.partial.csv."""
    return path.with_name(f"{path.stem}.partial.csv")


def free_path(path: Path) -> Path:
    """`path`, or the first of name-2, name-3, ... that neither a session nor an unfinished one has taken."""
    ending = ".clips.csv" if path.name.endswith(".clips.csv") else path.suffix
    name = path.name.removesuffix(ending)
    candidate, number = path, 1
    while os.path.lexists(candidate) or os.path.lexists(partial_path(candidate)):
        number += 1
        candidate = path.with_name(f"{name}-{number}{ending}")
    return candidate


def utc_text(moment: datetime) -> str:
    """ISO 8601 with milliseconds: 2026-11-21T05:04:03.120Z."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def safe_text(cell: str) -> str:
    """Text that no spreadsheet runs as a formula: a leading apostrophe is put before what looks like one."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def csv_lines(rows: Iterable[Sequence[str]]) -> bytes:
    """The rows as RFC 4180 has them: CR LF, quotes where needed; UTF-8."""
    lines = io.StringIO(newline="")
    csv.writer(lines).writerows(rows)  # the csv module's default dialect
    return lines.getvalue().encode("utf-8", "backslashreplace")  # file names need not be valid Unicode


class RowFormat:
    """Makes readings into rows of cells, under `columns(labels)`. session_id, source: in every row."""

    def __init__(self, *, labels: Sequence[str], session_id: str, source: str) -> None:
        self._labels = [safe_text(label) for label in labels]
        self._nothing = [""] * len(self._labels)
        self._session = [session_id, safe_text(source)]
        self._bundle = ["", ""]

    def use_bundle(self, bundle: str, encoder_sha256: str) -> None:
        """The rows from now on are those of this bundle, whose labels are the same."""
        self._bundle = [safe_text(bundle), safe_text(encoder_sha256)]

    def cells(self, reading: Reading) -> list[str]:
        """One row."""
        box = reading.box
        label_clip, posterior = self._winner_and_values(reading.posterior)
        label_vote, vote = self._winner_and_values(reading.vote)
        return [
            *self._session,
            "" if reading.face_id is None else str(reading.face_id),
            str(reading.clip_index),
            f"{reading.start:.3f}",
            f"{reading.end:.3f}",
            utc_text(reading.captured_at) if reading.captured_at else "",
            str(reading.first_frame),
            str(reading.last_frame),
            str(reading.status),
            label_clip,
            label_vote,
            *posterior,
            *vote,
            *([f"{side:.1f}" for side in (box.x, box.y, box.w, box.h)] if box else ("",) * 4),
            f"{reading.latency * 1000:.1f}",
            *self._bundle,
        ]

    def _winner_and_values(self, posterior: np.ndarray | None) -> tuple[str, list[str]]:
        if posterior is None:
            return "", self._nothing
        values = posterior.tolist()  # for a handful of numbers, Python's own search is faster than numpy's
        return self._labels[values.index(max(values))], [f"{p:.6f}" for p in values]


class SessionWriter:
    """Writes readings to `<name>.partial.csv`, which becomes `<name>.csv` when the session is closed.

    Every `write` goes to the operating system at once and in whole rows, so a killed program leaves a readable file.
    All methods may be called from any thread.

    path: where the finished session will be. partial: where its rows are until then.
    session_id: in every row. labels: as given. rows, size: how many rows, and bytes, have been written.
    """

    def __init__(
        self,
        path: Path,
        *,
        labels: Sequence[str],
        source: str,
        bundle: str,
        encoder_sha256: str,
        session_id: str | None = None,
        force: bool = False,
    ) -> None:
        """Creates the partial file with its header.

        Raises OutputError when the session or its partial file exists already (unless `force`: they are replaced),
        or when the file cannot be created.
        """
        self.path, self.partial = Path(path), partial_path(Path(path))
        self.session_id = session_id or new_session_id()
        self.rows = self.size = 0
        self.labels = tuple(labels)
        self._force = force
        self._format = RowFormat(labels=self.labels, session_id=self.session_id, source=source)
        self.use_bundle(bundle, encoder_sha256)
        self._lock = threading.Lock()
        self._file: BinaryIO | None = self._create()
        self._append([columns(self.labels)])

    def use_bundle(self, bundle: str, encoder_sha256: str) -> None:
        """The rows from now on are those of this bundle, whose labels are the same."""
        self._format.use_bundle(bundle, encoder_sha256)

    def write(self, readings: Sequence[Reading]) -> None:
        """Adds one row per reading.

        Raises OutputError when they cannot be written (disk full): the rows before stay readable in the partial file,
        the session takes no more, and every later `write` raises as well.
        """
        with self._lock:
            if self._file is None:
                raise OutputError("the session is closed", where=self.path)
            if readings:
                self._append([self._format.cells(reading) for reading in readings])
                self.rows += len(readings)

    def close(self) -> Path:
        """Ends the session and returns where it is: `path`, or `partial` when writing had failed. Idempotent.

        Raises OutputError when the rows cannot be brought to the disk or the file cannot be renamed; they stay in
        `partial`.
        """
        with self._lock:
            if self._file is not None:
                file, self._file = self._file, None
                try:
                    with file:
                        os.fsync(file.fileno())
                    if not self._force:
                        refuse_existing(self.path)
                    self.partial.replace(self.path)
                except OSError as error:
                    raise cannot_write(self.partial, error) from error
                self.partial = self.path
            return self.partial

    def abandon(self) -> Path | None:
        """Ends the session as unfinished: its rows stay in `partial`, which is returned.

        A partial file without a single row is removed, and None returned. Idempotent; never raises OutputError.
        """
        with self._lock:
            if self._file is not None:
                with suppress(OSError):
                    self._file.close()
                self._file = None
            if self.rows:
                return self.partial
            if self.partial != self.path:
                with suppress(OSError):
                    self.partial.unlink(missing_ok=True)
            return None

    def _create(self) -> BinaryIO:
        try:
            if self._force:
                self.partial.unlink(missing_ok=True)
            else:
                refuse_existing(self.path)
                refuse_existing(self.partial)
            return self.partial.open("xb", buffering=0)
        except OSError as error:
            raise cannot_write(self.partial, error) from error

    def _append(self, rows: list[list[str]]) -> None:
        """One system call for all rows; when it fails or falls short, the file is cut back to its last whole row."""
        block = csv_lines(rows)
        assert self._file is not None
        try:
            self._write_all(block)
        except OSError as error:
            with suppress(OSError), self._file:
                self._file.truncate(self.size)
            self._file = None
            if not self.size:
                with suppress(OSError):
                    self.partial.unlink(missing_ok=True)
            raise cannot_write(self.partial, error) from error
        self.size += len(block)

    def _write_all(self, block: bytes) -> None:
        assert self._file is not None
        rest = memoryview(block)
        while rest:  # a disk that fills up takes a part first, and says ENOSPC only to the next call
            rest = rest[self._file.write(rest) :]


def refuse_existing(path: Path) -> None:
    """Raises OutputError when there is something at `path`, be it a link that leads nowhere."""
    if os.path.lexists(path):
        raise OutputError("the file exists already", where=path, hint="Move it away or choose another name")


def cannot_write(path: Path, error: OSError) -> OutputError:
    """The OutputError that says in the system's words why `path` could not be written."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    hint = "Free some space, or choose another folder" if full else "Choose another folder or another name"
    return OutputError(text("cannot write ({reason})", reason=system_reason(error)), where=path, hint=hint)
