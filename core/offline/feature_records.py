"""The records of a feature store: what they depend on, their bytes, and the log that says whose they are (torch only).

A record is one view of one video, (segments, tokens, width) numbers. Its bytes are these numbers in that order,
bfloat16 or int8; after the int8 numbers comes one float32 scale for each token. All little-endian.
"""

import json
import math
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, NamedTuple, Self

import torch
from torch import Tensor

from core.text import text

BF16, INT8 = "bf16", "int8"
LARGEST = torch.finfo(torch.bfloat16).max  # what is larger would come back as infinite
INT8_PEAK = 127  # not 128: the numbers lie evenly around zero
ROWS = 512  # tokens that are scaled at once: what is in between stays in the processor's cache


@dataclass(frozen=True, slots=True)
class FeatureKey:
    """Everything that stored features depend on, but for the video: what differs in any of it is kept apart.

    encoder_sha256: of the encoder. encoder: its name, for people; the same encoder under another name has the same key.
    precision: fp32, bf16, ... that it ran in. view: "centre" or "face", with its margin (None: has none).
    resolution: pixels. clip_rule: "as-run" or "paper". augmentation: "none", "paper" or "as-run".
    segments: clips of a video. seed: of the random choices. grid: tokens of a clip along time, height and width, as
    stored. width: numbers of a token, D. dtype: what they are stored as, "bf16" or "int8". heads: of the encoder's
    attention, which its probes have as well.
    Raises ValueError for another dtype and for sizes that are not positive.
    """

    encoder_sha256: str
    encoder: str = field(compare=False)
    precision: str
    view: str
    margin: float | None
    resolution: int
    clip_rule: str
    augmentation: str
    segments: int
    seed: int
    grid: tuple[int, int, int]
    width: int
    dtype: str
    heads: int = 1

    def __post_init__(self) -> None:
        if self.dtype not in (BF16, INT8):
            raise ValueError(f"features are stored as {BF16} or {INT8}, not as {self.dtype}")
        if len(self.grid) != 3 or min(self.resolution, self.segments, self.width, self.heads, *self.grid) < 1:
            raise ValueError("resolution, segments, width, heads and the three sides of the grid must be positive")

    @property
    def tokens(self) -> int:
        """Tokens of a clip."""
        return math.prod(self.grid)

    @property
    def shape(self) -> tuple[int, int, int]:
        """Of a record: (segments, tokens, width)."""
        return self.segments, self.tokens, self.width

    @property
    def record_bytes(self) -> int:
        """Bytes of a record on the disk."""
        numbers = math.prod(self.shape)
        return 2 * numbers if self.dtype == BF16 else numbers + 4 * self.segments * self.tokens

    def to_json(self) -> dict[str, Any]:
        """The entries as they stand in the store."""
        return asdict(self) | {"grid": list(self.grid)}

    @classmethod
    def from_json(cls, entries: Mapping[str, Any]) -> Self:
        """What `to_json` gave. Raises ValueError or TypeError when it makes no sense."""
        key = cls(**dict(entries) | {"grid": tuple(entries["grid"])})
        right = all(type(getattr(key, one.name)) is one.type for one in fields(key) if one.type in (str, int))
        whole = all(type(side) is int for side in key.grid)
        if not (right and whole and (key.margin is None or math.isfinite(key.margin))):
            raise ValueError("an entry of the key is of another type")
        return key

    def against(self, asked: "FeatureKey") -> str:
        """Where this key, of a store that is there, differs from the one that was asked for; "" when nowhere."""
        names = [
            one.name for one in fields(self) if one.compare and getattr(self, one.name) != getattr(asked, one.name)
        ]
        return ", ".join(
            text(
                "{name} {there} there, {asked} asked for",
                name="encoder" if name == "encoder_sha256" else name.replace("_", " "),
                there=self._shown(name),
                asked=asked._shown(name),
            )
            for name in names
        )

    def _shown(self, name: str) -> str:
        if name == "encoder_sha256":
            return f"{self.encoder} ({self.encoder_sha256[:12]})"
        if name == "grid":
            return " x ".join(map(str, self.grid))
        value = getattr(self, name)
        return "none" if value is None else str(value)


def storable(tokens: Tensor) -> bool:
    """False when a number is NaN, infinite, or too large for bfloat16. tokens: any floating type, not empty."""
    low, high = tokens.detach().aminmax()  # which hand on a NaN
    return low.item() >= -LARGEST and high.item() <= LARGEST


def encode(tokens: Tensor, dtype: str) -> list[memoryview]:
    """The bytes of a record, in pieces that follow each other.

    tokens: (segments, tokens, width), floating and `storable`, on any device. dtype: "bf16" (rounded to nearest), or
    "int8": symmetric, with the scale peak / 127 for each token, peak being the largest of its magnitudes.
    """
    tokens = tokens.detach()
    if dtype == BF16:
        return [_bytes(tokens.to(torch.bfloat16).cpu())]
    rows = tokens.flatten(0, 1)
    numbers = torch.empty(rows.shape, dtype=torch.int8)
    scales = torch.empty(len(rows), 1)
    parts = zip(rows.split(ROWS), numbers.split(ROWS), scales.split(ROWS), strict=True)
    for row, number, scale in parts:
        row = row.float()
        step = row.abs().amax(dim=-1, keepdim=True) / INT8_PEAK
        steps = row / torch.where(step > 0, step, 1)  # a token of zeros has scale 0 and stays zeros
        number.copy_(steps.round_().clamp_(-INT8_PEAK, INT8_PEAK).to(torch.int8))
        scale.copy_(step)
    return [_bytes(numbers), _bytes(scales)]


def decode(record: memoryview, shape: tuple[int, int, int], dtype: str) -> Tensor:
    """The numbers of a record: bfloat16 of that shape, in memory of their own.

    record: its bytes, in memory that may be written to (torch insists), though nobody does. int8: number * scale in
    float32, then rounded to bfloat16.
    """
    if dtype == BF16:
        return torch.frombuffer(record, dtype=torch.bfloat16).view(shape).clone()
    made = torch.empty(shape, dtype=torch.bfloat16)
    rows, count = made.flatten(0, 1), math.prod(shape)
    numbers = torch.frombuffer(record, dtype=torch.int8, count=count).view(rows.shape)
    # Of the next record, the scales may begin anywhere: only a copy has them where float32 must lie.
    scales = torch.frombuffer(bytearray(record[count:]), dtype=torch.float32).view(-1, 1)
    for row, number, scale in zip(rows.split(ROWS), numbers.split(ROWS), scales.split(ROWS), strict=True):
        row.copy_(number * scale)
    return made


def begin_checksum(video_sha256: str, view: int) -> int:
    """CRC-32 of whose record it is; that of its bytes goes on from there, so that one filed under another is found out.

    CRC-32 takes 6.8 GB/s, where SHA-256 by the processor's own instructions took 2.0 and BLAKE2b 1.4: it is against
    disks that err, not people who forge.
    """
    return zlib.crc32(f"{video_sha256} {view}".encode())


def _bytes(tensor: Tensor) -> memoryview:
    return tensor.contiguous().flatten().view(torch.uint8).numpy().data


class Place(NamedTuple):
    """Where a record lies among the others, 0 being the first that was ever written, and its checksum."""

    number: int
    checksum: int


class Log:
    """What the lines of a log say.

    places: of the records that are there, by video and view. count: records ever written. size: bytes of the lines.
    """

    def __init__(self, lines: Iterable[bytes] = ()) -> None:
        """A half-written last line is left out. Raises ValueError when a line before that makes no sense."""
        self.places: dict[str, dict[int, Place]] = {}
        self.count = self.size = 0
        unfinished = 0
        for number, line in enumerate(lines, start=1):
            if unfinished:
                raise ValueError(f"line {unfinished}")
            try:
                self.take(line)
            except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
                unfinished = number

    def added(self, video_sha256: str, view: int, checksum: int) -> bytes:
        """The line of the next record."""
        return _line({"record": self.count, "video": video_sha256, "view": view, "crc32": f"{checksum:08x}"})

    def dropped(self, video_sha256: str, view: int) -> bytes:
        """The line that takes a record out. Raises ValueError when it is not there."""
        if view not in self.places.get(video_sha256, {}):
            raise ValueError(f"view {view} of video {video_sha256} is not in the store")
        return _line({"dropped": self.places[video_sha256][view].number, "video": video_sha256, "view": view})

    def take(self, line: bytes) -> None:
        """Goes on by one line. Raises one of several errors when it does not follow from those before."""
        entries = json.loads(line)
        video, view = entries["video"], entries["view"]
        views = self.places.get(video, {})
        if not (line.endswith(b"\n") and isinstance(video, str) and type(view) is int and view >= 0):
            raise ValueError("this is no line of a log")
        if "dropped" in entries:
            if views[view].number != entries["dropped"]:
                raise ValueError("another record is dropped than the one that is there")
            del views[view]
            if not views:
                del self.places[video]
        else:
            if view in views or entries["record"] != self.count:
                raise ValueError("the record is there already, or is not the next one")
            self.places[video] = views | {view: Place(self.count, int(entries["crc32"], 16))}
            self.count += 1
        self.size += len(line)


def _line(entries: Mapping[str, object]) -> bytes:
    return json.dumps(entries).encode() + b"\n"
