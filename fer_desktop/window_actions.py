"""Joins the actions, menus and drops to what the window does with them."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QKeySequence, QShortcut

from core.paths import user_log_dir
from fer_desktop.choosers import choose_bundle_file, choose_folder, choose_videos
from fer_desktop.devices import DeviceFinder, device_name, precision_name
from fer_desktop.diagnostics import flat, report, source_kind
from fer_desktop.dropped import Drop, Kind
from fer_desktop.language import LANGUAGES, SYSTEM
from fer_desktop.menus import fill_menu_bar
from fer_desktop.naming import bundle_name
from fer_desktop.options import DEFAULT_BUNDLE, PRECISIONS
from fer_desktop.recorder import RecordingState
from fer_desktop.settings import Settings
from fer_desktop.theme import ThemeMode
from fer_desktop.view_actions import ON_THE_PICTURE, ViewActions
from fer_desktop.window_settings import WindowSettings

if TYPE_CHECKING:
    from fer_desktop.window import MainWindow


class WindowActions(QObject):
    """What a person asks for by menu, key or mouse, and what becomes of it."""

    def __init__(self, window: "MainWindow", settings: Settings) -> None:
        super().__init__(window)
        self._window, self._settings = window, settings
        self._actions, self._menus = window.actions_, window.menus
        self.devices = DeviceFinder(self)
        self._precisions: Mapping[str, tuple[str, ...]] = {}  # by device, as soon as that is known
        fill_menu_bar(window.menuBar(), self._actions, self._menus.by_entry())
        self._connect_files()
        self._connect_choices()
        self._connect_recording()
        self._view = ViewActions(self._actions, window.live, settings, self)
        self._connect_help()
        self.settings = WindowSettings(window, settings)
        self._actions["settings"].triggered.connect(lambda: self.settings.show())
        QShortcut(QKeySequence("Escape"), window, window.dismiss)

    def show_bundle(self, name_or_path: str) -> None:
        """This bundle is the chosen one."""
        choices = dict.fromkeys([DEFAULT_BUNDLE, name_or_path])
        self._menus.bundles.offer([(bundle, bundle_name(bundle)) for bundle in choices])
        self._menus.bundles.mark(name_or_path)

    def show_device(self, device: str) -> None:
        """This device is the chosen one."""
        self._menus.devices.mark(device)
        if device in self._precisions:
            self._menus.precisions.allow(("auto", *self._precisions[device]), self.tr("Not on the chosen device"))

    def show_precision(self, precision: str) -> None:
        """This precision is the chosen one."""
        self._menus.precisions.mark(precision)

    def _connect_files(self) -> None:
        window, settings, actions = self._window, self._settings, self._actions
        actions["open-video"].triggered.connect(lambda: choose_videos(window, settings.video_folder, self.open_videos))
        folder, file = actions["bundle-folder"], actions["bundle-file"]
        file.triggered.connect(lambda: choose_bundle_file(window, settings.bundle_folder, self.open_bundle))
        title = self.tr("Open a bundle folder")
        folder.triggered.connect(lambda: choose_folder(window, title, settings.bundle_folder, self.open_bundle))
        actions["show-recordings"].triggered.connect(lambda: _open_folder(settings.recording_folder))
        actions["quit"].triggered.connect(window.close)
        self._menus.recent.file_chosen.connect(lambda path: self.open_videos([Path(path)]))
        window.drop_target.dropped.connect(self._on_drop)
        actions["stream"].triggered.connect(self._ask_for_stream)

    def _connect_choices(self) -> None:
        menus, settings = self._menus, self._settings
        menus.bundles.chosen.connect(self._window.open_bundle)
        menus.devices.chosen.connect(self._window.choose_device)
        self.devices.found.connect(self._on_devices)
        self._offer_devices(("cpu",))
        menus.precisions.offer([(precision, precision_name(precision)) for precision in PRECISIONS])
        menus.precisions.chosen.connect(self._window.choose_precision)
        names = (self.tr("As the system"), self.tr("Light"), self.tr("Dark"))
        menus.themes.offer([(mode, name) for mode, name in zip(ThemeMode, names, strict=True)])
        menus.themes.mark(self._window.themes.mode)
        menus.themes.chosen.connect(self._choose_theme)
        menus.languages.offer([(SYSTEM, self.tr("As the system")), *LANGUAGES.items()])
        menus.languages.mark(settings.language)
        menus.languages.chosen.connect(self._choose_language)

    def _connect_recording(self) -> None:
        actions, control = self._actions, self._window.recording_control
        actions["record"].triggered.connect(self._window.tool_bar.record.click)
        actions["pause"].triggered.connect(control.toggle_pause)
        actions["record-options"].triggered.connect(control.ask)
        actions["recording-folder"].triggered.connect(control.choose_folder)
        control.folder_changed.connect(self._window.terms.show_folder)
        control.state_changed.connect(lambda _state: self.show_possible())
        self._window.pages.currentChanged.connect(lambda _page: self.show_possible())
        self.show_possible()

    def show_possible(self) -> None:
        """What can be done now; keys of what cannot be seen would change it behind a person's back."""
        window, actions = self._window, self._actions
        recorder, pages, tool_bar = window.player.recorder, window.pages, window.tool_bar
        accepted, startable = actions["open-video"].isEnabled(), tool_bar.record.isEnabled()
        actions["start"].setEnabled(accepted and tool_bar.start.isEnabled())
        for name in ON_THE_PICTURE:
            actions[name].setEnabled(accepted and pages.currentWidget() is window.live)
        actions["record"].setChecked(recorder.state is not RecordingState.OFF)
        actions["record"].setEnabled(accepted and startable)
        actions["pause"].setChecked(recorder.state is RecordingState.PAUSED)
        actions["pause"].setEnabled(recorder.state in (RecordingState.RECORDING, RecordingState.PAUSED))
        actions["record-options"].setEnabled(accepted and startable and recorder.state is RecordingState.OFF)

    def _connect_help(self) -> None:
        window, actions = self._window, self._actions
        for name, page in (("shortcuts", window.shortcuts), ("about", window.about), ("terms", window.terms)):
            actions[name].triggered.connect(lambda _checked=False, page=page: window.pages.read(page))
        actions["diagnostics"].triggered.connect(self.copy_diagnostics)
        actions["log-folder"].triggered.connect(lambda: _open_folder(user_log_dir()))
        actions["full-screen"].toggled.connect(self._show_full_screen)
        window.about.diagnostics_asked.connect(self.copy_diagnostics)
        window.about.log_folder_asked.connect(lambda: _open_folder(user_log_dir()))

    def open_videos(self, paths: Sequence[Path]) -> None:
        """Plays the first of the videos that a person chose, and analyses all of them."""
        self._settings.video_folder = paths[0].parent
        self._window.open_videos(paths)

    def open_bundle(self, path: Path) -> None:
        """Uses a bundle that a person chose."""
        self._settings.bundle_folder = path.parent
        self._window.open_bundle(str(path))

    def copy_diagnostics(self) -> None:
        """Brings the text to the clipboard."""
        window = self._window
        run: dict[str, object] = {
            "activity": window.player.activity.name.lower(),
            "source": source_kind(window.choice.source),
            "device": window.choice.device,
        }
        run |= flat(window.player.stats() or {}, "stats") | flat(window.run_display.events.counts, "events")
        QGuiApplication.clipboard().setText(report(self._settings, run))
        self._window.notes.show_note(self.tr("Diagnostics copied: versions, settings and the end of the log"))

    def _ask_for_stream(self) -> None:
        self._window.address_bar.remember(self._settings.streams)
        self._window.address_bar.ask()

    def _on_drop(self, drop: Drop) -> None:
        opened = {
            Kind.VIDEO: lambda path: self.open_videos([path, *drop.more]),
            Kind.BUNDLE: self.open_bundle,
            Kind.ENCODER: self._window.encoders.take,
        }.get(drop.kind)
        banners = self._window.banners
        if opened is None:
            title = self.tr("{name} is no video, no bundle and no encoder").format(name=drop.path.name)
            what = self.tr("Drop a video, a .ferbundle file or the folder of a bundle, or the weights of an encoder.")
            banners.show_message("warning", title, what, topic="drop")
            return
        opened(drop.path)
        if drop.left:
            title = self.tr("Opened {name} only").format(name=drop.path.name)
            what = self.tr(
                "Several videos can be dropped at once, but only one of anything else, and nothing beside it."
            )
            banners.show_message("warning", title, what, topic="drop")

    def _on_devices(self, found: Mapping[str, tuple[str, ...]]) -> None:
        self._precisions, chosen = found, self._window.choice.device
        if chosen == self._settings.device and chosen not in found:  # a card that was taken out, say
            title = self.tr("{device} is not there any more: the fastest device is chosen automatically")
            self._window.banners.show_message("warning", title.format(device=device_name(chosen)), topic="device")
            self._window.choose_device("auto")
        self._offer_devices(found)
        self.settings.show_devices(found)

    def _offer_devices(self, found: Iterable[str]) -> None:
        chosen = self._window.choice.device
        offered = dict.fromkeys(["auto", *found, chosen])
        self._menus.devices.offer([(device, device_name(device)) for device in offered])
        self.show_device(chosen)

    def _show_full_screen(self, wanted: bool) -> None:
        full, state = Qt.WindowState.WindowFullScreen, self._window.windowState()
        self._window.setWindowState(state | full if wanted else state & ~full)

    def _choose_theme(self, mode: ThemeMode) -> None:
        self._settings.theme = mode
        self._window.themes.set_mode(mode)

    def _choose_language(self, language: str) -> None:
        self._settings.language = language
        self._window.notes.show_note(self.tr("The language changes when the program is started the next time"))


def _open_folder(folder: Path) -> None:
    there = next((place for place in (folder, *folder.parents) if place.is_dir()), folder)
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(there)))
