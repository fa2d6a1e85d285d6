"""The real clips of both data sets, from their folders to evaluated predictions, with the starter's encoder."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from core.clips.sampling import evaluation_clips
from core.model import Predictor, load_bundle
from core.offline.feature_store import FeatureStore
from core.offline.manifest import read_manifest, write_manifest
from support.live_readings import readings
from training.cli import main

pytestmark = pytest.mark.slow
RECIPE = 'augmentation = "none"\nepochs = 2\nprecision = "32-true"\n'


@pytest.fixture(scope="module")
def folder(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both data sets in one manifest: two people, in two folds."""
    folder = tmp_path_factory.mktemp("real")
    videos = []
    for kind, there in (("crema-d", "crema_d"), ("ravdess", "ravdess")):
        manifest = folder / f"{there}.csv"
        verify = ["--verify"] if kind == "crema-d" else []
        assert (
            main(["index", kind, str(shared / "videos" / there), "-o", str(manifest), *verify]) == 3
        )  # most are missing
        videos += read_manifest(manifest, for_training=False).videos
    write_manifest(folder / "manifest.csv", videos)
    (folder / "short.toml").write_text(RECIPE)
    return folder


def test_real_clips_are_indexed_with_labels_people_and_folds(folder: Path) -> None:
    manifest = read_manifest(folder / "manifest.csv")
    assert len(manifest.videos) == 10
    assert {(one.dataset, one.subject, one.fold) for one in manifest.videos} == {
        ("crema-d", "1001", 5),
        ("ravdess", "05", 0),
    }
    by_name = {one.path.stem: one for one in manifest.videos}
    assert by_name["1001_DFA_FEA_XX"].label == "fear"
    assert by_name["01-01-03-01-01-02-05"].label == "happy"
    assert by_name["1001_DFA_FEA_XX"].sex == "male"


def _compare_with_the_window(predictor: Predictor, clips: Path, name: str) -> None:
    """The face view, too, is read live as it was evaluated, at the same clips."""
    with clips.open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if name in row["path"]]
    live = readings(predictor, Path(rows[0]["path"].rpartition("#")[0]))
    assert len(rows) == 33
    for row in rows:
        posterior = [float(row[f"p_{label}"]) for label in predictor.labels]
        assert np.abs(live[int(row["path"].rpartition("#")[2])] - posterior).max() <= 1e-5


def test_real_clips_go_through_the_starter(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manifest, store, run = folder / "manifest.csv", folder / "features", folder / "run"
    recipe = ["--recipe", str(folder / "short.toml")]
    assert main(["extract", str(manifest), "--encoder", "starter", *recipe, "--store", str(store)]) == 0
    kept = FeatureStore.open(store)
    assert (len(kept), kept.key.view, kept.key.margin, kept.key.resolution) == (10, "face", 1.2, 96)
    assert main(["fit", str(manifest), *recipe, "--store", str(store), "--run", str(run)]) == 0
    capsys.readouterr()
    assert main(["evaluate", "--run", str(run), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["scores"]["videos"] == 10
    assert found["problems"] == []
    with (run / "predictions.csv").open(newline="") as file:
        rows = {Path(row["path"]).stem: row for row in csv.DictReader(file)}
    for video in read_manifest(manifest).videos:
        row = rows[video.path.stem]
        assert int(row["clips"]) == len(evaluation_clips(video.frames))
        assert sum(float(row[name]) for name in row if name.startswith("p_")) == pytest.approx(1, abs=1e-6)
    bundle = folder / "face.ferbundle"
    assert main(["export", "--fold", "0", "--run", str(run), "-o", str(bundle)]) == 0
    _compare_with_the_window(load_bundle(bundle), folder / "run" / "clips.csv", "01-01-03-01-01-02-05")
    posteriors = np.array([[float(row[name]) for name in row if name.startswith("p_")] for row in rows.values()])
    assert posteriors.std(axis=0).max() > 0.001  # not the same for everybody
