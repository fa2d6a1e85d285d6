"""The whole chain, from videos to a bundle, on people and motions: it learns what there is to learn, no more."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from core.model import load_bundle
from support.live_readings import readings
from support.motion_videos import crema_d_videos, ravdess_videos
from support.small_study import encoder_file
from training.cli import main

RECIPE = """
augmentation = "none"
epochs = 20
batch = 4
segments = 2
outputs = 8
precision = "32-true"
"""
ACTORS = (2, 5, 14, 15, 16, 3, 6, 7, 13, 18, 10, 11, 12, 19, 20)  # of three of RAVDESS's published folds


@dataclass(frozen=True)
class Chain:
    """folder: with manifest.csv, features, run. scores: of evaluation.json."""

    folder: Path
    scores: dict

    @property
    def uar(self) -> float:
        return self.scores["mean"]["uar"]


def chain(folder: Path, kind: str, complete: int = 3) -> Chain:
    """index, extract, fit, evaluate. complete: the exit code of index: 3 as most of the data set is missing."""
    (folder / "small.toml").write_text(RECIPE)
    encoder, manifest = encoder_file(folder, resolution=32, depth=1), str(folder / "manifest.csv")
    store, run = ["--store", str(folder / "features")], ["--run", str(folder / "run")]
    recipe = ["--recipe", str(folder / "small.toml")]
    assert main(["index", kind, str(folder / "videos"), "-o", manifest]) == complete
    assert main(["extract", manifest, "--encoder", str(encoder), *recipe, *store]) == 0
    assert main(["fit", manifest, *recipe, *store, *run]) == 0
    assert main(["evaluate", *run]) == 0
    return Chain(folder, json.loads((folder / "run" / "evaluation.json").read_text())["scores"])


@pytest.fixture(scope="module")
def ravdess(tmp_path_factory: pytest.TempPathFactory) -> Chain:
    folder = tmp_path_factory.mktemp("ravdess")
    ravdess_videos(folder / "videos", ACTORS)
    return chain(folder, "ravdess")


@pytest.mark.slow
def test_motion_is_told_apart_in_people_never_seen(ravdess: Chain) -> None:
    """Eight classes: chance is 12.5 %."""
    assert ravdess.scores["videos"] == 120
    assert set(ravdess.scores["by_fold"]) == {"0", "1", "2"}
    assert ravdess.uar > 0.9


@pytest.mark.slow
def test_labels_that_mean_nothing_give_chance(tmp_path: Path) -> None:
    ravdess_videos(tmp_path / "videos", ACTORS, shuffled=True)
    shuffled = chain(tmp_path, "ravdess")
    # 120 videos: three standard deviations are 9 points.
    assert 0.035 <= shuffled.uar <= 0.215
    low, high = shuffled.scores["interval"]["uar"]
    assert low < 0.125 < high + 0.02


@pytest.mark.slow
def test_the_window_reads_what_was_evaluated(ravdess: Chain) -> None:
    """In fp32, at the same clips, for every held-out video of a fold."""
    bundle = ravdess.folder / "one.ferbundle"
    assert main(["export", "--fold", "1", "--run", str(ravdess.folder / "run"), "-o", str(bundle)]) == 0
    predictor = load_bundle(bundle)
    with (ravdess.folder / "run" / "clips.csv").open(newline="") as file:
        clips = [row for row in csv.DictReader(file) if row["fold"] == "1"]
    videos = {row["path"].rpartition("#")[0] for row in clips}
    assert len(videos) == 40
    for video in sorted(videos)[::4]:
        live = readings(predictor, ravdess.folder / video)
        mine = [row for row in clips if row["path"].startswith(f"{video}#")]
        assert len(mine) == 6
        for row in mine:
            posterior = [float(row[f"p_{label}"]) for label in predictor.labels]
            assert np.abs(live[int(row["path"].rpartition("#")[2])] - posterior).max() <= 1e-5


@pytest.mark.slow
def test_the_bundle_of_all_folds_says_what_was_measured(ravdess: Chain) -> None:
    bundle = ravdess.folder / "all.ferbundle"
    assert main(["export", "--fold", "ensemble", "--run", str(ravdess.folder / "run"), "-o", str(bundle)]) == 0
    card = load_bundle(bundle).card
    assert len(card.probes) == 3
    assert card.labels == ("neutral", "calm", "happy", "sad", "angry", "fear", "disgust", "surprise")
    assert card.metrics["mean_of_folds"]["uar"] == pytest.approx(ravdess.uar, abs=1e-4)
    assert "was not measured itself" in card.note


@pytest.mark.slow
def test_score_finds_the_numbers_of_evaluate_again(ravdess: Chain, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", str(ravdess.folder / "run" / "predictions.csv"), "--json"]) == 0
    again = json.loads(capsys.readouterr().out)
    assert again["by_fold"] == ravdess.scores["by_fold"]
    assert again["mean"] == ravdess.scores["mean"]
    assert again["majority"]["mean"] == ravdess.scores["majority"]["mean"]


@pytest.mark.slow
def test_crema_d_goes_the_same_way(tmp_path: Path) -> None:
    """.flv, six classes in the study's order, eight outputs of which two are masked."""
    crema_d_videos(tmp_path / "videos", (1001, 1018, 1020, 1002, 1003, 1008))
    found = chain(tmp_path, "crema-d")
    assert found.scores["labels"] == ["sad", "fear", "happy", "disgust", "neutral", "angry"]
    assert found.scores["videos"] == 36
    assert found.uar > 0.4  # four times less to learn from; chance is 17 %
