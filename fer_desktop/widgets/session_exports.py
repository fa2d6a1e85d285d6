"""How far an export is, and where it is when it is done."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QToolButton, QVBoxLayout, QWidget

from fer_desktop.export_job import ExportJob, ExportOutcome, Exports
from fer_desktop.icons import icon
from fer_desktop.sessions.words import format_title
from fer_desktop.theme import GRID, Theme
from fer_desktop.widgets.labels import SMALL, ElidedLabel, text_label

_STEPS = 1000  # of the bar


class ExportStrip(QFrame):
    """Hidden while there is nothing to say."""

    def __init__(self, exports: Exports, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._exports, self._folder = exports, Path()
        self.line, self.bar, self.waiting = ElidedLabel(), QProgressBar(), text_label(scale=SMALL, kind="muted")
        self.cancel, self.show_folder = QPushButton(self.tr("Cancel")), QPushButton(self.tr("Show the folder"))
        self.close_ = QToolButton()
        self._lay_out()
        exports.moved.connect(self._on_moved)
        exports.ended.connect(self._on_ended)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Draws the icon in the theme's colours."""
        self.close_.setIcon(icon("close", theme.text, 16))

    def done_text(self, job: ExportJob, outcome: ExportOutcome) -> str:
        """What has become of an export, in one sentence; "" for one that failed altogether."""
        files = outcome.written
        if outcome.cancelled:
            return self.tr("The export was cancelled; %n file(s) had been written", "", len(files))
        if not files:
            return ""
        if not job.several:
            return self.tr("Exported: {path}").format(path=files[0])
        return self.tr("%n file(s) exported to {folder}", "", len(files)).format(folder=job.target)

    def _on_moved(self) -> None:
        job = self._exports.current
        if job is None:
            self.hide()  # what is to be said at the end comes next
            return
        number = min(max(job.begun, 1), len(job.sessions))
        line = self.tr("Exporting “{name}”: {format}")
        if job.several:
            line = self.tr("Exporting {number} of {total}, “{name}”: {format}")
        title = job.sessions[number - 1].title
        self.line.setText(
            line.format(number=number, total=len(job.sessions), name=title, format=format_title(job.format))
        )
        self.bar.setValue(round(job.whole_share * _STEPS))
        waiting = self._exports.waiting
        self.waiting.setText(self.tr("%n more wait(s)", "", waiting) if waiting else "")
        self._show_working(True)

    def _on_ended(self, job: ExportJob, outcome: ExportOutcome) -> None:
        text = self.done_text(job, outcome)
        if self._exports.current is not None or not text:
            return
        self._folder = job.target if job.several else job.target.parent
        self.line.setText(text)
        self._show_working(False)
        self.show_folder.setVisible(bool(outcome.written))

    def _show_working(self, working: bool) -> None:
        self.bar.setVisible(working)
        self.cancel.setVisible(working)
        self.waiting.setVisible(working and bool(self.waiting.text()))
        self.show_folder.setVisible(not working)
        self.close_.setVisible(not working)
        self.show()

    def _lay_out(self) -> None:
        self.bar.setRange(0, _STEPS)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.cancel.setToolTip(self.tr("End this export; files that are complete stay"))
        self.cancel.clicked.connect(self._exports.cancel)
        self.show_folder.setToolTip(self.tr("Open the folder of what was exported"))
        self.show_folder.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder))))
        self.close_.setProperty("kind", "plain")
        self.close_.setToolTip(self.tr("Close this message"))
        self.close_.setAccessibleName(self.close_.toolTip())
        self.close_.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.close_.clicked.connect(self.hide)
        words = QVBoxLayout()
        words.setSpacing(GRID // 2)
        words.addWidget(self.line)
        words.addWidget(self.bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID, 2 * GRID - 4, GRID)
        row.setSpacing(GRID)
        row.addLayout(words, 1)
        for widget in (self.waiting, self.cancel, self.show_folder, self.close_):
            row.addWidget(widget)
