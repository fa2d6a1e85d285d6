"""From weights files to encoders and probes: nothing is loaded unless every parameter fits (torch only)."""

import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import torch
from torch import Tensor, nn

from core.errors import WeightsError
from core.model.cards import PUBLISHED_ENCODERS
from core.model.device import device_faults, resolve_device
from core.model.probe import AttentiveProbe
from core.model.vit import HEADS_BY_WIDTH, Encoder, EncoderConfig, resample_positions
from core.model.weight_files import existing_file, read_weights, shown
from core.text import text

FRAMES, TUBELET = 16, 2  # every V-JEPA 1 checkpoint was trained on 16 frames, two to a tubelet


def load_encoder(
    name_or_path: str | Path,
    *,
    device: str | torch.device = "cpu",
    dtype: torch.dtype = torch.float32,
    resolution: int | None = None,
    num_heads: int | None = None,
) -> Encoder:
    """A frozen encoder from a registered name, a published `.pth.tar` (its `target_encoder`) or a `.safetensors`.

    resolution: pixels on a side that it will be fed, when that is not what it was built for; the position table is
    then resampled once. num_heads: needed only for a width outside the published family. Returns the encoder in eval
    mode: clip (B, 3, T, H, W) -> tokens (B, N, D).
    Raises WeightsError when the file is missing, damaged, unsafe, or its parameters do not fit, naming them;
    DeviceError when the device is not there or too small.
    """
    target = resolve_device(str(device))
    path = find_encoder(name_or_path)
    encoder = build_encoder(read_weights(path, wanted="target_encoder"), path, resolution, num_heads)
    with device_faults(target):
        return encoder.to(device=target, dtype=dtype)


def build_encoder(
    state: Mapping[str, Tensor], where: object, resolution: int | None = None, num_heads: int | None = None
) -> Encoder:
    """A frozen float32 encoder on the CPU, in eval mode, with exactly these parameters. Raises as `load_encoder`."""
    with torch.device("meta"):  # shapes only: no memory, no time, no random number is spent before all is known to fit
        encoder = Encoder(encoder_config(state, where, num_heads))
    load_strictly(encoder, state, where)
    if resolution is not None and resolution != encoder.config.resolution:
        if resolution < 1 or resolution % encoder.config.patch:
            raise WeightsError(
                text(
                    "an encoder with patches of {patch} pixels cannot see pictures of {resolution} pixels",
                    patch=encoder.config.patch,
                    resolution=resolution,
                ),
                where=where,
                hint=text("Choose a multiple of {patch}", patch=encoder.config.patch),
            )
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
    """A float32 probe on the CPU, in eval mode, with exactly these parameters. Raises as `load_probe` does."""
    query, linear = state.get("pooler.query_tokens"), state.get("linear.weight")
    if query is None or linear is None or not (_sized(query, 3) and _sized(linear, 2)):
        raise WeightsError(
            "this is not an attentive probe: it has no pooler.query_tokens and linear.weight of the right form",
            where=where,
            hint="Choose a probe file (its weights are under `classifier`) or a bundle's probe.safetensors",
        )
    width = query.shape[-1]
    with torch.device("meta"):
        probe = AttentiveProbe(width, heads_for(width, num_heads, where), linear.shape[0])
    load_strictly(probe, state, where)
    return probe.eval().requires_grad_(False)


def find_encoder(name_or_path: str | Path) -> Path:
    """The file behind a registered name or a path. Raises WeightsError when it is not on this computer."""
    card = PUBLISHED_ENCODERS.get(str(name_or_path))
    if card is not None:
        raise WeightsError(
            text("the encoder {name} is not on this computer", name=card.name),
            hint=text(
                "Download {url} ({licence}) and give the path of the file instead of its name",
                url=card.url,
                licence=card.licence,
            ),
        )
    return existing_file(name_or_path)


def load_strictly(module: nn.Module, state: Mapping[str, Tensor], where: object) -> None:
    """Copies `state` into `module`, which lies on the meta device, as float32 on the CPU.

    Raises WeightsError naming every missing, unknown or mis-shaped parameter before any memory is taken.
    """
    own = module.state_dict()
    faults = [f"missing: {name}" for name in own if name not in state]
    faults += [f"unknown: {shown(name)}" for name in state if name not in own]
    for name, tensor in state.items():
        if name in own and own[name].shape != tensor.shape:
            faults.append(f"{name} is {tuple(tensor.shape)}, expected {tuple(own[name].shape)}")
        elif name in own and not tensor.is_floating_point():
            faults.append(f"{name} holds {tensor.dtype}, expected floating-point numbers")
    if not faults:
        # Copies, so that nothing hangs on the file any more; assigned, as `to_empty` would import 500 modules of torch.
        loaded = {name: torch.empty(tensor.shape).copy_(tensor) for name, tensor in state.items()}
        faults = [f"{name} holds NaN or infinite values" for name in loaded if not loaded[name].isfinite().all()]
        module.load_state_dict(loaded, strict=True, assign=True)
    if faults:
        listed = "; ".join(faults[:12]) + (f"; and {len(faults) - 12} more" if len(faults) > 12 else "")
        raise WeightsError(
            text("the weights do not fit the model ({faults})", faults=listed),
            where=where,
            hint="Nothing was loaded. Check that this is the right file for this model",
        )


def encoder_config(state: Mapping[str, Tensor], where: object, num_heads: int | None = None) -> EncoderConfig:
    """Reads an encoder's shape off its parameters. Raises WeightsError when they are not an encoder's."""
    kernel, table = state.get("patch_embed.proj.weight"), state.get("pos_embed")
    hidden = state.get("blocks.0.mlp.fc1.weight")
    if kernel is None or table is None or hidden is None or not (_sized(kernel, 5) and _sized(hidden, 2)):
        raise WeightsError(
            "this is not a V-JEPA 1 video encoder: patch_embed.proj.weight, pos_embed or blocks.0.mlp.fc1.weight "
            "is missing or of another form",
            where=where,
            hint="Choose a published .pth.tar or an encoder .safetensors",
        )
    width, patch = kernel.shape[0], kernel.shape[-1]
    if not _sized(table, 3) or table.shape[-1] != width:  # or a table for the model would be as large as the file says
        raise WeightsError(
            text(
                "the weights do not fit the model ({faults})",
                faults=f"pos_embed is {tuple(table.shape)}, expected (1, N, {width})",
            ),
            where=where,
            hint="Nothing was loaded. Check that this is the right file for this model",
        )
    side = math.isqrt(table.shape[1] // (FRAMES // TUBELET))
    return EncoderConfig(
        resolution=side * patch,
        width=width,
        depth=_depth(state, where),
        heads=heads_for(width, num_heads, where),
        patch=patch,
        mlp_ratio=hidden.shape[0] / width,
    )


def heads_for(width: int, given: int | None, where: object) -> int:
    """The number of attention heads for a token width. Raises WeightsError when it cannot be known."""
    heads = HEADS_BY_WIDTH.get(width) if given is None else given
    if heads is None:
        raise WeightsError(
            text("the number of attention heads of a model {width} wide is not known", width=width),
            where=where,
            hint=text(
                "Known widths: {widths}; another needs num_heads, or heads on the card",
                widths=", ".join(map(str, HEADS_BY_WIDTH)),
            ),
        )
    if heads < 1 or width % heads:
        what = text("a model {width} wide cannot have {heads} attention heads", width=width, heads=heads)
        raise WeightsError(what, where=where)
    return heads


def _depth(state: Mapping[str, Tensor], where: object) -> int:
    """The number of blocks. Raises WeightsError when one is left out: the largest number alone may be anything."""
    numbers = {name.split(".")[1] for name in state if name.startswith("blocks.")}
    gaps = [index for index in range(len(numbers)) if str(index) not in numbers]
    if gaps:
        odd = sorted(numbers - {str(index) for index in range(len(numbers))})
        raise WeightsError(
            text(
                "the weights do not fit the model ({faults})",
                faults=f"missing: blocks.{gaps[0]}.*; unknown: blocks.{shown(odd[0])}.*",
            ),
            where=where,
            hint="Nothing was loaded. Check that this is the right file for this model",
        )
    return len(numbers)


def _sized(tensor: Tensor, dimensions: int) -> bool:
    """Whether a tensor has so many dimensions, none of them empty."""
    return tensor.ndim == dimensions and 0 not in tensor.shape
