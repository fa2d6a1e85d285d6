"""The only dialogs of the program: the system's own choosers of files and folders. None of them blocks the window."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

VIDEO_PATTERNS = "*.mp4 *.mov *.mkv *.avi *.flv *.webm *.gif *.m4v *.mpg *.mpeg *.wmv *.ts"


def choose_video(parent: QWidget, folder: Path, then: Callable[[Path], None]) -> QFileDialog:
    """Lets a person choose a video; `then` gets its path."""
    dialog = _chooser(parent, QCoreApplication.translate("choosers", "Open a video"), folder, then)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    videos = QCoreApplication.translate("choosers", "Videos")
    dialog.setNameFilters([f"{videos} ({VIDEO_PATTERNS} {VIDEO_PATTERNS.upper()})", _everything()])
    dialog.open()
    return dialog


def choose_bundle_file(parent: QWidget, folder: Path, then: Callable[[Path], None]) -> QFileDialog:
    """Lets a person choose a .ferbundle file."""
    dialog = _chooser(parent, QCoreApplication.translate("choosers", "Open a bundle"), folder, then)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters([f"{QCoreApplication.translate('choosers', 'Bundles')} (*.ferbundle)", _everything()])
    dialog.open()
    return dialog


def choose_encoder_file(parent: QWidget, folder: Path, then: Callable[[Path], None]) -> QFileDialog:
    """Lets a person choose the weights of an encoder."""
    dialog = _chooser(parent, QCoreApplication.translate("choosers", "Import an encoder"), folder, then)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    encoders = QCoreApplication.translate("choosers", "Encoders")
    dialog.setNameFilters([f"{encoders} (*.safetensors *.tar *.pth *.pt)", _everything()])
    dialog.open()
    return dialog


def choose_folder(parent: QWidget, title: str, folder: Path, then: Callable[[Path], None]) -> QFileDialog:
    """Lets a person choose a folder."""
    dialog = _chooser(parent, title, folder, then)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.open()
    return dialog


def _chooser(parent: QWidget, title: str, folder: Path, then: Callable[[Path], None]) -> QFileDialog:
    dialog = QFileDialog(parent, title, str(folder))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda path: then(Path(path)))
    return dialog


def _everything() -> str:
    files = QCoreApplication.translate("choosers", "All files")
    return f"{files} (*)"
