"""The only dialogs of the program: the system's own choosers of files and folders. None of them blocks the window."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

VIDEO_PATTERNS = "*.mp4 *.mov *.mkv *.avi *.flv *.webm *.gif *.m4v *.mpg *.mpeg *.wmv *.ts"


def choose_videos(parent: QWidget, folder: Path, then: Callable[[list[Path]], None]) -> QFileDialog:
    """Lets a person choose one or several videos; `then` gets their paths."""
    title = QCoreApplication.translate("choosers", "Open videos")
    videos = QCoreApplication.translate("choosers", "Videos")
    everything = QCoreApplication.translate("choosers", "All files")
    dialog = QFileDialog(parent, title, str(folder))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setNameFilters([f"{videos} ({VIDEO_PATTERNS} {VIDEO_PATTERNS.upper()})", f"{everything} (*)"])
    dialog.filesSelected.connect(lambda paths: then([Path(path) for path in paths]))
    dialog.open()
    return dialog


def choose_bundle_file(parent: QWidget, folder: Path, then: Callable[[Path], None]) -> QFileDialog:
    """Lets a person choose a .ferbundle file."""
    title = QCoreApplication.translate("choosers", "Open a bundle")
    bundles = QCoreApplication.translate("choosers", "Bundles")
    return _choose_file(parent, title, folder, then, f"{bundles} (*.ferbundle)")


def choose_encoder_file(parent: QWidget, folder: Path, then: Callable[[Path], None]) -> QFileDialog:
    """Lets a person choose the weights of an encoder."""
    title = QCoreApplication.translate("choosers", "Import an encoder")
    encoders = QCoreApplication.translate("choosers", "Encoders")
    return _choose_file(parent, title, folder, then, f"{encoders} (*.safetensors *.tar *.pth *.pt)")


def choose_folder(parent: QWidget, title: str, folder: Path, then: Callable[[Path], None]) -> QFileDialog:
    """Lets a person choose a folder."""
    dialog = _chooser(parent, title, folder, then)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.open()
    return dialog


def _choose_file(parent: QWidget, title: str, folder: Path, then: Callable[[Path], None], kind: str) -> QFileDialog:
    """kind: the name filter of what is looked for; all files can be shown as well."""
    everything = QCoreApplication.translate("choosers", "All files")
    dialog = _chooser(parent, title, folder, then)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters([kind, f"{everything} (*)"])
    dialog.open()
    return dialog


def _chooser(parent: QWidget, title: str, folder: Path, then: Callable[[Path], None]) -> QFileDialog:
    dialog = QFileDialog(parent, title, str(folder))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda path: then(Path(path)))
    return dialog
