"""Where the time goes between a camera's picture and the bars, stage by stage."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from core.stages import StageTime
from fer_desktop.theme import GRID, LIGHT, Theme
from fer_desktop.widgets.labels import BODY, SMALL, ElidedLabel, scaled_font, text_label
from fer_desktop.wording import number

if TYPE_CHECKING:
    from core.live import Stats

_NOTHING = "–"
_BAR = 8.0


def stage_time(seconds: Sequence[float]) -> StageTime | None:
    """Median and 95th percentile of some measurements; None without any."""
    return StageTime(*map(float, np.percentile(list(seconds), (50, 95)))) if seconds else None


def milliseconds(seconds: float) -> str:
    """0.0042 -> "4.2 ms"; 0.085 -> "85 ms"; 1.25 -> "1250 ms"."""
    value = seconds * 1000
    return f"{number(value, 1 if value < 9.95 else 0)}\N{NO-BREAK SPACE}ms"


class StageChart(QWidget):
    """One row per stage. Each bar begins where the one above it ends, so that the last one ends at the sum.

    The longest stage is bold, with its bar in the accent. A thin line reaches to the 95th percentile.
    """

    def __init__(self, names: dict[str, str], parent: QWidget | None = None) -> None:
        """names: what a person reads for each stage, from top to bottom."""
        super().__init__(parent)
        self._names = names
        self._theme: Theme = LIGHT
        self._stages: dict[str, StageTime] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(len(names) * 16)

    @property
    def slowest(self) -> str | None:
        """The stage with the greatest median; None before anything was measured."""
        return max(self._stages, key=lambda stage: self._stages[stage].median_s, default=None)

    def texts(self) -> dict[str, str]:
        """The figure beside each stage."""
        return {
            key: milliseconds(self._stages[key].median_s) if key in self._stages else _NOTHING for key in self._names
        }

    def set_theme(self, theme: Theme) -> None:
        """Takes its colours from the theme."""
        self._theme = theme
        self.update()

    def set_stages(self, stages: Mapping[str, StageTime]) -> None:
        """The times to show; stages without a name are left out."""
        self._stages = {key: stages[key] for key in self._names if key in stages}
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return QSize(240, len(self._names) * 18)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height, texts, slowest = self.height() / len(self._names), self.texts(), self.slowest
        metrics = QFontMetricsF(scaled_font(self.font(), SMALL, QFont.Weight.DemiBold))
        names = min(max(map(metrics.horizontalAdvance, self._names.values())) + 2, self.width() / 2)
        values = metrics.horizontalAdvance("9999\N{NO-BREAK SPACE}ms")
        track = QRectF(names + GRID, 0, self.width() - names - values - 2 * GRID, _BAR)
        whole = max(self._reach(), 1e-6)
        begin = 0.0
        for row, (key, name) in enumerate(self._names.items()):
            painter.setFont(
                scaled_font(self.font(), SMALL, QFont.Weight.DemiBold if key == slowest else QFont.Weight.Normal)
            )
            painter.setPen(QColor(self._theme.text if key in self._stages else self._theme.muted))
            area = QRectF(0, row * height, self.width(), height)
            middle = Qt.AlignmentFlag.AlignVCenter
            name = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(names) + 1)
            painter.drawText(area, middle | Qt.AlignmentFlag.AlignLeft, name)
            painter.drawText(area, middle | Qt.AlignmentFlag.AlignRight, texts[key])
            track.moveTop(area.center().y() - _BAR / 2)
            if key in self._stages:
                self._paint_bar(painter, track, begin / whole, key, whole)
                begin += self._stages[key].median_s
        painter.end()

    def _paint_bar(self, painter: QPainter, track: QRectF, begin: float, key: str, whole: float) -> None:
        time, theme = self._stages[key], self._theme
        left = track.left() + begin * track.width()
        width = max(2.0, time.median_s / whole * track.width())
        line = left + max(width, time.p95_s / whole * track.width())
        painter.setPen(QPen(QColor(theme.muted), 1))
        painter.drawLine(round(left), round(track.center().y()), round(line), round(track.center().y()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent if key == self.slowest else theme.muted))
        painter.drawRoundedRect(QRectF(left, track.top(), width, track.height()), 2, 2)

    def _reach(self) -> float:
        """Seconds from the left end to the right end: everything fits, the thin lines too."""
        begin = reach = 0.0
        for time in self._stages.values():
            reach = max(reach, begin + max(time.median_s, time.p95_s))
            begin += time.median_s
        return reach


class TimingPanel(QFrame):
    """The sum as a figure, the stages as a chart, and how much gets through."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName(self.tr("Timing"))
        self.setToolTip(
            self.tr(
                "Median time of each stage, from the arrival of a picture to the painted bars. "
                "The thin line reaches to the 95th percentile."
            )
        )
        names = {
            "capture": self.tr("Capture"),
            "detect": self.tr("Find faces"),
            "wait": self.tr("Wait"),
            "encode": self.tr("Encode"),
            "vote": self.tr("Vote"),
            "paint": self.tr("Paint"),
        }
        self._names = names
        self.chart = StageChart(names)
        caption = ElidedLabel(self.tr("Picture to bars"), mode=Qt.TextElideMode.ElideRight)
        caption.setProperty("kind", "muted")
        caption.setFont(scaled_font(self.font(), SMALL))
        self._sum = text_label(_NOTHING, scale=BODY, bold=True)
        self._through = ElidedLabel(mode=Qt.TextElideMode.ElideRight)
        self._through.setProperty("kind", "muted")
        self._through.setFont(scaled_font(self.font(), SMALL))
        head = QHBoxLayout()
        head.addWidget(caption, 1)
        head.addWidget(self._sum)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        column.setSpacing(GRID // 2)
        column.addLayout(head)
        column.addWidget(self.chart, 1)
        column.addWidget(self._through)

    @property
    def total(self) -> str:
        """The sum of all stages."""
        return self._sum.text()

    @property
    def throughput(self) -> str:
        """The line under the chart."""
        return self._through.text()

    def set_theme(self, theme: Theme) -> None:
        """Takes its colours from the theme."""
        self.chart.set_theme(theme)

    def clear(self) -> None:
        """Another run: nothing has been measured."""
        self._show({}, "")

    def show_stats(self, stats: "Stats", paint: StageTime | None) -> None:
        """The engine's figures, and the time that the painting takes, which only the window knows."""
        stages = dict(stats.stages) | ({"paint": paint} if paint else {})
        text = self.tr("{frames} pictures/s, {clips} clips/s, {skipped} skipped")
        rates = {"frames": number(stats.capture_fps), "clips": number(stats.clips_per_s), "skipped": stats.skipped}
        self._show(stages, text.format(**rates))

    def _show(self, stages: Mapping[str, StageTime], through: str) -> None:
        before = self.chart.slowest
        self.chart.set_stages(stages)
        total = sum(stages[key].median_s for key in self._names if key in stages)
        text = milliseconds(total) if stages else _NOTHING
        if text != self._sum.text():
            self._sum.setText(text)
        if through != self._through.text():
            self._through.setText(through)
        slowest = self.chart.slowest
        if slowest != before:  # said once per change, not twice a second
            spoken = self.tr("Slowest: {stage}").format(stage=self._names[slowest]) if slowest else ""
            self.setAccessibleDescription(spoken)
