"""The main window: puts pages, bars and strips together and carries out what a person asks for."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QMainWindow

from core.capture.source import source_kind
from fer_desktop.acceptance import Acceptance
from fer_desktop.actions import Actions
from fer_desktop.choice import Choice
from fer_desktop.closing import Closing
from fer_desktop.devices import device_name
from fer_desktop.naming import bundle_name
from fer_desktop.options import DEFAULT_BUNDLE, LaunchOptions
from fer_desktop.placement import ScreenGuard
from fer_desktop.player import Activity, Player
from fer_desktop.pressing import pressed_by_enter
from fer_desktop.remembered import bundle_is_there, lacks_password
from fer_desktop.run_display import RunDisplay
from fer_desktop.settings import Settings
from fer_desktop.theme import Theme, ThemeControl
from fer_desktop.widgets.banner import Banner
from fer_desktop.widgets.drop_target import DropTarget
from fer_desktop.window_actions import WindowActions
from fer_desktop.window_body import WindowBody
from fer_desktop.window_menus import WindowMenus
from fer_desktop.window_models import WindowModels
from fer_desktop.window_playback import WindowPlayback

_FIRST, _LEAST = QSize(1280, 800), QSize(1024, 640)  # at the first start, and by hand; a smaller screen has the say


class MainWindow(QMainWindow):
    """Shows the welcome page until a source is chosen, and before that, once, what a person has to accept.

    painted: the window is on screen for the first time.
    """

    painted = Signal()

    def __init__(self, options: LaunchOptions, themes: ThemeControl, settings: Settings) -> None:
        super().__init__()
        self.themes = themes
        self._options, self._settings = options, settings
        self._was_painted = False
        self.player = Player(self)
        self.actions_ = Actions(self)
        self.menus = WindowMenus(self, self.actions_, settings)
        self.choice = Choice(options, settings, self.menus.cameras)
        self._lay_out()
        self.asked = WindowActions(self, settings)
        self.encoders = WindowModels(self, settings)
        self.run_display = RunDisplay(self)
        self.watching_again = WindowPlayback(self, settings)
        self._closing = Closing(self, settings)
        self._connect_parts()
        self._apply_theme(themes.theme)
        self.show_choices()
        self._preselect()
        self._acceptance = Acceptance(self, settings)
        self._acceptance.given.connect(self._start_given)

    # What a person asks for.

    def begin(self) -> None:
        """To be called when the window is on screen: only now the slow things may start."""
        self._guard.opened()
        self.live.plot.prepare()
        self.player.preload()
        self.watching_again.tidy()
        self.asked.devices.start()
        self.menus.cameras.start()
        self._start_given()

    def open_source(self, spec: str | int) -> None:
        """Analyses this source, in place of one that is on."""
        if self._may_open(spec) and source_kind(spec) == "file":
            self.watching_again.open([Path(str(spec))])
        elif self._may_open(spec):
            self.choice.source = spec
            self.start()

    def open_videos(self, paths: Sequence[Path]) -> None:
        """Plays the first of these videos, and analyses all of them."""
        if self._acceptance.is_given and paths:
            self.watching_again.open(paths)

    def open_bundle(self, name_or_path: str) -> None:
        """Uses this bundle from now on; a run that is on goes over to it."""
        self.choice.choose_bundle(name_or_path)
        self.show_choices()
        if self.player.switch(bundle=name_or_path):
            self.choice.confirm()
        if self.player.activity is Activity.IDLE:
            self.banners.take_away("speed")  # during a run, the switch itself does that
        self.encoders.look_at(name_or_path)
        self.watching_again.analyse_anew()

    def choose_device(self, device: str) -> None:
        """Computes on this device from now on; a run that is on goes over to it."""
        self.choice.choose_device(device)
        self.show_choices()
        if self.player.switch(device=device):
            self.choice.confirm()
        self.watching_again.analyse_anew()

    def choose_precision(self, precision: str) -> None:
        """Computes in this precision from now on; a run that is on goes over to it."""
        self.choice.choose_precision(precision)
        self.show_choices()
        if self.player.switch(precision=precision):
            self.choice.confirm()
        self.watching_again.analyse_anew()

    def start(self) -> None:
        """Runs the chosen source with the chosen bundle."""
        if self.choice.source is None or not self._may_open(self.choice.source):
            return
        if self.choice.kind == "file":
            self.watching_again.open([Path(str(self.choice.source))])
            return
        self.run_display.begin()
        self.address_bar.hide()
        self.welcome.offer(self.choice.name_to_go_on_with)
        self.pages.setCurrentWidget(self.live)
        self.status.show()
        self.live.begin(self.choice.name)
        self.live.setFocus()
        controls = self.live.controls
        self.player.start(self.choice.request(controls.hop, controls.window_clips))
        self.menus.sources.show_open(self.choice.source)

    def toggle(self) -> None:
        """Stops what runs, or starts what is chosen."""
        if self.watching_again.on:
            self.watching_again.toggle()
        elif self.player.activity in (Activity.PREPARING, Activity.RUNNING):
            self.run_display.stopped = True
            self.player.stop()
        elif self.player.activity is Activity.IDLE:
            self.start()

    def dismiss(self) -> None:
        """Takes away what lies on top: a row, a page, a run that is not on yet, messages, the full screen."""
        rows = (self.address_bar, self.recording_control.row)
        if shown := [row for row in rows if row.isVisible()]:
            shown[-1].hide()
        elif (
            (self.models_page.isVisible() and self.models_page.close_panel())
            or self.pages.leave()
            or self.watching_again.leave()
        ):
            return
        elif self.live.beginning:
            self.toggle()
        elif self.banners.banners():
            self.banners.clear()
        elif self.isFullScreen():
            self.actions_["full-screen"].setChecked(False)

    @property
    def ended_cleanly(self) -> bool:
        """False when a thread was left as the window was closed."""
        return self._closing.ended_cleanly

    def quit_at_once(self) -> None:
        """Closes without a question; a recording that is on is completed."""
        self._closing.without_asking()

    def show_error(self, error: BaseException) -> Banner:
        """Shows it in the window, in plain words."""
        banner = self.banners.show_error(error)
        self.encoders.offer(banner, error)
        return banner

    def show_choices(self) -> None:
        """What is chosen, in the tool bar and the menus."""
        self.tool_bar.show_bundle(bundle_name(self.choice.bundle))
        self.tool_bar.show_device(device_name(self.choice.device))
        self.asked.show_bundle(self.choice.bundle)
        self.asked.show_device(self.choice.device)
        self.asked.show_precision(self.choice.precision)
        self.models_page.show_bundle(self.choice.bundle)

    def _start_given(self) -> None:
        """The source of the command line starts by itself, once, unless someone was quicker.

        Where nothing starts, somebody should know whether the bundle could.
        """
        if self._options.source is not None and self.player.activity is Activity.IDLE:
            self.start()
            self._warn_of_bundle()  # again: a start takes messages away
        elif self._acceptance.is_given:
            self.encoders.look_at(self.choice.bundle)

    def _may_open(self, spec: str | int) -> bool:
        """False before the terms are accepted, and for an address without its password, which is asked for."""
        if not self._acceptance.is_given:
            return False
        if lacks_password(spec):
            self.address_bar.complete(str(spec))
            return False
        return True

    # Qt.

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        # Space is no shortcut: it must still press the button that has the focus.
        if event.key() == Qt.Key.Key_Space:
            if not (event.isAutoRepeat() or self.pages.reading):
                self.toggle()
        elif not pressed_by_enter(event, self.focusWidget()):
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:  # the system can end a full screen, too
            self.actions_["full-screen"].setChecked(self.isFullScreen())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        if not self._closing.may_happen():
            event.ignore()
            return
        self._closing.happen()
        super().closeEvent(event)

    # Building.

    def _lay_out(self) -> None:
        self.setWindowTitle("FER Desktop")
        self.resize(_FIRST)
        body = WindowBody(self.player, self.actions_, self.menus, self._options, self._settings)
        self.setCentralWidget(body)
        self.tool_bar, self.address_bar, self.banners = body.tool_bar, body.address_bar, body.banners
        self.pages, self.welcome, self.live = body.pages, body.welcome, body.live
        self.playback, self.sessions = body.playback, body.sessions
        self.about, self.shortcuts, self.terms = body.about, body.shortcuts, body.terms
        self.models, self.models_page = body.models, body.models_page
        self.recording, self.notes, self.status = body.recording, body.notes, body.status
        self.recording_control = body.recording_control
        self.drop_target = DropTarget(self)
        self._body = body
        self._guard = ScreenGuard(self, _LEAST)
        self._guard.prepare(self._settings.geometry)

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
        actions["demo"].triggered.connect(lambda: self.open_source("demo:"))
        actions["camera"].triggered.connect(lambda: self.open_source(sources.first_camera()))
        player, settings = self.player, self._settings
        controls = self.live.controls
        controls.hop_changed.connect(player.set_hop)
        controls.window_changed.connect(player.set_window)
        controls.hop_changed.connect(lambda hop: setattr(settings, "hop", hop))
        controls.window_changed.connect(lambda window: setattr(settings, "window", window))

    def _apply_theme(self, theme: Theme) -> None:
        for part in (self.actions_, self._body, self.drop_target):
            part.set_theme(theme)
        self.menus.sources.set_theme(theme)

    def _preselect(self) -> None:
        """What was analysed last is chosen, but nobody starts it unasked."""
        if self.choice.source is not None:
            self.tool_bar.show_source(self.choice.name, self.choice.kind)
            self.run_display.show_activity(Activity.IDLE)
        if self.choice.source is not None and self._options.source is None:
            self.welcome.offer(self.choice.name_to_go_on_with)
        self._warn_of_bundle()

    def _warn_of_bundle(self) -> None:
        """Whoever measures has to know that it is not the bundle of last time that does it."""
        if not bundle_is_there(self._settings.bundle) and self.choice.bundle == DEFAULT_BUNDLE:
            title = self.tr("The bundle that was used last is not there: the starter is used")
            self.banners.show_message("warning", title, where=self._settings.bundle)
