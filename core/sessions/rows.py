"""Between the values of a session and the rows of its tables."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from core.sessions.record import (
    NOBODY,
    STATUSES,
    BundleUse,
    FaceTracks,
    ReadingTable,
    SessionEvent,
    SessionInfo,
    SessionState,
    utc,
)
from core.types import Face, Reading, SourceInfo, Status

TRACK = np.dtype([("frame", "<i8"), ("face_id", "<i4"), ("box", "<f4", 4)])
"""One face in one frame, in `tracks.faces`."""

INFO_COLUMNS = (
    "session_id, name, subject, notes, state, error, started_at, ended_at, source, labels, path, digest, zero_s, "
    "video_s, duration_s, readings, scored, settings, faces, thumbnail IS NOT NULL"
)
READING_COLUMNS = (
    "clip_index, face_id, start_s, end_s, first_frame, last_frame, captured_at, status, posterior, vote, box, "
    "latency_s, bundle"
)
BUNDLE_COLUMNS = "since, name, encoder_sha256, clip_rule, view, margin, resolution, probes"


def storable(written: str) -> str:
    """Any text as SQLite takes it: half a character (from a damaged file name, say) is no valid Unicode."""
    return written.encode("utf-8", "backslashreplace").decode()


def info_of(row: Sequence[Any]) -> SessionInfo:
    """From INFO_COLUMNS. Raises ValueError, KeyError or TypeError for what this program has not written."""
    (session_id, name, subject, notes, state, error, started, ended, source, labels, path, digest, *rest) = row
    zero_s, video_s, duration_s, readings, scored, settings, faces, pictures = rest
    return SessionInfo(
        session_id=session_id,
        name=name,
        subject=subject,
        notes=notes,
        state=SessionState(state),
        error=error,
        started=utc(started),
        ended=None if ended is None else utc(ended),
        source=SourceInfo(**json.loads(source)),
        labels=tuple(json.loads(labels)),
        path=path,
        digest=digest,
        zero_s=zero_s,
        video_s=video_s,
        duration_s=duration_s,
        readings=readings,
        scored=scored,
        settings=json.loads(settings),
        faces={int(number): called for number, called in json.loads(faces).items()},
        pictures=bool(pictures),
    )


def source_text(source: SourceInfo) -> str:
    """For the column `source`."""
    return json.dumps(asdict(source), ensure_ascii=True)


def reading_row(reading: Reading, bundle: int) -> tuple[Any, ...]:
    """For READING_COLUMNS."""
    box = reading.box
    return (
        reading.clip_index,
        reading.face_id or NOBODY,
        reading.start,
        reading.end,
        reading.first_frame,
        reading.last_frame,
        reading.captured_at.timestamp() if reading.captured_at else None,
        str(reading.status),
        _blob(reading.posterior),
        _blob(reading.vote),
        np.array((box.x, box.y, box.w, box.h), "<f8").tobytes() if box else None,
        reading.latency,
        bundle,
    )


def table_from(rows: Sequence[Sequence[Any]], labels: Sequence[str], zero_s: float) -> ReadingTable:
    """From rows of READING_COLUMNS. Raises ValueError for what this program has not written."""
    if not rows:
        return ReadingTable.empty(labels)
    (clip, face, start, end, first, last, captured, status, posterior, vote, box, latency, bundle) = zip(
        *rows, strict=True
    )
    codes = {str(one): code for code, one in enumerate(STATUSES)}
    try:
        statuses = np.array([codes[one] for one in status], np.uint8)
    except KeyError as unknown:
        raise ValueError(f"the status {unknown} is unknown") from None
    return ReadingTable(
        labels=tuple(labels),
        clip_index=np.array(clip, np.int64),
        face_id=np.array(face, np.int32),
        start=np.array(start, np.float64) - zero_s,
        end=np.array(end, np.float64) - zero_s,
        first_frame=np.array(first, np.int64),
        last_frame=np.array(last, np.int64),
        captured_at=np.array(captured, np.float64),  # None becomes NaN
        status=statuses,
        posterior=_values(posterior, len(labels)),
        vote=_values(vote, len(labels)),
        box=_values(box, 4, np.float64),
        latency=np.array(latency, np.float64),
        bundle=np.array(bundle, np.int16),
    )


def is_scored(reading: Reading) -> bool:
    """Whether it counts as one."""
    return reading.status is Status.SCORED


def bundle_row(use: BundleUse) -> tuple[Any, ...]:
    """For BUNDLE_COLUMNS."""
    return (
        use.since.timestamp(),
        storable(use.name),
        use.encoder_sha256,
        use.clip_rule,
        use.view,
        use.margin,
        use.resolution,
        json.dumps(use.probes),
    )


def bundle_of(row: Sequence[Any]) -> BundleUse:
    """From BUNDLE_COLUMNS."""
    since, name, encoder, rule, view, margin, resolution, probes = row
    return BundleUse(utc(since), name, encoder, rule, view, margin, resolution, tuple(json.loads(probes)))


def event_of(row: Sequence[Any]) -> SessionEvent:
    """From at, kind, message."""
    return SessionEvent(utc(row[0]), row[1], row[2])


def track_rows(frame: int, faces: Sequence[Face]) -> list[tuple[int, int, tuple[float, ...]]]:
    """One TRACK for each face."""
    return [(frame, face.face_id, (face.box.x, face.box.y, face.box.w, face.box.h)) for face in faces]


def tracks_from(blobs: Sequence[bytes]) -> FaceTracks:
    """From the column `tracks.faces`, in order. Raises ValueError for a blob that is cut off."""
    rows = np.frombuffer(b"".join(blobs), TRACK)
    return FaceTracks(rows["frame"].copy(), rows["face_id"].copy(), rows["box"].copy())


def _blob(values: np.ndarray | None) -> bytes | None:
    return None if values is None else np.asarray(values, "<f4").tobytes()


def _values(blobs: Sequence[bytes | None], width: int, dtype: type = np.float32) -> np.ndarray:
    """(n, width) with NaN where there was nothing. Raises ValueError for blobs of another length."""
    stored = np.dtype(dtype).newbyteorder("<")
    nothing = np.full(width, np.nan, stored).tobytes()
    whole = b"".join(nothing if blob is None else blob for blob in blobs)
    return np.frombuffer(whole, stored).reshape(len(blobs), width).astype(dtype)
