"""Tiny V-JEPA 2 models of the library transformers, with random weights, as the published files hold them."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from safetensors.torch import save_file
from torch import Tensor

if TYPE_CHECKING:
    from transformers import VJEPA2Model


def config_entries(width: int = 192, heads: int = 3, depth: int = 2, resolution: int = 32) -> dict[str, Any]:
    """What is in the config.json of such a model; the width of the MLP is no multiple of the tokens', as in ViT-g."""
    return {
        "model_type": "vjepa2",
        "hidden_size": width,
        "num_attention_heads": heads,
        "num_hidden_layers": depth,
        "mlp_ratio": 2.2,
        "crop_size": resolution,
        "frames_per_clip": 64,
        "pred_hidden_size": 24,
        "pred_num_attention_heads": 2,
        "pred_num_hidden_layers": 1,
    }


@functools.cache
def library_model(width: int = 192, heads: int = 3, depth: int = 2, resolution: int = 32) -> VJEPA2Model:
    """The library's model. Its weights are large, so that attention, and with it every position, makes a difference."""
    from core.model.vjepa2_library import import_library

    import_library("")  # first: quietly, and with the environment as it was
    from transformers import VJEPA2Config, VJEPA2Model

    with torch.random.fork_rng():
        torch.manual_seed(0)
        model = VJEPA2Model(VJEPA2Config(**config_entries(width, heads, depth, resolution))).eval()
        for parameter in model.parameters():
            if parameter.ndim > 1:
                parameter.data.normal_(std=0.15)
    return model


def library_tokens(model: VJEPA2Model, clip: Tensor) -> Tensor:
    """What the library's encoder makes of a clip (B, 3, T, H, W)."""
    with torch.inference_mode():
        return model(clip.transpose(1, 2), skip_predictor=True).last_hidden_state


def published_state() -> dict[str, Tensor]:
    """The parameters of a published file: the encoder's and, beside them, the predictor's."""
    return dict(library_model().state_dict())


def save_snapshot(folder: Path, parts: int = 1, **changes: Any) -> Path:
    """A snapshot's folder, its weights in one file or several; `changes` are made to its config.json."""
    folder.mkdir(parents=True)
    (folder / "config.json").write_text(json.dumps(config_entries() | changes))
    state = published_state()
    if parts == 1:
        save_file(state, folder / "model.safetensors", {"format": "pt"})
        return folder
    files = {name: f"model-{1 + i % parts:05d}-of-{parts:05d}.safetensors" for i, name in enumerate(state)}
    for file in set(files.values()):
        save_file({name: state[name] for name in state if files[name] == file}, folder / file, {"format": "pt"})
    index = {"metadata": {"total_size": 1}, "weight_map": files}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index))
    return folder
