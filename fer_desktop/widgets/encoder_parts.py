"""The parts of an encoder's row: its figures, how far something is, and the buttons."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from fer_desktop.encoder_facts import EncoderFacts
from fer_desktop.language import translated
from fer_desktop.model_words import progress_text
from fer_desktop.models import Job, Task
from fer_desktop.privacy import shareable
from fer_desktop.space_words import size_text
from fer_desktop.theme import GRID
from fer_desktop.widgets.labels import SMALL, ElidedLabel, restyle, scaled_font, text_label
from fer_desktop.wording import sentence

_STEPS = 1000  # of the bar
_BUTTON = 13 * GRID  # pixels at least
_FIGURES = 15 * GRID  # pixels at least, so that figures stand below each other


@dataclass(frozen=True, slots=True)
class RowState:
    """What is known about an encoder now.

    size: bytes on disk, 0 when it is not here. dtype: as it is kept. partial: bytes of a download that broke off.
    job: what is being done, or has failed. in_use: by the chosen bundle.
    speed: its best on this computer, "" when it was not measured. measured: a line for each way to compute.
    """

    size: int = 0
    dtype: str = ""
    partial: int = 0
    job: Job | None = None
    in_use: bool = False
    speed: str = ""
    measured: str = ""

    @property
    def busy(self) -> bool:
        """Something is being done, or waits to be done."""
        return self.job is not None and self.job.error is None

    @property
    def damaged(self) -> bool:
        """It is here, and was checked, and is not what it was."""
        return self.size > 0 and self.job is not None and self.job.error is not None and self.job.task is Task.VERIFY


class EncoderFigures(QWidget):
    """Size and speed, one above the other."""

    def __init__(self) -> None:
        super().__init__()
        self.room, self.speed = text_label(), text_label(scale=SMALL, kind="muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        for label in (self.room, self.speed):
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
            column.addWidget(label)
        self.setMinimumWidth(_FIGURES)

    def show_state(self, facts: EncoderFacts, state: RowState) -> None:
        """The figures of this encoder as it stands now."""
        if state.size:
            self.room.setText(size_text(state.size))
            self.room.setToolTip(self.tr("On this disk, kept as {dtype}").format(dtype=state.dtype))
        else:
            self.room.setText(self.tr("about {size}").format(size=size_text(facts.download)) if facts.download else "")
            self.room.setToolTip(self.tr("To be downloaded; the server's own figure decides"))
        no_speed = self.tr("speed not measured") if state.size else self.tr("to download")
        self.speed.setText(state.speed or (no_speed if state.size or facts.host else ""))
        tip = self.tr("Measured on this computer:") + f"\n{state.measured}"
        self.speed.setToolTip(tip if state.speed else self.tr("It is measured when it is used first"))


class EncoderProgress(QWidget):
    """How far something is, or why it failed, or what is there of a download that broke off; hidden otherwise."""

    def __init__(self) -> None:
        super().__init__()
        self.bar, self.line = QProgressBar(), text_label(scale=SMALL, kind="muted")
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.line.setWordWrap(True)
        self.where = ElidedLabel()
        self.where.setFont(scaled_font(self.font(), SMALL))
        self.where.setProperty("kind", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(20 + 2 * GRID, GRID // 2, 0, 0)  # below the title of the encoder
        column.setSpacing(GRID // 2)
        column.addWidget(self.bar)
        column.addWidget(self.line)
        column.addWidget(self.where)

    def show_state(self, state: RowState) -> None:
        """What there is to say now."""
        job = state.job
        self.bar.setVisible(state.busy)
        failed_at = job.error.where if job is not None and job.error is not None else ""
        self.where.setText(shareable(failed_at))
        self.where.setVisible(failed_at not in ("", job.name if job is not None else ""))  # an import stands above
        if job is not None and job.error is not None:
            text = f"{sentence(translated(job.error.what))} {sentence(translated(job.error.hint))}".strip()
            self._say(text, "danger")
        elif job is not None:
            self._say_progress(job)
        elif state.partial and not state.size:
            here = self.tr("{size} have been downloaded already: the rest can be fetched")
            self._say(here.format(size=size_text(state.partial)))
        self.setVisible(job is not None or bool(state.partial and not state.size))

    def _say_progress(self, job: Job) -> None:
        progress = job.progress
        known = progress is None or progress.total
        self.bar.setRange(0, _STEPS if known else 0)
        if progress is not None:
            self._say(progress_text(progress))
            self.bar.setValue(min(_STEPS, round(progress.done / progress.total * _STEPS)) if progress.total else 0)
        else:
            waits = self.tr("Waits until what was asked for before is done")
            self._say(self.tr("Begins…") if job.working else waits)
            self.bar.setValue(0)

    def _say(self, text: str, kind: str = "muted") -> None:
        self.line.setText(text)
        restyle(self.line, kind)


class EncoderButtons(QWidget):
    """The one thing to do about an encoder next, and what else can be done.

    get_asked, again_asked (what has failed), cancel_asked (or: forget that it failed), verify_asked, remove_asked.
    """

    get_asked = Signal()
    again_asked = Signal()
    cancel_asked = Signal()
    verify_asked = Signal()
    remove_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.main, self.other = QPushButton(), QPushButton()
        self.other.setProperty("kind", "plain")
        self._wanted = {self.main: self.get_asked, self.other: self.remove_asked}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID // 2)
        for button in (self.other, self.main):
            button.clicked.connect(lambda _checked=False, button=button: self._wanted[button].emit())
            button.setMinimumWidth(_BUTTON)
            row.addWidget(button)
            for widget in (self, button):  # the figures stand below each other, whatever can be done
                policy = widget.sizePolicy()
                policy.setRetainSizeWhenHidden(True)
                widget.setSizePolicy(policy)

    def show_state(self, facts: EncoderFacts, state: RowState) -> None:
        """What can be done with this encoder as it stands now."""
        self.other.hide()
        if state.busy:
            tip = self.tr("Stop it; what has been downloaded is kept for later")
            self._offer(self.main, self.tr("Cancel"), tip, self.cancel_asked, facts)
        elif state.job is not None:
            if state.damaged and facts.host:
                tip = self.tr("Download it once more; it has to be the same file")
                self._offer(self.main, self.tr("Get again"), tip, self.again_asked, facts)
            elif state.damaged:
                tip = self.tr("Delete it from this computer")
                self._offer(self.main, self.tr("Remove…"), tip, self.remove_asked, facts)
            else:
                self._offer(self.main, self.tr("Try again"), self.tr("Do it once more"), self.again_asked, facts)
            self._offer(self.other, self.tr("Close"), self.tr("Close this message"), self.cancel_asked, facts)
        elif state.size:
            tip = self.tr("Read the whole file and compare it with its digest")
            self._offer(self.main, self.tr("Check"), tip, self.verify_asked, facts)
            tip = self.tr("Delete it from this computer")
            self._offer(self.other, self.tr("Remove…"), tip, self.remove_asked, facts)
        elif state.partial:
            tip = self.tr("Go on with the download that broke off")
            self._offer(self.main, self.tr("Resume…"), tip, self.get_asked, facts)
            tip = self.tr("Delete what has been downloaded")
            self._offer(self.other, self.tr("Remove…"), tip, self.remove_asked, facts)
        else:
            self._offer(self.main, self.tr("Get…"), self.tr("Download it"), self.get_asked, facts)

    def _offer(self, button: QPushButton, text: str, tip: str, wanted: object, facts: EncoderFacts) -> None:
        self._wanted[button] = wanted  # type: ignore[assignment]
        button.setText(text)
        button.setToolTip(tip)
        button.setAccessibleName(f"{text} {facts.title}")
        button.show()
