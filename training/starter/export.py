"""Measures a trained starter the way the program uses it, and writes its bundle."""

import copy
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import torch

import core
from core.metrics import confusion_matrix, macro_precision, unweighted_average_recall, weighted_average_recall
from core.model import BundleCard, Predictor, save_bundle
from core.model.probe import AttentiveProbe
from core.model.vit import Encoder
from training.starter.data import Stills
from training.starter.recipe import CLASSES, FACE_MARGIN, Recipe

COMMAND = "python -m training.starter"


def measure(predictor: Predictor, stills: Stills) -> dict[str, float]:
    """Single-clip metrics of a bundle on labelled stills, each held still for a whole clip.

    Returns accuracy, UAR (mean recall), macro precision, each in [0, 1], and the number of faces.
    """
    columns = [predictor.labels.index(name) for name in CLASSES]
    posteriors = np.concatenate([predictor.posteriors(clips) for clips in _held_still(stills, frames=16)])
    matrix = confusion_matrix(stills.labels.numpy(), posteriors[:, columns].argmax(1), len(CLASSES))
    return {
        "accuracy": round(weighted_average_recall(matrix), 4),
        "uar": round(unweighted_average_recall(matrix), 4),
        "macro_precision": round(macro_precision(matrix), 4),
        "faces": len(stills.labels),
    }


def export(encoder: Encoder, probe: AttentiveProbe, recipe: Recipe, test: Stills, path: Path) -> dict[str, float]:
    """Writes the starter bundle and returns what was measured with it, which its card then says."""
    encoder, probe = copy.deepcopy(encoder).half(), copy.deepcopy(probe).half()  # half the size on disk
    card = BundleCard(
        name="starter",
        labels=CLASSES,
        view="face",
        margin=FACE_MARGIN,
        resolution=recipe.encoder.resolution,
        encoder_name="starter-encoder",
        encoder_sha256="",
        probes=(),
        recipe=repr(recipe),
        training_data="FER2013 challenge, training set: 28,709 grey 48x48 faces gathered by web search, turned into "
        "clips by random camera motion, light and blur. Who the people are is unknown.",
        folds="none: the challenge's own training and public test sets",
        licences={"weights": "Apache-2.0", "training data": "FER2013: research and demonstration use"},
        note="For trying the program out, not for measuring people. It estimates which posed expression a face "
        "resembles, not what a person feels.",
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        program_version=core.__version__,
    )
    predictor = Predictor(card, copy.deepcopy(encoder).float(), [copy.deepcopy(probe).float()], torch.device("cpu"))
    measured = measure(predictor, test)
    how = f"{COMMAND} evaluate: FER2013 public test set, each picture held still for 16 frames, one clip each"
    save_bundle(path, replace(card, metrics={"fer2013_public_test": {**measured, "how": how}}), [probe], encoder)
    return measured


def _held_still(stills: Stills, frames: int) -> Iterator[list[np.ndarray]]:
    for faces in stills.faces.split(64):
        rgb = faces[:, None, :, :, None].expand(-1, frames, -1, -1, 3)
        yield [clip.numpy() for clip in rgb]
