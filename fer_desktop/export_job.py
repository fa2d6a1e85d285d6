"""Exports sessions in a thread, one export after the other; each can hold many sessions and be cancelled."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from core.errors import Cancelled, FerError, OutputError, StoreError
from core.exports.formats import ExportFormat, export
from core.exports.naming import free_export_path
from core.sessions.record import Session, SessionInfo
from core.text import text
from fer_desktop.sessions.worker import OpenStore, StoreWorker

if TYPE_CHECKING:
    from core.sessions.store import SessionStore


@dataclass(eq=False)
class ExportJob:
    """What a person asked for at once.

    target: the file for one session, which is replaced where `force` says so; the folder for several, in which nothing
    is ever replaced. loaded: the one session with its readings, where they are at hand; else they come from the store.
    begun: how many of the sessions are done or being done. share: of the one that is being done.
    """

    sessions: Sequence[SessionInfo]
    format: ExportFormat
    target: Path
    force: bool = False
    loaded: Session | None = None
    begun: int = 0
    share: float = 0.0
    cancelled: threading.Event = field(default_factory=threading.Event)

    @property
    def several(self) -> bool:
        """Whether the target is a folder."""
        return len(self.sessions) > 1

    @property
    def whole_share(self) -> float:
        """Of all sessions, 0 to 1."""
        return (max(0, self.begun - 1) + self.share) / len(self.sessions)


@dataclass(frozen=True, slots=True)
class ExportOutcome:
    """written: the files that are there now. failures: why the others are not. cancelled: a person ended it."""

    written: tuple[Path, ...]
    failures: tuple[FerError, ...] = ()
    cancelled: bool = False

    def error(self, job: ExportJob) -> FerError | None:
        """All failures as one; None when there is none."""
        if len(self.failures) < 2:
            return self.failures[0] if self.failures else None
        what = text(
            "{failed} of {total} sessions could not be exported", failed=len(self.failures), total=len(job.sessions)
        )
        first = self.failures[0]
        return OutputError(what, where=job.target, hint=text("The first reason: {reason}", reason=first.what))


class Exports(QObject):
    """moved: the export that is on has begun, got on, or is over. ended(ExportJob, ExportOutcome): it is over.

    broke(error): a bug.
    """

    moved = Signal()
    ended = Signal(object, object)
    broke = Signal(object)
    _told = Signal(object, int, float)

    def __init__(self, open_store: OpenStore, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs: list[ExportJob] = []
        self._worker = StoreWorker(open_store, "export", self)
        self._worker.ended.connect(self._on_ended)
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)

    @property
    def current(self) -> ExportJob | None:
        """What is being exported."""
        return self._jobs[0] if self._jobs else None

    @property
    def waiting(self) -> int:
        """How many exports come after the current one."""
        return max(0, len(self._jobs) - 1)

    def ask(self, job: ExportJob) -> None:
        """Exports this as soon as what was asked for before is done."""
        self._jobs.append(job)
        self._worker.ask(job, partial(self._export, job), needs_store=job.loaded is None)
        self.moved.emit()

    def cancel(self) -> None:
        """Ends the current export; files that are complete stay."""
        if self._jobs:
            self._jobs[0].cancelled.set()

    def close(self, timeout: float) -> bool:
        """Ends all of it; waits `timeout` seconds at most. False: the thread is still there."""
        for job in self._jobs:
            job.cancelled.set()
        return self._worker.close(timeout)

    def _export(self, job: ExportJob, store: "SessionStore | None") -> ExportOutcome:
        """In the thread. What is wrong with one session does not stop the others; a disk that is full does."""
        written: list[Path] = []
        failures: list[FerError] = []
        for number, info in enumerate(job.sessions, start=1):
            try:
                self._tell(job, number, 0.0)
                path = free_export_path(job.target, info, job.format) if job.several else job.target
                session = job.loaded or (store.read(info.session_id) if store else None)
                assert session is not None
                written.append(
                    export(session, job.format.name, path, force=job.force, progress=_Steps(self, job, number))
                )
            except Cancelled:
                return ExportOutcome(tuple(written), tuple(failures), cancelled=True)
            except FerError as error:
                failures.append(error)
                if isinstance(error, OutputError):
                    break
        return ExportOutcome(tuple(written), tuple(failures))

    def _tell(self, job: ExportJob, number: int, share: float) -> None:
        """In the thread. Raises Cancelled when a person has had enough."""
        if job.cancelled.is_set():
            raise Cancelled
        if shiboken6.isValid(self):
            self._told.emit(job, number, share)

    def _on_told(self, job: ExportJob, number: int, share: float) -> None:
        job.begun, job.share = number, share
        if job is self.current:
            self.moved.emit()

    def _on_ended(self, job: ExportJob, outcome: "ExportOutcome | Exception") -> None:
        self._jobs.remove(job)
        self.moved.emit()
        if isinstance(outcome, StoreError):  # the database could not even be opened
            outcome = ExportOutcome((), (outcome,))
        if isinstance(outcome, ExportOutcome):
            self.ended.emit(job, outcome)
        else:
            self.broke.emit(outcome)


class _Steps:
    """The progress of one session: told by whole percents only, asked for a cancellation at every step."""

    def __init__(self, exports: Exports, job: ExportJob, number: int) -> None:
        self._exports, self._job, self._number = exports, job, number
        self._percent = 0

    def __call__(self, share: float) -> None:
        if (percent := int(share * 100)) != self._percent or self._job.cancelled.is_set():
            self._percent = percent
            self._exports._tell(self._job, self._number, share)
