"""The last minute as lines."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from fer_desktop.theme import GRID, LIGHT, Theme
from fer_desktop.widgets.history import History
from fer_desktop.widgets.labels import SMALL, scaled_font, text_label
from fer_desktop.wording import emotion_name

if TYPE_CHECKING:
    import pyqtgraph

_NAMED, _NAMED_FROM = 3, 12.0  # so many lines have their name at their end, if they are above so many percent
_NAME_GAP, _LOWEST_NAME = 15.0, 3.0  # percent between two names; where the lowest may be
_NAME_ROOM = 0.16  # of the width, right of the newest vote


class HistoryPlot(QFrame):
    """One line per emotion in the colour of its bar. The strongest carry their name at the right end.

    pyqtgraph takes 0.3 s to import: it is imported by `prepare`, after the window is on screen.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMinimumHeight(152)
        self.setAccessibleName(self.tr("Emotions over the last minute"))
        self.history = History(())
        self._theme: Theme = LIGHT
        self._plot: pyqtgraph.PlotWidget | None = None
        self._curves: dict[str, pyqtgraph.PlotDataItem] = {}
        self._names: list[pyqtgraph.TextItem] = []
        self._dots: pyqtgraph.ScatterPlotItem | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, GRID, GRID, GRID)
        layout.setSpacing(0)
        title = text_label(self.tr("Last minute, vote in %"), scale=SMALL, kind="muted")
        title.setContentsMargins(GRID, 0, 0, 0)
        layout.addWidget(title)
        layout.addStretch(1)

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
        self.set_span(self.history.span)
        self._build_curves()

    def set_theme(self, theme: Theme) -> None:
        """Takes its colours from the theme."""
        self._theme = theme
        self._build_curves()

    def set_span(self, seconds: float) -> None:
        """Shows this many seconds."""
        self.history.span = seconds
        if self._plot is not None:
            self._plot.setXRange(-seconds, seconds * _NAME_ROOM, padding=0.03)
            marks = [(-seconds * part, f"−{seconds * part:.0f} s") for part in (1.0, 0.75, 0.5, 0.25)]
            self._plot.getAxis("bottom").setTicks([[*marks, (0, self.tr("now"))], []])

    def set_labels(self, labels: Sequence[str]) -> None:
        """An empty plot for these labels."""
        self.history = History(tuple(labels), self.history.span)
        self._build_curves()

    def add(self, time: float, vote: np.ndarray) -> None:
        """Draws one more vote (C,) at `time` (seconds on the source's clock)."""
        self.history.add(time, vote)
        self._draw()

    def add_gap(self) -> None:
        """Breaks the lines: nothing was scored."""
        self.history.gap()
        self._draw()

    def _build_curves(self) -> None:
        if self._plot is None:
            return
        import pyqtgraph

        for curve in self._curves.values():
            self._plot.removeItem(curve)
        self._curves.clear()
        for label in self.history.labels:
            pen = pyqtgraph.mkPen(self._theme.emotion(label), width=2)
            self._curves[label] = self._plot.plot(connect="finite", pen=pen)
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
        last, winner = self.history.last(), ""
        if last is not None:
            winner = self.history.labels[int(np.argmax(last))]
        for label, seconds, shares in self.history.curves():
            self._curves[label].setData(seconds, shares)
            self._curves[label].setZValue(1 if label == winner else 0)
        self._place_dots(last)
        self._place_names(last)

    def _place_dots(self, last: np.ndarray | None) -> None:
        assert self._dots is not None
        shares = np.zeros(0) if last is None else last * 100
        brushes = [self._theme.emotion(label) for label in self.history.labels[: len(shares)]]
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
            label = self.history.labels[row]
            item.setText(emotion_name(label), self._theme.emotion(label))
            item.setFont(scaled_font(self.font(), 0.85, QFont.Weight.DemiBold))
            item.setPos(self.history.span * 0.01, height)
            item.setVisible(True)
