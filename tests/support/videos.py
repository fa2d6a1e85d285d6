"""Video files made by ffmpeg, for tests that need a file of a certain kind."""

import shutil
import subprocess
from pathlib import Path

import pytest


def run_ffmpeg(*arguments: object) -> None:
    """Runs ffmpeg; skips the test, visibly, where there is none. Raises CalledProcessError when ffmpeg fails."""
    words = [_program("ffmpeg"), "-v", "error", "-nostdin", "-y", "-threads", "1", *map(str, arguments)]
    subprocess.run(words, check=True, timeout=60, capture_output=True)


def probe_stamps(path: Path) -> list[float]:
    """The presentation time stamps of a file's frames in seconds, as ffprobe reads them; skips where there is none."""
    shown = ("-select_streams", "v:0", "-show_entries", "frame=best_effort_timestamp_time", "-of", "csv=p=0")
    words = [_program("ffprobe"), "-v", "error", *shown, str(path)]
    done = subprocess.run(words, check=True, timeout=60, capture_output=True, text=True)
    return [float(line.strip(",")) for line in done.stdout.splitlines() if line.strip(",")]


def make_video(
    path: Path,
    *,
    size: tuple[int, int] = (160, 120),
    fps: float = 30,
    frames: int = 60,
    options: tuple[str, ...] = (),
) -> Path:
    """Writes a test picture that changes with every frame to `path`, in the format that its ending names; returns it.

    size: (width, height). options: more arguments for the output, such as ("-c:v", "libx264").
    """
    width, height = (min(max(side, 2), 640) for side in size)  # ffmpeg is slow at drawing a large one
    pattern = f"testsrc=size={width}x{height}:rate={fps},scale={size[0]}:{size[1]}:flags=neighbor"
    run_ffmpeg("-f", "lavfi", "-i", pattern, "-frames:v", frames, *options, path)
    return path


def cut_in_half(path: Path) -> Path:
    """A copy of a file without its second half, as a failed download leaves it."""
    content = path.read_bytes()
    half = path.with_name(f"half-{path.name}")
    half.write_bytes(content[: len(content) // 2])
    return half


def _program(name: str) -> str:
    program = shutil.which(name)
    if program is None:
        pytest.skip(f"needs the program {name}")
    return program
