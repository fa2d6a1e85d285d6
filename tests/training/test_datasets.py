"""Readers of data sets: what names say, which files are found, and what is told about each bad one."""

import csv
import json
import os
import shutil
import threading
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.capture.video_file import VideoFile
from core.errors import Cancelled, DataError
from core.labels import CLASS_ORDERS, CREMA_D, RAVDESS
from core.model.files.file_digest import file_sha256
from core.offline.manifest import Video
from support.small_inputs import video
from support.videos import cut_in_half, make_video
from training.datasets import crema_d, ravdess
from training.datasets.crema_d_files import FILES, write_files
from training.datasets.findings import Findings, Kind
from training.datasets.folder import FolderOptions, read_folder
from training.datasets.labels import label_of
from training.datasets.published import PublishedFile, PublishedSet, read_published
from training.datasets.scan import VIDEO_ENDINGS, check_videos, find_files


def rows_of(table: Path) -> list[dict[str, str]]:
    with table.open(newline="") as file:
        return list(csv.DictReader(file))


# What names say


def test_ravdess_has_the_names_and_folds_of_the_study(shared):
    rows = rows_of(shared / "datasets/ravdess/speech_video_names_with_folds.csv")
    described = {name: ravdess.describe(name, Path(name)) for name in ravdess.speech_names()}
    assert sorted(described) == sorted(row["stem"] for row in rows)
    assert all(described[row["stem"]].fold == int(row["luna_fold"]) for row in rows)
    assert Counter(one.fold for one in described.values()) == {0: 600, 1: 600, 2: 600, 3: 600, 4: 480}
    assert len({one.subject for one in described.values()}) == 24


def test_a_ravdess_name_says_everything():
    path = Path("/data/02-01-06-02-01-02-09.mp4")
    assert ravdess.describe(path.stem, path) == Video(path, RAVDESS, "09", "fear", 4, "strong", "kids", "male")
    assert ravdess.describe("01-01-08-01-02-01-14", path).label == "surprise"
    assert ravdess.describe("01-01-08-01-02-01-14", path).sex == "female"


def test_crema_d_has_the_names_sizes_and_digests_that_were_published(shared):
    rows = rows_of(shared / "datasets/crema_d/videoflash_lfs_index.csv")
    published = {row["filename"]: PublishedFile(int(row["size"]), row["sha256"]) for row in rows}
    assert len(published) == 7442
    assert {f"{name}.flv": file for name, file in crema_d.crema_d().files.items()} == published


def test_the_list_of_crema_d_files_can_be_made_anew(shared, tmp_path):
    write_files(shared / "datasets/crema_d/videoflash_lfs_index.csv", tmp_path / "files.npz")
    with np.load(tmp_path / "files.npz") as made, np.load(FILES) as kept:
        assert all(np.array_equal(made[name], kept[name]) for name in ("sizes", "digests"))


def test_crema_d_actors_have_the_folds_of_the_paper(shared):
    table = json.loads((shared / "datasets/folds.json").read_text())["cremad_paper_table1"]
    folds = {str(actor): int(fold) for fold, own in table.items() for actor in own}
    assert {number: actor.fold for number, actor in crema_d.actors().items()} == folds
    clips = Counter(crema_d.describe(name, Path(name)).fold for name in crema_d.names())
    assert [clips[fold] for fold in range(1, 6)] == [1551, 1470, 1476, 1469, 1476]


def test_crema_d_actors_are_who_the_data_set_says(shared):
    rows = rows_of(shared / "datasets/crema_d/VideoDemographics.csv")
    told = {row["ActorID"]: (row["Age"], row["Sex"].lower(), row["Race"]) for row in rows}
    assert {number: (actor.age, actor.sex, actor.race) for number, actor in crema_d.actors().items()} == told


def test_a_crema_d_name_says_everything():
    path = Path("/data/1002_IEO_DIS_MD.flv")
    known = Video(path, CREMA_D, "1002", "disgust", 1, "medium", "IEO", "female", "21", "Caucasian")
    assert crema_d.describe(path.stem, path) == known
    assert set(crema_d.names()) > crema_d.BROKEN


@pytest.mark.parametrize(
    ("dataset", "order"), [(ravdess.ravdess, CLASS_ORDERS[RAVDESS]), (crema_d.crema_d, CLASS_ORDERS[CREMA_D])]
)
def test_the_labels_are_those_of_the_study(dataset, order):
    published = dataset()
    assert {published.describe(name, Path(name)).label for name in published.names} == set(order)


@pytest.mark.parametrize(
    ("word", "label"),
    [("Anger", "angry"), ("HAPPINESS", "happy"), ("sad", "sad"), ("Not sure", "not_sure"), ("01", ""), ("glück", "")],
)
def test_words_become_labels(word, label):
    assert label_of(word) == label


# Which files are found


def test_videos_are_found_in_any_folder_and_case(tmp_path):
    wanted = [tmp_path / f"a{ending}" for ending in VIDEO_ENDINGS] + [tmp_path / "in" / "deep" / "B.MP4"]
    passed_over = [tmp_path / name for name in ("._a.mp4", ".hidden/a.mp4", "notes.txt", "a.mp4.part")]
    for path in (*wanted, *passed_over):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert find_files(tmp_path) == (sorted(wanted), [])


def test_links_that_loop_end_and_no_folder_is_read_twice(tmp_path):
    (tmp_path / "data" / "real").mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    for place in ("data/real/a.mp4", "elsewhere/b.mp4"):
        (tmp_path / place).touch()
    (tmp_path / "data" / "again").symlink_to("real")
    (tmp_path / "data" / "real" / "up").symlink_to("..")
    (tmp_path / "data" / "linked").symlink_to("../elsewhere")
    data = tmp_path / "data"
    assert find_files(data)[0] == [data / "linked" / "b.mp4", data / "real" / "a.mp4"]


def test_places_that_are_no_folder_are_refused(tmp_path):
    with pytest.raises(DataError, match="there is no such folder"):
        find_files(tmp_path / "none")
    (tmp_path / "a.zip").touch()
    with pytest.raises(DataError, match="Unpack archives first"):
        find_files(tmp_path / "a.zip")


# What is found in them


def test_frames_are_counted_as_the_window_decodes_them(tmp_path):
    paths = [video(tmp_path / "a.avi", 7, fps=25), make_video(tmp_path / "b.flv", frames=11)]
    checked = check_videos(paths)
    for path in paths:
        opened = VideoFile(path)
        frames = sum(1 for _ in iter(opened.read, None))
        opened.close()
        assert (checked[path].frames, checked[path].fps) == (frames, opened.info.fps)
        assert (checked[path].sha256, checked[path].size) == (file_sha256(path), path.stat().st_size)
        assert (checked[path].fault, checked[path].damage) == ("", "")


def test_what_cannot_be_played_is_told_and_nothing_hangs(tmp_path, capfd):
    contents = {
        "empty.mp4": b"",
        "page.mp4": b"<html>404</html>",
        "pointer.flv": b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n",
        os.fsdecode(b"\xff.mp4"): b"1",
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    os.mkfifo(tmp_path / "pipe.mp4")
    (tmp_path / "nowhere.mp4").symlink_to("none")
    (tmp_path / "folder.mp4").mkdir()
    half = cut_in_half(make_video(tmp_path / "a.mp4", frames=20))
    paths = [*(tmp_path / name for name in contents), *tmp_path.glob("[pnf]*.mp4"), half]
    faults = {path.name: one.fault for path, one in check_videos(paths).items()}
    assert len(faults) == 8
    assert all(faults.values())
    assert "git lfs pull" in faults["pointer.flv"]
    assert "cut off" in faults[half.name]
    assert capfd.readouterr().err == ""  # FFmpeg has nothing to say to the terminal


def test_a_video_that_ends_early_is_damaged(tmp_path):
    whole = make_video(tmp_path / "a.mp4", frames=60, options=("-g", "10", "-movflags", "+faststart"))
    (checked,) = check_videos([cut_in_half(whole)]).values()
    assert checked.fault == ""
    assert 0 < checked.frames < 60
    assert "may have been cut off" in checked.damage


def test_checking_can_be_cancelled(tmp_path):
    cancel = threading.Event()
    with pytest.raises(Cancelled):
        check_videos([video(tmp_path / f"{i}.avi", 3) for i in range(9)], lambda _: cancel.set(), cancel)


def test_progress_counts_the_bytes_of_what_is_done(tmp_path):
    paths = [video(tmp_path / f"{i}.avi", 3 + i) for i in range(3)]
    told = []
    check_videos(paths, told.append)
    assert told[0].stage == "checking"
    assert told[-1].done == told[-1].total == sum(path.stat().st_size for path in paths)


# A published data set


@pytest.fixture
def study(tmp_path) -> PublishedSet:
    """Three published videos in tmp_path/data, of which another is known to be broken."""
    (tmp_path / "data").mkdir()
    places = {name: make_video(tmp_path / "data" / f"{name}.flv", frames=9 + i) for i, name in enumerate("ABC")}
    files = {name: PublishedFile(path.stat().st_size, file_sha256(path)) for name, path in places.items()}

    def describe(name: str, path: Path) -> Video:
        return Video(path, "study", name, "sad" if name == "A" else "happy", "ABCX".index(name))

    return PublishedSet(
        *("Study", tuple("ABCX"), describe, "A.flv"),
        left_out=lambda name: "songs" if name == "SONG" else "",
        files=files,
        ending=".flv",
        broken=frozenset("X"),
    )


def told(findings: Findings) -> list[tuple[str, str, bool]]:
    return [(problem.kind, problem.file, problem.failure) for problem in findings.problems]


def test_a_whole_data_set_has_no_problem_but_its_broken_file(study, tmp_path):
    findings = read_published(study, tmp_path / "data", verify=True)
    assert told(findings) == [("missing", "X", False)]
    assert "known to be broken in the published data set" in findings.problems[0].sentence
    assert [(one.subject, one.frames) for one in findings.videos] == [("A", 9), ("B", 10), ("C", 11)]
    assert findings.expected == 4


def test_the_broken_file_itself_is_no_failure(study, tmp_path):
    (tmp_path / "data" / "X.flv").write_bytes(b"FLV")
    assert told(read_published(study, tmp_path / "data")) == [("unreadable", "X.flv", False)]


def test_a_missing_video_is_a_failure(study, tmp_path):
    (tmp_path / "data" / "B.flv").unlink()
    assert ("missing", "B", True) in told(read_published(study, tmp_path / "data"))


def test_a_file_of_another_size_is_told_and_used_all_the_same(study, tmp_path):
    with (tmp_path / "data" / "B.flv").open("ab") as file:
        file.write(b"12")
    findings = read_published(study, tmp_path / "data")
    assert told(findings)[0] == ("mis-sized", "B.flv", True)
    assert [one.subject for one in findings.videos] == ["A", "B", "C"]


def test_a_file_of_another_content_is_found_when_digests_are_compared(study, tmp_path):
    content = bytearray((tmp_path / "data" / "B.flv").read_bytes())
    content[-1] ^= 1
    (tmp_path / "data" / "B.flv").write_bytes(content)
    assert len(read_published(study, tmp_path / "data").videos) == 3
    findings = read_published(study, tmp_path / "data", verify=True)
    assert told(findings)[0] == ("altered", "B.flv", True)
    assert [one.subject for one in findings.videos] == ["A", "C"]


def test_converted_copies_are_taken_by_their_names(study, tmp_path):
    (tmp_path / "data" / "B.flv").unlink()
    converted = make_video(tmp_path / "data" / "b.MP4", frames=10)
    findings = read_published(study, tmp_path / "data", verify=True)
    assert told(findings) == [("missing", "X", False)]
    assert findings.videos[1].path == converted


def test_a_converted_copy_that_was_cut_off_is_left_out(study, tmp_path):
    (tmp_path / "data" / "B.flv").unlink()
    whole = make_video(tmp_path / "whole.mp4", frames=60, options=("-g", "10", "-movflags", "+faststart"))
    shutil.move(cut_in_half(whole), tmp_path / "data" / "B.mp4")
    findings = read_published(study, tmp_path / "data")
    assert told(findings)[0] == ("damaged", "B.mp4", True)
    assert [one.subject for one in findings.videos] == ["A", "C"]


def test_of_two_files_of_one_name_a_good_one_is_used(study, tmp_path):
    data = tmp_path / "data"
    (data / "copies").mkdir()
    shutil.copy(data / "A.flv", data / "copies" / "A.flv")
    (data / "copies" / "B.flv").write_bytes((data / "B.flv").read_bytes())
    (data / "B.flv").write_bytes(b"FLV")
    make_video(data / "C.mp4", frames=11)
    findings = read_published(study, data)
    assert [one.path for one in findings.videos] == [data / "A.flv", data / "copies" / "B.flv", data / "C.flv"]
    assert told(findings)[:3] == [
        ("duplicated", "copies/A.flv", False),
        ("unreadable", "B.flv", False),
        ("duplicated", "C.mp4", False),
    ]


def test_two_contents_under_one_name_contradict_each_other(study, tmp_path):
    data = tmp_path / "data"
    (data / "copies").mkdir()
    make_video(data / "copies" / "B.flv", frames=14)
    findings = read_published(replace(study, files={}), data)
    assert told(findings)[0] == ("duplicated", "copies/B.flv", True)
    assert [one.path for one in findings.videos] == [data / "A.flv", data / "B.flv", data / "C.flv"]


def test_one_file_under_two_names_is_a_contradiction(study, tmp_path):
    (tmp_path / "data" / "X.mp4").write_bytes((tmp_path / "data" / "A.flv").read_bytes())
    findings = read_published(study, tmp_path / "data")
    assert told(findings) == [("duplicated", "A.flv", True), ("duplicated", "X.mp4", True)]
    assert [one.subject for one in findings.videos] == ["B", "C"]


def test_other_videos_are_told_and_songs_are_counted(study, tmp_path):
    for name in ("A (1).flv", "song.mp4"):
        (tmp_path / "data" / name).touch()
    findings = read_published(study, tmp_path / "data")
    assert ("not recognised", "A (1).flv", False) in told(findings)
    assert findings.notes == ["1 songs left out: the study used the videos of speech"]


def test_a_folder_of_something_else_says_what_was_looked_for(tmp_path):
    video(tmp_path / "holiday.avi", 2)
    with pytest.raises(DataError, match=r"no RAVDESS videos in this folder \(1 files of other names\).*01-01-03-01-01"):
        read_published(ravdess.ravdess(), tmp_path)
    for name in ("01-02-03-01-01-02-05.mp4", "03-01-03-01-01-02-05.wav"):
        (tmp_path / name).touch()
    with pytest.raises(DataError, match=r"\(1 videos of song, 1 files of sound only\)"):
        read_published(ravdess.ravdess(), tmp_path)


# A folder of one's own


@pytest.fixture
def own(tmp_path) -> Path:
    """LABEL/SUBJECT/video: four people, each angry and happy."""
    folder = tmp_path / "lab"
    for number, (label, subject) in enumerate((label, subject) for label in ("Anger", "happy") for subject in "pqrs"):
        (folder / label / subject).mkdir(parents=True)
        video(folder / label / subject / "take.avi", 3 + number)
    return folder


def test_folders_are_labels_and_subjects(own):
    findings = read_folder(own, FolderOptions(folds=2))
    assert findings.problems == []
    assert [(one.label, one.subject) for one in findings.videos[:2]] == [("angry", "p"), ("angry", "q")]
    assert {one.dataset for one in findings.videos} == {"lab"}
    assert len({(one.subject, one.fold) for one in findings.videos}) == 4
    assert Counter((one.fold, one.label) for one in findings.videos) == dict.fromkeys(
        [(fold, label) for fold in (0, 1) for label in ("angry", "happy")], 2
    )


def test_a_pattern_tells_the_subject(own):
    options = FolderOptions(subject_pattern=r"/(?P<subject>[p-r])/", folds=2)
    findings = read_folder(own, options)
    assert {one.subject for one in findings.videos} == {"p", "q", "r"}
    assert told(findings) == [("not recognised", f"{label}/s/take.avi", True) for label in ("Anger", "happy")]


def test_nobody_is_guessed(own):
    for path in sorted(own.glob("*/*/take.avi")):
        path.rename(path.parent.parent / f"{path.parent.name}_take.avi")
    with pytest.raises(
        DataError, match=r"nobody can tell who is seen.*LABEL/SUBJECT/video.*--subject-pattern.*--labels"
    ):
        read_folder(own, FolderOptions())
    assert len(read_folder(own, FolderOptions(subject_pattern="(.)_take", folds=2)).videos) == 8


def test_people_outside_and_labels_inside_are_noticed(tmp_path):
    for place in ("anna/happy", "ben/sad"):
        (tmp_path / place).mkdir(parents=True)
        (tmp_path / place / "a.mp4").touch()
    with pytest.raises(DataError, match="the outer folders look like people"):
        read_folder(tmp_path, FolderOptions())


def test_too_few_people_are_told_before_any_video_is_read(own):
    with pytest.raises(DataError, match="4 subjects cannot be spread over 5 folds"):
        read_folder(own, FolderOptions(), on_progress=lambda _: pytest.fail("reading has begun"))


def test_people_lost_to_bad_videos_are_told(own):
    for path in own.glob("*/s/take.avi"):
        path.write_bytes(b"x")
    with pytest.raises(DataError, match=r"3 subjects .* now that 2 videos had to be left out \(Anger/s/take.avi, "):
        read_folder(own, FolderOptions(folds=4))


def test_copies_that_agree_count_once_and_those_that_do_not_count_never(own):
    shutil.copy(own / "happy/p/take.avi", own / "happy/p/take2.avi")
    shutil.copy(own / "happy/q/take.avi", own / "Anger/q/take2.avi")
    findings = read_folder(own, FolderOptions(folds=2))
    assert told(findings) == [
        ("duplicated", "Anger/q/take2.avi", True),
        ("duplicated", "happy/q/take.avi", True),
        ("duplicated", "happy/p/take2.avi", False),
    ]
    assert len(findings.videos) == 7


def test_a_damaged_video_of_ones_own_is_used(own, tmp_path):
    whole = make_video(tmp_path / "whole.mp4", frames=60, options=("-g", "10", "-movflags", "+faststart"))
    shutil.move(cut_in_half(whole), own / "happy" / "p" / "cut.mp4")
    findings = read_folder(own, FolderOptions(folds=2))
    assert told(findings) == [("damaged", "happy/p/cut.mp4", False)]
    assert len(findings.videos) == 9


def test_names_that_differ_in_case_only_are_pointed_out(own):
    (own / "happy" / "p").rename(own / "happy" / "P")
    assert read_folder(own, FolderOptions(folds=2)).notes == ["subjects P and p are taken for different people"]


def labelled(own: Path, table: str, **options: object) -> Findings:
    path = own.parent / "labels.csv"
    path.write_text(table)
    return read_folder(own, FolderOptions(labels=path, **options))


def test_a_table_gives_labels_subjects_and_folds(own):
    findings = labelled(
        own,
        "path;label;subject;fold;sex;note\nAnger/p/take.avi;Sadness;1;3;female;x\nhappy/q/take.avi;fear;2;7;;\n",
    )
    assert [(one.label, one.subject, one.fold, one.sex) for one in findings.videos] == [
        ("sad", "1", 3, "female"),
        ("fear", "2", 7, ""),
    ]
    assert {kind for kind, _, _ in told(findings)} == {Kind.NOT_RECOGNISED}
    assert not any(problem.failure for problem in findings.problems)


def test_listed_videos_that_are_not_there_are_missing(own):
    table = "path,label,subject\nAnger/p/take.avi,sad,1\nhappy/q/take.avi,sad,2\nnone.avi,fear,2\nnone.avi,sad,3\n"
    with pytest.raises(DataError, match=r"row 5 lists 'none.avi' again, after row 4"):
        labelled(own, table, folds=2)
    findings = labelled(own, table.replace("none.avi,sad,3\n", ""), folds=2)
    assert told(findings)[0] == ("missing", "none.avi", True)


@pytest.mark.parametrize(
    ("table", "what"),
    [
        ("file,label\na.avi,happy\n", "columns are missing: path"),
        ("path,label\n", "the table has no rows"),
        ("path,label\n,happy\n", "row 2 has no path"),
        ("path,label\nAnger/p/take.avi,\n", "row 2 has the label ''"),
        ("path,label\nAnger/p/take.avi,glücklich\n", "row 2 has the label 'glücklich'"),
        ("path,label,subject\nAnger/p/take.avi,sad,1\nhappy/p/take.avi,sad,\n", "row 3 has no subject"),
        ("path,label,fold\nAnger/p/take.avi,sad,1\nhappy/p/take.avi,sad,\n", "row 3 has the fold ''"),
        ("path,label,fold\nAnger/p/take.avi,sad,one\n", "row 2 has the fold 'one'"),
        ("path,label\nnone.avi,sad\n", "none of the 1 listed videos is there"),
        ("path,label\nAnger/p/take.avi,sad\n", "nobody can tell who is seen"),
        (
            "path,label,subject,fold\nAnger/p/take.avi,sad,1,0\nhappy/p/take.avi,sad,1,1\n",
            "subject 1 of lab is in folds 0 and 1",
        ),
    ],
)
def test_a_table_that_makes_no_sense_is_refused(own, table, what):
    with pytest.raises(DataError) as caught:
        labelled(own, table)
    assert what in caught.value.what
    assert caught.value.hint
