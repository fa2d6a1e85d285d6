"""A device that fails or runs out of memory: less at a time, then the CPU, and words that say so."""

import contextlib
from collections.abc import Iterator

import numpy as np
import pytest
import torch

from core.errors import DeviceError
from core.model import Predictor
from core.model.device import OutOfMemory
from support.bundles import CARD
from support.stand_ins import SmallMemory, as_if_on, small
from support.tiny_models import tiny_encoder, tiny_probe
from support.tiny_predictors import noise, predictor

CPU = torch.device("cpu")


class FailingEncoder(torch.nn.Module):
    """Stands in for a device that fails at the worst moment: no test machine has a full GPU."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.config, self.error = tiny_encoder().config, error

    def forward(self, clip: torch.Tensor) -> torch.Tensor:
        raise self.error


@pytest.mark.parametrize(
    "error",
    [
        torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB."),
        RuntimeError("MPS backend out of memory (MPS allocated: 7.20 GB)"),
        RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes"),
    ],
)
def test_a_full_device_says_what_to_do(error):
    full = Predictor(CARD, FailingEncoder(error), [tiny_probe()], CPU)
    with pytest.raises(DeviceError, match=r"cpu: the device ran out of memory\. Close other programs") as caught:
        full.posteriors([noise()])
    assert caught.value.__cause__ is error


def test_a_device_that_is_nearly_full_computes_fewer_clips_at_once():
    clips = [noise(seed=index) for index in range(11)]
    made, encoder, told = small("cpu", cpu=2)
    assert np.abs(made.posteriors(clips) - predictor().posteriors(clips)).max() <= 1e-5
    assert [count for _, count in encoder.tried] == [8, 4, 2, 2, 2, 2, 2, 1]
    assert told == [f"cpu ran out of memory: smaller batches from now on (clips at a time: {n})" for n in (4, 2)]
    encoder.tried.clear()
    made.posteriors(clips[:3])
    assert [count for _, count in encoder.tried] == [2, 1]  # once is enough to learn it


def test_a_device_that_is_full_leaves_the_work_to_the_cpu():
    clips = [noise(seed=index) for index in range(9)]
    made, encoder, told = small("meta", meta=0, cpu=8)
    assert np.abs(made.posteriors(clips) - predictor().posteriors(clips)).max() <= 1e-5
    assert encoder.tried == [("meta", 8), ("meta", 4), ("meta", 2), ("meta", 1), ("cpu", 8), ("cpu", 1)]
    assert told[-1] == "meta has not enough memory: the CPU goes on in its place"
    assert made.device == CPU


def test_a_computer_without_any_memory_left_says_so():
    made, encoder, _ = small("meta", meta=0, cpu=0)
    with pytest.raises(OutOfMemory, match="cpu: the device ran out of memory"):
        made.posteriors([noise(), noise()])
    assert encoder.tried[-1] == ("cpu", 1)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs CUDA")
def test_a_real_gpu_without_memory_leaves_the_work_to_the_cpu():
    clips = [noise(seed=index) for index in range(8)]
    cuda = torch.device("cuda")
    made, told = predictor().on(cuda), []
    made.on_shortage = told.append
    torch.cuda.set_per_process_memory_fraction(0.0)
    try:
        rest = list(what_torch_keeps(cuda))
        posteriors = made.posteriors(clips)
        del rest
    finally:
        torch.cuda.set_per_process_memory_fraction(1.0)
    assert made.device == CPU
    assert len(told) == 4
    assert np.abs(posteriors - predictor().posteriors(clips)).max() <= 1e-4


def what_torch_keeps(device: torch.device) -> Iterator[torch.Tensor]:
    """The memory that torch has set aside on a device where it gets no more, down to the smallest blocks."""
    for size in (1 << power for power in range(24, 8, -1)):
        with contextlib.suppress(torch.OutOfMemoryError):
            while True:
                yield torch.empty(size, dtype=torch.uint8, device=device)


def test_a_gpu_that_is_full_leaves_the_work_to_the_cpu_in_numbers_that_suit_it():
    made = as_if_on(Predictor(CARD, SmallMemory({"meta": 0, "cpu": 8}), [tiny_probe()], CPU, "bf16"), "meta")
    assert made.posteriors([noise()]) == pytest.approx(predictor().posteriors([noise()]), abs=0.05)
    assert (made.device, made.precision) == (CPU, "fp32")  # so small an encoder gains nothing from bf16


def test_when_one_of_two_runs_out_of_memory_the_other_stays_where_it_is():
    first, encoder, _ = small("meta", meta=0, cpu=8)
    second = first.with_probes(CARD, [tiny_probe()])
    first.posteriors([noise()])
    assert (first.device, second.device) == (CPU, torch.device("meta"))
    assert second.encoder is encoder
    assert first.encoder is not encoder


def test_a_bug_stays_a_bug():
    broken = Predictor(CARD, FailingEncoder(RuntimeError("shape mismatch")), [tiny_probe()], CPU)
    with pytest.raises(RuntimeError, match=r"^shape mismatch$"):
        broken.posteriors([noise()])
