"""The live page: whose readings are shown, and what is said when there are none."""

import numpy as np
import pytest

from core.live import EngineState, Phase
from core.model.cards import BundleCard
from core.types import Box, Reading, SourceInfo, Status
from fer_desktop.pages.live import LivePage
from fer_desktop.player import Player
from fer_desktop.widgets.analysis_controls import AnalysisControls

INFO = SourceInfo("Camera 0", "camera", 64, 48, 30.0)
LABELS = ("happy", "sad")
CARD = BundleCard(
    name="tiny",
    labels=LABELS,
    view="face",
    resolution=16,
    encoder_name="tiny-encoder",
    encoder_sha256="",
    probes=(),
)


def reading(face_id: int | None, happy: float | None, end: float = 2.1) -> Reading:
    share = None if happy is None else np.array([happy, 1 - happy], np.float32)
    box = None if face_id is None else Box(0, 0, 100 / face_id, 100 / face_id)
    status = Status.NO_FACE if happy is None else Status.SCORED
    return Reading(0, status, face_id, box, end - 2.1, end, 0, 63, None, share, share, 0.1)


@pytest.fixture
def page(qtbot) -> LivePage:
    player = Player()
    live = LivePage(player, AnalysisControls(4, 8))
    qtbot.addWidget(live, before_close_func=lambda live: live.stop_ticking())
    live.keep = player  # the page does not own it
    live.begin("Camera 0")
    live.show_state(EngineState(Phase.LOADING, info=INFO))
    assert live.panel.headline == "Loading…"
    live.show_state(EngineState(Phase.RUNNING, info=INFO, card=CARD))
    assert live.panel.headline == "Watching…"
    return live


def test_the_largest_face_is_on_the_bars_until_another_is_clicked(page):
    page.show_readings([reading(1, 0.9), reading(2, 0.2)])
    assert page.panel.bars.winner == "happy"
    assert page.panel.caption == "Face 1: vote over the last 8 clips"
    page.video.face_clicked.emit(2)
    page.show_readings([reading(1, 0.9, 2.3), reading(2, 0.2, 2.3)])
    assert page.panel.bars.winner == "sad"
    assert page.panel.caption == "Face 2: vote over the last 8 clips"


def test_lines_of_two_faces_are_not_joined(page):
    page.show_readings([reading(1, 0.9)])
    page.follow(2)
    page.show_readings([reading(2, 0.2, 2.3)])
    _, _, shares = next(page.plot.history.curves())
    assert np.isnan(shares).tolist() == [False, True, False]


def test_nothing_is_guessed_without_a_face(page):
    page.show_readings([reading(1, 0.9)])
    page.show_readings([reading(None, None, 2.3)])
    assert page.panel.headline == "No face"
    assert page.panel.bars.winner is None
    assert page.plot.history.last() is None


def test_a_followed_face_out_of_view_is_named(page):
    page.show_readings([reading(1, 0.9)])
    page.show_readings([reading(2, 0.9, 2.3)])
    assert page.panel.caption == "Face 1 is out of view"


def test_a_lost_camera_says_so_over_the_picture(page):
    page.show_readings([reading(1, 0.9)])
    page.show_state(EngineState(Phase.LOST, "Camera 0 is lost. Next try in 2 s", INFO, CARD))
    assert page.video.message == ("The camera is gone", "Camera 0 is lost. Next try in 2 s")
    assert page.panel.bars.winner is None
    page.show_state(EngineState(Phase.RUNNING, "", INFO, CARD))
    assert page.video.message == ("", "")


def test_the_end_of_a_video_shows_the_vote_over_all_of_it(page):
    page.show_readings([reading(1, 0.9)])
    page.show_readings([reading(1, 0.2, 2.3)])
    page.show_readings([reading(1, 0.1, 2.4)])
    page.finish(complete=True)
    assert page.panel.bars.winner == "sad"
    assert page.panel.caption == "Whole video: vote over 3 clips"


@pytest.mark.parametrize(("complete", "headline"), [(True, "No reading"), (False, "Stopped")])
def test_a_run_without_a_reading_says_so(page, complete, headline):
    page.finish(complete=complete)
    assert page.panel.headline == headline
    assert page.panel.bars.winner is None


def test_the_timer_rests_when_nothing_moves(page, qtbot):
    assert page.ticking
    page.show_readings([reading(1, 0.9)])
    page.finish(complete=True)
    qtbot.waitUntil(lambda: not page.ticking, timeout=5_000)
    assert page.panel.bars.settled
