"""The system's choosers for a file of settings. None of them blocks the window."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

NAME = "fer-desktop-settings.toml"


def choose_to_import(parent: QWidget, folder: Path, then: Callable[[Path], None]) -> QFileDialog:
    """Lets a person choose a file of settings that is there; `then` gets its path."""
    dialog = _chooser(parent, QCoreApplication.translate("settings_choosers", "Import settings"), folder, then)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.open()
    return dialog


def choose_to_export(parent: QWidget, folder: Path, then: Callable[[Path], None]) -> QFileDialog:
    """Lets a person say where settings go; asks before a file is replaced. `then` gets the path."""
    dialog = _chooser(parent, QCoreApplication.translate("settings_choosers", "Export settings"), folder, then)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setDefaultSuffix("toml")
    dialog.selectFile(NAME)
    dialog.open()
    return dialog


def _chooser(parent: QWidget, title: str, folder: Path, then: Callable[[Path], None]) -> QFileDialog:
    dialog = QFileDialog(parent, title, str(folder))
    settings = QCoreApplication.translate("settings_choosers", "Settings")
    everything = QCoreApplication.translate("settings_choosers", "All files")
    dialog.setNameFilters([f"{settings} (*.toml)", f"{everything} (*)"])
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda path: then(Path(path)))
    return dialog
