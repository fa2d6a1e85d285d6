"""The verdict in words, above the bars."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from fer_desktop.theme import GRID, Theme
from fer_desktop.widgets.emotion_bars import EmotionBars
from fer_desktop.widgets.labels import SMALL, TITLE, ElidedLabel, scaled_font, text_label
from fer_desktop.wording import emotion_name, percent


class EmotionPanel(QFrame):
    """A headline such as "Happy 83 %", one line on where it comes from, and the bars."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.bars = EmotionBars()
        self._headline = text_label(scale=TITLE, bold=True)
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

    def set_labels(self, labels: Sequence[str]) -> None:
        """Empty bars for these labels."""
        self.bars.set_labels(labels)

    def show_vote(self, vote: np.ndarray, clip: np.ndarray | None, caption: str) -> None:
        """The vote (C,) and the newest clip's posterior (C,), and where they come from."""
        self.bars.set_values(vote, clip)
        self._say(f"{emotion_name(self.bars.winner or '')}  {percent(float(vote.max()))}", caption)

    def show_nothing(self, headline: str, caption: str) -> None:
        """Empty bars, and the reason why."""
        self.bars.set_values(None)
        self._say(headline, caption)

    def freeze(self, caption: str) -> None:
        """Leaves the bars as they are, and says why they do not move any more."""
        self._say(self.headline, caption)

    def _say(self, headline: str, caption: str) -> None:
        # Setting the same text again would still lay out the panel anew, eight times a second.
        if headline != self._headline.text():
            self._headline.setText(headline)
        if caption != self._caption.text():
            self._caption.setText(caption)
