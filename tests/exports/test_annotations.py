"""What is drawn on a picture: votes that hold at its moment, boxes where the faces are, bars that hide none of them."""

from dataclasses import replace

import numpy as np
import pytest

from core.exports.annotations import Annotator
from core.exports.lettering import can_show
from core.sessions.moments import HOLDS_S, Moments
from core.sessions.record import NOBODY
from support.sessions import make_session

GREY = np.full((360, 640, 3), 128, np.uint8)


def difference(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """(H, W) of the largest difference of the three colours."""
    return np.abs(one.astype(int) - other.astype(int)).max(axis=2)


def test_without_tracks_the_box_is_that_of_the_clip_around_the_moment():
    session = make_session(seconds=10, faces=1, gaps=())
    readings = session.readings
    row = 20
    middle = (readings.start[row] + readings.end[row]) / 2
    boxes = Moments(session).boxes(0, middle)
    assert boxes == {1: pytest.approx(tuple(readings.box[row]))}
    assert Moments(session).boxes(0, float(readings.end.max()) + 0.1) == {}


def test_a_vote_holds_around_the_middle_of_its_clip():
    session = make_session(seconds=10, faces=1, gaps=((5.0, 30.0),))
    readings, moments = session.readings.of(1), Moments(session)
    middles = (readings.start + readings.end) / 2
    assert moments.begins == middles[0]
    for row in (0, 3):
        half = (middles[row + 1] - middles[row]) / 2
        for moment in (middles[row], middles[row] + half - 0.001):
            np.testing.assert_array_equal(moments.votes(float(moment))[1], readings.vote[row])
        np.testing.assert_array_equal(moments.votes(float(middles[row] + half + 0.001))[1], readings.vote[row + 1])
    assert set(moments.votes(float(middles[0]) - HOLDS_S + 0.01)) == {1}
    assert moments.votes(float(middles[0]) - HOLDS_S - 0.01) == {}
    assert set(moments.votes(float(middles[-1]) + HOLDS_S - 0.01)) == {1}
    assert moments.votes(float(middles[-1]) + HOLDS_S + 0.01) == {}


def test_the_vote_of_the_whole_picture_is_nobodys():
    assert set(Moments(make_session(view="centre", seconds=5, gaps=())).votes(4.0)) == {NOBODY}


def test_bars_say_that_there_is_no_clip_yet_and_change_with_the_vote():
    session = make_session(seconds=10, faces=1, gaps=(), tracks=True)
    drawn = [Annotator(session, 640, 360).draw(GREY, 0, moment) for moment in (0.1, 0.4, 3.0, 5.0)]
    assert not difference(drawn[0], drawn[1]).any()
    assert difference(drawn[1], drawn[2]).any()
    assert difference(drawn[2], drawn[3]).any()
    assert (difference(drawn[0], GREY) > 0).mean() > 0.05  # the panel is there all the same


def test_bars_stand_where_they_hide_no_face():
    session = make_session(seconds=5, faces=1, gaps=(), tracks=True)
    left, top, width, height = (int(side) for side in session.tracks.box[0])
    drawn = Annotator(session, 640, 360).draw(GREY, 60, 4.0)
    inside = (slice(top + 8, top + height - 8), slice(left + 8, left + width - 8))
    assert not difference(drawn, GREY)[inside].any()


def test_two_faces_have_bars_each_where_there_is_room():
    both, ground = make_session(seconds=20, faces=2, gaps=()), np.full((720, 1280, 3), 128, np.uint8)
    alone = replace(both, readings=both.readings.of(1))
    pictures = [Annotator(session, 1280, 720).draw(ground, 0, 12.0) for session in (alone, both)]
    covered = [(difference(picture, ground) > 40).sum() for picture in pictures]
    assert covered[1] > 1.7 * covered[0]


@pytest.mark.parametrize(("name", "shown"), [("Jürgen", True), ("Ελένη", True), ("Олег", True), ("李", False)])
def test_a_name_that_the_font_lacks_gives_way_to_the_number(name, shown):
    assert can_show(name) is shown
    pictures = {}
    for called in (name, "", "Jurgen"):
        session = make_session(seconds=5, faces=1, gaps=(), tracks=True, names={1: called})
        pictures[called] = Annotator(session, 640, 360).draw(GREY, 60, 4.0)
    assert (difference(pictures[name], pictures[""]) > 0).any() == shown
    assert difference(pictures[name], pictures["Jurgen"]).any()


@pytest.mark.parametrize("text", ["\udcff", "bell\x07", "a 李"])
def test_no_font_shows_halves_of_surrogates_control_characters_or_what_it_lacks(text):
    assert not can_show(text)
