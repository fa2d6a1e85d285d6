"""From readings whose clips overlap to stretches of time that do not: for how long a face was said to show what.

A clip lasts two seconds and the next one begins a fraction of a second later, so what each says has to be given a
place. It is the clip's centre, around which the evidence lies, and not its end, at which the answer was known:
annotations are compared with what is to be seen in the video, and a label that lags by half a clip would be wrong
there. A reading's stretch reaches half-way to the readings before and after it, where those are its neighbours, and
half a hop where there is none. The vote that it is labelled with looks back on the clips before it (8 unless chosen
otherwise), so changes of the label still come late, by about half the window.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.clips.sampling import TICKS_PER_SECOND
from core.sessions.record import ReadingTable, Session

_TICK_S = 1 / TICKS_PER_SECOND
_SAME_S = 0.001  # clips of two faces whose centres are closer are one clip
_A_LITTLE = 1.5
"""Readings this many hops apart are still neighbours: time stamps jitter, and slow videos round hops to frames."""


@dataclass(frozen=True, slots=True)
class LabelRun:
    """One label without interruption. face_id: NOBODY in the centre view. label: its place in the session's labels.

    begin_ms, end_ms: milliseconds since the session's 0, begin < end. readings: how many say so.
    """

    face_id: int
    label: int
    begin_ms: int
    end_ms: int
    readings: int


def label_runs(session: Session) -> list[LabelRun]:
    """The runs of the vote's winner of every face, by face and time.

    Those of a face never overlap, and none leaves the session. Nothing bridges a place where nothing was scored: two
    readings are neighbours when their clips overlap, no other clip lies between them, and they are next to each other
    on the grid of clips or not much further apart than the face's readings usually are.
    """
    table = session.readings
    hop_s = float(session.info.settings.get("hop") or 0) * _TICK_S
    clips = np.sort((table.start + table.end) / 2)  # of every face and of none
    faces = np.unique(table.face_id[table.scored])
    return [run for face in faces for run in _runs(table.of(int(face)), int(face), clips, hop_s, length_s(session))]


def length_s(session: Session) -> float:
    """How long the session is in seconds; one that is still open, or was cut off, ends with its last reading."""
    return max(session.info.duration_s, float(session.readings.end.max(initial=0.0)))


def on_the_video(session: Session, runs: Sequence[LabelRun]) -> list[LabelRun]:
    """The runs on the clock of the session's video (its first picture is 0), without what lies before it.

    Without a video they stay on the session's clock.
    """
    later = round(session.info.video_s * 1000) if session.info.path else 0
    moved = [replace(run, begin_ms=max(0, run.begin_ms - later), end_ms=run.end_ms - later) for run in runs]
    return [run for run in moved if run.begin_ms < run.end_ms]


def _runs(readings: ReadingTable, face: int, clips: np.ndarray, hop_s: float, latest: float) -> list[LabelRun]:
    centre = (readings.start + readings.end) / 2
    order = np.argsort(centre, kind="stable")
    readings, centre = readings.where(order), centre[order]
    begin, end, joined = _stretches(readings, centre, clips, hop_s)
    begin_ms, end_ms = (np.rint(np.clip(edge, 0.0, latest) * 1000).astype(np.int64) for edge in (begin, end))
    label = readings.vote.argmax(axis=1)
    first = np.flatnonzero(np.concatenate([[True], ~joined | (np.diff(label) != 0)]))
    last = np.append(first[1:], len(label)) - 1
    return [
        LabelRun(face, int(label[one]), int(begin_ms[one]), int(end_ms[other]), int(other - one + 1))
        for one, other in zip(first, last, strict=True)
        if begin_ms[one] < end_ms[other]
    ]


def _stretches(
    readings: ReadingTable, centre: np.ndarray, clips: np.ndarray, hop_s: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """begin (n,) and end (n,) of each reading's stretch, in seconds, and whether it touches the next one (n - 1,)."""
    joined, usual = _neighbours(readings, centre, clips, hop_s)
    # Where the hop is longer than the clip, nobody looked at what lies between two clips. A clip of one picture has no
    # length, but the picture was to be seen for about a tick.
    own = np.minimum(hop_s or usual, np.maximum(readings.end - readings.start, _TICK_S)) / 2
    half_way = (centre[1:] + centre[:-1]) / 2
    begin, end = centre - own, centre + own
    begin[1:] = np.where(joined, half_way, np.maximum(begin[1:], half_way))
    end[:-1] = np.where(joined, half_way, np.minimum(end[:-1], half_way))
    return begin, end, joined


def _neighbours(
    readings: ReadingTable, centre: np.ndarray, clips: np.ndarray, hop_s: float
) -> tuple[np.ndarray, float]:
    """Whether each reading and the next one are neighbours (n - 1,), and how many seconds the face's usually are apart.

    clips: the centres of all the session's clips, ascending: one between two readings of a face is one without it.
    """
    apart = np.diff(centre)
    overlap = readings.start[1:] <= readings.end[:-1]
    usual = max(hop_s, float(np.median(apart[overlap])) if overlap.any() else _TICK_S)
    beside = (np.diff(readings.clip_index) == 1) | (apart <= _A_LITTLE * usual)
    between = np.searchsorted(clips, centre[1:] - _SAME_S) - np.searchsorted(clips, centre[:-1] + _SAME_S)
    return overlap & beside & (between <= 0), usual
