"""The timeline with its legend and its buttons: what the playback page puts below the picture."""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from core.sessions import ReadingTable
from fer_desktop.theme import GRID, Theme
from fer_desktop.timeline.canvas import TimelineCanvas
from fer_desktop.timeline.legend import Legend
from fer_desktop.timeline.view_range import ViewRange
from fer_desktop.widgets.labels import scaled_font

_VALUES = {"vote": "vote", "clip": "posterior"}  # what a person looks at: the column of the table


class Timeline(QFrame):
    """A whole film or session: a line per emotion, gaps where nothing was scored, pictures, selection and playhead.

    Signals, all of them about what a person does, never about what a method below was told:

    - scrub_began(), scrubbed(float seconds), scrub_ended(): the playhead is dragged, or was put somewhere by a click.
      The seconds are those of the pointer; whoever finds the frame says with `set_position` where it begins, after
      `scrub_ended` (before it, the playhead stays at the pointer).
    - step_asked(int): so many frames on (below 0: back).
    - selection_changed(object): (begin, end) in seconds, or None; while it is dragged as well.
    - labels_changed(tuple): the labels whose lines are shown now.
    - thumbnails_wanted(list of float): the moments whose pictures are missing in what is seen, asked for once the range
      has stood still for a moment.
    - range_changed(): another part is seen.
    """

    scrub_began = Signal()
    scrubbed = Signal(float)
    scrub_ended = Signal()
    step_asked = Signal(int)
    selection_changed = Signal(object)
    labels_changed = Signal(tuple)
    thumbnails_wanted = Signal(list)
    range_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.canvas, self.legend = TimelineCanvas(), Legend()
        self.buttons: dict[str, QToolButton] = {}
        self._build()
        self.setFocusProxy(self.canvas)
        canvas = self.canvas
        canvas.scrub_began.connect(self.scrub_began)
        canvas.scrubbed.connect(self.scrubbed)
        canvas.scrub_ended.connect(self.scrub_ended)
        canvas.step_asked.connect(self.step_asked)
        canvas.selection_changed.connect(self.selection_changed)
        canvas.pictures_wanted.connect(self.thumbnails_wanted)
        canvas.range_changed.connect(self._on_range)
        self.legend.changed.connect(self._on_legend)
        self._enable()

    @property
    def position(self) -> float:
        """Where the playhead is, seconds."""
        return self.canvas.position

    @property
    def duration(self) -> float:
        """Of the film, seconds; it grows when readings come from beyond it."""
        return self.canvas.duration

    @property
    def selection(self) -> tuple[float, float] | None:
        """Begin and end of what is selected, seconds."""
        return self.canvas.selection

    @property
    def shown_labels(self) -> tuple[str, ...]:
        """The labels whose lines are shown, in the bundle's order."""
        return self.canvas.shown_labels

    @shown_labels.setter
    def shown_labels(self, labels: Iterable[str]) -> None:
        wanted = tuple(labels)
        self.canvas.set_shown(wanted)
        self.legend.set_shown(wanted)

    @property
    def visible_range(self) -> tuple[float, float]:
        """From when to when is seen, seconds."""
        return self.canvas.range.begin, self.canvas.range.end

    def set_theme(self, theme: Theme) -> None:
        """Takes its colours from the theme."""
        self.canvas.set_theme(theme)
        self.legend.set_theme(theme)

    def set_labels(self, labels: Sequence[str]) -> None:
        """No readings, for these labels. The lines of all are shown, or, when the labels are the same, of those that
        were."""
        shown = self.shown_labels if tuple(labels) == self.canvas.labels else tuple(labels)
        self.canvas.set_labels(labels)
        self.legend.set_labels(labels)
        self.shown_labels = shown

    def clear(self) -> None:
        """Knows nothing any more: before another film."""
        self.set_labels(())
        self.set_thumbnails(None)
        self.set_selection(None)
        self.set_analysed(None)
        self.set_frame_rate(0.0)
        self.set_duration(0.0)
        self.fit()
        self.set_position(0.0)

    def set_values(self, values: str) -> None:
        """What the lines show: "vote" (the rolling one) or "clip" (each clip's own posterior)."""
        self.canvas.set_values(_VALUES[values])

    def set_duration(self, seconds: float) -> None:
        """The length of the film, known before it is analysed. Zoomed in, the part that is seen stays."""
        self.canvas.set_duration(seconds)

    def set_frame_rate(self, fps: float) -> None:
        """Gives the frames marks and numbers where they are wide enough; 0: none, as for frames that come unevenly."""
        self.canvas.set_frame_rate(fps)

    def show_readings(self, table: ReadingTable, face_id: int | None = None) -> None:
        """The readings of this face; None: all of the table, as in the centre view. Its labels are those that were set.

        A reading stands at the middle of its clip. To be called again and again with a longer table: only what is new
        is read, and the rest compared.
        """
        self.canvas.show_readings(table, face_id)

    def set_position(self, seconds: float) -> None:
        """Moves the playhead; cheap enough for every picture. Zoomed in, the range follows it page by page, unless the
        person looks elsewhere."""
        self.canvas.set_position(seconds)

    def set_analysed(self, seconds: float | None) -> None:
        """Up to where the analysis has come: the rest is hatched. None: all of it."""
        self.canvas.set_analysed(seconds)

    def set_selection(self, begin: float | None, end: float | None = None) -> None:
        """Selects a part, without telling anyone; None: nothing."""
        self.canvas.set_selection(begin, end)

    def set_thumbnails(self, delivered: Iterable[tuple[float, QImage]] | None) -> None:
        """None: there are no pictures, and the strip takes no room. Else there is a strip, with these (seconds,
        picture) in it already; it asks for the others by `thumbnails_wanted`."""
        self.canvas.set_pictures(delivered)

    def set_thumbnail(self, seconds: float, image: QImage) -> None:
        """Delivers the picture of a moment out of `thumbnails_wanted`, of any size."""
        self.canvas.set_picture(seconds, image)

    def fit(self) -> None:
        """Shows the whole film."""
        self.canvas.fit()

    def show_part(self, begin: float, end: float) -> None:
        """Shows this part of the film, as far as it exists; begin < end."""
        wanted = ViewRange(begin, end)
        self.canvas.show_range(wanted.zoomed(1.0, begin, self.duration))

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(GRID // 2, 0, 0, 0)
        head.setSpacing(0)
        head.addWidget(self.legend, 1)
        head.addSpacing(GRID)
        top = Qt.AlignmentFlag.AlignTop
        for name, text, explanation, key, act in self._zooms():
            head.addWidget(self._button(name, text, f"{explanation} ({key})", act), 0, top)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID // 2, GRID // 2, GRID // 2, GRID // 2)
        layout.setSpacing(GRID // 2)
        layout.addLayout(head)
        layout.addWidget(self.canvas, 1)

    def _zooms(self) -> tuple[tuple[str, str, str, str, Callable[[], None]], ...]:
        return (
            ("out", "\N{MINUS SIGN}", self.tr("Zoom out"), "\N{MINUS SIGN}", self.canvas.zoom_out),
            ("in", "+", self.tr("Zoom in"), "+", self.canvas.zoom_in),
            ("fit", self.tr("Whole"), self.tr("Show the whole film"), "0", self.canvas.fit),
        )

    def _button(self, name: str, text: str, explanation: str, act: Callable[[], None]) -> QToolButton:
        button = QToolButton()
        self.buttons[name] = button
        button.setText(text)
        button.setFont(scaled_font(button.font(), 0.9))
        button.setProperty("kind", "toggle")
        button.setToolTip(explanation)
        button.setAccessibleName(explanation)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: act())
        return button

    def _on_legend(self, shown: tuple[str, ...]) -> None:
        self.canvas.set_shown(shown)
        self.labels_changed.emit(self.shown_labels)

    def _on_range(self) -> None:
        self._enable()
        self.range_changed.emit()

    def _enable(self) -> None:
        """Nobody can see more than everything."""
        whole = self.canvas.range.is_whole(self.duration)
        for name in ("out", "fit"):
            self.buttons[name].setEnabled(not whole)
