"""A session's readings, one after the other, as they came."""

from collections.abc import Iterator

import numpy as np

from core.sessions.record import NOBODY, STATUSES, BundleUse, ReadingTable, Session, utc
from core.types import Box, Reading, Status

BATCH = 1024
"""Readings that are in hand at a time: few enough to weigh nothing, enough to tell of progress now and then."""


def batches(session: Session) -> Iterator[ReadingTable]:
    """The table in parts of BATCH rows, in its order."""
    rows = np.arange(len(session.readings))
    for first in range(0, len(rows), BATCH):
        yield session.readings.where(rows[first : first + BATCH])


def readings_of(table: ReadingTable, session: Session) -> Iterator[tuple[Reading, BundleUse]]:
    """Each row of the table as the reading that it was, on the source's clock, and the bundle that scored it."""
    zero_s = session.info.zero_s
    plain = (table.clip_index, table.face_id, table.start + zero_s, table.end + zero_s, table.first_frame)
    others = (table.last_frame, table.captured_at, table.status, table.box, table.latency, table.bundle)
    columns = [column.tolist() for column in plain + others]
    for row, cells in enumerate(zip(*columns, strict=True)):
        clip, face, start, end, first, last, captured_at, status, box, latency, bundle = cells
        scored = STATUSES[status] is Status.SCORED
        yield (
            Reading(
                clip_index=clip,
                status=STATUSES[status],
                face_id=None if face == NOBODY else face,
                box=None if np.isnan(box[0]) else Box(*box),
                start=start,
                end=end,
                first_frame=first,
                last_frame=last,
                captured_at=None if np.isnan(captured_at) else utc(captured_at),
                posterior=table.posterior[row] if scored else None,
                vote=table.vote[row] if scored else None,
                latency=latency,
            ),
            session.bundles[bundle],
        )
