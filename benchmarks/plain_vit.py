"""The yardstick: the V-JEPA encoder as one writes it down, layer by layer, with none of the program's short cuts."""

from collections.abc import Callable

import torch.nn.functional as F
from torch import Tensor

from core.model.vit import Attention, Encoder

AttentionRule = Callable[[Tensor, Tensor, Tensor], Tensor]


def explicit_attention(query: Tensor, key: Tensor, value: Tensor) -> Tensor:
    """softmax(Q K^T / sqrt(d)) V; every tensor is (B, heads, N, d)."""
    weights = (query @ key.transpose(-2, -1) * query.shape[-1] ** -0.5).softmax(dim=-1)
    return weights @ value


def plain_tokens(encoder: Encoder, clip: Tensor, attention: AttentionRule) -> Tensor:
    """What `encoder(clip)` returns, from the same weights."""
    tokens = encoder.patch_embed.proj(clip).flatten(2).transpose(1, 2) + encoder.pos_embed
    for block in encoder.blocks:
        tokens = tokens + _attended(block.attn, block.norm1(tokens), attention)
        tokens = tokens + block.mlp.fc2(F.gelu(block.mlp.fc1(block.norm2(tokens))))
    return encoder.norm(tokens)


def _attended(layer: Attention, tokens: Tensor, attention: AttentionRule) -> Tensor:
    batch, count, width = tokens.shape
    query, key, value = layer.qkv(tokens).view(batch, count, 3, layer.heads, -1).permute(2, 0, 3, 1, 4).unbind(0)
    return layer.proj(attention(query, key, value).transpose(1, 2).reshape(batch, count, width))
