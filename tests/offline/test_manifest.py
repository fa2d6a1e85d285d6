"""Manifests: read back as written, put up with spreadsheets, refuse what contradicts itself."""

import csv
import io
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import DataError, OutputError
from core.labels import CLASS_ORDERS
from core.model.files.file_digest import file_sha256
from core.offline.manifest import COLUMNS, Video, read_manifest, write_manifest
from support.disks import fill, full_disk

Change = Callable[[list[dict[str, str]]], object]


def digest(number: int) -> str:
    return f"{number:064x}"


@pytest.fixture
def videos(tmp_path: Path) -> list[Video]:
    """Three people in two folds, each happy and sad."""
    return [
        Video(
            *(tmp_path / "videos" / f"{subject}_{label}.mp4", "lab", subject, label, fold),
            *("strong", 'Kids, talking; "by" the door', "female", "31", "Unknown", 90 + fold, 29.97003),
            sha256=digest(10 * int(subject) + len(label)),
        )
        for subject, fold in (("05", 0), ("06", 1), ("07", 1))
        for label in ("happy", "sad")
    ]


@pytest.fixture
def manifest(tmp_path: Path, videos: list[Video]) -> Path:
    write_manifest(tmp_path / "manifest.csv", videos)
    return tmp_path / "manifest.csv"


def changed(manifest: Path, change: Change, delimiter: str = ",") -> Path:
    """The manifest with other cells; row 2 is the first."""
    rows = list(csv.DictReader(io.StringIO(manifest.read_text())))
    change(rows)
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]) if rows else COLUMNS, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    manifest.write_bytes(out.getvalue().encode())
    return manifest


def refusal(manifest: Path) -> str:
    with pytest.raises(DataError) as caught:
        read_manifest(manifest)
    assert str(caught.value).startswith(f"{manifest}: ")
    assert caught.value.hint
    return caught.value.what


def test_a_manifest_is_read_back_as_it_was_written(manifest, videos):
    read = read_manifest(manifest)
    assert read.videos == tuple(videos)
    assert (read.labels, read.folds) == (("happy", "sad"), (0, 1))
    assert read.held_out(0) == tuple(videos[:2])
    assert read.training(0) == tuple(videos[2:])
    assert read.warnings == ()
    assert manifest.read_text().splitlines()[0] == ",".join(COLUMNS)


def test_paths_are_relative_to_the_manifest_below_its_folder_and_absolute_elsewhere(tmp_path, videos):
    elsewhere = replace(videos[0], path=Path("/data/other.mp4"))
    place = tmp_path / "inner" / "m.csv"
    place.parent.mkdir()
    below = replace(videos[1], path=place.parent / "a" / "b.mp4")
    write_manifest(place, [elsewhere, below, *videos[2:]])
    cells = [row["path"] for row in csv.DictReader(io.StringIO(place.read_text()))]
    assert cells[:3] == ["/data/other.mp4", "a/b.mp4", videos[2].path.as_posix()]
    read = read_manifest(place)
    assert [read.name_of(video) for video in read.videos] == cells
    assert read.videos[1] == below


def test_a_manifest_may_move_together_with_its_videos(tmp_path, manifest):
    manifest.rename(tmp_path / "videos.csv")
    (tmp_path / "new").mkdir()
    moved = (tmp_path / "videos.csv").rename(tmp_path / "new" / "videos.csv")
    assert read_manifest(moved).videos[0].path == tmp_path / "new" / "videos" / "05_happy.mp4"


def test_names_that_a_spreadsheet_would_run_or_trim_survive(tmp_path, videos):
    names = ["=cmd.mp4", "-a.mp4", " spaced.mp4", "'quoted.mp4", "two\nlines.mp4", "ümläut, ; \t.mp4"]
    odd = [replace(video, path=tmp_path / name) for video, name in zip(videos, names, strict=True)]
    odd[0] = replace(odd[0], statement="=1+1", race="-")
    write_manifest(tmp_path / "m.csv", odd)
    assert read_manifest(tmp_path / "m.csv").videos == tuple(odd)
    rows = list(csv.reader((tmp_path / "m.csv").read_text().splitlines()))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "-", "@"))]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_a_spreadsheet_does_is_put_up_with(manifest, videos, delimiter):
    def saved_by_excel(rows):
        for row in rows:
            row["fps"] = row["fps"].replace(".", ",")
            row["sha256"] = f" {row['sha256'].upper()}"
            row["note"] = "extra"
        rows[0]["fold"] = "0,0"
        rows.append(dict.fromkeys(rows[0], ""))
        rows[:] = [dict(reversed(row.items())) for row in rows]

    changed(manifest, saved_by_excel, delimiter)
    content = manifest.read_text().replace("sha256", "SHA256")
    lines = f"sep={delimiter}\n{content}\n".replace("\r\n", "\n").replace("\n", "\r\n")
    manifest.write_bytes(b"\xef\xbb\xbf" + lines.encode())
    assert read_manifest(manifest).videos == tuple(videos)


def test_facts_about_people_may_be_missing(manifest, videos):
    changed(manifest, lambda rows: [row.pop(name) for row in rows for name in ("race", "age", "sex", "intensity")])
    assert read_manifest(manifest).videos[0] == replace(videos[0], race="", age="", sex="", intensity="")


def test_unknown_frames_and_digests_are_read_as_unknown(tmp_path, videos):
    bare = [replace(video, frames=0, fps=0.0, sha256="") for video in videos]
    write_manifest(tmp_path / "m.csv", bare)
    assert read_manifest(tmp_path / "m.csv").videos == tuple(bare)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "the file is empty"),
        (b"\r\n\r\n", "the file is empty"),
        (b"a,b\n1,2\n", "this is no table with the columns path, dataset, subject, label, fold, frames, fps, sha256"),
        ("path;fold\n".encode("utf-16"), "the table is in UTF-16"),
        ("path;föld\n".encode("latin-1"), "the table is not in UTF-8"),
        (b"PK\x03\x04xlsx", "this is a spreadsheet's own file or another archive, not CSV"),
        (b"\x00\x00\x00\x18ftyp", "this is not a table but something binary"),
        (",".join(COLUMNS).encode(), "the manifest has no rows: there is no video in it"),
        (",".join([*COLUMNS, "fold"]).encode(), "columns stand there more than once: fold"),
    ],
)
def test_what_is_no_manifest_is_refused(tmp_path, content, what):
    (tmp_path / "m.csv").write_bytes(content)
    assert refusal(tmp_path / "m.csv") == what


def test_places_without_a_file_are_refused(tmp_path):
    assert refusal(tmp_path / "none.csv") == "there is no such file"
    assert refusal(tmp_path) == "this is a folder, not a table"
    os.mkfifo(tmp_path / "pipe")
    assert refusal(tmp_path / "pipe") == "this is not an ordinary file"


def test_missing_columns_are_named(manifest):
    changed(manifest, lambda rows: [row.pop(name) for row in rows for name in ("fold", "sha256")])
    assert refusal(manifest) == "columns are missing: fold, sha256"


@pytest.mark.parametrize(
    ("column", "cell", "what"),
    [
        ("label", "Happy", "row 3 has the unknown label 'Happy'"),
        ("label", "sehr glücklich", "row 3 has the unknown label 'sehr glücklich'"),
        ("label", "", "row 3 has no label"),
        ("subject", " ", "row 3 has no subject"),
        ("path", "", "row 3 has no path"),
        ("fold", "", "in row 3, fold is empty, which is no whole number"),
        ("fold", "1.5", "in row 3, fold is '1.5', which is no whole number"),
        ("fold", "-1", "in row 3, fold is '-1', which is no whole number"),
        ("frames", "9e3", "in row 3, frames is '9e3', which is no whole number"),
        ("fps", "29.Jan", "in row 3, fps is '29.Jan', which is no number"),
        ("fps", "nan", "in row 3, fps is 'nan', which is no number"),
        ("sha256", "1.23E+45", "in row 3, sha256 is '1.23E+45', which is no SHA-256 of 64 hexadecimal digits"),
    ],
)
def test_a_cell_that_makes_no_sense_is_named_with_its_row(manifest, column, cell, what):
    assert refusal(changed(manifest, lambda rows: rows[1].update({column: cell}))) == what


def test_spreadsheets_are_suspected_of_broken_numbers(manifest):
    changed(manifest, lambda rows: rows[0].update(sha256="1.23E+45"))
    with pytest.raises(DataError, match="Spreadsheets turn such cells into other numbers or dates"):
        read_manifest(manifest)


def test_a_row_that_was_cut_off_or_split_is_named(manifest):
    whole = manifest.read_text()
    manifest.write_text(whole[:-70])
    assert refusal(manifest) == "row 7 has 12 cells, but there are 13 columns"
    manifest.write_text(whole.replace("05_happy", "05,happy"))
    assert refusal(manifest) == "row 2 has 14 cells, but there are 13 columns"
    manifest.write_text(whole[: whole.index("talking")])
    assert refusal(manifest).startswith("row 2 cannot be read (")


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda rows: rows.append(rows[0]), "row 8 repeats row 2 (videos/05_happy.mp4)"),
        (
            lambda rows: rows.append(rows[0] | {"label": "sad"}),
            "row 8 gives videos/05_happy.mp4 another label than row 2",
        ),
        (
            lambda rows: rows.append(rows[0] | {"fold": "1"}),
            "row 8 gives videos/05_happy.mp4 another fold than row 2",
        ),
        (
            lambda rows: rows[1].update(sha256=rows[0]["sha256"]),
            "rows 2 and 3 are the same video (equal sha256), but each gives another label: happy and sad",
        ),
        (
            lambda rows: rows[4].update(sha256=rows[0]["sha256"]),
            "rows 2 and 6 are the same video (equal sha256), but each gives another subject: 05 and 07",
        ),
        (lambda rows: rows[1].update(fold="1"), "subject 05 of lab is in folds 0 and 1"),
        (lambda rows: rows.__delitem__(slice(2, None)), "all videos have the same subject"),
        (lambda rows: rows.__delitem__(slice(1, None, 2)), "all videos have the same label"),
        (lambda rows: rows.__delitem__(slice(0, 2)), "all videos have the same fold"),
    ],
)
def test_rows_that_contradict_each_other_are_refused(manifest, change, what):
    assert refusal(changed(manifest, change)) == what


def test_a_single_subject_is_enough_to_be_encoded(manifest):
    changed(manifest, lambda rows: rows.__delitem__(slice(2, None)))
    assert len(read_manifest(manifest, for_training=False).videos) == 2


def test_a_subject_name_may_come_again_in_another_data_set(manifest):
    changed(manifest, lambda rows: rows[1].update(dataset="other", fold="1"))
    assert {video.dataset for video in read_manifest(manifest).videos} == {"lab", "other"}


def test_folds_without_a_class_and_copies_are_warned_of(manifest):
    def change(rows):
        rows[1]["label"] = "happy"
        rows[0]["sha256"] = rows[1]["sha256"]

    read = read_manifest(changed(manifest, change))
    assert read.warnings == (
        "Fold 0 has no video labelled sad: its figures say nothing about that.",
        "All videos labelled sad are in fold 1: the probe of that fold never learns it.",
        "1 videos are there more than once, under different names.",
    )


@pytest.mark.parametrize(("dataset", "order"), CLASS_ORDERS.items())
def test_labels_of_the_studys_data_sets_come_in_its_order(tmp_path, dataset, order):
    path = tmp_path / "m.csv"
    own = [Video(tmp_path / f"{i}{label}", dataset, str(i), label, i) for i in (0, 1) for label in sorted(order)]
    write_manifest(path, own)
    assert read_manifest(path).labels == order
    write_manifest(path, [*own, replace(own[0], path=tmp_path / "other", dataset="lab")], force=True)
    assert read_manifest(path).labels == tuple(sorted(order))


def test_a_subject_in_two_folds_is_not_even_written(tmp_path, videos):
    with pytest.raises(DataError, match="subject 05 of lab is in folds 0 and 1"):
        write_manifest(tmp_path / "m.csv", [videos[0], replace(videos[1], fold=1)])
    assert list(tmp_path.iterdir()) == []


def test_an_existing_file_is_replaced_only_when_told(manifest, videos):
    before = manifest.read_bytes()
    with pytest.raises(OutputError, match="the file exists already"):
        write_manifest(manifest, videos[:2])
    assert manifest.read_bytes() == before
    write_manifest(manifest, videos[:2], force=True)
    assert len(manifest.read_text().splitlines()) == 3
    assert [path.name for path in manifest.parent.iterdir()] == ["manifest.csv"]


def test_a_full_disk_leaves_the_old_manifest(tmp_path, videos):
    (tmp_path / "disk").mkdir()
    with full_disk(tmp_path / "disk") as folder:
        write_manifest(folder / "m.csv", videos[:2])
        before = (folder / "m.csv").read_bytes()
        fill(folder)
        with pytest.raises(OutputError, match="no space left"):
            write_manifest(folder / "m.csv", videos * 100, force=True)
        assert (folder / "m.csv").read_bytes() == before
        assert not (folder / "m.csv.tmp").exists()


def test_a_name_that_is_no_unicode_is_refused(tmp_path, videos):
    with pytest.raises(DataError, match="not valid Unicode"):
        write_manifest(tmp_path / "m.csv", [replace(videos[0], path=tmp_path / os.fsdecode(b"\xff.mp4"))])


def test_the_digest_of_a_manifest_is_of_its_bytes(manifest):
    assert read_manifest(manifest).sha256 == file_sha256(manifest)
