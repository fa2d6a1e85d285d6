"""The V-JEPA objective (Bardes et al. 2024): predict the features of masked tubes from what is left, without labels."""

import copy
import math

import torch
import torch.nn.functional as F
from torch import Generator, Tensor, nn

from core.model.vit import Block, Encoder, EncoderConfig, sincos_positions
from training.starter.student import encode, initialise

WIDTH, DEPTH, HEADS = 96, 3, 3  # of the predictor
MASKS = ((8, 0.15), (2, 0.7))  # blocks, and the share of the picture that each covers: many small ones, or few large


class Pretraining(nn.Module):
    """The encoder that learns, the predictor, and the target: a slow running average of the encoder."""

    positions: Tensor

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        config = encoder.config
        self.encoder, self.target = encoder, copy.deepcopy(encoder).requires_grad_(False)
        self.into, self.out = nn.Linear(config.width, WIDTH), nn.Linear(WIDTH, config.width)
        narrow = EncoderConfig(config.resolution, WIDTH, DEPTH, HEADS, patch=config.patch)
        self.blocks = nn.ModuleList(Block(narrow) for _ in range(DEPTH))
        self.norm = nn.LayerNorm(WIDTH)
        for part in (self.into, self.out, self.blocks):  # three blocks: what each adds needs not be made smaller
            initialise(part)
        self.mask_token = nn.Parameter(torch.zeros(1, 1, WIDTH))
        self.register_buffer("positions", sincos_positions(WIDTH, config.grid))

    def loss(self, clips: Tensor, column: int, rng: Generator) -> Tensor:
        """The L1 distance of predicted and true features of the masked tokens; one mask for the whole batch."""
        config = self.encoder.config
        columns = clips.shape[2] // config.tubelet
        kept, masked = random_mask(columns, config.grid[1:], rng)
        with torch.no_grad():
            truth = encode(self.target, clips, column)[1].float()
            truth = F.layer_norm(truth, truth.shape[-1:])[:, masked]
        places = config.grid[1] * config.grid[2]
        positions = self.positions[:, column * places : (column + columns) * places]
        context = self.into(encode(self.encoder, clips, column, kept)[1]) + positions[:, kept]
        unknown = (self.mask_token + positions[:, masked]).expand(len(clips), -1, -1)
        tokens = torch.cat([context, unknown], 1)
        for block in self.blocks:
            tokens = block(tokens)
        return F.l1_loss(self.out(self.norm(tokens[:, len(kept) :])).float(), truth)

    @torch.no_grad()
    def follow(self, momentum: float) -> None:
        """Moves the target a little towards the encoder."""
        for slow, fast in zip(self.target.parameters(), self.encoder.parameters(), strict=True):
            slow.lerp_(fast, 1 - momentum)


def random_mask(columns: int, grid: tuple[int, int], rng: Generator) -> tuple[Tensor, Tensor]:
    """Indices of the tokens that stay and of those that are masked: blocks of the picture, in all columns of time.

    At least one place stays and at least one is masked.
    """
    height, width = grid

    def draw(low: float, high: float) -> float:
        return low + (high - low) * float(torch.rand((), generator=rng, device=rng.device))

    count, share = MASKS[int(draw(0, len(MASKS)))]
    masked = torch.zeros(grid, dtype=torch.bool)
    for _ in range(count):
        ratio = draw(0.75, 1.5)
        rows = min(height, max(1, round(math.sqrt(share * height * width * ratio))))
        across = min(width, max(1, round(math.sqrt(share * height * width / ratio))))
        top, left = int(draw(0, height - rows + 1)), int(draw(0, width - across + 1))
        masked[top : top + rows, left : left + across] = True
    if masked.all():
        masked[int(draw(0, height)), int(draw(0, width))] = False
    everywhere = masked.flatten().repeat(columns)
    return (~everywhere).nonzero()[:, 0].to(rng.device), everywhere.nonzero()[:, 0].to(rng.device)
