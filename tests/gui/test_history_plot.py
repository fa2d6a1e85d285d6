"""The past: what is kept, and what is drawn."""

from collections.abc import Iterable

import numpy as np
import pytest
from pyqtgraph import TextItem
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsView

from fer_desktop.theme import DARK, LIGHT
from fer_desktop.view_options import PLOT_SPANS_S
from fer_desktop.widgets.history import History
from fer_desktop.widgets.history_plot import MARKED, HistoryPlot, time_mark

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


def test_ten_minutes_are_kept_and_any_part_of_them_can_be_shown():
    history = History(LABELS)
    for second in range(2000):
        history.add(float(second), vote(0.5))
    assert len(history) < 2048
    _, seconds, _ = next(iter(history.curves()))
    assert -602 <= seconds[0] <= -600
    _, seconds, _ = next(iter(history.curves(span=60.0)))
    assert -62 <= seconds[0] <= -60


def test_what_came_later_than_the_moment_that_is_shown_is_left_out():
    history = History(LABELS)
    for second in range(10):
        history.add(float(second), vote(second / 10))
    _, seconds, shares = next(iter(history.curves(now=4.0)))
    assert seconds[-1] == 0.0
    assert shares[-1] == pytest.approx(40.0)
    assert history.last(4.0) == pytest.approx([0.4, 0.6])


def test_a_long_past_is_thinned_out_to_means_that_stay_where_they_are():
    history = History(LABELS)
    rng = np.random.default_rng(0)
    for step in range(18_000):
        history.add(step / 30, vote(rng.random()))
    earlier = dict(zip(*(curve := next(iter(history.curves(600.0, 590.0, points=300))))[1:], strict=True))
    later = dict(zip(*next(iter(history.curves(600.0, 599.9, points=300)))[1:], strict=True))
    assert len(later) <= 302
    assert curve[2].mean() == pytest.approx(50, abs=2)
    moved = {round(second - 9.9, 6): share for second, share in earlier.items()}
    same = [share for second, share in later.items() if moved.get(round(second, 6)) == pytest.approx(share)]
    assert len(same) > 280


def test_a_gap_is_still_one_when_the_past_is_thinned_out():
    history = History(LABELS)
    for step in range(9000):
        history.add(step / 30, vote(0.5)) if not 3000 <= step < 6000 else history.gap()
    _, _, shares = next(iter(history.curves(600.0, points=100)))
    assert np.isnan(shares).any()
    assert np.isfinite(shares[0])
    assert np.isfinite(shares[-1])


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


def show(plot: HistoryPlot, steps: Iterable[tuple[float, float | None]]) -> History:
    """Shows a past of (time, share of happy; None for a gap)."""
    history = History(LABELS)
    for moment, share in steps:
        history.add(moment, vote(share)) if share is not None else history.gap()
    plot.show_history(history, history.end)
    return history


def coloured(plot: HistoryPlot, colour: QColor) -> set[int]:
    """The columns in which a line of this colour is found; a thin smooth one is mixed with the white ground."""
    picture = plot.grab().toImage()
    inside = range(48, picture.width() - 100)  # right of the axis, left of the names
    ink = 255.0 - np.array(colour.getRgb()[:3])

    def inked(x: int, y: int) -> bool:
        seen = 255.0 - np.array(picture.pixelColor(x, y).getRgb()[:3])
        share = seen @ ink / (ink @ ink)
        return share > 0.4 and np.abs(seen - share * ink).max() < 12

    return {x for x in inside for y in range(40, picture.height() - 30) if inked(x, y)}


def test_each_emotion_is_a_line_in_its_colour_with_gaps(plot):
    show(plot, ((step * 0.3, None if 80 <= step < 120 else 0.8) for step in range(200)))
    columns = coloured(plot, LIGHT.emotion("happy"))
    assert columns
    missing = set(range(min(columns), max(columns))) - columns
    assert len(missing) > 40
    assert coloured(plot, LIGHT.emotion("sad"))


def test_the_plot_can_be_used_before_it_is_built(qtbot):
    plot = HistoryPlot()
    qtbot.addWidget(plot)
    plot.set_theme(DARK)
    plot.set_labels(LABELS)
    show(plot, [(1.0, 0.5), (1.0, None)])
    plot.prepare()
    plot.prepare()
    assert plot.history.last() is None


def test_the_plot_says_what_it_shows(plot):
    plot.set_span(300)
    plot.show_history(History(LABELS), 0.0, "Anna")
    assert plot.title.replace("\N{NO-BREAK SPACE}", " ") == "Anna · Last 5 min, vote in %"
    assert plot.title in plot.accessibleName()


def test_the_time_axis_names_whole_numbers_whatever_the_span():
    assert set(MARKED) == set(PLOT_SPANS_S)
    marks = {span: [time_mark(ago, span).split("\N{NO-BREAK SPACE}") for ago in MARKED[span]] for span in MARKED}
    assert marks[30] == [["−30", "s"], ["−20", "s"], ["−10", "s"]]
    assert marks[120] == [["−2", "min"], ["−1", "min"]]
    assert all(ago % (60 if span >= 120 else 1) == 0 for span in MARKED for ago in MARKED[span])


@pytest.mark.parametrize("width", [360, 1600])
def test_the_names_at_the_lines_have_room_whatever_the_span(plot, qtbot, width):
    plot.resize(width, 200)
    for span in (10, 600):
        plot.set_span(span)
        history = show(plot, [(0.0, 0.9), (1.0, 0.9)])
        assert history.last() is not None
        qtbot.wait(1)
        named = [item for item in plot.findChild(QGraphicsView).items() if isinstance(item, TextItem)]
        shown = [item.sceneBoundingRect() for item in named if item.isVisible()]
        assert shown
        assert all(area.right() <= plot.width() - 8 for area in shown)


def test_steps_that_nobody_can_see_are_not_drawn(plot, monkeypatch):
    plot.set_span(600)
    history = show(plot, [(0.0, 0.5)])
    drawn = []
    monkeypatch.setattr(plot, "_draw", lambda: drawn.append(plot.now) or setattr(plot, "_drawn_at", plot.now))
    for step in range(1, 61):
        history.add(step / 30, vote(0.5))
        plot.show_history(history, history.end)
    assert len(drawn) <= 5


def test_another_faces_past_is_drawn_at_once(plot):
    show(plot, [(0.0, 0.9), (30.0, 0.9)])
    before = plot.grab().toImage()
    show(plot, [(0.0, 0.1), (30.0, 0.1)])
    assert plot.grab().toImage() != before
