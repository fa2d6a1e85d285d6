"""One video's way through the pipeline, ahead of its playback."""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import Cancelled, FerError, SourceError, StoreError
from core.playback.analysis_key import AnalysisRequest, analysis_key, video_digest
from core.playback.analysis_view import AnalysisState, AnalysisView
from core.playback.file_mark import FileMark
from core.playback.growing_session import GrowingSession
from core.session import new_session_id
from core.sessions.log import Beginning, SessionLog, bundle_use
from core.sessions.record import Session, SessionInfo, SessionState
from core.sessions.recording import OpenStore
from core.sessions.store import SessionStore
from core.thumbnail import thumbnail
from core.types import Reading, SourceInfo

if TYPE_CHECKING:
    from core.frames_ahead import FramesAhead
    from core.model import Predictor
    from core.pipeline import Found, Pipeline

TELL_EVERY_S = 0.2
_SETTLED_S = 0.5  # of work, before anything is said about its pace

_log = logging.getLogger(__name__)

_ENDS = {
    AnalysisState.COMPLETE: SessionState.COMPLETE,
    AnalysisState.CANCELLED: SessionState.CANCELLED,
    AnalysisState.FAILED: SessionState.FAILED,
}


class VideoAnalysis:
    """An analysis, from the wish to its end. `run` is for the thread that works; the rest for any.

    view: how it stands. on_change(): it is another one; called in the thread that works, some times a second.
    """

    def __init__(self, request: AnalysisRequest, *, fresh: bool, on_change: Callable[[], None]) -> None:
        """fresh: it is analysed again even if it was before."""
        self.request = request
        self.view = AnalysisView(request)
        self._fresh, self._on_change = fresh, on_change
        self._cancelled = threading.Event()
        self._kept: Session | None = None
        self._growing: GrowingSession | None = None
        self._log: SessionLog | None = None
        self._told_at = 0.0
        self._picture_wanted = request.picture and request.keep

    @property
    def cancelled(self) -> bool:
        """Whether it was called off."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Calls it off; what was read stays."""
        self._cancelled.set()

    def session(self) -> Session | None:
        """What is known by now; None before it begins."""
        return self._kept or (self._growing.now() if self._growing else None)

    def tell(self, **changes: object) -> None:
        """Changes the view, and says so. For the thread that works, or while it waits."""
        self.view = replace(self.view, **changes)  # type: ignore[arg-type]
        self._told_at = time.monotonic()
        self._on_change()

    def run(
        self, open_store: OpenStore, load: Callable[[AnalysisRequest], "Predictor"], rest: Callable[[], float]
    ) -> None:
        """Analyses the video, or finds that it was. Raises nothing; how it went is in `view`.

        load: gives the predictor. rest: called between two steps of the work; waits as long as it is to rest, and
        returns for how many seconds it did.
        """
        state, error = AnalysisState.COMPLETE, None
        self.tell(state=AnalysisState.PREPARING)
        try:
            with ExitStack() as opened:
                store = self._open(open_store, opened) if self.request.keep else None
                before = FileMark.of(self.request.path)

                def look() -> None:
                    self.look()
                    rest()

                digest = video_digest(self.request.path, store, look)
                key = analysis_key(self.request, digest)
                if store and not self._fresh and self._find(store, key):
                    return
                look()
                self._analyse(load(self.request), digest, key, open_store if store else None, rest)
                if FileMark.of(self.request.path) != before:
                    what = "the video changed while it was analysed"
                    raise SourceError(what, where=self.request.path, hint="Analyse it again")
                if store:
                    self._make_room(store, key)
        except Cancelled:
            state = AnalysisState.CANCELLED
        except Exception as failure:
            if not isinstance(failure, FerError):
                _log.exception("the analysis of a video failed")
            state, error = AnalysisState.FAILED, _without_traces(failure)
        self._end(state, error)

    def look(self) -> None:
        """Raises Cancelled once it was called off."""
        if self.cancelled:
            raise Cancelled

    def _open(self, open_store: OpenStore, opened: ExitStack) -> SessionStore | None:
        """None, and a reason in the view, where the database cannot be used: the analysis itself does without."""
        try:
            return opened.enter_context(open_store())
        except StoreError as error:
            self.tell(not_kept=_without_traces(error))
            return None

    def _find(self, store: SessionStore, key: str) -> bool:
        """Whether it was analysed before. A database that does not answer is no reason to analyse nothing."""
        try:
            info = store.analysed(key)
            if info is None:
                return False
            if not Path(info.path).is_file():  # the same video, which was moved
                store.move(info.session_id, self.request.path)
            self._kept = store.read(info.session_id)
        except StoreError as error:
            self.tell(not_kept=_without_traces(error))
            return False
        self.tell(
            state=AnalysisState.KEPT,
            done_s=info.duration_s,
            duration_s=info.duration_s,
            session_id=info.session_id,
            analysed_at=info.started,
            warnings=tuple(event.message for event in self._kept.events if event.kind == "warning"),
        )
        return True

    def _make_room(self, store: SessionStore, key: str) -> None:
        """Attempts that came to no end say nothing that this one does not."""
        try:
            store.delete([one for one in store.incomplete(key) if one != self.view.session_id])
        except StoreError as error:
            _log.info("older attempts are still in the list of sessions: %s", error)

    def _analyse(
        self, predictor: "Predictor", digest: str, key: str, open_store: OpenStore | None, rest: Callable[[], float]
    ) -> None:
        from core.capture.video_file import VideoFile
        from core.frames_ahead import FramesAhead
        from core.model.side_by_side import SideBySide
        from core.pipeline import Pipeline

        request = self.request
        with ExitStack() as opened:
            source = VideoFile(request.path)
            opened.callback(source.close)
            side_by_side = SideBySide(predictor)
            opened.callback(side_by_side.close)
            pipeline = Pipeline(
                side_by_side, source.info, hop=request.hop, window=request.window, batch=side_by_side.lanes
            )
            opened.callback(pipeline.close)
            self._begin(predictor, source.info, digest, key, open_store)
            try:
                with FramesAhead(source, pipeline, self.look) as frames:
                    self._watch(frames, pipeline, rest)
                self._take(pipeline.finish())
            finally:
                self._warn(tuple(map(str, source.warnings)))

    def _watch(self, frames: "FramesAhead", pipeline: "Pipeline", rest: Callable[[], float]) -> None:
        began, interval = time.monotonic(), 1 / (self._info.source.fps or 30.0)
        for found in frames:
            self.look()
            pipeline.take(found)
            self._track(found)
            self._take(pipeline.poll())
            self.view = replace(self.view, done_s=found.frame.time + interval)
            worked = time.monotonic() - began
            if time.monotonic() - self._told_at > TELL_EVERY_S:
                self.tell(times_real=self.view.done_s / worked if worked > _SETTLED_S else 0.0)
            began += rest()
        self.look()
        if not self.view.done_s:
            raise SourceError("not a single picture could be decoded", where=self.request.path)

    def _begin(
        self, predictor: "Predictor", source: SourceInfo, digest: str, key: str, open_store: OpenStore | None
    ) -> None:
        request, card, now = self.request, predictor.card, datetime.now(UTC)
        path = str(request.path)
        settings: dict[str, int | str | None] = {
            "hop": request.hop,
            "window": request.window,
            "device": str(predictor.device),
            "precision": str(predictor.precision),
        }
        beginning = Beginning(
            new_session_id(now), "", "", source, predictor.labels, now, path=path, digest=digest, analysis=key
        )
        self._info = SessionInfo(
            beginning.session_id, "", "", "", SessionState.OPEN, "", now, None, source, tuple(predictor.labels),
            path=path, digest=digest, settings=settings,
        )  # fmt: skip
        self._growing = GrowingSession(self._info, bundle_use(card, now))

        def begin() -> None:
            assert open_store is not None
            self._log = SessionLog(open_store(), beginning)
            self._log.use_bundle(card, now)
            self._log.use_settings(settings, now)

        if open_store is not None:
            self._attempt(begin)
        duration = source.frame_count / source.fps if source.frame_count and source.fps else 0.0
        self.tell(
            state=AnalysisState.RUNNING, duration_s=duration, session_id=beginning.session_id if self._log else ""
        )

    def _track(self, found: "Found") -> None:
        assert self._growing is not None
        frame, faces = found.frame, found.faces
        self._growing.track(frame.index, faces)
        self._keep(lambda log: log.track(frame.index, faces))
        if self._picture_wanted and (faces or frame.index == 0):  # the first one, unless there is one with a face
            self._picture_wanted = not faces
            self._keep(lambda log: log.use_thumbnail(thumbnail(frame.image)))

    def _take(self, readings: list[Reading]) -> None:
        assert self._growing is not None
        self._growing.add(readings)
        self._keep(lambda log: log.write(readings))

    def _warn(self, warnings: tuple[str, ...]) -> None:
        assert self._growing is not None
        self.view = replace(self.view, warnings=warnings)
        for warning in warnings:
            self._growing.event("warning", warning)
            self._keep(lambda log, warning=warning: log.event("warning", warning, datetime.now(UTC)))  # type: ignore[misc]

    def _end(self, state: AnalysisState, error: Exception | None) -> None:
        now, done_s = datetime.now(UTC), self.view.done_s
        duration = done_s if state is AnalysisState.COMPLETE else self.view.duration_s
        if self._growing:
            said = str(error) if error else ""
            self._growing.change(state=_ENDS[state], error=said, ended=now, duration_s=done_s)
            if self._growing.now().info.readings or state is AnalysisState.COMPLETE:
                self._keep(lambda log: log.lasted(done_s))
                self._keep(lambda log: log.close(_ENDS[state], said, now))
            else:
                self._keep(lambda log: log.discard())
                self.view = replace(self.view, session_id="")
        self._log = None
        readings = self._growing.now().info.readings if self._growing else 0
        _log.info("analysis %s: %d readings, %.1f times real time", state, readings, self.view.times_real)
        kept = "" if self.view.not_kept or not self._growing else self.view.session_id
        self.tell(state=state, error=error, duration_s=duration, session_id=kept)

    def flush(self) -> None:
        """Nothing may come for a while."""
        self._keep(lambda log: log.flush())

    def _keep(self, work: Callable[[SessionLog], None]) -> None:
        log = self._log
        if log is not None:
            self._attempt(lambda: work(log))

    def _attempt(self, work: Callable[[], None]) -> None:
        """The analysis goes on when the database does not: then it is only not kept."""
        try:
            work()
        except StoreError as error:
            log, self._log = self._log, None
            if log is not None:
                log.give_up(str(error))
            self.view = replace(self.view, not_kept=_without_traces(error), session_id="")


def _without_traces(error: Exception) -> Exception:
    """The error without what it holds on to: pictures, and the open files of a whole analysis."""
    seen: BaseException | None = error
    while seen is not None:
        seen.__traceback__ = None
        seen = seen.__cause__ or seen.__context__
    return error
