"""The encoder and the probe compute what the public V-JEPA code computes, through the published file formats."""

import copy
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest
import torch

from core.model import load_encoder, load_probe
from core.model.precision import Precision, available_precisions, prepare
from core.model.probe import AttentiveProbe
from core.model.vit import Encoder
from support.golden_weights import (
    golden_clip,
    golden_encoder,
    golden_probe,
    save_published_encoder,
    save_published_probe,
)

CASES = ["tiny224", "tiny96", "tiny96_on_224", pytest.param("large224", marks=pytest.mark.slow)]


@dataclass(frozen=True)
class Run:
    """One golden case, loaded from published files, and what it gives in fp32."""

    case: dict
    table: torch.Tensor  # of positions, as built
    encoder: Encoder
    probe: AttentiveProbe
    tokens: torch.Tensor
    logits: torch.Tensor


@pytest.fixture(scope="module", autouse=True)
def _all_cores() -> Iterator[None]:
    """The large case takes half a minute on one."""
    before = torch.get_num_threads()
    torch.set_num_threads(os.cpu_count() or 1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module", params=CASES)
def run(request, shared, tmp_path_factory) -> Run:
    cases = json.loads((shared / "reference/goldens/encoder_cases.json").read_text())
    case = next(case for case in cases if case["id"] == request.param)
    folder = tmp_path_factory.mktemp("published")
    original = golden_encoder(case)
    encoder_file = save_published_encoder(original, folder / "encoder.pth.tar")
    probe_file = save_published_probe(golden_probe(case), folder / "probe.pth.tar")
    encoder, probe = load_encoder(encoder_file, resolution=case["resolution"]), load_probe(probe_file)
    encoder_file.unlink()  # 1.2 GB for the large case
    with torch.inference_mode():
        tokens = encoder(golden_clip(case))
        return Run(case, original.pos_embed[0], encoder, probe, tokens, probe(tokens))


def test_published_files_reproduce_every_golden_number(run, shared):
    case = run.case
    golden = np.load(shared / f"reference/goldens/{case['id']}.npz")
    with torch.inference_mode():
        second = run.encoder(golden_clip(case, "second_clip_seed"))
        pooled = run.probe.pooler(run.tokens)
        logits_two_clips = run.probe(torch.cat([run.tokens, second], dim=1))

    index = golden["token_index"]
    assert run.tokens.shape == (case["batch"], case["tokens"], case["embed_dim"])
    assert sum(p.numel() for p in run.encoder.parameters()) == case["encoder_params"]
    assert sum(p.numel() for p in run.probe.parameters()) == case["probe_params"]
    assert np.abs(run.table[index].numpy() - golden["pos_embed_rows"]).max() < 1e-6
    assert_golden(run.tokens[:, index], golden["tokens"])
    assert_golden(run.tokens.mean(1), golden["token_mean"])
    assert_golden(pooled, golden["pooled"])
    assert_golden(run.logits, golden["logits"])
    assert_golden(logits_two_clips, golden["logits_two_clips"])


@pytest.mark.parametrize("precision", [Precision.BF16, Precision.INT8])
def test_reduced_precision_gives_the_same_posteriors(run, precision):
    if precision not in available_precisions(torch.device("cpu")):
        pytest.skip(f"this processor has no {precision}")
    encoder, probe = (prepare(copy.deepcopy(module), precision) for module in (run.encoder, run.probe))
    with torch.inference_mode():
        posteriors = probe(encoder(golden_clip(run.case))).float().softmax(dim=1)
    assert (posteriors - run.logits.softmax(dim=1)).abs().max() <= 0.02


def assert_golden(ours: torch.Tensor, reference: np.ndarray) -> None:
    difference = ours.numpy() - reference
    assert np.abs(difference).max() <= 2e-3
    assert np.linalg.norm(difference) / np.linalg.norm(reference) <= 1e-4
