"""Hop and voting window, which act while the analysis runs."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QLabel, QSpinBox, QWidget

from fer_desktop.theme import GRID
from fer_desktop.widgets.labels import SMALL, ElidedLabel, scaled_font
from fer_desktop.wording import number

MAX_HOP, MAX_WINDOW = 60, 64
_TICKS_PER_S = 30
_BESIDE_NUMBER = 6 * GRID  # pixels: margins, frame and the two buttons of a spin box


class AnalysisControls(QFrame):
    """hop_changed(int, 1/30 s); window_changed(number of clips, or None for the whole session)."""

    hop_changed = Signal(int)
    window_changed = Signal(object)

    def __init__(self, hop: int, window: int | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.hop_box = self._spin_box(hop, MAX_HOP, self.tr("Frames between two readings"))
        self._hop_tip = self.tr("Hop: a new clip is scored every so many frames of 1/30 s (1 to 60)")
        self.window_box = self._spin_box(window or 8, MAX_WINDOW, self.tr("Clips in the vote"))
        self.window_box.setToolTip(
            self.tr("How many of the last clips vote together (1 to 64): more is calmer, fewer is faster")
        )
        self.all_box = QCheckBox(self.tr("Whole session"))
        self.all_box.setToolTip(self.tr("All clips vote together; a face that is away for two seconds begins anew"))
        self.all_box.setAccessibleName(self.tr("All clips of the session vote"))
        self.all_box.setChecked(window is None)
        self.window_box.setDisabled(window is None)
        self._pace = ElidedLabel(mode=Qt.TextElideMode.ElideRight)
        self._pace.setFont(scaled_font(self.font(), SMALL))
        self._pace.setProperty("kind", "muted")
        self._in_effect = 0  # hop that the encoder sustains; 0 while nothing runs
        self._lay_out()
        self.hop_box.valueChanged.connect(self._on_hop)
        self.window_box.valueChanged.connect(self._on_window)
        self.all_box.toggled.connect(self._on_window)
        self._say_pace()

    @property
    def hop(self) -> int:
        """1/30 s between the starts of two clips."""
        return self.hop_box.value()

    @property
    def hop_in_effect(self) -> int:
        """The hop that is used: longer than the chosen one where the encoder cannot keep up with that."""
        return max(self.hop, self._in_effect)

    @property
    def seconds_per_clip(self) -> float | None:
        """What a clip takes an encoder that cannot keep up, when that is seconds; else None."""
        slow = self._in_effect > max(self.hop, _TICKS_PER_S)
        return self._in_effect / _TICKS_PER_S if slow else None

    @property
    def pace(self) -> str:
        """What stands beside the hop."""
        return self._pace.text()

    def show_effect(self, hop: int) -> None:
        """The hop that a run uses; 0 when nothing runs."""
        if hop != self._in_effect:
            self._in_effect = hop
            self._say_pace()

    @property
    def window_clips(self) -> int | None:
        """Clips that vote; None for the whole session."""
        return None if self.all_box.isChecked() else self.window_box.value()

    def _spin_box(self, value: int, largest: int, name: str) -> QSpinBox:
        box = QSpinBox()
        box.setRange(1, max(largest, value))  # what the command line asked for is kept
        box.setValue(value)
        box.lineEdit().setTextMargins(GRID // 2, 0, 0, 0)
        box.setFixedWidth(box.fontMetrics().horizontalAdvance("00") + _BESIDE_NUMBER)
        box.setAccessibleName(name)
        box.setKeyboardTracking(False)  # typing "16" must not pass through 1
        return box

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(2 * GRID, GRID + 4, GRID, GRID + 4)
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(GRID)
        rows: tuple[tuple[str, QSpinBox, QWidget], ...] = (
            (self.tr("&Clip every"), self.hop_box, self._pace),
            (self.tr("V&ote over"), self.window_box, self.all_box),
        )
        for row, (caption, box, extra) in enumerate(rows):
            name = QLabel(caption)
            name.setBuddy(box)
            for column, widget in enumerate((name, box, extra)):
                grid.addWidget(widget, row, column)
        grid.setColumnStretch(2, 1)

    def _on_hop(self, hop: int) -> None:
        self._say_pace()
        self.hop_changed.emit(hop)

    def _on_window(self) -> None:
        self.window_box.setDisabled(self.all_box.isChecked())
        self.window_changed.emit(self.window_clips)

    def _say_pace(self) -> None:
        rate, tip = number(_TICKS_PER_S / self.hop_in_effect), self._hop_tip
        if self.hop_in_effect > self.hop:
            self._pace.setText(self.tr("frames: slowed to {rate}/s").format(rate=rate))
            slowed = self.tr("This encoder is slower than that: a clip is scored every {hop} frames for now")
            tip = slowed.format(hop=self.hop_in_effect)
        else:
            self._pace.setText(self.tr("frames ({rate}/s)").format(rate=rate))
        self.hop_box.setToolTip(tip)
