"""The row of view controls, the name field, and the panel with the timing."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from core.live import EngineState, Phase, Stats
from core.stages import StageTime
from core.types import SourceInfo
from fer_desktop.pages.notices import BusyNote, LostNote
from fer_desktop.view_options import PLOT_SPANS_S, BarOrder, ViewOptions
from fer_desktop.widgets.name_edit import NameEdit
from fer_desktop.widgets.spans import span_text, stepped_span
from fer_desktop.widgets.timing_panel import TimingPanel, milliseconds, stage_time
from fer_desktop.widgets.view_row import VIEW_KEYS, ViewRow


def stats(**changes: object) -> Stats:
    known = {"capture_fps": 30.0, "clips_per_s": 7.5, "latency": 0.08, "latency_p95": 0.2, "frames": 300}
    rest = {"readings": 75, "skipped": 3, "device": "cpu", "encoder": "starter-encoder"}
    return Stats(**(known | rest | changes))  # type: ignore[arg-type]


@pytest.fixture
def row(qtbot) -> ViewRow:
    widget = ViewRow()
    qtbot.addWidget(widget)
    widget.resize(632, 32)
    widget.show()
    return widget


def test_every_button_tells_its_name_its_key_and_what_it_does(row):
    for name, button in row.buttons.items():
        assert button.accessibleName()
        assert f"({VIEW_KEYS[name]})" in button.toolTip()
        assert "\n" in button.toolTip()
        assert button.focusPolicy() == Qt.FocusPolicy.TabFocus
    assert row.span.accessibleName()


def test_buttons_tell_the_view_that_a_person_wants(row):
    told = []
    row.changed.connect(told.append)
    row.buttons["all_faces"].click()
    row.buttons["order"].click()
    assert told == [ViewOptions(all_faces=True), ViewOptions(order=BarOrder.VALENCE)]
    row.show_view(ViewOptions(numbers=False, span=300))
    row.span.menu().actions()[0].trigger()
    assert told[-1] == ViewOptions(numbers=False, span=10)
    assert row.span.text() == span_text(300)  # until someone shows the new view


def test_showing_a_view_tells_nobody(row):
    told = []
    row.changed.connect(told.append)
    row.show_view(ViewOptions(mirror=True, timing=True))
    assert row.buttons["mirror"].isChecked()
    assert told == []


@pytest.mark.parametrize("width", [440, 632, 900, 1400])
def test_the_row_fits_at_every_width(row, qtbot, width):
    row.resize(width, 32)
    qtbot.wait(10)
    places = [row.buttons[name].geometry() for name in row.buttons] + [row.span.geometry()]
    assert all(not one.intersects(other) for i, one in enumerate(places) for other in places[:i])
    assert max(place.right() for place in places) < width
    named = [
        name for name, b in row.buttons.items() if b.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    ]
    assert len(named) == {440: 1, 1400: 7}.get(width, len(named))


def test_longer_texts_fit_as_well(row, qtbot):
    for button in row.buttons.values():
        button.setText(button.text() + "mmmmmm")
    row.resize(633, 32)
    qtbot.wait(10)
    assert max(button.geometry().right() for button in row.buttons.values()) < 633


def test_the_span_goes_step_by_step_and_stays_at_its_ends():
    assert stepped_span(60, 1) == 120
    assert stepped_span(60, -1) == 30
    assert stepped_span(PLOT_SPANS_S[0], -1) == PLOT_SPANS_S[0]
    assert stepped_span(PLOT_SPANS_S[-1], 1) == PLOT_SPANS_S[-1]
    assert [span_text(s).replace("\N{NO-BREAK SPACE}", " ") for s in (30, 90, 600)] == ["30 s", "90 s", "10 min"]


@pytest.fixture
def page(qtbot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    QVBoxLayout(widget).addWidget(QLineEdit())
    widget.resize(600, 300)
    widget.show()
    qtbot.waitActive(widget)
    return widget


def test_enter_takes_the_name_and_the_focus_goes_back(page, qtbot):
    before = page.findChild(QLineEdit)
    before.setFocus()
    edit, named = NameEdit(page), []
    edit.named.connect(lambda *name: named.append(name))
    edit.ask(3, "", QPoint(590, 290))
    assert page.rect().contains(edit.geometry())
    qtbot.keyClicks(edit.line, "Anna")
    qtbot.keyClick(edit.line, Qt.Key.Key_Return)
    assert named == [(3, "Anna")]
    assert page.focusWidget() is before


def test_escape_leaves_the_name_as_it_was(page, qtbot):
    edit, named = NameEdit(page), []
    edit.named.connect(lambda *name: named.append(name))
    edit.ask(3, "Anna", QPoint(100, 100))
    qtbot.keyClicks(edit.line, "Otto")
    qtbot.keyClick(edit.line, Qt.Key.Key_Escape)
    assert named == []
    assert not edit.isVisible()


def test_a_click_elsewhere_takes_the_name(page, qtbot):
    edit, named = NameEdit(page), []
    edit.named.connect(lambda *name: named.append(name))
    edit.ask(3, "Anna", QPoint(100, 100))
    page.findChild(QLineEdit).setFocus()
    assert named == [(3, "Anna")]


STAGES = {
    "capture": StageTime(0.002, 0.004),
    "detect": StageTime(0.004, 0.006),
    "wait": StageTime(0.010, 0.040),
    "encode": StageTime(0.030, 0.033),
    "vote": StageTime(0.0004, 0.0005),
}


def test_the_timing_is_told_by_stage_with_its_sum(qtbot):
    panel = TimingPanel()
    qtbot.addWidget(panel)
    panel.show_stats(stats(stages=STAGES), StageTime(0.0026, 0.003))
    plain = {key: text.replace("\N{NO-BREAK SPACE}", " ") for key, text in panel.chart.texts().items()}
    assert plain == {
        "capture": "2.0 ms",
        "detect": "4.0 ms",
        "wait": "10 ms",
        "encode": "30 ms",
        "vote": "0.4 ms",
        "paint": "2.6 ms",
    }
    assert panel.total.replace("\N{NO-BREAK SPACE}", " ") == "49 ms"
    assert panel.throughput == "30.0 pictures/s, 7.5 clips/s, 3 skipped"
    assert panel.chart.slowest == "encode"
    assert panel.accessibleDescription() == "Slowest: Encode"


def test_stages_that_were_not_measured_are_dashes(qtbot):
    panel = TimingPanel()
    qtbot.addWidget(panel)
    panel.show_stats(stats(), None)
    assert set(panel.chart.texts().values()) == {"–"}
    assert panel.total == "–"
    panel.show_stats(stats(stages=STAGES | {"unheard of": StageTime(9.0, 9.0)}), None)
    panel.resize(300, 160)
    panel.grab()
    panel.clear()
    assert panel.total == "–"


def test_times_have_the_digits_that_matter():
    assert stage_time([]) is None
    assert stage_time([0.1, 0.2, 0.3]).median_s == pytest.approx(0.2)
    shown = [milliseconds(seconds).replace("\N{NO-BREAK SPACE}", " ") for seconds in (0.00996, 0.0042, 1.25)]
    assert shown == ["10 ms", "4.2 ms", "1250 ms"]


def test_a_busy_encoder_is_told_and_the_note_does_not_flicker():
    note = BusyNote()
    note.look(stats(reading_every=0.13), 4, now=0.0)
    assert note.text == ""
    note.look(stats(reading_every=0.9, busy_for=4.2), 4, now=1.0)
    assert note.text == "The encoder is busy: one reading every 4 s"
    note.look(stats(reading_every=0.13), 4, now=2.0)
    assert note.text
    note.look(stats(reading_every=0.13), 4, now=4.1)
    assert note.text == ""


def test_a_long_hop_is_no_busy_encoder():
    note = BusyNote()
    note.look(stats(reading_every=2.0), 60, now=0.0)
    assert note.text == ""
    note.look(stats(reading_every=4.5), 60, now=0.5)
    assert note.text


def test_a_lost_source_counts_down_to_the_next_try():
    note = LostNote(now=100.0)
    lost = EngineState(
        Phase.LOST, "cam is lost: read timed out", SourceInfo("http://cam", "stream", 64, 48, 30.0), retry_at=103.0
    )
    note.see(lost, 100.0)
    assert note.title() == "The stream has stopped"
    assert LostNote(now=0.0).text(1.0) == "Gone for 0:01. Trying now…"
    assert note.text(100.1) == "cam is lost: read timed out\nGone for 0:00. Next try in 3 s"
    assert note.text(102.5).endswith("\nGone for 0:02. Next try in 1 s")
    note.see(EngineState(Phase.LOST, "", lost.info), 103.0)
    assert note.text(103.2) == "Gone for 0:03. Next try in 1 s"  # a quick try is not worth a word
    assert note.text(104.0) == "Gone for 0:04. Trying now…"
