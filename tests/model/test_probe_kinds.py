"""The kinds of probes, and tokens that are pooled before a probe sees them."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from core.errors import BundleError
from core.model import load_bundle, load_probe, save_bundle
from core.model.bundle import check_bundle
from core.model.pooling import pool_tokens, pooled_sides
from core.model.probe import PROBES
from support.bundles import CARD, CLIPS
from support.tiny_models import tiny_encoder, tiny_probe

GRID = (8, 4, 4)


@pytest.mark.parametrize("kind", PROBES)
def test_every_kind_of_probe_survives_a_bundle(kind: str, tmp_path: Path) -> None:
    torch.manual_seed(0)
    probe = PROBES[kind](192, 3, 3).eval()
    bundle = save_bundle(tmp_path / "one", CARD, [probe], tiny_encoder())
    again = load_probe(bundle / "probe.safetensors")
    tokens = torch.randn(2, 32, 192)
    assert type(again) is type(probe)
    assert torch.equal(again(tokens), probe(tokens))
    assert load_bundle(bundle).posteriors(CLIPS).shape == (3, 3)


def test_the_linear_probe_looks_at_the_mean_of_all_tokens() -> None:
    probe, tokens = PROBES["linear"](192, 3, 3), torch.randn(2, 32, 192, dtype=torch.bfloat16)
    assert torch.allclose(probe(tokens), probe.linear(tokens.float().mean(1)), atol=1e-5)


def test_the_mlp_probe_has_three_layers_after_the_pooler() -> None:
    shapes = {name: tuple(one.shape) for name, one in PROBES["attentive-mlp3"](192, 3, 5).named_parameters()}
    assert [shapes[f"{layer}.weight"] for layer in ("mlp.fc1", "mlp.fc2", "linear")] == [
        *((192, 192), (192, 192), (5, 192))
    ]


def test_pooled_tokens_are_means_over_squares_and_keep_their_time() -> None:
    tokens = torch.randn(2, 8 * 4 * 4, 6)
    volume = tokens.view(2, 8, 4, 4, 6)
    pooled = pool_tokens(tokens, GRID, 2).view(2, 8, 2, 2, 6)
    assert torch.allclose(pooled[1, 3, 1, 0], volume[1, 3, 2:, :2].mean((0, 1)), atol=1e-6)
    assert torch.equal(pool_tokens(tokens, GRID, 4), tokens)


def test_a_grid_can_be_pooled_to_what_divides_both_of_its_sides() -> None:
    assert pooled_sides((8, 14, 14)) == (14, 7, 2, 1)
    assert pooled_sides((8, 6, 4)) == (2, 1)


def test_a_bundle_pools_as_its_card_says(tmp_path: Path) -> None:
    encoder, probe = tiny_encoder(resolution=64), tiny_probe()
    card = replace(CARD, resolution=64)
    whole = load_bundle(save_bundle(tmp_path / "whole", card, [probe], encoder))
    pooled = load_bundle(save_bundle(tmp_path / "pooled", replace(card, pool=2), [probe], encoder))
    inputs = torch.randn(2, 3, 16, 64, 64)
    expected = probe(pool_tokens(encoder(inputs), (8, 4, 4), 2)).softmax(1)
    with torch.inference_mode():
        assert torch.allclose(pooled.score(inputs), expected, atol=1e-6)
        assert not np.allclose(pooled.score(inputs), whole.score(inputs), atol=1e-3)


def test_a_card_that_pools_what_cannot_be_pooled_is_refused(tmp_path: Path) -> None:
    bundle = save_bundle(tmp_path / "bundle", replace(CARD, resolution=64, pool=3), [tiny_probe()], tiny_encoder())
    with pytest.raises(BundleError, match="3 x 3 tokens, which the encoder's 4 x 4 cannot be pooled to"):
        load_bundle(bundle)
    assert "cannot be pooled" in str(check_bundle(bundle).problems[0])
