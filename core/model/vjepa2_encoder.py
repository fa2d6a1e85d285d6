"""The V-JEPA 2 video encoder of the library transformers, called as the one of V-JEPA 1 is.

The one module that imports the library: only `core.model.vjepa2` imports it, and only for a V-JEPA 2 encoder.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from transformers.models.vjepa2.configuration_vjepa2 import VJEPA2Config
from transformers.models.vjepa2.modeling_vjepa2 import VJEPA2Encoder, VJEPA2RopeAttention

from core.model.attention import attend
from core.model.vit import EncoderConfig, embed_tubelets


class RotaryEncoder(nn.Module):
    """The frozen V-JEPA 2 encoder; its parameters have the names of the published files.

    Called with a clip (B, 3, T, H, W), normalised with the ImageNet mean and standard deviation; returns tokens
    (B, N, D) after the final LayerNorm, N = T/2 * H/16 * W/16 in (time, height, width) order, in the weights' dtype.
    Positions are angles and not a table, so that clips of any size have theirs.
    Raises ValueError when the clip does not divide into tubelets.
    """

    def __init__(self, config: EncoderConfig) -> None:
        super().__init__()
        self.config = config
        hidden = round(config.width * config.mlp_ratio)
        library_config = VJEPA2Config(
            patch_size=config.patch,
            crop_size=config.resolution,
            frames_per_clip=config.frames,
            tubelet_size=config.tubelet,
            hidden_size=config.width,
            num_attention_heads=config.heads,
            num_hidden_layers=config.depth,
            mlp_ratio=(hidden + 0.5) / config.width,  # the library multiplies and cuts off: nothing must be lost
        )
        self.encoder = VJEPA2Encoder(library_config)
        for layer in self.encoder.layer:
            layer.attention = RotaryAttention(library_config, config.width, config.heads)

    def forward(self, clip: Tensor) -> Tensor:
        grid = self._grid(clip)
        kernel = self.encoder.embeddings.patch_embeddings.proj
        tokens = embed_tubelets(clip.to(kernel.weight.dtype), kernel.weight, kernel.bias)
        rotation = rotary_table(grid, self.config.width // self.config.heads, tokens.device).to(tokens.dtype)
        for layer in self.encoder.layer:
            tokens = layer(tokens, position_mask=rotation)[0]
        return self.encoder.layernorm(tokens)

    def _grid(self, clip: Tensor) -> tuple[int, int, int]:
        config, (frames, height, width) = self.config, clip.shape[-3:]
        if frames % config.tubelet or height % config.patch or width % config.patch:
            raise ValueError(
                f"a clip of {frames} frames of {height}x{width} pixels does not divide into tubelets of "
                f"{config.tubelet} frames of {config.patch}x{config.patch} pixels"
            )
        return frames // config.tubelet, height // config.patch, width // config.patch


class RotaryAttention(VJEPA2RopeAttention):
    """The library's attention, with angles that are computed once per clip and in fp32.

    The library computes them again in every block and, in bf16 or fp16, from numbers with as few digits; and only for
    clips of the configured size.
    """

    def forward(self, hidden_states: Tensor, position_mask: Tensor) -> tuple[Tensor, None]:
        """hidden_states: (B, N, D) tokens. position_mask: their `rotary_table`. Returns (B, N, D), and no weights."""
        query, key, value = (
            layer(hidden_states).unflatten(-1, (self.num_attention_heads, -1))
            for layer in (self.query, self.key, self.value)
        )
        query, key = rotate(query, position_mask), rotate(key, position_mask)
        mixed = attend(query.transpose(1, 2), key.transpose(1, 2), value.transpose(1, 2))
        return self.proj(mixed.transpose(1, 2).flatten(2)), None


def rotary_table(grid: tuple[int, int, int], head_width: int, device: torch.device) -> Tensor:
    """Cosines and sines by which `rotate` turns the pairs of numbers in a token's query or key.

    grid: tokens along (time, height, width), each of which turns a third of the pairs; what is left over stays as it
    is. Returns (2, N, 1, head_width) float32, N in (time, height, width) order. The angles are those that the weights
    were trained with: the two numbers of a pair do not have the same one.
    """
    half = head_width // 3 // 2
    frequency = 10000.0 ** -(torch.arange(half, dtype=torch.float32, device=device) / half)
    axes = torch.meshgrid(*(torch.arange(n, dtype=torch.float32, device=device) for n in grid), indexing="ij")
    angles = torch.cat([(axis.flatten()[:, None] * frequency).repeat(1, 2) for axis in axes], dim=1)
    angles = F.pad(angles, (0, head_width - 6 * half))
    sines = angles.sin()
    sines[:, ::2].neg_()
    return torch.stack((angles.cos(), sines)).unsqueeze(2)


def rotate(tokens: Tensor, table: Tensor) -> Tensor:
    """Queries or keys (B, N, heads, head width) turned by their positions; `table` from `rotary_table`."""
    cosines, sines = table
    swapped = tokens.unflatten(-1, (-1, 2)).flip(-1).flatten(-2)
    return torch.addcmul(tokens * cosines, swapped, sines)
