"""The session CSV, made from a session that is kept."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from core.exports import export
from core.session import SessionWriter, columns
from core.sessions.record import Session
from support.sessions import LABELS, ODD_TEXTS, make_session, readings_of


def recorded(session: Session, path: Path) -> Path:
    """What a recording writes when the session's readings come in."""
    info, bundles = session.info, session.bundles
    writer = SessionWriter(
        path,
        labels=info.labels,
        source=info.source.name,
        bundle=bundles[0].name,
        encoder_sha256=bundles[0].encoder_sha256,
        session_id=info.session_id,
    )
    for reading, bundle in zip(readings_of(session), session.readings.bundle.tolist(), strict=True):
        writer.use_bundle(bundles[bundle].name, bundles[bundle].encoder_sha256)
        writer.write([reading])
    return writer.close()


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8"), newline=""), strict=True))


@pytest.mark.parametrize(
    "session",
    [
        make_session(kind="camera", bundles=2),
        make_session(kind="camera", view="centre"),
        make_session(faces=3),
        make_session(faces=0),
        make_session(seconds=0),
        make_session(seconds=600, hop=4, faces=1),  # more readings than are in hand at a time
        *(make_session(seconds=4, source=odd) for odd in ODD_TEXTS),
    ],
    ids=lambda session: f"{session.info.source.kind}-{len(session.readings)}",
)
def test_a_session_exported_is_the_csv_of_its_recording_byte_for_byte(session: Session, tmp_path: Path) -> None:
    path = export(session, "csv", tmp_path / "exported.clips.csv")
    assert path.read_bytes() == recorded(session, tmp_path / "recorded.csv").read_bytes()


def test_what_a_kept_session_says_comes_back_from_the_csv(tmp_path: Path) -> None:
    session = make_session(kind="camera")
    rows = rows_of(export(session, "csv", tmp_path / "a.clips.csv"))
    assert list(rows[0]) == columns(LABELS)
    table, zero_s = session.readings, session.info.zero_s
    assert [float(row["clip_start_s"]) for row in rows] == pytest.approx(list(table.start + zero_s), abs=0.0006)
    assert [int(row["face_id"] or 0) for row in rows] == table.face_id.tolist()
    scored = [row for row in rows if row["status"] == "scored"]
    assert [float(row["vote_happy"]) for row in scored] == pytest.approx(
        table.vote[table.scored][:, LABELS.index("happy")].tolist(), abs=1e-6
    )


def test_a_label_that_a_spreadsheet_would_run_gets_an_apostrophe(tmp_path: Path) -> None:
    session = make_session(labels=("=1+1", "-x"), seconds=4, faces=1)
    path = export(session, "csv", tmp_path / "a.clips.csv")
    assert path.read_bytes() == recorded(session, tmp_path / "recorded.csv").read_bytes()
    assert {row["label_vote"] for row in rows_of(path)} <= {"'=1+1", "'-x"}


def test_another_bundle_is_named_from_its_first_row_on(tmp_path: Path) -> None:
    session = make_session(bundles=2)
    session = replace(
        session, bundles=tuple(replace(use, name=name) for use, name in zip(session.bundles, "ab", strict=True))
    )
    rows = rows_of(export(session, "csv", tmp_path / "a.csv"))
    half = len(rows) // 2
    assert [row["bundle"] for row in rows] == ["a"] * half + ["b"] * (len(rows) - half)
