"""Probes: from a clip's tokens to logits (torch only).

The published one is attentive: one learned query that looks at all tokens, then one linear layer; its parameter names
and shapes are those of the published probe files. The others are there to be compared with it.
"""

from collections.abc import Collection

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from core.model.attention import attend
from core.model.linear import apply_linear
from core.model.vit import MLP

PROBE_EPS = 1e-5  # LayerNorm epsilon of the probe; the encoder's is another


class CrossAttention(nn.Module):
    """Multi-head attention of queries to tokens; `kv` packs (2, heads, head width).

    `proj` is in the published files but the published forward pass never applies it: it is kept so that the files
    load strictly, and it is not applied, or the published logits would not come out.
    """

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.q = nn.Linear(width, width)
        self.kv = nn.Linear(width, 2 * width)
        self.proj = nn.Linear(width, width)

    def forward(self, query: Tensor, tokens: Tensor) -> Tensor:
        batch, queries, width = query.shape
        head = width // self.heads
        query = self.q(query).view(batch, queries, self.heads, head).transpose(1, 2)
        key, value = apply_linear(self.kv, tokens).view(batch, -1, 2, self.heads, head).permute(2, 0, 3, 1, 4).unbind(0)
        mixed = attend(query, key, value)
        return mixed.transpose(1, 2).reshape(batch, queries, width)


class CrossAttentionBlock(nn.Module):
    """Raw query + attention to the normalised tokens, then + MLP of the normalised sum; no final norm."""

    def __init__(self, width: int, heads: int, mlp_ratio: float) -> None:
        super().__init__()
        self.norm1 = nn.LayerNorm(width, eps=PROBE_EPS)
        self.xattn = CrossAttention(width, heads)
        self.norm2 = nn.LayerNorm(width, eps=PROBE_EPS)
        self.mlp = MLP(width, int(width * mlp_ratio))

    def forward(self, query: Tensor, tokens: Tensor) -> Tensor:
        query = query + self.xattn(query, self.norm1(tokens))
        return query + self.mlp(self.norm2(query))


class AttentivePooler(nn.Module):
    """Pools tokens (B, N, D) of any number to one vector (B, D) with a learned query."""

    def __init__(self, width: int, heads: int, mlp_ratio: float = 4.0) -> None:
        super().__init__()
        self.query_tokens = nn.Parameter(torch.zeros(1, 1, width))
        self.cross_attention_block = CrossAttentionBlock(width, heads, mlp_ratio)

    def forward(self, tokens: Tensor) -> Tensor:
        query = self.query_tokens.expand(len(tokens), -1, -1)
        return self.cross_attention_block(query, tokens.to(query.dtype))[:, 0]


class Probe(nn.Module):
    """Tokens (B, N, D) of one clip, or of several clips concatenated along N, to logits (B, C).

    Tokens of another dtype than the weights are converted. linear: the last layer, D numbers in and C out.
    """

    linear: nn.Linear


class AttentiveProbe(Probe):
    """The published probe: attentive pooling, whose MLP has two layers, and one linear layer."""

    def __init__(self, width: int, heads: int, num_classes: int) -> None:
        super().__init__()
        self.pooler = AttentivePooler(width, heads)
        self.linear = nn.Linear(width, num_classes)

    def forward(self, tokens: Tensor) -> Tensor:
        return self.linear(self.pooler(tokens))


class AttentiveMLPProbe(Probe):
    """Attentive pooling, then an MLP of three layers: the other reading of the paper's "MLP of depth 3"."""

    def __init__(self, width: int, heads: int, num_classes: int) -> None:
        super().__init__()
        self.pooler = AttentivePooler(width, heads)
        self.mlp = MLP(width, width)
        self.linear = nn.Linear(width, num_classes)

    def forward(self, tokens: Tensor) -> Tensor:
        return self.linear(F.gelu(self.mlp(self.pooler(tokens))))


class LinearProbe(Probe):
    """The mean over all tokens, then one linear layer."""

    def __init__(self, width: int, heads: int, num_classes: int) -> None:
        """heads: as for the other probes; this one has none."""
        super().__init__()
        self.linear = nn.Linear(width, num_classes)

    def forward(self, tokens: Tensor) -> Tensor:
        return self.linear(tokens.mean(dim=1, dtype=self.linear.weight.dtype))


PROBES: dict[str, type[AttentiveProbe] | type[AttentiveMLPProbe] | type[LinearProbe]] = {
    "attentive": AttentiveProbe,
    "attentive-mlp3": AttentiveMLPProbe,
    "linear": LinearProbe,
}
"""By the names that recipes use."""


def probe_kind(names: Collection[str]) -> str:
    """Which of PROBES parameters of these names are; "" when they are none's."""
    if "linear.weight" not in names:
        return ""
    if "pooler.query_tokens" not in names:
        return "linear" if set(names) <= {"linear.weight", "linear.bias"} else ""
    return "attentive-mlp3" if "mlp.fc1.weight" in names else "attentive"
