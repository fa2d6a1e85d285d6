"""The last seconds or minutes as lines."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from fer_desktop.theme import GRID, LIGHT, Theme
from fer_desktop.view_options import ViewOptions
from fer_desktop.widgets.history import History
from fer_desktop.widgets.labels import SMALL, ElidedLabel, scaled_font
from fer_desktop.widgets.spans import span_text
from fer_desktop.wording import emotion_name, number

if TYPE_CHECKING:
    import pyqtgraph

_NAMED, _NAMED_FROM = 3, 12.0  # so many lines have their name at their end, if they are above so many percent
_NAME_GAP, _LOWEST_NAME = 15.0, 3.0  # percent between two names; where the lowest may be
_LEFT_OF_LINES, _MOST_NAME_ROOM = 56, 0.4  # pixels for axis and margins; share of the width for the names
_POINTS = 300  # per line; a longer past is thinned out to that
_REDRAWS = 240  # per span: a line that has moved by less than this part of the width is not drawn anew
_LONGEST_WAIT_S = 0.5
MARKED = {
    10: (10, 8, 6, 4, 2),
    30: (30, 20, 10),
    60: (60, 45, 30, 15),
    120: (120, 60),
    300: (300, 180, 60),
    600: (600, 300),
}
"""Seconds ago that the time axis names for each span: whole numbers, and few enough not to touch."""


class HistoryPlot(QFrame):
    """One line per emotion in the colour of its bar, the winner's thick. The strongest carry their name at the end.

    pyqtgraph takes 0.3 s to import: it is imported by `prepare`, after the window is on screen.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMinimumHeight(152)
        self._history, self._now, self._whose = History(()), 0.0, ""
        self._span: float = ViewOptions().span
        self._drawn_at = -np.inf  # on the source's clock
        self._theme: Theme = LIGHT
        self._thick = ""  # the label whose line is thick
        self._plot: pyqtgraph.PlotWidget | None = None
        self._curves: dict[str, pyqtgraph.PlotDataItem] = {}
        self._names: list[pyqtgraph.TextItem] = []
        self._dots: pyqtgraph.ScatterPlotItem | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, GRID, GRID, GRID)
        layout.setSpacing(0)
        self._title = ElidedLabel(mode=Qt.TextElideMode.ElideRight)
        self._title.setProperty("kind", "muted")
        self._title.setFont(scaled_font(self.font(), SMALL))
        self._title.setContentsMargins(GRID, 0, 0, 0)
        layout.addWidget(self._title)
        layout.addStretch(1)
        self._say()

    @property
    def history(self) -> History:
        """The past that is shown."""
        return self._history

    @property
    def now(self) -> float:
        """The right end of the lines, on the source's clock."""
        return self._now

    @property
    def span(self) -> float:
        """Seconds that are shown."""
        return self._span

    @property
    def title(self) -> str:
        """What stands above the lines."""
        return self._title.text()

    def prepare(self) -> None:
        """Builds the plot; does nothing when it is there already."""
        if self._plot is not None:
            return
        import pyqtgraph

        plot = pyqtgraph.PlotWidget(background=None, antialias=True)
        plot.setMenuEnabled(False)
        plot.setMouseEnabled(False, False)
        plot.hideButtons()
        plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        plot.setFrameShape(QFrame.Shape.NoFrame)
        plot.setStyleSheet("background: transparent")
        plot.setRange(yRange=(-6, 106), padding=0)
        plot.getAxis("left").setTicks([[(0, "0"), (50, "50"), (100, "100")], []])
        self._plot = plot
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.takeAt(1)
        layout.addWidget(plot, 1)
        self._dots = pyqtgraph.ScatterPlotItem(size=6, pen=None)  # a single vote is no line, and would not be seen
        plot.addItem(self._dots)
        for _ in range(_NAMED):
            name = pyqtgraph.TextItem(anchor=(0, 0.5))
            plot.addItem(name, ignoreBounds=True)
            self._names.append(name)
        self._build_curves()
        self.set_span(self._span)

    def set_theme(self, theme: Theme) -> None:
        """Takes its colours from the theme."""
        self._theme = theme
        self._build_curves()

    def set_span(self, seconds: float) -> None:
        """Shows this many seconds."""
        self._span = seconds
        self._say()
        if self._plot is not None:
            self._make_room()
            marks = [(-ago, time_mark(ago, seconds)) for ago in MARKED.get(round(seconds), (seconds,))]
            self._plot.getAxis("bottom").setTicks([[*marks, (0, self.tr("now"))], []])
            self._draw()

    def set_labels(self, labels: Sequence[str]) -> None:
        """An empty plot for these labels."""
        self._history, self._now = History(tuple(labels)), 0.0
        self._build_curves()

    def show_history(self, history: History, now: float, whose: str = "") -> None:
        """Shows this past up to `now` (seconds on the source's clock), at once when it is another one than before.

        whose: what the face is called. Of the same past, steps that nobody could see are left out.
        """
        other = history is not self._history
        if history.labels != tuple(self._curves) and self._plot is not None:
            self._history = history
            self._build_curves()
        gone = self._history.last(self._now) is not None and history.last(now) is None
        self._history, self._now = history, now
        self._whose = whose
        self._say()
        wait = min(self._span / _REDRAWS, _LONGEST_WAIT_S)
        if other or gone or not 0 <= now - self._drawn_at < wait:
            self._draw()

    def _say(self) -> None:
        title = self.tr("Last {time}, vote in %").format(time=span_text(self._span))
        if self._whose:
            title = f"{self._whose} · {title}"
        if title != self._title.text():
            self._title.setText(title)
            self.setAccessibleName(self.tr("Emotions over time: {title}").format(title=title))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Right of now, the names must fit, in whatever language and however narrow the plot is."""
        if self._plot is None:
            return
        metrics = QFontMetricsF(self._name_font())
        names = max((metrics.horizontalAdvance(emotion_name(label)) for label in self._history.labels), default=0.0)
        whole = max(1, self.width() - _LEFT_OF_LINES)
        right = min((names + 3 * GRID) / whole, _MOST_NAME_ROOM)
        mark = metrics.horizontalAdvance(time_mark(self._span, self._span))
        left = min(mark / 2 / whole, _MOST_NAME_ROOM / 2)  # half of it is left of the lines
        whole_span = self._span / (1 - left - right)
        self._plot.setXRange(-self._span - left * whole_span, right * whole_span, padding=0)

    def _name_font(self) -> QFont:
        return scaled_font(self.font(), 0.85, QFont.Weight.DemiBold)

    def _build_curves(self) -> None:
        if self._plot is None:
            return
        import pyqtgraph

        for curve in self._curves.values():
            self._plot.removeItem(curve)
        self._curves.clear()
        self._make_room()
        for label in self._history.labels:
            # Measured with 8 lines of 300 points: smooth lines of 2 pixels take 22 ms, of 1 pixel 2 ms, and thick ones
            # drawn segment by segment a third of their time. So only the winner's is thick.
            curve = self._plot.plot(connect="finite", pen=pyqtgraph.mkPen(self._theme.emotion(label)), antialias=True)
            curve.curve.setSegmentedLineMode("on")
            self._curves[label] = curve
        self._thick = ""
        for side in ("left", "bottom"):
            axis = self._plot.getAxis(side)
            axis.setPen(self._theme.border)
            axis.setTextPen(self._theme.muted)
            axis.setStyle(tickFont=scaled_font(self.font(), 0.8), tickLength=-4)
        self._plot.showGrid(y=True, alpha=0.25)
        self._draw()

    def _draw(self) -> None:
        if self._plot is None:
            return
        self._drawn_at = self._now
        last, winner = self._history.last(self._now), ""
        if last is not None:
            winner = self._history.labels[int(np.argmax(last))]
        drawn = dict.fromkeys(self._curves, (np.zeros(0), np.zeros(0)))
        for label, seconds, shares in self._history.curves(self._span, self._now, _POINTS):
            drawn[label] = seconds, shares
        for label, line in drawn.items():
            self._curves[label].setData(*line)
        self._mark_winner(winner)
        self._place_dots(last)
        self._place_names(last)

    def _mark_winner(self, winner: str) -> None:
        """The winner's line is thick and on top; without a winner the last one keeps it."""
        if not winner or winner == self._thick:
            return
        import pyqtgraph

        for label, width in ((self._thick, 1), (winner, 2)):
            if label:
                self._curves[label].setPen(pyqtgraph.mkPen(self._theme.emotion(label), width=width))
                self._curves[label].setZValue(width)
        self._thick = winner

    def _place_dots(self, last: np.ndarray | None) -> None:
        assert self._dots is not None
        shares = np.zeros(0) if last is None else last * 100
        brushes = [self._theme.emotion(label) for label in self._history.labels[: len(shares)]]
        self._dots.setData(x=[0] * len(shares), y=shares, brush=brushes)

    def _place_names(self, last: np.ndarray | None) -> None:
        for item in self._names:
            item.setVisible(False)
        if last is None:
            return
        strongest = [int(row) for row in np.argsort(-last, kind="stable")[:_NAMED] if last[row] * 100 >= _NAMED_FROM]
        height, room = 115.0, len(strongest)
        for item, row in zip(self._names, strongest, strict=False):
            room -= 1
            # Below the name above it, and high enough for the names to come.
            height = max(min(float(last[row]) * 100, height - _NAME_GAP), room * _NAME_GAP + _LOWEST_NAME)
            label = self._history.labels[row]
            item.setText(emotion_name(label), self._theme.emotion_text(label))
            item.setFont(self._name_font())
            item.setPos(self._span * 0.01, height)
            item.setVisible(True)


def time_mark(seconds: float, span: float) -> str:
    """What stands at the time axis: "−45 s", or "−2 min" where the whole span is minutes."""
    value, unit = (seconds, "s") if span < 120 else (seconds / 60, "min")
    return f"\N{MINUS SIGN}{number(value, 0)}\N{NO-BREAK SPACE}{unit}"
