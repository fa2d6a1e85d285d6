"""`fer-desktop export`: sessions of the database become files, without a screen."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from core.exports import FORMATS
from core.sessions import SessionState, SessionStore, sessions_path
from fer_desktop.app import main
from fer_desktop.options import EXPORTS, ExportOptions, export_options
from support.session_logs import begin, reading


@pytest.fixture
def database() -> Path:
    """The person's own, with two sessions."""
    for session_id, facts in (("20261201-0001", {}), ("20261201-0002", {"name": "Talk", "subject": "../P/02"})):
        log = begin(SessionStore.open(), session_id, **facts)
        log.write([reading(number) for number in range(3)])
        log.close(SessionState.COMPLETE)
    return sessions_path()


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_format_can_be_named() -> None:
    assert tuple(one.name for one in FORMATS) == EXPORTS
    options = export_options(["newest", "--format", "html, csv,html", "--out", "x"])
    assert options == ExportOptions(("newest",), ("html", "csv"), Path("x"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "give sessions, --all or --list"),
        (["one"], "--out"),
        (["--all", "one", "--out", "x"], "give sessions, --all or --list"),
        (["one", "--out", "x", "--format", "pdf"], "'pdf' is none of csv"),
        (["one", "--out", "x", "--database", "/nowhere.db"], "there is no database"),
    ],
)
def test_what_makes_no_sense_is_refused(words, said, capsys) -> None:
    assert main(["export", *words]) == 2
    assert said in capsys.readouterr().err


def test_a_session_is_written_in_every_format_that_was_named(database, tmp_path, capsys) -> None:
    assert main(["export", "newest", "--format", "csv,jsonl", "--out", str(tmp_path / "out")]) == 0
    table, lines = map(Path, capsys.readouterr().out.splitlines())
    assert table.parent == tmp_path / "out"
    assert table.name.startswith("Talk_P-02_")
    assert table.name.endswith(".clips.csv")
    assert [row["clip_index"] for row in rows(table)] == ["0", "1", "2"]
    assert json.loads(lines.read_text("utf-8").splitlines()[0])["session_id"] == "20261201-0002"


def test_nothing_is_overwritten_unless_it_is_said(database, tmp_path, capsys) -> None:
    words = ["export", "20261201-0001", "--out", str(tmp_path)]
    assert main(words) == main(words) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert second == first.replace(".clips.csv", "-2.clips.csv")
    Path(first).write_text("mine")
    assert main([*words, "--force"]) == 0
    assert capsys.readouterr().out.splitlines() == [first]
    assert len(rows(Path(first))) == 3


def test_all_of_them_and_those_that_are_found(database, tmp_path, capsys) -> None:
    assert main(["export", "--all", "--out", str(tmp_path)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2
    assert main(["export", "--all", "--search", "talk", "--out", str(tmp_path)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_the_list_is_a_table(database, capsys) -> None:
    assert main(["export", "--list"]) == 0
    head, newest, oldest = (line.split("\t") for line in capsys.readouterr().out.splitlines())
    assert head[0] == "session_id"
    assert (newest[0], newest[3:]) == ("20261201-0002", ["3", "complete", "../P/02", "Talk"])
    assert oldest[0] == "20261201-0001"


def test_names_that_fit_none_or_several_are_said(database, tmp_path, capsys) -> None:
    assert main(["export", "nobody", "--out", str(tmp_path)]) == 3
    assert "no such session" in capsys.readouterr().err
    assert main(["export", "20261201", "--out", str(tmp_path)]) == 3
    assert "2 sessions are meant" in capsys.readouterr().err
    assert list(tmp_path.glob("*.csv")) == []


def test_one_that_fails_does_not_stop_the_others(database, tmp_path, capsys) -> None:
    assert main(["export", "--all", "--format", "video,csv", "--out", str(tmp_path)]) == 3
    said = capsys.readouterr()
    assert len(said.out.splitlines()) == 2
    assert said.err.count("failed") == 2


def test_a_session_that_is_being_recorded_is_exported_as_far_as_it_is(tmp_path, capsys, monkeypatch) -> None:
    monkeypatch.setattr("core.sessions.log.EVERY_S", 0.0)
    log = begin(SessionStore.open(), "now")
    log.write([reading(0)])
    log.write([reading(1)])
    assert main(["export", "now", "--out", str(tmp_path)]) == 0
    assert len(rows(Path(capsys.readouterr().out.strip()))) >= 1
    log.close(SessionState.COMPLETE)


def test_no_qt_is_needed(database, tmp_path, repository) -> None:
    code = (
        "import sys; from fer_desktop.app import main; "
        f"assert main(['export', '--all', '--format', 'csv,csv-seconds,parquet,jsonl,elan,boris,html', '--out', "
        f"{str(tmp_path)!r}]) == 0; "
        "assert not [name for name in sys.modules if name.startswith(('PySide6', 'torch', 'mediapipe'))]"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=repository, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 14
