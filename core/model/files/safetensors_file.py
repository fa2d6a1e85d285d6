"""Safetensors, read from the front to the back: one tensor in memory at a time, hashed as it passes (torch only).

The library maps whole files; this also reads a member of a zip, and what is hashed is the very bytes that are used. The
form: 8 bytes length of the header, the header (JSON: name -> dtype, shape, place), then the numbers without a gap.
"""

import hashlib
import json
import lzma
import math
import zipfile
import zlib
from collections.abc import Collection, Iterator
from typing import BinaryIO, NamedTuple, TypeGuard

import torch
from torch import Tensor

from core.model.files.weight_faults import not_safetensors, shown, unreadable

MAX_HEADER_BYTES = 1 << 22  # the largest published encoder takes 0.1 MB; a hostile one would take memory to parse
MAX_DIMENSIONS, MAX_SIZE = 8, 1 << 48  # more are no weights, and too much for torch to count in
CHUNK = 1 << 20  # bytes read and hashed at once, while they are in the processor's cache

DTYPES = {
    "F64": torch.float64,
    "F32": torch.float32,
    "F16": torch.float16,
    "BF16": torch.bfloat16,
    "F8_E4M3": torch.float8_e4m3fn,
    "F8_E5M2": torch.float8_e5m2,
    "C64": torch.complex64,
    "I64": torch.int64,
    "I32": torch.int32,
    "I16": torch.int16,
    "I8": torch.int8,
    "U64": torch.uint64,
    "U32": torch.uint32,
    "U16": torch.uint16,
    "U8": torch.uint8,
    "BOOL": torch.bool,
}


class Spec(NamedTuple):
    """What a file says about one of its tensors."""

    shape: tuple[int, ...]
    dtype: torch.dtype

    @property
    def nbytes(self) -> int:
        return math.prod(self.shape) * self.dtype.itemsize


class SafetensorsFile:
    """An open safetensors file.

    stream: at the front of the file, `size` bytes long. where: for messages. specs: the tensors by name, in the
    file's order. digest: SHA-256 of the whole file as 64 hexadecimal digits, once `tensors` has ended ("" when it was
    not asked for). Raises WeightsError for a header that is damaged or claims anything but the rest of the file.
    """

    def __init__(self, stream: BinaryIO, size: int, where: object, *, hashed: bool = False) -> None:
        self.where = where
        self.digest = ""
        self._stream = stream
        self._hash = hashlib.sha256() if hashed else None
        length = int.from_bytes(self._read(8), "little")
        try:
            if not 2 <= length <= min(size - 8, MAX_HEADER_BYTES):
                raise ValueError(f"its header would be {length} bytes long")
            self.specs = _specs(self._read(length), size - 8 - length)
        except (ValueError, RecursionError, TypeError) as error:
            raise not_safetensors(error, where) from error

    def tensors(self, names: Collection[str]) -> Iterator[tuple[str, Tensor]]:
        """Each of these tensors with its name, in the file's order, on the CPU and as stored, lent until the next one.

        Once only. The others are passed over, and hashed all the same. Raises WeightsError when the file breaks off.
        """
        sizes = [spec.nbytes for name, spec in self.specs.items() if name in names]
        lent = torch.empty(max(sizes, default=0), dtype=torch.uint8)  # one for all: freed ones would pile up
        for name, spec in self.specs.items():
            if name in names:
                part = lent[: spec.nbytes]
                self._fill(part.numpy().data)
                yield name, part.view(spec.dtype).view(spec.shape)
            else:
                self._pass_over(spec.nbytes)
        if self._hash is not None:
            self.digest = self._hash.hexdigest()

    def _read(self, size: int) -> bytes:
        content = bytearray(size)
        self._fill(memoryview(content))
        return bytes(content)

    def _pass_over(self, size: int) -> None:
        scratch = memoryview(bytearray(min(size, CHUNK)))
        for start in range(0, size, CHUNK):
            self._fill(scratch[: size - start])

    def _fill(self, place: memoryview) -> None:
        done = 0
        while done < len(place):
            chunk = place[done : done + CHUNK]
            try:
                got = self._stream.readinto(chunk)  # type: ignore[attr-defined]  # every file of bytes has it
                if not got:
                    raise EOFError("it ends too early")
            except OSError as error:
                raise unreadable(error, self.where) from error
            except (EOFError, zipfile.BadZipFile, zlib.error, lzma.LZMAError) as error:
                raise not_safetensors(error, self.where) from error
            if self._hash is not None:
                self._hash.update(chunk[:got])
            done += got


def looks_like_safetensors(stream: BinaryIO) -> bool:
    """Whether a file at its front begins as safetensors do, whatever it is called; it is left at its front."""
    start = stream.read(9)
    stream.seek(0)
    return start[8:] == b"{" and int.from_bytes(start[:8], "little") <= MAX_HEADER_BYTES


def _specs(header: bytes, size: int) -> dict[str, Spec]:
    """The tensors by name in the order of the file. Raises ValueError unless they fill its `size` bytes exactly."""
    entries = json.loads(header, object_pairs_hook=_once)
    if not isinstance(entries, dict):
        raise ValueError("its header is not an object")
    entries.pop("__metadata__", None)
    placed = sorted((_placed(name, entry) for name, entry in entries.items()), key=lambda found: found[1])
    end = 0
    for name, place, spec in placed:
        if place != (end, end + spec.nbytes):
            raise ValueError(f"{shown(name)} is not where it should be")
        end += spec.nbytes
    if end != size:
        raise ValueError(f"it holds {size} bytes of numbers and should hold {end}")
    return {name: spec for name, _, spec in placed}


def _placed(name: str, entry: object) -> tuple[str, tuple[int, int], Spec]:
    if not isinstance(entry, dict) or set(entry) != {"dtype", "shape", "data_offsets"}:
        raise ValueError(f"{shown(name)} is not described")
    dtype, shape, offsets = DTYPES.get(str(entry["dtype"])), entry["shape"], entry["data_offsets"]
    if dtype is None or not _sizes(shape) or not _sizes(offsets) or len(offsets) != 2:
        raise ValueError(f"{shown(name)} is of an unknown kind")
    return name, (offsets[0], offsets[1]), Spec(tuple(shape), dtype)


def _sizes(value: object) -> TypeGuard[list[int]]:
    """Whether this is a list of whole numbers that a size can have."""
    return (
        isinstance(value, list)
        and len(value) <= MAX_DIMENSIONS
        and all(type(number) is int and 0 <= number < MAX_SIZE for number in value)
    )


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a name stands in it twice")
    return dict(pairs)
