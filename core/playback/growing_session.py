"""A session while it is being made: what has been read so far, at any moment and for any thread."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from core.sessions.record import BundleUse, FaceTracks, ReadingTable, Session, SessionEvent, SessionInfo, table_of
from core.sessions.rows import TRACK, track_rows
from core.types import Face, Reading


class GrowingSession:
    """Takes readings and faces from one thread, and shows the session so far to any other."""

    def __init__(self, info: SessionInfo, bundle: BundleUse) -> None:
        """info: what is known at the start; its figures are kept up to date here."""
        self._info, self._bundle = info, bundle
        self._lock = threading.Lock()  # guards what follows
        self._tables = [ReadingTable.empty(info.labels)]
        self._blocks = [np.zeros(0, TRACK)]
        self._events: tuple[SessionEvent, ...] = ()
        self._rows: list[tuple[int, int, tuple[float, ...]]] = []

    def add(self, readings: Sequence[Reading]) -> None:
        """Readings of the session's labels."""
        if readings:
            table = table_of(readings, self._info.labels, zero_s=self._info.zero_s)
            with self._lock:
                self._tables.append(table)

    def track(self, frame: int, faces: Sequence[Face]) -> None:
        """The faces in one frame; frames come in order."""
        rows = track_rows(frame, faces)
        with self._lock:
            self._rows += rows

    def event(self, kind: str, message: str) -> None:
        """Something happened just now."""
        with self._lock:
            self._events = (*self._events, SessionEvent(datetime.now(UTC), kind, message))

    def change(self, **facts: object) -> None:
        """Other facts of `SessionInfo`."""
        with self._lock:
            self._info = replace(self._info, **facts)  # type: ignore[arg-type]

    def now(self) -> Session:
        """The session as it is now. Costs little when nothing has come since the last time."""
        with self._lock:
            if len(self._tables) > 1:
                self._tables = [ReadingTable.joined(self._tables)]
            if self._rows:
                self._blocks, self._rows = [np.concatenate([*self._blocks, np.array(self._rows, TRACK)])], []
            table, block, info, events = self._tables[0], self._blocks[0], self._info, self._events
        info = replace(info, readings=len(table), scored=int(table.scored.sum()))
        tracks = FaceTracks(block["frame"], block["face_id"], block["box"])
        return Session(info, table, (self._bundle,), events, tracks)
