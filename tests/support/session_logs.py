"""Sessions on their way into a store: readings with known values, and a process that writes until it is killed."""

import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from core.model.cards import BundleCard
from core.sessions import Beginning, SessionLog, SessionStore
from core.types import Box, Reading, SourceInfo, Status

LABELS = ("happy", "sad", "neutral")
CARD = BundleCard("tiny", LABELS, "face", 32, "tiny", "e" * 64, ("f" * 64,))
CAMERA = SourceInfo("Camera 0", "camera", 640, 480, 30.0)
STARTED = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
ZERO_S = 5000.0


def reading(number: int, *, face_id: int | None = 1, status: Status = Status.SCORED) -> Reading:
    """The reading of clip `number`, four frames after the one before."""
    scored, start = status is Status.SCORED, ZERO_S + number * 4 / 30
    posterior = np.roll(np.array([0.5, 0.25, 0.25], np.float32), number)
    return Reading(
        clip_index=number,
        status=status,
        face_id=face_id if scored else None,
        box=Box(number, 20.5, 100, 100) if scored else None,
        start=start,
        end=start + 2,
        first_frame=4 * number,
        last_frame=4 * number + 60,
        captured_at=STARTED,
        posterior=posterior if scored else None,
        vote=posterior[::-1].copy() if scored else None,
        latency=0.05,
    )


def begin(store: SessionStore, session_id: str = "one", **facts: object) -> SessionLog:
    """A session of the camera; it has its bundle."""
    known = {"name": "Interview", "subject": "P01", "source": CAMERA, "labels": LABELS, "started": STARTED}
    log = SessionLog(store, Beginning(session_id, **(known | {"zero_s": ZERO_S} | facts)))  # type: ignore[arg-type]
    log.use_bundle(CARD, STARTED)
    return log


def write_until_killed(path: Path, every_s: float) -> None:
    """Writes a reading every so often, and says on stdout which one and when, until somebody ends the process."""
    log = begin(SessionStore.open(path))
    for number in range(100_000):
        log.write([reading(number)])
        print(number, time.monotonic(), flush=True)
        time.sleep(every_s)


if __name__ == "__main__":
    write_until_killed(Path(sys.argv[1]), float(sys.argv[2]))
