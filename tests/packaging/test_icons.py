"""The program's icon: crisp where it is small, and in every size that a desktop asks for."""

import runpy
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from fer_desktop.icons import pixmap, program_icon

WHITE = QColor("#FFFFFF")
YELLOW = QColor("#FFD166")


@pytest.fixture
def drawn(repository: Path, tmp_path: Path) -> Path:
    """The folder that packaging/icons.py fills."""
    runpy.run_path(str(repository / "packaging" / "icons.py"))["main"](tmp_path)
    return tmp_path


def test_every_picture_has_the_size_that_its_folder_says(drawn: Path) -> None:
    pictures = {path.parts[-3]: QImage(str(path)) for path in drawn.glob("hicolor/*/apps/fer-desktop.png")}
    assert {"16x16", "32x32", "48x48", "256x256"} <= pictures.keys()
    for name, picture in pictures.items():
        assert f"{picture.width()}x{picture.height()}" == name


def test_at_16_pixels_the_bars_have_sharp_edges(drawn: Path) -> None:
    picture = QImage(str(drawn / "hicolor" / "16x16" / "apps" / "fer-desktop.png"))
    column = [picture.pixelColor(10, row) for row in range(16)]
    assert [row for row in range(16) if column[row] == WHITE] == [3, 4, 11, 12]
    assert [row for row in range(16) if column[row] == YELLOW] == [7, 8]


def test_the_ground_has_round_corners_and_stands_out_from_light_and_dark(drawn: Path) -> None:
    picture = QImage(str(drawn / "fer-desktop.png"))
    assert picture.pixelColor(0, 0).alpha() == 0
    ground = picture.pixelColor(256, 24)
    assert ground.alpha() == 255
    assert 40 < ground.lightness() < 215


def test_the_window_shows_the_same_icon(qapp, drawn: Path) -> None:
    shown = program_icon().pixmap(32, 32).toImage()
    assert shown.pixelColor(22, 15) == YELLOW


def test_the_emblem_takes_the_colour_of_the_theme(qapp) -> None:
    emblem = pixmap("fer-desktop", "#AA5500", 64).toImage()
    assert emblem.pixelColor(28, 40) == QColor("#AA5500")  # the face
    assert emblem.pixelColor(17, 25).alpha() == 0  # its eye, through which the page is seen
