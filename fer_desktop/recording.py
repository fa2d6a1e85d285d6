"""What a person sees of a recording: the button, the strip, and the message that says where the file is."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QDesktopServices

from core.errors import OutputError
from fer_desktop.recorder import Recorder
from fer_desktop.settings import Settings
from fer_desktop.widgets.banner import BannerArea
from fer_desktop.widgets.recording_strip import RecordingStrip
from fer_desktop.widgets.tool_bar import ToolBar
from fer_desktop.wording import rows_text


class Recording(QObject):
    """Hands the button's wishes to the recorder, and shows what the recorder tells."""

    def __init__(
        self, recorder: Recorder, bar: ToolBar, strip: RecordingStrip, banners: BannerArea, settings: Settings
    ) -> None:
        super().__init__(bar)
        self._recorder, self._bar, self._strip = recorder, bar, strip
        self._banners, self._settings = banners, settings
        bar.record_toggled.connect(self._on_wanted)
        # The recorder speaks from other threads.
        queued = Qt.ConnectionType.QueuedConnection
        recorder.started.connect(strip.show_path, queued)
        recorder.finished.connect(self._on_finished, queued)
        recorder.failed.connect(self._on_failed, queued)

    def refresh(self) -> None:
        """Shows how many rows there are by now."""
        if self._recorder.path is not None:
            self._strip.show_rows(self._recorder.rows)

    def _on_wanted(self, wanted: bool) -> None:
        if wanted:
            self._strip.show_waiting()
            self._recorder.start(self._settings.recording_folder)
        else:
            self._strip.hide()
            self._recorder.stop()

    def _on_finished(self, path: Path | None, rows: int) -> None:
        self._show_whether_wanted()
        if path is None:
            self._banners.show_message("warning", self.tr("Nothing was recorded: no clip was analysed meanwhile"))
            return
        title = self.tr("{rows} recorded").format(rows=rows_text(rows))
        banner = self._banners.show_message("saved", title, where=str(path))
        folder = QUrl.fromLocalFile(str(path.parent))
        banner.add_action(self.tr("Show folder"), lambda: QDesktopServices.openUrl(folder))

    def _on_failed(self, error: OutputError, kept: Path | None) -> None:
        self._show_whether_wanted()
        self._banners.show_error(error)
        if kept is not None:
            self._banners.show_message("warning", self.tr("What was recorded until then is kept"), where=str(kept))

    def _show_whether_wanted(self) -> None:
        # A slow disk tells the end of one recording when the next one is already on.
        if not self._recorder.wanted:
            self._strip.hide()
            self._bar.show_recording(False)
