"""Videos that could not be used: told one by one, counted, and never in silence."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from training.facts import printable

if TYPE_CHECKING:
    from core.offline.extraction import Problem

SHOWN = 10


def tell(problems: Sequence["Problem"], command: str) -> None:
    """On stderr."""
    for _, error in problems[:SHOWN]:
        print(f"fer-train {command}: {printable(str(error))}", file=sys.stderr)
    if more := problems[SHOWN:]:
        print(f"fer-train {command}: and {len(more)} more videos", file=sys.stderr)
    if problems:
        print(f"fer-train {command}: {len(problems)} video(s) left out", file=sys.stderr)


def as_entries(problems: Sequence["Problem"]) -> list[dict[str, str]]:
    """For JSON."""
    return [{"path": str(video.path), "problem": getattr(error, "what", str(error))} for video, error in problems]
