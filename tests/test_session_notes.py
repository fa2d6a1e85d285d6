"""The notes beside a session CSV, and the names of files."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.errors import OutputError
from core.session_notes import MOST_EVENTS, SessionNotes, file_word, new_rows_path, notes_path
from core.types import SourceInfo
from core.video_part import VideoPart
from support.disks import fill, full_disk
from support.recordings import Card

NOW = datetime(2026, 11, 21, 5, 4, 3, tzinfo=UTC)
CAMERA = SourceInfo("http://192.168.1.20", "stream", 640, 480, 0.0)
FILE = SourceInfo("a.b (1).mp4", "file", 640, 480, 29.97, 90)


def notes(path: Path, **said: str) -> SessionNotes:
    given = {"session_id": "s1", "name": "", "subject": ""} | said
    return SessionNotes(path, source=CAMERA, started=NOW, **given)


def saved(one: SessionNotes) -> dict:
    one.save()
    return json.loads(one.path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "typed", ["../../etc/passwd", "P/01", "表情 🙂", "a\x00b\nc", "\u202egnp", "CON", "x" * 500, "\udcff", '"=1+1"']
)
def test_what_a_person_types_is_exact_in_the_notes_and_harmless_in_file_names(tmp_path: Path, typed: str) -> None:
    path = new_rows_path(tmp_path, CAMERA, name=typed, subject=typed, now=NOW)
    path.touch()
    assert path.parent == tmp_path
    assert re.fullmatch(r"[\w-]+_2026-11-21_05-04-03\.csv", path.name)
    assert len(path.name.encode()) < 200
    said = saved(notes(notes_path(path), name=typed, subject=typed))
    assert (said["name"], said["subject"]) == (typed, typed)


def test_files_are_named_by_name_subject_and_time_or_else_by_the_source(tmp_path: Path) -> None:
    def name(source: SourceInfo, **given: str) -> str:
        return new_rows_path(tmp_path, source, now=NOW, **given).name

    assert name(CAMERA, name="Study 1", subject="P.01") == "Study-1_P-01_2026-11-21_05-04-03.csv"
    assert name(CAMERA) == "http-192-168-1-20_2026-11-21_05-04-03.csv"
    assert name(FILE, subject="..") == "a-b-1_2026-11-21_05-04-03.csv"
    assert name(FILE, name="...") == "a-b-1_2026-11-21_05-04-03.csv"


@pytest.mark.parametrize("taken", [".csv", ".partial.csv", ".session.json", ".mp4"])
def test_a_name_that_any_file_of_a_recording_has_is_taken(tmp_path: Path, taken: str) -> None:
    (tmp_path / f"a_2026-11-21_05-04-03{taken}").touch()
    assert new_rows_path(tmp_path, CAMERA, name="a", now=NOW).name == "a_2026-11-21_05-04-03-2.csv"


def test_a_long_word_is_cut_between_letters() -> None:
    assert file_word("ü" * 100) == "ü" * 30


def test_the_notes_are_there_at_every_moment_and_replaced_as_a_whole(tmp_path: Path) -> None:
    one = notes(tmp_path / "a.session.json")
    one.use_file(tmp_path / "a.partial.csv", ("happy", "sad"))
    first = saved(one)
    assert (first["complete"], first["ended_utc"], first["rows"], first["source"]["fps"]) == (False, None, 0, None)
    one.count_rows(tmp_path / "a.csv", 12)
    one.use_bundle(Card("starter"), NOW)
    one.use_settings({"hop": 4, "window": None, "device": "cpu"}, NOW)
    one.pause(NOW)
    one.note_video([VideoPart("a.mp4", 640, 480, 3, 1.0, 2.0, None)], 1, None)
    one.end(NOW)
    last = saved(one)
    assert (last["complete"], last["ended_utc"], last["rows"]) == (True, "2026-11-21T05:04:03.000Z", 12)
    assert last["files"] == [{"file": "a.csv", "labels": ["happy", "sad"], "rows": 12}]
    assert last["pauses"] == [{"from_utc": "2026-11-21T05:04:03.000Z", "to_utc": None}]
    assert last["video"]["parts"][0]["file"] == "a.mp4"
    assert last["settings"] == {"hop": 4, "window": None, "device": "cpu"}
    (bundle,) = last["bundles"]
    assert (bundle["name"], bundle["clip_rule"], bundle["view"]) == ("starter", "as-run", "face")
    assert (bundle["margin"], bundle["resolution"]) == (1.5, 96)
    assert [path.name for path in tmp_path.iterdir()] == ["a.session.json"]


def test_a_night_of_events_does_not_fill_the_notes(tmp_path: Path) -> None:
    one = notes(tmp_path / "a.session.json")
    for number in range(MOST_EVENTS + 5):
        one.add_event("lost", str(number), NOW)
    said = saved(one)
    assert (len(said["events"]), said["events_left_out"]) == (MOST_EVENTS, 5)


def test_a_full_disk_leaves_the_last_version(tmp_path: Path) -> None:
    with full_disk(tmp_path):
        one = notes(tmp_path / "a.session.json")
        before = saved(one)
        fill(tmp_path)
        one.end(NOW)
        with pytest.raises(OutputError, match="no space"):
            one.save()
        assert json.loads(one.path.read_text("utf-8")) == before
        assert not list(tmp_path.glob("*.tmp"))


def test_the_data_dictionary_explains_every_field(tmp_path: Path, repository: Path) -> None:
    text = (repository / "docs" / "data-dictionary.md").read_text(encoding="utf-8").split("## Session notes")[1]
    explained = set(re.findall(r"`(\w+)`", text))
    one = notes(tmp_path / "a.session.json")
    one.use_file(tmp_path / "a.csv", ())
    one.use_bundle(Card(), NOW)
    one.use_settings({"hop": 4, "window": None, "device": "cpu"}, NOW)
    one.add_event("", "", NOW)
    one.pause(NOW)
    one.note_video([VideoPart("", 2, 2, 1, 0.0, 0.0, None)], 0, None)

    def names(value: object) -> set[str]:
        if isinstance(value, dict):
            return set(value).union(*map(names, value.values())) if value else set()
        return set().union(*map(names, value)) if isinstance(value, list) else set()

    content = one.content()
    del content["versions"]
    assert names(content) - {"versions"} <= explained
