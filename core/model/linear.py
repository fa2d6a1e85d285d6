"""Linear layers on the CPU in fp32: oneDNN's product, which torch does not take by itself (torch only).

torch's own goes through MKL, which leaves half of an AMD processor idle: measured on an EPYC with AVX-512, oneDNN is
1.7 to 2.3 times as fast at every size that the encoders have. The numbers differ in the last digit.
"""

import functools
import platform

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def apply_linear(layer: nn.Module, tokens: Tensor) -> Tensor:
    """What `layer(tokens)` gives; where that helps, faster. layer: an nn.Linear, or what has taken its place (int8)."""
    return linear(tokens, layer.weight, layer.bias) if type(layer) is nn.Linear else layer(tokens)


def linear(tokens: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
    """tokens (..., in) @ weight (out, in)^T + bias, as `torch.nn.functional.linear`, of the same dtype."""
    plain = torch.is_grad_enabled() or tokens.device.type != "cpu" or tokens.dtype != torch.float32
    if plain or weight.dtype != torch.float32 or not _has_onednn():
        return F.linear(tokens, weight, bias)
    return torch.ops.mkldnn._linear_pointwise(tokens, weight, bias, "none", [], "")


@functools.cache
def _has_onednn() -> bool:
    """Decided by what the computer is and not by timing: results must not hang on how busy it was."""
    x86 = platform.machine().lower() in ("x86_64", "amd64")
    return x86 and torch.backends.mkldnn.is_available() and hasattr(torch.ops.mkldnn, "_linear_pointwise")
