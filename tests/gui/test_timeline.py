"""The timeline as a person uses it: by mouse, wheel and keys; and what it shows."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage, QKeySequence, QMouseEvent, QShortcut, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from core.labels import LABELS
from core.sessions import ReadingTable
from fer_desktop.theme import DARK, LIGHT
from fer_desktop.timeline import Timeline
from support.sessions_to_plot import emotional_table

SECONDS = 180.0
LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def timeline(qtbot) -> Timeline:
    widget = Timeline()
    qtbot.addWidget(widget)
    widget.set_labels(LABELS)
    widget.set_duration(SECONDS)
    widget.resize(900, 340)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


class Heard:
    """All that the timeline said, in order."""

    def __init__(self, timeline: Timeline) -> None:
        self.all: list[tuple] = []
        for name in ("scrub_began", "scrubbed", "scrub_ended", "step_asked", "selection_changed", "labels_changed"):
            getattr(timeline, name).connect(lambda *said, name=name: self.all.append((name, *said)))

    def names(self) -> list[str]:
        return [said[0] for said in self.all]

    def last(self, name: str) -> object:
        return [said[1] for said in self.all if said[0] == name][-1]


@pytest.fixture
def heard(timeline) -> Heard:
    return Heard(timeline)


def place(timeline: Timeline, seconds: float, area: str = "curves") -> QPoint:
    """Where a moment lies in one of the areas."""
    canvas = timeline.canvas
    return QPoint(round(canvas.x_of(seconds)), round(getattr(canvas.areas, area).center().y()))


def drag(timeline: Timeline, begin: QPoint, end: QPoint, button=LEFT, modifier=NONE) -> None:
    canvas = timeline.canvas
    QTest.mousePress(canvas, button, modifier, begin)
    for share in (0.3, 0.7, 1.0):
        move(timeline, begin + (end - begin) * share, button)
    QTest.mouseRelease(canvas, button, modifier, end)


def move(timeline: Timeline, where: QPoint, button: Qt.MouseButton = Qt.MouseButton.NoButton) -> None:
    """QTest.mouseMove holds no button."""
    canvas = timeline.canvas
    spot = QPointF(where)
    event = QMouseEvent(QEvent.Type.MouseMove, spot, canvas.mapToGlobal(spot), Qt.MouseButton.NoButton, button, NONE)
    QApplication.sendEvent(canvas, event)


def wheel(timeline: Timeline, where: QPoint, delta: QPoint, modifier=NONE, pixels: QPoint | None = None) -> None:
    canvas = timeline.canvas
    spot = QPointF(where)
    event = QWheelEvent(
        spot,
        canvas.mapToGlobal(spot),
        pixels or QPoint(),
        delta,
        Qt.MouseButton.NoButton,
        modifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)


def part(timeline: Timeline) -> tuple[float, float]:
    return pytest.approx(timeline.visible_range, abs=1e-6)


def inked(timeline: Timeline, label: str, theme=LIGHT) -> set[int]:
    """The columns of the curves in which this label's line is found."""
    picture, area = timeline.canvas.grab().toImage(), timeline.canvas.areas.curves.toRect()
    wanted = np.array(theme.emotion(label).getRgb()[:3], int)
    picture = picture.convertToFormat(QImage.Format.Format_RGB888)
    pixels = np.array(
        [
            [picture.pixelColor(x, y).getRgb()[:3] for x in range(area.left(), area.right())]
            for y in range(area.top(), area.bottom() - 1)
        ],
        int,
    )
    found = np.abs(pixels - wanted).max(axis=2) < 40
    return {area.left() + int(column) for column in np.flatnonzero(found.any(axis=0))}


# What is shown


def flat(
    values: dict[str, float], readings: int = 400, seconds: float = SECONDS, nobody: slice | None = None
) -> ReadingTable:
    """Readings that are the same all the time."""
    table = emotional_table(readings, seconds, gaps=0)
    for column in (table.posterior, table.vote):
        column[:] = [values.get(label, 0.0) for label in LABELS]
        if nobody is not None:
            column[nobody] = np.nan
    if nobody is not None:
        table.status[nobody] = 1
        table.face_id[nobody] = 0
    return table


def test_each_emotion_is_a_line_in_its_colour_with_a_gap_where_nobody_was_seen(timeline):
    timeline.show_readings(flat({"happy": 0.7, "sad": 0.3}, nobody=slice(200, 300)), 1)
    for label in ("happy", "sad"):
        columns = inked(timeline, label)
        gone = set(range(min(columns), max(columns))) - columns
        canvas = timeline.canvas
        assert min(columns) == pytest.approx(canvas.x_of(1.0), abs=2)
        assert max(columns) == pytest.approx(canvas.x_of(SECONDS - 1), abs=3)
        assert min(gone) == pytest.approx(canvas.x_of(1 + 178 * 199 / 399), abs=4)
        assert max(gone) == pytest.approx(canvas.x_of(1 + 178 * 300 / 399), abs=4)


def test_a_single_reading_is_a_dot_that_can_be_seen(timeline):
    timeline.show_readings(flat({"happy": 0.8}, readings=1, seconds=2.0), 1)
    columns = inked(timeline, "happy")
    assert 3 <= len(columns) <= 8
    assert min(columns) < timeline.canvas.x_of(1.0) < max(columns) + 1


def test_readings_that_share_a_pixel_are_seen(timeline):
    timeline.set_duration(100_000.0)
    timeline.show_readings(flat({"happy": 0.8}, readings=50, seconds=9.0), 1)
    timeline.set_position(50_000.0)
    assert inked(timeline, "happy")


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_without_readings_it_says_so_once_the_analysis_is_through(timeline, theme):
    timeline.set_theme(theme)
    timeline.set_analysed(0.0)
    unread = timeline.canvas.grab().toImage()
    timeline.set_analysed(None)
    assert timeline.canvas.grab().toImage() != unread


def test_nothing_at_all_can_be_shown_and_used(qtbot):
    timeline = Timeline()
    qtbot.addWidget(timeline)
    timeline.resize(500, 250)
    timeline.show()
    heard = Heard(timeline)
    timeline.canvas.grab()
    QTest.mouseClick(timeline.canvas, LEFT, NONE, QPoint(200, 100))
    wheel(timeline, QPoint(200, 100), QPoint(0, 120))
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Plus, Qt.Key.Key_End, Qt.Key.Key_Escape):
        qtbot.keyClick(timeline.canvas, key)
    assert heard.all == []


def test_readings_with_other_labels_are_refused(timeline):
    with pytest.raises(ValueError, match="readings of"):
        timeline.show_readings(ReadingTable.empty(("happy", "sad")))


def test_clip_and_vote_are_two_pictures(timeline):
    table = flat({"happy": 0.8})
    table.posterior[:] = np.roll(table.posterior, 1, axis=1)
    timeline.show_readings(table, 1)
    timeline.set_values("clip")
    assert not inked(timeline, "happy")
    timeline.set_values("vote")
    assert inked(timeline, "happy")


def test_the_film_grows_with_readings_from_beyond_its_end(timeline):
    timeline.show_readings(emotional_table(2000, 240.0), 1)
    assert timeline.duration == pytest.approx(240.0)
    assert timeline.visible_range == part(timeline) == (0.0, pytest.approx(240.0))


def test_zoomed_in_the_part_that_is_seen_stays_while_the_analysis_goes_on(timeline):
    timeline.show_part(20.0, 40.0)
    table = emotional_table(2000, 240.0)
    for length in (500, 1000, 2000):
        timeline.show_readings(table.where(np.arange(length)), 1)
    assert part(timeline) == (20.0, 40.0)


def test_a_longer_table_is_drawn_at_once(timeline):
    table = flat({"happy": 0.8})
    timeline.show_readings(table.where(np.arange(200)), 1)
    before = max(inked(timeline, "happy"))
    timeline.show_readings(table, 1)
    assert max(inked(timeline, "happy")) > before + 100


def test_what_is_not_analysed_yet_is_hatched(timeline):
    timeline.set_analysed(60.0)
    hatched = timeline.canvas.grab().toImage()
    timeline.set_analysed(None)
    plain = timeline.canvas.grab().toImage()
    areas = timeline.canvas.areas.curves.toRect()
    changed = [
        x
        for x in range(areas.left(), areas.right())
        if any(hatched.pixel(x, y) != plain.pixel(x, y) for y in range(areas.top(), areas.bottom()))
    ]
    assert min(changed) == pytest.approx(timeline.canvas.x_of(60.0), abs=2)
    assert len(changed) == pytest.approx(timeline.canvas.x_of(180.0) - timeline.canvas.x_of(60.0), abs=3)


# Scrubbing


def test_a_click_is_a_scrub_to_exactly_that_moment(timeline, heard):
    QTest.mouseClick(timeline.canvas, LEFT, NONE, place(timeline, 60.0))
    assert heard.names() == ["scrub_began", "scrubbed", "scrub_ended"]
    x = place(timeline, 60.0).x()
    areas = timeline.canvas.areas
    assert heard.last("scrubbed") == (x - areas.left) / areas.width * SECONDS
    assert timeline.position == heard.last("scrubbed")


@pytest.mark.parametrize("area", ["curves", "pictures"])
def test_dragging_scrubs_all_the_way(timeline, heard, area):
    timeline.set_thumbnails(())
    drag(timeline, place(timeline, 30.0, area), place(timeline, 90.0, area))
    assert heard.names()[0] == "scrub_began"
    assert heard.names()[-1] == "scrub_ended"
    moments = [said[1] for said in heard.all if said[0] == "scrubbed"]
    assert moments == sorted(moments)
    assert moments[-1] == pytest.approx(90.0, abs=0.3)
    assert timeline.selection is None


def test_scrubbing_beyond_the_edges_ends_at_the_ends_of_the_film(timeline, heard):
    drag(timeline, place(timeline, 30.0), QPoint(-300, 200))
    assert heard.last("scrubbed") == 0.0
    drag(timeline, place(timeline, 30.0), QPoint(5000, 200))
    assert heard.last("scrubbed") == SECONDS


def test_far_zoomed_in_two_neighbouring_pixels_are_two_moments(timeline, heard):
    timeline.show_part(60.0, 60.5)
    for x in (300, 301):
        QTest.mouseClick(timeline.canvas, LEFT, NONE, QPoint(x, 200))
    one, other = (said[1] for said in heard.all if said[0] == "scrubbed")
    assert other - one == pytest.approx(0.5 / timeline.canvas.areas.width)


def test_while_a_person_holds_the_playhead_nobody_else_moves_it(timeline):
    QTest.mousePress(timeline.canvas, LEFT, NONE, place(timeline, 60.0))
    held = timeline.position
    timeline.set_position(5.0)
    assert timeline.position == held
    QTest.mouseRelease(timeline.canvas, LEFT, NONE, place(timeline, 60.0))
    timeline.set_position(60.033)
    assert timeline.position == 60.033


def test_a_release_that_went_elsewhere_ends_the_scrub_with_the_next_move(timeline, heard):
    QTest.mousePress(timeline.canvas, LEFT, NONE, place(timeline, 60.0))
    move(timeline, place(timeline, 100.0))
    assert heard.names() == ["scrub_began", "scrubbed", "scrub_ended"]


def test_scrubbing_zoomed_in_beyond_the_edge_shows_what_is_there(timeline, heard):
    timeline.show_part(60.0, 80.0)
    drag(timeline, place(timeline, 70.0), QPoint(timeline.canvas.width() + 100, 200))
    assert timeline.visible_range[0] > 60.0
    assert heard.last("scrubbed") == pytest.approx(timeline.visible_range[1], abs=timeline.canvas.range.span)


# Selecting


@pytest.mark.parametrize(("area", "modifier"), [("ruler", NONE), ("lane", NONE), ("curves", SHIFT)])
def test_a_part_is_selected_in_the_ruler_or_with_shift(timeline, heard, area, modifier):
    drag(timeline, place(timeline, 90.0, area), place(timeline, 60.0, area), modifier=modifier)
    assert timeline.selection == pytest.approx((60.0, 90.0), abs=0.3)
    assert heard.last("selection_changed") == timeline.selection
    assert "scrubbed" not in heard.names()


def test_a_click_in_the_ruler_moves_the_playhead(timeline, heard):
    QTest.mouseClick(timeline.canvas, LEFT, NONE, place(timeline, 60.0, "ruler"))
    assert heard.names() == ["scrub_began", "scrubbed", "scrub_ended"]
    assert timeline.selection is None


@pytest.mark.parametrize("area", ["lane", "curves"])
def test_both_edges_of_the_selection_can_be_dragged(timeline, heard, area):
    timeline.set_selection(60.0, 90.0)
    drag(timeline, place(timeline, 90.0, area), place(timeline, 120.0, area))
    assert timeline.selection == pytest.approx((60.0, 120.0), abs=0.3)
    drag(timeline, place(timeline, 60.0, area), place(timeline, 150.0, area))  # across the other one
    assert timeline.selection == pytest.approx((120.0, 150.0), abs=0.3)
    assert heard.last("selection_changed") == timeline.selection


def test_a_click_on_an_edge_is_only_a_click(timeline, heard):
    timeline.set_selection(60.0, 90.0)
    QTest.mouseClick(timeline.canvas, LEFT, NONE, place(timeline, 60.0))
    assert timeline.selection == (60.0, 90.0)
    assert heard.names() == ["scrub_began", "scrubbed", "scrub_ended"]


@pytest.mark.parametrize("where", [75.0, 150.0])
def test_a_double_click_takes_the_selection_away(timeline, heard, where):
    timeline.set_selection(60.0, 90.0)
    QTest.mouseDClick(timeline.canvas, LEFT, NONE, place(timeline, where))
    assert timeline.selection is None
    assert heard.last("selection_changed") is None


def test_a_selection_lies_within_the_film_and_has_a_length(timeline, heard):
    timeline.set_selection(170.0, 500.0)
    assert timeline.selection == (170.0, SECONDS)
    timeline.set_selection(20.0, 20.0)
    assert timeline.selection is None
    timeline.set_selection(30.0, 10.0)
    assert timeline.selection == (10.0, 30.0)
    timeline.set_duration(20.0)
    assert timeline.selection == (10.0, 20.0)
    timeline.set_selection(None)
    assert timeline.selection is None
    assert heard.all == []  # nothing of it was a person's doing


# Zooming and panning


def test_the_wheel_zooms_around_the_pointer(timeline):
    canvas, where = timeline.canvas, place(timeline, 120.0)
    moment = canvas.moment_at(where.x())
    wheel(timeline, where, QPoint(0, 120))
    assert canvas.range.span == pytest.approx(SECONDS / 1.25)
    assert canvas.moment_at(where.x()) == pytest.approx(moment)
    wheel(timeline, where, QPoint(0, -1200))
    assert part(timeline) == (0.0, SECONDS)


@pytest.mark.parametrize(
    ("delta", "modifier", "pixels"),
    [(QPoint(0, -120), SHIFT, None), (QPoint(-120, 0), NONE, None), (QPoint(-120, 10), NONE, QPoint(-100, 0))],
)
def test_the_wheel_pans_with_shift_or_sideways(timeline, delta, modifier, pixels):
    timeline.show_part(60.0, 80.0)
    wheel(timeline, place(timeline, 70.0), delta, modifier, pixels)
    begin, end = timeline.visible_range
    assert begin > 60.0
    assert end - begin == pytest.approx(20.0)


def test_the_middle_button_pulls_the_film_along(timeline, heard):
    timeline.show_part(60.0, 80.0)
    drag(timeline, place(timeline, 70.0), place(timeline, 65.0), button=MIDDLE)
    assert timeline.visible_range == pytest.approx((65.0, 85.0), abs=0.1)
    assert heard.all == []


def test_the_overview_shows_where_one_is_and_leads_elsewhere(timeline):
    timeline.show_part(60.0, 80.0)
    areas = timeline.canvas.areas
    target = QPoint(round(areas.left + areas.width * 0.75), round(areas.overview.center().y()))
    QTest.mouseClick(timeline.canvas, LEFT, NONE, target)
    assert timeline.visible_range == pytest.approx((125.0, 145.0), abs=0.3)
    drag(timeline, target, QPoint(0, target.y()))
    assert part(timeline) == (0.0, 20.0)


def test_nobody_gets_nearer_than_a_few_frames(timeline):
    for _ in range(100):
        wheel(timeline, place(timeline, 0.1), QPoint(0, 120))
    assert timeline.canvas.range.span == pytest.approx(0.25)
    timeline.canvas.grab()


def test_the_buttons_zoom_and_say_with_which_keys_it_goes_too(timeline, qtbot):
    buttons = timeline.buttons
    assert not buttons["out"].isEnabled()
    assert not buttons["fit"].isEnabled()
    qtbot.mouseClick(buttons["in"], LEFT)
    assert timeline.canvas.range.span < SECONDS
    qtbot.mouseClick(buttons["out"], LEFT)
    qtbot.mouseClick(buttons["in"], LEFT)
    qtbot.mouseClick(buttons["fit"], LEFT)
    assert part(timeline) == (0.0, SECONDS)
    assert "(+)" in buttons["in"].toolTip()


# Keys


@pytest.mark.parametrize(
    ("key", "modifier", "frames"),
    [
        (Qt.Key.Key_Left, NONE, -1),
        (Qt.Key.Key_Right, NONE, 1),
        (Qt.Key.Key_Left, SHIFT, -10),
        (Qt.Key.Key_Right, SHIFT, 10),
    ],
)
def test_arrows_ask_for_frames(timeline, heard, qtbot, key, modifier, frames):
    qtbot.keyClick(timeline.canvas, key, modifier)
    assert heard.all == [("step_asked", frames)]


def test_stepping_shows_where_the_playhead_is(timeline, qtbot):
    timeline.set_position(10.0)
    timeline.show_part(60.0, 80.0)
    qtbot.keyClick(timeline.canvas, Qt.Key.Key_Right)
    begin, end = timeline.visible_range
    assert begin <= 10.0 <= end


def test_plus_minus_and_zero_zoom(timeline, qtbot):
    timeline.set_position(90.0)
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
        qtbot.keyClick(timeline.canvas, key)
    assert timeline.canvas.range.span == pytest.approx(SECONDS / 1.6**2)
    assert timeline.canvas.x_of(90.0) == pytest.approx(timeline.canvas.areas.view.center().x(), abs=1)
    qtbot.keyClick(timeline.canvas, Qt.Key.Key_Minus)
    assert timeline.canvas.range.span == pytest.approx(SECONDS / 1.6)
    qtbot.keyClick(timeline.canvas, Qt.Key.Key_0)
    assert part(timeline) == (0.0, SECONDS)


def test_pages_and_ends(timeline, heard, qtbot):
    timeline.show_part(60.0, 80.0)
    qtbot.keyClick(timeline.canvas, Qt.Key.Key_PageDown)
    assert timeline.visible_range == pytest.approx((80.0, 100.0))
    qtbot.keyClick(timeline.canvas, Qt.Key.Key_PageUp)
    assert timeline.visible_range == pytest.approx((60.0, 80.0))
    assert heard.all == []
    qtbot.keyClick(timeline.canvas, Qt.Key.Key_End)
    assert heard.all == [("scrub_began",), ("scrubbed", SECONDS), ("scrub_ended",)]
    assert timeline.visible_range[1] == pytest.approx(SECONDS)
    qtbot.keyClick(timeline.canvas, Qt.Key.Key_Home)
    assert timeline.position == 0.0
    assert timeline.visible_range[0] == 0.0


def test_a_selection_can_be_made_without_a_mouse(timeline, heard, qtbot):
    timeline.set_position(40.0)
    qtbot.keyClick(timeline.canvas, Qt.Key.Key_I)
    assert timeline.selection == (40.0, SECONDS)
    timeline.set_position(70.0)
    qtbot.keyClick(timeline.canvas, Qt.Key.Key_O)
    assert timeline.selection == (40.0, 70.0)
    qtbot.keyClick(timeline.canvas, Qt.Key.Key_Escape)
    assert timeline.selection is None
    assert [said[1] for said in heard.all] == [(40.0, SECONDS), (40.0, 70.0), None]


def test_its_keys_come_before_the_windows_own_and_the_others_do_not(timeline, heard, qtbot):
    asked = []
    for keys in ("+", "Left", "Space", "Ctrl+0"):
        QShortcut(QKeySequence(keys), timeline).activated.connect(lambda keys=keys: asked.append(keys))
    timeline.activateWindow()
    qtbot.waitUntil(timeline.isActiveWindow)
    timeline.setFocus()
    assert timeline.canvas.hasFocus()
    qtbot.keyClick(timeline.canvas, Qt.Key.Key_Plus)
    qtbot.keyClick(timeline.canvas, Qt.Key.Key_Left)
    qtbot.keyClick(timeline.canvas, Qt.Key.Key_Space)
    qtbot.keyClick(timeline.canvas, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert asked == ["Space", "Ctrl+0"]
    assert heard.all == [("step_asked", -1)]


# Playing


class Painted(QObject):
    """How many pixels of a widget are painted from now on."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.pixels = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if event.type() == QEvent.Type.Paint:
            self.pixels += sum(rect.width() * rect.height() for rect in event.region())
        return False


def test_zoomed_in_the_range_follows_the_playhead_page_by_page(timeline):
    timeline.set_position(60.0)
    timeline.show_part(60.0, 80.0)
    ranges = []
    for moment in np.arange(60.0, 125.0, 0.5):
        timeline.set_position(float(moment))
        begin, end = timeline.visible_range
        assert begin <= moment <= end
        if timeline.visible_range not in ranges:
            ranges.append(timeline.visible_range)
    assert len(ranges) == 4
    timeline.set_position(3.0)  # a loop goes back to its begin
    assert timeline.visible_range[0] <= 3.0


def test_who_looks_elsewhere_is_left_there(timeline):
    timeline.set_position(60.0)
    timeline.show_part(100.0, 120.0)
    for moment in np.arange(60.0, 90.0, 0.5):
        timeline.set_position(float(moment))
    assert part(timeline) == (100.0, 120.0)
    timeline.set_position(119.0)  # until the playhead comes by
    timeline.set_position(121.0)
    assert timeline.visible_range[0] > 119.0


def test_a_playhead_that_moves_repaints_a_few_columns_only(timeline, qtbot):
    timeline.show_readings(emotional_table(2000, SECONDS), 1)
    timeline.set_position(30.0)
    qtbot.wait(20)
    painted = Painted(timeline.canvas)
    timeline.set_position(90.0)
    qtbot.waitUntil(lambda: painted.pixels > 0)
    assert painted.pixels < 0.1 * timeline.canvas.width() * timeline.canvas.height()


def test_the_playhead_leaves_nothing_behind(timeline, qtbot):
    timeline.set_theme(DARK)
    timeline.show_readings(emotional_table(2000, SECONDS), 1)
    timeline.set_selection(20.0, 40.0)
    timeline.set_position(90.0)
    wanted = timeline.canvas.grab().toImage()
    seen = QImage(wanted.size(), wanted.format())
    timeline.set_position(30.0)
    qtbot.wait(20)
    timeline.set_position(90.0)
    qtbot.wait(20)
    timeline.canvas.render(seen)
    assert seen == wanted


# What is said


def test_the_pointer_says_time_frame_and_the_strongest(timeline):
    timeline.set_frame_rate(30.0)
    timeline.show_readings(flat({"happy": 0.6, "sad": 0.3, "fear": 0.06, "calm": 0.04}), 1)
    move(timeline, place(timeline, 90.0))
    lines = [line.replace("\N{NO-BREAK SPACE}", " ") for line in timeline.canvas.readout.lines()]
    assert lines[0].startswith("1:30.0 · frame 27") or lines[0].startswith("1:29.9 · frame 26")
    assert lines[1:] == ["Happy 60 %", "Sad 30 %", "Fear 6 %"]
    timeline.shown_labels = ("sad",)
    assert timeline.canvas.readout.lines()[1:] == ["Sad 30\N{NO-BREAK SPACE}%"]
    move(timeline, QPoint(200, timeline.canvas.height() - 8))
    assert timeline.canvas.readout is None


def test_in_a_gap_the_pointer_says_that_nothing_was_scored(timeline):
    timeline.show_readings(flat({"happy": 0.6}, nobody=slice(100, 300)), 1)
    move(timeline, place(timeline, 90.0))
    assert timeline.canvas.readout.lines()[1:] == ["not scored"]
    timeline.canvas.grab()


def test_ruler_and_overview_say_what_can_be_done_there(timeline, qtbot):
    for area in ("ruler", "overview"):
        where = place(timeline, 60.0, area)
        QApplication.sendEvent(timeline.canvas, QHelpEvent(QHelpEvent.Type.ToolTip, where, QPoint(300, 300)))
        qtbot.waitUntil(lambda: "Drag" in QToolTip.text())
    QToolTip.hideText()
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


def test_those_who_do_not_see_it_are_told_where_they_are(timeline, qtbot):
    canvas = timeline.canvas
    assert canvas.accessibleName() == "Timeline"
    QTest.mouseClick(canvas, LEFT, NONE, place(timeline, 60.5))
    timeline.set_selection(10.0, 70.0)
    assert canvas.accessibleDescription() == "At 1:00 of 3:00, selected from 0:10 to 1:10"


# Pictures


def picture(colour: str, width: int = 160, height: int = 90) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return image


def test_without_pictures_the_strip_takes_no_room(timeline):
    assert timeline.canvas.areas.pictures.height() == 0
    least = timeline.canvas.minimumSizeHint().height()
    timeline.set_thumbnails(())
    assert timeline.canvas.areas.pictures.height() == 48
    assert timeline.canvas.minimumSizeHint().height() > least + 48
    timeline.set_thumbnails(None)
    assert timeline.canvas.areas.pictures.height() == 0


def test_pictures_are_asked_for_once_the_range_stands_still(timeline, qtbot):
    with qtbot.waitSignal(timeline.thumbnails_wanted) as asked:
        timeline.set_thumbnails(())
    first = asked.args[0]
    assert 5 < len(first) < 12
    assert all(0 <= moment <= SECONDS for moment in first)
    for moment in first:
        timeline.set_thumbnail(moment, picture("#ff0000"))
    wanted = []
    timeline.thumbnails_wanted.connect(wanted.append)
    for _ in range(6):
        wheel(timeline, place(timeline, 90.0), QPoint(0, 120))
    qtbot.waitUntil(lambda: bool(wanted))
    assert len(wanted) == 1
    assert not set(wanted[0]) & set(first)


def test_a_picture_is_shown_where_it_belongs_and_keeps_its_shape(timeline, qtbot):
    with qtbot.waitSignal(timeline.thumbnails_wanted) as asked:
        timeline.set_thumbnails(())
    moment = asked.args[0][3]
    timeline.set_thumbnail(moment, picture("#ff0000"))
    shown, strip = timeline.canvas.grab().toImage(), timeline.canvas.areas.pictures
    red = [
        (x, y)
        for x in range(shown.width())
        for y in range(int(strip.top()), int(strip.bottom()))
        if shown.pixelColor(x, y).getRgb()[:3] == (255, 0, 0)
    ]
    across, down = ({spot[side] for spot in red} for side in (0, 1))
    assert (min(across) + max(across)) / 2 == pytest.approx(timeline.canvas.x_of(moment), abs=1.5)
    assert len(across) / len(down) == pytest.approx(16 / 9, abs=0.06)


def test_pictures_of_another_shape_get_other_places(timeline, qtbot):
    with qtbot.waitSignal(timeline.thumbnails_wanted) as asked:
        timeline.set_thumbnails(())
    with qtbot.waitSignal(timeline.thumbnails_wanted) as again:
        timeline.set_thumbnail(asked.args[0][0], picture("#ff0000", 90, 160))
    assert len(again.args[0]) > len(asked.args[0])


def test_pictures_that_come_when_nobody_wants_them_any_more_are_no_trouble(timeline):
    timeline.set_thumbnail(3.0, picture("#ff0000"))
    timeline.set_thumbnails([(3.0, picture("#ff0000")), (4.0, QImage())])
    timeline.canvas.grab()


def test_after_clear_nothing_is_known(timeline, heard):
    timeline.show_readings(emotional_table(2000, SECONDS), 1)
    timeline.set_thumbnails([(3.0, picture("#ff0000"))])
    timeline.set_selection(3.0, 5.0)
    timeline.set_position(30.0)
    timeline.show_part(20.0, 40.0)
    timeline.clear()
    assert (timeline.duration, timeline.position, timeline.selection, timeline.shown_labels) == (0.0, 0.0, None, ())
    timeline.canvas.grab()
    timeline.set_labels(LABELS)
    timeline.set_duration(10.0)
    assert part(timeline) == (0.0, 10.0)
    assert heard.all == []
