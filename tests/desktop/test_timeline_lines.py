"""The curves of the timeline: which points they have, where they are broken, and what is left of them far away."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.sessions import ReadingTable, table_of
from core.types import Reading, Status
from fer_desktop.timeline.lines import Lines, Stretch
from support.sessions_to_plot import emotional_table

LABELS = ("happy", "sad")
HOP = 4 / 30


def reading(centre: float, happy: float | None, face: int | None = 1) -> Reading:
    """A clip of two seconds around `centre`; None: nobody was seen."""
    posterior = None if happy is None else np.array([happy, 1 - happy], np.float32)
    status = Status.NO_FACE if happy is None else Status.SCORED
    whose = None if happy is None else face
    vote = None if posterior is None else posterior[::-1].copy()
    return Reading(0, status, whose, None, centre - 1, centre + 1, 0, 15, None, posterior, vote, 0.0)


def shown(readings: list[Reading], face: int | None = 1, values: str = "posterior") -> Lines:
    lines = Lines(LABELS)
    lines.show(table_of(readings, LABELS), face, values)
    return lines


def everything(lines: Lines) -> Stretch:
    return lines.stretch(-1e9, 1e9, 1_000_000)


def pieces(lines: Lines) -> list[list[float]]:
    """The times of each unbroken piece."""
    stretch = everything(lines)
    return [piece.round(6).tolist() for piece in np.split(stretch.times, np.flatnonzero(stretch.broken)[1:])]


def steady(first: float, count: int, face: int | None = 1) -> list[Reading]:
    return [reading(first + place * HOP, 0.5, face) for place in range(count)]


def test_a_reading_stands_at_the_middle_of_its_clip():
    lines = shown([reading(5.0, 0.25), reading(5.1, 0.5)])
    stretch = everything(lines)
    assert stretch.times == pytest.approx([5.0, 5.1])
    assert stretch.values[:, 0] == pytest.approx([0.25, 0.5])


def test_the_rolling_vote_can_be_shown_too():
    stretch = everything(shown([reading(5.0, 0.25)], values="vote"))
    assert stretch.values[0] == pytest.approx([0.75, 0.25])


def test_a_line_is_broken_where_nobody_was_seen():
    lines = shown([*steady(1.0, 3), reading(1.0 + 3 * HOP, None), *steady(1.0 + 4 * HOP, 3)])
    assert [len(piece) for piece in pieces(lines)] == [3, 3]


def test_a_line_is_broken_where_two_readings_lie_too_far_apart():
    lines = shown([*steady(1.0, 5), *steady(1.0 + 4 * HOP + 0.51, 5), *steady(1.0 + 8 * HOP + 0.51 + 0.49, 5)])
    assert [len(piece) for piece in pieces(lines)] == [5, 10]


def test_of_rare_readings_one_and_a_half_hops_are_too_far():
    times = [*range(0, 20, 2), *(18 + 2.9 + 2 * place for place in range(5)), 40.0]
    lines = shown([reading(float(time), 0.5) for time in times])
    assert [len(piece) for piece in pieces(lines)] == [15, 1]


def test_readings_of_other_faces_neither_join_nor_break_a_line():
    mixed = [one for pair in zip(steady(1.0, 8, face=1), steady(1.01, 8, face=2), strict=True) for one in pair]
    for face in (1, 2):
        assert [len(piece) for piece in pieces(shown(mixed, face))] == [8]
    assert len(shown(mixed, None)) == 16


def test_a_posterior_that_is_no_number_is_a_gap():
    table = table_of(steady(1.0, 7), LABELS)
    table.posterior[3] = np.nan
    lines = Lines(LABELS)
    lines.show(table, 1, "posterior")
    assert [len(piece) for piece in pieces(lines)] == [3, 3]


def test_no_reading_and_one_reading_are_no_trouble():
    none = shown([])
    assert len(none) == 0
    assert len(everything(none).times) == 0
    assert np.isnan(everything(none).sampled(np.array([1.0]), 5.0)).all()
    one = everything(shown([reading(5.0, 0.25)]))
    assert one.sampled(np.array([4.0, 4.9, 5.0, 5.1, 6.0]), 0.2)[:, 0] == pytest.approx(
        [np.nan, 0.25, 0.25, 0.25, np.nan], nan_ok=True
    )


def test_between_two_readings_the_line_is_straight_and_in_a_gap_there_is_none():
    lines = shown([reading(1.0, 0.2), reading(1.4, 0.6), reading(9.0, 0.4), reading(9.2, 0.4)])
    sampled = everything(lines).sampled(np.array([0.9, 1.0, 1.1, 1.4, 5.0, 9.1, 9.3]))[:, 0]
    assert sampled == pytest.approx([np.nan, 0.2, 0.3, 0.6, np.nan, 0.4, np.nan], nan_ok=True)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["seen", "nobody", "other", "far"]), max_size=60), st.data())
def test_a_table_that_grows_gives_the_lines_of_the_whole_table(kinds, data):
    time, readings = 1.0, []
    for kind in kinds:
        time += 3.0 if kind == "far" else HOP
        happy = None if kind == "nobody" else round(time % 1, 3)
        readings.append(reading(time, happy, face=2 if kind == "other" else 1))
    table, growing = table_of(readings, LABELS), Lines(LABELS)
    for length in sorted(data.draw(st.lists(st.integers(0, len(readings)), max_size=4))):
        growing.show(table.where(np.arange(length)), 1, "posterior")
    growing.show(table, 1, "posterior")
    at_once = Lines(LABELS)
    at_once.show(table, 1, "posterior")
    for one, other in zip(
        (everything(growing), growing.stretch(0, time, 5)),
        (everything(at_once), at_once.stretch(0, time, 5)),
        strict=True,
    ):
        assert one.times == pytest.approx(other.times)
        assert one.values == pytest.approx(other.values, abs=1e-6)
        assert one.broken.tolist() == other.broken.tolist()


def test_the_same_readings_again_change_nothing():
    table, lines = table_of(steady(1.0, 9), LABELS), Lines(LABELS)
    assert lines.show(table, 1, "posterior")
    assert not lines.show(table, 1, "posterior")
    assert not lines.show(table.where(np.arange(9)), 1, "posterior")


@pytest.mark.parametrize("column", ["posterior", "start", "face_id"])
def test_other_readings_of_the_same_number_take_the_place_of_the_old_ones(column):
    table, lines = table_of(steady(1.0, 9), LABELS), Lines(LABELS)
    lines.show(table, 1, "posterior")
    changed = getattr(table, column).copy()
    changed[4] = changed[4] + 1
    other, fresh = replace(table, **{column: changed}), Lines(LABELS)
    assert lines.show(other, 1, "posterior")
    fresh.show(other, 1, "posterior")
    assert everything(lines).values.tolist() == everything(fresh).values.tolist()
    assert everything(lines).times.tolist() == everything(fresh).times.tolist()


def test_another_face_and_a_shorter_table_take_the_place_of_the_old_ones():
    table, lines = table_of([*steady(1.0, 9), *steady(1.0 + 9 * HOP, 4, face=2)], LABELS), Lines(LABELS)
    lines.show(table, 1, "posterior")
    assert len(lines) == 9
    lines.show(table, 2, "posterior")
    assert len(lines) == 4
    lines.show(table.where(np.arange(5)), 1, "posterior")
    assert len(lines) == 5


def test_readings_out_of_order_are_put_in_order():
    lines = Lines(LABELS)
    table = table_of([*steady(5.0, 4), *steady(1.0, 4)], LABELS)
    lines.show(table.where(np.arange(4)), 1, "posterior")
    lines.show(table, 1, "posterior")
    assert [piece[0] for piece in pieces(lines)] == [1.0, 5.0]


def far(table: ReadingTable, columns: int = 500) -> tuple[Lines, Stretch]:
    lines = Lines(table.labels)
    lines.show(table, 1, "vote")
    return lines, lines.stretch(0.0, float(table.end[-1]), columns)


def test_far_away_each_column_of_pixels_is_the_mean_of_its_readings():
    table = emotional_table(20_000, 1000.0)
    _, stretch = far(table)
    assert 400 < len(stretch.times) <= 501
    times, width = (table.start + table.end) / 2, 1000.0 / 500
    for time, values in list(zip(stretch.times, stretch.values, strict=True))[::37]:
        column = np.floor(time / width)
        rows = (np.floor(times / width) == column) & table.scored
        assert values == pytest.approx(table.vote[rows].mean(axis=0), abs=1e-5)


def test_far_away_gaps_are_still_there_and_nothing_else_is_one():
    table = emotional_table(20_000, 1000.0, gaps=2)
    near, stretch = far(table)
    assert int(stretch.broken.sum()) == len(pieces(near)) == 3


def test_a_gap_narrower_than_a_pixel_is_not_seen():
    rows = [*steady(0.0, 3000), reading(400.05, None), *steady(400.1, 3000)]
    lines = shown(rows)
    assert len(pieces(lines)) == 2
    assert int(lines.stretch(0.0, 800.0, 400).broken.sum()) == 1


def test_panning_does_not_make_the_curves_tremble():
    table = emotional_table(20_000, 1000.0)
    lines, _ = far(table)
    one, other = lines.stretch(100.0, 500.0, 400), lines.stretch(107.3, 507.3, 400)
    then = dict(zip(one.times.tolist(), one.values.tolist(), strict=True))
    same = [
        then[time] == values for time, values in zip(other.times, other.values.tolist(), strict=True) if time in then
    ]
    assert len(same) > 350
    assert all(same)


def test_what_leads_into_the_range_is_drawn_from_outside():
    lines = shown(steady(0.0, 1000))
    stretch = lines.stretch(50.0, 60.0, 500)
    assert stretch.times[0] < 50.0 < 60.0 < stretch.times[-1]
    assert stretch.times[0] > 50.0 - 2 * HOP


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 5000), st.integers(1, 300), st.integers(0, 4), st.integers(0, 1000))
def test_whatever_is_shown_stays_within_what_was_read(readings, columns, gaps, seed):
    table = emotional_table(readings, 500.0, gaps=gaps, seed=seed)
    lines, stretch = far(table, columns)
    smooth = stretch.smoothed()
    assert len(stretch.times) <= 2 * columns + 2
    assert (np.diff(stretch.times) >= 0).all()
    if len(lines):
        low, high = np.nanmin(table.vote, axis=0), np.nanmax(table.vote, axis=0)
        for values in (stretch.values, smooth.values):
            assert (values >= low - 1e-5).all()
            assert (values <= high + 1e-5).all()
            assert values.sum(axis=1) == pytest.approx(1, abs=1e-3)


def test_smoothing_stays_within_an_unbroken_piece():
    values = np.array([[1.0, 0.0]] * 10 + [[0.0, 1.0]] * 10, np.float32)
    broken = np.zeros(20, bool)
    broken[[0, 10]] = True
    smooth = Stretch(np.arange(20.0), values, broken, density=100.0).smoothed()
    assert smooth.values.tolist() == values.tolist()
    joined = Stretch(np.arange(20.0), values, np.arange(20) == 0, density=100.0).smoothed()
    assert 0 < joined.values[10, 0] < 1


def test_what_is_near_is_not_smoothed():
    lines = shown(steady(0.0, 1000))
    stretch = lines.stretch(50.0, 60.0, 500)
    assert stretch.smoothed() is stretch
