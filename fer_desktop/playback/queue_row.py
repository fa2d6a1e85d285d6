"""One film of the queue: its name, how far it is, and what can be done with it."""

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QToolButton, QVBoxLayout, QWidget

from core.playback.analysis_view import AnalysisState
from fer_desktop.icons import icon
from fer_desktop.playback.analysis_bar import state_word
from fer_desktop.theme import GRID, LIGHT, Theme
from fer_desktop.widgets.labels import SMALL, ElidedLabel, restyle, scaled_font, text_label
from fer_desktop.wording import percent

_ICON, _BUTTON = 16, 28
_STEPS = 1000  # of a progress bar


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One film of the queue.

    path: tells it from the others. title: its name. state: one of `AnalysisState`. share: in [0, 1], that is analysed.
    message: what went wrong, "" for nothing. current: it is the one on the page.
    """

    path: str
    title: str
    state: str
    share: float = 0.0
    message: str = ""
    current: bool = False

    @property
    def over(self) -> bool:
        """Whether nothing more is done about it."""
        return AnalysisState(self.state).over


class FilmRow(QFrame):
    """One film: its name, how far it is, and what can be done with it."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        self.setObjectName("film")
        self._job: QueueRow | None = None
        self._can_be_first = False
        self._theme: Theme = LIGHT
        self._name = ElidedLabel()
        self._name.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)  # the row's tooltip says more
        self._state = text_label(scale=SMALL, kind="muted")
        self._message = ElidedLabel(mode=Qt.TextElideMode.ElideRight)
        self._message.setFont(scaled_font(self.font(), SMALL))
        self._message.setProperty("kind", "danger")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setRange(0, _STEPS)
        self.shown, self.first, self.cancel = QToolButton(), QToolButton(), QToolButton()
        for button in (self.shown, self.first, self.cancel):
            button.setProperty("kind", "toggle")
            button.setIconSize(QSize(_ICON, _ICON))
            button.setFixedSize(_BUTTON, _BUTTON)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            policy = button.sizePolicy()
            policy.setRetainSizeWhenHidden(True)  # states stand below each other, whatever can be done
            button.setSizePolicy(policy)
        self._lay_out()

    @property
    def texts(self) -> tuple[str, str, str]:
        """Name, state and message."""
        return self._name.text(), self._state.text(), self._message.text()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """A click anywhere on the row is one on its eye."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.shown.click()

    def stops(self) -> list[QWidget]:
        """Where the keyboard comes by, in order."""
        return [self.shown, self.first, self.cancel]

    def set_theme(self, theme: Theme) -> None:
        """Takes its colours from the theme."""
        self._theme = theme
        self._paint_ground()
        self._draw_icons()

    def show_job(self, job: QueueRow, *, can_be_first: bool) -> None:
        """This is how it stands now. can_be_first: it waits, and not as the first."""
        if (job, can_be_first) == (self._job, self._can_be_first):
            return
        before, self._job, self._can_be_first = self._job, job, can_be_first
        self.first.setVisible(can_be_first)
        self.shown.setVisible(not job.current)
        state, word = AnalysisState(job.state), state_word(AnalysisState(job.state))
        if before is None or before.title != job.title:
            self._say_name(job)
        self._name.setFont(scaled_font(self.font(), 1.0, QFont.Weight.DemiBold if job.current else QFont.Weight.Normal))
        far = state is AnalysisState.RUNNING and job.share > 0
        self._state.setText(percent(min(job.share, 0.99)) if far else word)
        restyle(self._state, "danger" if state is AnalysisState.FAILED else "muted")
        self.progress.setVisible(state in (AnalysisState.PREPARING, AnalysisState.RUNNING, AnalysisState.PAUSED))
        self.progress.setValue(round(min(1.0, job.share) * _STEPS))
        self._message.setText(job.message)
        self._message.setVisible(bool(job.message))
        if before is None or before.state != job.state or before.message != job.message:
            self.setAccessibleName(f"{job.title}: {word}. {job.message}".strip(" ."))
        self._explain_cancel(job)
        self._paint_ground()

    def _say_name(self, job: QueueRow) -> None:
        self._name.setText(job.title)
        self.setToolTip(job.path)
        self.progress.setAccessibleName(self.tr("Progress of {video}").format(video=job.title))
        texts = (
            (self.shown, self.tr("Show {video}"), self.tr("Show this video")),
            (self.first, self.tr("Analyse {video} next"), self.tr("Analyse this video before the others that wait")),
        )
        for button, name, tip in texts:
            button.setAccessibleName(name.format(video=job.title))
            button.setToolTip(tip)

    def _explain_cancel(self, job: QueueRow) -> None:
        tip = self.tr("Take it off the list") if job.over else self.tr("Cancel its analysis")
        name = self.tr("Take {video} off the list") if job.over else self.tr("Cancel {video}")
        self.cancel.setToolTip(tip)
        self.cancel.setAccessibleName(name.format(video=job.title))

    def _paint_ground(self) -> None:
        current = self._job is not None and self._job.current
        ground = self._theme.sunken if current else "transparent"
        sheet = f"QFrame#film {{ background: {ground}; border: 0; border-radius: 6px; }}"
        if current:  # its progress would be the same colour as the ground
            sheet += f" QProgressBar {{ background: {self._theme.border}; }}"
        if sheet != self.styleSheet():
            self.setStyleSheet(sheet)

    def _draw_icons(self) -> None:
        for button, name in ((self.shown, "show"), (self.first, "to-front"), (self.cancel, "close")):
            button.setIcon(icon(name, self._theme.text, _ICON))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self._name, 1)
        head.addSpacing(GRID)
        head.addWidget(self._state)
        head.addSpacing(GRID // 2)
        for button in (self.shown, self.first, self.cancel):
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, 2, GRID // 2, GRID // 2)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self._message)
        column.addWidget(self.progress)
        for part in (self._message, self.first, self.progress):
            part.hide()
