"""The menu of everything that can be analysed: cameras by name, network cameras, videos, the demo."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from core.capture.address import display_name, needs_password, user_of, without_password
from core.capture.cameras import CameraFormat, CameraInfo, find_again, format_text
from core.capture.source import source_kind
from fer_desktop.actions import MENU_ICON, Actions
from fer_desktop.cameras import CameraWatch, chosen_format, offered
from fer_desktop.icons import icon
from fer_desktop.language import translated
from fer_desktop.naming import camera_labels
from fer_desktop.settings import Settings
from fer_desktop.theme import LIGHT, Theme


class SourceMenu(QMenu):
    """source_chosen(spec): a camera's number, an address or "demo:". stream_asked(address): a remembered address that
    lacks its password.

    recent: the menu of videos that were opened before. What is open carries a check mark.
    """

    source_chosen = Signal(object)
    stream_asked = Signal(str)

    def __init__(
        self, watch: CameraWatch, settings: Settings, actions: Actions, recent: QMenu, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._watch, self._settings, self._actions, self._recent = watch, settings, actions, recent
        self._theme: Theme = LIGHT
        self._open: str | int | None = None
        self._open_camera: CameraInfo | None = None
        self._beside: list[CameraInfo] = []
        self.formats, self.forget = QMenu(self), QMenu(self)
        for menu in (self, self.formats, self.forget):
            menu.setToolTipsVisible(True)
        self.aboutToShow.connect(self._on_show)
        watch.changed.connect(self._on_cameras)

    def show_open(self, spec: str | int | None) -> None:
        """This source is open, or is the one that a start would open; None: none is."""
        self._open = spec
        cameras = self._watch.cameras()
        self._open_camera = next((camera for camera in cameras if str(camera.index) == str(spec)), None)
        self._beside = [camera for camera in cameras if camera != self._open_camera]

    def first_camera(self) -> int:
        """The number of the first camera that is there; 0 where there is none: opening it says what to do."""
        return next((camera.index for camera in self._watch.cameras()), 0)

    def set_theme(self, theme: Theme) -> None:
        """Draws the icons in the theme's colours, from the next time on that it is opened."""
        self._theme = theme

    def fill(self) -> None:
        """Makes the entries anew."""
        self.clear()
        for menu in self.formats.findChildren(QMenu):
            menu.deleteLater()
        self.formats.clear()
        self.forget.clear()
        self._add_cameras()
        self.addSeparator()
        self._add_streams()
        self.addSeparator()
        self.addAction(self._actions["open-video"])
        self.addMenu(self._recent)
        self.addSeparator()
        self._add(self._actions["demo"].text(), "demo", "demo:", keys=self._actions.keys("demo"))

    def _on_show(self) -> None:
        self._watch.refresh()
        self.fill()

    def _on_cameras(self) -> None:
        if self.isVisible():  # plugged in or out while a person is looking
            self.fill()

    def _add_cameras(self) -> None:
        cameras = self._watch.cameras()
        here = find_again(self._open_camera, self._beside, cameras) if self._open_camera else None
        for camera, label in camera_labels(cameras).items():
            keys = self._actions.keys("camera") if camera == cameras[0] else ""
            self._add(_plain(label), "camera", camera.index, keys=keys, opened=camera == here)
        if not cameras:
            nothing = self.addAction(icon("camera", self._theme.muted, MENU_ICON), self.tr("No camera found"))
            nothing.setEnabled(False)
            return
        self.formats.setTitle(self.tr("&Resolution and rate"))
        self.formats.menuAction().setToolTip(self.tr("What the camera is asked for"))
        for camera, label in camera_labels(cameras).items():
            self._add_formats(camera, self.formats if len(cameras) == 1 else self.formats.addMenu(_plain(label)))
        self.addMenu(self.formats)

    def _add_formats(self, camera: CameraInfo, menu: QMenu) -> None:
        chosen = chosen_format(camera.index, [camera], self._settings)
        names = {"": self.tr("&Chosen by the camera")}
        names |= {str(one): translated(format_text(one)) for one in offered(self._watch.formats(camera))}
        if chosen:
            names.setdefault(chosen, translated(format_text(CameraFormat.parse(chosen))))
        for written, name in names.items():
            action = menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(written == chosen)
            action.triggered.connect(lambda _checked=False, written=written: self._choose_format(camera, written))

    def _choose_format(self, camera: CameraInfo, written: str) -> None:
        self._settings.set_camera_format(camera.name, written)
        self.source_chosen.emit(camera.index)

    def _add_streams(self) -> None:
        streaming = self._open is not None and source_kind(self._open) == "stream"
        opened = without_password(str(self._open)) if streaming else ""
        self.forget.setTitle(self.tr("&Forget a network camera"))
        self.forget.menuAction().setToolTip(self.tr("Take an address out of this list"))
        for address in self._settings.streams:
            name = _plain(display_name(address))
            asks = needs_password(address)
            action = self._add(f"{name}…" if asks else name, "stream", address, opened=address == opened)
            if asks:
                action.setToolTip(self.tr("Asks for the password, which is not stored"))
            if user := user_of(address):
                action.setToolTip(self.tr("As {user}. Asks for the password, which is not stored").format(user=user))
            forget = self.forget.addAction(name)
            forget.setToolTip(action.toolTip())
            forget.triggered.connect(lambda _checked=False, address=address: self._settings.forget_stream(address))
        self.addAction(self._actions["stream"])
        if not self.forget.isEmpty():
            self.addMenu(self.forget)

    def _add(self, text: str, picture: str, spec: str | int, *, keys: str = "", opened: bool | None = None) -> QAction:
        """An entry that opens `spec`. keys: shown only, the window's own action has them."""
        opened = self._open == spec if opened is None else opened
        colour = self._theme.accent if opened else self._theme.text
        drawn = icon("check" if opened else picture, colour, MENU_ICON)
        action = self.addAction(drawn, f"{text}\t{keys}" if keys else text)
        if opened:
            font = action.font()
            font.setBold(True)
            action.setFont(font)
            action.setToolTip(self.tr("This is chosen now"))
        action.triggered.connect(lambda: self._choose(spec))
        return action

    def _choose(self, spec: str | int) -> None:
        if source_kind(spec) == "stream" and needs_password(str(spec)):
            self.stream_asked.emit(spec)
        else:
            self.source_chosen.emit(spec)


def _plain(name: str) -> str:
    """A name that is no text of ours: an "&" in it is just that."""
    return name.replace("&", "&&")
