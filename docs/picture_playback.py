"""The scenes of playback, sessions and settings. Videos are analysed, and sessions written, as the program does it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

from core.capture.demo import DemoSource
from core.sessions import Beginning, SessionLog, SessionState, SessionStore
from core.thumbnail import thumbnail
from docs.picture_stage import Stage, wait
from docs.picture_videos import no_video, one_portrait, three_portraits

_SEEN_S, _SELECTED = 12.2, (12.0, 17.5)  # of the video: the picture that is shown, and the part that is selected
_PATIENCE_S = 70.0


def playback(stage: Stage) -> None:
    video = one_portrait("interview-02.mp4")
    with stage.open() as window:
        window.open_videos([video])
        _wait_for_analysis(stage, video)
        window.playback.timeline.set_selection(*_SELECTED)
        window.playback.timeline.selection_changed.emit(_SELECTED)  # as a person does it
        _show_moment(stage, _SEEN_S)
        stage.shoot("playback")


def queue(stage: Stage) -> None:
    first, broken, last = (
        one_portrait("interview-01.mp4"),
        no_video("interview-03.mp4"),
        one_portrait("interview-04.mp4"),
    )
    three = three_portraits()
    with stage.open() as window:
        window.open_videos([first, broken, three, last])
        stage.wait_for(lambda: str(three) in window.playback.queue.rows)
        window.playback.queue.rows[str(three)].shown.click()
        analyses = window.watching_again.playing.analyses

        def far_enough() -> bool:
            view = analyses.view(three)
            return view is not None and view.share > 0.4

        stage.wait_for(far_enough, _PATIENCE_S)
        analyses.toggle_pause(three)  # both themes are to show the same
        wait(500)
        _show_moment(stage, 3.0)
        analyses.toggle_pause(three)
        wait(1000)
        stage.shoot("queue")


def sessions(stage: Stage) -> None:
    _fill_the_store()
    with stage.open() as window:
        window.actions_["sessions"].trigger()
        stage.wait_for(lambda: window.sessions.browser.list.table.rowCount() > 0)
        window.sessions.show_session("20261118-1")
        wait(1500)  # it is read in a thread
        stage.shoot("sessions")


def settings(stage: Stage) -> None:
    with stage.open() as window:
        stage.settings.keep_sessions_days = 90
        window.asked.settings.show("recording-folder")
        dialog = window.asked.settings.dialog
        assert dialog is not None
        dialog.tabs.tabBar().setFocus()
        wait(500)
        stage.shoot("settings")
        dialog.reject()


# What they need.


def _wait_for_analysis(stage: Stage, video: Path) -> None:
    analyses = stage.window.watching_again.playing.analyses

    def over() -> bool:
        view = analyses.view(video)
        return view is not None and view.state.over

    stage.wait_for(over, _PATIENCE_S)
    wait(500)


def _show_moment(stage: Stage, seconds: float) -> None:
    player = stage.window.watching_again.playing.film.player
    assert player is not None
    player.seek_seconds(seconds)
    wait(1500)  # the small pictures of the timeline come one after the other


@dataclass(frozen=True)
class _Kept:
    """A session that somebody might have. days: how long ago, in the order of the list."""

    session_id: str
    days: float
    name: str
    subject: str
    seconds: float
    source: str
    kind: str = "camera"
    faces: int = 1
    notes: str = ""
    state: SessionState = SessionState.COMPLETE
    picture: bool = True


_NEWEST = datetime.fromisoformat("2026-11-19T16:20:05+00:00")
_KEPT = (
    _Kept("20261119-1", 0.0, "", "", 20.0, "interview-02.mp4", "file"),
    _Kept("20261118-1", 1.1, "Second interview", "P07", 94.0, "Integrated Camera", notes="Window open; a phone rang."),
    _Kept("20261118-2", 1.3, "Second interview", "P06", 47.0, "Integrated Camera", state=SessionState.CUT_OFF),
    _Kept("20261117-1", 2.0, "Warm-up", "P07", 65.0, "rtsp://192.168.1.20/video", "stream", 2, picture=False),
    _Kept("20261112-1", 7.2, "First interview", "P07", 148.0, "Integrated Camera", notes="Glasses."),
    _Kept("20261112-2", 7.4, "First interview", "P06", 151.0, "Integrated Camera", faces=2),
    _Kept(
        "20261110-1", 9.0, "", "", 33.0, "group-discussion.mov", "file", 3, state=SessionState.CANCELLED, picture=False
    ),
    _Kept("20261103-1", 16.1, "Pilot", "P01", 70.0, "USB Microscope", faces=1),
)


def _fill_the_store() -> None:
    """Sessions of some weeks, in an own database: HOME is not the person's."""
    with SessionStore.open() as store:
        store.delete([info.session_id for info in store.sessions()])
    portrait = DemoSource(realtime=False)
    for number, kept in enumerate(_KEPT):
        _keep(kept, portrait.picture(70 * number), seed=number)


def _keep(kept: _Kept, picture: np.ndarray, seed: int) -> None:
    from support.sessions import make_session, readings_of

    session = make_session(
        seconds=kept.seconds,
        faces=kept.faces,
        kind=kept.kind,
        gaps=((0.3 * kept.seconds, 0.35 * kept.seconds),),
        seed=seed,
    )
    info, began = session.info, _NEWEST - timedelta(days=kept.days)
    source = replace(info.source, name=kept.source)
    log = SessionLog(
        SessionStore.open(),
        Beginning(kept.session_id, kept.name, kept.subject, source, info.labels, began, zero_s=info.zero_s),
    )
    log.use_bundle(session.bundles[0], began)
    log.use_settings({"hop": 4, "window": 8, "device": "cpu", "precision": "fp32"}, began)
    log.write(readings_of(session))
    log.lasted(kept.seconds)
    if kept.picture:
        log.use_thumbnail(thumbnail(picture))
    log.close(kept.state, "", began + timedelta(seconds=kept.seconds))
    with SessionStore.open() as store:
        store.edit(kept.session_id, notes=kept.notes)
