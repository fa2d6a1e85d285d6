"""JSON Lines, read back with json."""

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.exports import export
from core.sessions.record import Session, SessionState
from support.sessions import LABELS, ODD_TEXTS, ZERO_S, make_session


def no_constant(name: str) -> float:
    raise AssertionError(f"{name} is not JSON")


def lines_of(session: Session, folder: Path) -> list[dict[str, Any]]:
    data = export(session, "jsonl", folder / "a.jsonl", force=True).read_bytes()
    assert data.endswith(b"\n")
    return [
        json.loads(line, parse_constant=no_constant) for line in data.decode("utf-8").removesuffix("\n").split("\n")
    ]


def test_the_facts_come_first_then_the_readings_then_the_events(tmp_path: Path) -> None:
    session = make_session(kind="camera")
    kinds = [line["type"] for line in lines_of(session, tmp_path)]
    assert kinds == ["session", *["reading"] * len(session.readings), "event", "event"]


def test_the_first_line_says_what_is_known_of_the_session(tmp_path: Path) -> None:
    session = make_session(
        kind="camera", bundles=2, path="/data/a.mp4", video_s=0.25, error="", state=SessionState.OPEN
    )
    first, *_ = lines_of(session, tmp_path)
    assert first["session_id"] == session.info.session_id
    assert (first["state"], first["error"], first["ended_utc"]) == ("open", None, None)
    assert first["started_utc"] == "2026-11-21T09:30:00.125Z"
    assert (first["duration_s"], first["zero_s"]) == (20.0, ZERO_S)
    assert first["source"] == {"name": "Kamera 0", "kind": "camera", "width": 640, "height": 360, "fps": 30.0}
    assert first["video"] == {"path": "/data/a.mp4", "sha256": None, "begins_s": 0.25}
    assert first["settings"] == {"hop": 4, "window": 8, "device": "cpu", "precision": "fp32"}
    assert (first["readings"], first["scored"]) == (session.info.readings, session.info.scored)
    assert [bundle["probes_sha256"] for bundle in first["bundles"]] == [["12" * 32]] * 2


def test_readings_come_back_with_the_decimals_of_the_csv(tmp_path: Path) -> None:
    session = make_session(kind="camera")
    table = session.readings
    readings = [line for line in lines_of(session, tmp_path) if line["type"] == "reading"]
    assert [one["clip_start_s"] for one in readings] == pytest.approx((table.start + ZERO_S).tolist(), abs=0.0006)
    assert [one["face_id"] for one in readings] == [face or None for face in table.face_id.tolist()]
    for one, posterior, vote, box, scored in zip(
        readings, table.posterior, table.vote, table.box, table.scored, strict=True
    ):
        assert one["status"] == ("scored" if scored else "no_face")
        if scored:
            assert list(one["p"]) == list(one["vote"]) == list(LABELS)
            assert list(one["p"].values()) == pytest.approx(posterior.tolist(), abs=1e-6)
            assert one["label_vote"] == max(one["vote"], key=one["vote"].get) == LABELS[vote.argmax()]
            assert one["box"] == pytest.approx(box.tolist(), abs=0.06)
        else:
            assert [one[name] for name in ("p", "vote", "label_clip", "label_vote", "box")] == [None] * 5


def test_what_is_no_number_is_null(tmp_path: Path) -> None:
    session = make_session(seconds=3)
    odd = replace(session.info, source=replace(session.info.source, fps=math.nan), duration_s=math.inf)
    first, *_ = lines_of(replace(session, info=odd), tmp_path)
    assert (first["source"]["fps"], first["duration_s"]) == (None, None)
    assert np.isnan(session.readings.captured_at).all()  # of a file, and no line has a NaN


def test_a_session_without_readings_is_its_facts(tmp_path: Path) -> None:
    (only,) = lines_of(make_session(seconds=0), tmp_path)
    assert (only["type"], only["readings"]) == ("session", 0)


@pytest.mark.parametrize("odd", ODD_TEXTS)
def test_odd_names_come_back(tmp_path: Path, odd: str) -> None:
    first, *_ = lines_of(make_session(seconds=3, subject=odd, names={1: odd}, source=odd), tmp_path)
    assert first["subject"] == first["source"]["name"] == first["faces"]["1"] == odd


@given(st.text(st.characters(), max_size=20))
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    (only,) = lines_of(make_session(seconds=0, name=text, subject=text, notes=text), tmp_path_factory.getbasetemp())
    assert only["name"] == only["subject"] == only["notes"] == text
