"""How fast the timeline of a long session moves."""

from collections.abc import Mapping, Sequence

import numpy as np

from benchmarks import child
from benchmarks.screen import screen
from benchmarks.table import Result, Row

TARGET_FPS = 30.0
TARGET_UPDATE_MS = 20.0
SIZE = "1680x1050x24"


def measure(environment: Mapping[str, str]) -> Result:
    """Rows for zooming, panning, playing, and a table of readings that grows."""
    with screen(environment, SIZE) as (name, on_screen):
        seen = child.run("benchmarks.timeline_window", environment=on_screen, timeout=300)
    grow = np.array(seen["grow"]) * 1000
    slowest = float(np.percentile(grow, 95))
    rows = [
        _moving(f"Timeline ({name}): zooms, 200,000 readings", seen["zoom"]),
        _moving("Timeline: pans, 200,000 readings", seen["pan"]),
        Row("Timeline: the playhead moves", f"{np.median(seen['play']) * 1000:.1f} ms"),
        Row(
            "Timeline: the table grows, 200,000 readings",
            f"{np.median(grow):.1f} ms (p95 {slowest:.1f}; all at once {seen['first'] * 1000:.0f} ms)",
            f"≤ {TARGET_UPDATE_MS:.0f} ms",
            slowest <= TARGET_UPDATE_MS,
        ),
    ]
    note = (
        f"Timeline: a session of 3 hours with 200,000 readings of 8 emotions and 20 gaps, 1600 pixels wide ({name}); "
        "from a step of the wheel to the end of the picture on the screen, near and far. The frames per second are "
        "those of the 95th percentile. The table grows: what `show_readings` takes, of a table with 8 more rows."
    )
    return Result(rows, [note])


def _moving(what: str, seconds: Sequence[float]) -> Row:
    median, slow = (float(np.percentile(seconds, share)) for share in (50, 95))
    measured = f"{1 / slow:.0f} fps (median {median * 1000:.1f} ms, p95 {slow * 1000:.1f} ms)"
    return Row(what, measured, f"≥ {TARGET_FPS:.0f} fps", 1 / slow >= TARGET_FPS)
