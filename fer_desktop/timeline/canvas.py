"""The timeline with keys, hints and words for those who do not see it."""

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent
from PySide6.QtWidgets import QToolTip, QWidget

from fer_desktop.timeline.axis import moment_text
from fer_desktop.timeline.pointing import PointedTimeline
from fer_desktop.timeline.view_range import ViewRange

_ZOOM = 1.6  # per press
_FAR = 10  # frames, with Shift
_KEYS = frozenset(
    {
        *(Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown),
        *(Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus, Qt.Key.Key_Underscore, Qt.Key.Key_0),
        *(Qt.Key.Key_I, Qt.Key.Key_O, Qt.Key.Key_Escape),
    }
)


class TimelineCanvas(PointedTimeline):
    """Keys: arrows step frames, + - 0 zoom, PageUp and PageDown pan, Home and End go to the ends, I and O begin and end
    the selection at the playhead, Esc takes it away.

    step_asked(int): so many frames on.
    """

    step_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.installEventFilter(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Timeline"))
        self.scrub_ended.connect(self._describe)
        self._describe()

    def set_duration(self, seconds: float) -> None:
        super().set_duration(seconds)
        self._describe()

    def set_selection(self, begin: float | None, end: float | None = None) -> None:
        super().set_selection(begin, end)
        self._describe()

    def zoom_in(self) -> None:
        """A step nearer."""
        self.zoom(1 / _ZOOM)

    def zoom_out(self) -> None:
        """A step back."""
        self.zoom(_ZOOM)

    def fit(self) -> None:
        """Shows the whole film."""
        self.show_range(ViewRange.whole(self.duration))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if self._wants(event):
            self._obey(Qt.Key(event.key()), shift=shift)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        self._describe()
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Of itself. An `event` of ours would be called for everything, and a fault while painting below it does not
        end in a message but in a crash (PySide6 6.11)."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._wants(event):
            event.accept()  # the window has shortcuts of one key: here, ours come first
            return True
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            if hint := self._hint(QPointF(event.pos())):
                QToolTip.showText(event.globalPos(), hint, self)
            else:
                QToolTip.hideText()
            return True
        return super().eventFilter(watched, event)

    def _wants(self, event: QKeyEvent) -> bool:
        """A key of the timeline, without Ctrl, Alt or Meta, that stands for something now."""
        others = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        if event.key() not in _KEYS or event.modifiers() & ~others or self.duration <= 0:
            return False
        return event.key() != Qt.Key.Key_Escape or self.selection is not None

    def _obey(self, key: Qt.Key, *, shift: bool) -> None:
        frames = _FAR if shift else 1
        begin, end = self.selection or (0.0, self.duration)
        match key:
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                self.reveal()
                self.step_asked.emit(frames if key == Qt.Key.Key_Right else -frames)
            case Qt.Key.Key_Home | Qt.Key.Key_End:
                self._jump(0.0 if key == Qt.Key.Key_Home else self.duration)
            case Qt.Key.Key_PageUp | Qt.Key.Key_PageDown:
                pages = 1 if key == Qt.Key.Key_PageDown else -1
                self.show_range(self.range.panned(pages * self.range.span, self.duration))
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom_in()
            case Qt.Key.Key_Minus | Qt.Key.Key_Underscore:
                self.zoom_out()
            case Qt.Key.Key_0:
                self.fit()
            case Qt.Key.Key_I:
                self._select(self.position, end if end > self.position else self.duration)
            case Qt.Key.Key_O:
                self._select(begin if begin < self.position else 0.0, self.position)
            case Qt.Key.Key_Escape:
                self._clear_selection()

    def _jump(self, moment: float) -> None:
        self.scrub_began.emit()
        self.set_position(moment)
        self.reveal()
        self.scrubbed.emit(moment)
        self.scrub_ended.emit()

    def _hint(self, where: QPointF) -> str:
        """What can be done where there is nothing to be read."""
        areas = self.areas
        if where.y() < areas.lane.bottom():
            return self.tr("Drag: select a part. Double-click: select nothing.")
        if where.y() > areas.curves.bottom():
            return self.tr("The whole film, in the colour of the strongest emotion. Drag: see another part.")
        return ""

    def _describe(self) -> None:
        """For screen readers; when a person has done something, not while it plays: they would drown in numbers."""
        text = self.tr("At {position} of {duration}").format(
            position=moment_text(self.position), duration=moment_text(self.duration)
        )
        if self.selection is not None:
            begin, end = (moment_text(moment) for moment in self.selection)
            text = f"{text}, {self.tr('selected from {begin} to {end}').format(begin=begin, end=end)}"
        if text != self.accessibleDescription():
            self.setAccessibleDescription(text)
