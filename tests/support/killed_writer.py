"""Processes that fill a feature store and are killed with SIGKILL in the middle of it.

One process imports torch and then forks as many as are asked for, so that a hundred of them take seconds.
As a program it reads commands from stdin, "lines N FOLDER" (the child kills itself when the N-th line of the feature
store's code is reached) or "seconds S FOLDER" (it is killed after that time), and answers "killed" or "finished".
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import torch

from core.offline import feature_files, feature_store
from core.offline.feature_store import FeatureKey, FeatureStore


def small_key(*, dtype: str = "bf16", width: int = 8, grid: tuple[int, int, int] = (2, 2, 2)) -> FeatureKey:
    """A key whose records are small."""
    return FeatureKey(
        encoder_sha256="e" * 64,
        encoder="tiny",
        precision="fp32",
        view="centre",
        margin=None,
        resolution=32,
        clip_rule="as-run",
        augmentation="none",
        segments=2,
        seed=0,
        grid=grid,
        width=width,
        dtype=dtype,
    )


def digest(video: int) -> str:
    """A name like a SHA-256."""
    return f"{video:064x}"


def features(key: FeatureKey, video: int) -> torch.Tensor:
    """What the encoder would say about a video: the same whenever it is asked."""
    return torch.randn(key.shape, generator=torch.Generator().manual_seed(video))


def fill(folder: Path, key: FeatureKey, videos: int) -> None:
    """What extract does: everything that is not there yet, one video after the other."""
    with FeatureStore.writing(folder, key) as store:
        for video in range(videos):
            if (digest(video), 0) not in store:
                store.append(digest(video), 0, features(key, video))


LARGE = small_key(width=256, grid=(8, 8, 8))  # half a megabyte a record
SMALL_VIDEOS, LARGE_VIDEOS = 2, 60


class KilledWriters:
    """The process that forks the others. Use it as a context manager."""

    def __init__(self, repository: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(repository)},
        )

    def __enter__(self) -> "KilledWriters":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate(timeout=30)

    def after_lines(self, lines: int, folder: Path) -> bool:
        """Whether the writer was killed; False when it had finished before."""
        return self._ask(f"lines {lines} {folder}")

    def after_seconds(self, seconds: float, folder: Path) -> bool:
        """The same, by the clock."""
        return self._ask(f"seconds {seconds} {folder}")

    def _ask(self, command: str) -> bool:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(command + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline().strip()
        assert answer in ("killed", "finished"), answer
        return answer == "killed"


def _die_at_line(number: int) -> Callable[[FrameType, str, Any], Any]:
    left = number

    def trace(frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal left
        if frame.f_code.co_filename not in (feature_store.__file__, feature_files.__file__):
            return None
        if event == "line":
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    return trace


def _serve() -> None:
    for command in sys.stdin:
        kind, number, folder = command.rstrip("\n").split(" ", 2)
        child = os.fork()
        if not child:
            try:
                if kind == "lines":
                    sys.settrace(_die_at_line(int(number)))
                    fill(Path(folder), small_key(), SMALL_VIDEOS)
                else:
                    fill(Path(folder), LARGE, LARGE_VIDEOS)
            except BaseException:
                os._exit(1)
            os._exit(0)
        if kind == "seconds":
            time.sleep(float(number))
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        answer = "killed" if os.WIFSIGNALED(status) else "finished" if status == 0 else f"failed {status}"
        print(answer, flush=True)


if __name__ == "__main__":
    _serve()
