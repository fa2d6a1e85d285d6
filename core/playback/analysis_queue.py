"""Videos that are to be analysed, one after the other, in one thread. One that fails does not stop the others."""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from core.playback.analysis_key import AnalysisRequest
from core.playback.analysis_view import AnalysisState, AnalysisView
from core.playback.video_analysis import VideoAnalysis
from core.sessions.record import Session
from core.sessions.recording import OpenStore
from core.sessions.store import SessionStore

if TYPE_CHECKING:
    from core.model import Predictor

_log = logging.getLogger(__name__)


class AnalysisQueue:
    """Every method returns at once and may be called from any thread, but `close`.

    on_change(path): something about this video is new; called from the thread that works, or from the caller's.
    open_store: opens the database of sessions.
    """

    def __init__(self, on_change: Callable[[Path], None], open_store: OpenStore = SessionStore.open) -> None:
        self._on_change, self._open_store = on_change, open_store
        self._news = threading.Condition()  # guards what follows, and wakes the thread
        self._jobs: dict[Path, VideoAnalysis] = {}  # in the order of the queue
        self._current: VideoAnalysis | None = None
        self._paused: set[Path] = set()
        self._held = self._closing = False
        self._thread: threading.Thread | None = None
        self._loaded: tuple[tuple[object, ...], Predictor] | None = None  # which one, and the predictor

    def add(self, request: AnalysisRequest, *, fresh: bool = False) -> None:
        """Analyses a video after those that wait already; nothing when it is in the queue, with the same wish.

        fresh: again, even if it was before.
        """
        path = request.path
        with self._news:
            there = self._jobs.get(path)
            if there and there.request == request and not fresh and not there.view.state.over:
                return
            if there:
                there.cancel()
            self._jobs[path] = VideoAnalysis(request, fresh=fresh, on_change=lambda: self._on_change(path))
            self._paused.discard(path)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="fer-analysis", daemon=True)
                self._thread.start()
            self._news.notify_all()
        self._on_change(path)

    def views(self) -> list[AnalysisView]:
        """How every video stands, in the order of the queue."""
        with self._news:
            return [job.view for job in self._jobs.values()]

    def view(self, path: Path) -> AnalysisView | None:
        """How this one stands; None when it is not in the queue."""
        with self._news:
            job = self._jobs.get(path)
        return job.view if job else None

    def session(self, path: Path) -> Session | None:
        """What is known of this video by now."""
        with self._news:
            job = self._jobs.get(path)
        return job.session() if job else None

    def first(self, path: Path) -> None:
        """This one is analysed next; one that is being analysed goes on."""
        with self._news:
            if path in self._jobs:
                self._jobs = {path: self._jobs.pop(path), **self._jobs}
        self._on_change(path)

    def pause(self, path: Path, paused: bool = True) -> None:
        """Its analysis rests, or goes on. Those that wait behind it wait."""
        with self._news:
            (self._paused.add if paused else self._paused.discard)(path)
            self._news.notify_all()

    def is_paused(self, path: Path) -> bool:
        """Whether its analysis is to rest."""
        with self._news:
            return path in self._paused

    def hold(self, held: bool) -> None:
        """Everything rests: a camera is on, and nothing may slow it."""
        with self._news:
            self._held = held
            self._news.notify_all()

    def cancel(self, path: Path) -> None:
        """Calls it off. What was read of it stays until it is removed."""
        with self._news:
            job = self._jobs.get(path)
            if job is None or job.view.state.over:
                return
            job.cancel()
            self._paused.discard(path)
            waiting = job is not self._current
            self._news.notify_all()
        if waiting:
            job.tell(state=AnalysisState.CANCELLED)

    def remove(self, path: Path) -> None:
        """It is not in the queue any more."""
        self.cancel(path)
        with self._news:
            self._jobs.pop(path, None)
        self._on_change(path)

    def close(self, timeout: float = 5.0) -> bool:
        """Calls everything off, and waits `timeout` seconds at most; False when the thread has not ended."""
        with self._news:
            self._closing = True
            for job in self._jobs.values():
                job.cancel()
            thread = self._thread
            self._news.notify_all()
        if thread is not None:
            thread.join(timeout)
        return thread is None or not thread.is_alive()

    # What follows runs in the thread.

    def _run(self) -> None:
        while (job := self._next()) is not None:
            try:
                job.run(self._open_store, self._load, lambda job=job: self._rest(job))  # type: ignore[misc]
            except Exception:  # of whoever is told; the videos that wait can do nothing about it
                _log.exception("an analysis could not be run")
            finally:
                with self._news:
                    self._current = None
        if self._loaded:
            with suppress(Exception):
                self._loaded[1].close()
            self._loaded = None

    def _next(self) -> VideoAnalysis | None:
        with self._news:
            while not self._closing:
                waiting = [job for job in self._jobs.values() if job.view.state is AnalysisState.WAITING]
                waiting = [job for job in waiting if not job.cancelled and job.request.path not in self._paused]
                if waiting and not self._held:
                    self._current = waiting[0]
                    return waiting[0]
                self._news.wait()
        return None

    def _rest(self, job: VideoAnalysis) -> float:
        """Waits as long as the job is paused; returns for how many seconds."""

        def resting() -> bool:
            return (self._held or job.request.path in self._paused) and not job.cancelled

        if not resting():
            return 0.0
        since, before = time.monotonic(), job.view.state
        job.flush()
        job.tell(state=AnalysisState.PAUSED)
        with self._news:
            self._news.wait_for(lambda: not resting())
        job.tell(state=before)
        return time.monotonic() - since

    def _look(self, _done: float, _clips: int) -> None:
        """Raises Cancelled within a forward pass of an analysis that was called off."""
        if self._current is not None:
            self._current.look()

    def _load(self, request: AnalysisRequest) -> "Predictor":
        """The predictor of a request; the one of the request before where nothing about it has changed."""
        import torch

        from core.live.between_blocks import look_between_blocks
        from core.model import load_bundle
        from core.model.bundle.files import find_bundle, read_card
        from core.model.device import torch_threads

        card = read_card(find_bundle(request.bundle))
        wanted = (request.bundle, request.device, request.precision, card.probes, card.encoder_sha256)
        if self._loaded is not None and self._loaded[0] == wanted:
            return self._loaded[1]
        if self._loaded is not None:
            self._loaded[1].close()
            self._loaded = None
        torch.set_num_threads(torch_threads())
        predictor = load_bundle(request.bundle, device=request.device, precision=request.precision)
        look_between_blocks(predictor.encoder, self._look)  # a forward pass may take half a minute
        self._loaded = wanted, predictor
        return predictor
