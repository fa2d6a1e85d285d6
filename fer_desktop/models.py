"""Gets, imports and checks encoders: one thing after the other, in a thread, whatever page is shown."""

import logging
import threading
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from core.errors import Cancelled, FerError

if TYPE_CHECKING:
    from core.model.progress import Progress
    from core.model.store import EncoderStore
    from core.model.store.installed import InstalledEncoder

_log = logging.getLogger(__name__)


class Task(Enum):
    """What is to be done about an encoder."""

    GET = auto()
    IMPORT = auto()
    VERIFY = auto()


@dataclass
class Job:
    """One thing to do. Only the thread of the interface changes it.

    name: of the encoder; the path of the file or folder for an import. dtype: how its weights are kept.
    progress: None while it waits for its turn. error: why it failed; None for one that has not.
    """

    task: Task
    name: str
    dtype: str = "fp32"
    progress: "Progress | None" = None
    working: bool = False
    error: FerError | None = None


class Models(QObject):
    """The encoders of this computer, and what is being done about them.

    moved(name): the job of this name has begun, got on, failed, or is over. listed: what is installed has changed.
    done(Job, InstalledEncoder): it has succeeded. failed(Job): it has not, and its `error` says why.
    broke(error): a bug.
    """

    moved = Signal(str)
    listed = Signal()
    done = Signal(object, object)
    failed = Signal(object)
    broke = Signal(object)
    _told = Signal(str, object)
    _ended = Signal(str, object)

    def __init__(self, parent: QObject, folder: Path | None = None) -> None:
        """folder: where encoders are kept; None for the person's own."""
        super().__init__(parent)
        self._folder = folder
        self._store: EncoderStore | None = None
        self._jobs: dict[str, Job] = {}
        self._thread: threading.Thread | None = None
        self._cancel = threading.Event()
        self._closed = False
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)

    @property
    def store(self) -> "EncoderStore":
        """What is installed. Made when it is first asked for: most people never do."""
        if self._store is None:
            from core.model.store import EncoderStore

            self._store = EncoderStore(self._folder)
        return self._store

    def job(self, name: str) -> Job | None:
        """What is being done, or has failed, about the encoder or file of this name."""
        return self._jobs.get(name)

    def jobs(self, task: Task) -> list[Job]:
        """Everything of one kind that is not over, the oldest first."""
        return [job for job in self._jobs.values() if job.task is task]

    def installed(self) -> "list[InstalledEncoder]":
        """The encoders that are here."""
        return self.store.installed()

    def ask(self, task: Task, name: str, dtype: str = "fp32") -> None:
        """Does this as soon as what was asked for before is done; what has failed begins anew."""
        if (old := self._jobs.get(name)) is not None and old.error is None:
            return
        self._jobs[name] = Job(task, name, dtype)
        self.moved.emit(name)
        self._begin_next()

    def repeat(self, name: str) -> None:
        """Does once more what has failed. An encoder that proved to be damaged is got anew, if it is published."""
        job, here = self._jobs.get(name), self.store.find(name)
        if job is None or job.error is None:
            return
        if job.task is Task.VERIFY and here is not None and here.card is not None:
            self.ask(Task.GET, name, here.dtype)
        else:
            self.ask(job.task, name, job.dtype)

    def cancel(self, name: str) -> None:
        """Ends this, or takes it from the line, or forgets that it failed. What was downloaded stays for later."""
        job = self._jobs.get(name)
        if job is not None and job.working:
            self._cancel.set()
        elif job is not None:
            del self._jobs[name]
            self.moved.emit(name)

    def remove(self, name: str) -> None:
        """Deletes an encoder from this computer. Raises FerError when it cannot be deleted."""
        self.store.remove(name)
        self._forget_failure(name)
        self.listed.emit()

    def close(self, timeout: float) -> bool:
        """Cancels everything; waits `timeout` seconds at most. False: the thread is still there."""
        self._closed = True
        self._cancel.set()
        if self._thread is None:
            return True
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _forget_failure(self, name: str) -> None:
        """What had failed about this encoder is nobody's concern any more."""
        if (job := self._jobs.get(name)) is not None and job.error is not None:
            del self._jobs[name]

    def _begin_next(self) -> None:
        job = next((job for job in self._jobs.values() if job.error is None), None)
        if job is None or self._thread is not None or self._closed:
            return
        job.working = True
        store, self._cancel = self.store, threading.Event()
        # Daemon: a disk that does not answer must not hold a program that someone has closed.
        self._thread = threading.Thread(target=self._work, args=(job, store, self._cancel), name="models", daemon=True)
        self._thread.start()
        self.moved.emit(job.name)

    def _work(self, job: Job, store: "EncoderStore", cancel: threading.Event) -> None:
        """In the thread. The job's outcome is the encoder, or what went wrong."""
        outcome: object = None

        def tell(progress: "Progress") -> None:
            if shiboken6.isValid(self):
                self._told.emit(job.name, progress)

        try:
            if job.task is Task.GET:
                outcome = store.get(job.name, dtype=job.dtype, progress=tell, cancel=cancel)
            elif job.task is Task.IMPORT:
                outcome = store.import_file(Path(job.name), dtype=job.dtype, progress=tell, cancel=cancel)
            else:
                outcome = store.verify(job.name, progress=tell, cancel=cancel)
        except Exception as error:
            outcome = error
        if shiboken6.isValid(self):
            self._ended.emit(job.name, outcome)

    def _on_told(self, name: str, progress: "Progress") -> None:
        if (job := self._jobs.get(name)) is not None:
            job.progress = progress
            self.moved.emit(name)

    def _on_ended(self, name: str, outcome: "InstalledEncoder | Exception") -> None:
        if self._thread is None or self._closed:
            return
        self._thread.join()  # it has only to return
        self._thread, job = None, self._jobs[name]
        if isinstance(outcome, FerError):
            _log.warning("%s of an encoder failed: %s", job.task.name.lower(), outcome.what)
            job.error, job.working, job.progress = outcome, False, None
        else:
            del self._jobs[name]
        if not isinstance(outcome, Exception):
            self._forget_failure(outcome.name)  # which may not be what was asked for: a file has another
        self.moved.emit(name)
        self.listed.emit()
        if isinstance(outcome, FerError):
            self.failed.emit(job)
        elif not isinstance(outcome, Exception):
            self.done.emit(job, outcome)
        elif not isinstance(outcome, Cancelled):
            _log.error("%s of an encoder broke", job.task.name.lower(), exc_info=outcome)
            self.broke.emit(outcome)
        self._begin_next()
