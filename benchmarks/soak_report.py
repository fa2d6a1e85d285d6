"""What an hour of the window must show: the table of its minutes, and the checks that it passes or fails."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields

import numpy as np

from benchmarks.table import Row

GROWTH_MB_PER_H = 20.0
LAG_FACTOR, LAG_SLACK_MS = 1.5, 20.0  # by how much the last minutes' p95 may be above the first minutes'
NEWEST_MS = 1000.0  # a queue between camera and window would make the newest reading older than that
SKIPPED_SHARE = 0.001
FPS_SHARE = 0.99
WARM_UP_MIN, EDGE_MIN = 5, 10  # minutes that do not count; minutes that are compared at either end
JUDGED_MIN = 15  # minutes after the warm-up that a slope needs to mean anything
SHOWN = 13  # lines of the table; a long run shows every so many minutes

HEADS = {
    "minute": "min",
    "rss": "RSS MB",
    "threads": "threads",
    "files": "files",
    "frames": "frames",
    "readings": "readings",
    "skipped": "skipped",
    "p50": "p50 ms",
    "p95": "p95 ms",
    "newest": "newest ms",
    "rows": "CSV rows",
}


@dataclass(frozen=True, slots=True)
class Minute:
    """One row. Counts are those since the first reading.

    minute: since the first reading. rss: resident set in MB, median of the minute. files: open file descriptors.
    p50, p95: ms from a clip's last frame to its reading in the window, over the minute. newest: age of the newest
    reading's last frame in ms, at the moment of the row. rows: in the CSV.
    """

    minute: int
    rss: float
    threads: int
    files: int
    frames: int
    readings: int
    skipped: int
    p50: float
    p95: float
    newest: float
    rows: int


@dataclass(frozen=True, slots=True)
class Ending:
    """The whole run.

    seconds, fps: from the first reading to the end; what was captured in them. clips: positions of the grid that were
    read, gaps: positions between the first and the last that were not, due: how many there are by the clock.
    readings: in the window; a clip with two faces gives two. csv_rows: in the finished file. lost: how often the camera
    was gone.
    """

    seconds: float
    fps: float
    clips: int
    gaps: int
    due: int
    skipped: int
    readings: int
    csv_rows: int
    lost: int


def table(minutes: Sequence[Minute]) -> str:
    """Markdown: every minute of a short run, every so many of a long one, and the last."""
    step = max(1, -(-len(minutes) // SHOWN))
    shown = [*minutes[:-1:step], *minutes[-1:]]
    lines = [f"| {' | '.join(HEADS.values())} |", "|---:" * len(HEADS) + "|"]
    return "\n".join(lines + [line(minute) for minute in shown])


def line(minute: Minute) -> str:
    """One minute as a row of that table."""
    cells = (f"{value:.0f}" for value in asdict(minute).values())
    return f"| {' | '.join(cells)} |"


def warm_up(minutes: int) -> int:
    """How many minutes of so long a run do not count for growth and lag."""
    return min(WARM_UP_MIN, minutes // 3)


def checks(minutes: Sequence[Minute], ending: Ending, camera_fps: float) -> list[Row]:
    """One row each; `met` is False for a check that fails and None for one that so short a run cannot decide."""
    settled = [minute for minute in minutes if minute.minute > warm_up(len(minutes))]
    rows = [] if len(settled) < 2 else [*_growth(settled), *_lag(settled)]
    return [*rows, *_completeness(ending, camera_fps)]


def _growth(settled: Sequence[Minute]) -> list[Row]:
    slope = float(np.polyfit([m.minute for m in settled], [m.rss for m in settled], 1)[0]) * 60
    enough = len(settled) >= JUDGED_MIN
    limit = f"< {GROWTH_MB_PER_H:.0f} MB/h"
    memory = Row("Memory", f"{slope:+.1f} MB/h", limit, slope < GROWTH_MB_PER_H if enough else None)
    return [memory, _constant("Threads", [m.threads for m in settled]), _constant("Files", [m.files for m in settled])]


def _constant(what: str, counts: Sequence[int]) -> Row:
    """Meant for numbers that a pool or an answer to a question may move for a moment, but that must not climb."""
    first, last = (float(np.median(edge)) for edge in _edges(counts))
    return Row(what, f"{first:g} → {last:g} (most {max(counts)})", "no more at the end", last <= first)


def _lag(settled: Sequence[Minute]) -> list[Row]:
    first, last = (float(np.median(edge)) for edge in _edges([m.p95 for m in settled]))
    limit = first * LAG_FACTOR + LAG_SLACK_MS
    oldest = max(m.newest for m in settled)
    return [
        Row("Latency p95, first and last minutes", f"{first:.0f} → {last:.0f} ms", f"≤ {limit:.0f} ms", last <= limit),
        Row("Age of the newest reading, at worst", f"{oldest:.0f} ms", f"≤ {NEWEST_MS:.0f} ms", oldest <= NEWEST_MS),
    ]


def _edges(values: Sequence[float]) -> tuple[Sequence[float], Sequence[float]]:
    edge = max(1, min(EDGE_MIN, len(values) // 2))
    return values[:edge], values[-edge:]


def _completeness(end: Ending, camera_fps: float) -> list[Row]:
    least, most = FPS_SHARE * camera_fps, SKIPPED_SHARE * max(1, end.due)
    clips = f"{end.clips} read + {end.skipped} skipped of {end.due} due by the clock"
    return [
        Row("Capture", f"{end.fps:.2f} fps", f"≥ {least:.1f} fps", end.fps >= least),
        Row("Clips", clips, "all accounted for", abs(end.clips + end.skipped - end.due) <= 1),
        Row("Gaps in clip_index", f"{end.gaps}", "the skipped ones", end.gaps == end.skipped),
        Row("Skipped clips", f"{end.skipped}", f"≤ {most:.1f}", end.skipped <= most),
        Row("CSV", f"{end.csv_rows} rows for {end.readings} readings", "equal", end.csv_rows == end.readings),
        Row("Camera lost", f"{end.lost} times", "never", end.lost == 0),
    ]


def read(row: dict[str, float]) -> Minute:
    """A minute as the window's process sends it. Raises KeyError when something is missing."""
    return Minute(**{field.name: row[field.name] for field in fields(Minute)})  # type: ignore[arg-type]
