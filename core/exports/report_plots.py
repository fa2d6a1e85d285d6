"""The plots of a report as plain numbers and small pictures, few enough for a report of three hours."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise

import numpy as np
from PIL import Image

from core.sessions.record import ReadingTable

COLUMNS = 600  # points of a curve, and columns of a picture; more cannot be told apart on a page
WIDTH, HEIGHT = 1000, 100  # of a curve's drawing; it is stretched to the page
USUAL_HOPS, LEAST_GAP_S = 1.5, 0.5
"""A curve is broken where two readings lie further apart than so many usual hops, and at least so many seconds."""

HEAT_ON_LIGHT = ((0.0, "#F1F3F8"), (0.5, "#8598E3"), (1.0, "#17246B"))
HEAT_ON_DARK = ((0.0, "#262B37"), (0.5, "#5D73CE"), (1.0, "#F2F5FF"))
"""The colours of posteriors from 0 to 1, by their share of the way."""

_LEVELS = 255  # of a posterior; the one above stands for a gap
_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400)  # s between ticks
_MOST_TICKS = 8


@dataclass(frozen=True, slots=True)
class Curve:
    """line, band: path data in a drawing of WIDTH x HEIGHT. thinned: a point of the line is the mean of several
    readings, and the band reaches from the least of them to the greatest; else the band is what lies below the line.
    top: the greatest value of all, 0 to 1. top_s: when that was."""

    line: str
    band: str
    thinned: bool
    top: float
    top_s: float


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """The scored readings of one face in the order of time.

    times: (n,) s, the middles of the clips: what is seen around a moment belongs to it. broken: (n,) bool, whether
    something was not scored between the reading before and this one. hop_s: usual distance of two.
    """

    readings: ReadingTable
    times: np.ndarray
    broken: np.ndarray
    hop_s: float


def track(table: ReadingTable, face: int | None) -> Track:
    """Of one face; None: of whoever there is."""
    ours = table.of(face)
    ours = ours.where(np.argsort(_middles(ours), kind="stable"))
    times, nothing = _middles(ours), np.sort(_middles(table.where(~table.scored)))
    hops = np.diff(times)
    usual = float(np.median(hops)) if len(hops) else 0.0
    far = hops > max(USUAL_HOPS * usual, LEAST_GAP_S)
    after_nothing = np.diff(np.searchsorted(nothing, times)) > 0
    return Track(ours, times, np.concatenate([np.ones(min(1, len(times)), bool), far | after_nothing]), usual)


def curves(of: Track, duration_s: float) -> list[Curve]:
    """The vote over time, a curve for each label; [] without readings."""
    if not len(of.times):
        return []
    first = _columns(of, duration_s)
    count = np.diff(np.append(first, len(of.times)))[:, None]
    votes = of.readings.vote.astype(np.float64)
    means = np.add.reduceat(votes, first) / count
    x = np.add.reduceat(of.times, first) / count[:, 0] / duration_s * WIDTH
    apart = np.diff(of.times, prepend=-np.inf)[first]
    broken = of.broken[first] & (apart >= duration_s / COLUMNS)  # a narrower gap cannot be seen
    thinned = bool((count > 1).any())
    low = np.minimum.reduceat(votes, first) if thinned else np.zeros_like(means)
    high = np.maximum.reduceat(votes, first)
    tops = votes.argmax(axis=0)
    return [
        Curve(
            _line(x, HEIGHT * (1 - means[:, label]), broken),
            _band(x, HEIGHT * (1 - low[:, label]), HEIGHT * (1 - high[:, label]), broken),
            thinned,
            float(votes[tops[label], label]),
            float(of.times[tops[label]]),
        )
        for label in range(votes.shape[1])
    ]


def heat_map(of: Track, duration_s: float) -> tuple[str, str]:
    """The posteriors as a picture on light and on dark ground: two PNG data URIs, a row for each label.

    Where several clips fall into a column it shows their mean; where there is none, nothing.
    """
    columns = int(np.clip(np.ceil(duration_s / max(of.hop_s, duration_s / COLUMNS)), 1, COLUMNS))
    column = np.minimum((of.times / duration_s * columns).astype(int), columns - 1)
    count = np.bincount(column, minlength=columns)
    sums = np.stack([np.bincount(column, share, columns) for share in of.readings.posterior.T.astype(np.float64)])
    with np.errstate(invalid="ignore"):
        means = sums / count
    _fill(means, of, duration_s)
    level = np.where(np.isnan(means), _LEVELS, np.rint(means * (_LEVELS - 1))).astype(np.uint8)
    return _png(level, HEAT_ON_LIGHT), _png(level, HEAT_ON_DARK)


def ticks(duration_s: float) -> list[float]:
    """Whole moments for the axis of time, in seconds: 0 and a few more."""
    step = next((one for one in _STEPS if duration_s / one <= _MOST_TICKS), _STEPS[-1])
    return [float(moment) for moment in range(0, int(duration_s) + 1, step)]


def scored_seconds(table: ReadingTable, duration_s: float) -> float:
    """How much of the session lies in some scored clip: clips overlap, and count once."""
    scored = table.of(None)
    order = np.argsort(scored.start, kind="stable")
    start, end = (np.clip(edge[order], 0.0, duration_s) for edge in (scored.start, scored.end))
    if not len(start):
        return 0.0
    until = np.maximum.accumulate(np.concatenate([[0.0], end[:-1]]))
    return float(np.clip(end - np.maximum(start, until), 0.0, None).sum())


def _middles(readings: ReadingTable) -> np.ndarray:
    return (readings.start + readings.end) / 2


def _columns(of: Track, duration_s: float) -> np.ndarray:
    """Where in the readings the points of a curve begin: one for each reading, or one for each column."""
    if len(of.times) <= COLUMNS:
        return np.arange(len(of.times))
    column = np.minimum((of.times / duration_s * COLUMNS).astype(int), COLUMNS - 1)
    return np.flatnonzero(np.diff(column, prepend=-1))


def _runs(broken: np.ndarray) -> list[slice]:
    starts = [*np.flatnonzero(broken).tolist(), len(broken)]
    return [slice(first, end) for first, end in pairwise(starts)]


def _line(x: np.ndarray, y: np.ndarray, broken: np.ndarray) -> str:
    parts = []
    for run in _runs(broken):
        points = _points(x[run], y[run])
        # A lone point has no length, and is drawn as a dash.
        parts.append(f"M{' '.join(points)}" if len(points) > 1 else f"M{x[run][0] - 1:.1f},{y[run][0]:.1f}h2")
    return "".join(parts)


def _band(x: np.ndarray, low: np.ndarray, high: np.ndarray, broken: np.ndarray) -> str:
    edges = [
        " ".join(_points(x[run], high[run]) + _points(x[run], low[run])[::-1])
        for run in _runs(broken)
        if run.stop - run.start > 1
    ]
    return "".join(f"M{edge}Z" for edge in edges)


def _points(x: np.ndarray, y: np.ndarray) -> list[str]:
    return [f"{one:.1f},{other:.1f}" for one, other in zip(x.tolist(), y.tolist(), strict=True)]


def _fill(means: np.ndarray, of: Track, duration_s: float) -> None:
    """Puts the nearest clip's values into columns that lie between two clips, but not into gaps. In place."""
    columns = means.shape[1]
    empty = np.flatnonzero(np.isnan(means[0]))
    if not len(of.times) or not len(empty):
        return
    middle = (empty + 0.5) / columns * duration_s
    after = np.searchsorted(of.times, middle)
    left, right = np.maximum(after - 1, 0), np.minimum(after, len(of.times) - 1)
    nearest = np.where(middle - of.times[left] <= of.times[right] - middle, left, right)
    between = (after > 0) & (after < len(of.times)) & ~of.broken[right]
    near = between | (np.abs(of.times[nearest] - middle) <= max(of.hop_s, duration_s / columns) / 2)
    means[:, empty[near]] = of.readings.posterior[nearest[near]].T


def _png(level: np.ndarray, stops: Sequence[tuple[float, str]]) -> str:
    image = Image.fromarray(level)
    image.putpalette(_palette(stops))
    file = BytesIO()
    image.save(file, "PNG", optimize=True, transparency=_LEVELS)
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"


def _palette(stops: Sequence[tuple[float, str]]) -> bytes:
    shares = [share for share, _ in stops]
    colours = np.array([[int(colour[at : at + 2], 16) for at in (1, 3, 5)] for _, colour in stops])
    levels = np.linspace(0, 1, _LEVELS)
    mixed = np.stack([np.interp(levels, shares, channel) for channel in colours.T], axis=1)
    return np.rint(np.vstack([mixed, mixed[:1]])).astype(np.uint8).tobytes()
