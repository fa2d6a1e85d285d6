"""The formats that sessions can be exported in, as a menu."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from core.exports.formats import FORMATS
from core.sessions.record import SessionInfo
from fer_desktop.sessions.words import format_title


class ExportMenu(QMenu):
    """chosen(ExportFormat): what was offered is wanted so."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._infos: Sequence[SessionInfo] = ()
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self.fill)

    def offer(self, infos: Sequence[SessionInfo]) -> None:
        """These sessions are to be exported."""
        self._infos = tuple(infos)

    def fill(self) -> None:
        """As the menu opens: whether a video is still there can change."""
        self.clear()
        missing = sum(info.video is None or not info.video.is_file() for info in self._infos)
        for one in FORMATS:
            action = self.addAction(format_title(one).replace("&", "&&"))
            action.triggered.connect(lambda _checked=False, one=one: self.chosen.emit(one))
            if one.needs_video and missing:
                action.setEnabled(False)
                action.setText(f"{action.text()}: {self._why_not(missing)}")
                action.setToolTip(self.tr("It is drawn on the video that belongs to the session"))

    def _why_not(self, missing: int) -> str:
        if len(self._infos) == 1:
            return self.tr("there is no video")
        return self.tr("{missing} of {total} have no video").format(missing=missing, total=len(self._infos))
