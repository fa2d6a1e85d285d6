"""The page that shows a run: picture, verdict, bars, plot and controls."""

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from core.types import Reading
from fer_desktop.face_memory import reading_of
from fer_desktop.pages.live_layout import LiveLayout
from fer_desktop.pages.notices import LostNote, Notices
from fer_desktop.player import Player
from fer_desktop.view_options import ViewOptions
from fer_desktop.watching import Shown, Watching
from fer_desktop.widgets.analysis_controls import AnalysisControls
from fer_desktop.widgets.timing_panel import stage_time
from fer_desktop.wording import clips_text, keys_text

if TYPE_CHECKING:
    from core.live import EngineState, Picture

_TICK_MS = 16  # twice a camera's rate: at its own rate, every tenth picture is replaced before it is shown
_FIGURES_EVERY_S = 0.5


class LivePage(LiveLayout):
    """Shows one run at a time. Everything is taken in while the page is frozen, and shown when it is not any more.

    ticked: about 60 times a second while something moves. frozen_changed(bool): picture, bars and plot are held, or go
    on again.
    """

    ticked = Signal()
    frozen_changed = Signal(bool)

    def __init__(self, player: Player, controls: AnalysisControls, parent: QWidget | None = None) -> None:
        super().__init__(controls, parent)
        self._player = player
        self._run, self._notices = Watching(), Notices()
        self._labels: tuple[str, ...] = ()
        self._labels_shown: tuple[str, ...] = ()  # those before, as long as the page is frozen
        self._phase = ""
        self._waiting_for: tuple[str, str] | None = None  # headline and caption while there is no reading to show
        self._running = self._over = self._complete = False
        self._ticked_at = self._figures_at = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self.video.face_clicked.connect(self.follow)
        self.video.step_asked.connect(self.follow_next)
        self.verdicts.faces.face_chosen.connect(self.follow)
        self.names.changed.connect(self._on_named)
        self.row.freeze_asked.connect(self.set_frozen)
        self.row.next_asked.connect(self.follow_next)

    @property
    def followed(self) -> int | None:
        """The id of the face that bars and plot are about."""
        return self._run.shown.followed

    @property
    def beginning(self) -> bool:
        """True while the source is opened or the model loaded."""
        return self._running and self._phase in ("", "opening", "loading")

    @property
    def ticking(self) -> bool:
        """True while pictures are pulled or bars move."""
        return self._timer.isActive()

    @property
    def frozen(self) -> bool:
        """True while picture, bars and plot are held."""
        return self._run.frozen

    # What a person asks for.

    def set_view(self, view: ViewOptions) -> None:
        """Looks at the run in this way from now on."""
        super().set_view(view)
        self._show_figures(time.monotonic())  # of a run that is over, nothing else would bring them
        self._wake()

    def set_frozen(self, frozen: bool) -> None:
        """Holds picture, bars and plot as they are, or lets them go on. Analysis and recording do not care."""
        if frozen != self.frozen:
            self._run.freeze(frozen)
            self.video.set_held(frozen)
            if not frozen and self._run.waiting is not None:
                self._show_picture(self._run.waiting)
            self._refresh()
            self._say_notices()
            self.frozen_changed.emit(frozen)
        self.row.show_frozen(frozen)

    def follow(self, face_id: int) -> None:
        """Bars and plot are about this face from now on."""
        self._run.follow(face_id)
        self.video.set_followed(face_id)
        self._refresh()

    def follow_next(self, step: int = 1) -> None:
        """Follows the next face in the picture by number, the first after the last; step -1: the one before."""
        face_id = self._run.next_face(step, [face.face_id for face in self.video.faces])
        if face_id is not None:
            self.follow(face_id)

    # What the player tells.

    def begin(self, name: str) -> None:
        """A run of this source has been asked for: forgets the one before."""
        self.set_frozen(False)
        self._name_edit.cancel()  # it is about a face of the run before
        self._run, self._notices = Watching(), Notices()
        self._running, self._over, self._phase = True, False, ""
        self.names.clear()
        self.video.clear()
        self.timing.clear()
        self._set_labels(())
        self._wait_for(self.tr("No reading yet"), self.tr("The source is being opened"))
        self._notices.message = self.tr("Opening…"), f"{name}\n{self._way_out()}"
        self._say_notices()
        self._ticked_at = time.monotonic()
        self._timer.start()

    def show_state(self, state: "EngineState") -> None:
        """The engine tells where it is."""
        self.controls.show_effect(state.hop)
        if state.card is not None and self._labels != tuple(state.card.labels):
            self._set_labels(tuple(state.card.labels))
        if state.phase == "lost":
            self._show_lost(state)
        elif state.phase != self._phase and state.phase in ("loading", "running"):
            self._notices.lost = None
            self._show_loading() if state.phase == "loading" else self._show_running()
        elif state.phase == "running" and self._waiting_for is not None:
            self._show_running()  # more may be known of the encoder
        self._phase = str(state.phase)
        self._say_notices()

    def show_readings(self, readings: Sequence[Reading]) -> None:
        """One clip's readings: every face's are taken in, the followed one's go to the bars and the plot."""
        if readings:
            self._run.take(readings, self.controls.window_clips)
            if self._notices.lost is None:  # else a clip from before the loss, scored late: nothing is seen now
                self._waiting_for = None
            self._refresh()

    def finish(self, *, complete: bool) -> None:
        """The run is over. complete: the source was played to its end, so that there is a verdict on all of it."""
        self._running, self._over, self._complete = False, True, complete
        self.controls.show_effect(0)
        self._notices = Notices()
        self._say_notices()
        self._show_figures(time.monotonic())
        self._refresh()

    def stop_ticking(self) -> None:
        """The window closes."""
        self._running = self._over = False
        self._timer.stop()

    # Showing.

    def _refresh(self) -> None:
        """Verdicts and plot show what there is to show now."""
        shown = self._run.shown
        if self._labels_shown != self._labels and not self.frozen:
            self._labels_shown = self._labels
            self.verdicts.set_labels(self._labels)
            self.plot.set_labels(self._labels)
        self.verdicts.set_faces(shown.faces, shown.followed)
        if self._over and not self.frozen:
            self._show_end()
        elif self._waiting_for is not None and not self.frozen:
            self.verdicts.show_nothing(*self._waiting_for)
        elif shown.newest or (self._run.memory.heard and not self.frozen):
            self.verdicts.show_newest(shown.newest, shown.followed, self._vote_caption(shown))
        whose = "" if shown.followed is None else self.names.title(shown.followed)
        self.plot.show_history(shown.memory.history(shown.followed), shown.time, whose)
        self._wake()

    def _show_end(self) -> None:
        followed = self._run.shown.followed
        if self._complete and self.verdicts.show_whole(self._run.whole, followed):
            return
        if self._complete:
            caption = self.tr("No face was in view long enough to be scored")
            self.verdicts.show_nothing(self.tr("No reading"), caption)
        elif self._run.whole.verdict(followed) is None:
            self.verdicts.show_nothing(self.tr("Stopped"), self.tr("Nothing was scored"))
        else:
            if self._run.memory.newest:
                self.verdicts.show_newest(self._run.memory.newest, followed, self._vote_caption(self._run.shown))
            self.panel.explain(self.tr("Stopped: the last vote"))

    def _wait_for(self, headline: str, caption: str) -> None:
        self._waiting_for = headline, caption
        self._refresh()

    def _show_loading(self) -> None:
        if self.video.frame is None:
            moment = self.tr("A moment, please")
            self._notices.message = self.tr("Loading the model…"), f"{moment}\n{self._way_out()}"
        self._wait_for(self.tr("Loading…"), self.tr("The model is being loaded"))

    def _way_out(self) -> str:
        return self.tr("{keys} cancels").format(keys=keys_text("Esc"))

    def _show_running(self) -> None:
        self._notices.message = "", ""
        self._wait_for(self.tr("Watching…"), self._first_reading())

    def _first_reading(self) -> str:
        seconds = self.controls.seconds_per_clip
        if seconds is None:
            return self.tr("The first reading needs two seconds of video")
        text = self.tr("The first reading needs two seconds of video, and about {seconds} s for the encoder")
        return text.format(seconds=f"{seconds:.0f}")

    def _show_lost(self, state: "EngineState") -> None:
        now = time.monotonic()
        if self._notices.lost is None:
            self._notices.lost = LostNote(now)
            self._run.memory.interrupt()
            self._wait_for(self.tr("No picture"), self.tr("Goes on by itself as soon as the source is back"))
        self._notices.lost.see(state, now)

    def _say_notices(self) -> None:
        message, note = self._notices.over(time.monotonic(), frozen=self.frozen)
        self.video.set_message(*message)
        self.video.set_note(note)

    def _show_picture(self, picture: "Picture") -> None:
        if self.video.frame is None:
            self._notices.message = "", ""
            self._say_notices()
        shown = self._run.shown
        self.video.set_picture(picture, shown.followed)
        self.verdicts.set_faces(shown.faces, shown.followed)

    def _show_figures(self, now: float) -> None:
        """Twice a second: what nobody could read if it changed more often."""
        self._figures_at = now
        self.row.show_choice(len(self._run.shown.faces) > 1)
        if stats := self._player.stats():
            if self._phase == "running" and self._running:
                self._notices.busy.look(stats, self.controls.hop_in_effect, now)
            if self.timing.isVisible():
                self.timing.show_stats(stats, stage_time(self.video.paint_times))
        self._say_notices()

    def _tick(self) -> None:
        now = time.monotonic()
        if (picture := self._player.take_picture()) and self._run.see(picture):
            self._show_picture(picture)
        self.verdicts.advance(now - self._ticked_at)
        self._ticked_at = now
        if now - self._figures_at >= _FIGURES_EVERY_S:
            self._show_figures(now)
        self.ticked.emit()
        if not self._running and self.verdicts.settled:
            self._timer.stop()

    def _wake(self) -> None:
        """Bars that have got another value must move, even when the run is over."""
        if self._over and not self._timer.isActive() and not self.verdicts.settled:
            self._ticked_at = time.monotonic()
            self._timer.start()

    def _vote_caption(self, shown: Shown) -> str:
        window, reading = self.controls.window_clips, reading_of(shown.newest, shown.followed)
        if window is None:
            return self.tr("vote over the whole session")
        clips = shown.clips.get(reading.face_id, window) if reading is not None else window
        if clips < window:
            return self.tr("vote over {clips} so far").format(clips=clips_text(clips))
        return self.tr("vote over the last {clips}").format(clips=clips_text(window))

    def _set_labels(self, labels: tuple[str, ...]) -> None:
        self._labels = labels
        self._run.set_labels(labels)
        self._refresh()

    def _on_named(self, _face_id: int) -> None:
        self.verdicts.rename()
        self.video.update()
        self._refresh()
