"""Does the window's process grow while it runs?"""

from collections.abc import Mapping

import numpy as np

from benchmarks.live import watch
from benchmarks.table import Result, Row

TARGET_MB, TARGET_MINUTES = 20.0, 10.0
WARM_UP_S = 30.0  # buffers fill, allocators find their size
SHOWN = 8  # samples in the note


def measure(environment: Mapping[str, str], minutes: float) -> Result:
    """One row, and the samples as a note."""
    name, seen = watch(environment, minutes * 60, WARM_UP_S)
    samples = seen["rss"]
    edge = max(1, min(6, len(samples) // 3))  # samples at either end, so that a single one decides nothing
    growth = float(np.median(samples[-edge:]) - np.median(samples[:edge]))
    # A short run can refute the target but not prove it.
    met = growth < TARGET_MB if minutes >= TARGET_MINUTES or growth >= TARGET_MB else None
    row = Row(
        f"Memory: growth in {minutes:g} min",
        f"{growth:+.1f} MB (of {np.median(samples):.0f} MB)",
        f"< {TARGET_MB:.0f} MB in {TARGET_MINUTES:.0f} min",
        met,
    )
    chosen = np.linspace(0, len(samples) - 1, min(SHOWN, len(samples))).round().astype(int)
    series = " ".join(f"{samples[index]:.0f}" for index in chosen)
    note = (
        f"Memory: resident set of the window's process ({name}) on the loopback camera, median of the last {edge} "
        f"samples against the first {edge} (one every 5 s), after {WARM_UP_S:.0f} s that do not count. "
        f"In MB over the run: {series}."
    )
    return Result([row], [note])
