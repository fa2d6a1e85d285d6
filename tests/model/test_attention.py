"""Attention computes the plain formula, whatever way it takes."""

import pytest
import torch

from core.model import attention
from core.model.attention import attend
from core.model.vit import embed_tubelets


def packed(dtype: torch.dtype, batch: int, heads: int, tokens: int, width: int) -> tuple[torch.Tensor, ...]:
    """Query, key and value (B, heads, N, width) as an encoder cuts them out of one product."""
    generator = torch.Generator().manual_seed(tokens)
    qkv = torch.randn(batch, tokens, 3, heads, width, generator=generator).to(dtype)
    return qkv.permute(2, 0, 3, 1, 4).unbind(0)


def formula(query: torch.Tensor, key: torch.Tensor, value: torch.Tensor) -> torch.Tensor:
    query, key, value = query.double(), key.double(), value.double()
    return (query @ key.mT / query.shape[-1] ** 0.5).softmax(dim=-1) @ value


def error(found: torch.Tensor, expected: torch.Tensor) -> float:
    return float((found.double() - expected).norm() / expected.norm())


@pytest.mark.parametrize("tokens", [1, 7, 288, 613])
@pytest.mark.parametrize(("dtype", "tolerance"), [(torch.float32, 1e-6), (torch.bfloat16, 0.01)])
def test_it_is_the_plain_formula(dtype, tolerance, tokens):
    query, key, value = packed(dtype, batch=2, heads=3, tokens=tokens, width=80)
    mixed = attend(query, key, value)
    assert mixed.shape == query.shape
    assert mixed.dtype == dtype
    assert error(mixed, formula(query, key, value)) <= tolerance


@pytest.mark.parametrize("at_once", [1, 613, 613 * 100, 613 * 613 - 1, 10**9])
def test_as_many_queries_at_a_time_as_the_cache_holds(monkeypatch, at_once):
    monkeypatch.setattr(attention, "AT_ONCE", at_once)
    query, key, value = packed(torch.bfloat16, batch=1, heads=2, tokens=613, width=16)
    assert error(attention._head_by_head(query, key, value), formula(query, key, value)) <= 0.01


def test_what_all_keys_have_in_common_costs_no_precision():
    query, key, value = packed(torch.bfloat16, batch=1, heads=2, tokens=613, width=64)
    shared = (key + 10 * query[:, :, :1]).to(torch.bfloat16)
    assert (query[:, :, :1] @ shared.mT).abs().max() / 8 > 60  # in bf16 a number of this size is rounded by up to 0.13
    assert error(attend(query, shared, value), formula(query, shared, value)) <= 0.01


def test_few_queries_may_look_at_many_tokens():
    query, key, value = packed(torch.bfloat16, batch=2, heads=3, tokens=900, width=64)
    for queries in (1, 50):
        few = query[:, :, :queries]
        assert error(attend(few, key, value), formula(few, key, value)) <= 0.01


@pytest.mark.parametrize("tokens", [20, 300, 301, 700])  # more than 300 are too many for all weights to be kept
@pytest.mark.parametrize(("dtype", "tolerance"), [(torch.float32, 1e-5), (torch.bfloat16, 0.03)])
def test_a_gradient_passes_through(monkeypatch, tokens, dtype, tolerance):
    kept: list[int] = []
    plain = attention._plain
    monkeypatch.setattr(attention, "_plain", lambda *parts: kept.append(1) or plain(*parts))
    tensors = [tensor.clone().requires_grad_() for tensor in packed(dtype, 1, 2, tokens, 16)]
    mixed = attend(*tensors)
    assert bool(kept) == (tokens <= 300 and dtype == torch.bfloat16)
    assert error(mixed.detach(), formula(*(tensor.detach() for tensor in tensors))) <= tolerance
    mixed.float().square().sum().backward()
    exact = [tensor.detach().double().requires_grad_() for tensor in tensors]
    formula(*exact).square().sum().backward()
    for ours, theirs in zip(tensors, exact, strict=True):
        assert error(ours.grad, theirs.grad) <= tolerance


@pytest.mark.parametrize("size", [(2, 16, 16), (1, 8, 4)])
def test_tubelets_as_a_matrix_product_are_the_convolution(size):
    generator = torch.Generator().manual_seed(0)
    clip, weight = torch.randn(2, 3, 4, 32, 48, generator=generator), torch.randn(24, 3, *size, generator=generator)
    bias = torch.randn(24, generator=generator)
    expected = torch.conv3d(clip, weight, bias, stride=size).flatten(2).transpose(1, 2)
    torch.testing.assert_close(embed_tubelets(clip, weight, bias), expected, rtol=1e-4, atol=1e-4)
    torch.testing.assert_close(embed_tubelets(clip, weight, None), expected - bias, rtol=1e-4, atol=1e-4)
