"""The slim row under the film: play, step, where it is, how fast, loop and sound."""

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from fer_desktop.icons import icon
from fer_desktop.theme import GRID, LIGHT, Theme
from fer_desktop.widgets.labels import SMALL, text_label
from fer_desktop.wording import duration, keys_text, number

TRANSPORT_KEYS = {
    "play": "Space",
    "back": "Left",
    "forward": "Right",
    "slower": "Shift+Down",
    "faster": "Shift+Up",
    "loop": "L",
    "sound": "S",
}
"""The shortcut of each control; the tooltips name them, the page listens to them."""

SPEEDS = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 4.0)
"""How fast a film can be played, as multiples of its own speed."""

_ICON, _HEIGHT = 18, 32
_WIDE_BUTTON = 6 * GRID  # pixels: the one that is pressed most
_BY_USE = ("loop", "sound")  # whose texts stay the longer, the earlier they stand here


def moment_text(seconds: float, decimals: int = 2) -> str:
    """12.345 -> "0:12.35"; 3675.5 -> "1:01:15.50"; with the decimal point of the language of the interface."""
    steps = 10**decimals
    whole, part = divmod(max(0, round(seconds * steps)), steps)
    if not decimals:
        return duration(whole)
    return f"{duration(whole)}{number(part / steps, decimals)[1:]}"


class TransportBar(QWidget):
    """Texts give way where the row is too narrow: the names of loop and sound first, then the number of the frame.

    play_toggled: play, or pause. step_asked(int): so many frames on (+1) or back (-1). speed_changed(float): one of
    SPEEDS. loop_toggled(bool), mute_toggled(bool): what a person wants.
    """

    play_toggled = Signal()
    step_asked = Signal(int)
    speed_changed = Signal(float)
    loop_toggled = Signal(bool)
    mute_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self._playing, self._muted, self._sound, self._why_silent = False, False, True, ""
        self._speed, self._duration, self._frames = 1.0, 0.0, 0
        self.buttons: dict[str, QToolButton] = {}
        self.speed = QToolButton()
        self._position, self._frame = text_label(), text_label(scale=SMALL, kind="muted")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Playback"))
        self._lay_out()
        self._fill_speeds()
        self.set_film(0.0, 0)
        self.set_playing(False)
        self.set_loop(False)
        self.set_speed(1.0)
        self.set_theme(LIGHT)

    @property
    def position(self) -> str:
        """Where the film is, of how much: "0:12.34 / 3:10.00"."""
        return self._position.text()

    @property
    def frame(self) -> str:
        """Which frame that is, counted from 1."""
        return self._frame.text()

    @property
    def playing(self) -> bool:
        """True when the button says pause."""
        return self._playing

    def set_theme(self, theme: Theme) -> None:
        """Draws the icons in the theme's colours."""
        self._theme = theme
        self._draw_icons()

    def set_playing(self, playing: bool) -> None:
        """What the button does next: pause while the film plays, else play."""
        self._playing = playing
        text = self.tr("Pause") if playing else self.tr("Play")
        self._explain("play", text, "")
        self._draw_icons()

    def set_film(self, duration_s: float, frames: int) -> None:
        """How long the film is, in seconds and in frames; 0: there is none. Its beginning is shown."""
        self._duration, self._frames = duration_s, frames
        for button in self.buttons.values():
            button.setEnabled(frames > 0)
        self.speed.setEnabled(frames > 0)
        self.set_sound(self._sound, self._why_silent)
        self.set_position(0.0, 0)
        self._fit()

    def set_position(self, seconds: float, frame: int) -> None:
        """Where the film is. frame: counted from 0."""
        self._position.setText(self._position_text(seconds))
        self._frame.setText(self._frame_text(frame + 1 if self._frames else 0))

    def set_sound(self, available: bool, why: str = "") -> None:
        """Whether there is sound to be heard; else the reason, in a sentence."""
        self._sound, self._why_silent = available, why
        self.buttons["sound"].setEnabled(available and self._frames > 0)
        self._say_sound()

    def set_muted(self, muted: bool) -> None:
        """Shows the sound as off or on, without telling anyone."""
        self._muted = muted
        self._say_sound()

    def set_loop(self, loop: bool) -> None:
        """Presses or releases the loop button, without telling anyone."""
        self.buttons["loop"].setChecked(loop)

    def set_speed(self, speed: float) -> None:
        """Shows this speed as chosen, without telling anyone."""
        self._speed = speed
        for action in self.speed.menu().actions():
            action.setChecked(action.data() == speed)
        self.speed.setText(_speed_text(speed))
        self.speed.setAccessibleDescription(_speed_text(speed))

    def step_speed(self, step: int) -> None:
        """Asks for the next faster (+1) or slower (-1) speed; there is none beyond the last."""
        nearest = min(range(len(SPEEDS)), key=lambda place: abs(SPEEDS[place] - self._speed))
        wanted = SPEEDS[min(max(nearest + step, 0), len(SPEEDS) - 1)]
        if wanted != self._speed:
            self.set_speed(wanted)
            self.speed_changed.emit(wanted)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self._fit()

    def _position_text(self, seconds: float) -> str:
        return f"{moment_text(seconds)} / {moment_text(self._duration)}"

    def _frame_text(self, count: int) -> str:
        return self.tr("frame {number} / {all}").format(number=count, all=self._frames)

    def _say_sound(self) -> None:
        button = self.buttons["sound"]
        silent = self._muted or not self._sound
        text = self.tr("Sound off") if silent else self.tr("Sound")
        if not self._sound:
            text = self.tr("No sound")
        self._explain("sound", text, self.tr("Hear the video, or do not"))
        if not self._sound and self._why_silent:
            button.setToolTip(self._why_silent)
            button.setAccessibleDescription(self._why_silent)
        button.setChecked(self._muted and self._sound)
        self._draw_icons()
        self._fit()

    def _explain(self, name: str, text: str, explanation: str) -> None:
        button = self.buttons[name]
        tip = f"{text} ({keys_text(TRANSPORT_KEYS[name])})"
        button.setText(f" {text}")  # the space keeps icon and text apart
        button.setAccessibleName(text)
        button.setAccessibleDescription("")
        button.setToolTip(f"{tip}\n{explanation}" if explanation else tip)

    def _draw_icons(self) -> None:
        silent = self._muted or not self._sound
        names = {
            "back": "frame-back",
            "play": "view-freeze" if self._playing else "start",
            "forward": "frame-forward",
            "loop": "loop",
            "sound": "muted" if silent else "volume",
        }
        for name, button in self.buttons.items():
            colour = self._theme.text if button.isEnabled() else self._theme.muted
            button.setIcon(icon(names[name], colour, _ICON))

    def _fit(self) -> None:
        """Keeps room for the longest figures, so that nothing moves while the film plays."""
        self._position.setFixedWidth(_widest(self._position, self._position_text(self._duration)))
        self._frame.setFixedWidth(_widest(self._frame, self._frame_text(self._frames)))
        named = list(_BY_USE)
        while named and self._needed(named, frame=True) > self.width():
            named.pop()
        self._frame.setVisible(self._needed(named, frame=True) <= self.width())
        for name in _BY_USE:
            button, style = self.buttons[name], Qt.ToolButtonStyle
            with_text = style.ToolButtonTextBesideIcon if name in named else style.ToolButtonIconOnly
            if button.toolButtonStyle() is not with_text:
                button.setToolButtonStyle(with_text)
            button.setFixedWidth(self._room(name, named))

    def _needed(self, named: list[str], *, frame: bool) -> int:
        buttons = sum(self._room(name, named) for name in self.buttons)
        figures = self._position.minimumWidth() + (self._frame.minimumWidth() + 2 * GRID if frame else 0)
        gaps = self._row.spacing() * (self._row.count() - 1) + 3 * GRID
        return buttons + figures + self.speed.minimumWidth() + gaps

    def _room(self, name: str, named: list[str]) -> int:
        """Pixels that a button needs. Qt's own measure leaves a hole behind the text."""
        if name == "play":
            return _WIDE_BUTTON
        button = self.buttons[name]
        if name not in named:
            return _ICON + 2 * GRID
        texts = (self.tr("Sound off"), self.tr("Sound"), self.tr("No sound")) if name == "sound" else (button.text(),)
        return _ICON + 2 * GRID + 8 + max(map(button.fontMetrics().horizontalAdvance, texts))

    def _lay_out(self) -> None:
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID // 2)
        row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)  # the row fits itself to its width
        for name in ("back", "play", "forward"):
            row.addWidget(self._button(name))
        row.addSpacing(GRID)
        row.addWidget(self._position)
        row.addSpacing(GRID)
        row.addWidget(self._frame)
        row.addStretch(1)
        row.addWidget(self.speed)
        for name in ("loop", "sound"):
            row.addWidget(self._button(name))
        self._explain("back", self.tr("Step back"), self.tr("The frame before this one"))
        self._explain("forward", self.tr("Step on"), self.tr("The frame after this one"))
        self._explain("loop", self.tr("Loop"), self.tr("Play the selection again and again, or all of the video"))
        self._position.setAccessibleName(self.tr("Position"))
        self.buttons["loop"].setCheckable(True)
        self.buttons["sound"].setCheckable(True)
        self.buttons["play"].clicked.connect(self.play_toggled)
        self.buttons["back"].clicked.connect(lambda: self.step_asked.emit(-1))
        self.buttons["forward"].clicked.connect(lambda: self.step_asked.emit(1))
        self.buttons["loop"].clicked.connect(self.loop_toggled)
        self.buttons["sound"].clicked.connect(self._on_sound)
        for name in ("back", "play", "forward"):
            self.buttons[name].setFixedWidth(self._room(name, []))
        for name in ("back", "forward"):
            self.buttons[name].setAutoRepeat(True)

    def _on_sound(self, muted: bool) -> None:
        self.set_muted(muted)
        self.mute_toggled.emit(muted)

    def _button(self, name: str) -> QToolButton:
        button = self.buttons[name] = QToolButton()
        _slim(button, "" if name == "play" else "toggle")
        if name == "play":
            button.setFixedHeight(_HEIGHT + 2)  # its frame is always seen
        return button

    def _fill_speeds(self) -> None:
        menu = QMenu(self.speed)
        group = QActionGroup(menu)
        for speed in SPEEDS:
            action = menu.addAction(_speed_text(speed))
            action.setData(speed)
            action.setCheckable(True)
            action.triggered.connect(lambda _on=False, speed=speed: self._on_speed(speed))
            group.addAction(action)
        self.speed.setMenu(menu)
        self.speed.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.speed.setAccessibleName(self.tr("Speed"))
        keys = {name: keys_text(TRANSPORT_KEYS[name]) for name in ("slower", "faster")}
        self.speed.setToolTip(self.tr("Speed (slower: {slower}, faster: {faster})").format(**keys))
        _slim(self.speed, "slim-picker")
        metrics = self.speed.fontMetrics()
        self.speed.setFixedWidth(max(metrics.horizontalAdvance(_speed_text(speed)) for speed in SPEEDS) + 5 * GRID)

    def _on_speed(self, speed: float) -> None:
        self.set_speed(speed)
        self.speed_changed.emit(speed)


def _speed_text(speed: float) -> str:
    """0.25 -> "0.25×"; 2.0 -> "2×"."""
    decimals = 0 if speed == int(speed) else 1 if speed * 10 == int(speed * 10) else 2
    return QCoreApplication.translate("TransportBar", "{number}×").format(number=number(speed, decimals))


def _widest(label: QLabel, text: str) -> int:
    """Pixels for any text with as many figures."""
    metrics = QFontMetrics(label.font())
    return metrics.horizontalAdvance("".join("0" if letter.isdigit() else letter for letter in text)) + 2


def _slim(button: QToolButton, kind: str) -> None:
    button.setProperty("kind", kind)
    button.setIconSize(QSize(_ICON, _ICON))
    button.setFixedHeight(_HEIGHT)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus where Space means play and pause
