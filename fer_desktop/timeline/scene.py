"""What the timeline knows, and the part of its picture that stands still while a film plays."""

import math
from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QCoreApplication, QLocale, QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from fer_desktop.theme import GRID, LIGHT, Theme
from fer_desktop.timeline.areas import Areas
from fer_desktop.timeline.axis import moment_text, ticks
from fer_desktop.timeline.curve_painting import paint_curves, paint_ribbon, paint_won
from fer_desktop.timeline.lines import Lines
from fer_desktop.timeline.painting import paint_grid, paint_note, paint_pictures, paint_ruler, paint_unread
from fer_desktop.timeline.pictures import HEIGHT, Pictures, Slot, slots
from fer_desktop.timeline.view_range import ViewRange

_NARROWEST_PICTURE = 40.0  # pixels; of portraits there would be too many
_MILLISECONDS = 3  # decimals


@dataclass
class Scene:
    """labels: the bundle's; shown: those that have a line. duration: of the film, seconds; fps: 0 when unknown.

    analysed: up to where it was looked at, seconds; None: all of it. range: what is seen. pictures: None: no strip.
    """

    theme: Theme = LIGHT
    labels: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    lines: Lines = field(default_factory=lambda: Lines(()))
    duration: float = 0.0
    fps: float = 0.0
    analysed: float | None = None
    range: ViewRange = field(default_factory=lambda: ViewRange.whole(0.0))
    pictures: Pictures | None = None

    @property
    def whole(self) -> ViewRange:
        """The whole film."""
        return ViewRange.whole(self.duration)

    @property
    def unread_from(self) -> float | None:
        """Where the part begins that the analysis has not come to; None when there is none."""
        return self.analysed if self.analysed is not None and self.analysed < self.duration else None

    @property
    def note(self) -> str:
        """Why there are no lines; "" when there are, or may come."""
        if self.labels and not self.shown:
            return QCoreApplication.translate("Timeline", "No emotion is shown")
        if self.duration > 0 and not len(self.lines) and self.unread_from is None:
            return QCoreApplication.translate("Timeline", "Nothing was scored")
        return ""

    def decimals(self, width: float) -> int:
        """So many of a second that two neighbouring pixels differ, but no more than milliseconds."""
        per_pixel = self.range.span / width
        return min(max(0, -math.floor(math.log10(per_pixel))), _MILLISECONDS)

    def slots(self, width: float) -> list[Slot]:
        """The places in the strip of pictures."""
        aspect = self.pictures.aspect if self.pictures is not None else 1.0
        return slots(self.range, width, max(HEIGHT * aspect, _NARROWEST_PICTURE), self.duration)

    def colours(self) -> tuple[list[QColor], list[bool]]:
        """For each label its colour, and whether it is shown."""
        return [self.theme.emotion(label) for label in self.labels], [one in self.shown for one in self.labels]

    def values(self, view: ViewRange, columns: int) -> np.ndarray:
        """(columns, C): the curves, as smooth as they are drawn, in columns of equal width; NaN in gaps."""
        stretch = self.lines.stretch(view.begin, view.end, columns).smoothed()
        middles = view.begin + (np.arange(columns) + 0.5) / columns * view.span
        return stretch.sampled(middles, view.span / columns)


def paint_ground(painter: QPainter, scene: Scene, areas: Areas, columns: int) -> None:
    """All that shows the range and does not move, but for the overview. columns: the screen's pixels across."""
    view, theme = scene.range, scene.theme
    widest = moment_text(scene.duration, scene.decimals(areas.width))
    room = QFontMetricsF(painter.font()).horizontalAdvance(widest) + 4 * GRID
    marks = ticks(view.begin, view.end, areas.width, room=room, fps=scene.fps, mark=QLocale().decimalPoint())
    paint_grid(painter, areas.curves, view, marks, theme)
    colours, shown = scene.colours()
    paint_won(painter, areas.curves, scene.values(view, columns), colours, shown)
    stretch = scene.lines.stretch(view.begin, view.end, columns)
    paint_curves(painter, areas.curves, view, stretch, colours, shown)
    if scene.note:
        paint_note(painter, areas.curves, scene.note, theme)
    if scene.unread_from is not None:
        left, right = (areas.left + view.x(moment, areas.width) for moment in (scene.unread_from, scene.duration))
        unread = QRectF(QPointF(left, areas.curves.top()), QPointF(right, areas.curves.bottom()))
        unread = unread.intersected(areas.curves)
        paint_unread(painter, unread, QCoreApplication.translate("Timeline", "Not analysed yet"), theme)
    if scene.duration > 0:
        paint_ruler(painter, areas.ruler, view, marks, theme)
    if scene.pictures is not None:
        paint_pictures(painter, areas.pictures, view, scene.slots(areas.width), scene.pictures, theme)


def paint_whole(painter: QPainter, scene: Scene, area: QRectF, columns: int) -> None:
    """The ribbon of the whole film."""
    colours, shown = scene.colours()
    paint_ribbon(painter, area, scene.values(scene.whole, columns), colours, shown, scene.theme)
