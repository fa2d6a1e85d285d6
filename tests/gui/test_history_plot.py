"""The last minute: what is kept, and what is drawn."""

import numpy as np
import pytest

from fer_desktop.theme import DARK, LIGHT
from fer_desktop.widgets.history import History
from fer_desktop.widgets.history_plot import HistoryPlot

LABELS = ("happy", "sad")


def vote(happy: float) -> np.ndarray:
    return np.array([happy, 1 - happy], np.float32)


def test_lines_end_at_now_in_percent():
    history = History(LABELS)
    history.add(3.0, vote(0.25))
    history.add(4.5, vote(0.5))
    (name, seconds, shares), _ = history.curves()
    assert name == "happy"
    assert seconds.tolist() == [-1.5, 0.0]
    assert shares.tolist() == [25.0, 50.0]


def test_there_is_a_gap_where_nothing_was_scored():
    history = History(LABELS)
    history.gap()  # nothing to break yet
    history.add(1.0, vote(0.25))
    history.gap()
    history.gap()
    assert history.last() is None
    history.add(2.0, vote(0.5))
    _, _, shares = next(iter(history.curves()))
    assert np.isnan(shares).tolist() == [False, True, False]


def test_what_is_older_than_the_span_is_forgotten():
    history = History(LABELS, span=60.0)
    for second in range(1000):
        history.add(float(second), vote(0.5))
    _, seconds, _ = next(iter(history.curves()))
    assert -62 <= seconds[0] <= -60
    assert len(seconds) < 64


def test_a_clock_that_jumps_back_begins_a_new_history():
    history = History(LABELS)
    history.add(10.0, vote(0.5))
    history.add(2.0, vote(0.5))
    _, seconds, _ = next(iter(history.curves()))
    assert seconds.tolist() == [0.0]


@pytest.fixture
def plot(qtbot) -> HistoryPlot:
    widget = HistoryPlot()
    qtbot.addWidget(widget)
    widget.prepare()
    widget.set_labels(LABELS)
    widget.resize(600, 200)
    widget.show()
    return widget


def coloured(plot: HistoryPlot, colour: int) -> set[int]:
    """The columns in which a colour is found."""
    picture = plot.grab().toImage()
    inside = range(48, picture.width() - 100)  # right of the axis, left of the names
    return {x for x in inside for y in range(40, picture.height() - 30) if picture.pixel(x, y) == colour}


def test_each_emotion_is_a_line_in_its_colour_with_gaps(plot):
    for step in range(200):
        if 80 <= step < 120:
            plot.add_gap()
        else:
            plot.add(step * 0.3, vote(0.8))
    columns = coloured(plot, LIGHT.emotion("happy").rgb())
    assert columns
    missing = set(range(min(columns), max(columns))) - columns
    assert len(missing) > 40
    assert coloured(plot, LIGHT.emotion("sad").rgb())


def test_the_plot_can_be_used_before_it_is_built(qtbot):
    plot = HistoryPlot()
    qtbot.addWidget(plot)
    plot.set_theme(DARK)
    plot.set_labels(LABELS)
    plot.add(1.0, vote(0.5))
    plot.add_gap()
    plot.prepare()
    plot.prepare()
    assert plot.history.last() is None
