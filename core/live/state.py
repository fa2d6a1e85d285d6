"""Where an engine is, as one value for views."""

from dataclasses import dataclass
from enum import StrEnum

from core.model.cards import BundleCard
from core.types import SourceInfo


class Phase(StrEnum):
    """Where an engine is: it opens the source, loads the bundle, runs, has lost its live source for now, or is over."""

    OPENING = "opening"
    LOADING = "loading"
    RUNNING = "running"
    LOST = "lost"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class EngineState:
    """message: for people, "" when the phase says it all. info, card: None until source and bundle are there.

    warnings: what the source had to say, such as how much of a truncated file is missing.
    retry_at: `time.monotonic()` at which a lost source is tried again; None while it is being tried, or not lost.
    device: where the bundle in use computes ("cpu", "cuda:0"), and device_reason why there, one sentence for people;
    precision: in which numbers ("fp32", "bf16" ...). encoder_sha256: lower case. All "" until it is loaded.
    hop: 1/30 s from clip to clip, in effect: at a live source no shorter than the encoder sustains for one face, so
    that it may be longer than the one that was chosen. 0 until the bundle is loaded.
    """

    phase: Phase
    message: str = ""
    info: SourceInfo | None = None
    card: BundleCard | None = None
    warnings: tuple[str, ...] = ()
    retry_at: float | None = None
    device: str = ""
    device_reason: str = ""
    precision: str = ""
    encoder_sha256: str = ""
    hop: int = 0
