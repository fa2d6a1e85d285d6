"""From weights files to encoders and probes: nothing is loaded unless every parameter fits (torch only)."""

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import torch
from torch import Tensor

from core.errors import EncoderMissing, WeightsError
from core.model.cards import PUBLISHED_ENCODERS
from core.model.device import device_faults, resolve_device
from core.model.model_shape import encoder_config, heads_for, shape_of
from core.model.placing import CPU, check_fit, fill
from core.model.probe import AttentiveProbe
from core.model.vit import Encoder, resample_positions
from core.model.weight_files import WeightsFile, existing_file, open_weights
from core.text import text


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
    mode: clip (B, 3, T, H, W) -> tokens (B, N, D). The file is read once, tensor by tensor, straight to its place.
    Raises WeightsError when the file is missing, damaged, unsafe, or its parameters do not fit, naming them;
    DeviceError when the device is not there or too small.
    """
    target = resolve_device(str(device))
    with open_weights(find_encoder(name_or_path), wanted="target_encoder") as file:
        return build_encoder(file, resolution, num_heads, dtype=dtype, device=target)


def build_encoder(
    file: WeightsFile,
    resolution: int | None = None,
    num_heads: int | None = None,
    *,
    dtype: torch.dtype = torch.float32,
    device: torch.device = CPU,
    prove: Callable[[str], None] | None = None,
) -> Encoder:
    """A frozen encoder in eval mode with exactly the parameters of an open file.

    prove: called with the file's digest once everything is read; what it raises is why nothing is loaded.
    Raises as `load_encoder` does.
    """
    with torch.device("meta"):  # shapes only: no memory, no time, no random number is spent before all is known to fit
        encoder = Encoder(encoder_config(file.specs, file.where, num_heads))
    check_fit(encoder, file)
    adapt = {} if resolution is None else {"pos_embed": _set_resolution(encoder, resolution, file.where)}
    with device_faults(device):
        fill(encoder, file, dtype=dtype, device=device, adapt=adapt, prove=prove)
    return encoder.eval().requires_grad_(False)


def _set_resolution(encoder: Encoder, resolution: int, where: object) -> Callable[[Tensor], Tensor]:
    """Makes an encoder without weights one for another resolution; returns what its position table must go through."""
    old = encoder.config
    if resolution < 1 or resolution % old.patch:
        raise WeightsError(
            text(
                "an encoder with patches of {patch} pixels cannot see pictures of {resolution} pixels",
                patch=old.patch,
                resolution=resolution,
            ),
            where=where,
            hint=text("Choose a multiple of {patch}", patch=old.patch),
        )
    if resolution == old.resolution:
        return lambda table: table
    new = encoder.config = replace(old, resolution=resolution)
    encoder.pos_embed = torch.empty(1, math.prod(new.grid), new.width, device="meta")
    return lambda table: resample_positions(table.float(), old.grid, new.grid)


def load_probe(path: str | Path, num_heads: int | None = None) -> AttentiveProbe:
    """An attentive probe from a published probe file (its `classifier`) or a `.safetensors`.

    num_heads: needed only for a width outside the published family. Returns the probe in eval mode:
    tokens (B, N, D) -> logits (B, C). Raises WeightsError as `load_encoder` does.
    """
    with open_weights(existing_file(path), wanted="classifier") as file:
        return build_probe(file, num_heads)


def build_probe(file: WeightsFile, num_heads: int | None = None) -> AttentiveProbe:
    """A float32 probe on the CPU, in eval mode, with exactly the parameters of an open file. Raises as `load_probe`."""
    query, linear = shape_of(file.specs, "pooler.query_tokens", 3), shape_of(file.specs, "linear.weight", 2)
    if not query or not linear:
        raise WeightsError(
            "this is not an attentive probe: it has no pooler.query_tokens and linear.weight of the right form",
            where=file.where,
            hint="Choose a probe file (its weights are under `classifier`) or a bundle's probe.safetensors",
        )
    width = query[-1]
    with torch.device("meta"):
        probe = AttentiveProbe(width, heads_for(width, num_heads, file.where), linear[0])
    check_fit(probe, file)
    fill(probe, file)
    return probe.eval().requires_grad_(False)


def find_encoder(name_or_path: str | Path) -> Path:
    """The file behind a registered name or a path. Raises WeightsError when it is not on this computer."""
    card = PUBLISHED_ENCODERS.get(str(name_or_path))
    if card is not None:
        raise EncoderMissing(
            text("the encoder {name} is not on this computer", name=card.name),
            hint=text(
                "Download {url} ({licence}) and give the path of the file instead of its name",
                url=card.url,
                licence=card.licence,
            ),
            encoder=card.name,
        )
    return existing_file(name_or_path)
