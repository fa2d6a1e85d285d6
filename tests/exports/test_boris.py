"""The table for BORIS, read back with openpyxl and counted as BORIS counts."""

from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from core.errors import OutputError
from core.exports import boris, export
from core.exports.label_runs import label_runs
from core.sessions.record import Session
from support.sessions import ANYBODY, LABELS, ODD_TEXTS, make_session

Row = tuple[float, str, str, str | None, str | None]


def sheet_of(session: Session, folder: Path) -> Any:
    workbook = load_workbook(export(session, "boris", folder / "a.xlsx", force=True))
    assert len(workbook.worksheets) == 1
    return workbook.worksheets[0]


def rows_of(session: Session, folder: Path) -> list[Row]:
    return list(sheet_of(session, folder).iter_rows(min_row=2, values_only=True))


def states_of(rows: list[Row]) -> list[tuple[str, str, float, float]]:
    """(subject, code, start, stop), as BORIS pairs the events of one subject, code and modifier: first, second, ..."""
    times: dict[tuple[str, str, str | None], list[float]] = defaultdict(list)
    for time, subject, code, modifier, _ in rows:
        times[subject, code, modifier].append(time)
    assert all(len(found) % 2 == 0 for found in times.values())
    return [
        (subject, code, start, stop)
        for (subject, code, _), found in times.items()
        for start, stop in zip(found[::2], found[1::2], strict=True)
    ]


def test_the_first_row_names_what_boris_asks_for(tmp_path: Path) -> None:
    header = next(sheet_of(make_session(), tmp_path).iter_rows(max_row=1, values_only=True))
    assert header == ("time", "subject", "code", "modifier", "comment")


@pytest.mark.parametrize("session", [make_session(faces=3), make_session(view="centre"), make_session(seconds=300)])
def test_boris_pairs_the_events_to_the_runs(session: Session, tmp_path: Path) -> None:
    rows = rows_of(session, tmp_path)
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    runs = sorted((LABELS[run.label], run.begin_ms / 1000, run.end_ms / 1000) for run in label_runs(session))
    assert sorted(state[1:] for state in states_of(rows)) == runs


def test_one_face_is_the_subject_of_the_session(tmp_path: Path) -> None:
    assert {row[1] for row in rows_of(make_session(faces=1), tmp_path)} == {"P01"}
    assert {row[1] for row in rows_of(make_session(faces=1, subject=""), tmp_path)} == {ANYBODY}
    assert {row[1] for row in rows_of(make_session(view="centre"), tmp_path)} == {"P01"}


def test_several_faces_are_subjects_of_their_own(tmp_path: Path) -> None:
    assert {row[1] for row in rows_of(make_session(faces=2), tmp_path)} == {"P01 Face 1", f"P01 {ANYBODY}"}
    assert {row[1] for row in rows_of(make_session(faces=2, subject=""), tmp_path)} == {"Face 1", ANYBODY}


def test_faces_whose_names_are_numbers_stay_text(tmp_path: Path) -> None:
    found = rows_of(make_session(faces=2, subject="", names={1: "01", 2: "02"}), tmp_path)
    assert {row[1] for row in found} == {"subject 01", "subject 02"}


def test_a_start_says_how_many_clips_speak_for_it(tmp_path: Path) -> None:
    session = make_session(faces=1)
    comments = [row[4] for row in rows_of(session, tmp_path)]
    assert [comment for comment in comments if comment] == [f"{run.readings} clips" for run in label_runs(session)]
    assert comments[0] is not None
    assert comments[-1] is None


@pytest.mark.parametrize("code", ["01", "1e3", "nan", "NA", "None", "TRUE", "-5.2", "#N/A"])
def test_a_subject_or_label_that_pandas_would_take_for_something_else_gets_a_word(tmp_path: Path, code: str) -> None:
    found = rows_of(make_session(faces=1, subject=code, labels=(code, "happy")), tmp_path)
    assert {row[1] for row in found} == {f"subject {code}"}
    assert {row[2] for row in found} == {f"label {code}", "happy"}


@pytest.mark.parametrize("odd", [*ODD_TEXTS, "+1", "@x", "#REF!", "-a"])
def test_no_cell_is_a_formula_or_an_error(tmp_path: Path, odd: str) -> None:
    session = make_session(faces=1, subject=odd, labels=("=1+1", "happy"), names={1: odd})
    cells = [cell for row in sheet_of(session, tmp_path).iter_rows(min_row=2) for cell in row]
    assert cells
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert {cell.column for cell in cells if cell.data_type == "n" and cell.value is not None} == {1}
    assert all(
        cell.quotePrefix == str(cell.value).startswith(("=", "+", "-", "@")) for cell in cells if cell.column > 1
    )


def test_odd_names_come_back_on_one_line(tmp_path: Path) -> None:
    found = {odd: {row[1] for row in rows_of(make_session(faces=1, subject=odd), tmp_path)}.pop() for odd in ODD_TEXTS}
    assert list(found.values()) == [
        *("=cmd|'/c calc'!A1", "../P 01/ü", '"Jürgen", 🙂', "two lines", "bell\ufffd and \ufffd", ANYBODY),
        *("subject nan", "<&>"),
    ]


def test_a_session_without_readings_is_a_header(tmp_path: Path) -> None:
    assert rows_of(make_session(seconds=0), tmp_path) == []


def test_times_are_those_of_a_video_that_began_later(tmp_path: Path) -> None:
    here = rows_of(make_session(kind="camera", faces=1), tmp_path)
    there = rows_of(make_session(kind="camera", faces=1, path="/data/a.mp4", video_s=0.5), tmp_path)
    assert [row[0] for row in there] == pytest.approx([row[0] - 0.5 for row in here])


def test_more_events_than_a_sheet_can_have_are_an_error_that_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = make_session(faces=1)
    rows = len(rows_of(session, tmp_path))
    monkeypatch.setattr(boris, "MOST_ROWS", rows + 1)
    assert len(rows_of(session, tmp_path)) == rows
    monkeypatch.setattr(boris, "MOST_ROWS", rows)
    with pytest.raises(OutputError, match="more events than a sheet can have"):
        export(replace(session), "boris", tmp_path / "b.xlsx")
    assert not (tmp_path / "b.xlsx").exists()
