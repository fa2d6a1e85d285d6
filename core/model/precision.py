"""In which numbers a model computes: what each device can do, and what is chosen when nobody chooses."""

from enum import StrEnum
from typing import TypeVar

import torch
from torch import nn

from core.errors import DeviceError
from core.model import int8
from core.text import text

SMALL = 50_000_000  # parameters; such an encoder is fast anyway, and fp32 gives the same numbers on every computer
AMPERE = (8, 0)  # the first CUDA compute capability with bf16 arithmetic

_AnyModule = TypeVar("_AnyModule", bound=nn.Module)


class Precision(StrEnum):
    """fp32, bf16 and fp16: weights and arithmetic. int8: the linear layers' weights and products, CPU only.

    auto: left to `choose`, which never returns it.
    """

    AUTO = "auto"
    FP32 = "fp32"
    BF16 = "bf16"
    FP16 = "fp16"
    INT8 = "int8"

    @property
    def dtype(self) -> torch.dtype:
        """What clips and tokens are; with int8, where only linear layers are 8 bits wide, what the CPU is fast in."""
        if self is Precision.INT8:
            return torch.bfloat16 if native_bf16() else torch.float32
        return {Precision.BF16: torch.bfloat16, Precision.FP16: torch.float16}.get(self, torch.float32)


def choose(wanted: str, device: torch.device, parameters: int) -> Precision:
    """The precision to compute in on a device; "auto" is resolved.

    parameters: of the encoder. Auto: fp32 below 50 million; else CUDA bf16 (fp16 before Ampere), MPS fp16, CPU bf16
    where the processor computes it natively, else fp32. Raises DeviceError for a precision that the device does not
    have, or that nobody knows.
    """
    there = available_precisions(device)
    if wanted == Precision.AUTO:
        return Precision.FP32 if parameters < SMALL else _fastest(device)
    if wanted not in there:
        raise DeviceError(
            text("the precision {precision} is not for this device", precision=wanted),
            where=device,
            hint=text("Choose one of: auto, {names}", names=", ".join(there)),
        )
    return Precision(wanted)


def available_precisions(device: torch.device) -> tuple[Precision, ...]:
    """The precisions that make sense on a device, the exact one first; auto is not listed, it always does."""
    if device.type == "cpu":  # what the processor cannot do, torch does many times slower than fp32; so with fp16
        there = {Precision.FP32: True, Precision.BF16: native_bf16(), Precision.INT8: int8.available()}
        return tuple(precision for precision, offered in there.items() if offered)
    if device.type == "cuda" and torch.cuda.get_device_capability(device) < AMPERE:
        return Precision.FP32, Precision.FP16
    return Precision.FP32, Precision.BF16, Precision.FP16


def native_bf16() -> bool:
    """Whether this processor multiplies bf16 numbers itself (AVX512_BF16, AMX, ARM's BF16), and torch lets it."""
    if not torch.backends.mkldnn.is_available():
        return False
    if not hasattr(torch.cpu, "get_capabilities"):  # before torch 2.10; every processor with AMX has AVX512_BF16
        return torch.cpu._is_avx512_bf16_supported()
    found = torch.cpu.get_capabilities()
    return any(found.get(name, False) for name in ("avx512_bf16", "amx_bf16", "bf16"))


def prepare(module: _AnyModule, precision: Precision) -> _AnyModule:
    """Puts a module into a precision, in place, one layer at a time, and returns it; there is no way back from int8.

    Raises ValueError for auto.
    """
    if precision is Precision.AUTO:
        raise ValueError("auto is resolved by `choose`, for a device")
    if precision is Precision.INT8:
        int8.quantise(module)
    return module.to(precision.dtype)


def _fastest(device: torch.device) -> Precision:
    # On MPS fp16 is older and better tried than bf16; neither could be measured.
    wanted = (Precision.FP16,) if device.type == "mps" else (Precision.BF16, Precision.FP16)
    there = available_precisions(device)
    return next((precision for precision in wanted if precision in there), Precision.FP32)
