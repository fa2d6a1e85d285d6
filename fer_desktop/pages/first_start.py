"""The first page of all: what the program estimates, how well, and what nobody may do with it. Read again from Help."""

from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from core.paths import user_log_dir
from core.sessions.store import sessions_path
from fer_desktop.icons import program_icon
from fer_desktop.pages.reading import Paragraph, ReadingPage
from fer_desktop.privacy import shareable
from fer_desktop.terms import StarterFacts
from fer_desktop.theme import GRID
from fer_desktop.widgets.labels import HEADLINE, text_label
from fer_desktop.wording import percent

_EMBLEM = 56


class FirstStartPage(ReadingPage):
    """accepted, refused: what the person decided. With `ask(False)` it is only read, and has a way back instead."""

    accepted = Signal()
    refused = Signal()

    def __init__(self, facts: StarterFacts, recordings: Path, parent: QWidget | None = None) -> None:
        self._title = self.tr("What this program estimates, and what it is not for")
        super().__init__(self._title, parent)
        self._welcome = QWidget()
        self.how_well = Paragraph("gauge", self.tr("How well"), self._how_well(facts))
        self.files = Paragraph("folder", self.tr("Where files go"), "")
        self.show_folder(recordings)
        self.accept = QPushButton(self.tr("I have read this and accept it"))
        self.accept.setProperty("kind", "primary")
        self.accept.setToolTip(self.tr("Asked once; to be read again from the Help menu"))
        self.refuse = QPushButton(self.tr("Quit"))
        self.refuse.setToolTip(self.tr("Close the program; nothing has been opened"))
        self.accept.clicked.connect(self.accepted)
        self.refuse.clicked.connect(self.refused)
        self._fill()

    def ask(self, wanted: bool) -> None:
        """Whether the person is to decide now."""
        self.head.setVisible(not wanted)
        for widget in (self.accept, self.refuse, self._asked, self._welcome):
            widget.setVisible(wanted)

    def take_focus(self) -> None:
        """The button that goes on has the focus, but only where there is something to decide."""
        if self.accept.isVisibleTo(self):
            self.accept.setFocus()
        else:
            super().take_focus()

    def show_folder(self, recordings: Path) -> None:
        """Where recordings go now."""
        text = self.tr(
            "Readings are written when you press Record, into {recordings} and the list of sessions, and when you open "
            "a video, into the list of sessions, with the place of the video. The list is {sessions}; what is in it "
            "can be deleted for good. Pictures are kept only if you ask for it. What the program does is logged in "
            "{logs}."
        )
        places = {"recordings": recordings, "sessions": sessions_path(), "logs": user_log_dir()}
        self.files.set_text(text.format(**{name: _unbroken(place) for name, place in places.items()}))

    def _how_well(self, facts: StarterFacts) -> str:
        text = self.tr(
            "The starter model named the expression that people had chosen for {accuracy} of {faces} faces it had not "
            "learnt from (FER2013); averaged over the {labels} expressions it found {uar} of the public test set "
            "(UAR). Guessing would find {chance}. One face in three it gets wrong: try it out, but do not measure "
            "people with it."
        )
        return text.format(
            accuracy=percent(facts.accuracy),
            faces=f"{facts.faces:,}".replace(",", "\u202f"),
            labels=facts.labels,
            uar=percent(facts.uar),
            chance=percent(1 / facts.labels),
        )

    def _fill(self) -> None:
        estimates = Paragraph(
            "face",
            self.tr("What it estimates"),
            self.tr(
                "Which category of posed facial expression two seconds of video resemble most: happy, sad, angry and "
                "so on. Not what somebody feels, thinks or intends: people smile without joy and grieve without tears."
            ),
        )
        stays = Paragraph(
            "lock",
            self.tr("Nothing leaves this computer"),
            self.tr(
                "No picture, no reading and no usage statistics are sent anywhere. The only connections are to a "
                "network camera, if you open one, and to the publisher of an encoder, if you download one."
            ),
        )
        uses = Paragraph(
            "forbidden",
            self.tr("What it must not be used for"),
            self.tr(
                "In the European Union, inferring the emotions of people at work and in education is prohibited, "
                "except for medical or safety reasons (AI Act, Article 5(1)(f)). Where it is allowed, the people "
                "concerned must be told (Article 50(3)). Film nobody who has not agreed, and base no decision about a "
                "person on what you see."
            ),
            warning=True,
        )
        grid = QGridLayout()
        grid.setSpacing(2 * GRID)
        for place, part in enumerate((estimates, self.how_well, stays, self.files)):
            grid.addWidget(part, place // 2, place % 2)
        grid.addWidget(uses, 2, 0, 1, 2)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        self._fill_welcome()
        self.column.addStretch(1)
        self.column.addWidget(self._welcome)
        self.column.addLayout(grid)
        self.column.addStretch(2)
        self._asked = text_label(
            self.tr("You are asked this once; it can be read again in the Help menu."), kind="muted"
        )
        self.footer.addWidget(self._asked, 1)
        self.footer.addWidget(self.refuse)
        self.footer.addWidget(self.accept)

    def _fill_welcome(self) -> None:
        emblem = QLabel()
        emblem.setPixmap(program_icon().pixmap(QSize(_EMBLEM, _EMBLEM), self.devicePixelRatioF()))
        title = text_label(self._title, scale=HEADLINE, bold=True)
        lead = text_label(self.tr("Please read this before the first video or camera is opened."), kind="muted")
        for label in (title, lead):
            label.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(GRID // 2)
        words.addWidget(title)
        words.addWidget(lead)
        row = QHBoxLayout(self._welcome)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * GRID)
        row.addWidget(emblem)
        row.addLayout(words, 1)


def _unbroken(path: Path) -> str:
    """A path that no line break takes apart at a slash."""
    return shareable(str(path)).replace("/", "/\u2060")
