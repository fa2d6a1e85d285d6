"""What part of a film is seen, its marks of time, and where its pictures lie."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fer_desktop.timeline.axis import moment_text, ticks
from fer_desktop.timeline.pictures import slots
from fer_desktop.timeline.view_range import SHORTEST_S, ViewRange

DURATIONS = st.floats(0.5, 40_000)
SHARES = st.floats(0, 1)
FACTORS = st.floats(0.01, 100)


def part(duration: float, begin: float, length: float) -> ViewRange:
    """Any part of the film that can be seen; begin and length are shares."""
    span = SHORTEST_S + length * (duration - SHORTEST_S)
    return ViewRange.whole(duration).zoomed(span / duration, 0.0, duration).panned(begin * duration, duration)


@given(DURATIONS, SHARES, SHARES, FACTORS, SHARES)
def test_whatever_is_done_the_range_stays_within_the_film(duration, begin, length, factor, around):
    view = part(duration, begin, length)
    for other in (
        view.zoomed(factor, view.begin + around * view.span, duration),
        view.panned((around - 0.5) * 3 * duration, duration),
        view.page_with(around * duration, duration),
    ):
        assert -1e-6 <= other.begin < other.end <= duration + 1e-6
        assert other.span >= SHORTEST_S * (1 - 1e-6)


@given(DURATIONS, SHARES, SHARES, FACTORS, SHARES)
def test_the_moment_under_the_pointer_stays_there_unless_the_end_of_the_film_is_in_the_way(
    duration, begin, length, factor, around
):
    view = part(duration, begin, length)
    moment = view.begin + around * view.span
    zoomed = view.zoomed(factor, moment, duration)
    stays = zoomed.x(moment, 1000) == pytest.approx(view.x(moment, 1000), abs=0.01)
    assert stays or (factor > 1 and (zoomed.begin == 0 or zoomed.end == pytest.approx(duration)))


@given(DURATIONS, SHARES, SHARES, SHARES, st.integers(50, 4000))
def test_a_place_and_its_moment_belong_together(duration, begin, length, where, width):
    view = part(duration, begin, length)
    assert view.x(view.seconds(where * width, width), width) == pytest.approx(where * width, abs=1e-4)


@given(DURATIONS, SHARES, SHARES, SHARES)
def test_a_page_shows_the_playhead_and_has_the_length_of_the_one_before(duration, begin, length, position):
    view = part(duration, begin, length)
    page = view.page_with(position * duration, duration)
    assert page.begin - 1e-6 <= position * duration <= page.end + 1e-6
    assert page.span == pytest.approx(view.span)


def test_a_new_page_begins_just_before_the_playhead():
    page = ViewRange(0.0, 10.0).page_with(10.5, 100.0)
    assert page.begin == pytest.approx(10.1)


def test_zooming_far_out_shows_the_whole_film():
    view = ViewRange(10.0, 20.0).zoomed(1000.0, 15.0, 60.0)
    assert view == ViewRange.whole(60.0)
    assert view.is_whole(60.0)
    assert not ViewRange(10.0, 20.0).is_whole(60.0)


def test_a_film_of_no_length_can_be_shown():
    assert ViewRange.whole(0.0).zoomed(0.5, 0.0, 0.0).panned(3.0, 0.0) == ViewRange.whole(0.0)


@given(DURATIONS, SHARES, SHARES, st.integers(100, 3000), st.sampled_from([0.0, 25.0, 29.97, 60.0]))
def test_names_on_the_ruler_never_touch_and_marks_are_in_order(duration, begin, length, width, fps):
    view = part(duration, begin, length)
    marks = ticks(view.begin, view.end, width, room=72, fps=fps)
    assert [mark.seconds for mark in marks] == sorted(mark.seconds for mark in marks)
    assert all(view.begin - 1e-6 <= mark.seconds <= view.end + 1e-6 for mark in marks)
    named = [view.x(mark.seconds, width) for mark in marks if mark.text]
    assert all(right - left >= 72 - 1e-3 for left, right in pairwise(named))
    assert len(marks) <= width


@given(st.floats(0, 400_000), st.integers(0, 3))
def test_the_name_of_a_moment_can_be_read_back(seconds, decimals):
    hours, minutes, rest = (["0"] * 2 + moment_text(seconds, decimals).split(":"))[-3:]
    read = int(hours) * 3600 + int(minutes) * 60 + float(rest)
    assert 0 <= seconds - read + 2e-6 <= 10**-decimals + 4e-6


def test_moments_are_named_as_people_write_them():
    texts = [moment_text(seconds) for seconds in (0, 9, 75, 599.99, 3661, 36_000)]
    assert texts == ["0:00", "0:09", "1:15", "9:59", "1:01:01", "10:00:00"]
    assert moment_text(75.25, 2, ",") == "1:15,25"


def test_round_moments_are_marked_whatever_the_length():
    def names(seconds: float) -> list[str]:
        return [mark.text for mark in ticks(0.0, seconds, 800) if mark.text][:3]

    assert names(3 * 3600) == ["0:00", "20:00", "40:00"] or names(3 * 3600) == ["0:00", "30:00", "1:00:00"]
    assert names(180) == ["0:00", "0:30", "1:00"]
    assert names(8) == ["0:00", "0:01", "0:02"]
    assert names(0.8) == ["0:00.0", "0:00.1", "0:00.2"]
    assert names(10 * 86_400) == ["0:00", "24:00:00", "48:00:00"]


def test_frames_are_marked_where_they_are_wide_enough_and_numbered_where_they_are_wider():
    assert not [mark for mark in ticks(10.0, 30.0, 1000, fps=25) if mark.frame is not None]
    far = ticks(10.0, 14.0, 1000, fps=25)
    assert sum(not mark.text for mark in far) == 101
    near = [mark for mark in ticks(10.0, 10.5, 1000, fps=25) if mark.frame is not None]
    assert [mark.frame for mark in near] == list(range(250, 263))
    assert near[3].seconds == pytest.approx(253 / 25)


def test_without_a_length_or_a_width_there_are_no_marks():
    assert ticks(5.0, 5.0, 100) == []
    assert ticks(0.0, 5.0, 0) == []


@given(DURATIONS, SHARES, SHARES, st.integers(100, 3000))
def test_pictures_cover_what_is_seen_and_have_room(duration, begin, length, width):
    view = part(duration, begin, length)
    places = slots(view, width, 85.0, duration)
    assert places[0].begin <= view.begin + 1e-6
    assert places[-1].end >= view.end - 1e-6
    assert all(one.end == pytest.approx(other.begin) for one, other in pairwise(places))
    for place in places:
        pixels = (place.end - place.begin) / view.span * width
        assert 87 * (1 - 1e-6) <= pixels <= 87 * 1.5 * (1 + 1e-6)
        assert 0 <= place.moment <= duration


def test_panning_asks_for_no_picture_twice():
    view = ViewRange(100.0, 200.0)
    before = {place.moment for place in slots(view, 1000, 85.0, 1000.0)}
    after = {place.moment for place in slots(view.panned(30.0, 1000.0), 1000, 85.0, 1000.0)}
    assert len(after - before) <= 4


def test_without_a_film_there_are_no_pictures():
    assert slots(ViewRange.whole(0.0), 800, 85.0, 0.0) == []
