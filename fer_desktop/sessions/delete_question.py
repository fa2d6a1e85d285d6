"""The question before sessions are deleted for good."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from core.sessions.record import SessionInfo
from fer_desktop.sessions.words import sessions_text

_LONGEST = 60  # characters of a name in the question


class DeleteQuestion(QObject):
    """Asks once at a time, without holding up anything. confirmed(session_ids): these are to be deleted."""

    confirmed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.box: QMessageBox | None = None

    def ask(self, window: QWidget, sessions: Sequence[SessionInfo]) -> None:
        """Shows the question over `window`; whoever presses Enter without reading loses nothing."""
        if self.box is not None:
            return
        self.box = box = QMessageBox(window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setTextFormat(Qt.TextFormat.PlainText)  # a name may look like anything
        if len(sessions) == 1:
            name = _short(sessions[0].title)
            box.setWindowTitle(self.tr("Delete a session"))
            box.setText(self.tr("Delete the session “{name}” for good?").format(name=name))
        else:
            box.setWindowTitle(self.tr("Delete sessions"))
            box.setText(self.tr("Delete {sessions} for good?").format(sessions=sessions_text(len(sessions))))
        box.setInformativeText(
            self.tr(
                "Its readings, notes and picture are overwritten in the database. This cannot be undone. "
                "Files that were exported or recorded stay, and so do videos."
            )
            if len(sessions) == 1
            else self.tr(
                "Their readings, notes and pictures are overwritten in the database. This cannot be undone. "
                "Files that were exported or recorded stay, and so do videos."
            )
        )
        delete = box.addButton(self.tr("Delete"), QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton(self.tr("Keep"), QMessageBox.ButtonRole.RejectRole)
        delete.setToolTip(self.tr("Delete for good"))
        keep.setToolTip(self.tr("Change nothing"))
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        ids = tuple(info.session_id for info in sessions)
        box.finished.connect(lambda _result: self._answered(box.clickedButton() is delete, ids))
        box.open()

    def _answered(self, delete: bool, ids: tuple[str, ...]) -> None:
        box, self.box = self.box, None
        if box is not None:
            box.deleteLater()
        if delete:
            self.confirmed.emit(ids)


def _short(name: str) -> str:
    name = " ".join(name.split())
    return name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…"
