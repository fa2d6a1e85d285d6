"""How the curves are painted: lines, the tint below the strongest, and the ribbon of a whole film."""

from collections.abc import Sequence
from typing import TypeVar, cast

import numpy as np
import shiboken6
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from fer_desktop.theme import Theme
from fer_desktop.timeline.lines import Stretch
from fer_desktop.timeline.view_range import ViewRange

_PASSES = ((-0.3, -0.3), (0.3, -0.3), (0.0, 0.3))  # pixels of the screen
_FINE_PASSES = ((-0.8, -0.8), (0.8, -0.8), (0.0, 0.0), (-0.8, 0.8), (0.8, 0.8))
_FINE = 1.5  # as many of the screen's pixels to one of the window's: from there on the fine passes
_DOT, _SMALL_DOT = 5.0, 2.0
_SHORT = 1.5  # pixels
_WON_ALPHA, _FAINT_ALPHA, _RIBBON_ALPHA = 30, 60, 255
Share = TypeVar("Share", float, np.ndarray)


def height_of(share: Share, curves: QRectF) -> Share:
    """Where a share, or each of an array, lies in the area of the curves; 0 and 1 keep clear of its edges."""
    return curves.bottom() - 2 - share * (curves.height() - 4)


def paint_curves(
    painter: QPainter,
    curves: QRectF,
    view: ViewRange,
    stretch: Stretch,
    colours: Sequence[QColor],
    shown: Sequence[bool],
) -> None:
    """A line per label, dots where a point has no neighbours. Where the readings are dense, a smooth line in front of
    what it smooths.

    Measured with 8 lines of 1550 points, as they are when a long film is seen whole: lines of one pixel take 3 ms, of
    1.5 pixels 60-160 ms. So a line is some of one pixel, hardly apart.
    """
    if not len(stretch.times):
        return
    painter.save()
    painter.setClipRect(curves.adjusted(0, -1, 0, 1))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    smooth = stretch.smoothed()
    x = curves.left() + (stretch.times - view.begin) / view.span * curves.width()
    joined = ~stretch.broken[1:]
    if smooth is not stretch:
        for column, (colour, on) in enumerate(zip(colours, shown, strict=True)):
            if on:
                _draw_lines(painter, _ends(x, stretch.values[:, column], curves)[joined], _faint(colour), ((0.0, 0.0),))
    dots, widths = _dots(x, stretch.broken)
    passes = _PASSES if painter.device().devicePixelRatioF() < _FINE else _FINE_PASSES
    for column, (colour, on) in enumerate(zip(colours, shown, strict=True)):
        if on:
            _draw_lines(painter, _ends(x, smooth.values[:, column], curves)[joined], colour, passes)
            heights = height_of(smooth.values[dots, column], curves)
            for width in np.unique(widths):
                painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
                places = zip(x[dots], heights, widths == width, strict=True)
                painter.drawPoints([QPointF(left, top) for left, top, here in places if here])
    painter.restore()


def _dots(x: np.ndarray, broken: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which points stand for a piece too short to be seen as a line, and how thick they can be for the gaps around."""
    firsts = np.flatnonzero(broken)
    lasts = np.append(firsts[1:], len(x)) - 1
    before = np.append(np.inf, x[firsts[1:]] - x[lasts[:-1]])
    room = np.minimum(before, np.append(before[1:], np.inf))
    short = x[lasts] - x[firsts] < _SHORT
    return firsts[short], np.where(room[short] > 2 * _DOT, _DOT, _SMALL_DOT)


def _ends(x: np.ndarray, shares: np.ndarray, curves: QRectF) -> np.ndarray:
    """(n - 1, 4) x and y of both ends of the lines between neighbours."""
    y = height_of(shares.astype(np.float64), curves)
    return np.stack([x[:-1], y[:-1], x[1:], y[1:]], axis=1)


def _faint(colour: QColor) -> QColor:
    faint = QColor(colour)
    faint.setAlpha(_FAINT_ALPHA)
    return faint


def _draw_lines(painter: QPainter, ends: np.ndarray, colour: QColor, passes: Sequence[tuple[float, float]]) -> None:
    """ends: (n, 4). passes: by how much each drawing of them is moved, in pixels of the screen."""
    if not len(ends):
        return
    pen = QPen(colour, 1)
    pen.setCosmetic(True)  # one pixel of the screen
    painter.setPen(pen)
    for dx, dy in np.array(passes) / painter.device().devicePixelRatioF():
        moved = np.ascontiguousarray(ends + np.array([dx, dy, dx, dy]))
        # As Qt's own lines in memory: to make 1500 objects of them would take longer than to draw them.
        first = cast(QLineF, shiboken6.wrapInstance(moved.ctypes.data, QLineF))
        painter.drawLines(first, len(moved))


def paint_won(
    painter: QPainter, curves: QRectF, values: np.ndarray, colours: Sequence[QColor], shown: Sequence[bool]
) -> None:
    """Tints the ground below the strongest curve in its colour, where it is a shown one.

    values: (n, C), of n columns of equal width, NaN in gaps.
    """
    columns, rows = len(values), max(1, round(curves.height()))
    if not values.size:
        return
    strongest, found = _strongest(values)
    tints = np.array(
        [_premultiplied(colour, _WON_ALPHA if on else 0) for colour, on in zip(colours, shown, strict=True)]
    )
    tops = rows - 2 - np.nan_to_num(values[np.arange(columns), strongest]) * (rows - 4)
    colour = np.where(found, tints[strongest], 0).astype(np.uint32)
    below = np.arange(rows)[:, None] + 0.5 >= tops[None, :]
    painter.drawImage(curves, _image(np.where(below, colour[None, :], np.uint32(0))))


def paint_ribbon(
    painter: QPainter, area: QRectF, values: np.ndarray, colours: Sequence[QColor], shown: Sequence[bool], theme: Theme
) -> None:
    """A band in the colour of whatever is strongest. values: (n, C), of n columns of equal width, NaN in gaps."""
    ground = QPainterPath()
    ground.addRoundedRect(area, area.height() / 2, area.height() / 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(ground, QColor(theme.sunken))
    if not values.size:
        return
    strongest, found = _strongest(values)
    tints = np.array(
        [_premultiplied(colour, _RIBBON_ALPHA if on else 0) for colour, on in zip(colours, shown, strict=True)]
    )
    row = np.where(found, tints[strongest], 0).astype(np.uint32)
    painter.save()
    painter.setClipPath(ground)
    painter.drawImage(area, _image(row[None, :]))
    painter.restore()


def _strongest(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(n,) which label is strongest, and whether there is one: not in gaps."""
    return np.argmax(np.nan_to_num(values), axis=1), ~np.isnan(values[:, 0])


def _premultiplied(colour: QColor, alpha: int) -> int:
    red, green, blue = (channel * alpha // 255 for channel in (colour.red(), colour.green(), colour.blue()))
    return alpha << 24 | red << 16 | green << 8 | blue


def _image(pixels: np.ndarray) -> QImage:
    """A picture that owns its pixels. pixels: (h, w) uint32, premultiplied ARGB."""
    height, width = pixels.shape
    pixels = np.ascontiguousarray(pixels)
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied).copy()
