"""The store as the page of sessions uses it: what is quick at once, what may take its time in a thread."""

import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from core.errors import FerError, StoreError
from core.sessions.database import is_busy
from core.sessions.record import SessionInfo, SessionState
from fer_desktop.sessions.look import Look, look_at
from fer_desktop.sessions.worker import OpenStore, StoreWorker

if TYPE_CHECKING:
    from core.sessions.store import SessionStore

_PATIENCE_MS, _RETRY_MS = 50, 500  # of the window, which must not stand still, for a database that is locked
_MOST_LOOKS = 500  # that are remembered


class Shelf(QObject):
    """failed(error): something that was asked for could not be done. looked(session_id): `look` knows it now.

    deleted(number): so many sessions are gone.
    """

    failed = Signal(object)
    looked = Signal(str)
    deleted = Signal(int)

    def __init__(self, open_store: OpenStore, parent: QObject) -> None:
        super().__init__(parent)
        self._open = open_store
        self._store: SessionStore | None = None
        self._going: set[str] = set()  # those that are being deleted
        # By id and field: what another program, which is writing, still keeps from the store.
        self._edits: dict[tuple[str, str], str] = {}
        self._retry = QTimer(self)
        self._retry.setSingleShot(True)
        self._retry.setInterval(_RETRY_MS)
        self._retry.timeout.connect(self._try_again)
        self._looks: dict[tuple[str, SessionState], Look] = {}
        self._reader, self._cleaner = StoreWorker(open_store, "look", self), StoreWorker(open_store, "delete", self)
        self._reader.ended.connect(self._on_looked)
        self._cleaner.ended.connect(self._on_deleted)

    @property
    def deleting(self) -> int:
        """How many sessions are being deleted."""
        return len(self._going)

    def sessions(self, search: str) -> list[SessionInfo]:
        """The newest first, without those that are being deleted. Raises StoreError."""
        try:
            with suppress(StoreError):  # a session that could not be ended for a full disk, say
                self._opened().close_cut_off()
            found = [self._with_edits(info) for info in self._opened().sessions(search)]
        except FerError:
            self._drop()
            raise
        return [info for info in found if info.session_id not in self._going]

    def thumbnail(self, info: SessionInfo) -> bytes | None:
        """Its picture as JPEG; None where none is kept, or it cannot be read."""
        try:
            return self._opened().thumbnail(info.session_id) if info.pictures else None
        except FerError:
            return None  # a picture is no reason to disturb anybody

    def edit(self, session_id: str, field: str, text: str) -> SessionInfo | None:
        """Stores "name", "subject" or "notes", and returns what is known then; None when that `failed`.

        While another program is writing, it is tried again until it works.
        """
        self._edits[session_id, field] = text
        try:
            self._write_edits()
            return self._with_edits(self._opened().info(session_id))
        except FerError as error:
            self._edits.pop((session_id, field), None)
            self._drop()
            self.failed.emit(error)
            return None

    def _write_edits(self) -> None:
        """Raises FerError, but when another program is writing: then it is done later."""
        for (session_id, field), text in list(self._edits.items()):
            try:
                self._opened().edit(session_id, **{field: text})
            except StoreError as error:
                if not (isinstance(error.__cause__, sqlite3.Error) and is_busy(error.__cause__)):
                    raise
                self._retry.start()
                return
            del self._edits[session_id, field]

    def _try_again(self) -> None:
        try:
            self._write_edits()
        except FerError as error:
            self._edits.clear()
            self.failed.emit(error)

    def _with_edits(self, info: SessionInfo) -> SessionInfo:
        """As a person has written it, whether it could be stored yet or not."""
        waiting = {field: text for (session_id, field), text in self._edits.items() if session_id == info.session_id}
        return replace(info, **waiting) if waiting else info  # type: ignore[arg-type]

    def look(self, info: SessionInfo) -> Look | None:
        """What the readings tell, as far as it is known; of a session that goes on, as it was when it was read."""
        return self._looks.get((info.session_id, info.state))

    def ask_for_look(self, info: SessionInfo) -> None:
        """Reads this one next, in the thread. Nobody waits for those any more that were asked for before."""
        self._reader.drop_waiting()
        self._reader.ask(info, partial(look_at, session_id=info.session_id))

    def delete(self, session_ids: Sequence[str]) -> None:
        """Deletes them for good, in the thread; they are not listed from now on."""
        self._going |= set(session_ids)
        ids = tuple(session_ids)
        self._cleaner.ask(ids, lambda store: store.delete(ids))

    def close(self, timeout: float) -> bool:
        """Ends the threads and closes the store. False: a thread is still there after `timeout` seconds."""
        self._retry.stop()
        if self._edits:
            with suppress(FerError), self._open() as store:  # the last try has more patience
                for (session_id, field), text in self._edits.items():
                    store.edit(session_id, **{field: text})
        self._drop()
        looked = self._reader.close(timeout / 2)
        return self._cleaner.close(timeout / 2) and looked

    def _opened(self) -> "SessionStore":
        if self._store is None:
            self._store = self._open()
            with self._store.errors():
                self._store.connection.execute(f"PRAGMA busy_timeout = {_PATIENCE_MS}")
        return self._store

    def _drop(self) -> None:
        """The next call opens the store anew: what was in its way may be gone by then."""
        if self._store is not None:
            self._store.close()
            self._store = None

    def _on_looked(self, info: SessionInfo, outcome: "Look | Exception") -> None:
        if isinstance(outcome, Look):
            while len(self._looks) >= _MOST_LOOKS:
                del self._looks[next(iter(self._looks))]
            self._looks[info.session_id, info.state] = outcome
            self.looked.emit(info.session_id)
        else:
            self.failed.emit(outcome)

    def _on_deleted(self, ids: tuple[str, ...], outcome: "Exception | None") -> None:
        self._going -= set(ids)
        if isinstance(outcome, Exception):
            self.failed.emit(outcome)
            self.deleted.emit(0)  # they are still there
        else:
            self.deleted.emit(len(ids))
