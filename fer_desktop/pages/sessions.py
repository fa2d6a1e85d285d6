"""The sessions: what was recorded or analysed, found again, named, exported, deleted."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from core.errors import FerError
from core.exports.formats import ExportFormat
from core.exports.naming import free_export_path
from core.sessions.record import SessionInfo, SessionState
from fer_desktop.choosers import choose_folder
from fer_desktop.export_job import ExportJob, ExportOutcome, Exports
from fer_desktop.language import translated
from fer_desktop.pages.reading import ReadingPage
from fer_desktop.privacy import shareable
from fer_desktop.sessions.delete_question import DeleteQuestion
from fer_desktop.sessions.exporting import choose_export
from fer_desktop.sessions.shelf import Shelf
from fer_desktop.sessions.words import format_title, sessions_text
from fer_desktop.sessions.worker import OpenStore
from fer_desktop.theme import GRID, Theme
from fer_desktop.widgets.session_browser import SessionBrowser
from fer_desktop.widgets.session_exports import ExportStrip
from fer_desktop.widgets.session_message import SessionMessage
from fer_desktop.widgets.session_search import KEYS as SEARCH_KEYS
from fer_desktop.wording import sentence

RENAME_KEYS = "F2"
_WIDEST = 1440  # pixels; a table is no text, and yet the eye has to find its way back
_SEARCH_MS = 120  # after the last letter
_LOOK_MS = 120  # that a session has to be chosen before it is read: whoever walks through the list reads none
_FOLLOW_MS = 2000  # while something is being recorded


class SessionsPage(ReadingPage):
    """open_asked(session_id): it is to be looked at on the timeline. failed(error): for a message in the window.

    told(str): short news. export_done(ExportJob, ExportOutcome). folder_used(Path): exports went there.
    export_folder: where exports are proposed to go.
    """

    open_asked = Signal(str)
    failed = Signal(object)
    told = Signal(str)
    export_done = Signal(object, object)
    folder_used = Signal(object)

    def __init__(self, open_store: OpenStore, parent: QWidget | None = None) -> None:
        """open_store: opens the sessions for the thread that calls it. Nothing is opened before the page is shown."""
        super().__init__(self.tr("Sessions"), parent)
        self.export_folder = Path.home()
        self.shelf, self.exports = Shelf(open_store, self), Exports(open_store, self)
        self.browser, self.strip = SessionBrowser(self._edit), ExportStrip(self.exports)
        self.question = DeleteQuestion(self)
        self.empty = SessionMessage("record", self.tr("There are no sessions yet"), self._what_they_are())
        again = self.tr("Try again"), self.tr("Open the sessions once more")
        self.trouble = SessionMessage("warning", "", "", *again)
        self._body = QStackedWidget()
        self._search_timer = self._timer(_SEARCH_MS, self.refresh)
        self._look_timer = self._timer(_LOOK_MS, self._look)
        self._follow_timer = self._timer(_FOLLOW_MS, self.refresh)
        self._fill()
        self._connect()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        self.refresh()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        super().hideEvent(event)
        self.browser.details.keep()
        for timer in (self._search_timer, self._look_timer, self._follow_timer):
            timer.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Space:  # nothing to scroll, and nothing to start
            event.accept()
        else:
            super().keyPressEvent(event)

    def set_theme(self, theme: Theme) -> None:
        """Hands the theme on."""
        super().set_theme(theme)
        for part in (self.browser, self.strip, self.empty, self.trouble):
            part.set_theme(theme)

    def take_focus(self) -> None:
        """The page has been opened: the keyboard walks through the list."""
        if self._body.currentWidget() is self.browser:
            self.browser.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Looks again which sessions there are."""
        words = self.browser.search.text().strip()
        try:
            sessions = self.shelf.sessions(words)
        except FerError as error:
            where = shareable(error.where)
            self.trouble.say(sentence(translated(error.what)), f"{where}\n{sentence(translated(error.hint))}")
            self._body.setCurrentWidget(self.trouble)
            return
        self._body.setCurrentWidget(self.browser if sessions or words or self.shelf.deleting else self.empty)
        self.browser.show_sessions(sessions, self.shelf.deleting)
        if self.isVisible() and any(info.state is SessionState.OPEN for info in sessions):
            self._follow_timer.start()

    def export(self, chosen: ExportFormat) -> None:
        """Asks where to, then exports what is chosen."""
        self.browser.details.keep()  # a name that is being typed becomes the file's
        infos = self.browser.list.picked()
        if len(infos) > 1:
            title = self.tr("Export {sessions}: {format}").format(
                sessions=sessions_text(len(infos)), format=format_title(chosen)
            )
            choose_folder(self, title, self.export_folder, partial(self._export_to, infos, chosen))
        elif infos:
            proposed = free_export_path(self.export_folder, infos[0], chosen)
            choose_export(self, proposed, chosen, partial(self._export_to, infos, chosen))

    def ask_to_delete(self) -> None:
        """Asks, then deletes what is chosen; says why not where that cannot be."""
        infos, obstacle = self.browser.list.picked(), self.browser.details.buttons.why_not_delete
        if obstacle:
            self.told.emit(obstacle)
        elif infos:
            self.question.ask(self, infos)

    def end_work(self, timeout: float) -> bool:
        """The window closes: keeps what is being typed, ends exports. False: a thread is left after `timeout` s."""
        self.browser.details.keep()
        exported = self.exports.close(timeout / 2)
        return self.shelf.close(timeout / 2) and exported

    def _edit(self, session_id: str, field: str, text: str) -> str | None:
        info = self.shelf.edit(session_id, field, text)
        if info is None:
            return None
        self.browser.list.table.change(info)
        self.browser.details.show_change(info)
        return str(getattr(info, field))

    def _on_chosen(self) -> None:
        infos = self.browser.list.picked()
        only = infos[0] if len(infos) == 1 else None
        look = self.shelf.look(only) if only else None
        self.browser.details.show_picked(infos, self.shelf.thumbnail(only) if only else None, look)
        if only and look is None and self.isVisible():
            self._look_timer.start()

    def _look(self) -> None:
        info = self.browser.details.info
        if info is not None and self.shelf.look(info) is None:
            self.shelf.ask_for_look(info)

    def _on_looked(self, session_id: str) -> None:
        info = self.browser.details.info
        if info is not None and info.session_id == session_id and (look := self.shelf.look(info)) is not None:
            self.browser.details.show_look(look)

    def _open_chosen(self) -> None:
        if (info := self.browser.details.info) is not None:
            self._open(info.session_id)

    def _open(self, session_id: str) -> None:
        self.browser.details.keep()
        self.open_asked.emit(session_id)

    def _delete(self, session_ids: Sequence[str]) -> None:
        self.browser.details.forget()  # what is being typed about it is not wanted any more
        self.shelf.delete(session_ids)
        self.refresh()

    def _on_deleted(self, number: int) -> None:
        self.refresh()
        if number:
            self.told.emit(self.tr("%n session(s) deleted for good", "", number))

    def _export_to(self, infos: Sequence[SessionInfo], chosen: ExportFormat, target: Path, force: bool = False) -> None:
        self.export_folder = target if len(infos) > 1 else target.parent
        self.folder_used.emit(self.export_folder)
        self.exports.ask(ExportJob(infos, chosen, target, force))

    def _on_exported(self, job: ExportJob, outcome: ExportOutcome) -> None:
        if (error := outcome.error(job)) is not None:
            self.failed.emit(error)
        text = self.strip.done_text(job, outcome)
        if text and not (self.isVisible() and self.exports.current is None):  # the strip says it otherwise
            self.told.emit(text)
        self.export_done.emit(job, outcome)

    def _what_they_are(self) -> str:
        return self.tr(
            "A session keeps what was read from a camera, a stream or a video, so that you can look at it again and "
            "take it into other programs. Record while an analysis is on, or open a video: it appears here by itself."
        )

    def _connect(self) -> None:
        browser, buttons = self.browser, self.browser.details.buttons
        browser.searched.connect(self._search_timer.start)
        browser.list.chosen.connect(self._on_chosen)
        browser.list.opened.connect(self._open)
        browser.list.delete_asked.connect(self.ask_to_delete)
        buttons.open_asked.connect(self._open_chosen)
        buttons.export_asked.connect(self.export)
        buttons.delete_asked.connect(self.ask_to_delete)
        self.question.confirmed.connect(self._delete)
        assert self.trouble.button is not None
        self.trouble.button.clicked.connect(self.refresh)
        self.shelf.failed.connect(self.failed)
        self.shelf.looked.connect(self._on_looked)
        self.shelf.deleted.connect(self._on_deleted)
        self.exports.ended.connect(self._on_exported)
        self.exports.broke.connect(self.failed)
        for keys, action in ((SEARCH_KEYS, browser.look_for), (RENAME_KEYS, browser.details.rename)):
            QShortcut(QKeySequence(keys), self, action, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _timer(self, interval: int, action: object) -> QTimer:
        timer = QTimer(self, interval=interval, singleShot=True)
        timer.timeout.connect(action)
        return timer

    def _fill(self) -> None:
        """The page is looked through, not read: it takes the whole width, and its parts scroll by themselves."""
        for part in (self.browser, self.empty, self.trouble):
            self._body.addWidget(part)
        inner = self.reader.parentWidget()
        assert inner is not None
        inner.setMaximumWidth(_WIDEST)
        column = inner.layout()
        assert isinstance(column, QVBoxLayout)
        column.replaceWidget(self.reader, self._body)
        self.reader.hide()
        column.setStretchFactor(self._body, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)  # below the list and the details
        foot.addWidget(self.strip)
        column.insertLayout(column.indexOf(self._body) + 1, foot)
