"""About the program: its version and licence, the licences of all that it is made of, and what it promises."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core import __version__
from fer_desktop.icons import program_icon
from fer_desktop.licences import Part, libraries, shipped_parts
from fer_desktop.pages.reading import Paragraph, ReadingPage
from fer_desktop.theme import GRID
from fer_desktop.widgets.labels import text_label

_EMBLEM = 64


class AboutPage(ReadingPage):
    """diagnostics_asked, log_folder_asked: the buttons at the bottom."""

    diagnostics_asked = Signal()
    log_folder_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("About FER Desktop"), parent)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search for a name or a licence"))
        self.search.setAccessibleName(self.tr("Search the licences"))
        self.search.setToolTip(self.tr("Shows only what contains these letters"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.parts = QTreeWidget()
        self.copy = QPushButton(self.tr("Copy diagnostics"))
        self.copy.setToolTip(self.tr("Versions, settings and the log, for a report"))
        self.logs = QPushButton(self.tr("Open the log folder"))
        self.logs.setToolTip(self.tr("Where the program writes what happened"))
        self.copy.clicked.connect(self.diagnostics_asked)
        self.logs.clicked.connect(self.log_folder_asked)
        self._fill()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        super().showEvent(event)
        if self.parts.topLevelItemCount() == 0:  # reading what is installed takes a moment
            for part in [*shipped_parts(), *libraries()]:
                self._add(part)

    def visible_parts(self) -> list[str]:
        """The names that the search lets through."""
        return [item.text(0) for item in self._items() if not item.isHidden()]

    def _fill(self) -> None:
        self.column.addLayout(self._heading())
        promise = self.tr(
            "No picture, no reading and no usage statistics are sent anywhere. The program connects to nothing but the "
            "network camera that you name and the publisher of an encoder that you download; an automatic test runs it "
            "and proves that it opens no other connection."
        )
        self.column.addWidget(Paragraph("lock", self.tr("Nothing leaves this computer"), promise))
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.addWidget(text_label(self.tr("Models and libraries, and their licences"), bold=True), 1)
        row.addWidget(self.search, 1)
        self.column.addLayout(row)
        self._prepare_list()
        self.column.addWidget(self.parts, 1)
        self.footer.addStretch(1)
        self.footer.addWidget(self.copy)
        self.footer.addWidget(self.logs)

    def _heading(self) -> QHBoxLayout:
        emblem = QLabel()
        emblem.setPixmap(program_icon().pixmap(QSize(_EMBLEM, _EMBLEM), self.devicePixelRatioF()))
        words = QVBoxLayout()
        words.setSpacing(GRID // 2)
        version = self.tr("Version {version}").format(version=__version__)
        words.addWidget(text_label(version, bold=True))
        for text in (
            self.tr("Facial expression recognition on video, with V-JEPA encoders and attentive probes"),
            self.tr("Apache License 2.0. Qt is used under the LGPL 3.0."),
        ):
            label = text_label(text, kind="muted")
            label.setWordWrap(True)
            words.addWidget(label)
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.addWidget(emblem, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return row

    def _prepare_list(self) -> None:
        parts = self.parts
        parts.setHeaderLabels([self.tr("Name"), self.tr("Version"), self.tr("Licence")])
        parts.setAccessibleName(self.tr("Licences"))
        parts.setToolTip(self.tr("What the program is made of, and under which terms"))
        parts.setRootIsDecorated(False)
        parts.setUniformRowHeights(True)
        parts.setAlternatingRowColors(True)
        parts.setMinimumHeight(18 * GRID)
        for column, mode in enumerate((QHeaderView.ResizeMode.ResizeToContents,) * 2):
            parts.header().setSectionResizeMode(column, mode)
        parts.header().setStretchLastSection(True)

    def _add(self, part: Part) -> None:
        item = QTreeWidgetItem(self.parts, [part.name, part.version or "–", part.licence or self.tr("not stated")])
        item.setToolTip(2, part.licence)

    def _filter(self, wanted: str) -> None:
        for item in self._items():
            texts = " ".join(item.text(column) for column in range(3))
            item.setHidden(wanted.strip().lower() not in texts.lower())

    def _items(self) -> list[QTreeWidgetItem]:
        return [item for row in range(self.parts.topLevelItemCount()) if (item := self.parts.topLevelItem(row))]
