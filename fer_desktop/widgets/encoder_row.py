"""One encoder on the page of models: what it is, whether it is here, and the one thing to do about it next."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fer_desktop.encoder_facts import EncoderFacts
from fer_desktop.icons import pixmap
from fer_desktop.models import Job
from fer_desktop.theme import GRID, LIGHT, Theme
from fer_desktop.widgets.encoder_panels import GetPanel, Panel, RemovePanel
from fer_desktop.widgets.encoder_parts import EncoderButtons, EncoderFigures, EncoderProgress, RowState
from fer_desktop.widgets.focus import put_in_line
from fer_desktop.widgets.labels import BODY, SMALL, ElidedLabel, restyle, scaled_font, text_label

_ICON = 20


class EncoderRow(QFrame):
    """get_asked(dtype), again_asked (what has failed), cancel_asked, verify_asked, remove_asked: a person wants it.

    opened: something is asked below it, which makes it higher.
    """

    get_asked = Signal(str)
    again_asked = Signal()
    cancel_asked = Signal()
    verify_asked = Signal()
    remove_asked = Signal()
    opened = Signal()

    def __init__(self, facts: EncoderFacts, folder: Path) -> None:
        """folder: where encoders are kept."""
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(facts.title)
        self.setAccessibleDescription(f"{facts.licence} {facts.licence_means}")
        self.facts, self.state = facts, RowState()
        self._folder, self._theme = folder, LIGHT
        self.panel: Panel | None = None
        self._picture = QLabel()
        self.badge, self.mark = text_label(facts.licence, scale=SMALL), text_label(scale=SMALL)
        self.figures, self.buttons, self.progress = EncoderFigures(), EncoderButtons(), EncoderProgress()
        self._column = QVBoxLayout(self)
        self._lay_out()
        buttons = self.buttons
        buttons.get_asked.connect(self.ask_to_get)
        buttons.remove_asked.connect(self._ask_to_remove)
        for asked, wanted in (
            (buttons.again_asked, self.again_asked),
            (buttons.cancel_asked, self.cancel_asked),
            (buttons.verify_asked, self.verify_asked),
        ):
            asked.connect(wanted)
        self.show_state(RowState())

    def show_state(self, state: RowState) -> None:
        """This is how it stands now."""
        outdated = state.busy or (state.size > 0) is not (self.state.size > 0)
        self.state = state
        self.figures.show_state(self.facts, state)
        self.buttons.show_state(self.facts, state)
        self.progress.show_state(state)
        self._say_mark()
        if outdated:
            self.close_panel()
        self._draw()

    def show_job(self, job: Job) -> None:
        """What is being done about it has got on."""
        self.show_state(replace(self.state, job=job))

    def set_theme(self, theme: Theme) -> None:
        """Draws the icon in the theme's colours."""
        self._theme = theme
        self._draw()

    def ask_to_get(self) -> None:
        """Opens what is to be decided before a download."""
        if self.panel is None and not self.state.busy and not self.state.size and self.facts.host:
            panel = GetPanel(self.facts, self._folder)
            panel.asked.connect(self.get_asked)
            self._open(panel)
            panel.take_focus()

    def close_panel(self) -> None:
        """What was asked here is answered, or not asked any more."""
        if self.panel is None:
            return
        panel, self.panel = self.panel, None
        self.buttons.setEnabled(True)
        focus = self.window().focusWidget()
        if focus is not None and panel.isAncestorOf(focus):
            self.buttons.main.setFocus(Qt.FocusReason.OtherFocusReason)
        self._column.removeWidget(panel)
        panel.hide()
        panel.deleteLater()

    def stops(self) -> list[QWidget]:
        """Where the keyboard comes by, in order."""
        return [self.buttons.other, self.buttons.main, *(self.panel.stops() if self.panel else [])]

    def _ask_to_remove(self) -> None:
        if self.panel is None:
            panel = RemovePanel(self.facts.title, self.state.size or self.state.partial)
            panel.asked.connect(self.close_panel)
            panel.asked.connect(self.remove_asked)
            self._open(panel)
            panel.take_focus()

    def _open(self, panel: Panel) -> None:
        self.panel = panel
        self.buttons.setEnabled(False)  # the answers are below
        panel.closed.connect(self.close_panel)
        self._column.addWidget(panel)
        put_in_line(self.buttons.other, self.stops()[1:])
        panel.show()
        self.opened.emit()

    def _say_mark(self) -> None:
        state, kind, text = self.state, "", ""
        if state.in_use and not state.damaged:
            text, kind = (self.tr("In use"), "used") if state.size else (self.tr("The bundle needs it"), "needed")
        elif state.damaged:
            text, kind = self.tr("Damaged"), "needed"
        elif state.size and not self.facts.own:
            text, kind = self.tr("Installed"), "installed"
        self.mark.setText(text)
        self.mark.setVisible(bool(text))
        restyle(self.mark, kind)

    def _draw(self) -> None:
        theme, job = self._theme, self.state.job
        name, colour = "download", theme.muted
        if job is not None and job.error is not None:
            name, colour = "error", theme.danger
        elif self.facts.own:
            name, colour = "bundle", theme.accent
        elif self.state.size:
            name, colour = "saved", theme.good
        elif self.state.busy:
            colour = theme.accent
        self._picture.setPixmap(pixmap(name, colour, _ICON, self.devicePixelRatioF()))

    def _lay_out(self) -> None:
        self.badge.setObjectName("badge")
        self.badge.setToolTip(self.facts.licence_means)
        if not self.facts.licence:
            self.badge.hide()  # to show it without a parent would open a window
        restyle(self.badge, "restricted" if self.facts.restricted else "free")
        self.mark.setObjectName("badge")
        head = QHBoxLayout()
        head.setSpacing(GRID)
        title = ElidedLabel(self.facts.title)  # a file's name may be long
        title.setFont(scaled_font(self.font(), BODY, QFont.Weight.DemiBold))
        for label in (title, self.badge, self.mark):
            head.addWidget(label)
        head.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(GRID // 2)
        words.addLayout(head)
        details = ElidedLabel(self.facts.details)
        details.setFont(scaled_font(self.font(), SMALL))
        details.setProperty("kind", "muted")
        words.addWidget(details)
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.figures, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.buttons, 0, Qt.AlignmentFlag.AlignVCenter)
        if self.facts.own:
            self.buttons.hide()
        self._column.setContentsMargins(2 * GRID, GRID + 4, 2 * GRID, GRID + 4)
        self._column.setSpacing(GRID // 2)
        self._column.addLayout(row)
        self._column.addWidget(self.progress)
