"""The main window: puts pages, bars and strips together and carries out what a person asks for."""

import logging
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QMainWindow

from core.errors import FerError, SourceError
from core.types import Reading
from fer_desktop.acceptance import Acceptance
from fer_desktop.actions import Actions
from fer_desktop.bridge import Request
from fer_desktop.cameras import chosen_format
from fer_desktop.devices import device_name
from fer_desktop.diagnostics import source_kind
from fer_desktop.event_notes import EventNotes
from fer_desktop.language import translated
from fer_desktop.naming import bundle_name, source_name
from fer_desktop.options import DEFAULT_BUNDLE, LaunchOptions
from fer_desktop.placement import ScreenGuard, restore
from fer_desktop.player import Activity, Player
from fer_desktop.recording import Recording
from fer_desktop.remembered import bundle_is_there, lacks_password, last_source, remember_source
from fer_desktop.settings import Settings
from fer_desktop.theme import Theme, ThemeControl
from fer_desktop.widgets.drop_target import DropTarget
from fer_desktop.window_actions import WindowActions
from fer_desktop.window_body import WindowBody
from fer_desktop.window_menus import WindowMenus

if TYPE_CHECKING:
    from core.live import EngineState

_log = logging.getLogger(__name__)

_STATS_EVERY_S = 0.5
_CLOSE_TIMEOUT_S, _LAST_WORD_S = 1.8, 0.1  # of the two seconds that closing may take


class MainWindow(QMainWindow):
    """Shows the welcome page until a source is chosen, and before that, once, what a person has to accept.

    painted: the window is on screen for the first time. ended_cleanly: no thread was left when it was closed.
    device: what the model is to run on.
    """

    painted = Signal()

    def __init__(self, options: LaunchOptions, themes: ThemeControl, settings: Settings) -> None:
        super().__init__()
        self.themes, self.device = themes, options.device
        self._options, self._settings = options, settings
        self._source = last_source(settings) if options.source is None else options.source
        self._bundle = options.bundle
        self._was_painted = self._stopped = self._known = self._closed = False
        self.ended_cleanly = True
        self._stats_at = 0.0
        self._warned: set[str] = set()
        self.player = Player(self)
        self.actions_ = Actions(self)
        self.menus = WindowMenus(self, self.actions_, settings)
        self._lay_out()
        self._recording = Recording(self.player.recorder, self.tool_bar, self.recording, self.banners, settings)
        self.events = EventNotes(self.banners, self.notes, self)
        self._asked = WindowActions(self, settings)
        self._guard = ScreenGuard(self)
        self._connect_parts()
        self._connect_player()
        self._apply_theme(themes.theme)
        self._show_choices()
        self._preselect()
        self._acceptance = Acceptance(self, settings)
        self._acceptance.given.connect(self._start_given)

    # What a person asks for.

    def begin(self) -> None:
        """To be called when the window is on screen: only now the slow things may start."""
        self.live.plot.prepare()
        self.player.preload()
        self._asked.devices.start()
        self.menus.cameras.start()
        self._start_given()

    def open_source(self, spec: str | int) -> None:
        """Analyses this source, in place of one that is on."""
        self._source = spec
        self.start()

    def open_bundle(self, name_or_path: str) -> None:
        """Uses this bundle from now on; a run that is on begins anew with it."""
        self._settings.bundle = self._bundle = name_or_path
        self._show_choices()
        if self.player.active:
            self.start()

    def choose_device(self, device: str) -> None:
        """Computes on this device from now on."""
        self._settings.device = self.device = device
        self._show_choices()
        if self.player.active:
            self.start()

    def start(self) -> None:
        """Runs the chosen source with the chosen bundle."""
        if self._source is None or not self._acceptance.is_given:
            return
        if lacks_password(self._source):
            self.address_bar.complete(str(self._source))
            return
        self._stopped, self._known, self._warned = False, False, set()
        self.banners.clear()
        self.status.clear()
        name = self._name_of(self._source)
        self._show_name(name)
        self.pages.setCurrentWidget(self.live)
        self.status.show()
        self.live.begin(name)
        self.live.setFocus()
        controls = self.live.controls
        camera = chosen_format(self._source, self.menus.cameras.cameras(), self._settings)
        choices = self._bundle, self.device, controls.hop, controls.window_clips, camera
        self.player.start(Request(self._source, *choices))
        self.menus.sources.show_open(self._source)

    def toggle(self) -> None:
        """Stops what runs, or starts what is chosen."""
        if self.player.activity in (Activity.PREPARING, Activity.RUNNING):
            self._stopped = True
            self.player.stop()
        elif self.player.activity is Activity.IDLE:
            self.start()

    def dismiss(self) -> None:
        """Takes away what lies on top: the row for an address, a page that is read, messages, the full screen."""
        if self.address_bar.isVisible():
            self.address_bar.hide()
        elif self.pages.leave():
            return
        elif self.banners.banners():
            self.banners.clear()
        elif self.isFullScreen():
            self.actions_["full-screen"].setChecked(False)

    def show_error(self, error: BaseException) -> None:
        """Shows it in the window, in plain words."""
        self.banners.show_error(error)

    def facts(self) -> dict[str, object]:
        """About the run, for a report: nothing that says who or what is seen."""
        counts = {f"events.{kind}": count for kind, count in self.events.counts.items()}
        activity = self.player.activity.name.lower()
        return {"activity": activity, "source": source_kind(self._source), "device": self.device, **counts}

    def _start_given(self) -> None:
        """The source of the command line starts by itself, once, unless someone was quicker."""
        if self._options.source is not None and self.player.activity is Activity.IDLE:
            self.start()

    # What the player tells.

    def _on_state(self, state: "EngineState") -> None:
        self.live.show_state(state)
        if state.info is not None:
            self._show_name(translated(state.info.name), state.info.kind)
            self._remember_source()
        for warning in state.warnings:
            if warning not in self._warned:
                self._warned.add(warning)
                self.banners.show_message("warning", translated(warning))

    def _on_readings(self, readings: list[Reading]) -> None:
        self.live.show_readings(readings)

    def _on_ended(self, error: BaseException | None) -> None:
        self.live.finish(complete=error is None and not self._stopped)
        self._show_numbers()
        if error is not None:
            if not isinstance(error, FerError):
                _log.error("the engine ended with a bug", exc_info=error)
            self.show_error(error)
            if isinstance(error, SourceError) and self.live.video.frame is None:
                self.pages.settle(self.welcome)
                self.status.hide()

    def _on_activity(self, activity: Activity) -> None:
        restart = activity is Activity.IDLE and self.live.video.frame is not None
        self.tool_bar.show_activity(activity, restart=restart, startable=self._source is not None)

    def _show_name(self, name: str, kind: str = "") -> None:
        self.tool_bar.show_source(name, kind)
        self.setWindowTitle(f"{name} – FER Desktop")

    def _on_tick(self) -> None:
        if time.monotonic() - self._stats_at >= _STATS_EVERY_S:
            self._stats_at = time.monotonic()
            self._show_numbers()

    def _show_numbers(self) -> None:
        if stats := self.player.stats():
            self.status.show_stats(stats)
        self._recording.refresh()

    # Qt.

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        # Space is no shortcut: it must still press the button that has the focus.
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.toggle()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        if not self._closed:
            self._closed = True
            self._settings.geometry = self.saveGeometry()
            self.live.stop_ticking()
            began = time.monotonic()
            self.ended_cleanly = self.player.close(_CLOSE_TIMEOUT_S)
            for helper in (self._asked.devices, self.menus.cameras):
                left = _CLOSE_TIMEOUT_S - (time.monotonic() - began)
                self.ended_cleanly = helper.wait(max(_LAST_WORD_S, left)) and self.ended_cleanly
        super().closeEvent(event)

    # Building.

    def _lay_out(self) -> None:
        self.setWindowTitle("FER Desktop")
        self.setMinimumSize(1024, 640)
        self.resize(1280, 800)
        body = WindowBody(self.player, self.actions_, self.menus, self._options, self._settings)
        self.setCentralWidget(body)
        self.tool_bar, self.address_bar, self.banners = body.tool_bar, body.address_bar, body.banners
        self.pages, self.welcome, self.live = body.pages, body.welcome, body.live
        self.about, self.shortcuts, self.terms = body.about, body.shortcuts, body.terms
        self.recording, self.notes, self.status = body.recording, body.notes, body.status
        self.drop_target = DropTarget(self)
        self._body = body
        restore(self, self._settings.geometry)

    def _connect_parts(self) -> None:
        self.tool_bar.toggled.connect(self.toggle)
        self.address_bar.chosen.connect(self.open_source)
        self.welcome.again_asked.connect(self.start)
        self.themes.changed.connect(self._apply_theme)
        actions = self.actions_
        actions["start"].triggered.connect(self.toggle)
        sources = self.menus.sources
        sources.source_chosen.connect(self.open_source)
        sources.stream_asked.connect(self.address_bar.complete)
        actions["stream"].triggered.connect(self.address_bar.ask)
        actions["demo"].triggered.connect(lambda: self.open_source("demo:"))
        actions["camera"].triggered.connect(lambda: self.open_source(sources.first_camera()))
        actions["record"].triggered.connect(self.tool_bar.record.click)
        self.live.ticked.connect(self._on_tick)

    def _connect_player(self) -> None:
        player, settings = self.player, self._settings
        player.state.connect(self._on_state)
        player.readings.connect(self._on_readings)
        player.happened.connect(self.events.show)
        player.ended.connect(self._on_ended)
        player.failed.connect(self.show_error)
        player.activity_changed.connect(self._on_activity)
        controls = self.live.controls
        controls.hop_changed.connect(player.set_hop)
        controls.window_changed.connect(player.set_window)
        controls.hop_changed.connect(lambda hop: setattr(settings, "hop", hop))
        controls.window_changed.connect(lambda window: setattr(settings, "window", window))

    def _apply_theme(self, theme: Theme) -> None:
        for part in (self.actions_, self._body, self.drop_target):
            part.set_theme(theme)
        self.menus.sources.set_theme(theme)

    def _show_choices(self) -> None:
        """What is chosen, in the tool bar and the menus."""
        self.tool_bar.show_bundle(bundle_name(self._bundle))
        self.tool_bar.show_device(device_name(self.device))
        self._asked.show_bundle(self._bundle)
        self._asked.show_device(self.device)

    def _preselect(self) -> None:
        """What was analysed last is chosen, but nobody starts it unasked."""
        if self._source is not None:
            self.tool_bar.show_source(self._name_of(self._source))
            self._on_activity(Activity.IDLE)
        if self._source is not None and self._options.source is None:
            self.welcome.offer(self._name_of(self._source))
        if not bundle_is_there(self._settings.bundle) and self._bundle == DEFAULT_BUNDLE:
            title = self.tr("The bundle that was used last is not there: the starter is used")
            self.banners.show_message("warning", title, where=self._settings.bundle)

    def _remember_source(self) -> None:
        """It could be opened: worth to be offered again."""
        if not self._known and self._source is not None:
            self._known = True
            remember_source(self._settings, self._source)
            self.welcome.offer(self._name_of(self._source))

    def _name_of(self, source: str | int) -> str:
        return source_name(source, self.menus.cameras.cameras())
