"""Measurements run in processes of their own: a fresh interpreter, and no GIL shared with whoever feeds them."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.private_home import home_variables

ROOT = Path(__file__).resolve().parent.parent


class MeasurementFailed(Exception):
    """A child process gave no result. The text says why, as far as is known."""


def command(module: str, *arguments: object) -> list[str]:
    """The command line that runs a module in this Python."""
    return [sys.executable, "-m", module, *map(str, arguments)]


def run(module: str, *arguments: object, environment: Mapping[str, str], timeout: float) -> dict[str, Any]:
    """Runs a module and returns the JSON object that is the last line of its output.

    environment: from `private_environment`. timeout: seconds. Raises MeasurementFailed.
    """
    try:
        done = subprocess.run(
            command(module, *arguments), cwd=ROOT, env=environment, capture_output=True, text=True, timeout=timeout
        )
    except subprocess.TimeoutExpired as error:
        raise MeasurementFailed(f"{module} did not end within {timeout:.0f} s") from error
    lines = done.stdout.strip().splitlines()
    if done.returncode or not lines:
        raise MeasurementFailed(f"{module} ended with {done.returncode}: {done.stderr.strip()[-2000:]}")
    return json.loads(lines[-1])


@contextmanager
def private_environment() -> Iterator[dict[str, str]]:
    """The environment for children: with a home of its own, so that nobody's settings are read or changed."""
    with TemporaryDirectory(prefix="fer-bench-") as home:
        # The loopback camera is the tests'.
        paths = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
        yield {**os.environ, **home_variables(Path(home)), "PYTHONPATH": paths}
