"""The verdict in words, above the bars."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from fer_desktop.theme import GRID, Theme
from fer_desktop.view_options import BarOrder
from fer_desktop.widgets.emotion_bars import EmotionBars, clip_legend
from fer_desktop.widgets.labels import SMALL, TITLE, ElidedLabel, scaled_font
from fer_desktop.wording import emotion_name, percent


class EmotionPanel(QFrame):
    """A headline such as "Happy 83 %", one line on where it comes from, and the bars."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.bars = EmotionBars()
        self._numbers = True
        self._verdict: float | None = None  # the winner's share; None when nothing is shown
        self._headline = ElidedLabel(mode=Qt.TextElideMode.ElideRight)
        self._headline.setFont(scaled_font(self.font(), TITLE, QFont.Weight.DemiBold))
        self._caption = ElidedLabel()
        self._caption.setFont(scaled_font(self.font(), SMALL))
        self._caption.setProperty("kind", "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, 2 * GRID, GRID, GRID)
        layout.setSpacing(0)
        for label in (self._headline, self._caption):
            label.setContentsMargins(GRID, 0, GRID, 0)
            layout.addWidget(label)
        layout.insertSpacing(1, GRID // 2)
        layout.addSpacing(GRID)
        layout.addWidget(self.bars, 1)
        self._legend = ElidedLabel(clip_legend(), mode=Qt.TextElideMode.ElideRight)
        self._legend.setFont(scaled_font(self.font(), SMALL))
        self._legend.setProperty("kind", "muted")
        self._legend.setContentsMargins(GRID, 0, GRID, 0)
        self._legend.setMinimumHeight(self._legend.sizeHint().height())  # the bars stay where they are without it
        layout.addWidget(self._legend)

    @property
    def headline(self) -> str:
        """The large text."""
        return self._headline.text()

    @property
    def caption(self) -> str:
        """The small text under it."""
        return self._caption.text()

    def set_theme(self, theme: Theme) -> None:
        """Takes its colours from the theme."""
        self.bars.set_theme(theme)

    def set_order(self, order: BarOrder) -> None:
        """Sorts the bars."""
        self.bars.set_order(order)

    def set_numbers(self, shown: bool) -> None:
        """With or without percentages, in the headline as well."""
        self._numbers = shown
        self.bars.set_numbers(shown)
        if self._verdict is not None:
            self._say_verdict()

    def set_labels(self, labels: Sequence[str]) -> None:
        """Empty bars for these labels."""
        self.bars.set_labels(labels)

    def show_vote(self, vote: np.ndarray, clip: np.ndarray | None, caption: str) -> None:
        """The vote (C,) and the newest clip's posterior (C,), and where they come from."""
        self.bars.set_values(vote, clip)
        self._set_text(self._legend, clip_legend() if clip is not None else "")
        self._verdict = float(vote.max())
        self._set_text(self._caption, caption)
        self._say_verdict()

    def show_nothing(self, headline: str, caption: str) -> None:
        """Empty bars, and the reason why."""
        self.bars.set_values(None)
        self._set_text(self._legend, "")
        self._verdict = None
        self._set_text(self._headline, headline)
        self._set_text(self._caption, caption)

    def explain(self, caption: str) -> None:
        """Leaves headline and bars as they are, and says why they do not move any more."""
        self._set_text(self._caption, caption)

    def _say_verdict(self) -> None:
        assert self._verdict is not None
        winner = emotion_name(self.bars.winner or "")
        self._set_text(self._headline, f"{winner} {percent(self._verdict)}" if self._numbers else winner)

    @staticmethod
    def _set_text(label: QLabel, text: str) -> None:
        if text != label.text():  # setting the same text again would still lay out the panel anew, eight times a second
            label.setText(text)
