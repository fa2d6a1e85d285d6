"""The posteriors of a film as a picture."""

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor

from core.sessions.record import ReadingTable, table_of
from core.types import Reading, Status
from fer_desktop.playback.posterior_picture import PosteriorPicture
from fer_desktop.playback.posterior_ramp import lightness, ramp
from fer_desktop.playback.posterior_rows import PosteriorRows
from fer_desktop.theme import DARK, LIGHT

LABELS = ("sad", "happy")
LENGTH = 2.0  # seconds of a clip


def reading(index: int, middle: float, happy: float | None, face: int | None = 1) -> Reading:
    posterior = None if happy is None else np.array([1 - happy, happy], np.float32)
    status = Status.NO_FACE if happy is None else Status.SCORED
    times = middle - LENGTH / 2, middle + LENGTH / 2
    return Reading(index, status, face, None, *times, 0, 62, None, posterior, posterior, 0.0)


def table(*rows: Reading) -> ReadingTable:
    return table_of(rows, LABELS)


def happy(rows: PosteriorRows, begin: float, end: float, count: int) -> list[float]:
    return [round(float(share), 4) for share in rows.columns(begin, end, count)[:, 1]]


def test_a_column_that_holds_several_clips_has_their_mean():
    rows = PosteriorRows(table(*(reading(n, 1.0 + n, share) for n, share in enumerate((0.1, 0.3, 0.5, 0.9)))))
    assert happy(rows, 0.5, 4.5, 2) == [0.2, 0.7]
    assert happy(rows, 0.5, 4.5, 4) == [0.1, 0.3, 0.5, 0.9]


def test_between_two_clips_the_nearer_one_is_shown():
    rows = PosteriorRows(table(reading(0, 1.0, 0.2), reading(1, 2.0, 0.8)))
    assert happy(rows, 1.0, 2.0, 10)[1:-1] == [0.2] * 4 + [0.8] * 4


def test_beyond_the_reach_of_a_clip_nothing_is_shown():
    rows = PosteriorRows(table(reading(0, 2.0, 0.2), reading(1, 10.0, 0.8)))
    shown = rows.columns(0.0, 12.0, 12)[:, 1]
    assert np.isnan(shown).tolist() == [True, False, False] + [True] * 6 + [False, False, True]


def test_a_clip_that_was_not_scored_is_a_gap_though_its_neighbours_overlap_it():
    rows = PosteriorRows(table(reading(0, 1.0, 0.2), reading(1, 1.5, None, None), reading(2, 2.0, 0.8)))
    assert np.isnan(happy(rows, 0.75, 2.25, 3)).tolist() == [False, True, False]
    assert rows.at(1.5) is None
    assert rows.at(1.9)[1] == pytest.approx(0.8)


def test_a_mean_is_over_the_scored_clips_only():
    rows = PosteriorRows(table(reading(0, 1.0, 0.2), reading(1, 1.5, None, None), reading(2, 2.0, 0.8)))
    assert happy(rows, 0.0, 3.0, 1) == [0.5]


def test_all_faces_are_the_mean_of_those_in_the_clip():
    both = table(reading(0, 1.0, 0.2, 1), reading(0, 1.0, 0.6, 2), reading(1, 2.0, 0.9, 2))
    assert happy(PosteriorRows(both), 0.5, 2.5, 2) == [0.4, 0.9]
    first = PosteriorRows(both, 1)
    assert first.columns(0.5, 2.5, 2)[0, 1] == pytest.approx(0.2)
    assert np.isnan(first.columns(0.5, 2.5, 2)[1]).all()  # the clip is there, the face is not


def test_no_reading_at_all_is_a_gap():
    rows = PosteriorRows(table())
    assert np.isnan(rows.columns(0.0, 10.0, 5)).all()
    assert rows.at(1.0) is None


def test_thinning_out_agrees_with_a_mean_in_plain_words():
    rng = np.random.default_rng(0)
    shares = [None if rng.random() < 0.2 else float(rng.random()) for _ in range(500)]
    rows = PosteriorRows(table(*(reading(n, n / 10, share) for n, share in enumerate(shares))))
    shown = rows.columns(0.0, 50.0, 23)[:, 1]
    edges = np.linspace(0.0, 50.0, 24)
    for place, (begin, end) in enumerate(pairwise(edges)):
        inside = [share for n, share in enumerate(shares) if share is not None and begin <= n / 10 < end]
        assert shown[place] == pytest.approx(np.mean(inside), abs=1e-4)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_steps_of_the_ramp_look_equal(theme):
    light = lightness(ramp(theme))
    steps = np.diff(light[::16])
    assert abs(light[-1] - light[0]) > 0.45
    assert np.ptp(steps) < 0.25 * abs(steps.mean())


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_gap_is_told_from_a_share_of_nothing(theme):
    ground = QColor(theme.surface)
    seen = lightness(np.array([[ground.red(), ground.green(), ground.blue()], ramp(theme)[0]], np.uint8))
    assert abs(seen[0] - seen[1]) > 0.04


@pytest.fixture
def picture(qtbot) -> PosteriorPicture:
    widget = PosteriorPicture()
    qtbot.addWidget(widget)
    widget.resize(500, 120)
    widget.set_sides(100, 0)
    rows = [reading(n, 1.0 + n / 2, None if 20 <= n < 30 else 0.9) for n in range(60)]
    widget.show_readings(table(*rows), 1)
    widget.set_range(0.0, 32.0)
    widget.show()
    return widget


def seen(picture: PosteriorPicture, seconds: float, row: int) -> tuple[int, int, int]:
    area = picture.picture_area()
    x = area.left() + seconds / 32.0 * area.width()
    y = area.top() + (row + 0.5) * area.height() / 2
    return picture.grab().toImage().pixelColor(round(x), round(y)).getRgb()[:3]


def test_a_stronger_posterior_is_darker_on_a_light_ground_and_a_gap_is_the_ground(picture):
    strong, weak, gap = seen(picture, 5.0, 1), seen(picture, 5.0, 0), seen(picture, 13.5, 1)
    assert sum(strong) < sum(weak) < sum(gap)
    assert gap == QColor(LIGHT.surface).getRgb()[:3]


def test_colours_follow_the_theme(picture):
    picture.set_theme(DARK)
    strong, weak, gap = seen(picture, 5.0, 1), seen(picture, 5.0, 0), seen(picture, 13.5, 1)
    assert sum(strong) > sum(weak) > sum(gap)


def test_a_click_and_a_drag_go_there(picture, qtbot):
    asked = []
    picture.scrubbed.connect(asked.append)
    area = picture.picture_area()
    assert (area.left(), area.right()) == (100, 500)
    qtbot.mousePress(picture, Qt.MouseButton.LeftButton, pos=QPoint(200, 60))
    qtbot.mouseMove(picture, QPoint(300, 60))
    qtbot.mouseRelease(picture, Qt.MouseButton.LeftButton, pos=QPoint(300, 60))
    assert asked[0] == pytest.approx(8.0)
    qtbot.mouseClick(picture, Qt.MouseButton.LeftButton, pos=QPoint(20, 60))  # on the names: the beginning
    assert asked[-1] == 0.0


def test_keys_go_to_the_ends_and_by_pages(picture, qtbot):
    asked = []
    picture.scrubbed.connect(asked.append)
    picture.set_position(16.0)
    for key in (Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
        qtbot.keyClick(picture, key)
    assert asked == pytest.approx([0.0, 32.0, 12.8, 19.2])


def test_who_points_at_it_reads_time_and_value(picture):
    area = picture.picture_area()

    def at(seconds: float, row: int) -> str:
        x = area.left() + seconds / 32.0 * area.width()
        text = picture.hint(QPointF(x, area.top() + (row + 0.5) * area.height() / 2))
        return text.replace("\N{NO-BREAK SPACE}", " ")

    assert at(4.0, 1).splitlines() == ["0:04.00", "Happy 90 %"]
    assert at(4.0, 0).splitlines() == ["0:04.00", "Sad 10 %", "strongest: Happy 90 %"]
    assert at(13.5, 1) == "0:13.50: nothing was scored"
    assert picture.hint(QPointF(20, 60)) == ""


def test_a_screen_reader_hears_the_strongest_at_the_position(picture):
    picture.set_position(4.0)
    assert picture.accessibleDescription() == "Happy"
    picture.set_position(13.5)
    assert picture.accessibleDescription() == "nothing scored"
    picture.clear()
    assert picture.hint(QPointF(300, 60)) == ""


def test_the_picture_is_made_once_for_what_is_to_be_seen(picture, monkeypatch):
    made = []
    monkeypatch.setattr(
        PosteriorRows, "columns", lambda rows, *wanted: made.append(wanted) or np.full((wanted[2], 2), 0.5)
    )
    picture.set_range(0.0, 20.0)
    for second in range(5):
        picture.set_position(float(second))
        picture.grab()
    drawn = [count for *_, count in made if count > 1]
    assert drawn == [400]


def test_names_take_their_room_where_nobody_says_otherwise(qtbot):
    picture = PosteriorPicture()
    qtbot.addWidget(picture)
    picture.resize(500, 120)
    narrow = picture.picture_area().left()
    picture.show_readings(table(reading(0, 1.0, 0.5)), None)
    assert picture.picture_area().left() > narrow
    assert picture.picture_area().width() > 350
