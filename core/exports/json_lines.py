"""JSON Lines: the session's facts in the first line, then a line for each reading, then one for each event.

Every line is an object that says in `type` what it is. The fields have the names of the session CSV's columns, and
numbers as many decimals; what is empty there is null here. UTF-8.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from core.exports.formats import Progress
from core.exports.readings import BATCH, batches, readings_of
from core.exports.session_facts import event_facts, session_facts
from core.session import utc_text
from core.sessions.record import BundleUse, Session
from core.types import Reading

_JSON = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def write(session: Session, path: Path, progress: Progress) -> None:
    """A live session's clip times are on the source's clock; `zero_s` of the first line is the session's 0 on it.

    Raises OSError.
    """
    labels = session.info.labels
    with path.open("wb") as file:
        file.write(_lines([{"type": "session", **session_facts(session)}]))
        for number, table in enumerate(batches(session)):
            progress(number * BATCH / len(session.readings))
            file.write(_lines([_reading(one, use, labels) for one, use in readings_of(table, session)]))
        file.write(_lines([{"type": "event", **event_facts(event)} for event in session.events]))
    progress(1.0)


def _lines(objects: Sequence[dict[str, Any]]) -> bytes:
    text = "".join(f"{_JSON.encode(one)}\n" for one in objects)
    return text.encode("utf-8", "backslashreplace")  # \udcff is JSON's own escape


def _reading(reading: Reading, bundle: BundleUse, labels: Sequence[str]) -> dict[str, Any]:
    box = reading.box
    label_clip, posterior = _winner_and_values(reading.posterior, labels)
    label_vote, vote = _winner_and_values(reading.vote, labels)
    return {
        "type": "reading",
        "face_id": reading.face_id,
        "clip_index": reading.clip_index,
        "clip_start_s": round(reading.start, 3),
        "clip_end_s": round(reading.end, 3),
        "captured_at_utc": utc_text(reading.captured_at) if reading.captured_at else None,
        "first_frame": reading.first_frame,
        "last_frame": reading.last_frame,
        "status": str(reading.status),
        "label_clip": label_clip,
        "label_vote": label_vote,
        "p": posterior,
        "vote": vote,
        "box": [round(side, 1) for side in (box.x, box.y, box.w, box.h)] if box else None,
        "latency_ms": round(reading.latency * 1000, 1),
        "bundle": bundle.name,
        "encoder_sha256": bundle.encoder_sha256,
    }


def _winner_and_values(
    posterior: np.ndarray | None, labels: Sequence[str]
) -> tuple[str | None, dict[str, float] | None]:
    if posterior is None:
        return None, None
    values = posterior.tolist()
    by_label = {label: round(value, 6) for label, value in zip(labels, values, strict=True)}
    return labels[values.index(max(values))], by_label
