"""How far the analysis of a film is, in words and with what can be done about it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from core.errors import SourceError, StoreError
from core.playback.analysis_key import AnalysisRequest
from core.playback.analysis_view import AnalysisState, AnalysisView
from fer_desktop.playback.analysis_bar import AnalysisBar, time_left_text
from fer_desktop.theme import DARK
from support.layout import cut_off
from support.pseudo import PseudoTranslator, longer


def standing(state: AnalysisState, done_s: float = 0.0, **more: object) -> AnalysisView:
    """A video of 100 s, so much of which is analysed."""
    return AnalysisView(AnalysisRequest(Path("a.mp4")), state, done_s, **({"duration_s": 100.0} | more))


@pytest.fixture
def window(qtbot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(400, 200)
    return widget


@pytest.fixture
def bar(window: QWidget) -> AnalysisBar:
    widget = AnalysisBar(window)
    widget.resize(344, 90)
    window.show()
    return widget


@pytest.fixture
def longer_texts(qapp: QApplication) -> Iterator[None]:
    translator = PseudoTranslator(longer)
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


def shown(bar: AnalysisBar) -> set[str]:
    return {name for name in ("pause", "cancel", "again", "progress") if getattr(bar, name).isVisible()}


def test_it_is_hidden_without_a_film(bar):
    assert not bar.isVisible()
    bar.show_view(standing(AnalysisState.WAITING))
    assert bar.isVisible()
    bar.show_view(None)
    assert not bar.isVisible()


def test_while_it_works_it_says_how_far_how_fast_and_how_long(bar):
    bar.show_view(standing(AnalysisState.RUNNING, 42.0, times_real=0.446))
    headline, details, _ = bar.texts
    assert headline.replace("\N{NO-BREAK SPACE}", " ") == "Analysing · 42 %"
    assert details == "0.4× real time · about 2 min left"
    assert bar.progress.value() == 420


def test_what_is_not_known_yet_is_not_said(bar):
    bar.show_view(standing(AnalysisState.RUNNING, 1.0))
    assert bar.texts[1] == ""


def test_it_is_not_done_before_the_end(bar):
    bar.show_view(standing(AnalysisState.RUNNING, 99.99))
    assert "99" in bar.texts[0]


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        (AnalysisState.WAITING, {"cancel", "progress"}),
        (AnalysisState.PREPARING, {"cancel", "progress"}),
        (AnalysisState.RUNNING, {"pause", "cancel", "progress"}),
        (AnalysisState.PAUSED, {"pause", "cancel", "progress"}),
        (AnalysisState.COMPLETE, {"again"}),
        (AnalysisState.KEPT, {"again"}),
        (AnalysisState.FAILED, {"again"}),
        (AnalysisState.CANCELLED, {"again"}),
    ],
)
def test_every_state_offers_what_means_something_then(bar, state, offered):
    bar.show_view(standing(state, 50.0))
    assert shown(bar) == offered


def test_pause_becomes_go_on(bar):
    bar.show_view(standing(AnalysisState.RUNNING, 50.0))
    assert bar.pause.toolTip() == "Pause the analysis"
    bar.show_view(standing(AnalysisState.PAUSED, 50.0))
    assert bar.pause.accessibleName() == "Go on with the analysis"


def test_results_say_how_old_they_are(bar):
    bar.show_view(standing(AnalysisState.COMPLETE, 100.0))
    assert bar.texts[:2] == ("Analysed", "Just now")
    bar.show_view(standing(AnalysisState.KEPT, 100.0, analysed_at=datetime(2025, 3, 12, 12, tzinfo=UTC)))
    assert bar.texts[0] == "Analysed"
    assert bar.texts[1].startswith("Kept since")
    assert "25" in bar.texts[1]


def test_a_failure_is_told_in_its_own_words_until_it_is_over(bar):
    error = SourceError("the file is empty", hint="Copy it again")
    bar.show_view(standing(AnalysisState.FAILED, 30.0, error=error))
    assert bar.texts[0::2] == ("Failed", "The file is empty. Copy it again.")
    assert bar.again.text() == "Try again"
    bar.show_view(standing(AnalysisState.WAITING))
    assert bar.texts[2] == ""


def test_a_bug_is_called_one(bar):
    bar.show_view(standing(AnalysisState.FAILED, 30.0, error=ValueError("a bug")))
    assert "inside the program" in bar.texts[2]
    assert "a bug" not in bar.texts[2]


def test_what_is_odd_and_why_nothing_is_kept_is_said_beside_the_results(bar):
    bar.show_view(
        standing(
            AnalysisState.COMPLETE,
            100.0,
            warnings=("the file ends early",),
            not_kept=StoreError("the database is full", hint="Delete a session"),
        )
    )
    assert bar.texts[2] == ("The file ends early. The readings are not kept: The database is full. Delete a session.")


def test_of_a_video_of_unknown_length_no_share_is_told(bar):
    bar.show_view(standing(AnalysisState.RUNNING, 30.0, duration_s=0.0, times_real=3.0))
    assert bar.texts[:2] == ("Analysing", "3.0× real time")
    assert bar.progress.maximum() == 0


def test_buttons_tell_what_a_person_wants(bar, qtbot):
    told = []
    bar.pause_toggled.connect(lambda: told.append("pause"))
    bar.cancel_asked.connect(lambda: told.append("cancel"))
    bar.again_asked.connect(lambda: told.append("again"))
    bar.show_view(standing(AnalysisState.RUNNING, 50.0))
    for button in (bar.pause, bar.cancel):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    bar.show_view(standing(AnalysisState.CANCELLED, 50.0))
    assert bar.again.text() == "Analyse again"
    qtbot.mouseClick(bar.again, Qt.MouseButton.LeftButton)
    assert told == ["pause", "cancel", "again"]


def test_the_focus_goes_on_to_what_can_be_done_next(bar):
    bar.show_view(standing(AnalysisState.RUNNING, 50.0))
    bar.window().activateWindow()
    bar.cancel.setFocus()
    bar.show_view(standing(AnalysisState.CANCELLED, 50.0))
    assert bar.window().focusWidget() is bar.again


def test_a_screen_reader_hears_the_state_once(bar, monkeypatch):
    spoken = []
    monkeypatch.setattr(bar, "setAccessibleDescription", spoken.append)
    for share in (10.0, 20.0, 30.0):
        bar.show_view(standing(AnalysisState.RUNNING, share))
    assert spoken == ["Analysing"]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (3.0, "a few seconds left"),
        (31.0, "about 30 s left"),
        (58.0, "about 1 min left"),
        (130.0, "about 2 min left"),
        (3599.0, "about 1 h 0 min left"),
        (7500.0, "about 2 h 5 min left"),
    ],
)
def test_the_time_left_is_the_coarser_the_longer_it_is(seconds, text):
    assert time_left_text(seconds) == text


@pytest.mark.usefixtures("longer_texts")
@pytest.mark.parametrize("state", list(AnalysisState))
def test_longer_words_fit(qtbot, state):
    bar = AnalysisBar()
    qtbot.addWidget(bar)
    bar.set_theme(DARK)
    error = SourceError("a sentence that is so long that it needs two lines here", hint="Do something about it")
    bar.show_view(standing(state, 50.0, duration_s=90_000.0, times_real=12.3, error=error))
    bar.setFixedWidth(344)
    bar.adjustSize()
    qtbot.wait(1)
    assert cut_off(bar) == []
    assert bar.minimumSizeHint().width() <= 344
