"""Encoder and probe of the starter alone: milliseconds per clip."""

import json
import sys
import time
from collections.abc import Mapping

import numpy as np

from benchmarks import child
from benchmarks.table import Result, Row

TARGET_MS = 30.0
WARM_UP, RUNS = 10, 60
BATCHES, THREADS = (1, 4), (2, 1)


def measure(environment: Mapping[str, str]) -> Result:
    """One row for every number of threads and every batch."""
    rows = []
    for threads in THREADS:
        times = child.run("benchmarks.starter", threads, environment=environment, timeout=300)
        for batch in BATCHES:
            median, high = (float(np.percentile(times[str(batch)], percent)) for percent in (50, 95))
            what = f"Encoder and probe, batch {batch}, {threads} thread{'s' if threads > 1 else ''}"
            measured = f"{median:.1f} ms per clip (p95 {high:.1f})"
            target = (f"≤ {TARGET_MS:.0f} ms", median <= TARGET_MS) if threads == 2 else ("", None)
            rows.append(Row(what, measured, *target))
    note = f"Encoder and probe: median and p95 of {RUNS} runs after {WARM_UP}, the starter, clips already normalised."
    return Result(rows, [note])


def run(threads: int) -> dict[str, list[float]]:
    """Milliseconds per clip of every run, by batch size."""
    import torch

    from core.model import load_bundle

    torch.set_num_threads(threads)
    predictor = load_bundle("starter")
    frames, side = 16, predictor.card.resolution
    times: dict[str, list[float]] = {}
    for batch in BATCHES:
        clips = torch.randn(batch, 3, frames, side, side, generator=torch.Generator().manual_seed(0))
        times[str(batch)] = []
        for number in range(WARM_UP + RUNS):
            began = time.perf_counter()
            with torch.inference_mode():
                predictor.score(clips)
            if number >= WARM_UP:
                times[str(batch)].append((time.perf_counter() - began) * 1000 / batch)
    return times


if __name__ == "__main__":
    print(json.dumps(run(int(sys.argv[1]))))
