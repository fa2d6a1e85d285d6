"""The session CSV: what a cell looks like, and that nothing is lost or overwritten."""

import csv
import dataclasses
import io
import locale
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from core.errors import OutputError
from core.session import SessionWriter, columns, free_path, new_session_id
from core.types import Box, Reading, Status
from support import disks

LABELS = ("angry", "happy", "sad")
READING = Reading(
    clip_index=3,
    status=Status.SCORED,
    face_id=2,
    box=Box(-10.25, 20.0, 100.04, 100.04),
    start=0.4,
    end=2.50049,
    first_frame=12,
    last_frame=75,
    captured_at=None,
    posterior=np.array([0.1, 0.7, 0.2], np.float32),
    vote=np.array([0.5, 0.25, 0.25], np.float32),
    latency=0.0421,
)
NO_FACE = dataclasses.replace(READING, status=Status.NO_FACE, face_id=None, box=None, posterior=None, vote=None)


def writer(path: Path, **changes: object) -> SessionWriter:
    given = {"labels": LABELS, "source": "a.mp4", "bundle": "starter", "encoder_sha256": "abc", "session_id": "s1"}
    return SessionWriter(path, **(given | changes))  # type: ignore[arg-type]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8"), newline=""), strict=True))


def written(path: Path, *readings: Reading, **changes: object) -> list[dict[str, str]]:
    session = writer(path, **changes)
    session.write(readings)
    return rows(session.close())


def test_columns_have_the_published_names_and_order() -> None:
    assert ",".join(columns(("angry", "calm"))) == (
        "session_id,source,face_id,clip_index,clip_start_s,clip_end_s,captured_at_utc,first_frame,last_frame,status,"
        "label_clip,label_vote,p_angry,p_calm,vote_angry,vote_calm,box_x,box_y,box_w,box_h,latency_ms,bundle,"
        "encoder_sha256"
    )


def test_a_scored_clip_fills_every_column_of_a_file(tmp_path: Path) -> None:
    (row,) = written(tmp_path / "a.csv", READING)
    assert ",".join(row.values()) == (
        "s1,a.mp4,2,3,0.400,2.500,,12,75,scored,happy,angry,0.100000,0.700000,0.200000,0.500000,0.250000,0.250000,"
        "-10.2,20.0,100.0,100.0,42.1,starter,abc"
    )


def test_a_clip_without_a_face_leaves_its_figures_empty(tmp_path: Path) -> None:
    (row,) = written(tmp_path / "a.csv", NO_FACE)
    assert row["status"] == "no_face"
    empty = [name for name, cell in row.items() if not cell]
    assert empty == [
        *("face_id", "captured_at_utc", "label_clip", "label_vote", "p_angry", "p_happy", "p_sad"),
        *("vote_angry", "vote_happy", "vote_sad", "box_x", "box_y", "box_w", "box_h"),
    ]


def test_probabilities_still_sum_to_one(tmp_path: Path) -> None:
    posterior = np.random.default_rng(1).dirichlet(np.ones(3), size=100).astype(np.float32)
    for row in written(tmp_path / "a.csv", *(dataclasses.replace(READING, posterior=p) for p in posterior)):
        assert sum(float(row[f"p_{label}"]) for label in LABELS) == pytest.approx(1, abs=2e-6)


def test_capture_times_are_utc_with_milliseconds(tmp_path: Path) -> None:
    moment = datetime(2026, 11, 21, 6, 4, 3, 120_000, tzinfo=timezone(timedelta(hours=1)))
    (row,) = written(tmp_path / "a.csv", dataclasses.replace(READING, captured_at=moment))
    assert row["captured_at_utc"] == "2026-11-21T05:04:03.120Z"


@pytest.mark.parametrize("name", ["=1+1.mp4", "+a", "-a", "@a", "\ta", "\ra", '=cmd|"/c calc"!A1'])
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(tmp_path: Path, name: str) -> None:
    (row,) = written(tmp_path / "a.csv", READING, source=name, bundle=name)
    assert row["source"] == row["bundle"] == f"'{name}"


def test_negative_numbers_stay_numbers(tmp_path: Path) -> None:
    (row,) = written(tmp_path / "a.csv", dataclasses.replace(READING, box=Box(-5, -7, 9, 9), start=-0.02))
    assert (float(row["box_x"]), float(row["box_y"]), float(row["clip_start_s"])) == (-5, -7, -0.02)


@pytest.mark.parametrize("name", ['say "hi", now.mp4', "two\r\nlines.mp4", "näme 表情 🙂.mp4", "a,b;c.mp4"])
def test_any_file_name_comes_back_as_it_was(tmp_path: Path, name: str) -> None:
    (row,) = written(tmp_path / "a.csv", READING, source=name)
    assert row["source"] == name


def test_a_file_name_that_is_not_unicode_is_still_written(tmp_path: Path) -> None:
    (row,) = written(tmp_path / "a.csv", READING, source=os.fsdecode(b"caf\xe9.mp4"))
    assert row["source"] == r"caf\udce9.mp4"


def test_lines_end_as_rfc_4180_says(tmp_path: Path) -> None:
    written(tmp_path / "a.csv", READING, NO_FACE)
    data = (tmp_path / "a.csv").read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n") == 3
    assert data.endswith(b"\r\n")


@pytest.fixture
def comma_locale() -> Iterator[None]:
    """A locale whose decimal sign is a comma; made here when the machine has none."""
    before = locale.setlocale(locale.LC_ALL)
    for name in ("de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "German_Germany.1252"):
        try:
            locale.setlocale(locale.LC_ALL, name)
            break
        except locale.Error:
            continue
    else:
        pytest.skip("this machine has no locale with a decimal comma (apt-get install locales-all)")
    yield
    locale.setlocale(locale.LC_ALL, before)


@pytest.mark.usefixtures("comma_locale")
def test_the_decimal_sign_is_a_point_in_every_locale(tmp_path: Path) -> None:
    (row,) = written(tmp_path / "a.csv", READING)
    assert (row["p_happy"], row["clip_end_s"], row["latency_ms"]) == ("0.700000", "2.500", "42.1")


def test_rows_are_in_the_partial_file_as_soon_as_they_are_written(tmp_path: Path) -> None:
    session = writer(tmp_path / "a.clips.csv")
    session.write([READING])
    assert session.partial == tmp_path / "a.clips.partial.csv"
    assert len(rows(session.partial)) == 1
    assert not (tmp_path / "a.clips.csv").exists()
    assert session.close() == session.close() == tmp_path / "a.clips.csv"
    assert names(tmp_path) == ["a.clips.csv"]


def test_a_session_without_readings_is_a_header(tmp_path: Path) -> None:
    assert written(tmp_path / "a.csv") == []
    assert (tmp_path / "a.csv").read_text().startswith("session_id,")


def test_an_abandoned_session_keeps_its_rows_and_an_empty_one_vanishes(tmp_path: Path) -> None:
    kept, empty = writer(tmp_path / "kept.csv"), writer(tmp_path / "empty.csv")
    kept.write([READING])
    assert (kept.abandon(), empty.abandon(), empty.abandon()) == (tmp_path / "kept.partial.csv", None, None)
    assert names(tmp_path) == ["kept.partial.csv"]
    with pytest.raises(OutputError, match="closed"):
        kept.write([READING])


def test_abandoning_a_finished_session_changes_nothing(tmp_path: Path) -> None:
    session = writer(tmp_path / "a.csv")
    session.close()
    session.abandon()
    assert names(tmp_path) == ["a.csv"]


@pytest.mark.parametrize("existing", ["a.csv", "a.partial.csv"])
def test_nothing_is_overwritten_without_force(tmp_path: Path, existing: str) -> None:
    (tmp_path / existing).write_text("precious")
    with pytest.raises(OutputError, match="exists already"):
        writer(tmp_path / "a.csv")
    assert (tmp_path / existing).read_text() == "precious"
    assert len(written(tmp_path / "a.csv", READING, force=True)) == 1
    assert names(tmp_path) == ["a.csv"]


def test_force_keeps_the_old_session_until_the_new_one_is_complete(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("old")
    session = writer(tmp_path / "a.csv", force=True)
    session.write([READING])
    session.abandon()
    assert (tmp_path / "a.csv").read_text() == "old"


def test_a_file_that_appears_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    session = writer(tmp_path / "a.csv")
    session.write([READING])
    (tmp_path / "a.csv").write_text("precious")
    with pytest.raises(OutputError, match="exists already"):
        session.close()
    assert (tmp_path / "a.csv").read_text() == "precious"
    assert len(rows(session.partial)) == 1


def test_free_path_counts_past_sessions_and_unfinished_ones(tmp_path: Path) -> None:
    assert free_path(tmp_path / "v.1.csv") == tmp_path / "v.1.csv"
    (tmp_path / "v.1.csv").touch()
    (tmp_path / "v.1-2.partial.csv").touch()
    assert free_path(tmp_path / "v.1.csv") == tmp_path / "v.1-3.csv"
    (tmp_path / "a.clips.csv").touch()
    assert free_path(tmp_path / "a.clips.csv") == tmp_path / "a-2.clips.csv"


def test_session_ids_sort_by_time_and_differ() -> None:
    early, late = datetime(2026, 1, 2, tzinfo=UTC), datetime(2026, 1, 3, tzinfo=UTC)
    assert new_session_id(early) < new_session_id(late)
    assert len({new_session_id(early) for _ in range(100)}) == 100


def test_threads_may_write_at_once(tmp_path: Path) -> None:
    session = writer(tmp_path / "a.csv")

    def write_50() -> None:
        for _ in range(50):
            session.write([READING])

    threads = [Thread(target=write_50) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(rows(session.close())) == session.rows == 200


KILLED_WRITER = """
import dataclasses, sys
from pathlib import Path
from core.session import SessionWriter
from core.types import Reading, Status
session = SessionWriter(Path(sys.argv[1]), labels=("a",), source="s", bundle="b", encoder_sha256="e")
reading = Reading(0, Status.NO_FACE, None, None, 0.0, 2.0, 0, 63, None, None, None, 0.0)
for index in range(1_000_000):
    session.write([dataclasses.replace(reading, clip_index=index)])
    if index == 99:
        print("100 rows", flush=True)
"""


def test_a_killed_run_leaves_whole_rows_only(tmp_path: Path, repository: Path) -> None:
    command = [sys.executable, "-c", KILLED_WRITER, str(tmp_path / "a.csv")]
    with subprocess.Popen(command, cwd=repository, stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    assert names(tmp_path) == ["a.partial.csv"]
    assert (tmp_path / "a.partial.csv").read_bytes().endswith(b"\r\n")
    left = rows(tmp_path / "a.partial.csv")
    assert [int(row["clip_index"]) for row in left] == list(range(len(left)))
    assert len(left) >= 100


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    with disks.full_disk(tmp_path):
        yield tmp_path


def keeps_the_rows_that_fitted(folder: Path, reason: str) -> None:
    session = writer(folder / "a.csv")

    def write_on() -> None:
        for _ in range(10_000):
            session.write([READING, NO_FACE])

    with pytest.raises(OutputError, match=reason):
        write_on()
    kept = rows(folder / "a.partial.csv")
    assert len(kept) == session.rows > 100
    assert (folder / "a.partial.csv").read_bytes().endswith(b"\r\n")
    with pytest.raises(OutputError):
        session.write([READING])
    assert session.close() == session.abandon() == folder / "a.partial.csv"
    assert len(rows(folder / "a.partial.csv")) == len(kept)


def test_a_full_disk_keeps_the_rows_that_fitted(full_disk: Path) -> None:
    keeps_the_rows_that_fitted(full_disk, "no space left on device")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
def test_a_file_that_may_not_grow_keeps_the_rows_that_fitted(tmp_path: Path) -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, before[1]))
    try:
        keeps_the_rows_that_fitted(tmp_path, "file too large")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_disk_that_is_full_from_the_start_leaves_no_empty_file(full_disk: Path) -> None:
    disks.fill(full_disk)
    with pytest.raises(OutputError, match="no space left on device"):
        writer(full_disk / "a.csv")
    assert names(full_disk) == [disks.FILLER]


def test_a_read_only_folder_is_said_to_be_one(tmp_path: Path) -> None:
    reason = r"a\.partial\.csv: cannot write \((read-only file system|permission denied)"
    with disks.read_only_folder(tmp_path), pytest.raises(OutputError, match=reason):
        writer(tmp_path / "a.csv")


def test_a_folder_that_does_not_exist_is_an_output_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no such file or directory"):
        writer(tmp_path / "missing" / "a.csv")


def test_the_data_dictionary_explains_every_column(repository: Path) -> None:
    text = (repository / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"`([\w<>]+)`", text.split("## Summary")[0]))
    assert set(columns(["<label>"])) <= explained
