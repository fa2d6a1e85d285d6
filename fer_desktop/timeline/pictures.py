"""The strip of pictures: at which moments they are wanted, and those that have come."""

import math
from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap

from fer_desktop.timeline.view_range import ViewRange

HEIGHT = 48  # of a picture, pixels
USUAL_ASPECT = 16 / 9  # until the first picture has come
_KEPT = 800  # pictures; at 85 x 48 pixels they take 13 MB
_GAP = 2.0  # pixels between two pictures, at least


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in the strip, seconds: from `begin` to `end`. moment: which picture of the film belongs there."""

    begin: float
    end: float
    moment: float


def slots(view: ViewRange, width: float, picture: float, duration: float) -> list[Slot]:
    """The places that are seen on `width` pixels, each of them wide enough for a picture of `picture` pixels.

    They lie where they lie, whatever the range begins with, and of two steps one is often the half of the other: what
    has come can be shown again after a step of the wheel. The picture of a place is the one of its middle.
    """
    if duration <= 0 or width <= 0:
        return []
    step = _step((picture + _GAP) * view.span / width)
    first, last = math.floor(view.begin / step), math.ceil(min(view.end, duration) / step)
    return [Slot(place * step, (place + 1) * step, min((place + 0.5) * step, duration)) for place in range(first, last)]


def _step(least: float) -> float:
    """..., 0.75, 1, 1.5, 2, 3, 4, 6, ...: the first that is not shorter than `least` > 0."""
    power = 2.0 ** math.floor(math.log2(least))
    return next(step for step in (power, 1.5 * power, 2 * power) if step >= least * (1 - 1e-9))


class Pictures:
    """What has been delivered, scaled to the strip's height; the oldest are forgotten."""

    def __init__(self) -> None:
        self._kept: OrderedDict[float, QPixmap] = OrderedDict()
        self.aspect = USUAL_ASPECT

    def __len__(self) -> int:
        return len(self._kept)

    def __contains__(self, moment: float) -> bool:
        return moment in self._kept

    def clear(self) -> None:
        """Forgets all pictures and their shape."""
        self._kept.clear()
        self.aspect = USUAL_ASPECT

    def put(self, moment: float, image: QImage, ratio: float) -> None:
        """Keeps the picture of a moment. ratio: of the screen's pixels to those of the window."""
        if image.isNull():
            return
        small = image.scaledToHeight(round(HEIGHT * ratio), Qt.TransformationMode.SmoothTransformation)
        pixmap = QPixmap.fromImage(small)
        pixmap.setDevicePixelRatio(ratio)
        self.aspect = image.width() / image.height()
        self._kept[moment] = pixmap
        self._kept.move_to_end(moment)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)

    def of(self, slot: Slot) -> QPixmap | None:
        """The picture of this place; while it has not come, another one from within it."""
        if slot.moment in self._kept:
            return self._kept[slot.moment]
        inside = [moment for moment in self._kept if slot.begin <= moment < slot.end]
        return self._kept[min(inside, key=lambda moment: abs(moment - slot.moment))] if inside else None
