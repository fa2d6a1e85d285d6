"""`fer-train index`: a folder becomes a manifest, and whoever asked learns what is wrong with it."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from core.errors import OutputError
from core.offline.manifest import read_manifest
from support.small_inputs import video
from support.videos import make_video
from training.cli import main
from training.index_command import index_dataset
from training.terminal import Terminal


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    """LABEL/SUBJECT/video: six people, each angry and happy."""
    folder = tmp_path / "lab"
    for number in range(12):
        place = folder / ("angry", "happy")[number % 2] / f"p{number // 2}"
        place.mkdir(parents=True)
        video(place / "take.avi", 3 + number)
    return folder


def index(*arguments: object) -> int:
    return main(["index", *map(str, arguments)])


def found(capsys: pytest.CaptureFixture[str], *arguments: object, code: int = 0) -> dict[str, Any]:
    capsys.readouterr()
    assert index(*arguments, "--json") == code
    result: dict[str, Any] = json.loads(capsys.readouterr().out)
    return result


def test_the_real_crema_d_clips_are_as_published(shared, tmp_path, capsys):
    out = tmp_path / "m.csv"
    result = found(capsys, "crema-d", shared / "videos/crema_d", "-o", out, "--verify", code=3)
    assert (result["videos"], result["expected"], result["subjects"]) == (6, 7442, 1)
    assert {kind: count for kind, count in result["problem_counts"].items() if count} == {"missing": 7436}
    assert len([one for one in result["problems"] if not one["failure"]]) == 3  # known to be broken
    assert list(result["labels"]) == ["sad", "fear", "happy", "disgust", "neutral", "angry"]
    index_of = {
        row["filename"]: row["sha256"]
        for row in csv.DictReader((shared / "datasets/crema_d/videoflash_lfs_index.csv").read_text().splitlines())
    }
    videos = read_manifest(out, for_training=False).videos
    assert all(one.sha256 == index_of[one.path.name] and one.path.is_file() for one in videos)
    assert {(one.subject, one.fold, one.age) for one in videos} == {("1001", 5, "51")}
    assert all(56 <= one.frames <= 70 and round(one.fps, 2) == 29.97 for one in videos)


def test_the_real_ravdess_clips_are_found(shared, tmp_path, capsys):
    out = tmp_path / "m.csv"
    assert index("ravdess", shared / "videos/ravdess", "-o", out) == 3
    said, errors = capsys.readouterr()
    assert "4 of 2,880 videos of 1 subject\n" in said
    assert "missing (2,876):" in errors
    assert "and 2,866 more (--json lists all)" in errors
    assert "Nothing can be trained on this manifest alone: all videos have the same subject" in errors
    videos = read_manifest(out, for_training=False).videos
    assert [(one.label, one.statement, one.frames) for one in videos] == [
        ("neutral", "dogs", 93),
        ("happy", "kids", 97),
    ] * 2


def test_a_folder_of_ones_own_becomes_a_manifest(lab, tmp_path, capsys):
    out = tmp_path / "m.csv"
    assert index("folder", lab, "-o", out, "--folds", 3, "--seed", 7) == 0
    table = capsys.readouterr().out.splitlines()
    assert table[0] == f"lab in {lab}: 12 videos of 6 subjects"
    assert [line.split() for line in table[1:-1]] == [
        ["fold", "angry", "happy", "videos", "subjects"],
        *([str(fold), "2", "2", "4", "2"] for fold in range(3)),
        ["all", "6", "6", "12", "6"],
    ]
    assert len({len(line) for line in table[1:-1]}) == 1
    assert table[-1] == f"manifest: {out}"
    manifest = read_manifest(out)
    assert manifest.name_of(manifest.videos[0]) == "lab/angry/p0/take.avi"
    assert [one.frames for one in manifest.videos] == [*range(3, 15, 2), *range(4, 15, 2)]


def test_the_same_seed_makes_the_same_manifest(lab, tmp_path):
    outs = [tmp_path / f"{name}.csv" for name in "abc"]
    for out, seed in zip(outs, (1, 1, 2), strict=True):
        assert index("folder", lab, "-o", out, "--seed", seed) == 0
    assert outs[0].read_bytes() == outs[1].read_bytes() != outs[2].read_bytes()


def test_unreadable_videos_are_listed_counted_and_left_out(lab, tmp_path, capsys):
    (lab / "happy" / "p1" / "b.mp4").write_bytes(b"")
    result = found(capsys, "folder", lab, "-o", tmp_path / "m.csv", code=3)
    assert not result["complete"]
    assert result["videos"] == 12
    assert result["problems"] == [
        {"kind": "unreadable", "file": "happy/p1/b.mp4", "sentence": "the file is empty", "failure": True}
    ]
    assert {fold: one["videos"] for fold, one in result["folds"].items()} == {"0": 4} | dict.fromkeys("1234", 2)


def test_a_flv_of_another_size_than_published_is_told_and_used(tmp_path, capsys):
    make_video(tmp_path / "1001_DFA_ANG_XX.flv", frames=5)
    make_video(tmp_path / "1002_DFA_ANG_XX.mp4", frames=5)
    result = found(capsys, "crema-d", tmp_path, "-o", tmp_path / "m.csv", code=3)
    assert (result["videos"], result["problem_counts"]["mis-sized"]) == (2, 1)
    told = next(one for one in result["problems"] if one["kind"] == "mis-sized")
    assert told["file"] == "1001_DFA_ANG_XX.flv"
    assert "265,922 were published" in told["sentence"]


def test_without_a_good_video_nothing_is_written(tmp_path, capsys):
    (tmp_path / "1001_DFA_ANG_XX.flv").write_bytes(b"version https://git-lfs.github.com/spec/v1\n")
    assert index("crema-d", tmp_path, "-o", tmp_path / "m.csv") == 3
    errors = capsys.readouterr().err
    assert "git lfs pull" in errors
    assert "none of the videos can be used, and no manifest was written" in errors
    assert not (tmp_path / "m.csv").exists()


def test_what_a_name_holds_cannot_steer_the_terminal(lab, tmp_path, capsys):
    (lab / "happy" / "p1" / "\x1b[31mred\n.mp4").write_bytes(b"")
    assert index("folder", lab, "-o", tmp_path / "m.csv") == 3
    output, errors = capsys.readouterr()
    assert "\\x1b[31mred .mp4" in errors
    assert not [one for one in output + errors if not one.isprintable() and one != "\n"]


def test_an_existing_manifest_is_replaced_only_when_told(lab, tmp_path, capsys):
    out = tmp_path / "m.csv"
    out.write_text("mine")
    assert index("folder", lab, "-o", out) == 3
    assert "the file exists already. Choose another -o, or replace it with --force" in capsys.readouterr().err
    assert out.read_text() == "mine"
    assert index("folder", lab, "-o", out, "--force") == 0
    assert len(read_manifest(out).videos) == 12


def test_a_bad_place_is_refused_before_any_video_is_read(lab, tmp_path):
    (tmp_path / "folder.csv").mkdir()
    for out in (tmp_path / "none" / "m.csv", tmp_path / "folder.csv"):
        with pytest.raises(OutputError), Terminal() as terminal:
            index_dataset("folder", Path("does/not/matter"), out, terminal=terminal)


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["fly", "PATH", "-o", "m.csv"], "invalid choice: 'fly'"),
        (["ravdess", "PATH"], "required: -o/--out"),
        (["ravdess", "PATH", "-o", "m.csv", "--verify"], "--verify is for crema-d"),
        (["crema-d", "PATH", "-o", "m.csv", "--folds", "3", "--seed", "0"], "--folds, --seed: only for folder"),
        (["crema-d", "PATH", "-o", "m.csv", "--labels", "l.csv"], "--labels: only for folder"),
        (["folder", "PATH", "-o", "m.csv", "--folds", "1"], "'1' is not a whole number from 2 to 1000"),
        (["folder", "PATH", "-o", "m.csv", "--seed", "-1"], "'-1' is not a whole number from 0 to"),
        (["folder", "PATH", "-o", "m.csv", "--subject-pattern", "("], "is no regular expression"),
        (["folder", "PATH", "-o", "m.csv", "--subject-pattern", "p.*"], "put what tells the subject in brackets"),
        (["folder", "PATH", "-o", "l.csv", "--labels", "l.csv"], "-o would replace the table of --labels"),
        (["folder", "PATH", "-o", "video.mp4", "--force"], "give it a name that ends in .csv"),
    ],
)
def test_what_does_not_belong_together_is_wrong_usage(arguments, what, capsys):
    assert index(*arguments) == 2
    assert what in capsys.readouterr().err


def test_other_code_can_index_as_well(lab, tmp_path):
    with Terminal() as terminal:
        result = index_dataset("folder", lab, tmp_path / "m.csv", terminal=terminal)
    assert result.complete
    assert len(result.findings.videos) == 12
    assert result.out == tmp_path / "m.csv"


@pytest.fixture(scope="module")
def long_work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two people whose videos take half a minute to be read."""
    folder = tmp_path_factory.mktemp("long") / "lab"
    for person in "ab":
        (folder / "happy" / person).mkdir(parents=True)
    first = make_video(folder / "happy" / "a" / "long.avi", size=(640, 480), frames=300, options=("-c:v", "mjpeg"))
    for person in "ab":
        for copy in range(30):
            os.link(first, folder / "happy" / person / f"{copy}.avi")
    return folder


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_ends_it_soon_and_leaves_nothing(long_work, tmp_path, repository, number):
    command = [sys.executable, "-m", "training.cli", "index", "folder", str(long_work), "--folds", "2"]
    process = subprocess.Popen([*command, "-o", str(tmp_path / "m.csv")], stderr=subprocess.PIPE, cwd=repository)
    assert process.stderr is not None
    assert process.stderr.readline() == b"checking ...\n"
    asked = time.monotonic()
    process.send_signal(number)
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (130, b"fer-train index: interrupted\n")
    assert time.monotonic() - asked < 2  # with nothing else to do it takes 0.3 s
    assert list(tmp_path.iterdir()) == []
