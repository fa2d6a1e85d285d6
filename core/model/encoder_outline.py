"""The encoder that a weights file is for, before a single number of it is read (torch only)."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import cast

import torch
from torch import Tensor, nn

from core.errors import WeightsError
from core.model.encoder_shapes import V_JEPA_1, V_JEPA_2
from core.model.files.model_shape import encoder_config
from core.model.files.weight_files import WeightsFile
from core.model.placing import check_fit
from core.model.vit import Encoder, EncoderConfig, resample_positions
from core.model.vjepa2 import build, is_vjepa2
from core.text import text


@dataclass(frozen=True, slots=True)
class Outline:
    """An encoder on the meta device, which every parameter of a file fits.

    encoder: an Encoder, or the like for V-JEPA 2. config: its own. family: "vjepa1" or "vjepa2".
    bytes: of the parameters, as stored in the file.
    names: the encoder's names for the file's. adapt: what some parameters must go through first, by the encoder's name.
    """

    encoder: nn.Module
    config: EncoderConfig
    family: str
    bytes: int
    names: Mapping[str, str]
    adapt: Mapping[str, Callable[[Tensor], Tensor]] = field(default_factory=dict)

    @property
    def parameters(self) -> int:
        """How many numbers the encoder has, a position table not counted."""
        return sum(parameter.numel() for parameter in self.encoder.parameters())


def outline(file: WeightsFile, resolution: int | None = None, num_heads: int | None = None) -> Outline:
    """The encoder for an open file, for pictures of `resolution` pixels on a side (None: what it was built for).

    Raises WeightsError when the file is no encoder's, naming every parameter that is missing, unknown or mis-shaped,
    and for a resolution that its patches do not divide.
    """
    if is_vjepa2(file.specs):
        shapes = {name: spec.shape for name, spec in file.specs.items()}
        rotary, names = build(shapes, file.where, resolution=resolution, num_heads=num_heads)
        check_fit(rotary, file, names)
        return Outline(rotary, cast(EncoderConfig, rotary.config), V_JEPA_2, _bytes(file, names), names)
    with torch.device("meta"):  # shapes only: no memory, no time, no random number is spent before all is known to fit
        encoder = Encoder(encoder_config(file.specs, file.where, num_heads))
    names = {name: name for name in file.specs}
    check_fit(encoder, file, names)
    if resolution is None or resolution == encoder.config.resolution:
        return Outline(encoder, encoder.config, V_JEPA_1, _bytes(file, names), names)
    adapt = {"pos_embed": _set_resolution(encoder, resolution, file.where)}
    return Outline(encoder, encoder.config, V_JEPA_1, _bytes(file, names), names, adapt)


def _bytes(file: WeightsFile, names: Iterable[str]) -> int:
    return sum(file.specs[name].nbytes for name in names)


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
    new = encoder.config = replace(old, resolution=resolution)
    encoder.pos_embed = torch.empty(1, math.prod(new.grid), new.width, device="meta")
    return lambda table: resample_positions(table.float(), old.grid, new.grid)
