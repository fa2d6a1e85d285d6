"""The strip at the bottom: how fast everything is, and what it runs on."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from fer_desktop.theme import GRID
from fer_desktop.widgets.labels import SMALL, ElidedLabel, scaled_font, text_label
from fer_desktop.wording import number

if TYPE_CHECKING:
    from core.live import Stats

_NOTHING = "–"
_RARE_S = 1.0  # a clip that takes longer is told in seconds, not in clips per second


class StatusStrip(QFrame):
    """Capture rate, clip rate, latency, skipped clips; on the right the device and the encoder."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(2 * GRID, GRID // 2, 2 * GRID, GRID // 2)
        self._layout.setSpacing(GRID // 2)
        self._values: dict[str, ElidedLabel] = {}
        self._precision = ""
        self._add("capture", self.tr("Capture"), self.tr("Frames per second from the source"), "240.0 fps")
        rare = self.tr("one in {seconds} s").format(seconds=number(99.9))
        self._add("clips", self.tr("Clips"), self.tr("How often a clip of 16 frames is scored"), rare)
        self._add("latency", self.tr("Latency"), self.tr("From a clip's last frame to its reading (median)"), "9999 ms")
        busy = self.tr("Clips that the hop in effect asked for, not scored because the model was busy")
        self._add("skipped", self.tr("Skipped"), busy, "99999")
        self._layout.addStretch(1)
        self._add("device", self.tr("Device"), self.tr("What the model runs on"), "")
        self._add("encoder", self.tr("Encoder"), self.tr("The video model that looks at the clips"), "")
        self.clear()

    def values(self) -> list[ElidedLabel]:
        """The labels that hold the numbers."""
        return list(self._values.values())

    def texts(self) -> dict[str, str]:
        """What is shown now: capture, clips, latency, skipped, device, encoder."""
        return {key: label.text() for key, label in self._values.items()}

    def clear(self) -> None:
        """Dashes: nothing runs."""
        self.show_computing("", "")
        for label in self._values.values():
            label.setText(_NOTHING)

    def show_computing(self, precision: str, reason: str) -> None:
        """In which precision it computes, and why on this device; "" for what is not known yet."""
        self._precision = precision
        explained = self.tr("What the model runs on, and in which precision")
        self._values["device"].explain(f"{explained}\n{reason}" if reason else explained)

    def show_stats(self, stats: "Stats") -> None:
        """The engine's numbers; what is not known yet is shown as a dash."""
        latency = f"{stats.latency * 1000:.0f} ms" if stats.latency is not None else _NOTHING
        texts = {
            "capture": f"{number(stats.capture_fps)} fps" if stats.capture_fps else _NOTHING,
            "clips": self._clips_text(stats),
            "latency": latency,
            "skipped": str(stats.skipped),
            "device": " · ".join(filter(None, (stats.device.upper(), self._precision))) or _NOTHING,
            "encoder": stats.encoder or _NOTHING,
        }
        for key, text in texts.items():
            if text != self._values[key].text():
                self._values[key].setText(text)

    def _clips_text(self, stats: "Stats") -> str:
        every = stats.reading_every or 0.0
        if every > _RARE_S:  # the rate is of the last few seconds only, and 0 between two such clips
            return self.tr("one in {seconds} s").format(seconds=number(every))
        return self.tr("{rate}/s").format(rate=number(stats.clips_per_s)) if stats.clips_per_s else _NOTHING

    def _add(self, key: str, caption: str, explanation: str, widest: str) -> None:
        """widest: the longest value to be expected; its room is kept free, so that the neighbours do not move."""
        name = text_label(caption, scale=SMALL, kind="muted")
        value = ElidedLabel()
        value.setFont(scaled_font(self.font(), SMALL))
        if widest:
            value.setFixedWidth(value.fontMetrics().horizontalAdvance(widest) + GRID)
        name.setToolTip(explanation)
        value.explain(explanation)
        value.setAccessibleDescription(caption)
        if self._values:
            self._layout.addSpacing(2 * GRID)
        self._layout.addWidget(name)
        self._layout.addWidget(value)
        self._values[key] = value
