"""A row for each second and face, whatever happened in it."""

import csv
import io
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from core.exports import export
from core.sessions.record import Session, verdict
from support.sessions import LABELS, ODD_TEXTS, STARTED, make_session, no_face, scored, with_readings

NOTHING = make_session(seconds=0)


def rows(session: Session, folder: Path) -> list[dict[str, str]]:
    path = export(session, "csv-seconds", folder / "a.seconds.csv", force=True)
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8"), newline=""), strict=True))


def test_the_columns_have_their_names_and_order(tmp_path: Path) -> None:
    path = export(make_session(labels=("happy", "sad")), "csv-seconds", tmp_path / "a.seconds.csv")
    assert path.read_text(encoding="utf-8").splitlines()[0] == (
        "session_id,source,second,second_utc,video_s,face_id,face,clips,status,label,p_happy,p_sad,label_vote"
    )


@pytest.mark.parametrize(("seconds", "expected"), [(20.0, 20), (20.04, 21), (0.5, 1)])
def test_every_second_up_to_the_end_has_a_row_for_every_face(tmp_path: Path, seconds: float, expected: int) -> None:
    session = make_session(seconds=20, faces=3)
    session = replace(session, info=replace(session.info, duration_s=seconds))
    session = replace(session, readings=session.readings.between(0, seconds))
    found = [(int(row["second"]), row["face_id"]) for row in rows(session, tmp_path)]
    faces = ["1", "2", "3"] if expected > 1 else [""]
    assert found == [(second, face) for second in range(expected) for face in faces]


def test_a_second_holds_the_vote_of_the_clips_whose_centre_lies_in_it(tmp_path: Path) -> None:
    session = make_session(faces=2)
    table = session.readings
    second_of = np.floor((table.start + table.end) / 2)
    for row in rows(session, tmp_path):
        mine = table.where(table.scored & (table.face_id == int(row["face_id"])) & (second_of == int(row["second"])))
        assert int(row["clips"]) == len(mine)
        if said := verdict(mine):
            assert row["status"] == "scored"
            assert [float(row[f"p_{label}"]) for label in LABELS] == pytest.approx(said.pbv.tolist(), abs=1e-6)
            assert row["label"] == LABELS[said.pbv.argmax()]
            assert row["label_vote"] == LABELS[mine.vote[mine.end.argmax()].argmax()]
        else:
            assert row["status"] in {"no_face", "empty"}
            assert {row[name] for name in ("label", "label_vote", *(f"p_{label}" for label in LABELS))} == {""}


def test_every_scored_clip_counts_in_exactly_one_second(tmp_path: Path) -> None:
    session = make_session(faces=3, seconds=31.7)
    assert sum(int(row["clips"]) for row in rows(session, tmp_path)) == session.info.scored


def test_a_second_without_a_scored_clip_says_why(tmp_path: Path) -> None:
    session = with_readings(NOTHING, [scored(0, 0.0, "happy"), no_face(1, 1.0), scored(2, 4.0, "happy")])
    assert [row["status"] for row in rows(session, tmp_path)] == [
        *("empty", "scored", "no_face", "empty", "empty", "scored", "empty")
    ]


def test_seconds_are_never_filled_in(tmp_path: Path) -> None:
    session = make_session(faces=1, gaps=((8.0, 12.0),))
    statuses = Counter(row["status"] for row in rows(session, tmp_path))
    assert statuses["no_face"] >= 4
    assert statuses["empty"] == 2  # the first and the last second hold no clip's centre


def test_the_centre_view_has_no_face_and_one_row_for_each_second(tmp_path: Path) -> None:
    found = rows(make_session(view="centre"), tmp_path)
    assert [row["second"] for row in found] == [str(second) for second in range(20)]
    assert {(row["face_id"], row["face"]) for row in found} == {("", "")}
    assert {row["status"] for row in found} == {"scored", "empty"}


def test_a_session_in_which_nobody_was_seen_still_has_its_seconds(tmp_path: Path) -> None:
    found = rows(make_session(faces=0), tmp_path)
    assert len(found) == 20
    assert {(row["face_id"], row["clips"]) for row in found} == {("", "0")}


def test_a_session_without_readings_and_length_is_a_header(tmp_path: Path) -> None:
    assert rows(NOTHING, tmp_path) == []


def test_a_session_that_was_cut_off_goes_to_its_last_clip(tmp_path: Path) -> None:
    session = make_session()
    session = replace(session, info=replace(session.info, duration_s=0.0))
    assert int(rows(session, tmp_path)[-1]["second"]) == 18


@pytest.mark.parametrize("name", ODD_TEXTS)
def test_any_name_of_a_face_comes_back_but_cannot_be_run(tmp_path: Path, name: str) -> None:
    found = {row["face"] for row in rows(make_session(faces=1, names={1: name}), tmp_path)}
    written = name.encode("utf-8", "backslashreplace").decode("utf-8")
    assert found == {f"'{name}" if name.startswith("=") else written}


def test_of_a_file_the_seconds_have_a_place_in_the_video_and_no_date(tmp_path: Path) -> None:
    found = rows(make_session(faces=1), tmp_path)
    assert [row["video_s"] for row in found[:2]] == ["0.000", "1.000"]
    assert {row["second_utc"] for row in found} == {""}


def test_of_a_live_source_the_seconds_have_a_date(tmp_path: Path) -> None:
    found = rows(make_session(faces=1, kind="camera"), tmp_path)
    stamps = [datetime.fromisoformat(row["second_utc"]) for row in found]
    assert stamps == [STARTED + timedelta(seconds=second) for second in range(20)]
    assert {row["video_s"] for row in found} == {""}


def test_of_a_live_source_with_a_video_the_seconds_have_a_place_in_it_once_it_has_begun(tmp_path: Path) -> None:
    found = rows(make_session(faces=1, kind="camera", path="/data/a.mp4", video_s=1.25), tmp_path)
    assert [row["video_s"] for row in found[:4]] == ["", "", "0.750", "1.750"]


def test_a_clock_that_was_set_is_followed_from_the_next_clip_on(tmp_path: Path) -> None:
    session = make_session(faces=1, kind="camera", gaps=())
    table = session.readings
    captured_at = np.where(table.end > 10, table.captured_at + 3600, table.captured_at)
    session = replace(session, readings=replace(table, captured_at=captured_at))
    hours = [datetime.fromisoformat(row["second_utc"]).hour for row in rows(session, tmp_path)]
    assert hours == [9] * 10 + [10] * 10


def test_before_any_clip_was_captured_the_start_of_the_session_dates_the_seconds(tmp_path: Path) -> None:
    session = make_session(seconds=1.5, kind="camera")
    assert len(session.readings) == 0
    assert [row["second_utc"] for row in rows(session, tmp_path)] == [
        "2026-11-21T09:30:00.125Z",
        "2026-11-21T09:30:01.125Z",
    ]
    assert STARTED.tzinfo is UTC
