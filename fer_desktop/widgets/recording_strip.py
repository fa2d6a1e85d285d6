"""Says that a recording is on, what it keeps and where, and lets it be paused and stopped."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from core.disk_space import Space
from fer_desktop.space_words import space_text
from fer_desktop.theme import GRID
from fer_desktop.widgets.labels import SMALL, ElidedLabel, restyle, scaled_font, text_label
from fer_desktop.wording import duration, keys_text, rows_text

PAUSE_KEYS, STOP_KEYS = "Ctrl+P", "Ctrl+R"  # of the actions as well


class RecordingStrip(QFrame):
    """Hidden while nothing is recorded. pause_asked: pause, or go on. stop_asked: complete the files."""

    pause_asked = Signal()
    stop_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self._state = text_label(scale=SMALL, bold=True, kind="danger")
        self._video = text_label(scale=SMALL, bold=True)
        self._where = ElidedLabel()
        self._where.setFont(scaled_font(self.font(), SMALL))
        self._rows = text_label(scale=SMALL, kind="muted")
        self._space = text_label(scale=SMALL, kind="muted")
        self.pause, self.stop = QPushButton(), QPushButton(self.tr("Stop recording"))
        self.stop.setToolTip(self.tr("Complete the recording ({keys})").format(keys=keys_text(STOP_KEYS)))
        self.pause.clicked.connect(self.pause_asked)
        self.stop.clicked.connect(self.stop_asked)
        self._say_pause(False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * GRID, GRID // 2, 2 * GRID, GRID // 2)
        layout.setSpacing(2 * GRID)
        layout.addWidget(self._state)
        layout.addWidget(self._video)
        layout.addWidget(self._where, 1)
        for label in (self._rows, self._space):
            layout.addWidget(label, 0, Qt.AlignmentFlag.AlignRight)
        for button in (self.pause, self.stop):
            button.setMinimumWidth(10 * GRID)  # the text of one of them changes
            layout.addWidget(button)
        self.hide()

    @property
    def text(self) -> str:
        """All that it says."""
        labels = (self._state, self._video, self._where, self._rows, self._space)
        return " ".join(label.text() for label in labels if label.text())

    def show_waiting(self, video: bool) -> None:
        """The recording is asked for and begins with the analysis."""
        self._state.setText(self.tr("○ Ready to record"))
        restyle(self._state, "muted")  # nothing is recorded yet, and nothing should look like it
        self._where.setText(self.tr("The file begins when the analysis starts"))
        self._rows.clear()
        self._space.clear()
        self.pause.setEnabled(False)
        self._say_pause(False)
        self.show_video(video)
        self.show()

    def show_path(self, path: Path) -> None:
        """Rows go to this file from now on."""
        self._where.setText(str(path))
        self.show()

    def show_progress(self, elapsed: float, rows: int, *, paused: bool) -> None:
        """So many seconds without pauses, and so many rows, by now."""
        text = self.tr("○ Paused at {time}") if paused else self.tr("● Recording {time}")
        self._state.setText(text.format(time=duration(elapsed)))
        restyle(self._state, "danger")
        self._rows.setText(rows_text(rows))
        self.pause.setEnabled(True)
        self._say_pause(paused)

    def show_video(self, kept: bool, dropped: int = 0) -> None:
        """Says that the pictures are kept, and how many were not; or says nothing about them."""
        texts = [self.tr("Video is kept")] if kept else []
        if kept and dropped:
            texts.append(self.tr("%n picture(s) left out", "", dropped))
        self._video.setText(", ".join(texts))
        self._video.setToolTip(self.tr("The pictures are written to an MP4 file beside the CSV file") if kept else "")
        self._video.setVisible(kept)

    def show_space(self, space: Space | None) -> None:
        """What is left on the disk; None: nobody knows."""
        scarce = space is not None and space.scarce
        text = space_text(space) if space else ""
        self._space.setText(self.tr("Only {space}").format(space=text) if scarce else text)
        restyle(self._space, "danger" if scarce else "muted")

    def _say_pause(self, paused: bool) -> None:
        text = self.tr("Go on") if paused else self.tr("Pause")
        if self.pause.text() != text:
            self.pause.setText(text)
            tip = self.tr("Go on recording ({keys})") if paused else self.tr("Pause the recording ({keys})")
            self.pause.setToolTip(tip.format(keys=keys_text(PAUSE_KEYS)))
            self.pause.setAccessibleName(self.tr("Go on recording") if paused else self.tr("Pause the recording"))
