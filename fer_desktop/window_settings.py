"""Joins the settings dialog to the window: opens it, and carries out what was changed in it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject

from fer_desktop.settings import Settings
from fer_desktop.settings_kinds import Value
from fer_desktop.settings_notes import Surroundings
from fer_desktop.settings_table import VIEW, WHOLE_SESSION, SettingsTable

if TYPE_CHECKING:
    from fer_desktop.settings_dialog import SettingsDialog
    from fer_desktop.window import MainWindow


class WindowSettings(QObject):
    """dialog: the one that is open, or None."""

    def __init__(self, window: "MainWindow", settings: Settings) -> None:
        super().__init__(window)
        self._window, self._settings = window, settings
        self._devices: Mapping[str, tuple[str, ...]] = {}
        self.dialog: SettingsDialog | None = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if event.type() == QEvent.Type.Hide and not event.spontaneous() and self.dialog is not None:
            self.dialog.reject()  # the window was closed, which a signal of the system can do at any time
        return super().eventFilter(watched, event)

    def show(self, name: str = "") -> None:
        """Opens the dialog over the window, at this setting if one is named."""
        if self.dialog is None:
            from fer_desktop.settings_dialog import SettingsDialog  # late: the start is to be quick

            window = self._window
            self.dialog = dialog = SettingsDialog(self._settings, self._surroundings(), window.themes.theme, window)
            dialog.applied.connect(self.carry_out)
            dialog.finished.connect(self._on_finished)
            window.themes.changed.connect(dialog.set_theme)
            window.installEventFilter(self)
            dialog.open()
        if name:
            self.dialog.show_setting(name)

    def show_devices(self, found: Mapping[str, tuple[str, ...]]) -> None:
        """These devices are there, each with its precisions."""
        self._devices = found
        if self.dialog is not None:
            self.dialog.show_surroundings(self._surroundings())

    def carry_out(self, changes: Mapping[str, Value]) -> None:
        """Keeps the changes, by name as plain values, and lets the window act on them as if its menus had been used."""
        SettingsTable().write(self._settings, changes)
        window, settings = self._window, self._settings
        if "theme" in changes:
            window.menus.themes.pick(settings.theme)
        if "bundle" in changes and settings.bundle != window.choice.bundle:
            window.open_bundle(settings.bundle)
        if "device" in changes and settings.device != window.choice.device:
            window.choose_device(settings.device)
        if "precision" in changes and settings.precision != window.choice.precision:
            window.choose_precision(settings.precision)
        if "hop" in changes:
            window.live.controls.hop_box.setValue(settings.hop)
        if "window" in changes:
            self._choose_window(settings.window)
        if "recording-folder" in changes:
            self._choose_folder()
        if any(name.startswith(f"{VIEW}.") for name in changes):
            window.live.set_view(settings.view)
        if "keep-sessions" in changes:
            window.watching_again.tidy()
        if "language" in changes:
            window.menus.languages.pick(changes["language"])  # last: it says that it waits for the next start

    def _choose_window(self, clips: int | None) -> None:
        controls = self._window.live.controls
        if clips is not None:
            controls.window_box.setValue(clips)
        controls.all_box.setChecked(clips is None)

    def _choose_folder(self) -> None:
        control, folder = self._window.recording_control, self._settings.recording_folder
        self._window.terms.show_folder(folder)
        control.row.show_folder(folder)
        if control.row.isVisible():
            control.ask()  # it tells how much room there is

    def _surroundings(self) -> Surroundings:
        choice, controls = self._window.choice, self._window.live.controls
        in_use: dict[str, Value] = {
            "bundle": choice.bundle,
            "device": choice.device,
            "precision": choice.precision,
            "hop": controls.hop,
            "window": controls.window_clips or WHOLE_SESSION,
        }
        return Surroundings(self._devices, in_use)

    def _on_finished(self, _result: int) -> None:
        self._window.removeEventFilter(self)
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            self._window.themes.changed.disconnect(dialog.set_theme)
            dialog.deleteLater()
