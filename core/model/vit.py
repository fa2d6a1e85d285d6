"""The V-JEPA 1 video encoder: a plain vision transformer over space-time tubelets (torch only).

Parameter names and shapes are those of the published checkpoints, so that a checkpoint loads with `strict=True`.
"""

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from core.model.attention import attend
from core.model.linear import apply_linear, linear

ENCODER_EPS = 1e-6  # LayerNorm epsilon of the encoder; the probe's is another
HEADS_BY_WIDTH = {192: 3, 384: 6, 768: 12, 1024: 16, 1280: 16, 1408: 22}  # the published models


@dataclass(frozen=True, slots=True)
class EncoderConfig:
    """The shape of an encoder.

    resolution: pixels on a side, frames: pictures in a clip; the position table is built for these.
    width: token dimension D. depth: number of blocks. mlp_ratio: hidden width of a block's MLP over D.
    """

    resolution: int
    width: int
    depth: int
    heads: int
    frames: int = 16
    patch: int = 16
    tubelet: int = 2
    mlp_ratio: float = 4.0

    @property
    def grid(self) -> tuple[int, int, int]:
        """Tokens along (time, height, width)."""
        return self.frames // self.tubelet, self.resolution // self.patch, self.resolution // self.patch

    @property
    def block_parameters(self) -> int:
        """The numbers in the matrices of all blocks, which are nearly all that an encoder has."""
        return round((4 + 2 * self.mlp_ratio) * self.width**2) * self.depth


class Attention(nn.Module):
    """Multi-head self-attention; `qkv` packs (3, heads, head width)."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.proj = nn.Linear(width, width)

    def forward(self, tokens: Tensor) -> Tensor:
        batch, count, width = tokens.shape
        qkv = apply_linear(self.qkv, tokens).view(batch, count, 3, self.heads, width // self.heads)
        query, key, value = qkv.permute(2, 0, 3, 1, 4).unbind(0)
        mixed = attend(query, key, value)
        return apply_linear(self.proj, mixed.transpose(1, 2).reshape(batch, count, width))


class MLP(nn.Module):
    """Two linear layers with an exact GELU between them."""

    def __init__(self, width: int, hidden: int) -> None:
        super().__init__()
        self.fc1 = nn.Linear(width, hidden)
        self.fc2 = nn.Linear(hidden, width)

    def forward(self, tokens: Tensor) -> Tensor:
        return apply_linear(self.fc2, F.gelu(apply_linear(self.fc1, tokens)))


class Block(nn.Module):
    """A pre-norm transformer block."""

    def __init__(self, config: EncoderConfig) -> None:
        super().__init__()
        self.norm1 = nn.LayerNorm(config.width, eps=ENCODER_EPS)
        self.attn = Attention(config.width, config.heads)
        self.norm2 = nn.LayerNorm(config.width, eps=ENCODER_EPS)
        self.mlp = MLP(config.width, round(config.width * config.mlp_ratio))

    def forward(self, tokens: Tensor) -> Tensor:
        tokens = tokens + self.attn(self.norm1(tokens))
        return tokens + self.mlp(self.norm2(tokens))


class PatchEmbed(nn.Module):
    """Cuts a clip into tubelets of (tubelet, patch, patch) pixels and maps each to one token.

    `proj` is a convolution in the published files.
    """

    def __init__(self, config: EncoderConfig) -> None:
        super().__init__()
        size = (config.tubelet, config.patch, config.patch)
        self.proj = nn.Conv3d(3, config.width, kernel_size=size, stride=size)

    def forward(self, clip: Tensor) -> Tensor:
        return embed_tubelets(clip, self.proj.weight, self.proj.bias)


class Encoder(nn.Module):
    """The frozen V-JEPA encoder.

    Called with a clip (B, 3, T, H, W), normalised with the ImageNet mean and standard deviation; returns tokens
    (B, N, D) after the final LayerNorm, N = T/2 * H/16 * W/16 in (time, height, width) order. A clip of another size
    than the position table was built for gets a trilinearly resampled table. A clip of another dtype than the weights
    is converted; the tokens are of the weights' dtype.
    Raises ValueError when the clip does not divide into tubelets.
    """

    pos_embed: Tensor

    def __init__(self, config: EncoderConfig) -> None:
        super().__init__()
        self.config = config
        self.register_buffer("pos_embed", sincos_positions(config.width, config.grid))
        self.patch_embed = PatchEmbed(config)
        self.blocks = nn.ModuleList(Block(config) for _ in range(config.depth))
        self.norm = nn.LayerNorm(config.width, eps=ENCODER_EPS)

    def forward(self, clip: Tensor) -> Tensor:
        positions = self._positions(clip)
        tokens = self.patch_embed(clip.to(positions.dtype)) + positions
        for block in self.blocks:
            tokens = block(tokens)
        return self.norm(tokens)

    def _positions(self, clip: Tensor) -> Tensor:
        config, (frames, height, width) = self.config, clip.shape[-3:]
        if frames % config.tubelet or height % config.patch or width % config.patch:
            raise ValueError(
                f"a clip of {frames} frames of {height}x{width} pixels does not divide into tubelets of "
                f"{config.tubelet} frames of {config.patch}x{config.patch} pixels"
            )
        grid = (frames // config.tubelet, height // config.patch, width // config.patch)
        if grid == config.grid:
            return self.pos_embed
        return resample_positions(self.pos_embed, config.grid, grid)


def embed_tubelets(clip: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
    """A 3-D convolution whose stride is its kernel's size, as one matrix product.

    clip: (B, 3, T, H, W). weight: (D, 3, t, h, w). Returns tokens (B, T/t * H/h * W/w, D), in (time, height, width)
    order. In bf16 on a CPU 1.4 times as fast as the convolution at 224 pixels, 8 times at 384; in fp32 never slower.
    """
    time, height, width = weight.shape[2:]
    cut = clip.unflatten(4, (-1, width)).unflatten(3, (-1, height)).unflatten(2, (-1, time))
    # (B, 3, T', t, H', h, W', w) -> (B, T', H', W', 3, t, h, w): tokens, and in each the order of the weights
    tubelets = cut.permute(0, 2, 4, 6, 1, 3, 5, 7).flatten(4).flatten(1, 3)
    return linear(tubelets, weight.flatten(1), bias)


def sincos_positions(width: int, grid: tuple[int, int, int]) -> Tensor:
    """The fixed 3-D sine-cosine table with equal shares for depth, height and width (`uniform_power`).

    Each axis has 2 * ceil(width / 6) columns, sines first, then cosines, base 10000; the whole is cut to `width`.
    Returns (1, N, width) float32, N in (time, height, width) order.
    """
    half = math.ceil(width / 6)
    # "cpu": also inside `with torch.device("meta")`, where arange would import 800 modules of torch (two seconds).
    frequency = 10000.0 ** -(torch.arange(half, dtype=torch.float64, device="cpu") / half)
    axes = torch.meshgrid(*(torch.arange(n, dtype=torch.float64, device="cpu") for n in grid), indexing="ij")
    angles = [axis.flatten()[:, None] * frequency for axis in axes]
    table = torch.cat([part for angle in angles for part in (angle.sin(), angle.cos())], dim=1)
    return table[None, :, :width].float()


def resample_positions(table: Tensor, old: tuple[int, int, int], new: tuple[int, int, int]) -> Tensor:
    """Trilinear resampling of a position table (1, N, D) from one (time, height, width) grid to another."""
    volume = table.view(1, *old, -1).permute(0, 4, 1, 2, 3)
    volume = F.interpolate(volume, size=new, mode="trilinear")
    return volume.permute(0, 2, 3, 4, 1).flatten(1, 3)
