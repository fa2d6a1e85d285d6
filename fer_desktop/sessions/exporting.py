"""Asks where exports are to go, and before a file is replaced. Nothing blocks the window."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from core.exports.formats import ExportFormat
from fer_desktop.sessions.words import format_title

Then = Callable[[Path, bool], None]
"""Gets the file, and whether what is there already is to be replaced."""


def choose_export(parent: QWidget, path: Path, chosen: ExportFormat, then: Then) -> QFileDialog:
    """Lets a person choose the file of an export; `path` is what is proposed."""
    title = QCoreApplication.translate("session_words", "Export a session: {format}")
    dialog = QFileDialog(parent, title.format(format=format_title(chosen)), str(path.parent))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    # The system's choosers ask before they know the suffix: it is asked here, about the file that is meant.
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
    dialog.setDefaultSuffix(chosen.suffix.lstrip("."))
    dialog.setNameFilters([f"{format_title(chosen)} (*{chosen.suffix})"])
    dialog.selectFile(path.name)
    dialog.fileSelected.connect(lambda name: _confirm(parent, Path(name), then))
    dialog.open()
    return dialog


def _confirm(parent: QWidget, path: Path, then: Then) -> None:
    if not path.exists() and not path.is_symlink():
        then(path, False)
        return
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(QCoreApplication.translate("session_words", "The file exists already"))
    box.setTextFormat(Qt.TextFormat.PlainText)
    question = QCoreApplication.translate("session_words", "{name} exists already. Replace it?")
    box.setText(question.format(name=path.name))
    box.setInformativeText(QCoreApplication.translate("session_words", "What it holds now is lost then."))
    replace = box.addButton(QCoreApplication.translate("session_words", "Replace"), QMessageBox.ButtonRole.AcceptRole)
    keep = box.addButton(QCoreApplication.translate("session_words", "Keep it"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    box.finished.connect(lambda _result: then(path, True) if box.clickedButton() is replace else None)
    box.open()
