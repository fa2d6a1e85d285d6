"""What fills the window below the menu bar: bars, pages and strips, from top to bottom."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.sessions.store import SessionStore
from fer_desktop.actions import Actions
from fer_desktop.models import Models
from fer_desktop.options import LaunchOptions
from fer_desktop.pages.about import AboutPage
from fer_desktop.pages.first_start import FirstStartPage
from fer_desktop.pages.live import LivePage
from fer_desktop.pages.models import ModelsPage
from fer_desktop.pages.playback import PlaybackPage
from fer_desktop.pages.sessions import SessionsPage
from fer_desktop.pages.shortcuts import ShortcutsPage
from fer_desktop.pages.welcome import WelcomePage
from fer_desktop.player import Player
from fer_desktop.recording import Recording
from fer_desktop.settings import Settings
from fer_desktop.terms import starter_facts
from fer_desktop.theme import Theme
from fer_desktop.widgets.address_bar import AddressBar
from fer_desktop.widgets.analysis_controls import AnalysisControls
from fer_desktop.widgets.banner import BannerArea
from fer_desktop.widgets.note_strip import NoteStrip
from fer_desktop.widgets.recording_strip import RecordingStrip
from fer_desktop.widgets.session_exports import ExportStrip
from fer_desktop.widgets.status_strip import StatusStrip
from fer_desktop.widgets.tool_bar import ToolBar
from fer_desktop.window_menus import WindowMenus
from fer_desktop.window_pages import WindowPages


class WindowBody(QWidget):
    """The parts are its attributes; the window joins them."""

    def __init__(
        self, player: Player, actions: Actions, menus: WindowMenus, options: LaunchOptions, settings: Settings
    ) -> None:
        super().__init__()
        self.tool_bar = ToolBar(actions, menus.sources, menus.bundles, menus.devices)
        self.address_bar, self.banners = AddressBar(), BannerArea()
        self.welcome = WelcomePage(actions)
        self.live = LivePage(player, AnalysisControls(options.hop, options.window))
        self.sessions = SessionsPage(SessionStore.open)
        self.playback = PlaybackPage(ExportStrip(self.sessions.exports))
        self.about, self.shortcuts = AboutPage(), ShortcutsPage(actions.sections)
        self.models = Models(self)
        self.models_page = ModelsPage(self.models)
        self.terms = FirstStartPage(starter_facts(), settings.recording_folder)
        self.pages, self.notes = WindowPages(), NoteStrip()
        self.recording, self.status = RecordingStrip(), StatusStrip()
        self.recording_control = Recording(player.recorder, self.tool_bar, self.recording, self.banners, settings)
        self.live.names.changed.connect(lambda _face: player.recorder.take_faces(self.live.names.all()))
        work = (self.welcome, self.live, self.playback)
        for page in (*work, self.sessions, self.models_page, self.about, self.shortcuts, self.terms):
            self.pages.add(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.tool_bar, self.address_bar, self.recording_control.row, self.banners):
            column.addWidget(widget)
        column.addWidget(self.pages, 1)
        for strip in (self.recording, self.notes, self.status):
            column.addWidget(strip)
        self.status.hide()

    def set_theme(self, theme: Theme) -> None:
        """Hands the theme on to every part that draws with it."""
        for part in (self.tool_bar, self.pages, self.banners, self.notes):
            part.set_theme(theme)
