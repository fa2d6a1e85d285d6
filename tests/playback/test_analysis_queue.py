"""Videos are analysed ahead of their playback, kept, and found again."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.capture.video_file import VideoFile
from core.errors import BundleError, SourceError, StoreError
from core.model import load_bundle
from core.pipeline import Pipeline
from core.playback.analysis_key import AnalysisRequest, analysis_key, video_digest
from core.playback.analysis_queue import AnalysisQueue
from core.playback.analysis_view import AnalysisState
from core.sessions import SessionState, SessionStore, table_of
from support.small_inputs import tiny_bundle, video


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tiny_bundle(tmp_path_factory.mktemp("bundle") / "tiny"))


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return video(tmp_path_factory.mktemp("film") / "film.avi", 120)


class Watched:
    """A queue with a database of its own, and what it told."""

    def __init__(self, folder: Path, bundle: str) -> None:
        self.database, self.bundle = folder / "sessions.db", bundle
        self.states: list[tuple[str, AnalysisState]] = []
        self.queue = AnalysisQueue(self._heard, lambda: SessionStore.open(self.database))

    def _heard(self, path: Path) -> None:
        view = self.queue.view(path)
        if view and (not self.states or self.states[-1] != (path.name, view.state)):
            self.states.append((path.name, view.state))

    def add(self, path: Path, *, fresh: bool = False, **changes: object) -> AnalysisRequest:
        request = AnalysisRequest(path, self.bundle, "cpu", **changes)  # type: ignore[arg-type]
        self.queue.add(request, fresh=fresh)
        return request

    def state(self, path: Path) -> AnalysisState:
        view = self.queue.view(path)
        assert view
        return view.state

    def until_over(self, path: Path) -> AnalysisState:
        wait_for(lambda: self.state(path).over)
        return self.state(path)

    def sessions(self):
        with SessionStore.open(self.database) as store:
            return store.sessions()


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


@pytest.fixture
def watched(tmp_path, bundle) -> Iterator[Watched]:
    one = Watched(tmp_path, bundle)
    yield one
    assert one.queue.close()


def in_turn(path: Path, bundle: str, hop: int = 4):
    """The readings of a video, one step after the other, in one thread."""
    source = VideoFile(path)
    pipeline, found = Pipeline(load_bundle(bundle), source.info, hop=hop), []
    while frame := source.read():
        pipeline.ingest(frame)
        found += pipeline.poll()
    found += pipeline.finish()
    pipeline.close()
    source.close()
    return table_of(found, ("angry", "happy", "sad"))


def test_an_analysis_reads_what_a_step_by_step_one_reads(watched, film, bundle):
    watched.add(film, hop=1)
    assert watched.until_over(film) is AnalysisState.COMPLETE
    session, expected = watched.queue.session(film), in_turn(film, bundle, hop=1)
    assert session
    assert len(expected) == 57
    for column in ("clip_index", "first_frame", "last_frame", "posterior", "vote", "start", "end"):
        np.testing.assert_array_equal(getattr(session.readings, column), getattr(expected, column))
    view = watched.queue.view(film)
    assert (view.share, view.session_id) == (1.0, session.info.session_id)
    assert view.duration_s == pytest.approx(4.0)


def test_it_is_kept_as_a_session(watched, film):
    watched.add(film, window=None)
    watched.until_over(film)
    (info,) = watched.sessions()
    assert (info.state, info.path, info.title) == (SessionState.COMPLETE, str(film), "film")
    assert info.settings == {"hop": 4, "window": None, "device": "cpu", "precision": "fp32"}
    assert info.duration_s == pytest.approx(4.0)
    assert info.digest == video_digest(film, None)
    with SessionStore.open(watched.database) as store:
        kept = store.read(info.session_id)
    np.testing.assert_array_equal(kept.readings.posterior, watched.queue.session(film).readings.posterior)


def test_what_was_analysed_before_is_there_at_once_and_needs_no_model(watched, film, tmp_path, bundle):
    watched.add(film)
    watched.until_over(film)
    again = Watched(tmp_path, bundle)
    again.queue._load = None  # nobody may load anything
    again.add(film)
    assert again.until_over(film) is AnalysisState.KEPT
    view = again.queue.view(film)
    assert view.share == 1.0
    assert view.analysed_at == watched.sessions()[0].started
    ours, before = again.queue.session(film).readings, watched.queue.session(film).readings
    np.testing.assert_array_equal(ours.vote, before.vote)
    assert again.queue.close()


@pytest.mark.parametrize("moved", [True, False])
def test_the_same_video_by_another_name_is_known(watched, tmp_path, moved):
    film, copy = video(tmp_path / "film.avi", 80), tmp_path / "copy.avi"
    watched.add(film)
    watched.until_over(film)
    copy.write_bytes(film.read_bytes())
    if moved:
        film.unlink()
    watched.add(copy)
    assert watched.until_over(copy) is AnalysisState.KEPT
    assert [info.path for info in watched.sessions()] == [str(copy if moved else film)]


@pytest.mark.parametrize("change", [{"hop": 8}, {"window": 4}])
def test_other_settings_are_another_analysis(watched, film, change):
    watched.add(film)
    watched.until_over(film)
    watched.add(film, **change)
    assert watched.until_over(film) is AnalysisState.COMPLETE
    assert len(watched.sessions()) == 2


def test_a_video_that_has_changed_is_analysed_anew(watched, tmp_path):
    path = video(tmp_path / "film.avi", 80)
    watched.add(path)
    watched.until_over(path)
    video(path, 90)
    watched.add(path)
    assert watched.until_over(path) is AnalysisState.COMPLETE
    assert len({info.digest for info in watched.sessions()}) == 2


def test_what_an_older_version_kept_is_not_used(watched, film, monkeypatch):
    watched.add(film)
    watched.until_over(film)
    monkeypatch.setattr("core.playback.analysis_key.ANALYSIS_VERSION", 999)
    watched.add(film)
    assert watched.until_over(film) is AnalysisState.COMPLETE


def test_again_means_again(watched, film):
    watched.add(film)
    watched.until_over(film)
    watched.add(film, fresh=True)
    assert watched.until_over(film) is AnalysisState.COMPLETE


def test_the_key_depends_on_all_that_readings_depend_on(bundle, tmp_path):
    request = AnalysisRequest(Path("film.avi"), bundle)
    other = str(tiny_bundle(tmp_path / "other", labels=("angry", "happy", "calm")))
    keys = [
        analysis_key(one, digest)
        for one, digest in (
            (request, "a"),
            (request, "b"),
            (replace(request, hop=5), "a"),
            (replace(request, window=None), "a"),
            (replace(request, precision="bf16"), "a"),
            (replace(request, bundle=other), "a"),
        )
    ]
    assert len(set(keys)) == len(keys)
    assert analysis_key(replace(request, path=Path("elsewhere.avi"), device="cuda", picture=True), "a") == keys[0]


def test_one_bad_file_does_not_stop_the_others(watched, film, tmp_path):
    bad, missing = tmp_path / "bad.avi", tmp_path / "missing.avi"
    bad.write_bytes(b"no video at all")
    for path in (bad, missing, film):
        watched.add(path)
    watched.until_over(film)
    views = watched.queue.views()
    assert [view.state for view in views] == [AnalysisState.FAILED, AnalysisState.FAILED, AnalysisState.COMPLETE]
    assert [type(view.error) for view in views] == [SourceError, SourceError, type(None)]
    assert [info.title for info in watched.sessions()] == ["film"]


def test_a_bundle_that_is_not_there_is_said(watched, film):
    watched.bundle = "/nowhere/bundle"
    watched.add(film)
    assert watched.until_over(film) is AnalysisState.FAILED
    assert isinstance(watched.queue.view(film).error, BundleError)


@pytest.fixture(scope="module")
def slow(tmp_path_factory) -> str:
    return str(tiny_bundle(tmp_path_factory.mktemp("slow") / "tiny", depth=6, resolution=112))


def test_pause_rests_and_goes_on_where_it_was(watched, film, slow):
    watched.bundle = slow
    watched.add(film)
    wait_for(lambda: (watched.queue.view(film).done_s or 0) > 0)
    watched.queue.pause(film)
    wait_for(lambda: watched.state(film) is AnalysisState.PAUSED)
    done = watched.queue.view(film).done_s
    time.sleep(0.1)
    assert watched.queue.view(film).done_s == done
    assert watched.sessions()[0].state is SessionState.OPEN
    watched.queue.pause(film, paused=False)
    assert watched.until_over(film) is AnalysisState.COMPLETE
    assert [state for _, state in watched.states].count(AnalysisState.PAUSED) == 1
    assert len(watched.queue.session(film).readings) == 15


def test_everything_rests_while_it_is_held(watched, film):
    watched.queue.hold(True)
    watched.add(film)
    time.sleep(0.1)
    assert watched.state(film) is AnalysisState.WAITING
    watched.queue.hold(False)
    assert watched.until_over(film) is AnalysisState.COMPLETE


def test_what_is_cancelled_stays_as_far_as_it_came(watched, film, slow):
    watched.bundle = slow
    watched.add(film)
    wait_for(lambda: watched.queue.session(film) is not None and len(watched.queue.session(film).readings) > 2)
    watched.queue.cancel(film)
    assert watched.until_over(film) is AnalysisState.CANCELLED
    (info,) = watched.sessions()
    assert info.state is SessionState.CANCELLED
    assert 2 < info.readings < 15
    assert len(watched.queue.session(film).readings) == info.readings
    watched.queue.remove(film)
    assert watched.queue.views() == []
    watched.add(film)
    assert watched.until_over(film) is AnalysisState.COMPLETE  # half an analysis is not taken for one
    assert [info.state for info in watched.sessions()] == [SessionState.COMPLETE]  # and makes room for a whole one


def test_one_that_waits_can_be_cancelled_or_come_first(watched, film, slow, tmp_path):
    watched.bundle = slow
    others = [video(tmp_path / f"{name}.avi", frames) for name, frames in zip("abc", (70, 71, 72), strict=True)]
    watched.add(film)
    wait_for(lambda: watched.state(film) is AnalysisState.RUNNING)
    for path in others:
        watched.add(path)
    a, _, c = others
    watched.queue.cancel(a)
    assert watched.state(a) is AnalysisState.CANCELLED
    watched.queue.first(c)
    wait_for(lambda: ("b.avi", AnalysisState.COMPLETE) in watched.states)
    done = [name for name, state in watched.states if state is AnalysisState.COMPLETE]
    assert done == ["film.avi", "c.avi", "b.avi"]


def test_closing_ends_what_is_on(tmp_path, film, slow):
    watched = Watched(tmp_path, slow)
    watched.add(film)
    wait_for(lambda: watched.state(film) is AnalysisState.RUNNING)
    assert watched.queue.close(5)
    assert not [thread for thread in threading.enumerate() if thread.name in ("fer-analysis", "frames-ahead")]
    (info,) = watched.sessions() or [None]
    assert info is None or info.state is SessionState.CANCELLED


def test_without_a_database_it_is_analysed_and_not_kept(tmp_path, film, bundle):
    def refuse() -> SessionStore:
        raise StoreError("the sessions cannot be opened")

    queue = AnalysisQueue(lambda _path: None, refuse)
    queue.add(AnalysisRequest(film, bundle, "cpu"))
    wait_for(lambda: queue.view(film).state.over)
    view = queue.view(film)
    assert view.state is AnalysisState.COMPLETE
    assert isinstance(view.not_kept, StoreError)
    assert view.session_id == ""
    assert len(queue.session(film).readings) == 15
    assert queue.close()


def test_nothing_is_kept_where_nothing_may_be(watched, film):
    watched.add(film, keep=False)
    assert watched.until_over(film) is AnalysisState.COMPLETE
    assert not watched.database.exists()
    assert watched.queue.view(film).not_kept is None


def test_a_video_that_ends_early_is_analysed_and_says_so(watched, film, tmp_path):
    cut = tmp_path / "cut.avi"
    cut.write_bytes(film.read_bytes()[: film.stat().st_size // 2])
    watched.add(cut)
    assert watched.until_over(cut) is AnalysisState.COMPLETE
    (warning,) = watched.queue.view(cut).warnings
    assert "cut off" in warning
    watched.queue.remove(cut)
    watched.add(cut)
    assert watched.until_over(cut) is AnalysisState.KEPT
    assert watched.queue.view(cut).warnings == (warning,)


@pytest.mark.parametrize("allowed", [True, False])
def test_a_thumbnail_is_kept_where_it_was_allowed(watched, film, allowed):
    watched.add(film, picture=allowed)
    watched.until_over(film)
    assert watched.sessions()[0].pictures is allowed


def test_a_video_that_changes_while_it_is_analysed_is_not_kept_as_what_it_was(watched, tmp_path, slow):
    watched.bundle = slow
    path = video(tmp_path / "film.avi", 120)
    watched.add(path)
    wait_for(lambda: watched.queue.view(path).done_s > 0)
    with path.open("ab") as file:
        file.write(b"more")
    assert watched.until_over(path) is AnalysisState.FAILED
    assert "changed while it was analysed" in str(watched.queue.view(path).error)
    assert [info.state for info in watched.sessions()] == [SessionState.FAILED]


def test_a_database_that_is_locked_fails_no_analysis(watched, film):
    SessionStore.open(watched.database).close()
    other = sqlite3.connect(watched.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    watched.add(film)
    wait_for(lambda: watched.queue.view(film).done_s > 0)
    other.execute("ROLLBACK")
    other.close()
    assert watched.until_over(film) is AnalysisState.COMPLETE
    assert watched.sessions()[0].readings == 15


def test_a_listener_that_breaks_does_not_stop_the_queue(tmp_path, film, bundle, caplog):
    broken = [True]

    def hear(_path: Path) -> None:
        if broken and threading.current_thread().name == "fer-analysis":
            broken.clear()
            raise RuntimeError("a bug in a view")

    queue = AnalysisQueue(hear, lambda: SessionStore.open(tmp_path / "sessions.db"))
    queue.add(AnalysisRequest(film, bundle, "cpu"))
    wait_for(lambda: not broken)
    other = video(tmp_path / "other.avi", 80)
    queue.add(AnalysisRequest(other, bundle, "cpu"))
    wait_for(lambda: queue.view(other).state is AnalysisState.COMPLETE)
    assert "could not be run" in caplog.text
    assert queue.close()


def test_a_failed_analysis_holds_on_to_no_pictures(watched, tmp_path):
    bad = tmp_path / "bad.avi"
    bad.write_bytes(b"no video")
    watched.add(bad)
    watched.until_over(bad)
    error = watched.queue.view(bad).error
    assert error.__traceback__ is None


def test_faces_are_found_ahead_and_kept(shared, tmp_path):
    """A real face, with the starter."""
    (path,) = shared.glob("videos/**/WolfgangLanger_Pexels.mp4")
    queue = AnalysisQueue(lambda _path: None, lambda: SessionStore.open(tmp_path / "sessions.db"))
    queue.add(AnalysisRequest(path, "starter", "cpu", hop=30, picture=True))
    wait_for(lambda: queue.session(path) is not None and len(queue.session(path).readings) > 0)
    queue.cancel(path)
    wait_for(lambda: queue.view(path).state.over)
    session = queue.session(path)
    assert session.readings.faces == (1,)
    ((face, box),) = session.tracks.at(60)
    assert face == 1
    assert box[2] > 50
    with SessionStore.open(tmp_path / "sessions.db") as store:
        (info,) = store.sessions()
        assert info.pictures
        np.testing.assert_array_equal(store.read(info.session_id).tracks.box, session.tracks.box)
    assert queue.close()
