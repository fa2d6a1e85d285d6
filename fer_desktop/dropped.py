"""What a person means by the files that were dropped onto the window."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from fer_desktop.choosers import VIDEO_PATTERNS

_VIDEOS = frozenset(pattern.removeprefix("*") for pattern in VIDEO_PATTERNS.split())
_WEIGHTS = (".safetensors", ".pth", ".pth.tar", ".pt")


class Kind(Enum):
    """What something that was dropped is."""

    VIDEO = auto()
    BUNDLE = auto()
    ENCODER = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Drop:
    """What is done with a drop.

    path: the file or folder that is taken. left: how many others are not. more: the other videos, which are taken too.
    """

    kind: Kind
    path: Path
    left: int = 0
    more: tuple[Path, ...] = ()


def kind_of(path: Path) -> Kind:
    """Judged by its name; only what has no name of a file of ours is looked at.

    A folder with a card is a bundle, one with a configuration an encoder: a snapshot from Hugging Face.
    """
    suffix = path.suffix.lower()
    if suffix in _VIDEOS:
        return Kind.VIDEO
    if path.name.lower().endswith(_WEIGHTS):
        return Kind.ENCODER
    if suffix == ".ferbundle" or (path / "card.json").is_file():
        return Kind.BUNDLE
    return Kind.ENCODER if (path / "config.json").is_file() else Kind.UNKNOWN


def understood(paths: Sequence[Path]) -> Drop | None:
    """The videos, else the first bundle, else the first encoder, else the first of all as UNKNOWN.

    None for no file.
    """
    kinds = [kind_of(path) for path in paths]
    for wanted in Kind:
        if wanted in kinds:
            fitting = [path for path, kind in zip(paths, kinds, strict=True) if kind is wanted]
            taken = fitting if wanted is Kind.VIDEO else fitting[:1]
            return Drop(wanted, taken[0], len(paths) - len(taken), tuple(taken[1:]))
    return None
