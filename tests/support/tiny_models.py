"""Encoders and probes of the real classes, small enough to compute in a millisecond; their weights are random."""

import torch

from core.model.probe import AttentiveProbe
from core.model.vit import Encoder, EncoderConfig


def tiny_encoder(
    width: int = 192, depth: int = 1, resolution: int = 32, heads: int = 3, patch: int = 16, seed: int = 0
) -> Encoder:
    """An encoder with the smallest published width and very few blocks."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return Encoder(EncoderConfig(resolution, width, depth, heads, patch=patch)).eval()


def tiny_probe(outputs: int = 3, width: int = 192, heads: int = 3, seed: int = 0) -> AttentiveProbe:
    """A probe for the tiny encoder. The weights of its last layer are large, so that posteriors are far from even."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        probe = AttentiveProbe(width, heads, outputs).eval()
        probe.linear.weight.data.normal_(std=1.0)
        return probe
