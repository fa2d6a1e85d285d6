"""V-JEPA 2 encoders: what their files must hold, before the library that computes them is imported (torch only)."""

from collections.abc import Iterable, Mapping

import torch
from torch import nn

from core.errors import WeightsError
from core.model.encoder_shapes import FRAMES, V_JEPA_2, V_JEPA_2_PREFIX, EncoderShape, Shape, read_shape
from core.model.files.weight_faults import misfit, shown
from core.model.vit import EncoderConfig
from core.model.vjepa2_library import import_library
from core.text import text

RESOLUTION = 256  # of the published encoders, but one; a file alone does not tell
NOT_NEEDED = ("predictor.",)  # stands beside the encoder in the published files


def is_vjepa2(names: Iterable[str]) -> bool:
    """Whether parameters of these names are a V-JEPA 2 encoder's, alone or beside its predictor."""
    return any(name.startswith((f"{V_JEPA_2_PREFIX}embeddings.", f"{V_JEPA_2_PREFIX}layer.")) for name in names)


def build(
    shapes: Mapping[str, Shape], where: object, *, resolution: int | None = None, num_heads: int | None = None
) -> tuple[nn.Module, dict[str, str]]:
    """The V-JEPA 2 encoder for a file with parameters of these names and shapes, still without numbers.

    resolution: pixels on a side that it will be fed, 256 unless given. num_heads: needed only for a width outside the
    published family. Returns a `vjepa2_encoder.RotaryEncoder` on the meta device, and for each parameter of the file
    that it needs the encoder's own name of it. Raises WeightsError naming what is missing, unknown or of another shape,
    before the library is imported, or saying that the library is missing.
    """
    found = {name: shape for name, shape in shapes.items() if not name.startswith(NOT_NEEDED)}
    shape = _checked_shape(found, where)
    config = EncoderConfig(
        resolution=_checked_resolution(RESOLUTION if resolution is None else resolution, shape.patch, where),
        width=shape.width,
        depth=shape.depth,
        heads=_heads(shape.width, num_heads, where),
        frames=FRAMES,
        patch=shape.patch,
        mlp_ratio=shape.mlp_hidden / shape.width,
    )
    encoder_module = import_library(where)
    with torch.device("meta"):
        return encoder_module.RotaryEncoder(config), {name: name for name in found}


def _checked_shape(found: Mapping[str, Shape], where: object) -> EncoderShape:
    shape = read_shape(found)
    if shape is None or shape.family != V_JEPA_2 or not shape.mlp_hidden:
        raise WeightsError(
            "this is not a V-JEPA 2 encoder: parameters that such a file begins with are missing or of another form",
            where=where,
            hint="Choose a published model.safetensors, or the folder of a Hugging Face snapshot",
        )
    wanted = shape.parameters()  # compared here already: a file may name more blocks than a computer can build
    faults = [f"missing: {name}" for name in wanted if name not in found]
    faults += [f"unknown: {shown(name)}" for name in found if name not in wanted]
    faults += [
        f"{name} is {tuple(size)}, expected {wanted[name]}"
        for name, size in found.items()
        if name in wanted and tuple(size) != wanted[name]
    ]
    if faults:
        raise misfit(faults, where)
    return shape


def _checked_resolution(resolution: int, patch: int, where: object) -> int:
    if resolution < patch or resolution % patch:
        raise WeightsError(
            text(
                "an encoder with patches of {patch} pixels cannot see pictures of {resolution} pixels",
                patch=patch,
                resolution=resolution,
            ),
            where=where,
            hint=text("Choose a multiple of {patch}", patch=patch),
        )
    return resolution


def _heads(width: int, given: int | None, where: object) -> int:
    from core.model.files.model_shape import heads_for  # late: the table of widths is V-JEPA 1's business

    heads = heads_for(width, given, where)
    if width // heads % 2:  # positions turn pairs of numbers
        what = text("a model {width} wide cannot have {heads} attention heads", width=width, heads=heads)
        raise WeightsError(what, where=where)
    return heads
