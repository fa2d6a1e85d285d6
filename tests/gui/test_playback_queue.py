"""Several films: one row for each."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from fer_desktop.playback.queue_panel import QueuePanel
from fer_desktop.playback.queue_row import QueueRow
from fer_desktop.theme import DARK
from support.layout import cut_off
from support.pseudo import PseudoTranslator, longer

LONG = "interview with a rather long name 2024-03-11 take 3.mp4"
JOBS = (
    QueueRow(f"/videos/{LONG}", LONG, "running", 0.42, current=True),
    QueueRow("/videos/b.mp4", "b.mp4", "failed", 0.0, "The file is empty. Copy it again from where it came from."),
    QueueRow("/videos/c.mp4", "c.mp4", "waiting"),
    QueueRow("/videos/d.mp4", "d.mp4", "waiting"),
    QueueRow("/videos/e.mp4", "e.mp4", "complete", 1.0),
)


@pytest.fixture
def window(qtbot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(376, 800)
    return widget


@pytest.fixture
def panel(qtbot, window: QWidget) -> QueuePanel:
    panel = QueuePanel()
    column = QVBoxLayout(window)
    column.addWidget(panel)
    column.addStretch(1)
    window.show()
    panel.set_jobs(JOBS)
    qtbot.wait(1)
    return panel


@pytest.fixture
def longer_texts(qapp: QApplication) -> Iterator[None]:
    translator = PseudoTranslator(longer)
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


def test_it_is_hidden_while_there_is_one_film(panel):
    assert panel.isVisible()
    panel.set_jobs(JOBS[:1])
    assert not panel.isVisible()
    panel.set_jobs(())
    assert not panel.isVisible()
    assert panel.rows == {}


def test_every_film_has_its_row_in_order(panel):
    assert list(panel.rows) == [job.path for job in JOBS]
    states = [row.texts[1].replace("\N{NO-BREAK SPACE}", " ") for row in panel.rows.values()]
    assert states == ["42 %", "Failed", "Waiting", "Waiting", "Analysed"]
    tops = [row.mapTo(panel, row.rect().topLeft()).y() for row in panel.rows.values()]
    assert tops == sorted(tops)


def test_a_long_name_is_cut_in_the_middle_and_the_row_tells_the_path(panel):
    row = panel.rows[JOBS[0].path]
    name = next(label for label in row.findChildren(type(row._name)) if label.text() == LONG)
    assert name.shown_text().startswith("interview")
    assert name.shown_text().endswith(".mp4")
    assert name.shown_text() != LONG
    assert row.toolTip() == JOBS[0].path


def test_a_bad_film_says_why_in_its_row_and_the_others_go_on(panel):
    row = panel.rows["/videos/b.mp4"]
    assert row.texts[2] == JOBS[1].message
    assert row._message.toolTip() == JOBS[1].message  # there is no room for all of it
    assert "Copy it again" in row.accessibleName()
    assert panel.rows[JOBS[0].path].texts[2] == ""


def test_only_what_means_something_can_be_pressed(panel):
    def offered(path: str) -> tuple[bool, bool, bool]:
        row = panel.rows[path]
        return row.shown.isVisible(), row.first.isVisible(), row.cancel.isVisible()

    assert offered(JOBS[0].path) == (False, False, True)  # it is shown already
    assert offered("/videos/c.mp4") == (True, False, True)  # it is the next one already
    assert offered("/videos/d.mp4") == (True, True, True)
    assert offered("/videos/e.mp4") == (True, False, True)


def test_buttons_tell_which_film_is_meant(panel, qtbot):
    told = []
    panel.shown_asked.connect(lambda path: told.append(("show", path)))
    panel.first_asked.connect(lambda path: told.append(("first", path)))
    panel.cancel_asked.connect(lambda path: told.append(("cancel", path)))
    panel.cleared.connect(lambda: told.append("clear"))
    row = panel.rows["/videos/d.mp4"]
    for button in (row.shown, row.first, row.cancel, panel.clear):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert told == [(what, "/videos/d.mp4") for what in ("show", "first", "cancel")] + ["clear"]


def test_buttons_name_their_film(panel):
    row = panel.rows["/videos/d.mp4"]
    names = [button.accessibleName() for button in (row.shown, row.first, row.cancel)]
    assert names == ["Show d.mp4", "Analyse d.mp4 next", "Cancel d.mp4"]
    assert panel.rows["/videos/e.mp4"].cancel.accessibleName() == "Take e.mp4 off the list"


def test_rows_that_stay_are_the_same_when_figures_change(panel):
    before = dict(panel.rows)
    panel.set_jobs((replace(JOBS[0], share=0.5), *JOBS[1:]))
    assert panel.rows == before
    assert panel.rows[JOBS[0].path].progress.value() == 500


def test_a_film_that_goes_first_moves_up(panel, qtbot):
    panel.set_jobs((JOBS[0], JOBS[3], *JOBS[1:3], JOBS[4]))
    qtbot.wait(1)
    tops = [row.mapTo(panel, row.rect().topLeft()).y() for row in panel.rows.values()]
    assert tops == sorted(tops)
    assert list(panel.rows)[1] == "/videos/d.mp4"
    assert not panel.rows["/videos/d.mp4"].first.isVisible()


def test_the_focus_of_a_film_that_is_taken_off_is_the_next_ones(panel):
    panel.window().activateWindow()
    panel.rows["/videos/d.mp4"].cancel.setFocus()
    panel.set_jobs((*JOBS[:3], JOBS[4]))
    assert panel.window().focusWidget() is panel.rows["/videos/e.mp4"].cancel


def test_the_keyboard_comes_by_every_button_from_top_to_bottom(panel, qtbot):
    panel.window().activateWindow()
    panel.clear.setFocus()
    visited = []
    for _ in range(10):
        qtbot.keyClick(panel.window().focusWidget(), Qt.Key.Key_Tab)
        visited.append(panel.window().focusWidget())
    wanted = [stop for row in panel.rows.values() for stop in row.stops() if stop.isVisible()]
    assert visited[: len(wanted)] == wanted


def test_only_films_that_are_done_can_be_cleared(panel):
    assert panel.clear.isEnabled()
    panel.set_jobs((JOBS[0], *JOBS[2:4]))
    assert not panel.clear.isEnabled()


def test_many_films_scroll_and_leave_room_for_the_rest(panel, qtbot):
    panel.set_jobs([QueueRow(f"/videos/{n}.mp4", f"{n}.mp4", "waiting") for n in range(60)])
    qtbot.wait(1)
    assert panel.height() <= 0.26 * panel.window().height()


@pytest.mark.usefixtures("longer_texts")
def test_longer_words_fit(qtbot):
    panel = QueuePanel()
    qtbot.addWidget(panel)
    panel.set_theme(DARK)
    panel.set_jobs(JOBS)
    panel.resize(QSize(344, 240))
    qtbot.wait(1)
    assert cut_off(panel) == []
    for row in panel.rows.values():
        shown = [child for child in row.children() if child.isWidgetType() and child.isVisible()]
        assert all(child.geometry().right() <= row.width() for child in shown)
    assert panel.minimumSizeHint().width() <= 344
