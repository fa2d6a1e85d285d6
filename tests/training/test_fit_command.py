"""`fer-train fit`: the same probes however often it is stopped, and a reason for every one that there is not."""

import hashlib
import json
import pickle
import shutil
import signal
from pathlib import Path

import pytest
import torch

from core.model.store.file_lock import file_lock
from core.offline.feature_store import FeatureStore
from support.lab import replaced, rows_of, write_rows
from support.small_study import encoder_file
from support.stopped_command import stopped

INTERRUPTED = "fer-train fit: interrupted; the same command goes on from the last whole epoch\n"


def probe(run: Path, fold: int = 0) -> bytes:
    return (run / f"fold-{fold}" / "probe.safetensors").read_bytes()


def curve(run: Path) -> list[str]:
    """Without what the clock says."""
    return [line.rsplit(",", 2)[0] for line in (run / "fold-0" / "curve.csv").read_text().splitlines()]


def test_json_alone_stands_on_stdout(lab, fer_train):
    shutil.rmtree(lab.run / "fold-1")
    done = fer_train(*lab.fit, "--json")
    found = json.loads(done.out)
    assert (done.code, found["run"], found["folds"], found["problems"]) == (0, str(lab.run), [0, 1, 2], [])
    assert list(found["trained"]) == ["1"]
    assert found["trained"]["1"]["epoch"] == 2
    assert "fold 1: loss " in done.err
    assert "fold 2: loss " not in done.err


def test_what_is_not_known_is_null(lab, tmp_path, fer_train):
    where = ["--run", str(tmp_path / "run"), "--encoder", str(lab.encoder), "--recipe", str(lab.recipe)]
    done = fer_train("fit", lab.manifest, "--online", "--fold", "0", *where, "--device", "cpu", "--json")
    last = json.loads(done.out, parse_constant=pytest.fail)["trained"]["0"]
    assert (done.code, last["held_out_loss"]) == (0, None)


def test_unusable_videos_are_left_out_before_the_encoder_is_in_the_loop(lab, tmp_path, fer_train):
    rows = rows_of(lab.manifest)
    broken = lab.folder / rows[1][0]
    broken.write_bytes(b"no video" * 100)
    rows[1][-1] = hashlib.sha256(broken.read_bytes()).hexdigest()
    write_rows(lab.manifest, rows)
    where = ["--run", str(tmp_path / "run"), "--encoder", str(lab.encoder), "--recipe", str(lab.recipe)]
    done = fer_train("fit", lab.manifest, "--online", "--fold", "1", *where, "--device", "cpu", "--json")
    found = json.loads(done.out)
    assert (done.code, found["folds"]) == (3, [1])
    assert [one["path"] for one in found["problems"]] == [str(broken)]
    assert f"fer-train fit: {broken}: there is no video in this file" in done.err


def test_a_trained_fold_is_not_trained_again(lab, fer_train):
    before = [probe(lab.run, fold) for fold in (0, 1, 2)]
    done = fer_train(*lab.fit)
    assert done.code == 0
    assert "folds 0, 1, 2 (0 trained now)" in done.out
    assert f"next fer-train evaluate --run {lab.run}" in " ".join(done.out.split())
    assert [probe(lab.run, fold) for fold in (0, 1, 2)] == before


def test_a_spreadsheet_changes_nothing(lab, tmp_path, fer_train):
    rows = rows_of(lab.manifest)
    fps = rows[0].index("fps")
    cells = [";".join([*row[:fps], row[fps].replace(".", ","), *row[fps + 1 :]]) for row in rows]
    sheet = lab.folder / "sheet.csv"
    sheet.write_bytes(b"\xef\xbb\xbf" + "\r\n".join([*cells, ";" * 12, ""]).encode())
    arguments = replaced(lab.fit, run=tmp_path / "other")
    arguments[1] = str(sheet)
    assert fer_train(*arguments, "--fold", "0").code == 0
    assert probe(tmp_path / "other") == probe(lab.run)


def test_videos_without_features_are_told_and_left_out(lab, tmp_path, fer_train):
    videos = sorted(FeatureStore.open(lab.store).videos())
    store = FeatureStore.open(lab.store)
    with FeatureStore.writing(lab.store, store.key) as writer:
        writer.drop([(videos[0], 0)])
    arguments = [*replaced(lab.fit, run=tmp_path / "run"), "--fold", "0", "--json"]
    done = fer_train(*arguments)
    assert done.code == 3
    assert len(json.loads(done.out)["problems"]) == 1
    assert "there are no features of this video. Run fer-train extract again" in done.err
    assert "fer-train fit: 1 video(s) left out" in done.err
    with FeatureStore.writing(lab.store, store.key) as writer:
        writer.drop([(one, 0) for one in videos[1:]])
    done = fer_train(*replaced(arguments, run=tmp_path / "other"))
    assert (done.code, done.out) == (3, "")
    assert "9 video(s) left out" in done.err
    assert "nothing is left to train fold 0 on. What stands above says why, for each video" in done.err


def test_an_extract_that_did_not_come_to_its_end_is_noticed(lab, tmp_path, fer_train):
    store = FeatureStore.open(lab.store)
    video = sorted(store.videos())[0]
    with FeatureStore.writing(lab.store, store.key) as writer:
        writer.append(video, 1, store.read(video, 0))
    done = fer_train(*replaced(lab.fit, run=tmp_path / "run"), "--fold", "0")
    assert done.code == 0
    said = "note: some videos have 1 view(s), others 2: 1 of each are used; fer-train extract adds what is missing"
    assert said in done.err
    assert json.loads((tmp_path / "run" / "run.json").read_text())["views"] == 1


@pytest.mark.parametrize(
    ("column", "value", "what"),
    [
        ("subject", "0", "subject 0 of own is in folds 0, 1 and 2"),
        ("label", "sad", "all videos have the same label. At least two labels are needed"),
        ("fold", "0", "all videos have the same fold. At least two folds are needed"),
    ],
)
def test_a_manifest_without_differences_is_refused(column, value, what, lab, fer_train):
    header, *rows = rows_of(lab.manifest)
    for row in rows:
        row[header.index(column)] = value
    write_rows(lab.manifest, [header, *rows])
    done = fer_train(*lab.fit)
    assert (done.code, done.out) == (3, "")
    assert f"{lab.manifest}: {what}" in done.err


def test_one_person_alone_cannot_be_learned_from(lab, fer_train):
    write_rows(lab.manifest, [row for row in rows_of(lab.manifest) if row[2] in ("subject", "0")])
    done = fer_train(*lab.fit)
    assert done.code == 3
    assert "all videos have the same subject. At least two people are needed: one to learn from" in done.err


def test_a_class_that_a_fold_lacks_is_said(lab, tmp_path, fer_train):
    rows = rows_of(lab.manifest)
    write_rows(lab.manifest, [row for row in rows if row[2:4] not in (["1", "happy"], ["2", "happy"])])
    done = fer_train(*replaced(lab.fit, run=tmp_path / "run"), "--fold", "1")
    assert done.code == 0
    assert "note: Fold 2 has no video labelled happy: its figures say nothing about that." in done.err
    assert "note: All videos labelled happy are in fold 0: the probe of that fold never learns it." in done.err


@pytest.mark.parametrize(
    ("more", "what"),
    [
        (["--fold", "3"], "--fold 3: the folds of this manifest are 0, 1, 2"),
        (["--fold", "-1"], "'-1' is neither all nor the number of a fold"),
        (["--view", "face"], "--view and --margin are for --online; a store has its own"),
        (["--devices", "3"], "the recipe's batch of 4 cannot be shared by 3"),
    ],
)
def test_what_cannot_be_asked_for_is_wrong_usage(more, what, made_lab, fer_train):
    done = fer_train(*made_lab.fit, *more)
    assert (done.code, done.out) == (2, "")
    assert what in done.err


def test_a_run_is_of_one_recipe_one_manifest_and_one_store(lab, tmp_path, fer_train):
    recipe = lab.recipe.read_text()
    lab.recipe.write_text(recipe + "learning_rate = 0.002\n")
    done = fer_train(*lab.fit)
    assert done.code == 3
    assert f"{lab.run}: the folder holds another training (recipe learning_rate: 0.001 there, 0.002 asked" in done.err
    lab.recipe.write_text(recipe.replace("segments = 2", "segments = 4"))
    done = fer_train(*lab.fit)
    assert f"{lab.store}: the store's features are of another recipe: segments 2, and small asks for 4" in done.err
    lab.recipe.write_text(recipe)
    other = encoder_file(tmp_path, resolution=32, depth=1, seed=1)
    done = fer_train(*lab.fit, "--encoder", other)
    assert f"{other}: this is another encoder than the one that was used before" in done.err
    rows = rows_of(lab.manifest)
    write_rows(lab.manifest, rows[:-1])
    done = fer_train(*lab.fit)
    assert "the folder holds another training (manifest: " in done.err


def test_places_for_something_else_are_left_alone(lab, fer_train):
    for name, place, what in (
        ("run", lab.store, "there is something else in this folder. Choose another --run"),
        ("run", lab.recipe, "the folder cannot be used (not a directory). Choose another --run"),
        ("run", Path("/proc/run"), "cannot write (no such file or directory). Choose another folder or another name"),
        ("store", lab.run, "there is no feature store here. Make it with fer-train extract, or check --store"),
    ):
        done = fer_train(*replaced(lab.fit, **{name: place}))
        assert done.code == 3
        assert f"fer-train fit: {place}: {what}" in done.err


def test_what_a_kill_leaves_of_a_record_is_no_obstacle(lab, tmp_path, fer_train):
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "run.json.tmp").write_text("{")
    assert fer_train(*replaced(lab.fit, run=tmp_path / "run"), "--fold", "0").code == 0


@pytest.mark.parametrize("content", ["", "{}", "[]", "null", '{"format": 1}', "9" * 5000, "[" * 5000])
def test_a_damaged_record_is_named(content, lab, fer_train):
    (lab.run / "run.json").write_text(content)
    done = fer_train(*lab.fit)
    assert done.code == 3
    assert f"{lab.run / 'run.json'}: the record of the training is damaged. Fit it again into another" in done.err


def test_entries_of_a_record_that_make_no_sense_are_found(lab, fer_train):
    record = lab.run / "run.json"
    good = json.loads(record.read_text())
    for name, value in (
        ("key", good["key"] | {"heads": 7}),
        ("key", good["key"] | {"heads": 0}),
        ("views", -1),
        ("labels", None),
        ("key", {}),
        ("recipe", []),
    ):
        record.write_text(json.dumps(good | {name: value}))
        done = fer_train(*lab.fit)
        assert done.code == 3
        assert f"fer-train fit: {record}: the rec" in done.err
    record.write_text(json.dumps(good | {"format": 2}))
    assert "this training has format 2, not 1. Use the version that made it" in fer_train(*lab.fit).err


class Trap:
    """Whoever unpickles it makes a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self):
        return Path.touch, (self.path,)


def test_nothing_in_a_checkpoint_is_run(lab, tmp_path, fer_train):
    checkpoint = lab.run / "fold-1" / "checkpoint.pt"
    (lab.run / "fold-1" / "probe.safetensors").unlink()
    trap = Trap(tmp_path / "caught")
    pickle.loads(pickle.dumps(trap))
    trap.path.unlink()  # which must exist
    for write in (lambda: checkpoint.write_bytes(pickle.dumps(trap)), lambda: torch.save({"curve": trap}, checkpoint)):
        write()
        done = fer_train(*lab.fit)
        assert done.code == 3
        assert f"fit: {checkpoint}: the checkpoint is damaged. Remove it, and the fold begins anew" in done.err
        assert not trap.path.exists()


def test_a_checkpoint_that_cannot_be_gone_on_from_is_named(lab, fer_train):
    folder = lab.run / "fold-1"
    expected = probe(lab.run, 1)
    (folder / "probe.safetensors").unlink()
    good = (folder / "checkpoint.pt").read_bytes()
    (folder / "checkpoint.pt").write_bytes(good[:10_000])
    assert "the checkpoint is damaged" in fer_train(*lab.fit).err
    shutil.copy(lab.run / "fold-2" / "checkpoint.pt", folder)
    assert "the checkpoint is of another training. Remove it" in fer_train(*lab.fit).err
    (folder / "checkpoint.pt").write_bytes(good)
    state = torch.load(folder / "checkpoint.pt", weights_only=True)
    for rows in ([["x"] * 9], [[1.0]], 2 * state["curve"]):
        torch.save(state | {"curve": rows}, folder / "checkpoint.pt")
        assert "the checkpoint is damaged" in fer_train(*lab.fit).err
    (folder / "checkpoint.pt").unlink()
    assert fer_train(*lab.fit).code == 0
    assert probe(lab.run, 1) == expected


def test_a_loss_that_is_no_number_stops_it(lab, tmp_path, fer_train):
    lab.recipe.write_text(lab.recipe.read_text() + "learning_rate = 1e30\n")
    done = fer_train(*replaced(lab.fit, run=tmp_path / "run"))
    assert (done.code, done.out) == (3, "")
    assert "the loss is not a number any more at step 2. Choose a smaller learning_rate" in done.err
    assert not (tmp_path / "run" / "fold-0" / "probe.safetensors").exists()


def test_a_damaged_feature_says_how_it_is_mended(lab, tmp_path, fer_train):
    with (lab.store / "features.bin").open("r+b") as file:
        file.truncate(1000)
    done = fer_train(*replaced(lab.fit, run=tmp_path / "run"))
    assert done.code == 3
    assert "this record of the feature store is damaged. Run the same fer-train extract with --check" in done.err


def test_two_at_one_fold_are_one_too_many(lab, fer_train):
    (lab.run / "fold-1" / "probe.safetensors").unlink()
    with file_lock(lab.run / "fold-1" / ".lock"):
        done = fer_train(*lab.fit)
        assert done.code == 3
        assert "another fer-train is at work in this folder. Wait until it is done, or choose other folds" in done.err
        assert fer_train(*lab.fit, "--fold", "2").code == 0


def test_neither_kill_nor_ctrl_c_changes_a_probe(made_lab, tmp_path, fer_train):
    recipe = tmp_path / "small.toml"
    recipe.write_text(made_lab.recipe.read_text().replace("epochs = 2", "epochs = 6"))
    arguments = [*replaced(made_lab.fit, recipe=recipe, run=tmp_path / "pieces"), "--fold", "0"]
    save = "core.offline.checkpoint:Checkpoint.save"
    assert stopped(save, 2, signal.SIGKILL, arguments)[0] == -signal.SIGKILL
    code, said = stopped(save, 2, signal.SIGINT, arguments)
    assert code == 130
    assert said.endswith(INTERRUPTED)
    assert len(curve(tmp_path / "pieces")) == 1 + 4
    assert fer_train(*arguments).code == 0
    assert fer_train(*replaced(arguments, run=tmp_path / "straight")).code == 0
    assert probe(tmp_path / "pieces") == probe(tmp_path / "straight")
    assert curve(tmp_path / "pieces") == curve(tmp_path / "straight")
    assert len(curve(tmp_path / "pieces")) == 1 + 6
