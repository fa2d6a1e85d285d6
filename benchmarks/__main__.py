"""`python -m benchmarks`: measures everything, one after the other, and prints the table."""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from benchmarks import analysis, live, machine, memory, offline, scrub, sessions, starter, startup, timeline
from benchmarks.child import MeasurementFailed, private_environment
from benchmarks.table import Result, Row, markdown, show


def main() -> int:
    """Returns 0 when everything could be measured, whether or not the targets are met; else 1."""
    given = _parser().parse_args()
    if given.cores and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: given.cores])
    described = machine.describe()
    progress = Console(stderr=True)
    with private_environment() as environment:
        measurements: dict[str, Callable[[], Result]] = {
            "starter": lambda: starter.measure(environment),
            "offline": lambda: offline.measure(environment),
            "live": lambda: live.measure(environment, given.seconds),
            "startup": lambda: startup.measure(environment),
            "analysis": lambda: analysis.measure(environment),
            "sessions": lambda: sessions.measure(environment),
            "scrub": lambda: scrub.measure(environment),
            "timeline": lambda: timeline.measure(environment),
            "memory": lambda: memory.measure(environment, given.minutes),
        }
        results = []
        for name in given.only or measurements:
            with progress.status(f"measuring: {name}"):
                results.append(_attempt(name, measurements[name]))
    show(Console(), described, results)
    if given.markdown == "-":
        print(markdown(described, results))
    elif given.markdown:
        Path(given.markdown).write_text(markdown(described, results), encoding="utf-8")
    return int(any(result.failed for result in results))


def _attempt(name: str, measurement: Callable[[], Result]) -> Result:
    try:
        return measurement()
    except (MeasurementFailed, OSError) as error:
        return Result([Row(name, "could not be measured")], [f"{name}: {error}"], failed=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure the program's speed and memory.")
    names = ("starter", "offline", "live", "startup", "analysis", "sessions", "scrub", "timeline", "memory")
    parser.add_argument("--only", metavar="NAME", nargs="+", choices=names, help=f"of {', '.join(names)}")
    parser.add_argument("--seconds", type=float, default=20, help="length of the live measurement (%(default)s)")
    parser.add_argument("--minutes", type=float, default=1, help="length of the memory measurement (%(default)s)")
    parser.add_argument("--cores", type=int, help="use only so many cores (Linux); the targets are for two")
    markdown_help = "the table as Markdown as well, into FILE or after the table"
    parser.add_argument("--markdown", metavar="FILE", nargs="?", const="-", help=markdown_help)
    return parser


if __name__ == "__main__":
    sys.exit(main())
