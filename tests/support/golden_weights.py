"""Weights by the rule of the golden cases, saved in the published checkpoint formats."""

import zlib
from pathlib import Path

import numpy as np
import torch

from core.model.probe import AttentiveProbe
from core.model.vit import HEADS_BY_WIDTH, Encoder, EncoderConfig


def golden_encoder(case: dict) -> Encoder:
    """An encoder of the case's shape with the rule's weights."""
    width = case["embed_dim"]
    config = EncoderConfig(case["built_at"], width, case["depth"], HEADS_BY_WIDTH[width], case["frames"])
    return _by_rule(Encoder(config), case["salt"])


def golden_probe(case: dict) -> AttentiveProbe:
    """A probe of the case's shape with the rule's weights."""
    width = case["embed_dim"]
    return _by_rule(AttentiveProbe(width, HEADS_BY_WIDTH[width], case["num_classes"]), case["salt"])


def golden_clip(case: dict, seed: str = "input_seed") -> torch.Tensor:
    """(B, 3, T, H, W) float32, already normalised."""
    size = (case["batch"], 3, case["frames"], case["resolution"], case["resolution"])
    return torch.from_numpy(np.random.default_rng(case[seed]).standard_normal(size, dtype=np.float32))


def save_published_encoder(encoder: Encoder, path: Path) -> Path:
    """As the published encoder files are: several entries, DDP and wrapper prefixes, NumPy scalars beside them."""
    state = {f"module.backbone.{name}": tensor for name, tensor in encoder.state_dict().items()}
    other = {name: torch.zeros(1).expand_as(tensor) for name, tensor in state.items()}  # never read: kept small on disk
    checkpoint = {"encoder": other, "target_encoder": state, "predictor": {}, "opt": {}, "scaler": None}
    checkpoint |= {"epoch": 300, "loss": np.float64(0.25), "batch_size": 24, "world_size": 64, "lr": np.float32(1e-4)}
    torch.save(checkpoint, path)
    return path


def save_published_probe(probe: AttentiveProbe, path: Path) -> Path:
    """As the published probe files are."""
    state = {f"module.{name}": tensor for name, tensor in probe.state_dict().items()}
    torch.save({"classifier": state, "opt": {}, "scaler": None, "epoch": 20, "lr": np.float64(0)}, path)
    return path


def _by_rule(module, salt: str):
    for name, tensor in module.state_dict().items():
        if name == "pos_embed":
            continue
        rng = np.random.default_rng(zlib.crc32((salt + name).encode()))
        values = rng.standard_normal(tuple(tensor.shape), dtype=np.float32)
        if tensor.ndim == 1:
            values = np.float32(0.1) * values + np.float32(name.endswith("weight"))
        else:
            values = values * np.float32(0.6 / np.sqrt(np.prod(tensor.shape[1:])))
        tensor.copy_(torch.from_numpy(values))
    return module.eval()
