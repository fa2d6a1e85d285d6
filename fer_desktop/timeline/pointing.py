"""The timeline under the mouse: scrubbing, selecting, zooming and panning."""

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QEnterEvent, QHideEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from fer_desktop.timeline.view import TimelineView
from fer_desktop.timeline.view_range import ViewRange

ZOOM = 1.25  # per step of the wheel
_PAN = 0.12  # of the range, per step of the wheel
_STEP = 120  # Qt's units for one step of a wheel
_DRAG_FROM = 3.0  # pixels: less is a click
_EDGE = 5.0  # pixels on either side of the selection's edges that belong to them


class Pull(Enum):
    """What a drag does."""

    SCRUB = auto()
    SELECT = auto()
    PAN = auto()
    OVERVIEW = auto()


@dataclass
class _Drag:
    """pressed: where, widget pixels. anchor: the moment that stays: of a selection its other end, else the one that
    was grabbed. moved: it has become a drag; a click until then."""

    pull: Pull
    pressed: QPointF
    anchor: float
    view: ViewRange
    moved: bool = False

    @property
    def button(self) -> Qt.MouseButton:
        """The one that is held."""
        return Qt.MouseButton.MiddleButton if self.pull is Pull.PAN else Qt.MouseButton.LeftButton


class PointedTimeline(TimelineView):
    """Left: drag in curves or pictures to scrub, in ruler and lane (or with Shift) to select, in the overview to pan.

    Middle: pans. Wheel: zooms around the pointer, with Shift or sideways pans. Double click: takes the selection away.

    scrub_began, scrubbed(float seconds), scrub_ended: the playhead is being moved by a person; a click is all three.
    selection_changed(tuple or None): a person selected something.
    """

    scrub_began = Signal()
    scrubbed = Signal(float)
    scrub_ended = Signal()
    selection_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drag: _Drag | None = None
        self.setMouseTracking(True)

    @property
    def scrubbing(self) -> bool:
        """True while a person holds the playhead."""
        return self._drag is not None and self._drag.pull is Pull.SCRUB

    def set_position(self, seconds: float) -> None:
        """Moves the playhead; not while a person holds it."""
        if not self.scrubbing:
            super().set_position(seconds)

    def zoom(self, factor: float, around: float | None = None) -> None:
        """`factor` times as many seconds. around: a moment that stays where it is; None: the playhead if it is seen,
        else the middle."""
        view = self.range
        if around is None:
            seen = view.begin <= self.position <= view.end
            around = self.position if seen else (view.begin + view.end) / 2
        self.show_range(view.zoomed(factor, around, self.duration))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._drag is not None and event.buttons() & self._drag.button:
            return
        self._let_go()
        where, button = event.position(), event.button()
        if self.duration <= 0:
            return
        if button == Qt.MouseButton.MiddleButton:
            self._begin(Pull.PAN, where)
        elif button == Qt.MouseButton.LeftButton:
            self._press(where, shift=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().mousePressEvent(event)

    def _press(self, where: QPointF, *, shift: bool) -> None:
        areas = self.areas
        if where.y() > areas.curves.bottom():
            if areas.overview.adjusted(-_EDGE, -_EDGE, _EDGE, _EDGE).contains(where):
                self._begin(Pull.OVERVIEW, where)
                self._drag_overview(where)
            return
        edge = self._edge_at(where)
        if edge is not None and self.selection is not None:
            self._begin(Pull.SELECT, where, anchor=self.selection[1 - edge])
        elif shift or where.y() < areas.lane.bottom():
            self._begin(Pull.SELECT, where)
        else:
            self._begin(Pull.SCRUB, where)
            self.scrub_began.emit()
            self._scrub(where)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        where, drag = event.position(), self._drag
        self._point_at(where)
        if drag is None or not event.buttons() & drag.button:  # the release may have gone to a dialog
            self._let_go()
            self._choose_cursor(where)
            return
        if not drag.moved:
            if (where - drag.pressed).manhattanLength() < _DRAG_FROM and drag.pull is not Pull.SCRUB:
                return
            drag.moved = True
        if drag.pull is Pull.PAN:
            moved = (drag.pressed.x() - where.x()) / self.areas.width * drag.view.span
            self.show_range(drag.view.panned(moved, self.duration))
        elif drag.pull is Pull.OVERVIEW:
            self._drag_overview(where)
        else:
            self._pull_range_along(where)
            if drag.pull is Pull.SCRUB:
                self._scrub(where)
            else:
                self._select(drag.anchor, self.moment_at(where.x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        drag, where = self._drag, event.position()
        if drag is None or event.button() != drag.button:
            return
        if drag.pull is Pull.SELECT and not drag.moved:  # a click
            drag.pull = Pull.SCRUB
            self.scrub_began.emit()
            self._scrub(where)
        self._let_go()
        self._choose_cursor(where)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton and self.selection is not None:
            self._clear_selection()
        else:
            self.mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        event.accept()
        across, along = event.angleDelta().x(), event.angleDelta().y()
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if shift or abs(across) > abs(along):
            self._pan_by_wheel(event, across if abs(across) > abs(along) else along)
        elif along:
            self.zoom(ZOOM ** (-along / _STEP), self.moment_at(event.position().x()))
        self._point_at(event.position())

    def _pan_by_wheel(self, event: QWheelEvent, units: int) -> None:
        fine = event.pixelDelta().x()
        share = fine / self.areas.width if fine else units / _STEP * _PAN
        self.show_range(self.range.panned(-share * self.range.span, self.duration))

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802
        super().enterEvent(event)
        self._point_at(event.position())

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        super().leaveEvent(event)
        self._point_at(None)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        super().hideEvent(event)
        self._let_go()

    def _begin(self, pull: Pull, where: QPointF, anchor: float | None = None) -> None:
        moment = self.moment_at(where.x()) if anchor is None else anchor
        self._drag = _Drag(pull, where, moment, self.range)
        self._choose_cursor(where)

    def _let_go(self) -> None:
        """The end of a drag, if there is one."""
        scrubbed, self._drag = self.scrubbing, None
        if scrubbed:
            self.scrub_ended.emit()

    def _scrub(self, where: QPointF) -> None:
        """The playhead goes to exactly where the pointer is; which frame that is, others know."""
        moment = self.moment_at(where.x())
        super().set_position(moment)
        self.scrubbed.emit(moment)

    def _select(self, one: float, other: float) -> None:
        before = self.selection
        self.set_selection(one, other)
        if self.selection != before:
            self.selection_changed.emit(self.selection)

    def _clear_selection(self) -> None:
        self.set_selection(None)
        self.selection_changed.emit(None)

    def _pull_range_along(self, where: QPointF) -> None:
        """Who drags beyond the edge sees what is there."""
        areas = self.areas
        beyond = where.x() - areas.within(where).x()
        if beyond:
            self.show_range(self.range.panned(beyond / areas.width * self.range.span, self.duration))

    def _drag_overview(self, where: QPointF) -> None:
        areas = self.areas
        moment = (where.x() - areas.left) / areas.width * ViewRange.whole(self.duration).span
        self.show_range(self.range.panned(moment - (self.range.begin + self.range.end) / 2, self.duration))

    def _edge_at(self, where: QPointF) -> int | None:
        """0 or 1 where the selection begins or ends, under the pointer; the nearer one when both are."""
        if self.selection is None or not self.areas.view.adjusted(-_EDGE, 0, _EDGE, 0).contains(where):
            return None
        away = [abs(self.x_of(moment) - where.x()) for moment in self.selection]
        edge = int(away[1] <= away[0])
        return edge if away[edge] <= _EDGE else None

    def _choose_cursor(self, where: QPointF) -> None:
        shape = Qt.CursorShape.ArrowCursor
        if self._drag is not None and self._drag.pull in (Pull.PAN, Pull.OVERVIEW):
            shape = Qt.CursorShape.ClosedHandCursor
        elif self._edge_at(where) is not None:
            shape = Qt.CursorShape.SizeHorCursor
        elif self.areas.lane.bottom() > where.y():
            shape = Qt.CursorShape.IBeamCursor
        elif self.areas.overview.contains(where) and not self.range.is_whole(self.duration):
            shape = Qt.CursorShape.OpenHandCursor
        if self.cursor().shape() != shape:
            self.setCursor(shape)

    def _point_at(self, where: QPointF | None) -> None:
        inside = where is not None and self.duration > 0 and self.areas.view.contains(where)
        panning = self._drag is not None and self._drag.pull in (Pull.PAN, Pull.OVERVIEW)
        moment = self.moment_at(where.x()) if where is not None and inside and not panning else None
        if moment != self._hover:
            self._hover = moment
            self.update()
