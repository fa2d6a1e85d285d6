"""Softmax attention: torch's own, and on the CPU faster ones, in bf16 and where gradients are wanted (torch only)."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from core.model.precision import native_bf16

# Attention weights that are computed at once: 5 MB in bf16, which stays in the processor's cache. Measured at 1568 and
# 4608 tokens on an AMD EPYC with AVX512_BF16: 1.7 times as fast as scaled_dot_product_attention.
AT_ONCE = 2_500_000
FEW = 40_000  # with fewer (200 tokens), the calls of one product per head cost more than they save

# Queries times keys up to which training in bf16 on the CPU keeps all weights: with so few, torch's fused attention,
# which keeps none, takes several times as long for its gradients; at 512 tokens no longer (docs/benchmarks.md).
KEPT = 300 * 300


def attend(query: Tensor, key: Tensor, value: Tensor) -> Tensor:
    """softmax(Q K^T / sqrt(d)) V, without mask or dropout.

    query: (B, heads, M, d); key, value: (B, heads, N, d), all of one dtype. Returns (B, heads, M, d) of that dtype.
    """
    pairs = query.shape[-2] * key.shape[-2]
    learning = torch.is_grad_enabled() and (query.requires_grad or key.requires_grad or value.requires_grad)
    if learning and query.device.type == "cpu" and query.dtype == torch.bfloat16 and pairs <= KEPT:
        return _plain(query, key, value)
    large = pairs >= FEW
    if large and query.device.type == "cpu" and query.dtype == torch.bfloat16 and native_bf16():
        return _head_by_head(query, key, value)
    return F.scaled_dot_product_attention(query, key, value)


def _plain(query: Tensor, key: Tensor, value: Tensor) -> Tensor:
    weights = (query * query.shape[-1] ** -0.5) @ key.transpose(-2, -1)
    return weights.softmax(dim=-1).to(value.dtype) @ value


def _head_by_head(query: Tensor, key: Tensor, value: Tensor) -> Tensor:
    """The plain formula for one head, and as many queries as fit into the cache, at a time."""
    batch, heads, count, width = query.shape
    rows = math.ceil(count / math.ceil(count * key.shape[-2] / AT_ONCE))
    query = query * width**-0.5
    # What all keys have in common changes no attention weight, but products that are large without need lose precision.
    key = key - key.mean(dim=-2, keepdim=True)
    mixed = query.new_empty(batch, count, heads, width).transpose(1, 2)  # token after token, as the caller goes on
    for one in range(batch):
        for head in range(heads):
            keys, values = key[one, head].T, value[one, head]
            for start in range(0, count, rows):
                weights = (query[one, head, start : start + rows] @ keys).softmax(dim=-1)
                mixed[one, head, start : start + rows] = weights @ values
    return mixed
