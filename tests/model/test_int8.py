"""Linear layers in 8 bits give nearly what they give in fp32, on every processor."""

import copy
import subprocess
import sys
import weakref

import pytest
import torch
from torch import nn

from core.model import int8
from core.model.int8 import Int8Linear, quantise
from support.tiny_models import tiny_encoder, tiny_probe

pytestmark = pytest.mark.skipif(not int8.available(), reason="needs an x86 processor")


def layer(inputs: int = 96, outputs: int = 40, bias: bool = True) -> nn.Linear:
    with torch.random.fork_rng():
        torch.manual_seed(0)
        return nn.Linear(inputs, outputs, bias=bias).requires_grad_(False)


def tokens(*shape: int) -> torch.Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(1))


def error(found: torch.Tensor, expected: torch.Tensor) -> float:
    return float((found.double() - expected).norm() / expected.double().norm())


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize(("inputs", "outputs"), [(96, 40), (1, 1), (17, 3), (1024, 256)])
@pytest.mark.parametrize("bias", [True, False])
def test_it_is_nearly_the_layer_itself(dtype, inputs, outputs, bias):
    exact = layer(inputs, outputs, bias)
    given = tokens(2, 5, inputs)
    found = Int8Linear(exact)(given.to(dtype))
    assert found.shape == (2, 5, outputs)
    assert found.dtype == dtype
    assert error(found, exact(given)) <= 0.03


def test_a_huge_token_does_not_make_the_others_coarse():
    exact, given = layer(), tokens(8, 96)
    given[3] *= 1e4
    found, expected = Int8Linear(exact)(given), exact(given)
    for row in range(8):
        assert error(found[row], expected[row]) <= 0.03


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_the_largest_numbers_do_not_wrap_around(dtype):
    exact = layer(512, 32, bias=False)
    exact.weight.fill_(0.7)
    for value in (1.0, -1.0, 0.3, 255.7, -1e-30, 3e30):
        given = torch.full((4, 512), value)
        assert error(Int8Linear(exact)(given.to(dtype)), exact(given)) <= 0.03


def test_nothing_in_gives_the_bias():
    exact = layer()
    assert torch.equal(Int8Linear(exact)(torch.zeros(3, 96)), exact.bias.expand(3, -1))


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_does_not_become_one(value):
    given = tokens(2, 96)
    given[1, 5] = value
    found = Int8Linear(layer())(given)
    assert found[0].isfinite().all()
    assert not found[1].isfinite().any()


def test_the_blocks_of_an_encoder_are_replaced_and_nothing_of_a_probe():
    encoder, probe = quantise(tiny_encoder(depth=2)), quantise(tiny_probe())
    assert not [module for module in encoder.modules() if isinstance(module, nn.Linear)]
    assert len([module for module in encoder.modules() if isinstance(module, Int8Linear)]) == 8
    assert not [module for module in probe.modules() if isinstance(module, Int8Linear)]


def test_the_weights_in_fp32_go_one_by_one(monkeypatch):
    encoder, pack, alive = tiny_encoder(depth=2), int8._pack, []
    int8.largest_weight()
    layers = [weakref.ref(module) for module in encoder.modules() if isinstance(module, nn.Linear)]

    def counted(weight: torch.Tensor) -> torch.Tensor:
        alive.append(sum(layer() is not None for layer in layers))
        return pack(weight)

    monkeypatch.setattr(int8, "_pack", counted)
    quantise(encoder)
    assert alive == [8, 7, 6, 5, 4, 3, 2, 1]


def test_a_copy_shares_the_weights_and_gives_the_same():
    first = quantise(tiny_encoder()).requires_grad_(False)
    second = copy.deepcopy(first)
    clip = tokens(1, 3, 16, 32, 32)
    assert torch.equal(first(clip), second(clip))
    assert first.blocks[0].mlp.fc1._weight is second.blocks[0].mlp.fc1._weight


OLD_PROCESSOR = """
import torch
from core.model.int8 import Int8Linear, largest_weight
exact = torch.nn.Linear(512, 64).requires_grad_(False)
exact.weight.fill_(0.5)
given = torch.ones(32, 512)
difference = (Int8Linear(exact)(given) - exact(given)).abs().max() / exact(given).abs().max()
print(largest_weight(), float(difference) < 0.03)
"""


def test_a_processor_whose_16_bit_sums_are_cut_off_gets_smaller_weights(repository, monkeypatch):
    monkeypatch.setenv("ONEDNN_MAX_CPU_ISA", "AVX2")  # as on a processor without VNNI
    command = [sys.executable, "-W", "error", "-c", OLD_PROCESSOR]
    done = subprocess.run(command, cwd=repository, capture_output=True, text=True, timeout=60)
    assert done.stdout.split() == ["63", "True"], done.stderr
