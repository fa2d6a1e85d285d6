"""The program's own line icons (assets/icons), drawn in the colours of the theme."""

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from core.paths import asset

_SCALES = (1.0, 1.5, 2.0, 3.0)  # of the screen; an icon holds one picture for each


def icon(name: str, colour: str | QColor, size: int = 20) -> QIcon:
    """The icon `name` with its lines in `colour`, crisp at every screen scaling."""
    result = QIcon()
    for scale in _SCALES:
        result.addPixmap(pixmap(name, colour, size, scale))
    return result


def pixmap(name: str, colour: str | QColor, size: int, scale: float = 1.0) -> QPixmap:
    """The icon `name` as a picture of size x size device-independent pixels."""
    drawing = _lines(name).replace("currentColor", QColor(colour).name())
    picture = QPixmap(round(size * scale), round(size * scale))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(picture.rect()))
    painter.end()
    picture.setDevicePixelRatio(scale)
    return picture


@cache
def _lines(name: str) -> str:
    """The drawing; read once, though the start alone draws many an icon several times."""
    return asset(f"icons/{name}.svg").read_text("utf-8")


def program_icon() -> QIcon:
    """The icon of the window and of the program."""
    result = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        result.addPixmap(pixmap("app", "#FFFFFF", size))
    return result
