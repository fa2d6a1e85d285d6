"""The pictures beside the numbers: confusion matrix, reliability curve, learning curves. matplotlib, without a display.

Each file is written whole or not at all, in the place of what was there before.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from core.errors import DataError
from core.offline.calibration import Calibration
from core.whole_file import write_whole

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BLUE, ORANGE, GREY = "#1f5fa8", "#d1651b", "#767676"
DOTS_PER_INCH = 150
MARGIN = 0.12  # inches
STYLE = {
    "font.size": 10,
    "text.parse_math": False,  # a label is a label, whatever signs it has
    "axes.titlesize": 11,
    "axes.titlelocation": "left",
    "axes.titlepad": 10,
    "axes.edgecolor": "#b0b0b0",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": False,
    "grid.color": "#e4e4e4",
    "axes.axisbelow": True,
    "legend.frameon": True,  # a bar may stand behind it
    "legend.edgecolor": "none",
    "legend.framealpha": 0.9,
}


def prove_matplotlib() -> None:
    """Raises DataError when matplotlib is not installed."""
    try:
        import matplotlib.figure  # noqa: F401
    except ImportError as error:
        raise DataError("pictures need matplotlib", hint="Install the extra: pip install '.[train]'") from error


def confusion_figure(matrix: np.ndarray, labels: Sequence[str], path: Path) -> None:
    """Draws a confusion matrix: the shares of each row in per cent, and below them how many videos that are.

    matrix: (C, C) counts (or their averages), rows = truth. labels: C names. A class without samples has an empty row.
    Raises DataError without matplotlib, OutputError when the file cannot be written.
    """
    matrix = np.asarray(matrix, dtype=np.float64)
    totals = matrix.sum(axis=1)
    shares = np.divide(matrix, totals[:, None], out=np.zeros_like(matrix), where=totals[:, None] > 0)
    side = 1.6 + 0.7 * len(labels)
    with _saved(path, max(4.4, side + 0.3), max(3.6, side)) as figure:
        axes = figure.add_subplot()
        axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
        axes.set_xticks(range(len(labels)), labels, rotation=40, ha="right", rotation_mode="anchor")
        named = [f"{label}\nn = {_count(total)}" for label, total in zip(labels, totals, strict=True)]
        axes.set_yticks(range(len(labels)), named)
        axes.set_xlabel("predicted")
        axes.set_ylabel("truth")
        axes.set_title("Per cent of each true class; small: videos")
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        for row, column in np.argwhere(matrix > 0).tolist():
            share = shares[row, column]
            colour = "white" if share > 0.65 else "black"
            axes.text(column, row - 0.1, f"{100 * share:.0f}", ha="center", va="center", color=colour)
            axes.text(
                column, row + 0.22, _count(matrix[row, column]), ha="center", va="center", color=colour, fontsize=7
            )


def _count(videos: float) -> str:
    """A count as it is; an average of counts with one decimal."""
    return f"{videos:.0f}" if videos == round(videos) else f"{videos:.1f}"


def reliability_figure(calibration: Calibration, path: Path) -> None:
    """Draws how often videos of about the same confidence are right, and how many there are of each confidence.

    Raises DataError without matplotlib, OutputError when the file cannot be written.
    """
    bins = len(calibration.counts)
    middles, width = (np.arange(bins) + 0.5) / bins, 0.92 / bins
    with _saved(path, 5.2, 5.8) as figure:
        curve, histogram = figure.subplots(2, 1, sharex=True, height_ratios=(3, 1))
        curve.bar(middles, np.nan_to_num(calibration.accuracy), width, color=BLUE, label="measured")
        curve.plot([0, 1], [0, 1], color=ORANGE, linestyle="--", linewidth=1.6, label="perfectly calibrated")
        curve.set(xlim=(0, 1), ylim=(0, 1), ylabel="share of videos that are right")
        curve.set_title(f"Expected calibration error {100 * calibration.error:.2f} %")
        curve.legend(loc="upper left")
        histogram.bar(middles, calibration.counts, width, color=GREY)
        histogram.set(xlabel="confidence (highest posterior)", ylabel="videos")
        for axes in (curve, histogram):
            axes.grid(visible=True, axis="y")
        figure.align_ylabels()


def learning_curve_figure(rows: Sequence[Mapping[str, float]], path: Path) -> None:
    """Draws loss and accuracy over the epochs, of training and, where there are any, of held-out videos.

    rows: one per epoch, at least one, with epoch, train_loss, train_accuracy and perhaps held_out_loss and
    held_out_accuracy; accuracies are fractions; what is missing or nan is left out. Raises DataError without
    matplotlib, OutputError when the file cannot be written.
    """
    with _saved(path, 8.6, 3.4) as figure:
        loss, accuracy = figure.subplots(1, 2)
        for axes, measure, factor, heading in ((loss, "loss", 1, "Loss"), (accuracy, "accuracy", 100, "Accuracy in %")):
            _curve(axes, rows, f"train_{measure}", factor, BLUE, "training")
            _curve(axes, rows, f"held_out_{measure}", factor, ORANGE, "held out")
            axes.set_title(heading)
            axes.set_xlabel("epoch")
            axes.xaxis.get_major_locator().set_params(integer=True, min_n_ticks=1)
            axes.set_xlim(rows[0]["epoch"] - 0.5, rows[-1]["epoch"] + 0.5)
            axes.grid(visible=True, axis="y")
        loss.set_ylim(bottom=0)
        accuracy.set_ylim(0, 100)
        if accuracy.lines:
            accuracy.legend(loc="lower right")


def _curve(
    axes: "Axes", rows: Sequence[Mapping[str, float]], column: str, factor: float, colour: str, label: str
) -> None:
    points = [(row["epoch"], factor * row.get(column, np.nan)) for row in rows]
    if np.isfinite([value for _, value in points]).any():
        axes.plot(*zip(*points, strict=True), "o-", color=colour, label=label, markersize=3.5, clip_on=False)


@contextmanager
def _saved(path: Path, width: float, height: float) -> "Iterator[Figure]":
    """A light figure of so many inches, whatever a person's own matplotlibrc says; it is written at the end."""
    prove_matplotlib()
    import matplotlib.style
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    picture = io.BytesIO()
    with matplotlib.style.context(["default", STYLE]):
        figure = Figure(figsize=(width, height), layout=ConstrainedLayoutEngine(w_pad=MARGIN, h_pad=MARGIN))
        yield figure
        figure.savefig(picture, format="png", dpi=DOTS_PER_INCH)
    write_whole(path, picture.getvalue())
