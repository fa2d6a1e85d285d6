"""What is known of the session that is chosen, and what a person may say about it."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QLineEdit, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from core.sessions.record import SessionInfo
from fer_desktop.sessions.look import Look
from fer_desktop.sessions.words import long_moment_text, mark_of, readings_text, sessions_text, source_text
from fer_desktop.theme import GRID, Theme
from fer_desktop.widgets.labels import ElidedLabel, restyle, text_label
from fer_desktop.widgets.session_buttons import SessionButtons
from fer_desktop.widgets.session_fields import Keeper
from fer_desktop.widgets.session_picture import SessionPicture
from fer_desktop.wording import duration, keys_text

Edit = Callable[[str, str, str], str | None]
"""(session_id, "name", "subject" or "notes", what was typed) -> what is stored now; None when that failed."""

_NOTE_LINES = 4
_LOW = 76 * GRID  # pixels; below that the picture leaves room for the fields


class SessionDetails(QFrame):
    """One session with its fields; of several only how many they are."""

    def __init__(self, edit: Edit) -> None:
        super().__init__()
        self.setObjectName("card")
        self._edit = edit
        self.info: SessionInfo | None = None
        self.picture, self.verdict = SessionPicture(), text_label(bold=True)
        self.name, self.subject, self.notes = QLineEdit(), QLineEdit(), QPlainTextEdit()
        self.state = text_label()
        self.buttons = SessionButtons()
        fields: dict[str, QLineEdit | QPlainTextEdit]
        fields = {"name": self.name, "subject": self.subject, "notes": self.notes}
        self.keepers = {field: Keeper(widget, partial(self._save, field)) for field, widget in fields.items()}
        self._facts: dict[str, ElidedLabel] = {}
        self._several = text_label(scale=1.15, bold=True)
        self._hint = text_label(kind="muted")
        self._lay_out()
        self.show_picked(())

    def set_theme(self, theme: Theme) -> None:
        """Takes its colours from the theme."""
        self.picture.set_theme(theme)
        self.buttons.set_theme(theme)

    def show_picked(self, infos: Sequence[SessionInfo], jpeg: bytes | None = None, look: Look | None = None) -> None:
        """These are chosen. jpeg: the picture of the only one. look: what its readings tell; None: not known yet."""
        before, after = self.info, infos[0] if len(infos) == 1 else None
        if before is not None and (after is None or after.session_id != before.session_id):
            self.keep()
        self.info = after
        self.buttons.show_picked(infos)
        self._one.setVisible(self.info is not None)
        self._others.setVisible(self.info is None)
        if self.info is None:
            self._say_several(infos)
            return
        for field, keeper in self.keepers.items():
            stored = getattr(self.info, field)
            if before is not None and before.session_id == self.info.session_id:
                keeper.refresh(stored)
            else:
                keeper.begin(stored)
        self.name.setPlaceholderText(self.info.title)
        self._show_picture(self.info, jpeg)
        self._say_facts(self.info, look)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self.picture.set_low(event.size().height() < _LOW)

    def show_change(self, info: SessionInfo) -> None:
        """What a person said about a session has been stored."""
        if self.info is not None and self.info.session_id == info.session_id:
            self.info = info
            self.name.setPlaceholderText(info.title)

    def show_look(self, look: Look) -> None:
        """What the readings of the session that is shown tell."""
        if self.info is not None:
            self._say_facts(self.info, look)

    def forget(self) -> None:
        """The session that is shown is to be deleted: nothing of it is stored any more."""
        self.info = None

    def keep(self) -> None:
        """Stores what is being typed."""
        for keeper in self.keepers.values():
            keeper.keep()

    def rename(self) -> None:
        """The name is typed anew."""
        if self.info is not None:
            self.name.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.name.selectAll()

    def fact(self, name: str) -> str:
        """What is said about "date", "length", "source", "readings", "bundle" or "video"."""
        return self._facts[name].text()

    def _save(self, field: str, text: str) -> str | None:
        return self._edit(self.info.session_id, field, text) if self.info is not None else None

    def _show_picture(self, info: SessionInfo, jpeg: bytes | None) -> None:
        kind = info.source.kind if info.source.kind in ("camera", "stream", "demo") else "video"
        self.picture.show_picture(jpeg, self.tr("No picture is kept"), kind)

    def _say_several(self, infos: Sequence[SessionInfo]) -> None:
        if infos:
            self._several.setText(sessions_text(len(infos)))
            total = duration(sum(info.duration_s for info in infos))
            self._hint.setText(self.tr("{time} in all. They can be exported or deleted together.").format(time=total))
        else:
            self._several.setText(self.tr("Nothing is chosen"))
            self._hint.setText(self.tr("Choose a session to see what is known of it."))

    def _say_facts(self, info: SessionInfo, look: Look | None) -> None:
        mark = mark_of(info)
        self.state.setText(f"{mark.text}. {mark.explanation}" if mark else "")
        self.state.setVisible(mark is not None)
        kinds = {"danger": "danger", "warning": "warning"}
        restyle(self.state, kinds.get(mark.kind, "muted") if mark else "")
        self.verdict.setText((look.text or self.tr("Nothing was scored")) if look else self.tr("Reading…"))
        restyle(self.verdict, "" if look and look.text else "muted")
        self._facts["date"].setText(long_moment_text(info.started))
        self._facts["length"].setText(duration(info.duration_s))
        self._facts["source"].setText(source_text(info))
        self._facts["readings"].setText(readings_text(info))
        self._facts["bundle"].setText(", ".join(look.bundles) if look else "…")
        self._say_video(info)

    def _say_video(self, info: SessionInfo) -> None:
        label = self._facts["video"]
        if info.video is None:
            label.setText(self.tr("none"))
            label.explain("")
        elif info.video.is_file():
            label.setText(info.video.name)
            label.explain(str(info.video))
        else:
            label.setText(self.tr("not there any more: {name}").format(name=info.video.name))
            label.explain(str(info.video))
        restyle(label, "" if info.video is None or info.video.is_file() else "warning")

    def _lay_out(self) -> None:
        self._one, self._others = QWidget(), QWidget()
        one, others = QVBoxLayout(self._one), QVBoxLayout(self._others)
        for column in (one, others):
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(GRID)
        self.verdict.setWordWrap(True)
        self.state.setWordWrap(True)
        for widget in (self.picture, self.verdict, self.state):
            one.addWidget(widget)
        one.addSpacing(GRID // 2)
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID)
        grid.setColumnStretch(1, 1)
        self._add_fields(grid)
        self._add_facts(grid)
        one.addLayout(grid)
        one.addStretch(1)
        self._hint.setWordWrap(True)
        for label in (self._several, self._hint):
            others.addWidget(label)
        others.addStretch(1)
        inner = QWidget()
        inner.setObjectName("reading")
        body = QVBoxLayout(inner)
        body.setContentsMargins(2, 0, 2, 0)  # the frame of a field with the focus is wider
        body.addWidget(self._one)
        body.addWidget(self._others)
        self.reader = QScrollArea()
        self.reader.setWidget(inner)
        self.reader.setWidgetResizable(True)
        self.reader.setFrameShape(QFrame.Shape.NoFrame)
        self.reader.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.reader.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID - 4, 2 * GRID - 2, 2 * GRID - 4, 2 * GRID - 2)
        column.setSpacing(GRID + 4)
        column.addWidget(self.reader, 1)
        self.buttons.setContentsMargins(4, 0, 4, 0)  # below what is scrolled
        column.addWidget(self.buttons)

    def _add_fields(self, grid: QGridLayout) -> None:
        self.notes.setObjectName("notes")
        self.notes.setTabChangesFocus(True)
        self.notes.setFixedHeight(self.notes.fontMetrics().lineSpacing() * _NOTE_LINES + 2 * GRID + 4)
        self.notes.setPlaceholderText(self.tr("What is worth remembering"))
        self.subject.setPlaceholderText(self.tr("Code, not a name"))
        take_back = self.tr("Kept with Enter or when you go on; Esc takes it back")
        rename = self.tr("What you call the session ({keys})").format(keys=keys_text("F2"))
        rows: tuple[tuple[str, QLineEdit | QPlainTextEdit, str], ...] = (
            (self.tr("Name"), self.name, f"{rename}\n{take_back}"),
            (self.tr("Subject"), self.subject, take_back),
            (self.tr("Notes"), self.notes, self.tr("Kept when you go on; Esc takes it back")),
        )
        for row, (caption, field, tip) in enumerate(rows):
            label = _caption(caption)
            label.setBuddy(field)
            field.setAccessibleName(caption)
            field.setToolTip(tip)
            side = Qt.AlignmentFlag.AlignTop if field is self.notes else Qt.AlignmentFlag.AlignVCenter
            if field is self.notes:
                label.setContentsMargins(0, GRID - 2, 0, 0)
            grid.addWidget(label, row, 0, side)
            grid.addWidget(field, row, 1)

    def _add_facts(self, grid: QGridLayout) -> None:
        captions = {
            "date": self.tr("Date"),
            "length": self.tr("Length"),
            "source": self.tr("Source"),
            "readings": self.tr("Readings"),
            "bundle": self.tr("Bundle"),
            "video": self.tr("Video"),
        }
        for row, (name, caption) in enumerate(captions.items(), start=grid.rowCount()):
            self._facts[name] = ElidedLabel()
            grid.addWidget(_caption(caption), row, 0)
            grid.addWidget(self._facts[name], row, 1)


def _caption(text: str) -> QLabel:
    return text_label(text, kind="muted")
