"""The window on a loopback camera: is the picture smooth, does the window answer, how late are the bars?"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from benchmarks import child
from benchmarks.camera import FPS, loopback_camera
from benchmarks.pictures import CLIP
from benchmarks.screen import screen
from benchmarks.table import Result, Row

TARGET_GAP_MS, TARGET_LATENCY_MS = 50.0, 250.0
NEARLY = 0.5  # fps: both clocks of a 30-fps camera and of this computer are never quite equal
SETTLE_S = 5.0
SLACK_S = 180.0  # for start, settling and end


def watch(environment: Mapping[str, str], seconds: float, settle: float) -> tuple[str, dict[str, Any]]:
    """Runs the window on the loopback camera. Returns the screen's name and what `benchmarks.window` saw."""
    with loopback_camera(environment) as url, screen(environment) as (name, on_screen):
        arguments = (url, "--settle", settle, "--seconds", seconds)
        timeout = settle + seconds + SLACK_S
        seen = child.run("benchmarks.window", *arguments, environment=on_screen, timeout=timeout)
    if "error" in seen:
        raise child.MeasurementFailed(f"the window on the loopback camera: {seen['error']}")
    return name, seen


def measure(environment: Mapping[str, str], seconds: float) -> Result:
    """The rows of one run of the window."""
    name, seen = watch(environment, seconds, SETTLE_S)
    took = seen["seconds"]
    preview, capture = len(seen["painted"]) / took, seen["captured"] / took
    late = _percentiles(seen["late"], 50, 99, 100)
    latency = _percentiles(seen["latencies"], 50, 95)
    pauses = _percentiles(np.diff(seen["painted"]), 99)
    longer = sum(gap > TARGET_GAP_MS / 1000 for gap in seen["late"])
    rows = [
        Row(
            f"Live ({name}): preview",
            f"{preview:.1f} fps (p99 between pictures {pauses[0]:.0f} ms)",
            *_fps_target(preview),
        ),
        Row(
            "Live: event-loop gap",
            f"p50 {late[0]:.1f}, p99 {late[1]:.1f}, longest {late[2]:.0f} ms ({longer} over {TARGET_GAP_MS:.0f} ms)",
            f"p99 ≤ {TARGET_GAP_MS:.0f} ms",
            late[1] <= TARGET_GAP_MS,
        ),
        Row(
            "Live: last frame of a clip to its bar, hop 4",
            f"p50 {latency[0]:.0f}, p95 {latency[1]:.0f} ms",
            f"p95 ≤ {TARGET_LATENCY_MS:.0f} ms",
            latency[1] <= TARGET_LATENCY_MS,
        ),
        Row("Live: capture", f"{capture:.1f} fps"),
        Row("Live: scored", f"{seen['readings'] / took:.1f} clips/s, {seen['skipped']} skipped"),
        Row("Live: CPU of the window's process", f"{seen['cpu']:.2f} cores"),
        Row(
            "Live: until the first bar",
            f"{seen['first_bar']:.1f} s from the start of the process, 2.1 s of them the first clip; "
            f"longest event-loop gap meanwhile {seen['loading_gap'] * 1000:.0f} ms",
        ),
    ]
    return Result(rows, [_note(name, took)])


def _note(screen_name: str, seconds: float) -> str:
    pictures = CLIP.name if CLIP.exists() else "the demo"
    return (
        f"Live: the program's window ({screen_name}) on a 640x480 MJPEG camera at {FPS:.0f} fps on loopback, served by "
        f"another process ({pictures}); {seconds:.0f} s after {SETTLE_S:.0f} s to settle. Preview: different pictures "
        "that were painted. Event-loop gap: by how much the beats of a precise 5-ms timer in the interface's thread "
        "come late. Last frame to bar: from the arrival of a clip's last frame to the moment when the window with its "
        "new numbers is painted and handed to the screen."
    )


def _fps_target(preview: float) -> tuple[str, bool]:
    return f"{FPS:.0f} fps", preview >= FPS - NEARLY


def _percentiles(seconds: Sequence[float] | np.ndarray, *percents: float) -> list[float]:
    """In milliseconds. Raises MeasurementFailed when there is nothing to count."""
    if not len(seconds):
        raise child.MeasurementFailed("the window showed nothing")
    return [float(np.percentile(seconds, percent)) * 1000 for percent in percents]
