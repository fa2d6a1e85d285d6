"""Draws the program's icon (assets/icons/app.svg) as the pictures that desktops and PyInstaller want.

    python packaging/icons.py build/icons

gives build/icons/fer-desktop.png (512 pixels) and build/icons/hicolor/<size>x<size>/apps/fer-desktop.png.
"""

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

DRAWING = Path(__file__).resolve().parent.parent / "assets" / "icons" / "app.svg"
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)


def main(folder: Path) -> None:
    """Writes all pictures into the folder."""
    for size in SIZES:
        _save(size, folder / "hicolor" / f"{size}x{size}" / "apps" / "fer-desktop.png")
    _save(SIZES[-1], folder / "fer-desktop.png")


def _save(size: int, path: Path) -> None:
    picture = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(str(DRAWING)).render(painter)
    painter.end()
    path.parent.mkdir(parents=True, exist_ok=True)
    if not picture.save(str(path)):
        raise OSError(f"{path} cannot be written")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
