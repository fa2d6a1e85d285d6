"""`fer-desktop analyze` on a whole file: decoding, detection, crops, encoder, vote and CSV."""

import json
import statistics
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.child import ROOT, MeasurementFailed, command
from benchmarks.pictures import video_file, video_size
from benchmarks.table import Result, Row

TARGET_CLIPS_PER_S = 15.0
RUNS = {4: 3, 1: 1}  # by hop; the median counts


@dataclass(frozen=True, slots=True)
class _Run:
    clips: int
    video_s: float
    seconds: float  # as the summary says: opening the file and the detector, to the last row
    command_s: float  # the whole command, with the start of Python and the import of torch


def measure(environment: Mapping[str, str]) -> Result:
    """One row for each hop."""
    with TemporaryDirectory(prefix="fer-bench-") as folder:
        video = video_file(Path(folder))
        rows = [_row([_analyze(video, hop, environment) for _ in range(runs)], hop) for hop, runs in RUNS.items()]
        size = video_size(video)
    note = (
        f"Offline: `fer-desktop analyze {video.name}` ({size[0]}x{size[1]}), median of {RUNS[4]} runs at hop 4, "
        f"{RUNS[1]} at hop 1. Clips/s and times real time count from the opening of the file to the last row, the "
        "loading of the detector included. Command: the whole of it, with the start of Python and the import of torch."
    )
    return Result(rows, [note])


def _row(runs: list[_Run], hop: int) -> Row:
    run = sorted(runs, key=lambda run: run.seconds)[len(runs) // 2]
    rate = run.clips / run.seconds
    measured = f"{rate:.1f} clips/s, {run.video_s / run.seconds:.1f} x real time"
    measured += f" ({run.clips} clips of {run.video_s:.1f} s in {run.seconds:.1f} s"
    measured += f"; command {statistics.median(one.command_s for one in runs):.1f} s)"
    target = (f"≥ {TARGET_CLIPS_PER_S:.0f} clips/s", rate >= TARGET_CLIPS_PER_S) if hop == 4 else ("", None)
    return Row(f"Offline analysis, hop {hop}", measured, *target)


def _analyze(video: Path, hop: int, environment: Mapping[str, str]) -> _Run:
    with TemporaryDirectory(prefix="fer-bench-") as out:
        words = command("fer_desktop.app", "analyze", video, "--out", out, "--hop", hop, "--device", "cpu")
        began = time.monotonic()
        done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=900)
        command_s = time.monotonic() - began
        if done.returncode:
            raise MeasurementFailed(f"analyze ended with {done.returncode}: {done.stderr.strip()[-2000:]}")
        summary = json.loads(next(Path(out).glob("*.summary.json")).read_text("utf-8"))
    return _Run(summary["clips_scored"], summary["source"]["duration_s"], summary["seconds_taken"], command_s)
