"""The parameters of an encoder, by name and shape: what its file must hold, and how many numbers that is."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

Shape = tuple[int, ...]

V_JEPA_1, V_JEPA_2 = "vjepa1", "vjepa2"
FRAMES = 16  # of every clip; V-JEPA 1 was trained on as many, V-JEPA 2 (rotary positions) takes any number
TUBELET = 2
V_JEPA_2_PREFIX = "encoder."  # in the published files the predictor stands beside it


@dataclass(frozen=True, slots=True)
class EncoderShape:
    """What the shapes of an encoder's parameters say, and they alone.

    family: "vjepa1" or "vjepa2". width: token dimension D. depth: blocks. mlp_hidden: width inside a block's MLP.
    tokens: rows of the position table; 0 for V-JEPA 2, which has none. patch: pixels on a side of a tubelet.
    """

    family: str
    width: int
    depth: int
    mlp_hidden: int
    tokens: int
    patch: int = 16

    @property
    def resolution(self) -> int:
        """Pixels on a side that the position table is made for; 0 when there is no table."""
        return math.isqrt(self.tokens // (FRAMES // TUBELET)) * self.patch

    def parameters(self) -> dict[str, Shape]:
        """The name and shape of everything in the encoder's file, as published, but for `module.backbone.`."""
        width, hidden = self.width, self.mlp_hidden
        kernel = (width, 3, TUBELET, self.patch, self.patch)
        if self.family == V_JEPA_1:
            start, block, end = "patch_embed.proj", "blocks", "norm"
            attention = {"attn.qkv": (3 * width, width), "attn.proj": (width, width)}
        else:
            start, block, end = "embeddings.patch_embeddings.proj", "layer", "layernorm"
            attention = {f"attention.{name}": (width, width) for name in ("query", "key", "value", "proj")}
        layers: dict[str, Shape] = {start: kernel, end: (width,)}
        for index in range(self.depth):
            inside = {"norm1": (width,), **attention, "norm2": (width,)}
            inside |= {"mlp.fc1": (hidden, width), "mlp.fc2": (width, hidden)}
            layers |= {f"{block}.{index}.{name}": shape for name, shape in inside.items()}
        prefix = "" if self.family == V_JEPA_1 else V_JEPA_2_PREFIX
        named: dict[str, Shape] = {"pos_embed": (1, self.tokens, width)} if self.tokens else {}
        for name, shape in layers.items():
            named[f"{prefix}{name}.weight"] = shape
            named[f"{prefix}{name}.bias"] = shape[:1]
        return named

    def count(self) -> int:
        """How many numbers the file holds, the position table included."""
        return sum(map(math.prod, self.parameters().values()))


def read_shape(found: Mapping[str, Shape]) -> EncoderShape | None:
    """The encoder that parameters of these names and shapes would be; None when they are no V-JEPA encoder's.

    Only the parameters that tell are looked at: compare the whole with `EncoderShape.parameters`.
    """
    for family, start, block in (
        (V_JEPA_1, "patch_embed.proj.weight", "blocks."),
        (V_JEPA_2, "encoder.embeddings.patch_embeddings.proj.weight", "encoder.layer."),
    ):
        kernel, hidden = found.get(start, ()), found.get(f"{block}0.mlp.fc1.weight", ())
        if len(kernel) != 5 or len(hidden) != 2 or 0 in kernel:
            continue
        depth = len({name.removeprefix(block).split(".")[0] for name in found if name.startswith(block)})
        table = found.get("pos_embed", ())
        tokens = table[1] if family == V_JEPA_1 and len(table) == 3 else 0
        return EncoderShape(family, kernel[0], depth, hidden[0], tokens, kernel[-1])
    return None
