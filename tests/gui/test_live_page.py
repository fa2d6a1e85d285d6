"""The live page: whose readings are shown, and what is said when there are none."""

import time
from dataclasses import replace

import numpy as np
import pytest

from core.live import EngineState, Phase, Picture
from core.live.statistics import Stats
from core.model.cards import BundleCard
from core.stages import StageTime
from core.types import Box, Face, Frame, Reading, SourceInfo, Status
from fer_desktop.pages.live import LivePage
from fer_desktop.player import Player
from fer_desktop.view_options import BarOrder, ViewOptions
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
    assert page.panel.caption == "Face 1: vote over 1 clip so far"
    page.video.face_clicked.emit(2)
    page.show_readings([reading(1, 0.9, 2.3), reading(2, 0.2, 2.3)])
    assert page.panel.bars.winner == "sad"
    assert page.panel.caption == "Face 2: vote over 2 clips so far"


def test_the_vote_says_how_many_clips_there_are_until_there_are_enough(page):
    for number in range(9):
        page.show_readings([reading(1, 0.9, 2.1 + number)])
        if number == 6:
            page.set_frozen(True)
            assert page.panel.caption == "Face 1: vote over 7 clips so far"
    page.follow(1)  # writes the caption anew
    assert page.panel.caption == "Face 1: vote over 7 clips so far"
    page.set_frozen(False)
    assert page.panel.caption == "Face 1: vote over the last 8 clips"


def test_how_long_a_slow_encoder_takes_is_said_while_its_first_reading_is_waited_for(page):
    assert page.panel.caption == "The first reading needs two seconds of video"
    page.show_state(EngineState(Phase.RUNNING, info=INFO, card=CARD, hop=226))
    assert page.panel.caption == "The first reading needs two seconds of video, and about 8 s for the encoder"
    page.show_readings([reading(1, 0.9)])
    page.show_state(EngineState(Phase.RUNNING, info=INFO, card=CARD, hop=240))
    assert page.panel.bars.winner == "happy"


def test_every_face_has_a_past_of_its_own_on_the_plot(page):
    page.show_readings([reading(1, 0.9), reading(2, 0.2)])
    page.show_readings([reading(1, 0.8, 2.3), reading(2, 0.3, 2.3)])
    page.follow(2)
    _, _, shares = next(page.plot.history.curves())
    assert shares == pytest.approx([20, 30])
    assert page.plot.title.startswith("Face 2")


def test_a_face_that_was_chosen_is_on_the_bars_at_once(page):
    page.show_readings([reading(1, 0.9), reading(2, 0.2)])
    page.follow(2)
    assert page.panel.bars.winner == "sad"


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
    retry_at = time.monotonic() + 1.9
    page.show_state(EngineState(Phase.LOST, "", INFO, CARD, retry_at=retry_at))
    assert page.video.message == ("The camera is gone", "Gone for 0:00. Next try in 2 s")
    assert page.panel.bars.winner is None
    page.show_readings([reading(1, 0.9, 2.3)])  # of a clip from before the loss, by a slow model
    assert page.panel.headline == "No picture"
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


def picture(moment: float, *faces: int) -> Picture:
    image = np.full((48, 64, 3), 90, np.uint8)
    boxes = tuple(Face(face, Box(10.0 * face, 10, 8, 8), 0.9) for face in faces)
    return Picture(Frame(image, 0, moment), boxes, image, 1.0)


@pytest.fixture
def feed(page, monkeypatch):
    """Puts a picture where the page takes it from, and lets the page take it."""

    def fed(moment: float, *faces: int) -> None:
        pictures = [picture(moment, *faces)]
        monkeypatch.setattr(page.keep, "take_picture", lambda: pictures.pop() if pictures else None)
        page._tick()

    return fed


def test_while_frozen_everything_is_held_and_nothing_is_missed(page, feed):
    feed(2.0, 1)
    page.show_readings([reading(1, 0.9)])
    shown = page.video.frame
    page.set_frozen(True)
    feed(2.3, 1)
    page.show_readings([reading(1, 0.1, 2.3)])
    assert page.video.held
    assert page.video.frame is shown
    assert page.panel.bars.winner == "happy"
    assert page.plot.now == 2.1
    page.set_frozen(False)
    assert not page.video.held
    assert page.video.frame.time == 2.3
    assert page.panel.bars.winner == "sad"
    _, seconds, _ = next(page.plot.history.curves())
    assert len(seconds) == 2


def test_another_face_of_a_frozen_picture_can_be_looked_at(page, feed):
    feed(2.0, 1, 2)
    page.show_readings([reading(1, 0.9), reading(2, 0.2)])
    page.set_frozen(True)
    page.show_readings([reading(1, 0.9, 2.3), reading(2, 0.9, 2.3)])
    page.follow_next()
    assert page.followed == 2
    assert page.panel.bars.winner == "sad"


def test_a_camera_lost_while_frozen_is_told_without_dimming_the_picture(page, feed):
    feed(2.0, 1)
    page.set_frozen(True)
    page.show_state(EngineState(Phase.LOST, "", INFO, CARD, retry_at=time.monotonic() + 0.5))
    assert page.video.message == ("", "")
    assert page.video.note.startswith("The camera is gone. Gone for")
    page.set_frozen(False)
    assert page.video.message[0] == "The camera is gone"


def test_a_video_that_ends_while_frozen_is_judged_when_it_is_released(page, feed):
    feed(2.0, 1)
    page.show_readings([reading(1, 0.9)])
    page.set_frozen(True)
    page.show_readings([reading(1, 0.0, 2.3)])
    page.finish(complete=True)
    assert page.panel.caption == "Face 1: vote over 1 clip so far"
    page.set_frozen(False)
    assert page.panel.caption == "Whole video: vote over 2 clips"


@pytest.mark.parametrize("side_by_side", [False, True])
def test_another_bundle_waits_for_its_bars_until_the_page_is_released(page, feed, side_by_side):
    page.set_view(ViewOptions(all_faces=side_by_side))
    for moment in (0.0, 1.2):
        feed(moment, 1, 2)
    page.show_readings([reading(1, 0.9), reading(2, 0.2)])
    page.set_frozen(True)
    page.show_state(EngineState(Phase.RUNNING, "", INFO, replace(CARD, labels=("fear", "calm", "sad"))))
    vote = np.array([0.2, 0.3, 0.5], np.float32)
    page.show_readings([replace(reading(face, 0.9, 2.3), posterior=vote, vote=vote) for face in (1, 2)])
    feed(2.3, 1, 2)
    assert page.panel.bars.winner == "happy"
    assert [panel.bars.winner for panel in page.verdicts.faces.panels] == ["happy", "sad"]
    assert page.plot.history.labels == LABELS
    page.follow(2)
    assert page.panel.bars.winner == "sad"
    page.set_frozen(False)
    feed(2.4, 1, 2)
    assert page.panel.bars.labels == page.plot.history.labels == ("fear", "calm", "sad")
    assert page.panel.headline.startswith("Sad 50")


def test_freezing_is_told_and_a_new_run_releases_it(page, qtbot):
    told = []
    page.frozen_changed.connect(told.append)
    page.row.buttons["freeze"].click()
    assert page.frozen
    page.begin("another source")
    assert told == [True, False]
    assert not page.row.buttons["freeze"].isChecked()


def test_the_keyboard_goes_from_face_to_face_in_a_circle(page, feed):
    feed(0.0, 1, 2, 3)
    first = page.followed
    ids = [first]
    for _ in range(3):
        page.follow_next()
        ids.append(page.followed)
    assert sorted(ids[:3]) == [1, 2, 3]
    assert ids[3] == first
    page.follow_next(-1)
    assert page.followed == ids[2]


def test_all_faces_stand_side_by_side(page, feed):
    page.set_view(ViewOptions(all_faces=True))
    for moment in (0.0, 1.2):
        feed(moment, 1, 2)
    page.show_readings([reading(1, 0.9), reading(2, 0.2)])
    assert [panel.bars.winner for panel in page.verdicts.faces.panels] == ["happy", "sad"]
    assert [panel.isChecked() for panel in page.verdicts.faces.panels] == [True, False]
    page.verdicts.faces.panels[1].click()
    assert page.followed == 2
    page.show_readings([reading(1, 0.9, 2.3)])
    assert page.verdicts.faces.panels[1].title == "Face 2: out of view"


def test_a_scene_without_faces_has_one_panel(page):
    page.set_view(ViewOptions(all_faces=True))
    page.show_readings([reading(None, 0.9)])
    (panel,) = page.verdicts.faces.panels
    assert panel.title == "Scene"
    assert panel.bars.winner == "happy"


def test_a_face_is_called_by_its_name_everywhere(page, feed, qtbot):
    feed(2.0, 1)
    page.show_readings([reading(1, 0.9)])
    page.ask_name()
    page._name_edit.line.setText(" Anna  Schmidt ")
    page._name_edit.line.returnPressed.emit()
    assert page.panel.caption.startswith("Anna Schmidt: ")
    assert page.plot.title.startswith("Anna Schmidt")
    assert page.video.tag(1) == "1 · Anna Schmidt"
    assert page.verdicts.faces.panels[0].title == "Anna Schmidt"
    page.begin("another source")
    assert page.names.title(1) == "Face 1"


def test_a_name_that_is_being_typed_is_not_given_to_somebody_of_the_next_run(page, feed, qtbot):
    page.show()
    qtbot.waitUntil(page.isActiveWindow)
    feed(2.0, 1)
    page.ask_name(1)
    qtbot.waitUntil(page._name_edit.line.hasFocus)
    page._name_edit.line.setText("Anna")
    page.begin("another source")
    page.setFocus()
    assert page._name_edit.isHidden()
    assert page.names.title(1) == "Face 1"


def test_the_times_of_a_run_that_is_over_can_still_be_opened(page, monkeypatch):
    page.show()
    page.finish(complete=True)
    page.stop_ticking()
    stats = Stats(30.0, 7.5, 0.1, 0.2, 99, 25, 0, "cpu", "tiny", {"encode": StageTime(0.02, 0.03)})
    monkeypatch.setattr(page.keep, "stats", lambda: stats)
    page.set_view(ViewOptions(timing=True))
    assert page.timing.chart.texts()["encode"].startswith("20")


def test_the_view_is_applied_and_told_once(page):
    told = []
    page.view_changed.connect(told.append)
    view = ViewOptions(mirror=True, order=BarOrder.VALENCE, numbers=False, span=300, timing=True)
    page.set_view(view)
    page.set_view(view)
    assert told == [view]
    assert page.video.mirrored
    assert page.plot.span == 300
    assert not page.timing.isHidden()
    page.show_readings([reading(1, 0.9)])
    assert page.panel.headline == "Happy"
    page.row.buttons["mirror"].click()
    assert told[-1] == replace(view, mirror=False)
    assert page.view == told[-1]


def test_a_new_bundle_with_other_labels_begins_anew_and_old_readings_are_left_out(page):
    page.show_readings([reading(1, 0.9)])
    page.show_state(EngineState(Phase.RUNNING, "", INFO, replace(CARD, labels=("fear", "calm", "sad"))))
    assert page.panel.bars.labels == ("fear", "calm", "sad")
    page.show_readings([reading(1, 0.9, 2.3)])
    assert page.panel.bars.winner is None


def test_a_state_that_is_told_again_does_not_empty_the_bars(page):
    page.show_readings([reading(1, 0.9)])
    page.show_state(EngineState(Phase.RUNNING, "", INFO, CARD, device="cuda:0"))
    assert page.panel.bars.winner == "happy"


def test_where_height_is_scarce_plot_and_controls_make_room_for_picture_and_bars(page, qtbot):
    page.set_view(ViewOptions(timing=True))
    page.show()
    for height, there in ((640, True), (390, False), (640, True)):
        page.resize(1024, height)
        qtbot.wait(10)
        assert [part.isVisible() for part in (page.plot, page.timing, page.controls)] == [there] * 3
        assert page.row.geometry().top() > page.video.geometry().bottom()
        assert page.verdicts.geometry().bottom() < page.height()
