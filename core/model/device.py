"""Which device computes, and what its own failures mean to a person."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import torch

from core.errors import DeviceError
from core.text import text

MAX_THREADS = 8  # more do not make a clip faster

# How torch words it; its MPS and CPU allocators raise a plain RuntimeError.
_OUT_OF_MEMORY = ("out of memory", "can't allocate memory", "not enough memory")


class OutOfMemory(DeviceError):
    """A device has not enough memory for what it was asked to do; less may fit."""


def available_devices() -> tuple[str, ...]:
    """The devices of this computer by the names that `resolve_device` takes, the fastest first, "cpu" last."""
    there = ["cpu"]
    if torch.backends.mps.is_available():
        there.insert(0, "mps")
    if torch.cuda.is_available():
        there = ["cuda", *(f"cuda:{index}" for index in range(torch.cuda.device_count())), *there]
    return tuple(there)


def resolve_device(name: str) -> torch.device:
    """The device behind "cpu", "cuda", "cuda:1", "mps" or "auto" (the fastest that is there).

    Raises DeviceError when this computer or this build of torch does not have it.
    """
    there = available_devices()
    if name == "auto":
        return torch.device(there[0])
    if name not in there:
        hint = text("Devices on this computer: auto, {names}", names=", ".join(there))
        raise DeviceError(text('the device "{name}" is not there', name=name), hint=hint)
    return torch.device(name)


@contextmanager
def device_faults(device: torch.device) -> Iterator[None]:
    """Turns what goes wrong with a device inside the block into a DeviceError; bugs pass through as they are.

    Too little memory becomes an OutOfMemory, whoever ran out of it.
    """
    try:
        yield
    except (RuntimeError, MemoryError) as error:  # torch's OutOfMemoryError and AcceleratorError are RuntimeErrors
        reason = str(error)
        no_memory = isinstance(error, torch.OutOfMemoryError | MemoryError)
        if no_memory or any(words in reason.lower() for words in _OUT_OF_MEMORY):
            hint = "Close other programs" if device.type == "cpu" else "Close programs that use it, or choose cpu"
            raise OutOfMemory("the device ran out of memory", where=device, hint=hint) from error
        if device.type != "cpu" and f"{device.type} error" in reason.lower():
            what = text("the device failed ({reason})", reason=reason.splitlines()[0])
            raise DeviceError(what, where=device, hint="Choose the device cpu") from error
        raise


def torch_threads() -> int:
    """All cores but one, which is the interface's: two busy threads on two cores stall each other."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(MAX_THREADS, cores - 1))
