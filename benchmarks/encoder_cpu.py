"""ViT-L/16 at 224 pixels on the CPU: the program beside two plain fp32 encoders, in turn, in one run."""

import copy
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from statistics import median

import torch
import torch.nn.functional as F
from torch import Tensor

from benchmarks.plain_vit import explicit_attention, plain_tokens
from benchmarks.table import Result, Row
from core.model.precision import Precision, available_precisions, choose, prepare
from core.model.vit import Encoder, EncoderConfig

VIT_L = EncoderConfig(resolution=224, width=1024, depth=24, heads=16)
PARAMETERS = 304_000_000  # of all its blocks
OVER_PLAIN, OVER_SDPA = 2.0, 1.3  # times the throughput of each that the program must reach
PLAIN, SDPA = "plain fp32, explicit attention", "plain fp32, scaled_dot_product_attention"
OURS = "the program, auto"

Variant = Callable[[Tensor], Tensor]


def measure(batches: list[int], rounds: int, *, blocks: int = VIT_L.depth, compiled: bool = False) -> Result:
    """One row for each batch and variant.

    rounds: how often each is timed. blocks: fewer are a quick look. compiled: torch.compile as well.
    """
    torch.manual_seed(0)
    encoder = Encoder(replace(VIT_L, depth=blocks)).eval().requires_grad_(False)
    chosen = choose("auto", torch.device("cpu"), PARAMETERS)
    variants = _variants(encoder, chosen, compiled)
    title = "ViT-L/16 224" if blocks == VIT_L.depth else f"ViT-L/16 224 of {blocks} blocks"
    rows = []
    for batch in batches:
        clips = torch.randn(batch, 3, VIT_L.frames, VIT_L.resolution, VIT_L.resolution)
        times, tokens = in_turn(variants, clips, rounds)
        for name, seconds in times.items():
            what, measured = f"CPU, {title}, batch {batch}: {name}", f"{median(seconds) / batch:.2f} s per clip"
            if name in (PLAIN, SDPA):
                rows.append(Row(what, measured))
                continue
            over_plain, over_sdpa = (_ratio(times[other], seconds) for other in (PLAIN, SDPA))
            difference = _difference(tokens[name], tokens[PLAIN])
            measured += f", {over_plain:.2f} × plain, {over_sdpa:.2f} × SDPA; tokens differ by {difference:.1%}"
            target, met = f"≥ {OVER_PLAIN:g} × plain, ≥ {OVER_SDPA:g} × SDPA", over_plain >= OVER_PLAIN
            is_ours = name.startswith(OURS)
            rows.append(Row(what, measured, *((target, met and over_sdpa >= OVER_SDPA) if is_ours else ())))
    note = (
        f"CPU: random weights, normalised clips, threads: {torch.get_num_threads()}, rounds: {rounds}, "
        "each variant once in each, in turn, after one that does not count. Times are medians, ratios are medians of "
        "the rounds' own."
    )
    return Result(rows, [note])


def in_turn(
    variants: Mapping[str, Variant], clips: Tensor, rounds: int
) -> tuple[dict[str, list[float]], dict[str, Tensor]]:
    """Seconds of each variant in every round, and its tokens. Another one begins each time."""
    names = list(variants)
    with torch.inference_mode():
        tokens = {name: variants[name](clips).float() for name in names}
        times: dict[str, list[float]] = {name: [] for name in names}
        for number in range(rounds):
            first = number % len(names)
            for name in names[first:] + names[:first]:
                began = time.perf_counter()
                variants[name](clips)
                times[name].append(time.perf_counter() - began)
    return times, tokens


def _variants(encoder: Encoder, chosen: Precision, compiled: bool) -> dict[str, Variant]:
    ours = _prepared(encoder, chosen)
    variants: dict[str, Variant] = {
        PLAIN: lambda clips: plain_tokens(encoder, clips, explicit_attention),
        SDPA: lambda clips: plain_tokens(encoder, clips, F.scaled_dot_product_attention),
        f"{OURS} ({chosen})": ours,
    }
    for other in (Precision.FP32, Precision.INT8):
        if other is not chosen and other in available_precisions(torch.device("cpu")):
            variants[f"the program, {other}"] = _prepared(encoder, other)
    if compiled:
        variants[f"torch.compile of the program, {chosen}"] = torch.compile(ours)
    return variants


def _prepared(encoder: Encoder, precision: Precision) -> Encoder:
    return encoder if precision is Precision.FP32 else prepare(copy.deepcopy(encoder), precision)


def _ratio(slower: list[float], faster: list[float]) -> float:
    return median(one / other for one, other in zip(slower, faster, strict=True))


def _difference(found: Tensor, expected: Tensor) -> float:
    return float((found - expected).norm() / expected.norm())
