"""Recording: from the button to the session CSV."""

import re
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from core.errors import OutputError
from core.session import SessionWriter, free_path
from core.types import Frame, Reading, SourceInfo


class Card(Protocol):
    """What a recording needs to know of a bundle's card."""

    @property
    def name(self) -> str: ...
    @property
    def labels(self) -> Sequence[str]: ...
    @property
    def encoder_sha256(self) -> str: ...


class Happening(Protocol):
    """What a recording notes of an event of the engine: its kind ("lost", "back"...), one sentence, and when (UTC)."""

    @property
    def kind(self) -> str: ...
    @property
    def message(self) -> str: ...
    @property
    def at(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class RecordingPlan:
    """What a person asks for before a recording.

    folder: where the files go; made when it is not there. name: of the session, "" for the source's name.
    subject: a code for the person who is recorded. video: whether the pictures are kept as well.
    """

    folder: Path
    name: str = ""
    subject: str = ""
    video: bool = False


class Recorder(QObject):
    """Writes the readings of one run into a CSV of its own when a person asks for it.

    Asked for before the start, it begins with the first reading. `take_*` are called by the engine's threads, the rest
    by the interface. A file is completed in a thread of its own: bringing it to a slow disk takes long.

    started(Path): rows are being written to this file.
    finished(Path or None, rows): the recording is complete and lies there; None when there was nothing to keep.
    failed(OutputError, Path or None): it had to stop; what was written so far lies there.
    """

    started = Signal(object)
    finished = Signal(object, int)
    failed = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._folder: Path | None = None  # not None: recording is wanted
        self._session: tuple[SourceInfo, Card] | None = None
        self._writer: SessionWriter | None = None
        self._completing: list[threading.Thread] = []

    @property
    def wanted(self) -> bool:
        """True from `start` until the recording is over."""
        return self._folder is not None

    @property
    def path(self) -> Path | None:
        """The file that rows go to now; None when nothing is being written."""
        writer = self._writer
        return writer.partial if writer else None

    @property
    def rows(self) -> int:
        """Rows written so far."""
        writer = self._writer
        return writer.rows if writer else 0

    def start(self, folder: Path) -> None:
        """Records into a new file in `folder`, at once or as soon as there is a session to record."""
        with self._lock:
            self._folder = folder
            self._open()

    def stop(self) -> None:
        """Has the file completed; `finished` or `failed` follows. Does nothing when nothing is recorded."""
        with self._lock:
            self._complete()
            self._folder = None

    def end_session(self) -> None:
        """The run is over: has the file completed and forgets the source and bundle.

        A recording that has not begun yet waits for the next run.
        """
        with self._lock:
            self._complete()
            self._session = None

    def take_session(self, info: SourceInfo, card: Card) -> None:
        """The source and the bundle of the readings to come."""
        with self._lock:
            if self._session is None:
                self._session = (info, card)
                self._open()

    def take_readings(self, readings: Sequence[Reading]) -> None:
        """Writes the readings if a recording is on."""
        with self._lock:
            if self._writer is not None:
                try:
                    self._writer.write(readings)
                except OutputError as error:
                    self._give_up(error)

    def take_frame(self, frame: Frame) -> None:
        """A frame of the source, to be kept if the pictures are wanted. Returns at once, whatever the disk does."""

    def take_event(self, event: Happening) -> None:
        """Something happened that the notes of a recording should mention. Returns at once."""

    def wait(self, timeout: float) -> bool:
        """Waits `timeout` seconds at most until every file is complete; False when one is not."""
        deadline = time.monotonic() + timeout
        for thread in self._completing:
            thread.join(max(0.0, deadline - time.monotonic()))
        self._completing = [thread for thread in self._completing if thread.is_alive()]
        return not self._completing

    def _complete(self) -> None:
        writer, self._writer = self._writer, None
        if writer is not None:
            self._folder = None
            # Daemon: the rows are with the system already, and a disk that hangs must not hold a closed program.
            thread = threading.Thread(target=self._finish, args=(writer,), name="recording", daemon=True)
            self._completing = [*(other for other in self._completing if other.is_alive()), thread]
            thread.start()

    def _finish(self, writer: SessionWriter) -> None:
        try:
            where = writer.close() if writer.rows else writer.abandon()
        except OutputError as error:
            self.failed.emit(error, writer.partial)
        else:
            self.finished.emit(where, writer.rows)

    def _open(self) -> None:
        if self._folder is None or self._session is None or self._writer is not None:
            return
        info, card = self._session
        try:
            self._writer = SessionWriter(
                _new_path(self._folder, info.name),
                labels=card.labels,
                source=info.name,
                bundle=card.name,
                encoder_sha256=card.encoder_sha256,
            )
        except OutputError as error:
            self._give_up(error)
        else:
            self.started.emit(self._writer.partial)

    def _give_up(self, error: OutputError) -> None:
        writer, self._writer, self._folder = self._writer, None, None
        self.failed.emit(error, writer.abandon() if writer else None)


def _new_path(folder: Path, source: str) -> Path:
    """A file name that says what and when: "interview_2026-11-21_05-04-03.csv"."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        hint = "Choose another recording folder in the menu"
        raise OutputError(f"the folder cannot be created ({reason})", where=folder, hint=hint) from error
    stem = Path(source).stem if Path(source).suffix else source
    stem = re.sub(r"[^\w.-]+", "-", stem).strip("-.")[:60] or "session"
    return free_path(folder / f"{stem}_{datetime.now():%Y-%m-%d_%H-%M-%S}.csv")
