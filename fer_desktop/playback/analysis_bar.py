"""How far the analysis of the shown film is, and what can be done about it."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QToolButton, QVBoxLayout, QWidget

from core.errors import FerError
from core.playback.analysis_view import AnalysisState, AnalysisView
from fer_desktop.icons import icon, pixmap
from fer_desktop.language import translated
from fer_desktop.theme import GRID, LIGHT, Theme
from fer_desktop.widgets.labels import SMALL, ElidedLabel, restyle, scaled_font, text_label
from fer_desktop.wording import number, percent, sentence

_ICON, _BUTTON, _MARK = 18, 32, 18
_STEPS = 1000  # of the progress bar


class AnalysisBar(QFrame):
    """Hidden as long as there is nothing to say.

    pause_toggled: pause, or go on. cancel_asked: end it; what is analysed stays. again_asked: analyse it from the
    beginning.
    """

    pause_toggled = Signal()
    cancel_asked = Signal()
    again_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName(self.tr("Analysis"))
        self._theme: Theme = LIGHT
        self._view: AnalysisView | None = None
        self._mark = QLabel()
        self._headline = ElidedLabel(mode=Qt.TextElideMode.ElideRight)
        self._headline.setFont(scaled_font(self.font(), 1.0, self._headline.font().Weight.DemiBold))
        self._details = ElidedLabel(mode=Qt.TextElideMode.ElideRight)
        self._details.setFont(scaled_font(self.font(), SMALL))
        self._details.setProperty("kind", "muted")
        self._message = text_label(scale=SMALL)
        self._message.setWordWrap(True)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setRange(0, _STEPS)
        self.progress.setAccessibleName(self.tr("Progress"))
        self.pause, self.cancel, self.again = QToolButton(), QToolButton(), QPushButton()
        self.pause.clicked.connect(self.pause_toggled)
        self.cancel.clicked.connect(self.cancel_asked)
        self.again.clicked.connect(self.again_asked)
        self._lay_out()
        self._offer(AnalysisState.WAITING)
        self.set_theme(LIGHT)
        self.hide()

    @property
    def view(self) -> AnalysisView | None:
        """What is shown; None when nothing is."""
        return self._view

    @property
    def texts(self) -> tuple[str, str, str]:
        """Headline, details and message."""
        return self._headline.text(), self._details.text(), self._message.text()

    def set_theme(self, theme: Theme) -> None:
        """Draws the icons in the theme's colours."""
        self._theme = theme
        self._draw_icons()

    def show_view(self, view: AnalysisView | None) -> None:
        """This is how it stands now; None: there is no film."""
        before, self._view = self._view, view
        self.setVisible(view is not None)
        if view is None:
            return
        for label, text in (
            (self._headline, self._headline_text(view)),
            (self._details, self._details_text(view)),
            (self._message, self._message_text(view)),
        ):
            if text != label.text():
                label.setText(text)
            label.setVisible(bool(text))
        self._show_progress(view)
        if before is None or before.state is not view.state:
            self._change_state(view.state)

    def _change_state(self, state: AnalysisState) -> None:
        restyle(self._message, "danger" if state is AnalysisState.FAILED else "muted")
        self._mark.setVisible(state.over)
        for label in (self._details, self._message):
            label.setContentsMargins(_MARK + GRID if state.over else 0, 0, 0, 0)  # below the headline
        self._offer(state)
        self._draw_icons()
        # Said once per state: a share that is read aloud all the time would be a nuisance.
        self.setAccessibleDescription(state_word(state))

    @staticmethod
    def _headline_text(view: AnalysisView) -> str:
        word = state_word(view.state)
        if view.state in (AnalysisState.RUNNING, AnalysisState.PAUSED) and view.duration_s:
            return f"{word} · {_whole_percent(view.share)}"
        return word

    def _details_text(self, view: AnalysisView) -> str:
        if view.state is AnalysisState.RUNNING:
            return self._pace_text(view)
        if view.state is AnalysisState.KEPT and view.analysed_at is not None:
            return self._day_text(view.analysed_at)
        if view.state is AnalysisState.CANCELLED and view.done_s:
            return self.tr("{share} of it was analysed").format(share=_whole_percent(view.share))
        texts = {
            AnalysisState.WAITING: self.tr("Other videos come first"),
            AnalysisState.PREPARING: self.tr("The model is being loaded"),
            AnalysisState.PAUSED: self.tr("What is analysed until now is shown"),
            AnalysisState.COMPLETE: self.tr("Just now"),
        }
        return texts.get(view.state, "")

    def _pace_text(self, view: AnalysisView) -> str:
        parts = []
        if view.times_real > 0:
            rate = number(view.times_real, 1 if view.times_real < 99.95 else 0)
            parts.append(self.tr("{rate}× real time").format(rate=rate))
        if view.left_s is not None:
            parts.append(time_left_text(view.left_s))
        return " · ".join(parts)

    def _day_text(self, analysed: datetime) -> str:
        local = analysed.astimezone()
        day = QDate(local.year, local.month, local.day)
        text = self.tr("Kept since {day}")
        return text.format(day=QLocale().toString(day, QLocale.FormatType.ShortFormat))

    def _message_text(self, view: AnalysisView) -> str:
        """Why it failed; else what is odd about the video, and why its readings are not kept."""
        if view.error is not None:
            return error_text(view.error)
        said = [sentence(translated(warning)) for warning in view.warnings]
        if view.not_kept is not None:
            said.append(self.tr("The readings are not kept: {reason}").format(reason=error_text(view.not_kept)))
        return " ".join(said)

    def _show_progress(self, view: AnalysisView) -> None:
        self.progress.setVisible(not view.state.over)
        busy = view.state is AnalysisState.PREPARING or (view.state is AnalysisState.RUNNING and not view.duration_s)
        self.progress.setRange(0, 0 if busy else _STEPS)
        if not busy:
            self.progress.setValue(round(view.share * _STEPS))

    def _offer(self, state: AnalysisState) -> None:
        """The buttons that mean something now; the focus does not stay on one that goes."""
        focused = self.window().focusWidget() in (self.pause, self.cancel, self.again)
        working = not state.over
        self.pause.setVisible(state in (AnalysisState.RUNNING, AnalysisState.PAUSED))
        self.cancel.setVisible(working)
        self.again.setVisible(not working)
        paused = state is AnalysisState.PAUSED
        tip = self.tr("Go on with the analysis") if paused else self.tr("Pause the analysis")
        self.pause.setToolTip(tip)
        self.pause.setAccessibleName(tip)
        failed = state is AnalysisState.FAILED
        self.again.setText(self.tr("Try again") if failed else self.tr("Analyse again"))
        self.again.setToolTip(self.tr("Analyse this video anew, from its beginning"))
        done = state in (AnalysisState.COMPLETE, AnalysisState.KEPT)
        restyle(self.again, "plain" if done else "")  # else it is what to do next
        if focused and not any(one.hasFocus() for one in (self.pause, self.cancel, self.again) if one.isVisible()):
            (self.cancel if working else self.again).setFocus(Qt.FocusReason.OtherFocusReason)

    def _draw_icons(self) -> None:
        theme, state = self._theme, self._view.state if self._view else AnalysisState.WAITING
        paused = state is AnalysisState.PAUSED
        self.pause.setIcon(icon("start" if paused else "view-freeze", theme.text, _ICON))
        self.cancel.setIcon(icon("close", theme.text, _ICON))
        marks = {AnalysisState.FAILED: ("error", theme.danger), AnalysisState.CANCELLED: ("stop", theme.muted)}
        name, colour = marks.get(state, ("saved", theme.good))
        self._mark.setPixmap(pixmap(name, colour, _MARK, self.devicePixelRatioF()))

    def _lay_out(self) -> None:
        cancel = self.tr("Cancel the analysis; what is analysed already stays")
        self.cancel.setToolTip(cancel)
        self.cancel.setAccessibleName(self.tr("Cancel the analysis"))
        head = QHBoxLayout()
        head.setSpacing(GRID)
        head.addWidget(self._mark)
        head.addWidget(self._headline, 1)
        for button in (self.pause, self.cancel, self.again):
            head.addWidget(button)
        for button in (self.pause, self.cancel):
            button.setProperty("kind", "toggle")
            button.setIconSize(QSize(_ICON, _ICON))
            button.setFixedSize(_BUTTON, _BUTTON)
        for each in (self.pause, self.cancel, self.again):
            each.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus where Space means play and pause
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID // 2, GRID, GRID)
        column.setSpacing(GRID // 2)
        column.addLayout(head)
        for widget in (self.progress, self._details, self._message):
            column.addWidget(widget)
        for widget in (self.progress, self._details, self._message):
            widget.hide()


def state_word(state: AnalysisState) -> str:
    """What a person reads for it."""
    words = {
        AnalysisState.WAITING: QCoreApplication.translate("AnalysisBar", "Waiting"),
        AnalysisState.PREPARING: QCoreApplication.translate("AnalysisBar", "Preparing"),
        AnalysisState.RUNNING: QCoreApplication.translate("AnalysisBar", "Analysing"),
        AnalysisState.PAUSED: QCoreApplication.translate("AnalysisBar", "Paused"),
        AnalysisState.COMPLETE: QCoreApplication.translate("AnalysisBar", "Analysed"),
        AnalysisState.KEPT: QCoreApplication.translate("AnalysisBar", "Analysed"),
        AnalysisState.FAILED: QCoreApplication.translate("AnalysisBar", "Failed"),
        AnalysisState.CANCELLED: QCoreApplication.translate("AnalysisBar", "Cancelled"),
    }
    return words[state]


def error_text(error: Exception) -> str:
    """What happened and what to do, in sentences; a bug is called one."""
    if isinstance(error, FerError):
        return f"{sentence(translated(error.what))} {sentence(translated(error.hint))}".strip()
    return QCoreApplication.translate("AnalysisBar", "Something went wrong inside the program. The log file has more.")


def time_left_text(seconds: float) -> str:
    """130 -> "about 2 min left"; coarser the longer it is, for nobody can know it better."""
    if seconds < 10:
        return QCoreApplication.translate("AnalysisBar", "a few seconds left")
    if seconds < 55:
        text = QCoreApplication.translate("AnalysisBar", "about {seconds} s left")
        return text.format(seconds=round(seconds / 10) * 10)
    minutes = max(1, round(seconds / 60))
    if minutes < 60:
        return QCoreApplication.translate("AnalysisBar", "about {minutes} min left").format(minutes=minutes)
    text = QCoreApplication.translate("AnalysisBar", "about {hours} h {minutes} min left")
    return text.format(hours=minutes // 60, minutes=minutes % 60)


def _whole_percent(share: float) -> str:
    """Never 100 % before the end."""
    return percent(min(share, 0.99)) if share < 1 else percent(1.0)
