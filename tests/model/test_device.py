"""Devices: which there are, why one is chosen, and what is said when one is missing or fails."""

import warnings

import pytest
import torch

from core.errors import DeviceError
from core.model import device as devices
from core.model import load_bundle
from core.model.device import (
    OutOfMemory,
    available_devices,
    choose_device,
    device_faults,
    device_name,
    give_back,
    resolve_device,
)

CPU = torch.device("cpu")
NO_CUDA = pytest.mark.skipif(torch.cuda.is_available(), reason="this computer has CUDA")
TOO_OLD = (
    "CUDA initialization: The NVIDIA driver on your system is too old (found version 11040). Please update your GPU "
    "driver by downloading and installing a new version from the URL: http://www.nvidia.com/Download/index.aspx "
    "Alternatively, go to: https://pytorch.org to install a PyTorch version that has been compiled with your version "
    "of the CUDA driver. (Triggered internally at /pytorch/c10/cuda/CUDAFunctions.cpp:109.)"
)


@pytest.fixture
def torch_with_cuda(monkeypatch):
    """A torch that is built with CUDA 13; what is returned says how many GPUs it finds, and with which warning."""
    monkeypatch.setattr(torch.version, "cuda", "13.0")
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)

    def finds(said: str = "", gpus: int = 0) -> None:
        def is_available():
            if said:
                warnings.warn(said, UserWarning, stacklevel=2)
            return gpus > 0

        monkeypatch.setattr(torch.cuda, "is_available", is_available)
        monkeypatch.setattr(torch.cuda, "device_count", lambda: gpus)
        devices._look_for_cuda.cache_clear()
        devices._try_out.cache_clear()

    yield finds
    devices._look_for_cuda.cache_clear()
    devices._try_out.cache_clear()


def test_every_device_that_is_there_can_be_chosen():
    assert available_devices()[-1] == "cpu"
    assert all(resolve_device(name).type == name.partition(":")[0] for name in available_devices())


def test_the_device_can_be_left_to_the_program():
    assert resolve_device("auto").type in {"cpu", "cuda", "mps"}
    assert resolve_device("cpu") == CPU


@pytest.mark.parametrize("name", ["gpu9", "", "cuda:99", "CPU", "cpu; rm", "meta"])
def test_an_unknown_device_lists_those_that_are_there(name):
    with pytest.raises(
        DeviceError, match=rf'the device "{name}" is not there.*\. Devices on this computer: auto, .*cpu'
    ):
        resolve_device(name)


@NO_CUDA
@pytest.mark.parametrize("name", ["cuda", "cuda:0"])
def test_cuda_on_a_computer_without_it_is_said_before_anything_is_read(name, tmp_path):
    with pytest.raises(DeviceError, match=rf'"{name}" is not there \(.*\)\. Devices on this computer: auto, '):
        load_bundle(tmp_path / "missing", device=name)


def test_a_device_that_fails_says_to_choose_another():
    reason = r"cuda:1: the device failed \(CUDA error: unspecified launch failure\)\. .*cpu"
    with pytest.raises(DeviceError, match=reason), device_faults(torch.device("cuda:1")):
        raise RuntimeError("CUDA error: unspecified launch failure\nCUDA kernel errors might be reported later")


def test_the_cpu_is_chosen_for_a_reason_that_a_person_can_do_something_about(torch_with_cuda):
    torch_with_cuda()
    assert choose_device("auto").reason == "the CPU computes: no NVIDIA GPU with a driver was found"
    torch_with_cuda(TOO_OLD)
    assert choose_device("auto").device == CPU
    assert choose_device("auto").reason == (
        "the CPU computes: the NVIDIA driver is too old for this torch, which needs CUDA 13.0: update the driver"
    )
    torch_with_cuda("CUDA initialization: CUDA unknown error - this may be due to an environment\n(Triggered")
    assert choose_device("auto").reason == (
        "the CPU computes: CUDA does not start: CUDA unknown error - this may be due to an environment"
    )


def test_a_driver_that_is_too_old_is_said_to_who_asks_for_the_gpu(torch_with_cuda):
    torch_with_cuda(TOO_OLD)
    with pytest.raises(DeviceError, match=r'"cuda" is not there \(the NVIDIA driver is too old .* update the driver\)'):
        choose_device("cuda")


def test_a_torch_without_cuda_says_so(torch_with_cuda, monkeypatch):
    monkeypatch.setattr(torch.version, "cuda", None)
    monkeypatch.setattr(torch.version, "hip", None)
    torch_with_cuda()
    assert choose_device("auto").reason == "the CPU computes: this torch is built without CUDA"


def test_a_gpu_that_cannot_compute_is_passed_over_or_refused(torch_with_cuda, monkeypatch):
    def no_kernel(*_, **__):
        warnings.warn("Found GPU0 which is too old", UserWarning, stacklevel=2)
        raise RuntimeError("CUDA error: no kernel image is available for execution on the device\nmore")

    torch_with_cuda(gpus=1)
    monkeypatch.setattr(torch, "ones", no_kernel)
    assert available_devices() == ("cuda", "cuda:0", "cpu")
    chosen = choose_device("auto")
    assert chosen.device == CPU
    reason = "the device failed (CUDA error: no kernel image is available for execution on the device)"
    assert chosen.reason == f"the CPU computes: cuda does not work ({reason})"
    with pytest.raises(DeviceError, match=r"no kernel image .*\. Choose the device cpu"):
        choose_device("cuda:0")


def test_a_gpu_without_any_memory_left_is_full_and_not_broken(torch_with_cuda, monkeypatch):
    def full(*_, **__):
        raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 MiB.")

    torch_with_cuda(gpus=1)
    monkeypatch.setattr(torch, "ones", full)
    with pytest.raises(OutOfMemory, match="cuda: the device ran out of memory"):
        choose_device("cuda")


def test_what_was_chosen_by_name_was_chosen():
    assert choose_device("cpu") == devices.DeviceChoice(CPU, "CPU was chosen")
    assert device_name(CPU) == "CPU"


@pytest.mark.parametrize(
    "words",
    [
        "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`",
        "MPS backend out of memory (MPS allocated: 7.20 GB)",
    ],
)
def test_libraries_that_find_no_memory_are_short_of_memory(words):
    with pytest.raises(OutOfMemory), device_faults(torch.device("cuda")):
        raise RuntimeError(words)


@pytest.mark.parametrize("words", ["cuDNN error: CUDNN_STATUS_EXECUTION_FAILED", "CUDA error: misaligned address"])
def test_libraries_of_a_gpu_that_fail_are_a_gpu_that_fails(words):
    with pytest.raises(DeviceError, match="the device failed"), device_faults(torch.device("cuda")):
        raise RuntimeError(words)
    with pytest.raises(RuntimeError, match=words), device_faults(CPU):
        raise RuntimeError(words)


def test_memory_is_given_back_also_by_a_gpu_that_has_failed(monkeypatch):
    def failed():
        raise RuntimeError("CUDA error: unspecified launch failure")

    monkeypatch.setattr(torch.cuda, "empty_cache", failed)
    give_back(torch.device("cuda"))
    give_back(CPU)
