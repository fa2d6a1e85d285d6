"""A study in miniature: a few motion videos with their manifest, a tiny encoder in a file, and what belongs to them."""

from dataclasses import replace
from pathlib import Path

import torch
from safetensors.torch import save_file

from core.model.computation import Computation
from core.model.files.file_digest import file_sha256
from core.model.precision import Precision
from core.offline.encoders import FrozenEncoder, find_encoder
from core.offline.extraction import Views, feature_key
from core.offline.feature_store import FeatureKey
from core.offline.manifest import Manifest, Video, read_manifest, write_manifest
from core.offline.recipe import Recipe
from support.motion_videos import SIDE, video
from support.tiny_models import tiny_encoder

CPU = torch.device("cpu")
RECIPE = Recipe("small", augmentation="none", epochs=3, batch=4, precision="32-true")
LABELS = ("happy", "sad", "angry")


def study(folder: Path, subjects: int = 4, labels: tuple[str, ...] = LABELS, frames: int = 66) -> Manifest:
    """One video of each subject and label; every subject is a fold."""
    rows = []
    for subject in range(subjects):
        for motion, label in enumerate(labels):
            path = video(folder / f"{subject}-{label}.avi", motion, subject, frames=frames)
            rows.append(
                Video(path, "own", str(subject), label, subject, frames=frames, fps=30.0, sha256=file_sha256(path))
            )
    write_manifest(folder / "manifest.csv", rows)
    return read_manifest(folder / "manifest.csv")


def encoder_file(folder: Path, **shape: int) -> Path:
    """A tiny random encoder for pictures as large as the videos'."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "tiny.safetensors"
    encoder = tiny_encoder(**{"resolution": SIDE, "depth": 2} | shape)
    save_file({name: tensor.contiguous() for name, tensor in encoder.state_dict().items()}, path)
    return path


def small_encoder(folder: Path, **shape: int) -> tuple[FrozenEncoder, Computation]:
    """The same, found and loaded."""
    found = find_encoder(str(encoder_file(folder, **shape)))
    return found, Computation(found.load(CPU, Precision.FP32), CPU, Precision.FP32)


def views_of(encoder: FrozenEncoder, **recipe: object) -> Views:
    return Views(replace(RECIPE, **recipe), "centre", 1.5, encoder.config.resolution)  # type: ignore[arg-type]


def key_of(encoder: FrozenEncoder, views: Views, **form: object) -> FeatureKey:
    return feature_key(encoder, views, "fp32", **form)  # type: ignore[arg-type]
