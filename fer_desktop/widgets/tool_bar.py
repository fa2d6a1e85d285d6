"""The bar at the top: what is analysed, with which bundle, on which device; start and stop, record."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QWidget

from fer_desktop.actions import Actions
from fer_desktop.icons import icon
from fer_desktop.player import Activity
from fer_desktop.theme import GRID, LIGHT, Theme
from fer_desktop.widgets.labels import restyle
from fer_desktop.widgets.picker import HEIGHT, ICON, PickerButton

_NARROW, _WIDE = 31 * GRID, 80 * GRID  # pixels of the source at most, in a narrow window and where there is room


class ToolBar(QFrame):
    """toggled: start or stop was asked for. record_toggled(bool): the record button was pressed or released.

    The menus of the three pickers are the window's, which shows them in the menu bar as well.
    """

    toggled = Signal()
    record_toggled = Signal(bool)

    def __init__(
        self, actions: Actions, sources: QMenu, bundles: QMenu, devices: QMenu, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self._theme: Theme = LIGHT
        self._activity, self._restart, self._source_icon = Activity.IDLE, False, "video"
        self._waiting = False  # to record
        self._start_keys, self._record_keys = actions.keys("start"), actions.keys("record")
        self.source = PickerButton(self.tr("Source"), self.tr("What is analysed"), sources, _NARROW)
        self.bundle = PickerButton(self.tr("Bundle"), self.tr("The model that does it"), bundles, 24 * GRID)
        self.device = PickerButton(self.tr("Device"), self.tr("What the model runs on"), devices, 30 * GRID)
        self.start = QPushButton()
        self.start.setProperty("kind", "primary")
        self.record = QPushButton()
        self.record.setProperty("kind", "record")
        self.record.setCheckable(True)
        self._lay_out()
        self.start.clicked.connect(self.toggled)
        self.record.toggled.connect(self._on_record)
        self.show_source(self.tr("Choose a source"))
        self.show_activity(Activity.IDLE, restart=False, startable=False)
        self._say_record(False)

    def show_source(self, name: str, kind: str = "") -> None:
        """The name of the chosen source and its kind, as `SourceInfo` has them."""
        self.source.show_choice(name)
        self._source_icon = {"file": "video"}.get(kind, kind) or "video"
        self._draw_icons()

    def show_bundle(self, name: str) -> None:
        """The name of the chosen bundle."""
        self.bundle.show_choice(name)
        self._share_room()

    def show_device(self, name: str) -> None:
        """The name of the chosen device."""
        self.device.show_choice(name)
        self._share_room()

    def show_activity(self, activity: Activity, *, restart: bool, startable: bool) -> None:
        """Makes the start button fit. restart: a video has been played to its end."""
        self._activity, self._restart = activity, restart
        start, stop = self.tr("Start ({keys})"), self.tr("Stop ({keys})")
        texts = {
            Activity.IDLE: (self.tr("Start again") if restart else self.tr("Start"), start),
            Activity.STOPPING: (self.tr("Stopping…"), self.tr("Waiting for the source to let go")),
        }
        text, explanation = texts.get(activity, (self.tr("Stop"), stop))
        self.start.setText(text)
        self.start.setToolTip(explanation.format(keys=self._start_keys))
        self.start.setAccessibleName(text)
        self.start.setEnabled(startable and activity is not Activity.STOPPING)
        self.record.setEnabled(startable)
        self._draw_icons()
        self._share_room()

    def show_runs(self, shown: bool) -> None:
        """Whether a run can be started and recorded at all: a film is played, and kept by itself."""
        self.start.setVisible(shown)
        self.record.setVisible(shown)
        self._share_room()

    def show_recording(self, wanted: bool, *, waiting: bool = False) -> None:
        """Presses or releases the record button without asking for anything. waiting: nothing is recorded yet."""
        self.record.blockSignals(True)
        self.record.setChecked(wanted)
        self.record.blockSignals(False)
        self._say_record(wanted, waiting)
        self._share_room()

    def set_theme(self, theme: Theme) -> None:
        """Draws the icons in the theme's colours."""
        self._theme = theme
        self._draw_icons()

    def _lay_out(self) -> None:
        self.start.setMinimumWidth(15 * GRID)
        self.record.setMinimumWidth(14 * GRID)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        row.setSpacing(GRID)
        for picker in (self.source, self.bundle, self.device):
            row.addWidget(picker)
        row.addStretch(1)
        for button in (self.start, self.record):
            button.setFixedHeight(HEIGHT)
            row.addWidget(button)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """What the others leave is the source's: addresses and file names are long."""
        others = (self.bundle, self.device, self.start, self.record)
        taken = sum(one.sizeHint().expandedTo(one.minimumSize()).width() for one in others) + (2 * 2 + 5) * GRID
        self.source.set_widest(max(_NARROW, min(_WIDE, self.width() - taken)))

    def _on_record(self, wanted: bool) -> None:
        self._say_record(wanted)
        self.record_toggled.emit(wanted)

    def _say_record(self, wanted: bool, waiting: bool = False) -> None:
        if waiting:
            text, tip = self.tr("Ready to record"), self.tr("Do not record when the analysis begins ({keys})")
            name = self.tr("Ready to record, press to cancel")
        elif wanted:
            text, tip = self.tr("Recording"), self.tr("Complete the CSV file ({keys})")
            name = self.tr("Stop recording")
        else:
            text, tip = self.tr("Record"), self.tr("Write readings to a CSV file ({keys})")
            name = self.tr("Record to CSV")
        self.record.setText(text)
        self.record.setToolTip(tip.format(keys=self._record_keys))
        self.record.setAccessibleName(name)
        restyle(self.record, "" if waiting else "record")  # red is for what is being recorded
        self._waiting = waiting
        self._draw_icons()

    def _draw_icons(self) -> None:
        theme, idle = self._theme, self._activity is Activity.IDLE
        name = ("restart" if self._restart else "start") if idle else "stop"
        self.start.setIcon(icon(name, theme.on_accent if self.start.isEnabled() else theme.muted, ICON))
        red = self.record.isEnabled() and not self._waiting
        self.record.setIcon(icon("record", theme.danger if red else theme.muted, ICON))
        pictures = ((self.source, self._source_icon), (self.bundle, "bundle"), (self.device, "device"))
        for picker, picture in pictures:
            picker.setIcon(icon(picture, theme.muted, ICON))
