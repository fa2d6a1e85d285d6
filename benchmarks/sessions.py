"""Opening the page of sessions when there are a thousand of them."""

import statistics
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import child
from benchmarks.screen import screen
from benchmarks.table import Result, Row

TARGET_S = 0.5
SESSIONS = 1000
RUNS = 5


def measure(environment: Mapping[str, str]) -> Result:
    """One row: the median of fresh programs."""
    with TemporaryDirectory(prefix="fer-bench-") as folder, screen(environment) as (name, on_screen):
        database = Path(folder) / "sessions.db"
        child.run("benchmarks.sessions_page", database, "--fill", SESSIONS, environment=on_screen, timeout=300)
        opened = [
            child.run("benchmarks.sessions_page", database, environment=on_screen, timeout=60) for _ in range(RUNS)
        ]
    times = [run["seconds"] for run in opened]
    median = statistics.median(times)
    note = (
        f"Sessions: from asking for the page until it has been painted with all {SESSIONS:,} sessions in it ({name}), "
        f"the first time in its program, median of {RUNS} programs. The database holds "
        f"{opened[0]['readings']:,} readings, {opened[0]['megabytes']:.0f} MB."
    )
    what = f"Page of sessions with {SESSIONS:,} of them"
    measured = f"{median:.2f} s (slowest {max(times):.2f})"
    return Result([Row(what, measured, f"≤ {TARGET_S} s", median <= TARGET_S)], [note])
