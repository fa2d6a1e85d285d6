"""What reading a data set has come to: the good videos, and what is wrong with the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.offline.manifest import Video


class Kind(StrEnum):
    """What can be wrong, in the order in which it is told."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    MIS_SIZED = "mis-sized"
    ALTERED = "altered"
    DAMAGED = "damaged"
    DUPLICATED = "duplicated"
    NOT_RECOGNISED = "not recognised"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one file.

    file: relative to the data set's folder, or a name that should be there. sentence: what, and what was done about it.
    failure: the data set is not complete because of it.
    """

    kind: Kind
    file: str
    sentence: str
    failure: bool = True


@dataclass(frozen=True, slots=True)
class Findings:
    """videos: the good ones, checked, sorted by name. expected: how many there should be, None when nobody knows.

    notes: sentences about what was left alone on purpose.
    """

    videos: Sequence[Video]
    expected: int | None
    problems: Sequence[Problem]
    notes: Sequence[str] = ()
