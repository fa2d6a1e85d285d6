"""Linear layers in 8 bits for the CPU: weights quantised once, what goes in on every call (torch only).

Weights: symmetric, one scale per output. Inputs: symmetric, one scale per token, so that one large token does not make
the others coarse. The products are added up in 32 bits.
"""

import functools
import platform
from typing import TypeVar

import torch
from torch import Tensor, nn

MIDDLE = 128  # the inputs are unsigned for the processor: this stands for 0
LARGEST_INPUT = 126  # not 127: the division in bf16 may round up, and 128 above the middle would wrap around

_AnyModule = TypeVar("_AnyModule", bound=nn.Module)


class Int8Linear(nn.Module):
    """A frozen linear layer in 8 bits: (..., in) float32 or bfloat16 -> (..., out) of the same dtype.

    Stays on the CPU; copies share its weights, which never change.
    """

    def __init__(self, linear: nn.Linear) -> None:
        super().__init__()
        self.bias = linear.bias
        self._weight = _PackedWeight(linear.weight.detach())

    def forward(self, tokens: Tensor) -> Tensor:
        flat = tokens.flatten(0, -2)
        step = flat.abs().amax(dim=1, keepdim=True).clamp_min_(torch.finfo(flat.dtype).tiny) / LARGEST_INPUT
        whole = (flat / step).round_().add_(MIDDLE).to(torch.uint8)
        product = self._weight.multiply(whole, flat.dtype)
        product = product * step if self.bias is None else torch.addcmul(self.bias.to(flat.dtype), product, step)
        return product.view(*tokens.shape[:-1], -1)


class _PackedWeight:
    """The weight (out, in) as the library wants it. No parameter and no buffer: no change of dtype may touch it."""

    def __init__(self, weight: Tensor) -> None:
        peaks = weight.abs().amax(dim=1, keepdim=True).float().clamp_min_(torch.finfo(torch.float32).tiny)
        scale = peaks / largest_weight()
        self._packed = _pack((weight / scale).round_().to(torch.int8))
        self._scale = scale.flatten()
        self._zeros = torch.zeros(len(weight), dtype=torch.int64)

    def __deepcopy__(self, memo: object) -> "_PackedWeight":
        return self

    def multiply(self, whole: Tensor, dtype: torch.dtype) -> Tensor:
        """(n, in) uint8, MIDDLE for 0 -> (n, out) in `dtype`."""
        return torch.ops.onednn.qlinear_pointwise(
            whole, 1.0, MIDDLE, self._packed, self._scale, self._zeros, None, 1.0, 0, dtype, "none", [], ""
        )


def available() -> bool:
    """Whether this computer can: x86 only, where it was tried."""
    return platform.machine().lower() in ("x86_64", "amd64") and torch.backends.mkldnn.is_available()


@functools.cache
def largest_weight() -> int:
    """127, or 63 where the processor adds two products in 16 bits and cuts off what is too large (before VNNI)."""
    weight, largest = torch.full((64, 256), 127, dtype=torch.int8), torch.full((64, 256), 255, dtype=torch.uint8)
    scale, zeros = torch.ones(64), torch.zeros(64, dtype=torch.int64)
    found = torch.ops.onednn.qlinear_pointwise(
        largest, 1.0, 0, _pack(weight), scale, zeros, None, 1.0, 0, torch.float32, "none", [], ""
    )
    return 127 if bool((found == 256.0 * 127 * 255).all()) else 63


def quantise(module: _AnyModule) -> _AnyModule:
    """Replaces the linear layers of a module's lists of blocks, in place, one by one: never two copies. Returns it.

    What is there only once, as in a probe, is small and stays as it is: it would cost accuracy and gain no time.
    """
    for blocks in [part for part in module.modules() if isinstance(part, nn.ModuleList)]:
        _replace_linear(blocks)
    return module


def _replace_linear(module: nn.Module) -> None:
    for name in [name for name, _ in module.named_children()]:  # names only: nothing may hold on to a layer
        child = module.get_submodule(name)
        if isinstance(child, nn.Linear):
            setattr(module, name, Int8Linear(child))
        else:
            _replace_linear(child)


def _pack(weight: Tensor) -> Tensor:
    return torch.ops.onednn.qlinear_prepack(weight, None)
