"""Small things to record: a source, a bundle's card, readings."""

from dataclasses import dataclass

import numpy as np

from core.types import Reading, SourceInfo, Status

INFO = SourceInfo("an interview (1).mp4", "file", 64, 48, 30.0, 90)
PLENTY = 10**13  # bytes free on a disk that worries nobody


@dataclass(frozen=True)
class Card:
    """What a recording needs to know of a bundle."""

    name: str = "tiny"
    labels: tuple[str, ...] = ("happy", "sad")
    encoder_sha256: str = "ab" * 32
    clip_rule: str = "as-run"
    view: str = "face"
    margin: float = 1.5
    resolution: int = 96


def reading(index: int, classes: int = 2) -> Reading:
    """A scored clip in which every label is as probable as every other."""
    share = np.full(classes, 1 / classes, np.float32)
    return Reading(index, Status.SCORED, None, None, 0.0, 2.1, index, index + 63, None, share, share, 0.1)
