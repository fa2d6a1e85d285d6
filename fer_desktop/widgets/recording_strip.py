"""Says that a recording is on, and where it goes."""

import time
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from fer_desktop.theme import GRID
from fer_desktop.widgets.labels import SMALL, ElidedLabel, scaled_font, text_label
from fer_desktop.wording import duration, rows_text


class RecordingStrip(QFrame):
    """Hidden while nothing is recorded."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self._began = 0.0
        self._state = text_label(scale=SMALL, bold=True, kind="danger")
        self._where = ElidedLabel()
        self._where.setFont(scaled_font(self.font(), SMALL))
        self._rows = text_label(scale=SMALL, kind="muted")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * GRID, GRID // 2, 2 * GRID, GRID // 2)
        layout.setSpacing(2 * GRID)
        layout.addWidget(self._state)
        layout.addWidget(self._where, 1)
        layout.addWidget(self._rows, 0, Qt.AlignmentFlag.AlignRight)
        self.hide()

    @property
    def text(self) -> str:
        """All that it says."""
        return " ".join((self._state.text(), self._where.text(), self._rows.text())).strip()

    def show_waiting(self) -> None:
        """The recording is asked for and begins with the first reading."""
        self._state.setText(self.tr("● Ready to record"))
        self._where.setText(self.tr("The file begins when the analysis starts"))
        self._rows.setText("")
        self.show()

    def show_path(self, path: Path) -> None:
        """Rows go to this file from now on."""
        self._began = time.monotonic()
        self._where.setText(str(path))
        self.show_rows(0)
        self.show()

    def show_rows(self, rows: int) -> None:
        """So many rows have been written."""
        elapsed = duration(time.monotonic() - self._began)
        self._state.setText(self.tr("● Recording {time}").format(time=elapsed))
        self._rows.setText(rows_text(rows))
