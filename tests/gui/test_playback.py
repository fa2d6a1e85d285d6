"""Films and sessions on the playback page: the real player, the real analysis, a small model."""

import time
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication

from core.playback.analysis_view import AnalysisState
from core.sessions import SessionState, SessionStore, verdict
from fer_desktop.player import Activity
from fer_desktop.window import MainWindow
from support import session_logs
from support.mjpeg_server import MjpegServer
from support.small_inputs import tiny_bundle, video
from support.videos import cut_in_half, make_video

WAIT_MS = 30_000


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """Five clips of 64 frames, every 4 frames, in 80 frames."""
    return video(tmp_path / "short film.avi", 80)


@pytest.fixture
def camera():
    """A camera on loopback that shows noise."""
    rng = np.random.default_rng(0)
    with MjpegServer([rng.integers(0, 256, (48, 64, 3), dtype=np.uint8) for _ in range(30)]) as server:
        yield server


def state(window: MainWindow) -> AnalysisState | None:
    path = window.watching_again.playing.path
    view = window.watching_again.playing.analyses.view(path) if path else None
    return view.state if view else None


def through(window: MainWindow) -> bool:
    """The film is there, and all that is to be known of it is shown."""
    page = window.playback
    shown = page.session is not None and page.session.info.state is SessionState.COMPLETE
    return shown and page.view.frame is not None and page.analysis.view.share == 1.0


def opened(open_window, qtbot, film: Path, **options: object) -> MainWindow:
    window = open_window(str(film), **options)
    qtbot.waitUntil(lambda: through(window), timeout=WAIT_MS)
    return window


def frame(window: MainWindow) -> int:
    shown = window.playback.view.frame
    return -1 if shown is None else shown.index


def test_a_video_is_analysed_and_judged_as_a_whole(open_window, qtbot, film):
    window = open_window()
    window.open_source(str(film))
    assert window.playback.isVisible()
    qtbot.waitUntil(lambda: through(window), timeout=WAIT_MS)
    page = window.playback
    assert "short film.avi" in window.windowTitle()
    assert window.tool_bar.source.chosen == "short film.avi"
    assert not window.tool_bar.start.isVisible()
    whole = verdict(page.session.readings)
    assert whole.clips == 5
    assert page.verdicts.whole_tile.lines()[-1].endswith("5 clips")
    assert page.timeline.duration == pytest.approx(80 / 30)
    assert page.timeline.canvas.labels == ("angry", "happy", "sad")
    assert page.transport.frame == "frame 1 / 80"
    assert page.analysis.texts[0] == "Analysed"
    assert page.export.isEnabled()
    with SessionStore.open() as store:
        (info,) = store.sessions()
    assert info.readings == 5


def test_what_was_analysed_before_is_there_again_at_once(open_window, qtbot, film):
    window = opened(open_window, qtbot, film)
    before = window.playback.session.readings.vote
    window.close()
    again = opened(open_window, qtbot, film)
    assert state(again) is AnalysisState.KEPT
    np.testing.assert_array_equal(again.playback.session.readings.vote, before)
    with SessionStore.open() as store:
        assert len(store.sessions()) == 1


def test_space_plays_and_stops(open_window, qtbot, film):
    window = opened(open_window, qtbot, film)
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window.playback, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.playback.transport.playing and frame(window) > 3, timeout=WAIT_MS)
    qtbot.keyClick(window.playback, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not window.playback.transport.playing, timeout=5_000)
    at = window.playback.timeline.position
    qtbot.wait(60)
    assert window.playback.timeline.position == pytest.approx(at, abs=0.05)
    assert window.player.activity is Activity.IDLE


def test_arrows_go_from_frame_to_frame(open_window, qtbot, film):
    window = opened(open_window, qtbot, film)
    window.playback.setFocus()
    for expected in (1, 2, 3):
        qtbot.keyClick(window.playback, Qt.Key.Key_Right)
        qtbot.waitUntil(lambda expected=expected: frame(window) == expected, timeout=5_000)
    qtbot.keyClick(window.playback, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: frame(window) == 2, timeout=5_000)
    qtbot.waitUntil(lambda: window.playback.transport.frame == "frame 3 / 80", timeout=5_000)


def test_a_click_on_the_timeline_shows_the_very_frame(open_window, qtbot, film):
    window = opened(open_window, qtbot, film)
    canvas = window.playback.timeline.canvas
    where = QPointF(canvas.x_of(1.51), canvas.areas.curves.center().y()).toPoint()
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=where)
    qtbot.waitUntil(lambda: frame(window) == 45, timeout=5_000)  # from 1.5 s on
    qtbot.waitUntil(lambda: window.playback.timeline.position == pytest.approx(1.5), timeout=5_000)
    picture = window.playback.view.frame.image
    assert picture[0, 0].tolist() == pytest.approx([160, 90, 90], abs=12)  # the ground of frame 45


def test_the_verdict_on_a_selection_is_that_of_its_clips(open_window, qtbot, film):
    window = opened(open_window, qtbot, film)
    page, canvas = window.playback, window.playback.timeline.canvas
    y = round(canvas.areas.ruler.center().y())
    first, last = (QPointF(canvas.x_of(seconds), y).toPoint() for seconds in (0.1, 2.55))
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=first)
    qtbot.mouseMove(canvas, last)
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=last)
    assert page.timeline.selection == pytest.approx((0.1, 2.55), abs=0.02)
    inside = page.session.readings.between(*page.timeline.selection)
    assert len(inside) == 3  # those that begin at 4, 8 and 12 of 30 frames a second, and end by 75
    expected = verdict(inside)
    assert page.verdicts.selection_tile.lines()[-1].endswith("3 of 5")
    assert page.verdicts.selection_tile.winner == page.session.info.labels[int(np.argmax(expected.pbv))]


def test_a_selection_is_played_again_and_again(open_window, qtbot, film):
    window = opened(open_window, qtbot, film)
    page = window.playback
    page.timeline.set_selection(0.5, 0.9)
    page.transport.buttons["loop"].click()
    player = window.watching_again.playing.film.player
    assert player.loop == pytest.approx((0.5, 0.9))
    page.transport.play_toggled.emit()
    seen: list[float] = []

    def twice_around() -> bool:
        seen.append(player.position_s)
        return sum(later < earlier - 0.2 for earlier, later in pairwise(seen)) >= 2

    qtbot.waitUntil(twice_around, timeout=WAIT_MS)
    assert max(seen[seen.index(max(seen)) :]) <= 0.95
    page.transport.buttons["loop"].click()
    assert player.loop is None


def test_the_speed_chosen_for_one_film_holds_for_the_next(open_window, qtbot, film, tmp_path):
    window = opened(open_window, qtbot, film)
    qtbot.keyClick(window.playback, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert window.watching_again.playing.film.player.speed == 1.5
    assert window.playback.transport.speed.text().startswith("1.5")
    qtbot.keyClick(window.playback, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert window.watching_again.playing.film.player.speed == 2.0
    window.open_source(str(video(tmp_path / "next.avi", 70)))
    assert window.watching_again.playing.film.player.speed == 2.0


def test_other_settings_are_another_analysis(open_window, qtbot, film, tmp_path):
    window = opened(open_window, qtbot, film)
    window.live.controls.hop_box.setValue(8)
    qtbot.waitUntil(lambda: through(window) and len(window.playback.session.readings) == 3, timeout=WAIT_MS)
    other = tiny_bundle(tmp_path / "other", labels=("fear", "calm", "disgust"))
    window.open_bundle(str(other))
    qtbot.waitUntil(lambda: through(window) and window.playback.session.info.labels[0] == "fear", timeout=WAIT_MS)
    assert window.playback.timeline.canvas.labels == ("fear", "calm", "disgust")


def test_several_videos_are_a_queue_and_a_bad_one_stops_nobody(open_window, qtbot, film, tmp_path):
    bad = tmp_path / "bad.mp4"
    bad.write_bytes(b"no video")
    other = video(tmp_path / "other.avi", 90)
    window = open_window()
    window.open_videos([film, bad, other])
    playing = window.watching_again.playing
    qtbot.waitUntil(lambda: all(view.state.over for view in playing.analyses.views()), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: through(window), timeout=WAIT_MS)
    states = {view.request.path.name: view.state for view in playing.analyses.views()}
    assert states == {
        "short film.avi": AnalysisState.COMPLETE,
        "bad.mp4": AnalysisState.FAILED,
        "other.avi": AnalysisState.COMPLETE,
    }
    assert window.playback.queue.isVisible()
    window.playback.queue.shown_asked.emit(str(other))
    qtbot.waitUntil(lambda: through(window) and "other.avi" in window.windowTitle(), timeout=WAIT_MS)
    assert window.playback.timeline.duration == pytest.approx(3.0)
    window.playback.queue.cleared.emit()
    assert [view.request.path.name for view in playing.analyses.views()] == ["other.avi"]


def test_a_video_that_was_cut_off_is_played_with_a_warning(open_window, qtbot, tmp_path):
    path = cut_in_half(make_video(tmp_path / "cut off.mkv", frames=40))
    window = open_window(str(path))
    qtbot.waitUntil(lambda: through(window), timeout=WAIT_MS)
    assert "frames" in window.playback.analysis.texts[2]


def test_what_is_no_video_leads_back_to_where_another_one_can_be_chosen(open_window, qtbot, tmp_path):
    path = tmp_path / "no video.mp4"
    path.write_bytes(b"nothing")
    window = open_window(str(path))
    qtbot.waitUntil(lambda: window.welcome.isVisible() and bool(window.banners.banners()), timeout=WAIT_MS)
    assert "video" in window.banners.banners()[0].title


def test_a_camera_is_not_slowed_by_an_analysis(open_window, qtbot, camera, film, tmp_path):
    slow = str(tiny_bundle(tmp_path / "slow", depth=6, resolution=112))
    window = open_window(bundle=slow)
    window.open_source(str(film))
    window.open_source(camera.url)
    playing = window.watching_again.playing
    qtbot.waitUntil(lambda: window.live.panel.bars.winner is not None, timeout=WAIT_MS)
    (view,) = playing.analyses.views()
    assert view.state in (AnalysisState.PAUSED, AnalysisState.WAITING)
    window.toggle()
    qtbot.waitUntil(lambda: playing.analyses.views()[0].state is AnalysisState.COMPLETE, timeout=WAIT_MS)


def test_a_recording_that_waits_for_a_camera_does_not_begin_with_a_film(open_window, qtbot, film, recordings):
    window = open_window()
    window.tool_bar.record.setEnabled(True)
    window.tool_bar.record.click()
    assert window.player.recorder.wanted
    window.open_source(str(film))
    assert not window.player.recorder.wanted
    qtbot.waitUntil(lambda: through(window), timeout=WAIT_MS)
    assert not recordings.exists()


def test_a_recorded_session_is_opened_on_the_timeline(open_window, qtbot):
    log = session_logs.begin(SessionStore.open())
    log.write([session_logs.reading(number) for number in range(30)])
    log.close(SessionState.COMPLETE)
    window = open_window()
    window.actions_["sessions"].trigger()
    assert window.sessions.isVisible()
    window.sessions.open_asked.emit("one")
    qtbot.waitUntil(lambda: window.playback.session is not None, timeout=WAIT_MS)
    page = window.playback
    assert page.isVisible()
    assert page.view.message[0] == "No pictures"
    assert page.timeline.duration == pytest.approx(29 * 4 / 30 + 2)
    assert not page.transport.isEnabled()
    assert "Interview" in window.windowTitle()
    canvas = page.timeline.canvas
    where = QPointF(canvas.x_of(3.0), canvas.areas.curves.center().y()).toPoint()
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=where)
    assert page.timeline.position == pytest.approx(3.0, abs=0.02)


def test_a_camera_goes_on_behind_a_session_and_escape_leads_back_to_it(open_window, qtbot, camera):
    log = session_logs.begin(SessionStore.open())
    log.write([session_logs.reading(0)])
    log.close(SessionState.COMPLETE)
    window = open_window(camera.url)
    qtbot.waitUntil(lambda: window.live.panel.bars.winner is not None, timeout=WAIT_MS)
    window.watching_again.open_session("one")
    qtbot.waitUntil(lambda: window.playback.session is not None, timeout=WAIT_MS)
    assert window.player.activity is Activity.RUNNING
    window.dismiss()
    assert window.live.isVisible()
    assert window.tool_bar.start.isVisible()


def test_up_and_down_choose_the_face_that_the_verdict_is_about(open_window, qtbot):
    log = session_logs.begin(SessionStore.open())
    log.write([session_logs.reading(number, face_id=number % 3 + 1) for number in range(30)])
    log.close(SessionState.COMPLETE)
    window = open_window()
    window.watching_again.open_session("one")
    qtbot.waitUntil(lambda: window.playback.session is not None, timeout=WAIT_MS)
    page = window.playback
    assert page.face == 1
    for step, expected in ((1, 2), (1, 3), (1, 1), (-1, 3)):
        page.view.step_asked.emit(step)
        assert page.face == expected
    assert page.verdicts.whole_tile.lines()[-1].endswith("10 clips")


def test_a_session_whose_video_has_changed_says_so(open_window, qtbot, film, tmp_path):
    window = opened(open_window, qtbot, film)
    with SessionStore.open() as store:
        (info,) = store.sessions()
    video(film, 100)
    window.watching_again.open_session(info.session_id)
    qtbot.waitUntil(lambda: bool(window.banners.banners()), timeout=WAIT_MS)
    assert "another one than when it was analysed" in window.banners.banners()[0].title


def test_a_session_whose_video_is_gone_shows_its_lines(open_window, qtbot, film):
    window = opened(open_window, qtbot, film)
    with SessionStore.open() as store:
        (info,) = store.sessions()
    window.watching_again.playing.film.shut()
    film.unlink()
    window.watching_again.open_session(info.session_id)
    qtbot.waitUntil(lambda: window.playback.view.message[0] == "The video is gone", timeout=WAIT_MS)
    assert len(window.playback.session.readings) == 5
    assert not window.playback.transport.isEnabled()


def test_what_is_on_the_page_can_be_exported(open_window, qtbot, film, tmp_path):
    from PySide6.QtWidgets import QFileDialog

    window = opened(open_window, qtbot, film)
    page, target = window.playback, tmp_path / "out.clips.csv"
    page.export.formats.aboutToShow.emit()
    page.export.formats.actions()[0].trigger()
    (dialog,) = window.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(target))
    dialog.reject()
    qtbot.waitUntil(target.is_file, timeout=WAIT_MS)
    assert len(target.read_text("utf-8").splitlines()) == 6
    qtbot.waitUntil(lambda: "out.clips.csv" in page.exports.line.text(), timeout=5_000)
    qtbot.waitUntil(lambda: not window.findChildren(QFileDialog))


def test_to_analyse_a_replaced_video_again_shows_the_new_one(open_window, qtbot, film):
    window = opened(open_window, qtbot, film)
    video(film, 110)
    window.playback.analysis.again_asked.emit()
    qtbot.waitUntil(lambda: through(window) and window.playback.transport.frame.endswith("/ 110"), timeout=WAIT_MS)
    assert len(window.playback.session.readings) == 12


def test_a_warning_is_there_when_the_session_is_opened_from_the_list(open_window, qtbot, tmp_path):
    path = cut_in_half(make_video(tmp_path / "cut off.mkv", frames=40))
    window = open_window(str(path))
    qtbot.waitUntil(lambda: through(window), timeout=WAIT_MS)
    warning = window.playback.analysis.texts[2]
    with SessionStore.open() as store:
        (info,) = store.sessions()
    window.watching_again.open_session(info.session_id)
    qtbot.waitUntil(lambda: window.playback.analysis.texts[2] == warning, timeout=WAIT_MS)


def test_nothing_is_kept_where_the_settings_say_so(open_window, qtbot, film):
    window = open_window()
    window._settings.keep_analyses = False
    window.open_source(str(film))
    qtbot.waitUntil(lambda: through(window), timeout=WAIT_MS)
    with SessionStore.open() as store:
        assert store.sessions() == []


def test_closing_in_the_middle_is_quick_and_clean(open_window, qtbot, film, tmp_path):
    slow = str(tiny_bundle(tmp_path / "slow", depth=6, resolution=112))
    window = open_window(str(film), bundle=slow)
    qtbot.waitUntil(lambda: state(window) is AnalysisState.RUNNING, timeout=WAIT_MS)
    began = time.monotonic()
    window.close()
    assert window.ended_cleanly
    assert time.monotonic() - began < 2.0
    QApplication.processEvents()
    with SessionStore.open() as store:
        assert [info.state for info in store.sessions()] in ([], [SessionState.CANCELLED])


@pytest.mark.slow
def test_a_real_video_has_boxes_and_labels_at_the_face(open_window, qtbot, shared):
    window = open_window(str(shared / "videos/pyfeat/single_face.mp4"), bundle="starter")
    qtbot.waitUntil(lambda: through(window), timeout=60_000)
    window.watching_again.playing.film.player.seek_seconds(1.2)
    qtbot.waitUntil(lambda: frame(window) > 30, timeout=5_000)
    (face,) = window.playback.view.faces
    assert face.face_id == 1
    assert window.playback.view.labels_of == {1: "happy"}


@pytest.mark.slow
def test_a_video_without_a_face_gives_no_verdict(open_window, qtbot, shared):
    window = open_window(str(shared / "videos/pyfeat/no_face.mp4"), bundle="starter")
    qtbot.waitUntil(lambda: through(window), timeout=60_000)
    assert window.playback.session.info.scored == 0
    assert window.playback.verdicts.whole_tile.winner is None
