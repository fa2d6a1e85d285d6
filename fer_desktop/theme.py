"""Colours, light and dark, and who decides which of the two is shown."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette, QPen
from PySide6.QtWidgets import QApplication

from core import emotion_colours
from fer_desktop.stylesheet import stylesheet

GRID = 8  # every distance in the window is a multiple of this many pixels (or half of it)


class ThemeMode(StrEnum):
    """What the person chose: as the system does, or always one of the two."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True)
class Theme:
    """The colours of one look, as "#RRGGBB".

    edge: around what can be typed into, and of scroll bars; unlike the border, which only parts, it has to be seen.
    emotions: one colour per label, any two of which differ for all kinds of eyes (`core.emotion_colours`).
    """

    name: str
    window: str
    surface: str
    sunken: str
    hover: str
    border: str
    edge: str
    text: str
    muted: str
    accent: str
    on_accent: str
    danger: str
    danger_ground: str
    warning: str
    warning_ground: str
    good: str
    good_ground: str
    emotions: dict[str, str]

    def emotion(self, label: str) -> QColor:
        """The label's colour; the text colour for a label that no data set of ours has."""
        return QColor(self.emotions.get(label, self.muted))

    def emotion_text(self, label: str) -> QColor:
        """For the label's name in small letters: halfway from its colour to the text's, so that it can be read."""
        colour, text = self.emotion(label), QColor(self.text)
        halves = ((colour.red(), text.red()), (colour.green(), text.green()), (colour.blue(), text.blue()))
        return QColor(*((one + other) // 2 for one, other in halves))


LIGHT = Theme(
    name="light",
    window="#F4F5F8",
    surface="#FFFFFF",
    sunken="#E9ECF1",
    hover="#EEF1F6",
    border="#D9DEE6",
    edge="#858D9C",
    text="#191D26",
    muted="#596273",
    accent="#3453CC",
    on_accent="#FFFFFF",
    danger="#BF2A2A",
    danger_ground="#FDEEEE",
    warning="#8A5A00",
    warning_ground="#FFF6E0",
    good="#1F7A43",
    good_ground="#EAF6EE",
    emotions=emotion_colours.ON_LIGHT,
)

DARK = Theme(
    name="dark",
    window="#14161B",
    surface="#1C1F26",
    sunken="#2A2E37",
    hover="#262A33",
    border="#323743",
    edge="#6C7485",
    text="#E9ECF2",
    muted="#9DA6B5",
    accent="#8CA3FF",
    on_accent="#12151C",
    danger="#FF7B78",
    danger_ground="#38201F",
    warning="#F0BE55",
    warning_ground="#352B17",
    good="#6FD196",
    good_ground="#1A3023",
    emotions=emotion_colours.ON_DARK,
)

FACE_COLOURS = ("#56B4E9", "#F0E442", "#F2603A", "#00C08B", "#E69F00", "#CC79A7")
"""Box colours by face id, read on pictures of any brightness thanks to a dark rim (Okabe and Ito's set, two of them
made lighter). In such an order that two faces with the same kind of line (`face_pen`) differ for all kinds of eyes."""


def face_colour(face_id: int) -> QColor:
    """The colour of a face's box; face ids count from 1."""
    return QColor(FACE_COLOURS[(face_id - 1) % len(FACE_COLOURS)])


_DASHES: tuple[tuple[float, ...], ...] = ((), (4, 2.5), (0.5, 2.2), (6, 2.5, 0.5, 2.5))


def face_pen(face_id: int, width: float) -> QPen:
    """The line of a face's box: its colour, and a pattern that tells it from its neighbours without the colour.

    Solid, dashed, dotted, dash and dot; with six colours no two of twelve faces look the same.
    """
    pen = QPen(face_colour(face_id), width)
    if dashes := _DASHES[(face_id - 1) % len(_DASHES)]:
        pen.setDashPattern(dashes)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    return pen


def tabular(font: QFont) -> QFont:
    """The same font with digits of one width, so that running numbers do not wobble."""
    result = QFont(font)
    result.setFeature(QFont.Tag("tnum"), 1)
    return result


class ThemeControl(QObject):
    """Applies the light or the dark theme to the application and follows the system where asked to.

    changed(Theme): the look is another one now; widgets that paint themselves take their colours from it.
    """

    changed = Signal(object)

    def __init__(self, application: QApplication, mode: ThemeMode = ThemeMode.SYSTEM) -> None:
        super().__init__(application)
        self._application = application
        self.mode = mode
        self.theme = LIGHT
        application.setStyle("fusion")  # the native styles ignore palettes and style sheets in different ways
        application.styleHints().colorSchemeChanged.connect(self._refresh)
        self.set_mode(mode)

    def set_mode(self, mode: ThemeMode) -> None:
        """Shows the theme of `mode` from now on. Also tells the system, so that window frames match."""
        self.mode = mode
        schemes = {ThemeMode.LIGHT: Qt.ColorScheme.Light, ThemeMode.DARK: Qt.ColorScheme.Dark}
        self._application.styleHints().setColorScheme(schemes.get(mode, Qt.ColorScheme.Unknown))
        self._refresh()

    def _refresh(self) -> None:
        scheme = QGuiApplication.styleHints().colorScheme()
        dark = self.mode is ThemeMode.DARK or (self.mode is ThemeMode.SYSTEM and scheme is Qt.ColorScheme.Dark)
        self.theme = DARK if dark else LIGHT
        self._application.setPalette(_palette(self.theme))
        self._application.setStyleSheet(stylesheet(self.theme))
        self.changed.emit(self.theme)


def _palette(theme: Theme) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette(QColor(theme.surface), QColor(theme.window))
    for target, colour in (
        (role.Window, theme.window),
        (role.Base, theme.surface),
        (role.AlternateBase, theme.sunken),
        (role.Button, theme.surface),
        (role.ToolTipBase, theme.surface),
        (role.Mid, theme.border),
        (role.Highlight, theme.accent),
        (role.Accent, theme.accent),
        (role.HighlightedText, theme.on_accent),
        (role.Link, theme.accent),
    ):
        palette.setColor(target, QColor(colour))
    for target in (role.WindowText, role.Text, role.ButtonText, role.ToolTipText):
        palette.setColor(target, QColor(theme.text))
        palette.setColor(QPalette.ColorGroup.Disabled, target, QColor(theme.muted))
    palette.setColor(role.PlaceholderText, QColor(theme.muted))
    return palette
