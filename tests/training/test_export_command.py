"""`fer-train export`: a bundle that works and says what was measured, or none at all."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from core.model import load_bundle
from support.disks import full_disk
from support.lab import Lab
from support.small_study import encoder_file


def export(lab: Lab, fold: object, out: Path) -> list[object]:
    return ["export", "--fold", fold, "--run", lab.run, "-o", out]


def test_json_alone_stands_on_stdout(made_lab, tmp_path, fer_train):
    out = tmp_path / "mine.ferbundle"
    done = fer_train(*export(made_lab, "best", out), "--json")
    found = json.loads(done.out, parse_constant=pytest.fail)
    assert (done.code, done.err, found["bundle"]) == (0, "", str(out))
    assert found["card"]["labels"] == ["angry", "happy", "sad"]
    assert "its figures flatter" in found["card"]["note"]


@pytest.mark.parametrize(("fold", "probes"), [("0", 1), ("ensemble", 3)])
@pytest.mark.parametrize("name", ["mine.ferbundle", "folder"])
def test_the_bundle_can_be_used(fold, probes, name, made_lab, tmp_path, fer_train):
    assert fer_train(*export(made_lab, fold, tmp_path / name)).code == 0
    predictor = load_bundle(tmp_path / name)
    clip = np.zeros((16, 64, 64, 3), np.uint8)
    assert len(predictor.card.probes) == probes
    assert predictor.posteriors([clip]).sum() == pytest.approx(1, abs=1e-5)


def test_the_same_again_is_done_already(made_lab, tmp_path, fer_train):
    out = tmp_path / "mine.ferbundle"
    assert fer_train(*export(made_lab, 1, out)).code == 0
    made = out.read_bytes()
    again = fer_train(*export(made_lab, 1, out))
    assert (again.code, out.read_bytes()) == (0, made)
    assert "is there already, with these very probes" in again.err
    assert fer_train(*export(made_lab, 2, out)).code == 3


def test_an_ensemble_is_of_all_folds(lab, tmp_path, fer_train):
    shutil.rmtree(lab.run / "fold-2")
    done = fer_train(*export(lab, "ensemble", tmp_path / "mine.ferbundle"))
    assert done.code == 3
    assert "an ensemble is of all folds, and not trained and evaluated are: 2" in done.err


def test_what_is_there_already_stays(made_lab, tmp_path, fer_train):
    out = tmp_path / "mine.ferbundle"
    out.write_text("mine")
    done = fer_train(*export(made_lab, 0, out))
    assert (done.code, done.out) == (3, "")
    assert f"fer-train export: {out}: there is something at the bundle's place already. Choose another -o" in done.err
    assert out.read_text() == "mine"


@pytest.mark.parametrize(
    ("place", "why"),
    [("none/mine.ferbundle", "no such file or directory"), ("file/mine.ferbundle", "not a directory")],
)
def test_a_place_that_is_none_is_told(place, why, made_lab, tmp_path, fer_train):
    (tmp_path / "file").touch()
    done = fer_train(*export(made_lab, 0, tmp_path / place))
    assert done.code == 3
    assert f"{tmp_path / place}: the bundle cannot be written ({why}). Choose another place" in done.err


def test_a_full_disk_leaves_nothing(made_lab, tmp_path, fer_train):
    with full_disk(tmp_path, "1m"):
        done = fer_train(*export(made_lab, 0, tmp_path / "mine.ferbundle"))
        assert done.code == 3
        assert "the bundle cannot be written (no space left on device)" in done.err
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["mine.ferbundle", "folder"])
def test_an_interruption_leaves_nothing(name, made_lab, tmp_path, fer_train, monkeypatch):
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("core.model.bundle.writing.Path.replace", interrupted)
    done = fer_train(*export(made_lab, 0, tmp_path / name))
    assert (done.code, done.out, done.err) == (130, "", "fer-train export: interrupted\n")
    assert list(tmp_path.iterdir()) == []
    monkeypatch.undo()
    assert fer_train(*export(made_lab, 0, tmp_path / name)).code == 0


@pytest.mark.parametrize(
    ("fold", "code", "what"),
    [
        ("7", 3, "fold 7 is not trained and evaluated. Folds that are: 0, 1, 2"),
        ("all", 2, "'all' is neither best nor ensemble nor the number of a fold"),
        ("-1", 2, "'-1' is neither best nor ensemble"),
        ("²", 2, "'²' is neither best nor ensemble"),
    ],
)
def test_only_a_fold_that_is_there_can_be_exported(fold, code, what, made_lab, tmp_path, fer_train):
    done = fer_train(*export(made_lab, fold, tmp_path / "mine.ferbundle"))
    assert (done.code, done.out) == (code, "")
    assert what in done.err


def test_nothing_is_exported_before_it_is_evaluated(lab, tmp_path, fer_train):
    done = fer_train(*export(lab, 0, tmp_path / "mine.ferbundle")[:4], tmp_path, "-o", tmp_path / "mine.ferbundle")
    assert done.code == 3
    assert f"{tmp_path}: there is no training in this folder" in done.err
    (lab.run / "evaluation.json").unlink()
    done = fer_train(*export(lab, 0, tmp_path / "mine.ferbundle"))
    assert done.code == 3
    assert f"{lab.run}: the training was not evaluated yet. Evaluate it with fer-train evaluate" in done.err


@pytest.mark.parametrize("content", ["", "[]", "null", '{"scores": 1}', '{"made_with": {"probes": {}}}'])
def test_a_damaged_evaluation_is_named(content, lab, tmp_path, fer_train):
    (lab.run / "evaluation.json").write_text(content)
    done = fer_train(*export(lab, 0, tmp_path / "mine.ferbundle"))
    assert done.code == 3
    assert f"{lab.run / 'evaluation.json'}: the evaluation " in done.err
    assert "fer-train evaluate" in done.err


def test_probes_that_were_trained_again_must_be_evaluated_first(lab, tmp_path, fer_train):
    shutil.copy(lab.run / "fold-2" / "probe.safetensors", lab.run / "fold-1")
    done = fer_train(*export(lab, 0, tmp_path / "mine.ferbundle"))
    assert done.code == 3
    assert f"{lab.run}: the probes were trained again since they were evaluated. Evaluate" in done.err


def test_manifest_and_encoder_must_be_those_of_the_training(lab, tmp_path, fer_train):
    out = tmp_path / "mine.ferbundle"
    lab.encoder.rename(tmp_path / "moved.safetensors")
    done = fer_train(*export(lab, 0, out))
    assert f"{lab.encoder}: the encoder that was used is not there any more. Say with --encoder" in done.err
    other = encoder_file(tmp_path, resolution=32, depth=1, seed=1)
    done = fer_train(*export(lab, 0, out), "--encoder", other)
    assert f"{other}: this is another encoder than the one that was used before" in done.err
    assert not out.exists()
    assert fer_train(*export(lab, 0, out), "--encoder", tmp_path / "moved.safetensors").code == 0
    lab.manifest.unlink()
    done = fer_train(*export(lab, 0, tmp_path / "other.ferbundle"))
    assert done.code == 3
    assert f"{lab.manifest}: the manifest of this training is gone." in done.err
