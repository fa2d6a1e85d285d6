"""Whole-video evaluation: every clip, once, by the probe that has not seen the video."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from core.clips.sampling import evaluation_clips
from core.errors import Cancelled, DataError
from core.offline.encoders import FrozenEncoder
from core.offline.evaluation import Evaluated, clip_predictions, evaluate, fold_predictors, predictions_of
from core.offline.evaluation_log import EvaluationLog, VideoResult
from core.offline.export import run_card
from core.offline.manifest import Manifest
from core.offline.probes import new_probe, save_probe
from core.offline.run_folder import Run, new_run
from core.offline.video_clips import TrainingFrames
from core.voting import posterior_vote
from support.motion_videos import video
from support.small_study import CPU, key_of, small_encoder, study, views_of


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    return study(tmp_path_factory.mktemp("study"), subjects=2, frames=68)


@pytest.fixture
def run(manifest: Manifest, tmp_path: Path) -> Run:
    """Two folds with probes that nobody trained."""
    encoder, _ = small_encoder(tmp_path)
    run = new_run(
        tmp_path / "run", manifest, views_of(encoder).recipe, key_of(encoder, views_of(encoder)), 1, "32-true"
    )
    for fold in manifest.folds:
        run.fold(fold).mkdir(parents=True)
        probe = new_probe("attentive", 192, 3, 3, seed=fold)
        probe.linear.weight.data.normal_(generator=torch.Generator().manual_seed(fold))
        save_probe(run.probe(fold), probe)
    return run


Evaluate = Callable[..., Evaluated]


@pytest.fixture
def evaluated(run: Run, manifest: Manifest, tmp_path: Path) -> Evaluate:
    encoder, _ = small_encoder(tmp_path)

    def work(there: Manifest = manifest, folds: tuple[int, ...] = (0, 1), **more: object) -> Evaluated:
        card = run_card(run, encoder, "evaluation")
        predictors = fold_predictors(run, folds, _module(encoder), card, CPU, "fp32")
        return evaluate(there, predictors, card, EvaluationLog(run.folder / "log.jsonl", {"a": 1}), **more)

    return work


def _module(encoder: FrozenEncoder) -> torch.nn.Module:
    from core.model.precision import Precision

    return encoder.load(CPU, Precision.FP32)


def test_every_clip_of_a_video_is_scored_by_the_probe_of_its_own_fold(
    evaluated: Evaluate, run: Run, manifest: Manifest, tmp_path: Path
) -> None:
    from core.model import load_probe

    found = evaluated()
    assert (found.clips, found.videos, found.problems) == (6 * 4, 6, [])
    _, computation = small_encoder(tmp_path)
    for one in (manifest.videos[0], manifest.videos[4]):
        frames = TrainingFrames(one.path, _cut(), evaluation_clips, 68)
        inputs = computation.inputs([frames.clip(indices) for indices in frames.clips], "centre", 64)
        with torch.inference_mode():
            tokens = computation.encoder(inputs)
            expected = load_probe(run.probe(one.fold))(tokens).softmax(1).numpy()
            other = load_probe(run.probe(1 - one.fold))(tokens).softmax(1).numpy()
        result = found.results[one.sha256]
        assert result.starts.tolist() == [0, 1, 2, 3]
        assert np.abs(result.posteriors - expected).max() < 1e-5
        assert np.abs(result.posteriors - other).max() > 1e-3


def _cut():
    from core.offline.video_clips import Cut

    return Cut("centre", 64)


def test_an_interrupted_evaluation_scores_no_video_twice(evaluated: Evaluate, run: Run) -> None:
    class Stop:
        asked = 0

        def is_set(self) -> bool:
            self.asked += 1
            return self.asked > 6

    with pytest.raises(Cancelled):
        evaluated(cancel=Stop())
    log = run.folder / "log.jsonl"
    done = len(log.read_text().splitlines()) - 1
    assert 0 < done < 6
    with log.open("ab") as file:
        file.write(b'{"sha256": "half a li')
    again = evaluated()
    assert again.videos == 6 - done
    lines = [json.loads(line) for line in log.read_text().splitlines()[1:]]
    assert len({line["sha256"] for line in lines}) == len(lines) == 6


def test_other_circumstances_begin_anew(tmp_path: Path) -> None:
    result = VideoResult("ab" * 32, 0, np.array([0]), np.array([[0.25, 0.75]], np.float32))
    EvaluationLog(tmp_path / "log", {"precision": "fp32"}).add(result)
    again = EvaluationLog(tmp_path / "log", {"precision": "fp32"}).results["ab" * 32]
    assert np.array_equal(again.posteriors, result.posteriors)
    assert not EvaluationLog(tmp_path / "log", {"precision": "bf16"}).results


@pytest.mark.parametrize(
    "line", ["[]", '{"sha256": "a"}', "x", '{"sha256":"a","fold":0,"starts":[0],"posteriors":[[NaN]]}']
)
def test_a_damaged_log_is_named(line: str, tmp_path: Path) -> None:
    EvaluationLog(tmp_path / "log", {})
    with (tmp_path / "log").open("a") as file:
        file.write(f"{line}\n")
    with pytest.raises(DataError, match="is damaged"):
        EvaluationLog(tmp_path / "log", {})


def test_a_damaged_first_line_does_not_cost_what_was_scored(tmp_path: Path) -> None:
    result = VideoResult("ab" * 32, 0, np.array([0]), np.array([[0.25, 0.75]], np.float32))
    EvaluationLog(tmp_path / "log", {"a": 1}).add(result)
    content = (tmp_path / "log").read_bytes()
    (tmp_path / "log").write_bytes(content.replace(b"{", b"[", 1))
    with pytest.raises(DataError, match="is damaged"):
        EvaluationLog(tmp_path / "log", {"a": 1})
    assert len((tmp_path / "log").read_bytes()) == len(content)


def test_people_of_the_same_name_in_two_data_sets_are_two(evaluated: Evaluate, manifest: Manifest) -> None:
    results = evaluated().results
    first, *rest = manifest.videos
    two = replace(manifest, videos=(replace(first, dataset="other"), *rest))
    assert set(predictions_of(two, results, manifest.labels).subjects) == {"other/0", "own/0", "own/1"}


def test_videos_that_cannot_be_scored_are_told(evaluated: Evaluate, manifest: Manifest, tmp_path: Path) -> None:
    gone, changed, *good = manifest.videos
    gone = replace(gone, path=tmp_path / "gone.avi")
    changed = replace(changed, path=video(tmp_path / "changed.avi", 5, subject=8))
    found = evaluated(replace(manifest, videos=(gone, changed, *good)))
    assert [one for one, _ in found.problems] == [gone, changed]
    assert set(found.results) == {one.sha256 for one in good}


def test_a_fold_without_a_probe_is_refused(evaluated: Evaluate, run: Run) -> None:
    run.probe(1).unlink()
    assert {one.fold for one in evaluated(folds=(0,)).results.values()} == {0}
    with pytest.raises(DataError, match="no probe yet"):
        evaluated()


def test_predictions_are_votes_over_all_clips(evaluated: Evaluate, manifest: Manifest) -> None:
    results = evaluated().results
    predictions = predictions_of(manifest, results, manifest.labels)
    clips = clip_predictions(manifest, results, manifest.labels)
    assert predictions.labels == ("angry", "happy", "sad")
    assert predictions.clips.tolist() == [4] * 6
    assert predictions.folds == ("0", "0", "0", "1", "1", "1")
    assert [predictions.labels[place] for place in predictions.truth[:3]] == ["happy", "sad", "angry"]
    assert len(clips.paths) == 24
    rows = [row for path, row in zip(clips.paths, clips.pbv, strict=True) if path.startswith("1-sad.avi#")]
    place = predictions.paths.index("1-sad.avi")
    assert np.allclose(predictions.pbv[place], posterior_vote(np.stack(rows)))
    winners = np.stack(rows).argmax(1)
    assert np.allclose(predictions.votes[place], np.bincount(winners, minlength=3) / 4)
