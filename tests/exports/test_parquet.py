"""Parquet, read back with pyarrow."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.exports import export
from core.exports.parquet import FACTS_KEY
from core.session import columns
from core.sessions.record import Session
from support.sessions import ANYBODY, LABELS, ODD_TEXTS, STARTED, ZERO_S, make_session, with_readings


def table_of(session: Session, folder: Path) -> Any:
    return pq.read_table(export(session, "parquet", folder / "a.parquet", force=True))


def facts_of(table: Any) -> dict[str, Any]:
    return json.loads(table.schema.metadata[FACTS_KEY])


def test_the_columns_are_those_of_the_session_csv_and_what_the_face_is_called(tmp_path: Path) -> None:
    table = table_of(make_session(), tmp_path)
    assert table.column_names == [*columns(LABELS), "face"]


@pytest.mark.parametrize("session", [make_session(), make_session(seconds=0)], ids=["readings", "none"])
def test_every_column_has_its_type(session: Session, tmp_path: Path) -> None:
    schema = table_of(session, tmp_path).schema
    words = pa.dictionary(pa.int32(), pa.string())
    kinds = {name: schema.field(name).type for name in schema.names}
    texts = ("session_id", "source", "status", "label_clip", "label_vote", "bundle", "encoder_sha256", "face")
    assert {kinds.pop(name) for name in texts} == {words}
    assert kinds.pop("captured_at_utc") == pa.timestamp("ms", tz="UTC")
    assert {kinds.pop(name) for name in ("clip_index", "first_frame", "last_frame")} == {pa.int64()}
    assert {kinds.pop(name) for name in ("clip_start_s", "clip_end_s")} == {pa.float64()}
    assert kinds.pop("face_id") == pa.int32()
    assert {kinds.pop(name) for name in ("box_x", "box_y", "box_w", "box_h", "latency_ms")} == {pa.float64()}
    assert set(kinds.values()) == {pa.float32()}


def test_every_figure_comes_back_exactly_and_what_there_is_none_of_is_null(tmp_path: Path) -> None:
    session = make_session(kind="camera")
    readings, table = session.readings, table_of(session, tmp_path)
    assert np.array_equal(table["clip_start_s"].to_numpy(), readings.start + ZERO_S)
    assert np.array_equal(table["clip_end_s"].to_numpy(), readings.end + ZERO_S)
    for place, label in enumerate(LABELS):
        for name, values in ((f"p_{label}", readings.posterior), (f"vote_{label}", readings.vote)):
            column = table[name].combine_chunks()
            assert np.array_equal(column.is_valid().to_numpy(zero_copy_only=False), readings.scored)
            assert np.array_equal(column.drop_null().to_numpy(), values[readings.scored, place])
    assert table["face_id"].to_pylist() == [face or None for face in readings.face_id.tolist()]
    boxed = ~np.isnan(readings.box[:, 0])
    assert np.array_equal(table["box_x"].is_valid().to_numpy(), boxed)
    assert np.array_equal(table["box_h"].combine_chunks().drop_null().to_numpy(), readings.box[boxed, 3])


def test_words_say_what_the_numbers_do(tmp_path: Path) -> None:
    session = make_session(bundles=2)
    readings, table = session.readings, table_of(session, tmp_path)
    winners = [
        LABELS[vote.argmax()] if scored else None for vote, scored in zip(readings.vote, readings.scored, strict=True)
    ]
    assert table["label_vote"].to_pylist() == winners
    assert table["status"].to_pylist() == ["scored" if scored else "no_face" for scored in readings.scored]
    assert table["bundle"].to_pylist() == [session.bundles[place].name for place in readings.bundle]
    assert table["face"].to_pylist() == [ANYBODY if face == 2 else None for face in readings.face_id.tolist()]


def test_the_same_bundle_may_come_back_later(tmp_path: Path) -> None:
    session = make_session(bundles=2)
    session = replace(session, bundles=(session.bundles[0], session.bundles[0]))
    assert set(table_of(session, tmp_path)["bundle"].to_pylist()) == {"starter"}


def test_capture_times_are_moments_in_utc(tmp_path: Path) -> None:
    session = make_session(kind="camera")
    moments = table_of(session, tmp_path)["captured_at_utc"].to_pylist()
    for moment, end in zip(moments, session.readings.end.tolist(), strict=True):
        assert timedelta(0) <= STARTED + timedelta(seconds=end) - moment < timedelta(milliseconds=1)
    assert set(table_of(make_session(), tmp_path)["captured_at_utc"].to_pylist()) == {None}


def test_the_facts_about_the_session_travel_with_the_table(tmp_path: Path) -> None:
    session = make_session(kind="camera", bundles=2, notes="müde\nhungrig")
    facts = facts_of(table_of(session, tmp_path))
    assert (facts["name"], facts["notes"], facts["zero_s"]) == (session.info.name, "müde\nhungrig", ZERO_S)
    assert facts["labels"] == list(LABELS)
    assert [bundle["name"] for bundle in facts["bundles"]] == ["starter", "=größer"]
    assert [event["kind"] for event in facts["events"]] == ["lost", "back"]
    assert facts["faces"] == {"2": ANYBODY}


def test_a_session_without_readings_has_its_columns_and_facts(tmp_path: Path) -> None:
    table = table_of(make_session(seconds=0), tmp_path)
    assert (table.num_rows, facts_of(table)["readings"]) == (0, 0)


@pytest.mark.parametrize("odd", ODD_TEXTS)
def test_odd_names_come_back(tmp_path: Path, odd: str) -> None:
    session = make_session(seconds=4, faces=1, subject=odd, names={1: odd}, source=odd)
    table = table_of(session, tmp_path)
    written = odd.encode("utf-8", "backslashreplace").decode("utf-8")
    assert set(table["source"].to_pylist()) == set(table["face"].to_pylist()) == {written}
    assert facts_of(table)["subject"] == odd


@given(st.text(st.characters(), max_size=20))  # halves of surrogate pairs among them
def test_any_text_comes_back_in_the_facts(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    session = with_readings(make_session(seconds=0, name=text, notes=text), [])
    facts = facts_of(table_of(session, tmp_path_factory.getbasetemp()))
    assert facts["name"] == facts["notes"] == text
