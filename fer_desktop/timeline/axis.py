"""The marks of the ruler: whole, round moments, as many as fit; frames where they are wide enough to be told apart."""

import math
from dataclasses import dataclass

# Seconds between two named marks, and into how many parts the marks without a name divide that.
_STEPS = (
    *((0.001, 1), (0.002, 2), (0.005, 5), (0.01, 5), (0.02, 2), (0.05, 5), (0.1, 5), (0.2, 4), (0.5, 5)),
    *((1.0, 5), (2.0, 4), (5.0, 5), (10.0, 5), (15.0, 3), (30.0, 6)),
    *((60.0, 6), (120.0, 4), (300.0, 5), (600.0, 5), (900.0, 3), (1800.0, 6)),
    *((3600.0, 6), (7200.0, 4), (10_800.0, 3), (21_600.0, 6), (43_200.0, 4), (86_400.0, 4)),
)
_NARROWEST_FRAME = 4.0  # pixels: from there on, the marks without a name are frames
_FRAME_NAME = 64.0  # pixels: from there on, they have their numbers
_AMONG_FRAMES = 3  # so much more room between two named moments, for the numbers of the frames


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark. text: the name of its moment, "" for a small one. frame: the number of the frame that begins here, if it
    is to be named."""

    seconds: float
    text: str = ""
    frame: int | None = None


def step_for(seconds_per_pixel: float, room: float) -> tuple[float, int]:
    """The shortest step whose names, each `room` pixels wide, do not touch; and into how many parts it is divided."""
    needed = seconds_per_pixel * room
    return next(((step, parts) for step, parts in _STEPS if step >= needed), _days(needed))


def ticks(
    begin: float, end: float, width: float, *, room: float = 72.0, fps: float = 0.0, mark: str = "."
) -> list[Tick]:
    """All marks within [begin, end] seconds on `width` pixels, from left to right.

    room: pixels that a name needs. fps: of the film, 0 when unknown or not even. mark: the decimal one.
    """
    if end <= begin or width <= 0:
        return []
    per_pixel = (end - begin) / width
    frame = 1 / fps / per_pixel if fps > 0 else 0.0  # its width in pixels
    numbered = frame >= _FRAME_NAME
    step, parts = step_for(per_pixel, room * _AMONG_FRAMES if numbered else room)
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    named = [Tick(place * step, moment_text(place * step, decimals, mark)) for place in _places(begin, end, step)]
    if frame >= _NARROWEST_FRAME:
        frames = _places(begin, end, 1 / fps)
        small = [Tick(place / fps, frame=place if numbered else None) for place in frames]
    else:
        fine = step / parts
        small = [Tick(place * fine) for place in _places(begin, end, fine) if place % parts]
    return sorted([*named, *small], key=lambda tick: tick.seconds)


def moment_text(seconds: float, decimals: int = 0, mark: str = ".") -> str:
    """75.25 -> "1:15", with two decimals "1:15.25"; 3675 -> "1:01:15". Rounded down, as clocks do; seconds >= 0."""
    unit = 10**decimals
    units = math.floor(seconds * unit + 1e-6)
    whole, fraction = divmod(units, unit)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    text = f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
    return f"{text}{mark}{fraction:0{decimals}}" if decimals else text


def _places(begin: float, end: float, step: float) -> range:
    """The whole numbers whose multiples of `step` lie within [begin, end]."""
    return range(math.ceil(begin / step - 1e-9), math.floor(end / step + 1e-9) + 1)


def _days(needed: float) -> tuple[float, int]:
    return math.ceil(needed / 86_400.0) * 86_400.0, 4
