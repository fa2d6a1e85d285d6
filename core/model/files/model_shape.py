"""What the shapes of the parameters in a file say about the model that they are for (torch only)."""

import math
from collections.abc import Collection, Mapping

from core.errors import WeightsError
from core.model.files.safetensors_file import Spec
from core.model.files.weight_faults import misfit, shown
from core.model.vit import HEADS_BY_WIDTH, EncoderConfig
from core.text import text

FRAMES, TUBELET = 16, 2  # every V-JEPA 1 checkpoint was trained on 16 frames, two to a tubelet


def encoder_config(specs: Mapping[str, Spec], where: object, num_heads: int | None = None) -> EncoderConfig:
    """Reads an encoder's shape off its parameters. Raises WeightsError when they are not an encoder's."""
    kernel, hidden = shape_of(specs, "patch_embed.proj.weight", 5), shape_of(specs, "blocks.0.mlp.fc1.weight", 2)
    if not kernel or not hidden or "pos_embed" not in specs:
        raise WeightsError(
            "this is not a V-JEPA 1 video encoder: patch_embed.proj.weight, pos_embed or blocks.0.mlp.fc1.weight "
            "is missing or of another form",
            where=where,
            hint="Choose a published .pth.tar or an encoder .safetensors",
        )
    width, patch = kernel[0], kernel[-1]
    table = shape_of(specs, "pos_embed", 3)
    if not table or table[-1] != width:  # or a table for the model would be as large as the file says
        raise misfit([f"pos_embed is {specs['pos_embed'].shape}, expected (1, N, {width})"], where)
    side = math.isqrt(table[1] // (FRAMES // TUBELET))
    return EncoderConfig(
        resolution=side * patch,
        width=width,
        depth=_depth(specs, where),
        heads=heads_for(width, num_heads, where),
        patch=patch,
        mlp_ratio=hidden[0] / width,
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


def shape_of(specs: Mapping[str, Spec], name: str, dimensions: int) -> tuple[int, ...]:
    """The shape of a parameter that has so many dimensions, none of them empty; () when there is none such."""
    shape = specs[name].shape if name in specs else ()
    return shape if len(shape) == dimensions and 0 not in shape else ()


def _depth(names: Collection[str], where: object) -> int:
    """The number of blocks. Raises WeightsError when one is left out: the largest number alone may be anything."""
    numbers = {name.split(".")[1] for name in names if name.startswith("blocks.")}
    gaps = [index for index in range(len(numbers)) if str(index) not in numbers]
    if gaps:
        odd = sorted(numbers - {str(index) for index in range(len(numbers))})
        raise misfit([f"missing: blocks.{gaps[0]}.*", f"unknown: blocks.{shown(odd[0])}.*"], where)
    return len(numbers)
