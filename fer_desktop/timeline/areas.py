"""Where everything on the timeline lies."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from fer_desktop.theme import GRID
from fer_desktop.timeline.pictures import HEIGHT as PICTURES

RULER, LANE, OVERVIEW = 22, 12, 14  # heights in pixels
LEAST_CURVES, USUAL_CURVES = 96, 176
_RIM = 4  # for the ring of the focus
_RIGHT = 12


@dataclass(frozen=True, slots=True)
class Areas:
    """From top to bottom; all share left and right edge.

    ruler: the marks of time. lane: the selection's bar, and room for markers. pictures: of height 0 when there are
    none. curves: the lines, 0 % at the bottom. overview: the whole film, however much of it is seen above.
    """

    ruler: QRectF
    lane: QRectF
    pictures: QRectF
    curves: QRectF
    overview: QRectF

    @property
    def left(self) -> float:
        """The edge that the view begins at."""
        return self.curves.left()

    @property
    def width(self) -> float:
        """Pixels that the view is shown on."""
        return self.curves.width()

    @property
    def view(self) -> QRectF:
        """Everything that shows the same part of the film: all but the overview."""
        return QRectF(self.ruler.topLeft(), self.curves.bottomRight())

    def within(self, position: QPointF) -> QPointF:
        """The nearest place that the view has."""
        view = self.view
        x = min(max(position.x(), view.left()), view.right())
        return QPointF(x, min(max(position.y(), view.top()), view.bottom()))


def areas(width: float, height: float, gutter: float, *, pictures: bool) -> Areas:
    """The layout on width x height pixels. gutter: what the percentages left of the curves need."""
    left = _RIM + gutter
    across = max(1.0, width - left - _RIGHT)
    ruler = QRectF(left, _RIM, across, RULER)
    lane = QRectF(left, ruler.bottom(), across, LANE)
    strip = QRectF(left, lane.bottom() + 2, across, PICTURES if pictures else 0)
    top = strip.bottom() + (GRID if pictures else GRID / 2)
    overview = QRectF(left, height - _RIM - OVERVIEW, across, OVERVIEW)
    return Areas(ruler, lane, strip, QRectF(left, top, across, max(1.0, overview.top() - GRID - top)), overview)


def least_height(*, pictures: bool, curves: int = LEAST_CURVES) -> int:
    """Pixels that the timeline needs when its curves get so many."""
    return round(curves + 1000 - areas(100, 1000, 0, pictures=pictures).curves.height())
