"""The timeline as a picture: what it shows, and how little of it is painted anew when something moves."""

import math
from collections.abc import Iterable, Sequence

import numpy as np
from PySide6.QtCore import QLocale, QPointF, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QHideEvent,
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.sessions import ReadingTable
from fer_desktop.theme import GRID, Theme
from fer_desktop.timeline import areas as layout
from fer_desktop.timeline.axis import moment_text
from fer_desktop.timeline.curve_painting import height_of
from fer_desktop.timeline.lines import Lines
from fer_desktop.timeline.painting import level_text, paint_overview, paint_playhead, paint_selection, ribbon_area
from fer_desktop.timeline.pictures import Pictures
from fer_desktop.timeline.readout import Readout, paint_readout, strongest_of
from fer_desktop.timeline.scene import Scene, paint_ground, paint_whole
from fer_desktop.timeline.view_range import ViewRange
from fer_desktop.widgets.labels import scaled_font

_SMALL = 0.85
_ASK_AFTER_MS = 150  # the range has to stand still for so long before pictures of it are asked for
_PLAYHEAD = 8  # pixels on either side that belong to the playhead
_NEAR = 4.0  # pixels to a lone point within which it counts
_GUTTER = 8 * GRID  # so that the names of labels fit left of a picture that stands in line below


class TimelineView(QWidget):
    """Curves, ruler, pictures, selection and playhead of one film; x is the time.

    What does not move during play is painted into a pixmap, once for each range, size and set of readings.

    range_changed: another part of the film is seen. pictures_wanted(list of float): the moments whose pictures are
    missing in what is seen now.
    """

    range_changed = Signal()
    pictures_wanted = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene = Scene()
        self._table: ReadingTable | None = None
        self._face: int | None = None
        self._values = "vote"
        self._position = 0.0
        self._selection: tuple[float, float] | None = None
        self._hover: float | None = None  # the moment that the pointer is at
        self._ground, self._ribbon = QPixmap(), QPixmap()  # null: to be painted anew
        self._asking = QTimer(self, singleShot=True, interval=_ASK_AFTER_MS)
        self._asking.timeout.connect(self._ask_for_pictures)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFont(scaled_font(self.font(), _SMALL))

    @property
    def areas(self) -> layout.Areas:
        """Where everything lies."""
        gutter = max(_GUTTER, QFontMetricsF(self.font()).horizontalAdvance(level_text(1.0)) + GRID)
        return layout.areas(self.width(), self.height(), gutter, pictures=self._scene.pictures is not None)

    @property
    def range(self) -> ViewRange:
        """What is seen."""
        return self._scene.range

    @property
    def position(self) -> float:
        """Where the playhead is, seconds."""
        return self._position

    @property
    def duration(self) -> float:
        """Of the film, seconds."""
        return self._scene.duration

    @property
    def selection(self) -> tuple[float, float] | None:
        """Begin and end of what is selected, seconds."""
        return self._selection

    @property
    def labels(self) -> tuple[str, ...]:
        """The bundle's."""
        return self._scene.labels

    @property
    def shown_labels(self) -> tuple[str, ...]:
        """Those that have a line."""
        return self._scene.shown

    @property
    def readout(self) -> Readout | None:
        """What is said about the moment under the pointer; None while it is elsewhere."""
        if self._hover is None:
            return None
        scene, width = self._scene, self.areas.width
        frame = math.floor(self._hover * scene.fps + 1e-6) if scene.fps else None
        text = moment_text(self._hover, scene.decimals(width), QLocale().decimalPoint())
        return Readout(self._hover, text, frame, strongest_of(scene.labels, self.values_at(self._hover), scene.shown))

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        pictures = self._scene.pictures is not None
        return QSize(640, layout.least_height(pictures=pictures, curves=layout.USUAL_CURVES))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(240, layout.least_height(pictures=self._scene.pictures is not None))

    def x_of(self, seconds: float) -> float:
        """Where a moment lies in the widget, pixels."""
        areas = self.areas
        return areas.left + self.range.x(seconds, areas.width)

    def moment_at(self, x: float) -> float:
        """The moment at this place of the widget, within the film."""
        areas = self.areas
        return min(max(self.range.seconds(x - areas.left, areas.width), 0.0), self.duration)

    def values_at(self, moment: float) -> np.ndarray | None:
        """The curves' values (C,) at a moment: where many readings share a pixel, their mean. None in a gap."""
        width, view = self.areas.width, self.range
        stretch = self._scene.lines.stretch(view.begin, view.end, self._columns(width))
        values = stretch.sampled(np.array([moment]), _NEAR * view.span / width)[0]
        return values if len(values) and np.isfinite(values[0]) else None

    def set_theme(self, theme: Theme) -> None:
        """Takes its colours from the theme."""
        self._scene.theme = theme
        self._paint_anew()

    def set_labels(self, labels: Sequence[str]) -> None:
        """No readings, for these labels; all of them are shown."""
        self._scene.labels = self._scene.shown = tuple(labels)
        self._scene.lines, self._table = Lines(tuple(labels)), None
        self._paint_anew()

    def set_shown(self, labels: Iterable[str]) -> None:
        """Shows the lines of these labels alone."""
        wanted = set(labels)
        self._scene.shown = tuple(label for label in self._scene.labels if label in wanted)
        self._paint_anew()

    def set_values(self, values: str) -> None:
        """What the lines show: "vote" or "posterior"."""
        if values != self._values:
            self._values = values
            if self._table is not None:
                self.show_readings(self._table, self._face)

    def show_readings(self, table: ReadingTable, face_id: int | None) -> None:
        """Shows these readings; only what is new in a longer table is looked at. Raises ValueError for other labels."""
        if table.labels != self._scene.labels:
            raise ValueError(f"readings of {table.labels} for a timeline of {self._scene.labels}")
        self._table, self._face = table, face_id
        if self._scene.lines.show(table, face_id, self._values):
            if len(table):
                self.set_duration(max(self.duration, float(table.end.max())))
            self._paint_anew()

    def set_duration(self, seconds: float) -> None:
        """The length of the film. Who sees all of it goes on doing so."""
        if seconds == self.duration:
            return
        whole = self.range.is_whole(self.duration)
        self._scene.duration = seconds
        self.show_range(ViewRange.whole(seconds) if whole else self.range.panned(0.0, seconds))
        if self._selection is not None:
            self.set_selection(*self._selection)
        self._paint_anew()

    def set_frame_rate(self, fps: float) -> None:
        """So that frames have marks of their own; 0 when it is unknown, or the frames come unevenly."""
        self._scene.fps = fps
        self._paint_range_anew()

    def set_analysed(self, seconds: float | None) -> None:
        """Up to where the film has been looked at; None: all of it."""
        if seconds != self._scene.analysed:
            self._scene.analysed = seconds
            self._paint_range_anew()

    def set_position(self, seconds: float) -> None:
        """Moves the playhead; who sees it goes on seeing it, page by page. Who looks elsewhere does not."""
        seen = self.range.begin <= self._position <= self.range.end
        self._update_playhead()
        self._position = seconds
        if seen:
            self.reveal()
        self._update_playhead()

    def reveal(self) -> None:
        """Shows the part of the film with the playhead."""
        self.show_range(self.range.page_with(self._position, self.duration))

    def set_selection(self, begin: float | None, end: float | None = None) -> None:
        """Selects a part of the film; None, or a part of no length: nothing."""
        selection = None
        if begin is not None and end is not None:
            low, high = (min(max(moment, 0.0), self.duration) for moment in sorted((begin, end)))
            selection = (low, high) if high > low else None
        if selection != self._selection:
            self._selection = selection
            self.update()

    def set_pictures(self, delivered: Iterable[tuple[float, QImage]] | None) -> None:
        """None: there is no strip of pictures. Else there is one, with these in it already."""
        self._scene.pictures = None if delivered is None else Pictures()
        for moment, image in delivered or ():
            self.set_picture(moment, image)
        self.updateGeometry()
        self._paint_range_anew()
        self._ask_soon()

    def set_picture(self, moment: float, image: QImage) -> None:
        """Puts a picture where it is wanted; nothing happens when there is no strip."""
        pictures = self._scene.pictures
        if pictures is None:
            return
        aspect = pictures.aspect
        pictures.put(moment, image, self.devicePixelRatioF())
        self._paint_range_anew()
        if pictures.aspect != aspect:
            self._ask_soon()

    def show_range(self, view: ViewRange) -> None:
        """Shows another part of the film."""
        if view != self.range:
            self._scene.range = view
            self._paint_range_anew()
            self._ask_soon()
            self.range_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._paint_anew()
        self._ask_soon()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self._ask_soon()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        super().hideEvent(event)
        self._asking.stop()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        areas, ratio = self.areas, self.devicePixelRatioF()
        if self._ground.isNull() or self._ground.devicePixelRatio() != ratio:
            self._paint_still(areas, ratio)
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.drawPixmap(QPointF(0, 0), self._ground)  # Qt clips it to what is to be painted
        self._paint_moving(painter, areas)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._scene.theme.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.end()

    def _paint_moving(self, painter: QPainter, areas: layout.Areas) -> None:
        """Selection, playhead, and what is said under the pointer."""
        theme, view, curves = self._scene.theme, areas.view, areas.curves
        if self._selection is not None:
            left, right = (self.x_of(moment) for moment in self._selection)
            paint_selection(painter, left, right, areas.lane, curves, theme)
        if self.duration > 0:
            x = self.x_of(self._position)
            if view.left() - 0.5 <= x <= view.right() + 0.5:
                paint_playhead(painter, x, areas.lane.top(), curves.bottom(), theme)
            paint_overview(painter, areas.overview, self.range, self._scene.whole, self._position, theme)
        readout = self.readout
        if readout is not None:
            heights = [height_of(share, curves) for _, share in readout.strongest]
            paint_readout(painter, readout, self.x_of(readout.moment), heights, curves, theme)

    def _paint_still(self, areas: layout.Areas, ratio: float) -> None:
        """All that stands still, into the pixmap; the ribbon is kept while only the range changes."""
        scene, columns, ribbon = self._scene, self._columns(areas.width), ribbon_area(areas.overview)
        if self._ribbon.isNull() or self._ribbon.devicePixelRatio() != ratio:
            self._ribbon = _pixmap(ribbon.size(), ratio, Qt.GlobalColor.transparent)
            painter = QPainter(self._ribbon)
            paint_whole(painter, scene, QRectF(QPointF(0, 0), ribbon.size()), columns)
            painter.end()
        self._ground = _pixmap(self.size().toSizeF(), ratio, QColor(scene.theme.surface))
        painter = QPainter(self._ground)
        painter.setFont(self.font())
        paint_ground(painter, scene, areas, columns)
        painter.drawPixmap(ribbon.topLeft(), self._ribbon)
        painter.end()

    def _columns(self, width: float) -> int:
        return max(1, round(width * self.devicePixelRatioF()))

    def _ask_soon(self) -> None:
        if self._scene.pictures is not None and self.isVisible():
            self._asking.start()

    def _ask_for_pictures(self) -> None:
        pictures = self._scene.pictures
        if pictures is None:
            return
        missing = [slot.moment for slot in self._scene.slots(self.areas.width) if slot.moment not in pictures]
        if missing:
            self.pictures_wanted.emit(missing)

    def _paint_anew(self) -> None:
        self._ribbon = QPixmap()
        self._paint_range_anew()

    def _paint_range_anew(self) -> None:
        self._ground = QPixmap()
        self.update()

    def _update_playhead(self) -> None:
        """Only the columns that it covers, here and in the overview."""
        areas = self.areas
        below = areas.left + self._scene.whole.x(self._position, areas.width)
        for x, area in ((self.x_of(self._position), areas.view), (below, areas.overview)):
            self.update(QRectF(x - _PLAYHEAD, area.top(), 2 * _PLAYHEAD, area.height()).toAlignedRect())


def _pixmap(size: QSizeF, ratio: float, colour: QColor | Qt.GlobalColor) -> QPixmap:
    pixmap = QPixmap(math.ceil(size.width() * ratio), math.ceil(size.height() * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(colour)
    return pixmap
