"""Reading weights files: published checkpoints and safetensors, checked before anything is believed (torch only)."""

import hashlib
import math
import pickle
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from core.errors import WeightsError
from core.model.cards import PUBLISHED_ENCODERS
from core.model.probe import AttentiveProbe
from core.model.vit import HEADS_BY_WIDTH, Encoder, EncoderConfig, resample_positions

FRAMES, TUBELET = 16, 2  # every V-JEPA 1 checkpoint was trained on 16 frames, two to a tubelet
PREFIXES = ("module.", "backbone.")  # left by DistributedDataParallel and by the published wrapper

# NumPy scalars that published training scripts left beside the tensors (epoch, loss). Nothing else is let in.
_NUMPY_SCALAR = np._core.multiarray.scalar  # type: ignore[attr-defined]
SAFE_GLOBALS: list[Any] = [
    (_NUMPY_SCALAR, "numpy.core.multiarray.scalar"),
    (_NUMPY_SCALAR, "numpy._core.multiarray.scalar"),
    np.dtype,
    np.dtypes.Float64DType,
    np.dtypes.Float32DType,
    np.dtypes.Int64DType,
]


def load_encoder(
    name_or_path: str | Path,
    *,
    device: str | torch.device = "cpu",
    dtype: torch.dtype = torch.float32,
    resolution: int | None = None,
) -> Encoder:
    """A frozen encoder from a registered name, a published `.pth.tar` (its `target_encoder`) or a `.safetensors`.

    resolution: pixels on a side that it will be fed, when that is not what it was built for; the position table is
    then resampled once. Returns the encoder in eval mode: clip (B, 3, T, H, W) -> tokens (B, N, D).
    Raises WeightsError when the file is missing, damaged, unsafe, or its parameters do not fit, naming them.
    """
    path = find_encoder(name_or_path)
    encoder = build_encoder(read_weights(path, wanted="target_encoder"), path, resolution)
    return encoder.to(device=device, dtype=dtype)


def build_encoder(state: Mapping[str, Tensor], where: object, resolution: int | None = None) -> Encoder:
    """A frozen encoder, in eval mode, with exactly these parameters. Raises WeightsError as `load_encoder` does."""
    encoder = Encoder(encoder_config(state, where))
    load_strictly(encoder, state, where)
    if resolution is not None and resolution != encoder.config.resolution:
        config = replace(encoder.config, resolution=resolution)
        encoder.pos_embed = resample_positions(encoder.pos_embed, encoder.config.grid, config.grid)
        encoder.config = config
    return encoder.eval().requires_grad_(False)


def load_probe(path: str | Path, num_heads: int | None = None) -> AttentiveProbe:
    """An attentive probe from a published probe file (its `classifier`) or a `.safetensors`.

    num_heads: needed only for a width outside the published family. Returns the probe in eval mode:
    tokens (B, N, D) -> logits (B, C). Raises WeightsError as `load_encoder` does.
    """
    path = existing_file(path)
    return build_probe(read_weights(path, wanted="classifier"), path, num_heads)


def build_probe(state: Mapping[str, Tensor], where: object, num_heads: int | None = None) -> AttentiveProbe:
    """A probe, in eval mode, with exactly these parameters. Raises WeightsError as `load_probe` does."""
    query, linear = state.get("pooler.query_tokens"), state.get("linear.weight")
    if query is None or linear is None or query.ndim != 3 or linear.ndim != 2:
        raise WeightsError(
            "this is not an attentive probe: it has no pooler.query_tokens and linear.weight of the right form",
            where=where,
            hint="Choose a probe file (its weights are under `classifier`) or a bundle's probe.safetensors",
        )
    width = query.shape[-1]
    probe = AttentiveProbe(width, heads_for(width, num_heads, where), linear.shape[0])
    load_strictly(probe, state, where)
    return probe.eval().requires_grad_(False)


def find_encoder(name_or_path: str | Path) -> Path:
    """The file behind a registered name or a path. Raises WeightsError when it is not on this computer."""
    card = PUBLISHED_ENCODERS.get(str(name_or_path))
    if card is not None and not Path(name_or_path).exists():
        raise WeightsError(
            f"the encoder {card.name} is not on this computer",
            hint=f"Download {card.url} ({card.licence}) and give the path of the file instead of its name",
        )
    return existing_file(name_or_path)


def existing_file(path: str | Path) -> Path:
    """`path` as a Path. Raises WeightsError when it is not a file with something in it."""
    path = Path(path)
    if not path.is_file():
        known = ", ".join(PUBLISHED_ENCODERS)
        raise WeightsError("there is no such weights file", where=path, hint=f"Give a path, or a name: {known}")
    if path.stat().st_size == 0:
        raise WeightsError("the weights file is empty", where=path, hint="Copy or download it again")
    return path


def read_weights(path: Path, wanted: str) -> dict[str, Tensor]:
    """The tensors of a weights file by parameter name, without the published prefixes.

    wanted: the entry of a published checkpoint that holds them. Nothing in the file is ever run: pickles are read
    with `weights_only=True`. Raises WeightsError when that is not enough or the file is damaged.
    """
    checkpoint = parse_safetensors(path.read_bytes(), path) if path.suffix == ".safetensors" else _read_pickle(path)
    state = checkpoint.get(wanted, checkpoint)
    if not isinstance(state, Mapping) or not state or not all(isinstance(v, Tensor) for v in state.values()):
        raise WeightsError(
            f"the file holds no weights under `{wanted}`",
            where=path,
            hint=f"It holds: {', '.join(map(str, list(checkpoint)[:8])) or 'nothing'}",
        )
    return {_bare_name(str(name)): tensor for name, tensor in state.items()}


def load_strictly(module: nn.Module, state: Mapping[str, Tensor], where: object) -> None:
    """Copies `state` into `module`. Raises WeightsError naming every missing, unknown or mis-shaped parameter."""
    own = module.state_dict()
    faults = [f"missing: {name}" for name in own if name not in state]
    faults += [f"unknown: {name}" for name in state if name not in own]
    for name, tensor in state.items():
        if name in own and own[name].shape != tensor.shape:
            faults.append(f"{name} is {tuple(tensor.shape)}, expected {tuple(own[name].shape)}")
        elif not torch.isfinite(tensor).all():
            faults.append(f"{name} holds NaN or infinite values")
    if faults:
        shown = "; ".join(faults[:12]) + (f"; and {len(faults) - 12} more" if len(faults) > 12 else "")
        raise WeightsError(
            f"the weights do not fit the model ({shown})",
            where=where,
            hint="Nothing was loaded. Check that this is the right file for this model",
        )
    module.load_state_dict(state, strict=True)


def encoder_config(state: Mapping[str, Tensor], where: object) -> EncoderConfig:
    """Reads an encoder's shape off its parameters. Raises WeightsError when they are not an encoder's."""
    kernel, table = state.get("patch_embed.proj.weight"), state.get("pos_embed")
    hidden = state.get("blocks.0.mlp.fc1.weight")
    if kernel is None or table is None or hidden is None or kernel.ndim != 5 or table.ndim != 3 or hidden.ndim != 2:
        raise WeightsError(
            "this is not a V-JEPA 1 video encoder: patch_embed.proj.weight, pos_embed or blocks.0.mlp.fc1.weight "
            "is missing or of another form",
            where=where,
            hint="Choose a published .pth.tar or an encoder .safetensors",
        )
    width, patch, tokens = kernel.shape[0], kernel.shape[-1], table.shape[1]
    side = math.isqrt(tokens // (FRAMES // TUBELET))
    depth = 1 + max(int(name.split(".")[1]) for name in state if name.startswith("blocks."))
    return EncoderConfig(
        resolution=side * patch,
        width=width,
        depth=depth,
        heads=heads_for(width, None, where),
        patch=patch,
        mlp_ratio=hidden.shape[0] / width,
    )


def heads_for(width: int, given: int | None, where: object) -> int:
    """The number of attention heads for a token width. Raises WeightsError when it cannot be known."""
    heads = given or HEADS_BY_WIDTH.get(width)
    if heads is None or width % heads:
        raise WeightsError(
            f"the number of attention heads of a model {width} wide is not known",
            where=where,
            hint=f"Known widths are {', '.join(map(str, HEADS_BY_WIDTH))}; for another one pass num_heads",
        )
    return heads


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _bare_name(name: str) -> str:
    for prefix in PREFIXES:
        name = name.removeprefix(prefix)
    return name


def parse_safetensors(content: bytes, where: object) -> dict[str, Tensor]:
    """The tensors in the bytes of a safetensors file. Raises WeightsError when they are not one."""
    from safetensors import SafetensorError  # late: importing the model needs only torch and numpy
    from safetensors.torch import load

    try:
        return load(content)
    except (SafetensorError, ValueError, KeyError) as error:
        raise WeightsError(
            f"the weights are damaged or not in safetensors form ({error})",
            where=where,
            hint="Copy or download the file again",
        ) from error


def _read_pickle(path: Path) -> dict:
    try:
        with torch.serialization.safe_globals(SAFE_GLOBALS):
            checkpoint = torch.load(path, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        raise WeightsError(
            "the file is not plain weights: to open it, code or objects from inside it would have to be run, or it "
            "is damaged. It was refused",
            where=path,
            hint="Get the weights from their publisher, or as .safetensors",
        ) from error
    except (RuntimeError, EOFError, OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise WeightsError(
            f"the weights file cannot be read ({str(error).splitlines()[0] if str(error) else type(error).__name__})",
            where=path,
            hint="It is damaged or is no weights file: copy or download it again",
        ) from error
    if not isinstance(checkpoint, dict):
        raise WeightsError("the file holds no dictionary of weights", where=path, hint="Choose another file")
    return checkpoint
