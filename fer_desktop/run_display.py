"""What the player tells of a run, shown where it belongs: page, strips, messages, title and pickers."""

import logging
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from core.errors import FerError, SourceError
from fer_desktop.event_notes import EventNotes
from fer_desktop.language import translated
from fer_desktop.player import Activity

if TYPE_CHECKING:
    from core.live import EngineState, Event
    from fer_desktop.window import MainWindow

_log = logging.getLogger(__name__)

_STATS_EVERY_S = 0.5


class RunDisplay(QObject):
    """Listens to the window's player.

    events: what happened, counted. stopped: a person ended the run, so that it says nothing about the whole of a video.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.events = EventNotes(window.banners, window.notes, window)
        self._warned: set[str] = set()
        self._stats_at = 0.0
        self.stopped = False
        player = window.player
        player.state.connect(self._on_state)
        player.readings.connect(window.live.show_readings)
        player.happened.connect(self._on_event)
        player.ended.connect(self._on_ended)
        player.failed.connect(window.show_error)
        player.activity_changed.connect(self.show_activity)
        window.live.ticked.connect(self._on_tick)

    def begin(self) -> None:
        """A run has been asked for: what was said about the one before goes."""
        window = self._window
        self.stopped, self._warned = False, set()
        window.banners.clear()
        window.status.clear()
        self._show_name(window.choice.name, window.choice.kind)

    def show_activity(self, activity: Activity) -> None:
        """What can be started or stopped now."""
        window = self._window
        restart = activity is Activity.IDLE and window.live.video.frame is not None
        window.tool_bar.show_activity(activity, restart=restart, startable=window.choice.source is not None)
        window.asked.show_possible()

    def _on_state(self, state: "EngineState") -> None:
        self._window.live.show_state(state)
        self._window.status.show_computing(state.precision, translated(state.device_reason))
        if state.encoder_sha256:
            self._show_speed_of(state)
        if state.info is not None and not self._is_replaced():
            self._show_name(translated(state.info.name), state.info.kind)
            self._window.choice.remember_opened()
        for warning in state.warnings:
            if warning not in self._warned:
                self._warned.add(warning)
                self._window.banners.show_message("warning", translated(warning))

    def _is_replaced(self) -> bool:
        """Whether a film or a session has taken the run's place in the window; it may still be ending."""
        return self._window.watching_again.on or self._window.choice.kind == "file"

    def _show_speed_of(self, state: "EngineState") -> None:
        import torch  # the engine has it by now

        from core.model.device import device_name

        device = device_name(torch.device(state.device))
        self._window.models_page.show_computing(state.encoder_sha256, device, state.precision)

    def _on_event(self, event: "Event") -> None:
        self.events.show(event)
        if event.kind == "switched":
            self._window.choice.confirm()
        elif event.kind == "switch_failed":
            self._window.encoders.offer(self._window.banners.on("switch_failed"), event.error)
            self._window.choice.take_back()
            self._window.show_choices()

    def _on_ended(self, error: BaseException | None) -> None:
        window = self._window
        window.live.finish(complete=error is None and not self.stopped)
        self._show_numbers()
        if error is None:
            return
        if not isinstance(error, FerError):
            _log.error("the engine ended with a bug", exc_info=error)
        window.show_error(error)
        if isinstance(error, SourceError) and window.live.video.frame is None and not self._is_replaced():
            window.pages.settle(window.welcome)
            window.status.hide()
            window.address_bar.mend(window.choice.source, error)

    def _on_tick(self) -> None:
        if time.monotonic() - self._stats_at >= _STATS_EVERY_S:
            self._stats_at = time.monotonic()
            self._show_numbers()

    def _show_numbers(self) -> None:
        if stats := self._window.player.stats():
            self._window.status.show_stats(stats)

    def _show_name(self, name: str, kind: str = "") -> None:
        self._window.tool_bar.show_source(name, kind)
        self._window.setWindowTitle(f"{name} – FER Desktop")
