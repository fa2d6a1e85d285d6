"""What is asked below an encoder: how it is to be downloaded, and whether it is really to be removed."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QHBoxLayout, QPushButton, QRadioButton, QVBoxLayout, QWidget

from core.disk_space import free_bytes
from fer_desktop.encoder_facts import EncoderFacts
from fer_desktop.space_words import size_text
from fer_desktop.theme import GRID
from fer_desktop.widgets.labels import SMALL, text_label

_INDENT = 20 + 2 * GRID  # pixels: below the title of the encoder


class Panel(QWidget):
    """A question with two answers. closed: the person wants nothing."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(_INDENT, GRID, 0, 0)
        self.column.setSpacing(GRID // 2)
        self.yes, self.no = QPushButton(), QPushButton(self.tr("Cancel"))
        self.no.setProperty("kind", "plain")
        self.no.setToolTip(self.tr("Change nothing"))
        self.no.clicked.connect(self.closed)

    def stops(self) -> list[QWidget]:
        """Where the keyboard comes by, in order."""
        return [self.no, self.yes]

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        # Enter on a choice does what the panel is for; else the window presses what has the focus.
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not enter or not self.yes.isEnabled() or self.focusWidget() in (self.yes, self.no):
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.yes.click()

    def add_answers(self, extra: QWidget | None = None) -> None:
        """The last row; extra: what stands at its left."""
        row = QHBoxLayout()
        row.setContentsMargins(0, GRID // 2, 0, 0)
        row.setSpacing(GRID)
        if extra is not None:
            row.addWidget(extra, 1)
        else:
            row.addStretch(1)
        row.addWidget(self.no)
        row.addWidget(self.yes)
        self.column.addLayout(row)


class GetPanel(Panel):
    """asked(dtype): download it, and keep it as "fp32" or "bf16"."""

    asked = Signal(str)

    def __init__(self, facts: EncoderFacts, folder: Path) -> None:
        super().__init__()
        host = self.tr("{size} or so are downloaded from {host}; only the encoder itself is kept, as:")
        lead = text_label(host.format(size=size_text(facts.download), host=facts.host))
        lead.setWordWrap(True)
        self.column.addWidget(lead)
        self.obstacle = text_label(facts.obstacle, kind="warning")
        self.obstacle.setWordWrap(True)
        names = {
            "fp32": (self.tr("32 bit, {size}: exactly as published"), self.tr("Every number as it was published")),
            "bf16": (self.tr("16 bit, {size}: readings differ slightly"), self.tr("bfloat16: half the room")),
        }
        self.choices: dict[str, QRadioButton] = {}
        group = QButtonGroup(self)
        for dtype, size in facts.kept:
            text, tip = names[dtype]
            self.choices[dtype] = choice = QRadioButton(text.format(size=size_text(size)))
            choice.setToolTip(tip)
            group.addButton(choice)
            self.column.addWidget(choice, 0, Qt.AlignmentFlag.AlignLeft)
        self.choices["fp32"].setChecked(True)
        self.agreed = QCheckBox(self.tr("I use it for non-commercial purposes only, as its licence demands"))
        self.agreed.setToolTip(self.tr("{licence}: {means}").format(licence=facts.licence, means=facts.licence_means))
        self.agreed.toggled.connect(self.yes.setEnabled)
        if self.obstacle.text():
            self.column.addWidget(self.obstacle)
        if facts.restricted:
            self.column.addWidget(self.agreed, 0, Qt.AlignmentFlag.AlignLeft)
        self.yes.setText(self.tr("Download"))
        self.yes.setToolTip(self.tr("Begin now; it goes on in the background and can be cancelled"))
        self.yes.setProperty("kind", "primary")
        self.yes.setEnabled(not facts.restricted)
        self.yes.clicked.connect(lambda: self.asked.emit(self._chosen()))
        self.add_answers(self._room(folder))

    def take_focus(self) -> None:
        """The keyboard goes on here."""
        self.choices[self._chosen()].setFocus()

    def stops(self) -> list[QWidget]:
        agreed = [self.agreed] if self.agreed.parent() is self else []
        return [*self.choices.values(), *agreed, *super().stops()]

    def _chosen(self) -> str:
        return next(dtype for dtype, choice in self.choices.items() if choice.isChecked())

    def _room(self, folder: Path) -> QWidget | None:
        try:
            free = self.tr("{size} are free on this disk").format(size=size_text(free_bytes(folder)))
        except OSError:  # nobody knows; the download itself asks again
            return None
        return text_label(free, scale=SMALL, kind="muted")


class RemovePanel(Panel):
    """asked: delete it."""

    asked = Signal()

    def __init__(self, title: str, size: int) -> None:
        super().__init__()
        question = self.tr(
            "Remove {title} from this computer? {size} become free. Bundles that were trained on it cannot be used "
            "until it is here again."
        )
        lead = text_label(question.format(title=title, size=size_text(size)))
        lead.setWordWrap(True)
        self.column.addWidget(lead)
        self.yes.setText(self.tr("Remove"))
        self.yes.setToolTip(self.tr("Delete its file"))
        self.yes.clicked.connect(self.asked)
        self.add_answers()

    def take_focus(self) -> None:
        """Whoever presses Enter without reading loses nothing."""
        self.no.setFocus()
