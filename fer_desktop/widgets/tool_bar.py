"""The bar at the top: what is analysed, with which bundle, start and stop, record, menu."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from fer_desktop.cameras import camera_numbers
from fer_desktop.icons import icon
from fer_desktop.player import Activity
from fer_desktop.theme import GRID, LIGHT, Theme, ThemeMode

_BUTTON_WIDTH = 248  # the widest that a picker gets
_MENU_ICON = 18
_HEIGHT = 36


class PickerButton(QToolButton):
    """A button with a menu that shows what is chosen, elided in the middle where it is long."""

    def __init__(self, name: str, explanation: str) -> None:
        super().__init__()
        self._explanation, self._chosen = explanation, ""
        self.setAccessibleName(name)
        self.setProperty("kind", "picker")
        self.setFixedHeight(_HEIGHT)
        self.setMenu(QMenu(self))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setIconSize(QSize(_MENU_ICON, _MENU_ICON))
        self.setMaximumWidth(_BUTTON_WIDTH)

    @property
    def chosen(self) -> str:
        """The whole name of what is chosen."""
        return self._chosen

    def show_choice(self, text: str) -> None:
        """Shows this as chosen."""
        self._chosen = text
        room = _BUTTON_WIDTH - _MENU_ICON - 7 * GRID
        short = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, room)
        self.setText(f" {short}".replace("&", "&&"))
        self.setToolTip(f"{self._explanation}\n{text}")
        self.setAccessibleDescription(text)


class ToolBar(QFrame):
    """Signals say what a person asked for: video_asked, stream_asked, source_chosen(spec), bundle_chosen(str),
    bundle_file_asked, bundle_folder_asked, toggled (start or stop), record_toggled(bool), theme_chosen(ThemeMode),
    recording_folder_asked, quit_asked.
    """

    video_asked = Signal()
    stream_asked = Signal()
    source_chosen = Signal(object)
    bundle_chosen = Signal(str)
    bundle_file_asked = Signal()
    bundle_folder_asked = Signal()
    toggled = Signal()
    record_toggled = Signal(bool)
    theme_chosen = Signal(object)
    recording_folder_asked = Signal()
    quit_asked = Signal()

    def __init__(self, mode: ThemeMode, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self._theme: Theme = LIGHT
        self._activity, self._restart, self._source_icon = Activity.IDLE, False, "video"
        self._drawn: list[tuple[QAction, str]] = []  # actions and the names of their icons
        self.source = PickerButton(self.tr("Source"), self.tr("What is analysed"))
        self.bundle = PickerButton(self.tr("Bundle"), self.tr("The model that does it"))
        self.start = QPushButton()
        self.start.setProperty("kind", "primary")
        self.record = QPushButton(self.tr("Record"))
        self.record.setProperty("kind", "record")
        self.record.setCheckable(True)
        self.menu = QToolButton()
        self._fill_source_menu()
        self._fill_bundle_menu()
        self._fill_main_menu(mode)
        self._lay_out()
        self.start.clicked.connect(self.toggled)
        self.record.toggled.connect(self._on_record)
        self.show_source(self.tr("Choose a source"))
        self.show_activity(Activity.IDLE, restart=False, startable=False)
        self._on_record(False)

    def show_source(self, name: str, kind: str = "") -> None:
        """The name of the chosen source and its kind, as `SourceInfo` has them."""
        self.source.show_choice(name)
        self._source_icon = {"file": "video"}.get(kind, kind) or "video"
        self._draw_icons()

    def show_bundle(self, name: str) -> None:
        """The name of the chosen bundle."""
        self.bundle.show_choice(name)

    def show_activity(self, activity: Activity, *, restart: bool, startable: bool) -> None:
        """Makes the start button fit. restart: a video has been played to its end."""
        self._activity, self._restart = activity, restart
        texts = {
            Activity.IDLE: (self.tr("Start again") if restart else self.tr("Start"), self.tr("Start (Space)")),
            Activity.STOPPING: (self.tr("Stopping…"), self.tr("Waiting for the source to let go")),
        }
        text, explanation = texts.get(activity, (self.tr("Stop"), self.tr("Stop (Space)")))
        self.start.setText(text)
        self.start.setToolTip(explanation)
        self.start.setAccessibleName(text)
        self.start.setEnabled(startable and activity is not Activity.STOPPING)
        self.record.setEnabled(startable)
        self._draw_icons()

    def show_recording(self, wanted: bool) -> None:
        """Presses or releases the record button without asking for anything."""
        self.record.blockSignals(True)
        self.record.setChecked(wanted)
        self.record.blockSignals(False)
        self._say_record(wanted)

    def set_theme(self, theme: Theme) -> None:
        """Draws the icons in the theme's colours."""
        self._theme = theme
        for action, name in self._drawn:
            action.setIcon(icon(name, theme.text, _MENU_ICON))
        self._draw_icons()

    def _fill_source_menu(self) -> None:
        self.actions_open = self._action(self.tr("Open &video…"), "video", "Ctrl+O", self.video_asked.emit)
        self._stream = self._action(self.tr("&Network stream…"), "stream", "Ctrl+L", self.stream_asked.emit)
        self._demo = self._action(self.tr("&Demo"), "demo", "Ctrl+D", lambda: self.source_chosen.emit("demo:"))
        self._camera = self._action("", "camera", "Ctrl+K", self.choose_camera)
        menu = self.source.menu()
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(self._list_sources)
        self._list_sources()

    def choose_camera(self) -> None:
        """Asks for the first camera that seems to be there, else for number 0 (which says what is wrong)."""
        self.source_chosen.emit(next(iter(camera_numbers()), 0))

    def _list_sources(self) -> None:
        """Cameras come and go: they are looked up each time the menu opens."""
        menu, numbers = self.source.menu(), camera_numbers()
        menu.clear()
        first = numbers[0] if numbers else 0
        camera = self.tr("Camera {number}")
        missing = "" if numbers else self.tr(" (none found)")
        self._camera.setText(camera.format(number=first) + missing)
        menu.addAction(self._camera)
        for number in numbers[1:]:
            action = menu.addAction(icon("camera", self._theme.text, _MENU_ICON), camera.format(number=number))
            action.triggered.connect(lambda _checked=False, number=number: self.source_chosen.emit(number))
        menu.addSeparator()
        for action in (self.actions_open, self._stream):
            menu.addAction(action)
        menu.addSeparator()
        menu.addAction(self._demo)

    def _fill_bundle_menu(self) -> None:
        menu = self.bundle.menu()
        menu.addAction(self._action(self.tr("&Starter"), "bundle", "", lambda: self.bundle_chosen.emit("starter")))
        menu.addSeparator()
        file, folder = self.tr("Open bundle &file…"), self.tr("Open bundle f&older…")
        menu.addAction(self._action(file, "bundle", "Ctrl+B", self.bundle_file_asked.emit))
        menu.addAction(self._action(folder, "folder", "Ctrl+Shift+B", self.bundle_folder_asked.emit))

    def _fill_main_menu(self, mode: ThemeMode) -> None:
        menu = QMenu(self)
        self.menu.setMenu(menu)
        menu.addAction(self._action(self.tr("Recording &folder…"), "folder", "", self.recording_folder_asked.emit))
        menu.addSeparator()
        group = QActionGroup(self)
        names = (self.tr("Theme: as the &system"), self.tr("Theme: &light"), self.tr("Theme: &dark"))
        for choice, name in zip(ThemeMode, names, strict=True):
            action = menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(choice is mode)
            action.triggered.connect(lambda _checked=False, choice=choice: self.theme_chosen.emit(choice))
            group.addAction(action)
        menu.addSeparator()
        menu.addAction(self._action(self.tr("&Quit"), "", "Ctrl+Q", self.quit_asked.emit))

    def _action(self, text: str, icon_name: str, keys: str, act: object) -> QAction:
        action = QAction(text, self)
        if keys:
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.triggered.connect(lambda _checked=False: act())  # type: ignore[operator]
        self.addAction(action)  # shortcuts work while the menu is closed
        if icon_name:
            self._drawn.append((action, icon_name))
        return action

    def _lay_out(self) -> None:
        self.menu.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.menu.setProperty("kind", "plain")
        self.menu.setToolTip(self.tr("Theme, recording folder, quit"))
        self.menu.setAccessibleName(self.tr("Menu"))
        self.start.setMinimumWidth(120)
        self.record.setMinimumWidth(112)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        row.setSpacing(GRID)
        row.addWidget(self.source)
        row.addWidget(self.bundle)
        row.addStretch(1)
        for button in (self.start, self.record, self.menu):
            button.setFixedHeight(_HEIGHT)
            row.addWidget(button)

    def _on_record(self, wanted: bool) -> None:
        self._say_record(wanted)
        self.record_toggled.emit(wanted)

    def _say_record(self, wanted: bool) -> None:
        self.record.setText(self.tr("Recording") if wanted else self.tr("Record"))
        explanation = (
            self.tr("Complete the CSV file (Ctrl+R)") if wanted else self.tr("Write readings to a CSV file (Ctrl+R)")
        )
        self.record.setToolTip(explanation)
        self.record.setAccessibleName(self.tr("Stop recording") if wanted else self.tr("Record to CSV"))

    def _draw_icons(self) -> None:
        theme, idle = self._theme, self._activity is Activity.IDLE
        name = ("restart" if self._restart else "start") if idle else "stop"
        self.start.setIcon(icon(name, theme.on_accent if self.start.isEnabled() else theme.muted, 18))
        self.record.setIcon(icon("record", theme.danger if self.record.isEnabled() else theme.muted, 18))
        self.menu.setIcon(icon("menu", theme.text, 18))
        self.source.setIcon(icon(self._source_icon, theme.muted, _MENU_ICON))
        self.bundle.setIcon(icon("bundle", theme.muted, _MENU_ICON))
