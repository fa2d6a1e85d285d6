"""The session CSV of a session that is kept: the rows that a recording or an analysis writes, in the same columns."""

from pathlib import Path

from core.exports.formats import Progress
from core.exports.readings import BATCH, batches, readings_of
from core.session import RowFormat, columns, csv_lines
from core.sessions.record import BundleUse, Session


def write(session: Session, path: Path, progress: Progress) -> None:
    """One row for each reading; a live session's clip times are on the source's clock. Raises OSError."""
    info = session.info
    rows = RowFormat(labels=info.labels, session_id=info.session_id, source=info.source.name)
    in_use: BundleUse | None = None
    with path.open("wb") as file:
        file.write(csv_lines([columns(info.labels)]))
        for number, table in enumerate(batches(session)):
            progress(number * BATCH / len(session.readings))
            block = []
            for reading, bundle in readings_of(table, session):
                if bundle is not in_use:
                    rows.use_bundle(bundle.name, bundle.encoder_sha256)
                    in_use = bundle
                block.append(rows.cells(reading))
            file.write(csv_lines(block))
    progress(1.0)
