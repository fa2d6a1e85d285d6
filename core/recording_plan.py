"""What a recording is asked for, what it takes, and what it tells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class RecordingPlan:
    """What a person asks for before a recording.

    folder: where the files go; made when it is not there. name: of the session, "" for the source's name.
    subject: a code for the person who is recorded. video: whether the pictures are kept as well.
    thumbnail: whether one small picture may be kept, by which the session is known again.
    """

    folder: Path
    name: str = ""
    subject: str = ""
    video: bool = False
    thumbnail: bool = False


RunSettings = Mapping[str, int | str | None]
"""How a run computes, beside its bundle: "hop" (1/30 s, the one in effect), "window" (clips that vote, None for all),
"device", "precision"."""


class Card(Protocol):
    """What a recording needs to know of a bundle's card."""

    @property
    def name(self) -> str: ...
    @property
    def labels(self) -> Sequence[str]: ...
    @property
    def encoder_sha256(self) -> str: ...
    @property
    def clip_rule(self) -> str: ...
    @property
    def view(self) -> str: ...
    @property
    def margin(self) -> float: ...
    @property
    def resolution(self) -> int: ...


class Happening(Protocol):
    """What a recording notes of an event of the engine: its kind ("lost", "back"...), one sentence, and when (UTC)."""

    @property
    def kind(self) -> str: ...
    @property
    def message(self) -> str: ...
    @property
    def at(self) -> datetime: ...


class Notice(StrEnum):
    """What a person should hear of a recording that goes on.

    SPACE: the disk will be full soon. VIDEO_ENDED: no more pictures are kept, scores are. ROWS_LOST: the disk is so
    slow that readings had to be thrown away. NOT_STORED: nothing more goes into the database of sessions; files go on.
    """

    SPACE = "space"
    VIDEO_ENDED = "video_ended"
    ROWS_LOST = "rows_lost"
    NOT_STORED = "not_stored"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a recording ended.

    path: its first file, None when there was nothing to keep. rows: in all files. error: what ended it too early.
    """

    path: Path | None
    rows: int
    error: Exception | None
