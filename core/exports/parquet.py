"""Parquet: one row for each reading, with the names of the session CSV's columns and a type for each of them.

Numbers are as exact as the session has them; what is empty in the CSV is null here. The facts about the session are
JSON in the schema's metadata, under FACTS_KEY.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from core.exports.formats import Progress
from core.exports.session_facts import event_facts, session_facts
from core.sessions.record import NOBODY, STATUSES, Session

FACTS_KEY = b"fer_desktop"


def write(session: Session, path: Path, progress: Progress) -> None:
    """A live session's clip times are on the source's clock; `zero_s` of the facts is the session's 0 on it.

    Raises OSError.
    """
    progress(0.0)
    facts = session_facts(session) | {"events": [event_facts(event) for event in session.events]}
    table = pa.table(_columns(session)).replace_schema_metadata({FACTS_KEY: _unicode(json.dumps(facts))})
    progress(0.3)
    with path.open("wb") as file:
        pq.write_table(table, file)
    progress(1.0)


def _columns(session: Session) -> dict[str, Any]:
    info, readings = session.info, session.readings
    face, box = readings.face_id, readings.box
    nobody, nowhere, unscored = face == NOBODY, np.isnan(box[:, 0]), ~readings.scored
    only = np.zeros(len(readings), np.int64)
    columns = {
        "session_id": _words(only, [info.session_id]),
        "source": _words(only, [info.source.name]),
        "face_id": pa.array(face, pa.int32(), mask=nobody),
        "clip_index": pa.array(readings.clip_index, pa.int64()),
        "clip_start_s": pa.array(readings.start + info.zero_s, pa.float64()),
        "clip_end_s": pa.array(readings.end + info.zero_s, pa.float64()),
        "captured_at_utc": _moments(readings.captured_at),
        "first_frame": pa.array(readings.first_frame, pa.int64()),
        "last_frame": pa.array(readings.last_frame, pa.int64()),
        "status": _words(readings.status, [str(status) for status in STATUSES]),
        "label_clip": _words(readings.posterior.argmax(axis=1), info.labels, unscored),
        "label_vote": _words(readings.vote.argmax(axis=1), info.labels, unscored),
    }
    for start, values in (("p", readings.posterior), ("vote", readings.vote)):
        for place, label in enumerate(info.labels):
            columns[_unicode(f"{start}_{label}")] = pa.array(values[:, place], pa.float32(), mask=unscored)
    for place, side in enumerate(("box_x", "box_y", "box_w", "box_h")):
        columns[side] = pa.array(box[:, place], pa.float64(), mask=nowhere)
    columns["latency_ms"] = pa.array(readings.latency * 1000, pa.float64())
    columns["bundle"] = _words(readings.bundle, [use.name for use in session.bundles])
    columns["encoder_sha256"] = _words(readings.bundle, [use.encoder_sha256 for use in session.bundles])
    numbers, whose = np.unique(face, return_inverse=True)
    names = [info.faces.get(number, "") for number in numbers.tolist()]
    columns["face"] = _words(whose, names, np.array([not name for name in names], bool)[whose])
    return columns


def _words(place: np.ndarray, words: Sequence[str], missing: np.ndarray | None = None) -> Any:
    """words[place] for each row, dictionary-encoded; null where `missing`, a mask (n,) bool."""
    picked = pa.array(place, pa.int64(), mask=missing)
    return pa.array([_unicode(word) for word in words], pa.string()).take(picked).dictionary_encode()


def _moments(seconds: np.ndarray) -> Any:
    """Milliseconds as the CSV cuts them off. seconds: (n,) POSIX, NaN where unknown."""
    unknown = np.isnan(seconds)
    microseconds = np.rint(np.where(unknown, 0.0, seconds) * 1e6).astype(np.int64)
    return pa.array(microseconds // 1000, pa.timestamp("ms", tz="UTC"), mask=unknown)


def _unicode(text: str) -> str:
    r"""With \udcff for bytes of a file name that are not Unicode, as in the CSV."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
