"""The settings in one dialog, made from their table."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.errors import FerError
from fer_desktop.pressing import pressed_by_enter
from fer_desktop.settings import Settings
from fer_desktop.settings_choosers import choose_to_export, choose_to_import
from fer_desktop.settings_kinds import BundlePlace, Device, Flag, FolderPlace, Number, OneOf, Value
from fer_desktop.settings_notes import SettingNotes, Surroundings
from fer_desktop.settings_table import Page, Setting, SettingsTable
from fer_desktop.settings_toml import read_settings, write_settings
from fer_desktop.theme import GRID, Theme
from fer_desktop.widgets.banner import BannerArea
from fer_desktop.widgets.settings_editors import (
    BundleEditor,
    ChoiceEditor,
    Editor,
    FlagEditor,
    FolderEditor,
    NumberEditor,
    PeriodEditor,
)
from fer_desktop.widgets.settings_row import SettingRow

_SIZE = QSize(760, 528)  # fits into the smallest window, with the frame that the system puts around it
_TABS = """
QTabWidget::pane { border: 0; border-top: 1px solid palette(mid); }
QTabWidget::tab-bar { left: 2px; }
QTabBar::tab { background: transparent; border: 2px solid transparent; padding: 6px 12px; margin-right: 4px; }
QTabBar::tab:hover { background: palette(alternate-base); }
QTabBar::tab:selected { border-bottom-color: palette(highlight); }
QTabBar::tab:focus { border-color: palette(highlight); border-radius: 6px; }
"""


class SettingsDialog(QDialog):
    """Shows what is kept; nothing changes before OK.

    applied(changes): a person wants these, by name as plain values (see `settings_table`); never an empty dictionary.
    """

    applied = Signal(object)

    def __init__(self, settings: Settings, around: Surroundings, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings, self._around = settings, around
        table = SettingsTable(self)
        self._pages, self._table = table.pages(), table.by_name()
        self._defaults, self._before = table.defaults(), table.read(settings)
        self._notes = SettingNotes(self._before, self)
        self.rows: dict[str, SettingRow] = {}
        self.banners, self.tabs = BannerArea(), QTabWidget()
        self.reset = QPushButton(self.tr("Reset to defa&ults"))
        self.import_ = QPushButton(self.tr("&Import…"))
        self.export = QPushButton(self.tr("&Export…"))
        self.cancel, self.ok = QPushButton(self.tr("Cancel")), QPushButton(self.tr("OK"))
        self.setWindowTitle(self.tr("Settings"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._lay_out()
        self._explain()
        self.set_theme(theme)
        self.show_values(self._before)
        for row in self.rows.values():
            row.editor.changed.connect(self._show_notes)
        self._show_notes()
        self.tabs.tabBar().setFocus()

    def values(self) -> dict[str, Value]:
        """What the dialog shows, by name."""
        return {name: row.editor.value() for name, row in self.rows.items()}

    def show_values(self, values: Mapping[str, Value]) -> None:
        """Fills the dialog in with these; the others stay."""
        for name, value in values.items():
            self.rows[name].editor.show_value(value)

    def show_setting(self, name: str) -> None:
        """Turns to this one and puts the focus there."""
        for number, page in enumerate(self._pages):
            if self._table[name] in page.settings:
                self.tabs.setCurrentIndex(number)
        self.rows[name].editor.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_theme(self, theme: Theme) -> None:
        """Takes its colours from the theme."""
        self.banners.set_theme(theme)

    def show_surroundings(self, around: Surroundings) -> None:
        """It has become known what there is. A device that was given up meanwhile is not shown any longer."""
        self._around = around
        kept = SettingsTable().read(self._settings)
        device = self.rows["device"].editor
        if device.value() == self._before["device"] != kept["device"]:
            device.show_value(kept["device"])
            self._before["device"] = kept["device"]
        self._offer_devices()
        self._show_notes()

    def import_from(self, path: Path) -> None:
        """Fills the dialog in with what the file says; nothing of it if anything in it is not allowed."""
        self._settings.settings_folder = path.parent
        try:
            values = read_settings(path, self._table)
        except FerError as error:
            self.banners.show_error(error)
            return
        self.banners.clear()
        self.show_values(values)
        title = self.tr("%n setting(s) imported", "", len(values))
        self.banners.show_message("saved", title, self.tr("Nothing changes before you press OK."), where=str(path))

    def export_to(self, path: Path) -> None:
        """Writes what the dialog shows to the file."""
        self._settings.settings_folder = path.parent
        values = self.values()
        if self._refused(values):
            return
        try:
            write_settings(path, values, self._table)
        except FerError as error:
            self.banners.show_error(error)
            return
        self.banners.clear()
        self.banners.show_message("saved", self.tr("Settings exported"), where=str(path))

    def accept(self) -> None:
        """OK: takes over what was changed, unless something of it cannot be."""
        changes = {name: value for name, value in self.values().items() if value != self._before[name]}
        if not self._refused(changes):
            super().accept()
            if changes:
                self.applied.emit(changes)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        focus = self.focusWidget()
        if not (isinstance(focus, QToolButton) and pressed_by_enter(event, focus)):  # else Enter would mean OK there
            super().keyPressEvent(event)

    def _refused(self, values: Mapping[str, Value]) -> bool:
        """True when one of these cannot be; the person is led there, and its note says why."""
        wrong = next((name for name, value in values.items() if not self._table[name].kind.accepts(value)), "")
        if wrong:
            self._show_notes()
            self.show_setting(wrong)
        return bool(wrong)

    def _show_notes(self) -> None:
        values = self.values()
        for name, row in self.rows.items():
            row.show_note(*self._notes.note(self._table[name], values, self._around))

    def _offer_devices(self) -> None:
        device = self.rows["device"].editor
        assert isinstance(device, ChoiceEditor)
        device.offer(tuple(self._around.devices) or ("auto", "cpu"))

    # Building.

    def _lay_out(self) -> None:
        self.tabs.setStyleSheet(_TABS)
        self.tabs.setUsesScrollButtons(False)  # the dialog is never narrower than they are
        for page in self._pages:
            self.tabs.addTab(self._page(page), page.title)
        self._offer_devices()
        foot = QHBoxLayout()
        foot.setContentsMargins(2 * GRID, GRID, 2 * GRID, 2 * GRID)
        foot.setSpacing(GRID)
        for button in (self.reset, self.import_, self.export):
            foot.addWidget(button)
        foot.addStretch(1)
        for button in (self.cancel, self.ok):
            button.setMinimumWidth(11 * GRID)
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banners)
        column.addSpacing(GRID)
        column.addWidget(self.tabs, 1)
        column.addLayout(foot)
        self.resize(_SIZE.boundedTo(self.screen().availableSize()))

    def _page(self, page: Page) -> QScrollArea:
        inner = QWidget()
        inner.setObjectName("reading")
        column = QVBoxLayout(inner)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        for setting in page.settings:
            self.rows[setting.name] = row = SettingRow(setting, _editor(setting))
            column.addWidget(row)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return area

    def _explain(self) -> None:
        self.ok.setDefault(True)
        self.ok.setProperty("kind", "primary")
        self.ok.setToolTip(self.tr("Take over what was changed"))
        self.cancel.setToolTip(self.tr("Leave everything as it was"))
        self.reset.setToolTip(self.tr("Fill in the defaults on every page; nothing changes before you press OK"))
        self.import_.setToolTip(self.tr("Fill in what a TOML file says; nothing changes before you press OK"))
        self.export.setToolTip(self.tr("Write what stands here to a TOML file, named as on the command line"))
        self.tabs.tabBar().setAccessibleName(self.tr("Pages of the settings"))
        self.ok.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        self.reset.clicked.connect(lambda: self.show_values(self._defaults))
        self.import_.clicked.connect(lambda: choose_to_import(self, self._settings.settings_folder, self.import_from))
        self.export.clicked.connect(lambda: choose_to_export(self, self._settings.settings_folder, self.export_to))


def _editor(setting: Setting) -> Editor:
    match setting.kind:
        case Flag():
            return FlagEditor(setting)
        case OneOf(values=values):
            return ChoiceEditor(setting, values)
        case Number() as kind:
            return PeriodEditor(setting, kind) if kind.offered else NumberEditor(setting, kind)
        case BundlePlace():
            return BundleEditor(setting)
        case FolderPlace():
            return FolderEditor(setting)
        case Device():
            return ChoiceEditor(setting, ("auto", "cpu"))
    raise TypeError(f"no control for {setting.kind}")
