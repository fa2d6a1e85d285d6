"""Linear layers on the CPU: another library's product, the same numbers."""

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from core.model import linear as module
from core.model.int8 import Int8Linear
from core.model.int8 import available as int8_available
from core.model.linear import apply_linear, linear


@pytest.mark.parametrize("shape", [(1, 1, 48), (2, 9, 48), (3, 48), (1, 300, 48)])
@pytest.mark.parametrize("bias", [True, False])
def test_the_numbers_are_those_of_torch(shape: tuple[int, ...], bias: bool) -> None:
    layer = nn.Linear(48, 20, bias=bias)
    tokens = torch.randn(shape)
    with torch.inference_mode():
        found = apply_linear(layer, tokens)
        assert torch.allclose(found, layer(tokens), rtol=1e-5, atol=1e-6)
        strided = torch.randn(*shape[:-1], 96)[..., ::2]
        assert torch.allclose(apply_linear(layer, strided), layer(strided), rtol=1e-5, atol=1e-6)


def test_what_learns_goes_through_torch() -> None:
    layer, tokens = nn.Linear(8, 4), torch.randn(2, 8)
    apply_linear(layer, tokens).sum().backward()
    assert layer.weight.grad is not None


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float64])
def test_other_precisions_stay_as_they_are(dtype: torch.dtype) -> None:
    layer, tokens = nn.Linear(8, 4).to(dtype), torch.randn(2, 3, 8, dtype=dtype)
    with torch.inference_mode():
        assert torch.equal(apply_linear(layer, tokens), F.linear(tokens, layer.weight, layer.bias))


def test_where_the_library_is_not_there_torch_computes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_has_onednn", lambda: False)
    weight, tokens = torch.randn(4, 8), torch.randn(3, 8)
    with torch.inference_mode():
        assert torch.equal(linear(tokens, weight, None), F.linear(tokens, weight))


@pytest.mark.skipif(not int8_available(), reason="8 bits are for x86")
def test_what_has_taken_a_layers_place_is_called_itself() -> None:
    layer = Int8Linear(nn.Linear(64, 32))
    with torch.inference_mode():
        tokens = torch.randn(2, 5, 64)
        assert torch.equal(apply_linear(layer, tokens), layer(tokens))
