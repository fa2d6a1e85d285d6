"""The pictures: there, light, complete, and without pyplot or a display."""

import math
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.errors import DataError, OutputError
from core.offline.calibration import reliability
from training.plots import confusion_figure, learning_curve_figure, reliability_figure

MATRIX = np.array([[8, 2, 0], [1, 9, 0], [0, 0, 0]])
LABELS = ("sad", "happy", "calm")
CURVE = reliability(np.random.default_rng(0).dirichlet([0.5] * 3, 50), np.zeros(50, int))
ROWS = [
    {"epoch": epoch, "train_loss": 2 / epoch, "train_accuracy": 1 - 0.8 / epoch, "held_out_loss": 2.2 / epoch}
    | {"held_out_accuracy": 0.7 - 0.5 / epoch}
    for epoch in range(1, 21)
]
Draw = Callable[[Path], None]
FIGURES: dict[str, Draw] = {
    "confusion": lambda path: confusion_figure(MATRIX, LABELS, path),
    "averages": lambda path: confusion_figure(MATRIX / 5, LABELS, path),
    "reliability": lambda path: reliability_figure(CURVE, path),
    "learning": lambda path: learning_curve_figure(ROWS, path),
}


def colours(path: Path) -> np.ndarray:
    """The picture as (H, W, 3) integers."""
    with Image.open(path) as picture:
        picture.load()
        return np.asarray(picture.convert("RGB"), dtype=int)


def blue_and_orange(path: Path) -> tuple[int, int]:
    """How many pixels clearly have each colour."""
    red, _, blue = np.moveaxis(colours(path), -1, 0)
    return int(np.sum(blue > red + 80)), int(np.sum(red > blue + 80))


@pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES)
def test_a_picture_is_light_large_and_all_that_is_left(tmp_path: Path, draw: Draw) -> None:
    path = tmp_path / "picture.png"
    draw(path)
    pixels = colours(path)
    assert min(pixels.shape[:2]) >= 500
    assert (pixels[[0, 0, -1, -1], [0, -1, 0, -1]] == 255).all()
    assert pixels.min() < 100
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES)
def test_the_same_numbers_give_the_same_picture_in_the_place_of_the_old(tmp_path: Path, draw: Draw) -> None:
    path = tmp_path / "picture.png"
    path.write_bytes(b"old")
    draw(path)
    first = path.read_bytes()
    draw(path)
    assert path.read_bytes() == first


def test_a_person_who_likes_dark_pictures_gets_the_same_ones(tmp_path: Path) -> None:
    import matplotlib as mpl

    FIGURES["learning"](tmp_path / "usual.png")
    with mpl.rc_context({"figure.facecolor": "black", "axes.facecolor": "black", "font.size": 30}):
        FIGURES["learning"](tmp_path / "dark.png")
    assert (tmp_path / "dark.png").read_bytes() == (tmp_path / "usual.png").read_bytes()


def test_the_more_videos_are_right_the_darker_is_the_diagonal(tmp_path: Path) -> None:
    confusion_figure(np.diag([4, 4, 4]), LABELS, tmp_path / "right.png")
    confusion_figure(np.full((3, 3), 4), LABELS, tmp_path / "chance.png")
    assert colours(tmp_path / "right.png").sum() < colours(tmp_path / "chance.png").sum()


def test_held_out_curves_are_drawn_where_there_are_any(tmp_path: Path) -> None:
    learning_curve_figure(ROWS, tmp_path / "both.png")
    unknown = {"held_out_loss": math.nan, "held_out_accuracy": math.nan}
    learning_curve_figure([row | unknown for row in ROWS], tmp_path / "nan.png")
    training = [{name: row[name] for name in ("epoch", "train_loss", "train_accuracy")} for row in ROWS]
    learning_curve_figure(training, tmp_path / "training.png")
    assert min(blue_and_orange(tmp_path / "both.png")) > 1000
    assert blue_and_orange(tmp_path / "training.png")[1] == 0
    assert (tmp_path / "nan.png").read_bytes() == (tmp_path / "training.png").read_bytes()


def test_one_epoch_and_loss_that_is_not_a_number_can_be_drawn(tmp_path: Path) -> None:
    learning_curve_figure(ROWS[:1], tmp_path / "one.png")
    nothing = dict.fromkeys(("train_loss", "train_accuracy"), math.nan)
    learning_curve_figure([{"epoch": 1, **nothing}], tmp_path / "nothing.png")
    assert min(blue_and_orange(tmp_path / "one.png")) > 50
    assert blue_and_orange(tmp_path / "nothing.png") == (0, 0)


def test_a_label_with_signs_of_mathematics_is_only_a_label(tmp_path: Path) -> None:
    confusion_figure(np.eye(2), ("a$b", r"\frac$"), tmp_path / "c.png")
    assert (tmp_path / "c.png").exists()


@pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES)
def test_what_cannot_be_written_is_told_and_leaves_nothing(tmp_path: Path, draw: Draw) -> None:
    with pytest.raises(OutputError, match="no such file or directory"):
        draw(tmp_path / "missing" / "picture.png")
    (tmp_path / "folder.png").mkdir()
    with pytest.raises(OutputError):
        draw(tmp_path / "folder.png")
    assert list(tmp_path.iterdir()) == [tmp_path / "folder.png"]


def test_without_matplotlib_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(DataError, match=r"pip install '\.\[train\]'"):
        confusion_figure(MATRIX, LABELS, tmp_path / "c.png")
    assert list(tmp_path.iterdir()) == []


def test_no_display_and_no_pyplot(repository: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; import numpy as np; from training.plots import confusion_figure\n"
        "assert 'matplotlib' not in sys.modules\n"
        f"confusion_figure(np.eye(2), ('a', 'b'), Path({str(tmp_path / 'c.png')!r}))\n"
        "print('matplotlib.pyplot' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, cwd=repository)
    assert (done.stdout, done.returncode) == ("False\n", 0), done.stderr
