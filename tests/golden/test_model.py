"""The encoder and the probe compute what the public V-JEPA code computes, through the published file formats."""

import json

import numpy as np
import pytest
import torch

from core.model import load_encoder, load_probe
from support.golden_weights import (
    golden_clip,
    golden_encoder,
    golden_probe,
    save_published_encoder,
    save_published_probe,
)

CASES = ["tiny224", "tiny96", "tiny96_on_224", pytest.param("large224", marks=pytest.mark.slow)]


@pytest.mark.parametrize("case_id", CASES)
def test_published_files_reproduce_every_golden_number(case_id, shared, tmp_path):
    cases = json.loads((shared / "reference/goldens/encoder_cases.json").read_text())
    case = next(case for case in cases if case["id"] == case_id)
    golden = np.load(shared / f"reference/goldens/{case_id}.npz")
    original = golden_encoder(case)
    encoder_file = save_published_encoder(original, tmp_path / "encoder.pth.tar")
    probe_file = save_published_probe(golden_probe(case), tmp_path / "probe.pth.tar")

    encoder, probe = load_encoder(encoder_file, resolution=case["resolution"]), load_probe(probe_file)
    with torch.inference_mode():
        tokens = encoder(golden_clip(case))
        second = encoder(golden_clip(case, "second_clip_seed"))
        pooled, logits = probe.pooler(tokens), probe(tokens)
        logits_two_clips = probe(torch.cat([tokens, second], dim=1))

    index = golden["token_index"]
    table = original.pos_embed[0]
    assert tokens.shape == (case["batch"], case["tokens"], case["embed_dim"])
    assert sum(p.numel() for p in encoder.parameters()) == case["encoder_params"]
    assert sum(p.numel() for p in probe.parameters()) == case["probe_params"]
    assert np.abs(table[index].numpy() - golden["pos_embed_rows"]).max() < 1e-6
    assert_golden(tokens[:, index], golden["tokens"])
    assert_golden(tokens.mean(1), golden["token_mean"])
    assert_golden(pooled, golden["pooled"])
    assert_golden(logits, golden["logits"])
    assert_golden(logits_two_clips, golden["logits_two_clips"])


def assert_golden(ours: torch.Tensor, reference: np.ndarray) -> None:
    difference = ours.numpy() - reference
    assert np.abs(difference).max() <= 2e-3
    assert np.linalg.norm(difference) / np.linalg.norm(reference) <= 1e-4
