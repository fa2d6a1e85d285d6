"""Sessions as the program would have made them: faces come and go, expressions last, names are what people type."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np

from core.sessions.record import (
    NOBODY,
    STATUSES,
    BundleUse,
    FaceTracks,
    ReadingTable,
    Session,
    SessionEvent,
    SessionInfo,
    SessionState,
    table_of,
)
from core.types import Box, Reading, SourceInfo, Status

LABELS = ("angry", "disgust", "fear", "happy", "neutral", "sad", "surprise")
STARTED = datetime(2026, 11, 21, 9, 30, 0, 125_000, tzinfo=UTC)
FPS = 30
CLIP_FRAMES = 64  # from the first to the last of a clip
ZERO_S = 5123.25  # a live source's clock at the session's 0
ANYBODY = "Zoë Grünwald"
ODD_TEXTS = (
    "=cmd|'/c calc'!A1",
    "../P 01/ü",
    '"Jürgen", 🙂',
    "two\r\nlines",
    "bell\x07 and \udcff",
    "  ",
    "nan",
    "<&>",
)
"""What a person, or a file system, may come up with as a name."""


def make_session(
    *,
    seconds: float = 20.0,
    hop: int = 4,
    faces: int = 2,
    view: str = "face",
    kind: str = "file",
    labels: Sequence[str] = LABELS,
    gaps: Sequence[tuple[float, float]] = ((8.0, 12.0),),
    bundles: int = 1,
    name: str = "Gespräch über Müll",
    subject: str = "P01",
    notes: str = "",
    names: Mapping[int, str] | None = None,
    events: Sequence[SessionEvent] | None = None,
    path: str | None = None,
    video_s: float = 0.0,
    tracks: bool = False,
    state: SessionState = SessionState.COMPLETE,
    error: str = "",
    session_id: str = "20261121-093000-9f3a1c2b",
    source: str | None = None,
    window: int | None = 8,
    seed: int = 1,
) -> Session:
    """A session of `seconds`; with 0 there is no reading. The same arguments give the same session.

    faces: how many there are (face view). Face 1 is there from beginning to end, the others come later and go sooner;
    with 0 nobody is ever seen. gaps: (from, to) in seconds: clips that touch them have no face, or in the centre view
    were never looked at. kind: as in SourceInfo; a live one has a clock that does not begin at 0, and capture times.
    bundles: 2: another one takes over half-way. names: by face; None: the last face has one. events: None: two for a
    live source, else none. path: of the video; None: one that is not there for a file, none for a live source.
    tracks: with the faces' boxes in every frame.
    """
    labels, live, centre = tuple(labels), kind != "file", view == "centre"
    readings = _readings(
        seconds, hop, (NOBODY,) if centre else tuple(range(1, faces + 1)), centre, labels, gaps, live, window, seed
    )
    readings.bundle[len(readings) // 2 :] = bundles - 1
    if names is None:
        names = {} if centre or not faces else {faces: ANYBODY}
    if events is None:
        events = _events(seconds) if live else ()
    if path is None:
        path = "" if live else "/data/videos/Gespräch über Müll (1).mp4"
    info = SessionInfo(
        session_id=session_id,
        name=name,
        subject=subject,
        notes=notes,
        state=state,
        error=error,
        started=STARTED,
        ended=None if state is SessionState.OPEN else STARTED + timedelta(seconds=seconds),
        source=SourceInfo(
            name=source or ("Kamera 0" if live else "Gespräch über Müll (1).mp4"),
            kind=kind,
            width=640,
            height=360,
            fps=float(FPS),
            frame_count=None if live else round(seconds * FPS),
        ),
        labels=labels,
        path=path,
        digest="" if live else "cd" * 32,
        zero_s=ZERO_S if live else 0.0,
        video_s=video_s,
        duration_s=float(seconds),
        readings=len(readings),
        scored=int(readings.scored.sum()),
        settings={"hop": hop, "window": window, "device": "cpu", "precision": "fp32"},
        faces=dict(names),
    )
    used = tuple(_bundle(number, view, seconds / bundles * number) for number in range(bundles))
    return Session(info, readings, used, tuple(events), _tracks(readings, seconds) if tracks else FaceTracks.empty())


def with_readings(session: Session, readings: Sequence[Reading]) -> Session:
    """The same session with these readings instead, on the source's clock; it lasts until the last one ends."""
    table = table_of(readings, session.info.labels, zero_s=session.info.zero_s)
    counted = replace(
        session.info,
        duration_s=float(table.end.max(initial=0.0)),
        readings=len(table),
        scored=int(table.scored.sum()),
    )
    return replace(session, info=counted, readings=table)


def scored(
    clip_index: int, start: float, label: str, *, end: float | None = None, face_id: int | None = 1, sure: float = 0.75
) -> Reading:
    """A clip of 2.1 s, unless `end` says otherwise, that says `label`, one of LABELS; its vote says the same."""
    posterior = np.full(len(LABELS), (1 - sure) / (len(LABELS) - 1), np.float32)
    posterior[LABELS.index(label)] = sure
    end = start + 2.1 if end is None else end
    box = Box(10.0, 20.0, 150.5, 150.5) if face_id else None
    frames = round(start * FPS), round(end * FPS)
    return Reading(clip_index, Status.SCORED, face_id, box, start, end, *frames, None, posterior, posterior, 0.04)


def no_face(clip_index: int, start: float) -> Reading:
    """A clip of 2.1 s without a face."""
    frames = round(start * FPS), round(start * FPS) + CLIP_FRAMES - 1
    return Reading(clip_index, Status.NO_FACE, None, None, start, start + 2.1, *frames, None, None, None, 0.01)


def readings_of(session: Session) -> list[Reading]:
    """The session's readings as they came, on the source's clock."""
    table, zero_s = session.readings, session.info.zero_s

    def reading(row: int) -> Reading:
        scored, boxed = bool(table.scored[row]), not np.isnan(table.box[row, 0])
        captured_at = table.captured_at[row]
        return Reading(
            clip_index=int(table.clip_index[row]),
            status=STATUSES[table.status[row]],
            face_id=int(table.face_id[row]) or None,
            box=Box(*table.box[row].tolist()) if boxed else None,
            start=float(table.start[row]) + zero_s,
            end=float(table.end[row]) + zero_s,
            first_frame=int(table.first_frame[row]),
            last_frame=int(table.last_frame[row]),
            captured_at=None if np.isnan(captured_at) else datetime.fromtimestamp(captured_at, UTC),
            posterior=table.posterior[row] if scored else None,
            vote=table.vote[row] if scored else None,
            latency=float(table.latency[row]),
        )

    return [reading(row) for row in range(len(table))]


def _readings(
    seconds: float,
    hop: int,
    faces: Sequence[int],
    centre: bool,
    labels: tuple[str, ...],
    gaps: Sequence[tuple[float, float]],
    live: bool,
    window: int | None,
    seed: int,
) -> ReadingTable:
    """Every face's readings and, where a clip has none, that it has none; in the order in which they were scored."""
    random = np.random.default_rng(seed)
    first = np.arange(0, max(0, round(seconds * FPS) - CLIP_FRAMES + 1), hop)
    start, end = first / FPS, (first + CLIP_FRAMES - 1) / FPS
    seen = np.ones(len(first), bool)
    for begin, until in gaps:
        seen &= (end < begin) | (start > until)
    clips, owners, boxes = [], [], []
    for place, face in enumerate(faces):
        there = seen & (start >= seconds * 0.15 * place) & (end <= seconds * (1 - 0.1 * place))
        (rows,) = np.nonzero(there)
        clips.append(rows)
        owners.append(np.full(len(rows), face, np.int32))
        sway = random.normal(0, 0.3, (len(rows), 2)).cumsum(axis=0) if len(rows) else np.zeros((0, 2))
        left, top = 60 + 180 * place + sway[:, 0], 40 + sway[:, 1]
        boxes.append(np.column_stack([left, top, np.full(len(rows), 150.5), np.full(len(rows), 150.5)]))
    scored = np.concatenate(clips) if clips else np.zeros(0, np.int64)
    lonely = np.setdiff1d(np.arange(len(first)), scored) if not centre else np.zeros(0, np.int64)
    clip = np.concatenate([scored, lonely])
    order = np.argsort(clip, kind="stable")
    clip = clip[order]
    face_id = np.concatenate([*owners, np.full(len(lonely), NOBODY, np.int32)])[order]
    is_scored = np.arange(len(order))[order] < len(scored)
    box = np.full((len(clip), 4), np.nan)
    if not centre and len(scored):
        box[is_scored] = np.concatenate(boxes)[order[is_scored]]
    posterior, vote = (np.full((len(clip), len(labels)), np.nan, np.float32) for _ in range(2))
    for face in faces:
        rows = np.flatnonzero(is_scored & (face_id == face))
        posterior[rows] = _posteriors(len(rows), len(labels), random)
        vote[rows] = _votes(posterior[rows], end[clip[rows]], window)
    captured_at = STARTED.timestamp() + end[clip] if live else np.full(len(clip), np.nan)
    return ReadingTable(
        labels=labels,
        clip_index=clip.astype(np.int64),
        face_id=face_id.astype(np.int32),
        start=start[clip],
        end=end[clip],
        first_frame=first[clip].astype(np.int64),
        last_frame=(first[clip] + CLIP_FRAMES - 1).astype(np.int64),
        captured_at=captured_at,
        status=np.where(is_scored, STATUSES.index(Status.SCORED), STATUSES.index(Status.NO_FACE)).astype(np.uint8),
        posterior=posterior,
        vote=vote,
        box=box,
        latency=random.uniform(0.02, 0.06, len(clip)),
        bundle=np.zeros(len(clip), np.int16),
    )


def _posteriors(clips: int, classes: int, random: np.random.Generator) -> np.ndarray:
    """An expression lasts for some 30 clips, and the model is not always sure of it."""
    changes = random.random(clips) < 1 / 30
    spell = np.cumsum(changes)
    shown = random.integers(0, classes, int(spell[-1]) + 1 if clips else 0)[spell] if clips else np.zeros(0, int)
    logits = random.normal(0, 1.0, (clips, classes))
    logits[np.arange(clips), shown] += 2.5
    weights = np.exp(logits)
    return weights / weights.sum(axis=1, keepdims=True)


def _votes(posteriors: np.ndarray, ends: np.ndarray, window: int | None) -> np.ndarray:
    """The mean of the last `window` rows, anew after two seconds without any."""
    rows = np.arange(len(posteriors))
    fresh = np.zeros(len(rows), np.int64)
    if len(rows):
        breaks = np.concatenate([[True], np.diff(ends) > 2.0])
        fresh = np.maximum.accumulate(np.where(breaks, rows, 0))
    oldest = fresh if window is None else np.maximum(fresh, rows - window + 1)
    sums = np.concatenate([np.zeros((1, posteriors.shape[1])), posteriors.astype(np.float64).cumsum(axis=0)])
    return (sums[rows + 1] - sums[oldest]) / (rows + 1 - oldest)[:, None]


def _bundle(number: int, view: str, since_s: float) -> BundleUse:
    return BundleUse(
        since=STARTED + timedelta(seconds=since_s),
        name=("starter", "=größer")[number % 2],
        encoder_sha256=("ab" * 32, "ef" * 32)[number % 2],
        clip_rule="as-run",
        view=view,
        margin=1.5,
        resolution=96,
        probes=("12" * 32,),
    )


def _events(seconds: float) -> tuple[SessionEvent, ...]:
    moments = [STARTED + timedelta(seconds=seconds * share) for share in (0.4, 0.5)]
    return (
        SessionEvent(moments[0], "lost", "Kamera 0 antwortet nicht"),
        SessionEvent(moments[1], "back", "Kamera 0 ist wieder da"),
    )


def _tracks(readings: ReadingTable, seconds: float) -> FaceTracks:
    """Every face stands, from its first clip to its last, where its box was in the first."""
    frames, owners, boxes = [], [], []
    for face in readings.faces:
        of_face = readings.of(face)
        there = np.arange(of_face.first_frame.min(), of_face.last_frame.max() + 1)
        left, top, width, height = of_face.box[0].astype(np.float64)
        head = (left + width / 6, top + height / 6, width / 1.5, height / 1.5)  # the square is 1.5 x the face
        frames.append(there)
        owners.append(np.full(len(there), face, np.int32))
        boxes.append(np.tile(np.array(head, np.float32), (len(there), 1)))
    if not frames:
        return FaceTracks.empty()
    frame = np.concatenate(frames).astype(np.int64)
    order = np.argsort(frame, kind="stable")
    return FaceTracks(frame[order], np.concatenate(owners)[order], np.concatenate(boxes)[order])
