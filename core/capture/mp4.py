"""What an MP4 or MOV file says about its own length, which OpenCV does not pass on.

OpenCV's frame count is that of the sample table. It counts frames that an edit list hides (every phone that trims a
video writes one), so that a whole file would look cut off; and it is silent about a fragmented file that ends early.
The layout is ISO/IEC 14496-12: boxes of a 32-bit length and a 4-letter type, nested.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_SUFFIXES = (".mp4", ".mov", ".m4v", ".3gp")
_FIRST_BOXES = (b"ftyp", b"styp", b"moov", b"mdat", b"free", b"skip", b"wide", b"pnot")


@dataclass(frozen=True, slots=True)
class Length:
    """duration: seconds of picture shown, 0 when the file does not say; missing_bytes: announced but not there."""

    duration: float
    missing_bytes: int


def announced_length(path: Path) -> Length | None:
    """The announced length of an MP4 or MOV file; None for other kinds and where the boxes make no sense."""
    if path.suffix.lower() not in _SUFFIXES:
        return None
    duration, end = 0.0, 0
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            for number, (kind, start, end) in enumerate(_boxes(file, 0, size)):
                if number == 0 and kind not in _FIRST_BOXES:
                    return None  # another kind of file under this name
                if kind == b"moov":
                    duration = _duration(file, start, min(end, size))
    except (struct.error, OSError):
        return None
    return Length(duration, max(0, end - size))


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """(type, start of content, end) of the boxes in a range of the file; the last may reach beyond it."""
    while start + 8 <= end:
        file.seek(start)
        length, kind = struct.unpack(">I4s", file.read(8))
        content = start + 8
        if length == 1:  # the real length follows in 64 bits
            (length,) = struct.unpack(">Q", file.read(8))
            content += 8
        elif length == 0:  # up to the end of the file
            length = end - start
        if length < content - start:
            raise struct.error("a box shorter than its own head")
        yield kind, content, start + length
        start += length


def _duration(file: BinaryIO, start: int, end: int) -> float:
    """Seconds shown of the longest picture track, edit lists applied: tkhd's duration in mvhd's ticks."""
    ticks_per_second, longest = 0, 0
    for kind, content, box_end in _boxes(file, start, end):
        if kind == b"mvhd":
            wide = _version(file, content)
            ticks_per_second = _number(file, content + (20 if wide else 12), ">I")
        elif kind == b"trak":
            longest = max(longest, _picture_ticks(file, content, min(box_end, end)))
    return longest / ticks_per_second if ticks_per_second else 0.0


def _picture_ticks(file: BinaryIO, start: int, end: int) -> int:
    ticks, is_picture = 0, False
    for kind, content, box_end in _boxes(file, start, end):
        if kind == b"tkhd":
            wide = _version(file, content)
            ticks = _number(file, content + (28 if wide else 20), ">Q" if wide else ">I")
            unknown = (1 << (64 if wide else 32)) - 1
            ticks = 0 if ticks == unknown else ticks
        elif kind == b"mdia":
            for inner, inner_content, _ in _boxes(file, content, min(box_end, end)):
                if inner == b"hdlr":
                    is_picture = _number(file, inner_content + 8, ">I") == int.from_bytes(b"vide")
    return ticks if is_picture else 0


def _version(file: BinaryIO, content: int) -> bool:
    """True for version 1 of a box, which has 64-bit times."""
    return _number(file, content, ">B") == 1


def _number(file: BinaryIO, at: int, form: str) -> int:
    file.seek(at)
    number: int
    (number,) = struct.unpack(form, file.read(struct.calcsize(form)))
    return number
