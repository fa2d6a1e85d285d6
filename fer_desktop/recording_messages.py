"""What is said about a recording above the page: one message at a time on its end and its disk, never an old one."""

from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from core.disk_space import Space
from core.errors import FerError
from core.recording_plan import Notice
from fer_desktop.hooks import details
from fer_desktop.language import translated
from fer_desktop.space_words import space_text
from fer_desktop.widgets.banner import Banner, BannerArea
from fer_desktop.wording import rows_text, sentence

_TOPIC = "recording"  # what becomes of it and what the disk has to do with that: the newest is all that is true
_ROWS, _VIDEO, _STORE = "recording-rows", "recording-video", "recording-store"


class RecordingMessages(QObject):
    """Puts messages into the banners, and takes those away that a later one makes untrue."""

    def __init__(self, banners: BannerArea, parent: QObject) -> None:
        super().__init__(parent)
        self._banners = banners
        self._on_disk: Banner | None = None  # the message on the disk, whose figure changes
        self._video_ended = False

    def begin(self) -> None:
        """Another recording: nothing that was said about the one before is about this one."""
        self._on_disk, self._video_ended = None, False
        for topic in (_TOPIC, _ROWS, _VIDEO, _STORE):
            self._banners.take_away(topic)

    def show_finished(self, path: Path | None, rows: int) -> None:
        """The recording is complete."""
        self._on_disk = None
        if path is None:
            nothing = self.tr("Nothing was recorded: no clip was analysed meanwhile")
            self._banners.show_message("warning", nothing, topic=_TOPIC)
            return
        title = self.tr("{rows} recorded").format(rows=rows_text(rows))
        text = self.tr("The video ended before the scores.") if self._video_ended else ""
        banner = self._banners.show_message("saved", title, text, where=str(path), topic=_TOPIC)
        folder = QUrl.fromLocalFile(str(path.parent))
        banner.add_action(self.tr("Show folder"), lambda: QDesktopServices.openUrl(folder))

    def show_failed(self, error: Exception, kept: Path | None) -> None:
        """The recording had to stop: why, what becomes of it, and what a person can do."""
        self._on_disk = None
        reason, hint = self.tr("a mistake in the program"), self.tr("It has been written to the log file.")
        where = "" if kept is None else str(kept)
        if isinstance(error, FerError):
            reason, hint, where = translated(error.what), sentence(translated(error.hint)), where or error.where
        title = self.tr("The recording has ended: {reason}") if kept else self.tr("Nothing is recorded: {reason}")
        text = f"{self.tr('What was recorded until then is kept.')} {hint}" if kept else hint
        self._banners.show_message(
            "error", title.format(reason=reason), text, where=where, details=details(error), topic=_TOPIC
        )

    def show_called_off(self) -> None:
        """The run that the recording waited for could not begin."""
        title = self.tr("Nothing is recorded: the analysis could not begin")
        self._banners.show_message("warning", title, self.tr("Press Record again for the next source."), topic=_TOPIC)

    def show_notice(self, notice: Notice, error: Exception | None, space: Space | None) -> None:
        """Something that the recording goes on with. space: what is left on the disk, None if it is over meanwhile."""
        if notice is Notice.ROWS_LOST:
            title = self.tr("The disk is too slow: readings are missing in the recording")
            text = self.tr("Choose a folder on another disk for the next recording.")
            self._banners.show_message("warning", title, text, topic=_ROWS)
            return
        if notice is Notice.NOT_STORED:
            title = self.tr("This recording is not in the list of sessions: {reason}")
            reason = translated(error.what) if isinstance(error, FerError) else str(error)
            text = self.tr("Its files are written as before.")
            where = error.where if isinstance(error, FerError) else ""
            self._banners.show_message("warning", title.format(reason=reason), text, where=where, topic=_STORE)
            return
        self._video_ended = self._video_ended or notice is Notice.VIDEO_ENDED
        if space is not None and space.scarce:
            self._on_disk = self._banners.show_message("warning", *self._disk_words(space), topic=_TOPIC)
        elif notice is Notice.VIDEO_ENDED:
            text = sentence(translated(error.what)) if isinstance(error, FerError) else ""
            self._banners.show_message("warning", self._without_video(), text, topic=_VIDEO)

    def refresh(self, space: Space | None) -> None:
        """The message on the disk says how much is left now."""
        if space is not None and any(banner is self._on_disk for banner in self._banners.banners()):
            assert self._on_disk is not None
            self._on_disk.say(*self._disk_words(space))

    def _disk_words(self, space: Space) -> tuple[str, str]:
        title = self.tr("The disk is almost full: {space}").format(space=space_text(space))
        text = self.tr("Free some space. Otherwise the recording is completed before nothing fits any more.")
        return (self._without_video(), f"{sentence(title)} {text}") if self._video_ended else (title, text)

    def _without_video(self) -> str:
        return self.tr("The video is not kept any longer. The scores are.")
