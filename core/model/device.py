"""Which device computes, and what its own failures mean to a person."""

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache

import torch

from core.errors import DeviceError
from core.model.files.freed_memory import return_freed_memory
from core.processor import usable_cores
from core.text import text

MAX_THREADS = 8  # more do not make a clip faster

# How torch words it; its MPS and CPU allocators and NVIDIA's matrix library raise a plain RuntimeError.
_OUT_OF_MEMORY = ("out of memory", "can't allocate memory", "not enough memory", "cublas_status_alloc_failed")
_FAILED = {"cuda": ("cuda error", "cudnn error"), "mps": ("mps error",)}

_looking = threading.Lock()


class OutOfMemory(DeviceError):
    """A device has not enough memory for what it was asked to do; less may fit."""


@dataclass(frozen=True, slots=True)
class DeviceChoice:
    """A device and why it is this one: a sentence for people, without a full stop."""

    device: torch.device
    reason: str


def available_devices() -> tuple[str, ...]:
    """The devices of this computer by the names that `resolve_device` takes, the fastest first, "cpu" last."""
    there = ["cpu"]
    if torch.backends.mps.is_available():
        there.insert(0, "mps")
    if not why_no_cuda():
        there = ["cuda", *(f"cuda:{index}" for index in range(torch.cuda.device_count())), *there]
    return tuple(there)


def resolve_device(name: str) -> torch.device:
    """The device behind "cpu", "cuda", "cuda:1", "mps" or "auto" (the fastest that works).

    Raises DeviceError when this computer or this build of torch does not have it.
    """
    return choose_device(name).device


def choose_device(name: str) -> DeviceChoice:
    """The device behind a name, as in `resolve_device`, and why. A CUDA GPU is tried out; "auto" passes over a bad one.

    Raises DeviceError when this computer or this build of torch does not have it, or it does not work.
    """
    there = available_devices()
    if name == "auto":
        return _fastest(there)
    if name not in there:
        hint = text("Devices on this computer: auto, {names}", names=", ".join(there))
        if name.startswith("cuda") and "cuda" not in there:
            what = text('the device "{name}" is not there ({reason})', name=name, reason=why_no_cuda())
        else:
            what = text('the device "{name}" is not there', name=name)
        raise DeviceError(what, hint=hint)
    device = torch.device(name)
    if device.type == "cuda":
        _try_out(device)
    return DeviceChoice(device, text("{name} was chosen", name=device_name(device)))


def device_name(device: torch.device) -> str:
    """What people call it: a GPU's product name, else "CPU" or "MPS"."""
    return torch.cuda.get_device_name(device) if device.type == "cuda" else device.type.upper()


def why_no_cuda() -> str:
    """Why no CUDA GPU can be used, without a full stop; "" when one is there. torch's own warning is kept for it."""
    with _looking:  # torch warns only the first time that it looks, and `cache` alone lets two look at once
        return _look_for_cuda()


@cache
def _look_for_cuda() -> str:
    if torch.version.cuda is None and torch.version.hip is None:
        return text("this torch is built without CUDA")
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        if torch.cuda.is_available():
            return ""
    return _in_plain_words(" ".join(str(warning.message) for warning in said))


def _in_plain_words(said: str) -> str:
    """said: torch's warnings on its way to find no GPU, "" for none."""
    if "driver" in said and "too old" in said:
        return text(
            "the NVIDIA driver is too old for this torch, which needs CUDA {version}: update the driver",
            version=torch.version.cuda,
        )
    if said:
        return text("CUDA does not start: {reason}", reason=said.removeprefix("CUDA initialization: ").splitlines()[0])
    return text("no NVIDIA GPU with a driver was found")


def _fastest(there: tuple[str, ...]) -> DeviceChoice:
    reason = why_no_cuda()
    if "cuda" in there:
        device = torch.device("cuda")
        try:
            _try_out(device)
            return DeviceChoice(device, text("{name} is the fastest that is there", name=device_name(device)))
        except DeviceError as error:
            reason = text("{device} does not work ({reason})", device=device, reason=error.what)
    if "mps" in there:
        return DeviceChoice(torch.device("mps"), text("Apple's GPU (Metal) is the fastest that is there"))
    return DeviceChoice(torch.device("cpu"), text("the CPU computes: {reason}", reason=reason))


@cache
def _try_out(device: torch.device) -> None:
    """Computes something. Raises DeviceError where that fails: on a GPU too old for this torch, or held by another."""
    try:
        with device_faults(device), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # torch warns of old GPUs, those that work included
            torch.ones(8, device=device).sum().item()
    except RuntimeError as error:
        what = text("the device failed ({reason})", reason=str(error).splitlines()[0])
        raise DeviceError(what, where=device, hint="Choose the device cpu") from error


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
        if any(words in reason.lower() for words in _FAILED.get(device.type, ())):
            what = text("the device failed ({reason})", reason=reason.splitlines()[0])
            raise DeviceError(what, where=device, hint="Choose the device cpu") from error
        raise


def give_back(device: torch.device) -> None:
    """Gives memory that torch or the C library keeps and nobody uses back to the other programs."""
    return_freed_memory()
    with suppress(RuntimeError):  # a GPU that has failed cannot even do that
        if device.type == "cuda":
            torch.cuda.empty_cache()
        elif device.type == "mps":
            torch.mps.empty_cache()


def torch_threads() -> int:
    """All cores but one, which is the interface's: two busy threads on two cores stall each other."""
    return max(1, min(MAX_THREADS, usable_cores() - 1))
