"""The main window: puts pages, bars and strips together and carries out what a person asks for."""

import logging
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from core.errors import FerError, SourceError
from core.types import Reading
from fer_desktop.bridge import Request
from fer_desktop.choosers import choose_bundle_file, choose_folder, choose_video
from fer_desktop.naming import bundle_name, source_name
from fer_desktop.options import LaunchOptions
from fer_desktop.pages.live import LivePage
from fer_desktop.pages.welcome import WelcomePage
from fer_desktop.player import Activity, Player
from fer_desktop.recording import Recording
from fer_desktop.settings import Settings
from fer_desktop.theme import Theme, ThemeControl, ThemeMode
from fer_desktop.widgets.address_bar import AddressBar
from fer_desktop.widgets.analysis_controls import AnalysisControls
from fer_desktop.widgets.banner import BannerArea
from fer_desktop.widgets.recording_strip import RecordingStrip
from fer_desktop.widgets.status_strip import StatusStrip
from fer_desktop.widgets.tool_bar import ToolBar

if TYPE_CHECKING:
    from core.live import EngineState

_log = logging.getLogger(__name__)

_STATS_EVERY_S = 0.5
_CLOSE_TIMEOUT_S = 1.8  # of the two seconds that closing may take


class MainWindow(QMainWindow):
    """Shows the welcome page until a source is chosen.

    painted: the window is on screen for the first time. ended_cleanly: no thread was left when it was closed.
    """

    painted = Signal()

    def __init__(self, options: LaunchOptions, themes: ThemeControl, settings: Settings) -> None:
        super().__init__()
        self.themes = themes
        self._options, self._settings = options, settings
        self._source, self._bundle = options.source, options.bundle
        self._was_painted = self._stopped = self._closed = False
        self.ended_cleanly = True
        self._stats_at = 0.0
        self._warned: set[str] = set()
        self.player = Player(self)
        self.tool_bar = ToolBar(themes.mode)
        self.address_bar, self.banners = AddressBar(), BannerArea()
        self.welcome = WelcomePage()
        self.live = LivePage(self.player, AnalysisControls(options.hop, options.window))
        self.recording, self.status = RecordingStrip(), StatusStrip()
        self._recording = Recording(self.player.recorder, self.tool_bar, self.recording, self.banners, settings)
        self._lay_out()
        self._connect_tool_bar()
        self._connect_player()
        self._apply_theme(themes.theme)
        self.tool_bar.show_bundle(bundle_name(self._bundle))

    # What a person asks for.

    def begin(self) -> None:
        """To be called when the window is on screen: only now the slow things may start."""
        self.live.plot.prepare()
        self.player.preload()
        if self.player.activity is Activity.IDLE:  # someone may have been quicker
            self.start()

    def open_source(self, spec: str | int) -> None:
        """Analyses this source, in place of one that is on."""
        self._source = spec
        self.start()

    def open_bundle(self, name_or_path: str) -> None:
        """Uses this bundle from now on; a run that is on begins anew with it."""
        self._bundle = name_or_path
        self.tool_bar.show_bundle(bundle_name(name_or_path))
        if self.player.active:
            self.start()

    def start(self) -> None:
        """Runs the chosen source with the chosen bundle."""
        if self._source is None:
            return
        self._stopped, self._warned = False, set()
        self.banners.clear()
        self.status.clear()
        name = source_name(self._source)
        self._show_name(name)
        self.pages.setCurrentWidget(self.live)
        self.status.show()
        self.live.begin(name)
        self.live.setFocus()
        controls = self.live.controls
        device = self._options.device
        self.player.start(Request(self._source, self._bundle, device, controls.hop, controls.window_clips))

    def toggle(self) -> None:
        """Stops what runs, or starts what is chosen."""
        if self.player.activity in (Activity.PREPARING, Activity.RUNNING):
            self._stopped = True
            self.player.stop()
        elif self.player.activity is Activity.IDLE:
            self.start()

    def dismiss(self) -> None:
        """Takes away the row for an address, else the messages."""
        if self.address_bar.isVisible():
            self.address_bar.hide()
        else:
            self.banners.clear()

    def show_error(self, error: BaseException) -> None:
        """Shows it in the window, in plain words."""
        self.banners.show_error(error)

    # What the player tells.

    def _on_state(self, state: "EngineState") -> None:
        self.live.show_state(state)
        if state.info is not None:
            self._show_name(state.info.name, state.info.kind)
        for warning in state.warnings:
            if warning not in self._warned:
                self._warned.add(warning)
                self.banners.show_message("warning", warning)

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
                self.pages.setCurrentWidget(self.welcome)
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
            self.ended_cleanly = self.player.close(_CLOSE_TIMEOUT_S)
        super().closeEvent(event)

    # Building.

    def _lay_out(self) -> None:
        self.setWindowTitle("FER Desktop")
        self.setMinimumSize(960, 600)
        self.resize(1280, 800)
        if self._settings.geometry is not None:
            self.restoreGeometry(self._settings.geometry)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.welcome)
        self.pages.addWidget(self.live)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.tool_bar, self.address_bar, self.banners):
            column.addWidget(widget)
        column.addWidget(self.pages, 1)
        for strip in (self.recording, self.status):
            column.addWidget(strip)
        self.setCentralWidget(body)
        self.status.hide()

    def _connect_tool_bar(self) -> None:
        bar, settings = self.tool_bar, self._settings
        bar.source_chosen.connect(self.open_source)
        bar.video_asked.connect(self._choose_video)
        bar.stream_asked.connect(self.address_bar.ask)
        self.address_bar.chosen.connect(self.open_source)
        bar.bundle_chosen.connect(self.open_bundle)
        bar.bundle_file_asked.connect(lambda: choose_bundle_file(self, settings.bundle_folder, self._use_bundle))
        title = self.tr("Open a bundle folder")
        bar.bundle_folder_asked.connect(lambda: choose_folder(self, title, settings.bundle_folder, self._use_bundle))
        bar.toggled.connect(self.toggle)
        bar.theme_chosen.connect(self._choose_theme)
        bar.recording_folder_asked.connect(self._choose_recording_folder)
        bar.quit_asked.connect(self.close)
        self.themes.changed.connect(self._apply_theme)
        self.welcome.video_asked.connect(self._choose_video)
        self.welcome.demo_asked.connect(lambda: self.open_source("demo:"))
        self.welcome.camera_asked.connect(bar.choose_camera)
        QShortcut(QKeySequence("Ctrl+R"), self, bar.record.click)
        QShortcut(QKeySequence("Escape"), self, self.dismiss)

    def _connect_player(self) -> None:
        player = self.player
        player.state.connect(self._on_state)
        player.readings.connect(self._on_readings)
        player.ended.connect(self._on_ended)
        player.failed.connect(self.show_error)
        player.activity_changed.connect(self._on_activity)
        self.live.ticked.connect(self._on_tick)
        self.live.controls.hop_changed.connect(player.set_hop)
        self.live.controls.window_changed.connect(player.set_window)

    def _apply_theme(self, theme: Theme) -> None:
        for widget in (self.tool_bar, self.welcome, self.live, self.banners):
            widget.set_theme(theme)

    def _choose_theme(self, mode: ThemeMode) -> None:
        self._settings.theme = mode
        self.themes.set_mode(mode)

    def _choose_video(self) -> None:
        choose_video(self, self._settings.video_folder, self._open_video)

    def _open_video(self, path: Path) -> None:
        self._settings.video_folder = path.parent
        self.open_source(str(path))

    def _use_bundle(self, path: Path) -> None:
        self._settings.bundle_folder = path.parent
        self.open_bundle(str(path))

    def _choose_recording_folder(self) -> None:
        def chosen(folder: Path) -> None:
            self._settings.recording_folder = folder

        choose_folder(self, self.tr("Where recordings go"), self._settings.recording_folder, chosen)
