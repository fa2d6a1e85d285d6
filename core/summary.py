"""summary.json: what a whole video says, in the figures of its session CSV. Explained in docs/data-dictionary.md."""

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from core.json_file import made_with, write_json
from core.session import refuse_existing, utc_text
from core.types import Frame, Reading, SourceInfo
from core.voting import majority_vote, posterior_vote

SUMMARY_VERSION = 1


class Tally:
    """What has been seen so far of one video: a few bytes per clip, whatever its length.

    frames: how many were decoded. statuses: how many readings of each status.
    """

    def __init__(self, labels: Sequence[str]) -> None:
        self.labels = tuple(labels)
        self.frames = 0
        self.statuses: Counter[str] = Counter()
        self._first_s = self._last_s = 0.0
        self._faces: dict[int | None, _Scored] = {}

    def see(self, frame: Frame) -> None:
        """Counts a decoded frame."""
        if not self.frames:
            self._first_s = frame.time
        self._last_s = frame.time
        self.frames += 1

    def add(self, readings: Sequence[Reading]) -> None:
        """Counts what clips say, scored or not."""
        for reading in readings:
            self.statuses[str(reading.status)] += 1
            if reading.posterior is not None:
                self._faces.setdefault(reading.face_id, _Scored()).add(reading)

    def duration_s(self, fps: float) -> float:
        """Seconds from the first frame to the end of the last one; fps 0 (unknown) leaves out the last one's own."""
        return self._last_s - self._first_s + (1 / fps if fps > 0 and self.frames else 0)

    def overall(self) -> dict[str, Any]:
        """The verdicts over every scored clip of every face; None for both when nothing was scored."""
        posteriors = [scored.posteriors(len(self.labels)) for scored in self._faces.values()]
        return self._verdicts(np.concatenate(posteriors) if posteriors else np.empty((0, len(self.labels))))

    def faces(self) -> list[dict[str, Any]]:
        """The verdicts on each face in the order of their numbers; [] in the centre view, which knows no faces."""
        numbers = sorted(face_id for face_id in self._faces if face_id is not None)
        return [self._face(face_id, self._faces[face_id]) for face_id in numbers]

    def _face(self, face_id: int, scored: "_Scored") -> dict[str, Any]:
        return {
            "face_id": face_id,
            "first_s": round(scored.first_s, 3),
            "last_s": round(scored.last_s, 3),
            "clips_scored": scored.clips,
            **self._verdicts(scored.posteriors(len(self.labels))),
        }

    def _verdicts(self, posteriors: np.ndarray) -> dict[str, Any]:
        if not len(posteriors):
            return {"pbv": None, "mv": None}
        posterior, shares = posterior_vote(posteriors), majority_vote(posteriors)
        return {
            "pbv": {"label": self._winner(posterior), "posterior": self._by_label(posterior)},
            "mv": {"label": self._winner(shares), "shares": self._by_label(shares)},
        }

    def _winner(self, values: np.ndarray) -> str:
        return self.labels[int(np.argmax(values))]

    def _by_label(self, values: np.ndarray) -> dict[str, float]:
        return {label: round(float(value), 6) for label, value in zip(self.labels, values, strict=True)}


class _Scored:
    """The scored clips of one face."""

    def __init__(self) -> None:
        self.clips = 0
        self.first_s = self.last_s = 0.0
        self._posteriors = array("f")

    def add(self, reading: Reading) -> None:
        if not self.clips:
            self.first_s = reading.start
        self.last_s = reading.end
        self.clips += 1
        self._posteriors.extend(np.asarray(reading.posterior).tolist())

    def posteriors(self, classes: int) -> np.ndarray:
        return np.array(self._posteriors, dtype=np.float64).reshape(-1, classes)


def results(tally: Tally, info: SourceInfo) -> dict[str, Any]:
    """The part of a summary that follows from the video itself: its source, clips, verdicts."""
    scored = tally.statuses["scored"]
    return {
        "source": {
            "name": info.name,
            "kind": info.kind,
            "width": info.width,
            "height": info.height,
            "fps": round(info.fps, 3) if info.fps > 0 else None,
            "duration_s": round(tally.duration_s(info.fps), 3),
            "frames_decoded": tally.frames,
            "frames_announced": info.frame_count,
        },
        "labels": list(tally.labels),
        "clips_scored": scored,
        "clips_not_scored": {status: count for status, count in tally.statuses.items() if status != "scored"},
        **tally.overall(),
        "faces": tally.faces(),
    }


def circumstances(started: datetime, finished: datetime) -> dict[str, Any]:
    """The part of a summary that says when and with what it was made; started and finished are aware of their zone."""
    return {
        "started_utc": utc_text(started),
        "finished_utc": utc_text(finished),
        "seconds_taken": round((finished - started).total_seconds(), 3),
        **made_with(),
    }


def write_summary(path: Path, summary: Mapping[str, Any], *, force: bool = False) -> Path:
    """Writes a summary as UTF-8 JSON, whole or not at all, and returns `path`.

    Raises OutputError when the file exists already (unless `force`) or cannot be written.
    """
    if not force:
        refuse_existing(path)
    write_json(path, {"summary_version": SUMMARY_VERSION, **summary})
    return path
