"""Calibrates a trained starter and writes its bundle, whose card says what was measured with it."""

import copy
import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

import core
from core.model import BundleCard, Predictor, save_bundle
from core.model.probe import AttentiveProbe
from core.model.vit import Encoder
from core.offline.calibration import expected_calibration_error
from training.starter.clips import still_clips
from training.starter.data import Stills
from training.starter.recipe import CLASSES, FACE_MARGIN, Recipe

COMMAND = "fer-train starter"
TRAINING_DATA = (
    "FER2013 challenge, training set: {faces} grey faces of 48 x 48 pixels that were gathered by web search. People "
    "agree with its labels on about two thirds of the faces. They are turned into clips by random camera motion, light "
    "and colour: no expression in them ever moves."
)
COMPRESSED = " They went through JPEG (the montage)."
NOTE = (
    "For trying out and demonstration, not for measuring people. It estimates which posed expression a face resembles, "
    "not what a person feels. Fairness: nothing is known about age, sex, ethnicity or origin of the people in the "
    "training pictures, so nobody can say for whom it works better or worse; whoever web search showed in 2013 counts "
    "most. Do not decide anything about a person by it, and do not compare groups of people with it."
)


def best_temperature(logits: Tensor, labels: Tensor) -> float:
    """The temperature (Guo et al. 2017) that minimises the negative log-likelihood of labels (N,), logits (N, C)."""
    candidates = torch.linspace(math.log(0.2), math.log(5), 400).exp()
    losses = torch.stack([F.cross_entropy(logits / one, labels) for one in candidates])
    return float(candidates[losses.argmin()])


def calibrated(probe: AttentiveProbe, temperature: float) -> AttentiveProbe:
    """A copy whose last layer is divided by the temperature, so that nothing else has to know of it."""
    probe = copy.deepcopy(probe)
    with torch.no_grad():
        probe.linear.weight.div_(temperature)
        probe.linear.bias.div_(temperature)
    return probe


def crossed_ece(logits: Tensor, labels: Tensor, seed: int) -> float:
    """The ECE when the temperature of each random half is the one that fits the other half: it has not seen it."""
    halves = torch.randperm(len(labels), generator=torch.Generator().manual_seed(seed)).chunk(2)
    posteriors = torch.zeros_like(logits)
    for one, other in (halves, halves[::-1]):
        posteriors[one] = (logits[one] / best_temperature(logits[other], labels[other])).softmax(1)
    return round(expected_calibration_error(posteriors.numpy(), labels.numpy()), 4)


@torch.inference_mode()
def clip_logits(encoder: Encoder, probe: AttentiveProbe, stills: Stills) -> Tensor:
    """Logits (N, C) of faces that are held still for a whole clip."""
    config = encoder.config
    return torch.cat(
        [probe(encoder(still_clips(faces, config.frames, config.resolution))) for faces in stills.faces.split(32)]
    )


def starter_predictor(encoder: Encoder, probe: AttentiveProbe, recipe: Recipe) -> Predictor:
    """The starter as the program will have it: weights that went through half precision, on the CPU."""
    encoder, probe = copy.deepcopy(encoder).half().float(), copy.deepcopy(probe).half().float()
    return Predictor(_card(recipe), encoder, [probe], torch.device("cpu"))


def export(
    encoder: Encoder,
    probe: AttentiveProbe,
    recipe: Recipe,
    temperature: float,
    training: Stills,
    metrics: Mapping[str, Any],
    path: Path,
) -> None:
    """Writes the bundle. probe: already calibrated. metrics: what was measured with `starter_predictor`'s outcome.

    Raises OutputError when there is something at `path` or it cannot be written.
    """
    encoder, probe = copy.deepcopy(encoder).half(), copy.deepcopy(probe).half()  # half the size on disk
    card = replace(
        _card(recipe),
        recipe=f"{COMMAND} train: {recipe!r}, calibrated with temperature {temperature:.3f}",
        training_data=TRAINING_DATA.format(faces=f"{len(training.labels):,}") + ("" if training.exact else COMPRESSED),
        metrics=dict(metrics),
    )
    save_bundle(path, card, [probe], encoder)


def _card(recipe: Recipe) -> BundleCard:
    return BundleCard(
        name="starter",
        labels=CLASSES,
        view="face",
        margin=FACE_MARGIN,
        resolution=recipe.encoder.resolution,
        heads=recipe.encoder.heads,
        encoder_name="starter-encoder",
        encoder_sha256="",
        probes=(),
        folds="none: the challenge's own training and public test sets; "
        "the test set's faces that are no copies of training faces set the temperature",
        licences={"weights": "Apache-2.0", "training data": "FER2013: research and demonstration use"},
        note=NOTE,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        program_version=core.__version__,
    )
