"""The encoder and its probe as they are trained: their first weights, and short clips at any moment of the sixteen."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from core.clips.views import IMAGENET_MEAN, IMAGENET_STD
from core.model.probe import AttentiveProbe
from core.model.vit import Encoder, EncoderConfig, embed_tubelets
from training.starter.recipe import CLASSES
from training.starter.teacher import COARSE, FINE

COMPONENTS = 128  # principal components of a patch that the first layer starts with


class Student(nn.Module):
    """The encoder, its probe, and the maps from its tokens to the teacher's features (training only)."""

    def __init__(self, config: EncoderConfig, pictures: Tensor) -> None:
        """pictures: (n, 3, 1, H, W) normalised clips of one frame, for the first layer to start from."""
        super().__init__()
        self.encoder = Encoder(config)
        self.probe = AttentiveProbe(config.width, config.heads, len(CLASSES))
        self.to_fine, self.to_coarse = nn.Linear(config.width, 4 * FINE), nn.Linear(config.width, COARSE)
        initialise(self)
        start_from_components(self.encoder, pictures)

    def forward(self, clips: Tensor, column: int = 0) -> tuple[Tensor, Tensor, Tensor]:
        """Clips as for `encode` to the tokens after the first block, those of the encoder, and logits (B, C)."""
        first, tokens = encode(self.encoder, clips, column)
        return first, tokens, self.probe(tokens)


def encode(encoder: Encoder, clips: Tensor, column: int = 0, kept: Tensor | None = None) -> tuple[Tensor, Tensor]:
    """The tokens (B, N, D) after the first block, and after all and the norm.

    clips: (B, 3, T, H, W) whose first pictures stand at the time position `column`; with T = 1 that picture stands
    still for a tubelet. kept: the indices of the tokens that the encoder sees; None: all.
    """
    weight, config = encoder.patch_embed.proj.weight, encoder.config
    if clips.shape[2] == 1:
        weight = weight.sum(2, keepdim=True)  # the same as showing it twice
    tokens = embed_tubelets(clips, weight, encoder.patch_embed.proj.bias)
    start = column * config.grid[1] * config.grid[2]
    tokens = tokens + encoder.pos_embed[:, start : start + tokens.shape[1]]
    if kept is not None:
        tokens = tokens[:, kept]
    first = tokens = encoder.blocks[0](tokens)
    for block in encoder.blocks[1:]:
        tokens = block(tokens)
    return first, encoder.norm(tokens)


def initialise(model: nn.Module) -> None:
    """Weights that keep variances: 1 / sqrt(inputs), less where a block adds to the stream of tokens."""
    for module in model.modules():
        if isinstance(module, nn.Linear | nn.Conv3d):
            nn.init.normal_(module.weight, std=module.weight[0].numel() ** -0.5)
            if module.bias is not None:
                nn.init.zeros_(module.bias)
        if isinstance(module, AttentiveProbe):
            nn.init.trunc_normal_(module.pooler.query_tokens, std=0.02)
    with torch.no_grad():
        for module in model.modules():
            blocks = list(getattr(module, "blocks", []))
            for block in blocks:
                block.attn.proj.weight.mul_((2 * len(blocks)) ** -0.5)
                block.mlp.fc2.weight.mul_((2 * len(blocks)) ** -0.5)
            if isinstance(module, AttentiveProbe):
                module.linear.weight.mul_(0.1)


@torch.no_grad()
def start_from_components(encoder: Encoder, pictures: Tensor) -> None:
    """The first layer starts as the whitened principal components of grey patches.

    Neighbouring pixels are nearly the same: with random weights all tokens would hardly say more than how bright they
    are, and nothing is learnt for thousands of steps.
    """
    config, project = encoder.config, encoder.patch_embed.proj
    deviations, means = (torch.as_tensor(v, device=pictures.device) for v in (IMAGENET_STD, IMAGENET_MEAN))
    grey = (pictures[:, :, 0] * deviations.view(3, 1, 1) + means.view(3, 1, 1)).mean(1)
    patches = F.unfold(grey[:, None], config.patch, stride=config.patch).transpose(1, 2).flatten(0, 1)
    mean = patches.mean(0)
    count = min(COMPONENTS, config.width, len(mean))
    variances, components = torch.linalg.eigh((patches - mean).T @ (patches - mean) / len(patches))
    variances, components = variances.flip(0)[:count], components.flip(1)[:, :count]
    gains = (variances.clamp_min(0) + variances[count // 3].clamp_min(1e-6)).rsqrt()  # what is hardly there stays small
    spread = torch.linalg.qr(torch.randn(config.width, count, device=grey.device))[0]
    filters = spread @ (gains[:, None] * components.T)
    shaped = filters.view(-1, 1, 1, config.patch, config.patch) * deviations.view(1, 3, 1, 1, 1)
    project.weight.copy_((shaped / (3 * config.tubelet)).expand_as(project.weight))
    assert project.bias is not None
    project.bias.copy_(filters.sum(1) * means.mean() - filters @ mean)
