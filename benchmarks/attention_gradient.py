"""Attention and its gradients on the CPU, as training small encoders needs them: ours against torch's fused one."""

import statistics
import time
from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor

from benchmarks.table import Result, Row
from core.model.attention import attend

SHAPES = ((128, 36), (128, 64), (32, 512))  # clips, tokens: stills of the starter before and now, its whole clips
HEADS, WIDTH, ROUNDS = 6, 32, 9


def measure() -> Result:
    """One row for each shape; in turn, one thread, bf16."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        rows = [_row(*shape) for shape in SHAPES]
    finally:
        torch.set_num_threads(threads)
    note = (
        f"Attention, forward and back: {HEADS} heads of {WIDTH}, bf16, one thread, median of {ROUNDS} rounds in turn."
    )
    return Result(rows, [note])


def _row(clips: int, tokens: int) -> Row:
    generator = torch.Generator().manual_seed(0)
    parts = [
        torch.randn(clips, HEADS, tokens, WIDTH, generator=generator).bfloat16().requires_grad_() for _ in range(3)
    ]
    ways: list[Callable[..., Tensor]] = [attend, F.scaled_dot_product_attention]
    times: list[list[float]] = [[], []]
    for number in range(ROUNDS + 1):
        for way, taken in zip(ways, times, strict=True):
            began = time.perf_counter()
            way(*parts).sum().backward()
            if number:
                taken.append(time.perf_counter() - began)
    ours, fused = (statistics.median(taken) for taken in times)
    what = f"Attention, forward and back, {clips} x {tokens} tokens, against torch's fused one"
    return Row(what, f"{fused / ours:.1f} times as fast ({1000 * ours:.0f} ms against {1000 * fused:.0f} ms)")
