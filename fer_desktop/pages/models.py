"""The encoders: which there are, what they may be used for, which are here, and how to get one."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from core.errors import FerError
from fer_desktop.encoder_facts import EncoderFacts, bundle_card, holds_encoder, imported, published, starter, waiting
from fer_desktop.model_words import measured_text, speed_text
from fer_desktop.models import Models, Task
from fer_desktop.options import DEFAULT_BUNDLE
from fer_desktop.pages.reading import Paragraph, ReadingPage
from fer_desktop.theme import GRID, LIGHT, Theme
from fer_desktop.widgets.encoder_parts import RowState
from fer_desktop.widgets.encoder_row import EncoderRow
from fer_desktop.widgets.focus import put_in_line
from fer_desktop.widgets.labels import text_label

if TYPE_CHECKING:
    from core.model.cards import BundleCard
    from core.model.store.installed import InstalledEncoder

_OWN, _DISK = "own", "disk"


class ModelsPage(ReadingPage):
    """file_asked, folder_asked: an encoder is to be imported from there. refused(error): it cannot be removed.

    rows: of the encoders that are shown, by name; made when the page is opened first.
    """

    file_asked = Signal()
    folder_asked = Signal()
    refused = Signal(object)

    def __init__(self, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Models"), parent)
        self._models = models
        self._theme: Theme = LIGHT
        self._bundle = DEFAULT_BUNDLE
        self._starter_digest = ""
        self._computing = "", "", ""  # encoder, device and precision of the last run
        self._known: frozenset[str] = frozenset()  # those that are always listed
        self.rows: dict[str, EncoderRow] = {}
        self._groups: dict[str, _Group] = {}
        self.purpose = Paragraph("info", self.tr("What an encoder is for"), "")
        self.file, self.folder = QPushButton(self.tr("Import a file…")), QPushButton(self.tr("Import a folder…"))
        self.file.setToolTip(self.tr("A published .pth.tar or .safetensors file that is on a disk of this computer"))
        self.folder.setToolTip(self.tr("A folder with config.json and model.safetensors, as Hugging Face has them"))
        self.half = QCheckBox(self.tr("Keep imports in 16 bit"))
        self.half.setToolTip(
            self.tr("Half the room on the disk; readings differ slightly. Else exactly as in the file")
        )
        self.file.clicked.connect(self.file_asked)
        self.folder.clicked.connect(self.folder_asked)
        self._fill()
        models.moved.connect(self._on_moved)
        models.listed.connect(self._on_listed)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        self.refresh()
        super().showEvent(event)

    def set_theme(self, theme: Theme) -> None:
        """Draws the icons in the theme's colours."""
        super().set_theme(theme)
        self._theme = theme
        for row in self.rows.values():
            row.set_theme(theme)

    @property
    def import_dtype(self) -> str:
        """What an encoder that is imported is to be kept in: "fp32" or "bf16"."""
        return "bf16" if self.half.isChecked() else "fp32"

    def show_bundle(self, name_or_path: str) -> None:
        """This bundle is the chosen one."""
        self._bundle = name_or_path
        self._on_listed()

    def show_computing(self, encoder_sha256: str, device: str, precision: str) -> None:
        """How the encoder of the last run computes: its speed is the one that counts. device: as speeds are kept by."""
        if (encoder_sha256, device, precision) != self._computing:
            self._computing = encoder_sha256, device, precision
            self._on_listed()

    def show_encoder(self, name: str) -> None:
        """Brings this encoder into view, ready to be downloaded; nothing happens for one that nobody knows."""
        if (row := self.rows.get(name)) is not None:
            row.ask_to_get()
            self._bring(row)

    def show_job(self, name: str) -> None:
        """Brings what is being done about this encoder, file or folder into view."""
        if (row := self.rows.get(name)) is not None:
            self._bring(row)

    def close_panel(self) -> bool:
        """Takes back what is asked below an encoder; False when nothing is."""
        asking = [row for row in self.rows.values() if row.panel is not None]
        for row in asking:
            row.close_panel()
        return bool(asking)

    def _on_opened(self, row: EncoderRow) -> None:
        """One question at a time."""
        for other in self.rows.values():
            if other is not row:
                other.close_panel()
        self._bring(row)

    def _bring(self, row: EncoderRow) -> None:
        """Scrolls to all of a row, as soon as it has the height that it needs now."""
        QTimer.singleShot(0, row, lambda: self.reader.ensureWidgetVisible(row, 0, 2 * GRID))

    def refresh(self) -> None:
        """Looks again what is here."""
        if not self.rows:
            self._add_known()
        here = {encoder.name: encoder for encoder in self._models.installed()}
        others = {job.name: waiting(job.name) for job in self._models.jobs(Task.IMPORT)}
        others |= {name: imported(one) for name, one in here.items() if self._is_other(name)}
        for name in [name for name in self.rows if self._is_other(name) and name not in others]:
            self._groups[_DISK].drop(self.rows.pop(name))
        for name in others.keys() - self.rows.keys():
            self._add(_DISK, others[name])
        stops = [stop for row in self._in_order() for stop in row.stops()]
        put_in_line(self.reader, [*stops, self.half, self.folder, self.file])
        card = bundle_card(self._bundle)
        lacking = card.encoder_name if card is not None and not holds_encoder(self._bundle) else ""
        for row in self.rows.values():
            row.show_state(self._state(row.facts, here.get(row.facts.name), card, lacking))
        self._groups[_DISK].setVisible(bool(others))
        self._say_purpose(card)

    def _in_order(self) -> list[EncoderRow]:
        """The rows from top to bottom."""
        return [row for group in self._groups.values() for row in group.rows]

    def _state(
        self, facts: EncoderFacts, here: "InstalledEncoder | None", card: "BundleCard | None", lacking: str
    ) -> RowState:
        """lacking: name of the encoder that the bundle needs and does not hold."""
        job = self._models.job(facts.name)
        wanted = card.encoder_sha256.lower() if card is not None else ""
        if facts.own:
            dtype, size = facts.kept[0]
            digest = self._starter_digest
            return RowState(size, dtype, 0, None, wanted == digest, *self._speed(digest))
        if here is None:
            begun = self._models.store.goes_on_from(facts.name) if facts.host else 0
            return RowState(partial=begun, job=job, in_use=lacking == facts.name)
        used = wanted in (here.sha256, here.source_sha256)
        return RowState(here.bytes, here.dtype, 0, job, used, *self._speed(here.source_sha256))

    def _speed(self, digest: str) -> tuple[str, str]:
        """As it computes now, else its best; and every way of it."""
        from core.model.speed import SpeedBook

        entries = SpeedBook().entries(digest)
        now = [one for one in entries if (digest, one.setting.device, one.setting.precision) == self._computing]
        if not entries:
            return "", ""
        shown = (now or entries)[0]
        return f"{shown.setting.precision}: {speed_text(shown.speed.seconds_per_clip)}", measured_text(entries)

    def _say_purpose(self, card: "BundleCard | None") -> None:
        text = self.tr(
            "An encoder turns two seconds of video into numbers. A bundle reads expressions from the numbers of the "
            "one encoder that it was trained on: get an encoder when you have a bundle that needs it."
        )
        if card is not None:
            used = self.tr("In use now: the bundle {bundle}, on the encoder {encoder}.")
            text += "\n" + used.format(bundle=card.name, encoder=card.encoder_name)
        self.purpose.set_text(text)

    def _is_other(self, name: str) -> bool:
        """Whether it is none of those that are always listed."""
        return name not in self._known

    def _add_known(self) -> None:
        from core.model.cards import PUBLISHED_ENCODERS

        if (card := bundle_card(DEFAULT_BUNDLE)) is not None:
            self._starter_digest = card.encoder_sha256.lower()
            self._add(_OWN, starter(card))
        for encoder in PUBLISHED_ENCODERS.values():
            self._add(encoder.family, published(encoder))
        self._known = frozenset(self.rows)

    def _add(self, group: str, facts: EncoderFacts) -> None:
        name, models = facts.name, self._models
        row = self.rows[name] = EncoderRow(facts, models.store.folder)
        row.set_theme(self._theme)
        row.get_asked.connect(partial(models.ask, Task.GET, name))
        row.again_asked.connect(partial(models.repeat, name))
        row.cancel_asked.connect(partial(models.cancel, name))
        row.verify_asked.connect(partial(models.ask, Task.VERIFY, name))
        row.opened.connect(partial(self._on_opened, row))
        row.remove_asked.connect(partial(self._remove, name))
        self._groups[group].add(row)

    def _remove(self, name: str) -> None:
        try:
            self._models.remove(name)
        except FerError as error:
            self.refused.emit(error)

    def _on_moved(self, name: str) -> None:
        """A figure of one row; whatever else it changes, `listed` follows."""
        row, job = self.rows.get(name), self._models.job(name)
        if row is not None and job is not None and row.state.busy and self.isVisible():
            row.show_job(job)
        else:
            self._on_listed()

    def _on_listed(self) -> None:
        if self.isVisible():
            self.refresh()

    def _fill(self) -> None:
        self.reader.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # it is never short
        margins = self.column.contentsMargins()
        margins.setRight(margins.right() - self.reader.verticalScrollBar().sizeHint().width())
        self.column.setContentsMargins(margins)  # in line with the buttons below
        self.column.addWidget(self.purpose)
        titles = {
            _OWN: self.tr("Comes with the program"),
            "vjepa2": "V-JEPA 2",
            "vjepa1": "V-JEPA 1",
            _DISK: self.tr("From a disk of yours"),
        }
        for key, title in titles.items():
            self._groups[key] = _Group(title)
            self.column.addWidget(self._groups[key])
        self.column.addStretch(1)
        hint = text_label(self.tr("Without a network: bring the published file on a disk."), kind="muted")
        hint.setWordWrap(True)
        self.footer.addWidget(hint, 1)
        self.footer.addWidget(self.half)
        self.footer.addWidget(self.folder)
        self.footer.addWidget(self.file)


class _Group(QWidget):
    """Encoders of one family under a heading, and what their common licence allows."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.rows: list[EncoderRow] = []
        self._means = text_label(kind="muted")
        self._means.setWordWrap(True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, GRID // 2, 0, 0)
        self._column.setSpacing(GRID)
        head = QHBoxLayout()
        head.setSpacing(2 * GRID)
        head.addWidget(text_label(title, scale=1.15, bold=True))
        head.addWidget(self._means, 1)
        self._column.addLayout(head)

    def add(self, row: EncoderRow) -> None:
        self._means.setText(row.facts.licence_means or self._means.text())
        self._column.addWidget(row)
        row.show()  # at once: the keyboard may come here next
        self.rows.append(row)

    def drop(self, row: EncoderRow) -> None:
        self._column.removeWidget(row)
        self.rows.remove(row)
        row.hide()
        row.deleteLater()
