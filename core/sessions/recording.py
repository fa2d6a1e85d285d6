"""A recording's session in the database. Whatever the database answers, the recording's files go on."""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from core.errors import StoreError
from core.recording_plan import Card, RecordingPlan, RunSettings
from core.sessions.log import Beginning, SessionLog
from core.sessions.record import SessionState
from core.sessions.store import SessionStore
from core.types import Reading, SourceInfo

OpenStore = Callable[[], SessionStore]
FURTHER_VIDEO = "video"
"""The kind of the event that says that a recording's pictures are in more than one file."""

_log = logging.getLogger(__name__)


class StoredRecording:
    """For the recording's thread. Nothing here raises StoreError: the first one is told, and the session ends there.

    on_failure(error): why nothing more goes into the database.
    """

    def __init__(
        self,
        open_store: OpenStore,
        plan: RecordingPlan,
        info: SourceInfo,
        card: Card,
        *,
        session_id: str,
        started: datetime,
        zero_s: float,
        on_failure: Callable[[StoreError], None],
    ) -> None:
        """Begins the session. zero_s: what counts as its 0, on the source's clock."""
        self._open_store, self._plan, self._info = open_store, plan, info
        self._session_id, self._zero_s, self._on_failure = session_id, zero_s, on_failure
        self._started, self._part_zero_s = started, zero_s
        self._parts = 0  # sessions so far: one for each set of labels
        self._labels: tuple[str, ...] = ()
        self._settings: dict[str, int | str | None] = {}
        self._names: Mapping[int, str] = {}
        self._video: tuple[Path, float] | None = None
        self._thumbnail: bytes | None = None
        self._session: SessionLog | None = None
        self._failed = False
        self.switch(card, started)

    def switch(self, card: Card, at: datetime) -> None:
        """Readings are those of this bundle from now on; other labels begin another session."""
        if tuple(card.labels) != self._labels:
            self.close(SessionState.COMPLETE, "", at)
            if self._info.live:  # else the film's clock goes on
                self._part_zero_s = self._zero_s + (at - self._started).total_seconds()
            self._attempt(lambda: self._begin(card, at))
        self._with(lambda session: session.use_bundle(card, at))

    def write(self, readings: Sequence[Reading]) -> None:
        """Adds the readings; those of other labels are left out."""
        classes = len(self._labels)
        fitting = [reading for reading in readings if reading.posterior is None or len(reading.posterior) == classes]
        self._with(lambda session: session.write(fitting))

    def event(self, kind: str, message: str, at: datetime) -> None:
        """Something happened."""
        self._with(lambda session: session.event(kind, message, at))

    def use_settings(self, settings: RunSettings, at: datetime) -> None:
        """Readings are computed so from now on."""
        self._settings.update(settings)
        self._with(lambda session: session.use_settings(settings, at))

    def use_names(self, names: Mapping[int, str]) -> None:
        """What a person calls the faces; all of them."""
        self._names = names
        self._with(lambda session: session.use_names(names))

    def use_video(self, path: Path, first_s: float) -> None:
        """Pictures are in this file, the first one of `first_s` on the source's clock."""
        if self._video is None:
            self._video = path, first_s
            self._with(lambda session: session.use_video(path, first_s - self._part_zero_s))

    def use_further_video(self, path: Path, first_s: float, at: datetime) -> None:
        """The pictures go on in this file, after a pause."""
        message = f"the pictures go on in {path.name}, from {first_s - self._part_zero_s:.3f} s on"
        self._with(lambda session: session.event(FURTHER_VIDEO, message, at))

    def use_thumbnail(self, jpeg: bytes) -> None:
        """A picture by which a person knows the session again."""
        self._thumbnail = jpeg
        self._with(lambda session: session.use_thumbnail(jpeg))

    def tick(self, now_s: float) -> None:
        """About once a second. now_s: the time on the source's clock."""

        def on(session: SessionLog) -> None:
            session.lasted(now_s - self._part_zero_s)
            session.tick()

        self._with(on)

    def flush(self) -> None:
        """Nothing may come for a while."""
        self._with(lambda session: session.flush())

    def close(self, state: SessionState, error: str, ended: datetime) -> None:
        """Ends the session. Idempotent."""
        session, self._session = self._session, None
        if session is not None:
            self._attempt(lambda: session.close(state, error, ended))

    def discard(self) -> None:
        """There was nothing to record: the session goes without a trace."""
        session, self._session = self._session, None
        if session is not None:
            self._attempt(session.discard)

    def _begin(self, card: Card, at: datetime) -> None:
        self._parts += 1
        self._labels = tuple(card.labels)
        ending = "" if self._parts == 1 else f"-{self._parts}"
        beginning = Beginning(
            f"{self._session_id}{ending}",
            self._plan.name,
            self._plan.subject,
            self._info,
            self._labels,
            at,
            zero_s=self._part_zero_s,
        )
        self._session = session = SessionLog(self._open_store(), beginning)
        if self._settings:
            session.use_settings(self._settings, at)
        session.use_names(self._names)
        if self._video:
            session.use_video(self._video[0], self._video[1] - self._part_zero_s)
        if self._thumbnail:
            session.use_thumbnail(self._thumbnail)

    def _with(self, change: Callable[[SessionLog], None]) -> None:
        session = self._session
        if session is not None:
            self._attempt(lambda: change(session))

    def _attempt(self, work: Callable[[], None]) -> None:
        if self._failed:
            return
        try:
            work()
        except Exception as failure:
            error = failure if isinstance(failure, StoreError) else StoreError(str(failure))
            _log.warning("nothing more of this recording goes into the database", exc_info=failure)
            self._failed = True
            session, self._session = self._session, None
            if session is not None:
                session.give_up(str(error))
            self._on_failure(error)
