"""`fer-train` that is stopped at a certain point of its work: by SIGKILL, or as by Ctrl-C.

As a program it takes MODULE:CLASS.METHOD, a count, the number of a signal, and the arguments of fer-train: it sends
itself the signal when that method has returned so many times.
"""

import importlib
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def stopped(method: str, count: int, number: signal.Signals, arguments: Sequence[object]) -> tuple[int, str]:
    """Runs fer-train until it is stopped. Returns its exit code and what it said on stderr."""
    command = [sys.executable, __file__, method, str(count), str(int(number)), *map(str, arguments)]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=120, env=os.environ | {"PYTHONPATH": str(ROOT)}
    )
    return done.returncode, done.stderr


def _stop_after(method: str, count: int, number: int) -> None:
    module, _, place = method.partition(":")
    owner, name = place.split(".")
    kind = getattr(importlib.import_module(module), owner)
    original, left = getattr(kind, name), count

    def counted(*given: Any, **named: Any) -> Any:
        nonlocal left
        result = original(*given, **named)
        left -= 1
        if not left:
            os.kill(os.getpid(), number)
        return result

    setattr(kind, name, counted)


if __name__ == "__main__":
    from training.cli import main

    _stop_after(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
    sys.exit(main(sys.argv[4:]))
