"""Trainings of probes on features that are made up, in seconds."""

import hashlib
from dataclasses import replace
from pathlib import Path

import torch

from core.model.progress import Task
from core.offline.checkpoint import Epoch
from core.offline.feature_store import FeatureKey, FeatureStore
from core.offline.fit import FoldData, fit_fold
from core.offline.manifest import Manifest, Video, read_manifest, write_manifest
from core.offline.recipe import Recipe
from core.offline.run_folder import Run, begin_run, new_run
from core.offline.token_sources import StoredTokens, TokenSource
from support.small_study import RECIPE

LABELS = ("angry", "happy", "sad")
KEY = FeatureKey("ab" * 32, "made-up", "fp32", "centre", None, 32, "as-run", "none", 2, 0, (2, 2, 2), 192, "bf16", 3)


def manifest(folder: Path, per_label: int = 4) -> Manifest:
    """Two folds, one subject each; the videos exist in name only."""
    videos = [
        Video(folder / f"{fold}-{label}-{n}.avi", "own", str(fold), label, fold, sha256=_digest(f"{fold}{label}{n}"))
        for fold in (0, 1)
        for label in LABELS
        for n in range(per_label)
    ]
    write_manifest(folder / "manifest.csv", videos)
    return read_manifest(folder / "manifest.csv")


def stored(folder: Path, there: Manifest, views: int = 1, noise: float = 1.0) -> FeatureStore:
    """Features that tell the label: some of their numbers are larger, the same for every fold."""
    with FeatureStore.writing(folder / "features", KEY) as store:
        for number, video in enumerate(there.videos):
            for view in range(views):
                random = torch.Generator().manual_seed(number * 100 + view)
                tokens = noise * torch.randn(KEY.shape, generator=random)
                tokens[..., LABELS.index(video.label) * 20 :][..., :20] += 1.0
                store.append(video.sha256, view, tokens)
    return FeatureStore.open(folder / "features")


def run_of(folder: Path, there: Manifest, recipe: Recipe = RECIPE, views: int = 1) -> Run:
    run = new_run(folder, there, replace(recipe, segments=2), KEY, views=views, precision="32-true")
    begin_run(run)
    return run


def fabric():
    from lightning_fabric import Fabric

    made = Fabric(accelerator="cpu", devices=1, precision="32-true")
    made.launch()
    return made


def fit(run: Run, there: Manifest, source: TokenSource | FeatureStore, task: Task | None = None) -> list[Epoch]:
    """Trains the probe of fold 0."""
    if isinstance(source, FeatureStore):
        source = StoredTokens(source, run.views)
    data = FoldData(0, there.training(0), there.held_out(0))
    return fit_fold(fabric(), run, data, source, task or Task("training", None, unit="steps"))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
