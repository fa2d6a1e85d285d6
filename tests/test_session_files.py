"""The files of one recording, when another bundle cannot have one of its own."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.errors import OutputError
from core.recording_plan import RecordingPlan
from core.session import SessionWriter
from core.session_files import SessionFiles
from support.recordings import INFO, Card, reading

NOW = datetime(2026, 11, 21, 5, 4, 3, tzinfo=UTC)


def test_rows_are_counted_once_when_the_next_file_cannot_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = SessionFiles(RecordingPlan(tmp_path), INFO, Card(), NOW)
    files.write([reading(index) for index in range(5)])
    size = files.size

    def full(*_: object) -> None:
        raise OutputError("cannot write (no space left on device)", where=tmp_path)

    monkeypatch.setattr(SessionWriter, "_create", full)
    with pytest.raises(OutputError):
        files.switch(Card(labels=("calm", "fear", "sad")), NOW)
    assert (files.rows, files.notes.rows, files.size) == (5, 5, size)
    first = files.close()
    assert first is not None
    assert first.read_bytes().count(b"\r\n") == 6
