"""What is known of one session, as frozen values: who, what, when, and every reading as columns of one table.

A session is a recording of a live source, or the analysis of a video. It has one set of labels: a recording in which a
bundle with other labels takes over goes on as another session.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

import numpy as np

from core.types import Reading, SourceInfo, Status
from core.voting import majority_vote, posterior_vote

NOBODY = 0  # in `ReadingTable.face_id`: no face in the clip, or the view is the whole picture
STATUSES = tuple(Status)
"""What the numbers in `ReadingTable.status` stand for. Only ever added to at the end."""


class SessionState(StrEnum):
    """OPEN: being written. COMPLETE: it came to its end. CUT_OFF: the program, or the computer, stopped in the middle.

    FAILED: an error ended it; what was read until then is there. CANCELLED: a person ended an analysis before its end.
    """

    OPEN = "open"
    COMPLETE = "complete"
    CUT_OFF = "cut_off"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class BundleUse:
    """A bundle that scored a session, from one moment on. The attributes are those of its card.

    since: when, UTC. probes: the SHA-256 digests of its probe files; () when nobody noted them.
    """

    since: datetime
    name: str
    encoder_sha256: str
    clip_rule: str
    view: str
    margin: float
    resolution: int
    probes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SessionEvent:
    """Something that happened during a session. kind: as in `core.live.events.EventKind`, or "pause", "resume",
    "setting", ... message: one sentence. at: UTC."""

    at: datetime
    kind: str
    message: str


@dataclass(frozen=True, slots=True)
class SessionInfo:
    """A session but for its readings.

    session_id: as in the CSV. name, subject, notes: what a person wrote; any text. labels: of the bundle, in its order.
    started, ended: UTC; ended None while it is open. error: what ended it too early, "" for nothing.
    source: what was filmed. path: the absolute path of the video it belongs to (analysed, or recorded beside it), ""
    when there is none; digest: SHA-256 of that file when it was analysed, "" when unknown.
    zero_s: the time on the source's clock that counts as the session's 0 (0.0 for a file).
    video_s: the session's time at which the video at `path` begins (0.0 for a file that was analysed).
    duration_s: from the session's 0 to its last moment. readings, scored: how many there are, and with a posterior.
    settings: how it was computed: "hop" (1/30 s), "window" (None: all), "device", "precision".
    faces: what a person calls the faces, by their numbers. pictures: a thumbnail is kept.
    """

    session_id: str
    name: str
    subject: str
    notes: str
    state: SessionState
    error: str
    started: datetime
    ended: datetime | None
    source: SourceInfo
    labels: tuple[str, ...]
    path: str = ""
    digest: str = ""
    zero_s: float = 0.0
    video_s: float = 0.0
    duration_s: float = 0.0
    readings: int = 0
    scored: int = 0
    settings: Mapping[str, int | str | None] = field(default_factory=dict)
    faces: Mapping[int, str] = field(default_factory=dict)
    pictures: bool = False

    @property
    def title(self) -> str:
        """What to call it: its name, else its source's."""
        source = Path(self.source.name).stem if self.source.kind == "file" else self.source.name
        return self.name or source or self.session_id

    @property
    def video(self) -> Path | None:
        """The video that goes with it, whether or not it is still there."""
        return Path(self.path) if self.path else None


@dataclass(frozen=True, slots=True, eq=False)
class ReadingTable:
    """Readings as columns, all of length n, in the order in which they were scored. labels: C of them.

    clip_index, first_frame, last_frame: int64. face_id: int32, NOBODY (0) for none.
    start, end: float64, seconds since the session's 0. captured_at: float64, POSIX seconds (UTC), NaN when unknown.
    status: uint8, places in STATUSES. posterior, vote: (n, C) float32, rows sum to 1, NaN where nothing was scored.
    box: (n, 4) float64, left, top, width, height in the source's pixels, NaN where there is none.
    latency: float64, seconds. bundle: int16, places in `Session.bundles`.
    """

    labels: tuple[str, ...]
    clip_index: np.ndarray
    face_id: np.ndarray
    start: np.ndarray
    end: np.ndarray
    first_frame: np.ndarray
    last_frame: np.ndarray
    captured_at: np.ndarray
    status: np.ndarray
    posterior: np.ndarray
    vote: np.ndarray
    box: np.ndarray
    latency: np.ndarray
    bundle: np.ndarray

    def __len__(self) -> int:
        return len(self.start)

    @property
    def scored(self) -> np.ndarray:
        """(n,) bool: where there is a posterior."""
        return self.status == STATUSES.index(Status.SCORED)

    @property
    def faces(self) -> tuple[int, ...]:
        """The faces with a scored reading, in the order of their numbers; () in the centre view."""
        return tuple(int(face) for face in np.unique(self.face_id[self.scored]) if face != NOBODY)

    def where(self, rows: np.ndarray) -> "ReadingTable":
        """The rows that a mask (n,) bool or indices pick."""
        picked = {name: getattr(self, name)[rows] for name in _COLUMNS}
        return ReadingTable(self.labels, **picked)

    def of(self, face_id: int | None) -> "ReadingTable":
        """The scored readings of one face; None: of all."""
        rows = self.scored
        return self.where(rows if face_id is None else rows & (self.face_id == face_id))

    def between(self, begin: float, end: float) -> "ReadingTable":
        """The readings whose clips lie whole within [begin, end], in seconds of the session."""
        return self.where((self.start >= begin) & (self.end <= end))

    @staticmethod
    def empty(labels: Sequence[str]) -> "ReadingTable":
        """No reading."""
        return table_of((), labels)

    @staticmethod
    def joined(tables: Sequence["ReadingTable"]) -> "ReadingTable":
        """One after the other; at least one, all with the same labels."""
        columns = {name: np.concatenate([getattr(table, name) for table in tables]) for name in _COLUMNS}
        return ReadingTable(tables[0].labels, **columns)


_COLUMNS = tuple(column.name for column in fields(ReadingTable) if column.name != "labels")


def table_of(
    readings: Sequence[Reading], labels: Sequence[str], *, zero_s: float = 0.0, bundle: int = 0
) -> ReadingTable:
    """The readings as a table. zero_s: the source's time that counts as 0. bundle: who scored them all."""
    n, classes = len(readings), len(labels)

    def rows(values: list[np.ndarray | None], width: int, dtype: type = np.float32) -> np.ndarray:
        filled: np.ndarray = np.full((n, width), np.nan, dtype)
        for place, value in enumerate(values):
            if value is not None:
                filled[place] = value
        return filled

    boxes = [np.array((one.box.x, one.box.y, one.box.w, one.box.h)) if one.box else None for one in readings]
    return ReadingTable(
        labels=tuple(labels),
        clip_index=np.array([one.clip_index for one in readings], np.int64),
        face_id=np.array([one.face_id or NOBODY for one in readings], np.int32),
        start=np.array([one.start - zero_s for one in readings], np.float64),
        end=np.array([one.end - zero_s for one in readings], np.float64),
        first_frame=np.array([one.first_frame for one in readings], np.int64),
        last_frame=np.array([one.last_frame for one in readings], np.int64),
        captured_at=np.array(
            [one.captured_at.timestamp() if one.captured_at else np.nan for one in readings], np.float64
        ),
        status=np.array([STATUSES.index(one.status) for one in readings], np.uint8),
        posterior=rows([one.posterior for one in readings], classes),
        vote=rows([one.vote for one in readings], classes),
        box=rows(boxes, 4, np.float64),
        latency=np.array([one.latency for one in readings], np.float64),
        bundle=np.full(n, bundle, np.int16),
    )


@dataclass(frozen=True, slots=True, eq=False)
class FaceTracks:
    """Where the faces were in each frame of an analysed video, a row per face and frame; empty for live sessions.

    frame: (m,) int64, ascending. face_id: (m,) int32. box: (m, 4) float32, left, top, width, height in the video's
    pixels.
    """

    frame: np.ndarray
    face_id: np.ndarray
    box: np.ndarray

    @staticmethod
    def empty() -> "FaceTracks":
        """No face in any frame, or nobody noted them."""
        return FaceTracks(np.zeros(0, np.int64), np.zeros(0, np.int32), np.zeros((0, 4), np.float32))

    def at(self, frame: int) -> list[tuple[int, tuple[float, float, float, float]]]:
        """(face_id, box) of every face in this frame."""
        first, end = np.searchsorted(self.frame, (frame, frame + 1))
        return [
            (int(self.face_id[row]), tuple(float(side) for side in self.box[row]))  # type: ignore[misc]
            for row in range(first, end)
        ]


@dataclass(frozen=True, slots=True, eq=False)
class Session:
    """A session with all that was read. bundles: in the order of their use; at least one."""

    info: SessionInfo
    readings: ReadingTable
    bundles: tuple[BundleUse, ...]
    events: tuple[SessionEvent, ...] = ()
    tracks: FaceTracks = field(default_factory=FaceTracks.empty)

    def renamed(self, **changes: str) -> "Session":
        """With another name, subject or notes."""
        return replace(self, info=replace(self.info, **changes))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """What `clips` clips say together. pbv: (C,) posteriors-based vote; mv: (C,) shares of maximum votes."""

    clips: int
    pbv: np.ndarray
    mv: np.ndarray


def verdict(readings: ReadingTable) -> Verdict | None:
    """PBV and MV over the scored readings of the table; None when there is none. Eing et al. 2026, section III-C."""
    posteriors = readings.posterior[readings.scored].astype(np.float64)
    if not len(posteriors):
        return None
    return Verdict(len(posteriors), posterior_vote(posteriors), majority_vote(posteriors))


def utc(moment: float) -> datetime:
    """POSIX seconds as an aware datetime."""
    return datetime.fromtimestamp(moment, UTC)
