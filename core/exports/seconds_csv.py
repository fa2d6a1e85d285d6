"""A CSV that is sampled once a second: a row for every second of the session and every face, whether or not anything
was scored there, so that it can be laid beside other measurements. Nothing is interpolated.

A clip lasts two seconds; it counts in the second in which its centre lies, and in no other. A second's posterior is the
posteriors-based vote (PBV) of the clips that count in it.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.exports.formats import Progress
from core.exports.wall_clock import WallClock
from core.session import csv_lines, safe_text, utc_text
from core.sessions.record import NOBODY, STATUSES, ReadingTable, Session
from core.types import Status

EMPTY = "empty"  # a status beside those of readings: no clip has its centre in this second
_ROWS_AT_ONCE = 1024


def columns(labels: Sequence[str]) -> list[str]:
    """The column names, in order."""
    return [
        *("session_id", "source", "second", "second_utc", "video_s", "face_id", "face", "clips", "status"),
        *("label", *(f"p_{label}" for label in labels), "label_vote"),
    ]


def write(session: Session, path: Path, progress: Progress) -> None:
    """Rows by second and, within one, by face; without any scored face, or in the centre view, one for each second.

    Raises OSError.
    """
    seconds = _Seconds(session)
    with path.open("wb") as file:
        file.write(csv_lines([columns(session.info.labels)]))
        at_once = max(1, _ROWS_AT_ONCE // len(seconds.faces))
        for first in range(seconds.first, seconds.end, at_once):
            progress((first - seconds.first) / (seconds.end - seconds.first))
            some = range(first, min(first + at_once, seconds.end))
            file.write(csv_lines(row for second in some for row in seconds.rows(second)))
    progress(1.0)


@dataclass(frozen=True, slots=True)
class _Second:
    """What the clips of one face say that count in one second. label, label_vote: places in the session's labels."""

    clips: int
    label: int
    posterior: list[float]
    label_vote: int


class _Seconds:
    """The session by seconds. first, end: of the seconds, end not included. faces: whose rows there are."""

    def __init__(self, session: Session) -> None:
        table = session.readings
        centre_second = np.floor((table.start + table.end) / 2).astype(np.int64)
        # A session that was cut off may not know how long it was, and a file's time stamps may begin before 0.
        self.first = min(0, int(centre_second.min(initial=0)))
        self.end = max(math.ceil(session.info.duration_s), int(centre_second.max(initial=-1)) + 1)
        self.faces = table.faces or (NOBODY,)
        self._session = session
        self._clock = WallClock(session) if session.info.source.live else None
        self._labels = [safe_text(label) for label in session.info.labels]
        self._start = [session.info.session_id, safe_text(session.info.source.name)]
        self._said = _said(table, centre_second)
        lost = table.status == STATUSES.index(Status.NO_FACE)
        self._no_face = set(centre_second[lost].tolist())

    def rows(self, second: int) -> Iterator[list[str]]:
        """The rows of one second."""
        moment = [str(second), self._utc(second), self._video_s(second)]
        for face in self.faces:
            who = [str(face), safe_text(self._session.info.faces.get(face, ""))] if face != NOBODY else ["", ""]
            yield [*self._start, *moment, *who, *self._figures(second, face)]

    def _figures(self, second: int, face: int) -> list[str]:
        said = self._said.get((second, face))
        if said is None:
            status = str(Status.NO_FACE) if second in self._no_face else EMPTY
            return ["0", status, *([""] * (len(self._labels) + 2))]
        probabilities = [f"{p:.6f}" for p in said.posterior]
        label, label_vote = self._labels[said.label], self._labels[said.label_vote]
        return [str(said.clips), str(Status.SCORED), label, *probabilities, label_vote]

    def _utc(self, second: int) -> str:
        return utc_text(self._clock.at(second)) if self._clock else ""

    def _video_s(self, second: int) -> str:
        info = self._session.info
        if info.source.live and not info.path:
            return ""
        place = second - info.video_s
        return f"{place:.3f}" if place >= 0 else ""


def _said(table: ReadingTable, centre_second: np.ndarray) -> dict[tuple[int, int], _Second]:
    """By second and face, where something was scored."""
    (rows,) = np.nonzero(table.scored)
    rows = rows[np.lexsort((table.end[rows], table.face_id[rows], centre_second[rows]))]
    keys = np.column_stack([centre_second[rows], table.face_id[rows]])
    first = np.flatnonzero(np.concatenate([[True], (np.diff(keys, axis=0) != 0).any(axis=1)]))[: len(rows)]
    clips = np.diff(np.append(first, len(rows)))
    if not len(rows):
        return {}
    sums = np.add.reduceat(table.posterior[rows].astype(np.float64), first, axis=0)
    posteriors = sums / sums.sum(axis=1, keepdims=True)
    votes = table.vote[rows[first + clips - 1]]
    return {
        (second, face): _Second(count, label, posterior, label_vote)
        for (second, face), count, label, posterior, label_vote in zip(
            keys[first].tolist(),
            clips.tolist(),
            posteriors.argmax(axis=1).tolist(),
            posteriors.tolist(),
            votes.argmax(axis=1).tolist(),
            strict=True,
        )
    }
