"""From weights files to encoders and probes: nothing is loaded unless every parameter fits (torch only)."""

from collections.abc import Callable
from pathlib import Path

import torch
from torch import nn

from core.errors import WeightsError
from core.model.device import device_faults, resolve_device
from core.model.encoder_outline import Outline, outline
from core.model.encoder_source import EncoderSource, open_encoder, opened
from core.model.files.model_shape import heads_for, shape_of
from core.model.files.weight_files import WeightsFile, existing_file, open_weights
from core.model.placing import CPU, check_fit, fill
from core.model.probe import PROBES, Probe, probe_kind

PROBE_ENTRY = "classifier"  # of a published probe file


def load_encoder(
    name_or_path: str | Path,
    *,
    device: str | torch.device = "cpu",
    dtype: torch.dtype = torch.float32,
    resolution: int | None = None,
    num_heads: int | None = None,
) -> nn.Module:
    """A frozen encoder by the name of an installed one, or from a file or a folder.

    name_or_path: a name of the store ("vith16", or one's own), a published `.pth.tar` (its `target_encoder`), a
    `.safetensors`, or the folder of a V-JEPA 2 snapshot. resolution: pixels on a side that it will be fed, when that is
    not what it was built for; a position table is then resampled once. num_heads: needed only for a width outside the
    published family. Returns the encoder in eval mode: clip (B, 3, T, H, W) -> tokens (B, N, D).
    The file is read once, tensor by tensor, straight to its place; an installed one is proved by its record.
    Raises WeightsError when the file is missing (EncoderMissing for a name), damaged, unsafe, or its parameters do not
    fit, naming them; DeviceError when the device is not there or too small.
    """
    target = resolve_device(str(device))
    source = open_encoder(name_or_path, num_heads=num_heads)
    return load_source(source, device=target, dtype=dtype, resolution=resolution)


def load_source(
    source: EncoderSource,
    *,
    device: torch.device = CPU,
    dtype: torch.dtype = torch.float32,
    resolution: int | None = None,
) -> nn.Module:
    """The encoder of a source, proved by what is recorded about it. As `load_encoder`."""
    prove = source.prove if source.sha256 else None
    with opened(source, hashed=prove is not None) as file:
        found = outline(file, source.config.resolution if resolution is None else resolution, source.config.heads)
        return build_encoder(found, file, dtype=dtype, device=device, prove=prove)


def build_encoder(
    found: Outline,
    file: WeightsFile,
    *,
    dtype: torch.dtype = torch.float32,
    device: torch.device = CPU,
    prove: Callable[[str], None] | None = None,
) -> nn.Module:
    """The encoder of an outline, frozen and in eval mode, with the parameters of the open file that it is of.

    prove: called with the file's digest once everything is read; what it raises is why nothing is loaded.
    Raises as `load_encoder` does.
    """
    with device_faults(device):
        fill(found.encoder, file, found.names, dtype=dtype, device=device, adapt=found.adapt, prove=prove)
    return found.encoder.eval().requires_grad_(False)


def load_probe(path: str | Path, num_heads: int | None = None) -> Probe:
    """A probe from a published probe file (its `classifier`) or a `.safetensors`.

    num_heads: needed only for a width outside the published family. Returns the probe in eval mode:
    tokens (B, N, D) -> logits (B, C). Raises WeightsError as `load_encoder` does.
    """
    with open_weights(existing_file(path), PROBE_ENTRY) as file:
        return build_probe(file, num_heads)


def build_probe(file: WeightsFile, num_heads: int | None = None) -> Probe:
    """A float32 probe on the CPU, in eval mode, with exactly the parameters of an open file. Raises as `load_probe`."""
    kind, linear = probe_kind(file.specs), shape_of(file.specs, "linear.weight", 2)
    query = shape_of(file.specs, "pooler.query_tokens", 3)
    if not linear or not kind or not (query or kind == "linear"):
        raise WeightsError(
            "this is not a probe: it has no linear.weight and, for an attentive one, pooler.query_tokens of the right "
            "form",
            where=file.where,
            hint="Choose a probe file (its weights are under `classifier`) or a bundle's probe.safetensors",
        )
    width = query[-1] if query else linear[1]
    heads = 1 if kind == "linear" else heads_for(width, num_heads, file.where)
    with torch.device("meta"):
        probe = PROBES[kind](width, heads, linear[0])
    names = {name: name for name in file.specs}
    check_fit(probe, file, names)
    fill(probe, file, names)
    return probe.eval().requires_grad_(False)
