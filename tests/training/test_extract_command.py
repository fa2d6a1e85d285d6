"""`fer-train extract`: a store that is complete or says what is missing, whatever happens on the way."""

import hashlib
import json
import signal
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from core.model.store.file_lock import file_lock
from core.offline.feature_store import FeatureStore
from support.disks import full_disk
from support.lab import replaced, rows_of, write_rows
from support.motion_videos import video
from support.small_study import encoder_file
from support.stopped_command import stopped

INTERRUPTED = "fer-train extract: interrupted; the same command goes on where this one stopped\n"


def content(store: Path) -> tuple[bytes, bytes]:
    return (store / "features.bin").read_bytes(), (store / "log.jsonl").read_bytes()


def test_json_alone_stands_on_stdout(made_lab, tmp_path, fer_train):
    store = tmp_path / "store"
    done = fer_train(*replaced(made_lab.extract, store=store), "--json")
    found = json.loads(done.out)
    assert (done.code, found["records"], found["videos"], found["problems"]) == (0, 9, 9, [])
    assert found["bytes"] == sum(file.stat().st_size for file in store.iterdir())
    assert "9 of 9 to be done, about 0:00:0" in done.err
    assert "view: the middle of the picture" in done.err


def test_what_is_there_is_not_made_again(lab, fer_train):
    before = content(lab.store)
    done = fer_train(*lab.extract)
    assert done.code == 0
    assert "all of it is there already" in done.err
    command = f"fer-train fit {lab.manifest} --recipe {lab.recipe} --store={lab.store}"
    assert f"next {command}" in " ".join(done.out.split())
    assert content(lab.store) == before


def test_unusable_videos_are_told_and_left_out_until_they_are_back(lab, fer_train):
    rows = rows_of(lab.manifest)
    gone, changed, broken = (lab.folder / row[0] for row in rows[1:4])
    kept = gone.read_bytes()
    gone.unlink()
    video(changed, 7, subject=9)
    broken.write_bytes(b"no video" * 100)
    rows[3][-1] = hashlib.sha256(broken.read_bytes()).hexdigest()
    write_rows(lab.manifest, rows)
    arguments = replaced(lab.extract, store=lab.folder / "other")
    done = fer_train(*arguments, "--json")
    assert done.code == 3
    said = done.err.splitlines()
    assert f"fer-train extract: {gone}: there is no such file. Put it back, or index the data set again" in said
    assert any(line.startswith(f"fer-train extract: {changed}: the video was changed since") for line in said)
    assert any(line.startswith(f"fer-train extract: {broken}: there is no video in this file.") for line in said)
    assert said[-1] == "fer-train extract: 3 video(s) left out"
    found = json.loads(done.out)
    assert found["records"] == 6
    assert [one["path"] for one in found["problems"]] == [str(gone), str(changed), str(broken)]
    gone.write_bytes(kept)
    again = fer_train(*arguments, "--json")
    assert (again.code, json.loads(again.out)["records"]) == (3, 7)


def test_without_a_single_feature_no_training_is_proposed(lab, fer_train):
    for one in lab.folder.glob("*.avi"):
        one.unlink()
    done = fer_train(*replaced(lab.extract, store=lab.folder / "other"))
    assert done.code == 3
    assert "9 video(s) left out" in done.err
    assert "fer-train fit" not in done.out


@pytest.mark.parametrize(
    ("column", "value", "what"),
    [
        (3, "Häppy!", "row 2 has the unknown label 'Häppy!'. A label is a word of"),
        (3, "", "row 2 has no label. Fill the cell, or remove the row"),
        (4, "2", "subject 0 of own is in folds 0 and 2. Give all videos of a person the same fold"),
        (12, "", "has no sha256 for 1 of its videos"),
    ],
)
def test_a_manifest_that_makes_no_sense_is_refused(column, value, what, lab, fer_train):
    rows = rows_of(lab.manifest)
    rows[1][column] = value
    write_rows(lab.manifest, rows)
    done = fer_train(*lab.extract)
    assert (done.code, done.out) == (3, "")
    assert what in done.err


def test_one_person_can_be_encoded(lab, fer_train):
    write_rows(lab.manifest, [row for row in rows_of(lab.manifest) if row[2] in ("subject", "0")])
    assert fer_train(*replaced(lab.extract, store=lab.folder / "other")).code == 0


def test_features_of_another_kind_are_kept_apart(lab, tmp_path, fer_train):
    other = encoder_file(tmp_path, resolution=32, depth=1, seed=1)
    done = fer_train(*replaced(lab.extract, encoder=other))
    assert done.code == 3
    assert "this store holds other features: encoder /" in done.err
    assert f"{other} (" in done.err
    lab.recipe.write_text(lab.recipe.read_text().replace('"none"', '"paper"'))
    done = fer_train(*lab.extract)
    assert done.code == 3
    assert "augmentation none there, paper asked for. Choose another --store" in done.err
    done = fer_train(*lab.extract, "--pool", "1")
    assert "grid 8 x 2 x 2 there, 8 x 1 x 1 asked for" in done.err


def test_a_place_for_something_else_is_left_alone(lab, fer_train):
    for place, what in (
        (lab.recipe, "this is a file, not a feature store"),
        (lab.folder, "this folder is not a feature store; it holds"),
        (Path("/proc/features"), "cannot write (no such file or directory)"),
    ):
        done = fer_train(*replaced(lab.extract, store=place))
        assert done.code == 3
        assert f"fer-train extract: {place}: {what}" in done.err


def test_tokens_are_pooled_only_as_they_can_be(lab, fer_train):
    done = fer_train(*lab.extract, "--pool", "3")
    assert done.code == 2
    assert "--pool 3: this encoder's tokens can be kept as 2, 1" in done.err


def test_a_budget_that_is_too_small_says_what_is_needed(lab, fer_train):
    arguments = replaced(lab.extract, store=lab.folder / "other")
    done = fer_train(*arguments, "--budget", "1kb")
    assert done.code == 3
    assert "do not fit into the budget: they take at least 0.0 MB. Give a larger --budget, or choose fewer --views" in (
        done.err
    )
    done = fer_train(*arguments, "--budget", "100kb", "--pool", "2")
    assert "take at least 0.1 MB. Give a larger --budget, or leave out --pool" in done.err
    assert not (lab.folder / "other").exists()
    done = fer_train(*arguments, "--budget", "100kb", "--json")
    key = json.loads(done.out)["key"]
    assert (done.code, key["grid"], key["dtype"]) == (0, [8, 1, 1], "bf16")


@pytest.mark.parametrize(
    ("recipe", "what"),
    [
        ('epocs = "2"', "the recipe has an unknown entry 'epocs'. Known ones: name, encoder"),
        ('epochs = "2"', "the recipe makes no sense: epochs = '2'. Epochs must be a whole number from 1 to 10000"),
        ("epochs = ", "the recipe is not TOML"),
        (f"seed = 1{5000 * '0'}", "the recipe is not TOML"),
        (f"seed = {5000 * '['}", "the recipe is not TOML"),
        (f"learning_rate = 1{400 * '0'}", "the recipe makes no sense: learning_rate = 1000"),
        (f"{70_000 * '#'}\nepochs = 2", "this file is too large for a recipe"),
    ],
    ids=lambda value: value[:20],
)
def test_a_recipe_that_makes_no_sense_is_refused(recipe, what, lab, fer_train):
    lab.recipe.write_text(recipe)
    done = fer_train(*lab.extract)
    assert (done.code, done.out) == (3, "")
    assert f"fer-train extract: {lab.recipe}: {what}" in done.err
    assert len(done.err) < 600


def test_an_unknown_recipe_names_the_known_ones(lab, fer_train):
    done = fer_train(*replaced(lab.extract, recipe="papr"))
    assert done.code == 3
    assert "papr: there is no such recipe (no such file or directory). Recipes: as-run, paper, or a TOML" in done.err


def test_two_at_once_are_one_too_many(lab, fer_train):
    with file_lock(lab.store / ".lock"):
        done = fer_train(*lab.extract)
    assert done.code == 3
    assert f"{lab.store}: another extract is writing to this store. Wait until it is done, or choose" in done.err


def test_a_full_disk_loses_nothing(made_lab, tmp_path, fer_train, monkeypatch):
    disk = tmp_path / "disk"
    disk.mkdir()
    arguments = [*replaced(made_lab.extract, store=tmp_path / "straight"), "--views", "4"]
    assert fer_train(*arguments).code == 0
    with full_disk(disk, "4m"):
        (disk / "others").write_bytes(bytes(3_600_000))
        arguments = replaced(arguments, store=disk / "store")
        done = fer_train(*arguments)
        assert done.code == 3
        assert "there is too little room on the disk: 51 MB are needed, 0." in done.err
        # As if somebody else filled it while this one is at work.
        monkeypatch.setattr("core.model.store.disk_room.free_bytes", lambda _: 10**12)
        done = fer_train(*arguments)
        assert done.code == 3
        kept = len(FeatureStore.open(disk / "store"))
        assert 0 < kept < 36
        assert f"cannot be written (no space left on device); the {kept} records in it are safe. Free some" in done.err
        (disk / "others").unlink()
        assert fer_train(*arguments).code == 0
        assert content(disk / "store") == content(tmp_path / "straight")


def test_a_damaged_record_is_made_again(lab, fer_train):
    before = FeatureStore.open(lab.store)
    first = sorted(before.videos())[0]
    expected = before.read(first, 0)
    with (lab.store / "features.bin").open("r+b") as file:
        for record in range(9):
            file.seek(record * before.key.record_bytes)
            file.write(b"damage")
    assert "all of it is there already" in fer_train(*lab.extract).err
    done = fer_train(*lab.extract, "--check")
    assert done.code == 0
    assert "9 damaged record(s) taken out" in done.err
    assert torch.equal(FeatureStore.open(lab.store).read(first, 0), expected)
    assert "no record is damaged" in fer_train(*lab.extract, "--check").err


def test_features_that_are_no_numbers_are_not_kept(lab, fer_train):
    weights = load_file(lab.encoder)
    weights["norm.weight"].fill_(3e38)
    save_file(weights, lab.encoder)
    done = fer_train(*replaced(lab.extract, store=lab.folder / "other"), "--json")
    found = json.loads(done.out)
    assert (done.code, found["records"], len(found["problems"])) == (3, 0, 9)
    assert "the features of this video are not finite" in done.err
    assert "Try another precision" in done.err


def test_a_video_without_a_face_has_no_face_view(lab, fer_train):
    write_rows(lab.manifest, rows_of(lab.manifest)[:2])
    done = fer_train(*replaced(lab.extract, store=lab.folder / "other"), "--view", "face")
    assert done.code == 3
    assert "no face was found in this video. Leave the video out of the manifest, or use --view centre" in done.err


def test_a_box_is_only_for_faces(lab, fer_train):
    done = fer_train(*lab.extract, "--margin", "2")
    assert done.code == 2
    assert "--margin is for --view face" in done.err


def test_neither_kill_nor_ctrl_c_loses_or_doubles_anything(made_lab, tmp_path, fer_train):
    arguments = [*replaced(made_lab.extract, store=tmp_path / "pieces"), "--views", "2"]
    append = "core.offline.feature_store:FeatureStore.append"
    assert stopped(append, 5, signal.SIGKILL, arguments)[0] == -signal.SIGKILL
    code, said = stopped(append, 5, signal.SIGINT, arguments)
    assert code == 130
    assert said.endswith(INTERRUPTED)
    assert len(FeatureStore.open(tmp_path / "pieces")) == 10
    assert fer_train(*arguments).code == 0
    assert fer_train(*replaced(arguments, store=tmp_path / "straight")).code == 0
    assert content(tmp_path / "pieces") == content(tmp_path / "straight")
