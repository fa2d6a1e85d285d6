"""How fast an encoder is on this computer: measured once, and kept for the next time."""

import json
import logging
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib.metadata import version
from math import isfinite
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np

from core.clips.sampling import CLIP_FRAMES
from core.processor import processor_name, usable_cores

if TYPE_CHECKING:
    from core.model.predictor import Predictor

BOOK_FORMAT = 1
BATCHES = (2, 4, 8)  # clips in one forward pass that are tried out
WORTH_IT = 0.95  # a larger batch costs memory: a clip in it must take at most so much of what it takes in a smaller one
_SINGLES = 3  # clips one by one, of which the median counts

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Setting:
    """All that the speed of an encoder depends on.

    encoder_sha256: lower case. device: "CPU", or a GPU's product name. precision: as `Precision` names them.
    torch: its version. processor: its name, and how many of its cores the program may use.
    """

    encoder_sha256: str
    resolution: int
    device: str
    precision: str
    torch: str
    processor: str


@dataclass(frozen=True, slots=True)
class Speed:
    """seconds_per_clip: from 16 pictures to posteriors, one clip at a time.

    batch: how many clips to compute at once where nobody waits for the first. seconds_in_batch: what a clip takes then;
    None when batches were not tried.
    """

    seconds_per_clip: float
    batch: int = 1
    seconds_in_batch: float | None = None

    def __post_init__(self) -> None:
        times = (self.seconds_per_clip, self.seconds_in_batch or self.seconds_per_clip)
        possible = type(self.batch) is int and 1 <= self.batch <= BATCHES[-1]
        if not possible or not all(isfinite(seconds) and seconds > 0 for seconds in times):
            raise ValueError(f"no speed: {times[0]} s a clip, {times[1]} s in batches of {self.batch}")


@dataclass(frozen=True, slots=True)
class Entry:
    """What was measured, and under which circumstances."""

    setting: Setting
    speed: Speed


def setting_of(predictor: "Predictor") -> Setting:
    """The circumstances in which a predictor computes."""
    from core.model.device import device_name  # late: torch comes with it, and a list of speeds does without

    return Setting(
        predictor.encoder_digest,
        predictor.card.resolution,
        device_name(predictor.device),
        str(predictor.precision),
        *_here(),
    )


def measure(predictor: "Predictor", seconds: float = 3.0) -> Speed:
    """Scores noise for about `seconds` at most, but one clip at least. Raises what `Predictor.posteriors` raises.

    The first clip warms everything up. On a CPU it counts when it took so long that there is no time for a second one;
    on a GPU never, where most of it is the choice of kernels and the recording of graphs.
    Batches are tried on a GPU only: on a CPU they hardly help, and whether they did would change the last digits of
    results from one computer's run to the next.
    """
    on_cpu = predictor.device.type == "cpu"
    if not on_cpu:
        _time(predictor, 1)
    deadline = time.monotonic() + seconds
    first = _time(predictor, 1)
    singles: list[float] = []
    while len(singles) < _SINGLES and time.monotonic() + first < deadline:
        singles.append(_time(predictor, 1))
    alone = median(singles or [first])
    best = Speed(alone, 1, alone)
    for clips in () if on_cpu else BATCHES:
        if time.monotonic() + 2 * clips * alone > deadline:
            break
        _time(predictor, clips)  # a number of clips that is new makes the device prepare itself
        in_batch = _time(predictor, clips) / clips
        if best.seconds_in_batch and in_batch < WORTH_IT * best.seconds_in_batch:
            best = Speed(alone, clips, in_batch)
    return best


class SpeedBook:
    """The figures of this computer, in one small file. Any process may read and add; the last one to add wins.

    A file that is damaged or cannot be read counts as empty: what was in it is measured again. Nor does it matter much
    that it cannot be written. path: by default in the person's cache folder.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or _default_path()

    def find(self, setting: Setting) -> Speed | None:
        """What was measured under these very circumstances."""
        return self._read().get(setting)

    def entries(self, encoder_sha256: str) -> tuple[Entry, ...]:
        """All that holds for an encoder on this computer as it is now, the fastest first."""
        torch, processor = _here()
        there = [
            Entry(setting, speed)
            for setting, speed in self._read().items()
            if (setting.encoder_sha256, setting.torch, setting.processor) == (encoder_sha256.lower(), torch, processor)
        ]
        return tuple(sorted(there, key=lambda entry: entry.speed.seconds_per_clip))

    def add(self, setting: Setting, speed: Speed) -> None:
        """Keeps a figure, in the place of one of the same circumstances."""
        speeds = [asdict(setting) | asdict(speed) for setting, speed in (self._read() | {setting: speed}).items()]
        content = json.dumps({"format": BOOK_FORMAT, "speeds": speeds}, indent=1)
        part = self.path.with_name(f".{self.path.name}-{os.getpid()}.part")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            # Not synced: a figure that a power failure destroys is measured again, and a run must not wait for a disk.
            part.write_text(content, encoding="utf-8")
            part.replace(self.path)
        except OSError as error:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            _log.warning("the speed of the encoder could not be kept (%s)", error)

    def _read(self) -> dict[Setting, Speed]:
        try:
            content = json.loads(self.path.read_text("utf-8"))
            if content["format"] != BOOK_FORMAT:
                return {}
            return dict(map(_parsed, content["speeds"]))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
            _log.warning("%s cannot be read, and counts as empty (%s)", self.path, error)
            return {}


def _parsed(entry: dict[str, Any]) -> tuple[Setting, Speed]:
    known = dict(entry)
    speed = Speed(*(known.pop(name) for name in Speed.__slots__))
    setting = Setting(**known)
    for name, kind in Setting.__annotations__.items():
        if not isinstance(getattr(setting, name), kind):
            raise ValueError(f"{name} is no {kind.__name__}")
    return setting, speed


def _here() -> Iterator[str]:
    """torch, processor: of this computer, as `Setting` has them."""
    yield version("torch")
    yield f"{processor_name()}, {usable_cores()} cores"


def _time(predictor: "Predictor", clips: int) -> float:
    side = predictor.card.resolution
    shape = (CLIP_FRAMES, side, side, 3)
    noise = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    began = time.perf_counter()
    predictor.posteriors([noise] * clips)
    return time.perf_counter() - began


def _default_path() -> Path:
    from core.paths import user_cache_dir  # late: needs platformdirs, which a training server may lack

    return user_cache_dir() / "speeds.json"
