"""What a recording is to be called and to keep: two lines of the window, not a dialog."""

from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from fer_desktop.space_words import size_text
from fer_desktop.theme import GRID
from fer_desktop.widgets.labels import ElidedLabel, text_label
from fer_desktop.wording import keys_text

_RING = 4  # pixels that a check box keeps free around itself for the frame of the focus


class RecordBar(QFrame):
    """Hidden until `ask` is called.

    accepted: the recording is to begin as it stands here. folder_asked: another folder is to be chosen.
    """

    accepted = Signal()
    folder_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self._name, self._subject = QLineEdit(), QLineEdit()
        self._video = QCheckBox(self.tr("Keep the video too"))
        self._folder, self._space = ElidedLabel(), text_label(kind="muted")
        self._change = QPushButton(self.tr("Change…"))
        self._record, self._cancel = QPushButton(self.tr("Start recording")), QPushButton(self.tr("Cancel"))
        self._explain()
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID - _RING, GRID, 2 * GRID, GRID)
        column.setSpacing(GRID)
        column.addLayout(self._first_line())
        column.addLayout(self._second_line())
        for before, after in pairwise(
            (self._name, self._subject, self._video, self._change, self._record, self._cancel)
        ):
            QWidget.setTabOrder(before, after)  # what can be chosen comes before it begins
        for edit in (self._name, self._subject):
            edit.returnPressed.connect(self.accept)
        self._record.clicked.connect(self.accept)
        self._cancel.clicked.connect(self.hide)
        self._change.clicked.connect(self.folder_asked)
        self.hide()

    @property
    def name(self) -> str:
        """As typed, without blanks around it."""
        return self._name.text().strip()

    @property
    def subject(self) -> str:
        """As typed, without blanks around it."""
        return self._subject.text().strip()

    @property
    def video(self) -> bool:
        """Whether the pictures are to be kept."""
        return self._video.isChecked()

    def ask(self, folder: Path) -> None:
        """Shows the row with the cursor in its first field; nothing is left of what was asked for last time."""
        if not self.isVisible():
            self._name.clear()
            self._subject.clear()
            self._video.setChecked(False)
        self.show_folder(folder)
        self.show()
        self._name.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_folder(self, folder: Path) -> None:
        """Where the files go; how much room there is follows."""
        self._folder.setText(str(folder))
        self._space.clear()

    def show_space(self, free: int) -> None:
        """So many bytes are free in the folder."""
        self._space.setText(self.tr("{size} free").format(size=size_text(free)))

    def accept(self) -> None:
        """Takes it as it stands."""
        self.hide()
        self.accepted.emit()

    def _explain(self) -> None:
        self._name.setAccessibleName(self.tr("Name of the recording"))
        self._name.setToolTip(
            self.tr("Stands in the file names; the source's name if you leave it empty; for this recording only")
        )
        self._name.setPlaceholderText(self.tr("as the source"))
        self._subject.setAccessibleName(self.tr("Code of the subject"))
        self._subject.setToolTip(self.tr("A code for the person, not the person's name; for this recording only"))
        self._subject.setPlaceholderText(self.tr("none"))
        for edit in (self._name, self._subject):
            edit.setMaxLength(200)
        self._video.setToolTip(
            self.tr("Also write the pictures of this recording, as MP4; without this, only the scores are kept")
        )
        self._change.setToolTip(self.tr("Choose another folder for recordings"))
        self._record.setProperty("kind", "primary")
        self._record.setToolTip(self.tr("Start recording with these details ({keys})").format(keys=keys_text("Return")))
        self._cancel.setToolTip(self.tr("Close this row ({keys})").format(keys=keys_text("Esc")))

    def _first_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(_RING, 0, 0, 0)
        line.setSpacing(GRID)
        for text, edit in ((self.tr("&Name"), self._name), (self.tr("S&ubject code"), self._subject)):
            label = QLabel(text)
            label.setBuddy(edit)
            line.addWidget(label)
            line.addWidget(edit, 1)
            line.addSpacing(GRID)
        line.addWidget(self._record)
        line.addWidget(self._cancel)
        return line

    def _second_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addWidget(self._video)
        line.addSpacing(2 * GRID)
        line.addWidget(text_label(self.tr("Folder"), kind="muted"))
        line.addWidget(self._folder)
        line.addWidget(self._space)
        line.addWidget(self._change)
        line.addStretch(1)
        return line
