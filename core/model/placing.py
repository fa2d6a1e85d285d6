"""From an open file straight to a place in a model: never more than one tensor beside what is placed (torch only)."""

from collections.abc import Callable, Mapping

import torch
from torch import Tensor, nn

from core.model.files.weight_faults import misfit, shown
from core.model.files.weight_files import WeightsFile

CPU = torch.device("cpu")
NOTHING: Mapping[str, Callable[[Tensor], Tensor]] = {}


def check_fit(module: nn.Module, file: WeightsFile, names: Mapping[str, str]) -> None:
    """Raises WeightsError naming every missing, unknown or mis-shaped parameter; takes no memory.

    module: on the meta device. names: the module's name for each of the file's that is for it.
    """
    own, there = module.state_dict(), set(names.values())
    faults = [f"missing: {name}" for name in own if name not in there]
    faults += [f"unknown: {shown(name)}" for name, own_name in names.items() if own_name not in own]
    for name, own_name in names.items():
        shape, dtype = file.specs[name]
        if own_name in own and own[own_name].shape != shape:
            faults.append(f"{name} is {shape}, expected {tuple(own[own_name].shape)}")
        elif own_name in own and not dtype.is_floating_point:
            faults.append(f"{name} holds {dtype}, expected floating-point numbers")
    if faults:
        raise misfit(faults, file.where)


def fill(
    module: nn.Module,
    file: WeightsFile,
    names: Mapping[str, str],
    *,
    dtype: torch.dtype = torch.float32,
    device: torch.device = CPU,
    adapt: Mapping[str, Callable[[Tensor], Tensor]] = NOTHING,
    prove: Callable[[str], None] | None = None,
) -> None:
    """Puts the parameters of a file that passed `check_fit` into a module on the meta device.

    dtype, device: where they go, and as what. adapt: what some of them go through first, by the module's name.
    prove: called with the file's digest when all of it was read; what it raises is why nothing is loaded.
    Raises WeightsError naming the parameters that are not finite numbers. The module is not to be used then.
    """
    placed: dict[str, Tensor] = {}
    faults: list[str] = []
    for name, tensor in file.tensors(names):
        own = adapt.get(names[name], _unchanged)(tensor).to(dtype, memory_format=torch.contiguous_format, copy=True)
        if not _finite(own):
            faults.append(_not_finite(name))
        placed[names[name]] = own.to(device)
    if prove is not None:
        prove(file.digest)  # before the faults: they would only say how it was damaged
    if faults:
        raise misfit(faults, file.where)
    # Assigned, as `to_empty` would import 500 modules of torch.
    module.load_state_dict(placed, strict=True, assign=True)


def read_through(
    file: WeightsFile,
    names: Mapping[str, str],
    *,
    prove: Callable[[str], None] | None = None,
    on_bytes: Callable[[int], None] = lambda _: None,
) -> None:
    """All that `fill` proves, without keeping anything. on_bytes: called with the size of each tensor that was read."""
    faults = []
    for name, tensor in file.tensors(names):
        if not _finite(tensor.to(torch.float32)):
            faults.append(_not_finite(name))
        on_bytes(tensor.nbytes)
    if prove is not None:
        prove(file.digest)
    if faults:
        raise misfit(faults, file.where)


def _not_finite(name: str) -> str:
    return f"{name} holds NaN or infinite values"


def _unchanged(tensor: Tensor) -> Tensor:
    return tensor


def _finite(tensor: Tensor) -> bool:
    """Whether all numbers are finite; without a copy of them, as `isfinite` makes."""
    return tensor.numel() == 0 or all(bool(extreme.isfinite()) for extreme in tensor.aminmax())
