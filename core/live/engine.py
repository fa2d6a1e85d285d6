"""Runs one source through one bundle in two threads: capture (source, faces, ring) and model (clips, votes).

One source, two policies: a live source never waits, and a slow model skips clips; a file is shown at its own pace and
waits for the model, so that nothing is skipped.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from functools import partial
from pathlib import Path

from core.capture import Source, SourceState, open_source
from core.clips.ring import shrunk
from core.errors import SourceError
from core.live.events import Event, EventKind
from core.live.mailbox import Mailbox, Picture
from core.live.pace import Pace
from core.live.reporter import Reporter
from core.live.state import EngineState, Phase
from core.live.statistics import Rate, Stats, percentile
from core.model.cards import BundleCard
from core.pipeline import Pipeline
from core.types import Face, Frame, Reading

WAIT_S = 0.25  # the longest sleep of a thread that was not woken
LET_GO_S = 3.0  # a source that was cancelled returns within 1.5 s; one that does not hangs in a driver


class Engine:
    """One run of a source through a bundle. Start it once, stop it once.

    spec, camera_format: what `open_source` takes. bundle, device: what `load_bundle` takes. hop, window: as in
    `Pipeline`. opener: opens the source, as `open_source` does.
    on_readings, on_state, on_event, on_frame, on_end: called from the engine's threads and expected to return at once.
    on_frame gets every frame of the source, in the capture thread. on_end is called exactly once, after everything
    else, with the error that ended the run or None.
    mailbox: the newest picture, to be pulled by a view.
    """

    def __init__(
        self,
        spec: str | int | Path,
        *,
        bundle: str | Path = "starter",
        device: str = "auto",
        hop: int = 4,
        window: int | None = 8,
        on_readings: Callable[[list[Reading]], None],
        on_state: Callable[[EngineState], None],
        on_end: Callable[[BaseException | None], None],
        on_event: Callable[[Event], None] = lambda event: None,
        on_frame: Callable[[Frame], None] | None = None,
        opener: Callable[..., Source] = open_source,
        camera_format: str = "",
    ) -> None:
        self.mailbox = Mailbox()
        self._spec, self._bundle, self._device_name = spec, bundle, device
        self._hop, self._window = hop, window
        self._on_readings, self._on_frame, self._on_end = on_readings, on_frame, on_end
        self._reporter = Reporter(on_state, on_event)
        self._opening = partial(opener, **({"camera_format": camera_format} if camera_format else {}))
        self._stop = threading.Event()
        self._changed = threading.Condition()  # guards what follows, and wakes whoever waits for it
        self._source: Source | None = None
        self._pipeline: Pipeline | None = None
        self._card: BundleCard | None = None
        self._lost = ""  # what a lost source says for now
        self._retry_at: float | None = None
        self._capture_ended = False
        self._ingested = self._polled = 0  # frames in the ring, and how many of them the model has looked at
        self._error: BaseException | None = None
        self._device = ""
        self._frame_rate, self._reading_rate = Rate(), Rate()
        self._latencies: deque[float] = deque(maxlen=100)
        self._threads = [
            threading.Thread(target=self._run_capture, name="fer-capture", daemon=True),
            threading.Thread(target=self._run_model, name="fer-model", daemon=True),
        ]

    def start(self) -> None:
        """Starts both threads and returns at once."""
        for thread in self._threads:
            thread.start()

    def stop(self, timeout: float = 2.0) -> bool:
        """Asks both threads to end and waits up to `timeout` seconds. Returns whether they have ended. Idempotent."""
        deadline = time.monotonic() + timeout
        self._halt()
        for thread in self._threads:
            if thread.ident is not None and thread is not threading.current_thread():
                thread.join(max(0.0, deadline - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    @property
    def hop(self) -> int:
        """Frames (1/30 s) from clip to clip; settable while running."""
        return self._hop

    @hop.setter
    def hop(self, hop: int) -> None:
        self._hop = hop
        if self._pipeline:
            self._pipeline.hop = hop

    @property
    def window(self) -> int | None:
        """Clips in the vote, None for the whole session; settable while running."""
        return self._window

    @window.setter
    def window(self, window: int | None) -> None:
        self._window = window
        if self._pipeline:
            self._pipeline.window = window

    def stats(self) -> Stats:
        """The figures of this moment."""
        latencies = list(self._latencies)
        return Stats(
            capture_fps=self._frame_rate.per_second(),
            clips_per_s=self._reading_rate.per_second(),
            latency=percentile(latencies, 50),
            latency_p95=percentile(latencies, 95),
            frames=self._frame_rate.total,
            readings=self._reading_rate.total,
            skipped=self._pipeline.skipped if self._pipeline else 0,
            device=self._device,
            encoder=self._card.encoder_name if self._card else "",
            events=self._reporter.counts(),
        )

    # The capture thread: the left half of the pipeline.

    def _run_capture(self) -> None:
        try:
            self._publish(Phase.OPENING)
            source = self._opening(self._spec, on_state=self._source_changed, stop=self._stop)
            try:
                with self._changed:
                    self._source = source
                    self._changed.notify_all()
                self._publish()
                self._capture(source)
            finally:
                source.close()
        except BaseException as error:
            self._fail(error)
        finally:
            with self._changed:
                self._capture_ended = True
                self._changed.notify_all()

    def _capture(self, source: Source) -> None:
        pace = None if source.info.live else Pace()
        if pace:
            self._wait_until(lambda: self._pipeline is not None)
        while not self._stop.is_set():
            frame = source.read()
            if frame is None or self._stop.is_set():
                return
            if pace:
                self._stop.wait(pace.delay(frame.time))
            self._ingest(frame)
            if pace:
                self._wait_until(lambda: self._polled == self._ingested)

    def _ingest(self, frame: Frame) -> None:
        if self._on_frame:
            self._on_frame(frame)
        faces: tuple[Face, ...] = ()
        if self._pipeline:
            faces = self._pipeline.ingest(frame)
        self._frame_rate.count()
        self.mailbox.put(Picture(frame, faces, *shrunk(frame.image)))
        with self._changed:
            self._ingested += 1
            self._changed.notify_all()

    def _source_changed(self, state: SourceState) -> None:
        was_lost = bool(self._lost)
        self._lost = state.message if state.lost else ""
        self._retry_at = time.monotonic() + state.retry_in if state.lost and state.retry_in else None
        self._publish()
        if was_lost != state.lost:
            self._reporter.tell(EventKind.LOST if state.lost else EventKind.BACK, state.message)

    # The model thread: the right half. It outlives the other one and reports the end.

    def _run_model(self) -> None:
        try:
            self._score(self._load())
        except BaseException as error:
            self._fail(error)
        self._halt()
        try:
            self._await_capture()
            if self._pipeline:
                self._pipeline.close()
            self._publish(Phase.ENDED)
            self._reporter.close()
        except BaseException as error:
            self._error = self._error or error
        finally:
            self._on_end(self._error)

    def _await_capture(self) -> None:
        self._threads[0].join(LET_GO_S)
        if self._threads[0].is_alive():
            name = self._source.info.name if self._source else ""
            raise SourceError("the source does not let go", where=name, hint="Unplug it, or restart the program")

    def _load(self) -> Pipeline | None:
        """Loads the bundle once the source is open. None when the run is over before that."""
        self._wait_until(lambda: self._source is not None or self._capture_ended)
        source = self._source
        if source is None or self._stop.is_set():
            return None
        import torch  # late: it takes seconds, and the window is to be on screen before

        from core.model import load_bundle
        from core.model.device import torch_threads

        torch.set_num_threads(torch_threads())
        predictor = load_bundle(self._bundle, self._device_name)
        self._card, self._device = predictor.card, str(predictor.device)
        pipeline = Pipeline(predictor, source.info, hop=self._hop, window=self._window)
        with self._changed:
            self._pipeline = pipeline
            self._changed.notify_all()
        pipeline.hop, pipeline.window = self._hop, self._window  # they may have changed meanwhile
        self._publish()
        return pipeline

    def _score(self, pipeline: Pipeline | None) -> None:
        while pipeline and not self._stop.is_set():
            with self._changed:
                self._changed.wait_for(self._has_news, WAIT_S)
                ingested, ended = self._ingested, self._capture_ended
            readings = pipeline.poll()
            if not readings and ended:
                readings = pipeline.finish()
            self._deliver(readings)
            with self._changed:
                self._polled = ingested
                self._changed.notify_all()
            if not readings and ended:
                return

    def _has_news(self) -> bool:
        return self._ingested != self._polled or self._capture_ended

    def _deliver(self, readings: list[Reading]) -> None:
        if not readings:
            return
        for reading in readings:
            if reading.posterior is not None:
                self._reading_rate.count()
                self._latencies.append(reading.latency)
        self._on_readings(readings)

    # Both.

    def _publish(self, phase: Phase | None = None) -> None:
        self._reporter.publish(lambda: self._state(phase))

    def _state(self, phase: Phase | None) -> EngineState:
        lost, retry_at = ("", None) if phase else (self._lost, self._retry_at)
        phase = phase or (Phase.LOST if lost else Phase.RUNNING if self._pipeline else Phase.LOADING)
        info = self._source.info if self._source else None
        warnings = tuple(self._source.warnings) if self._source else ()
        return EngineState(phase, lost, info, self._card, warnings, retry_at, self._device)

    def _wait_until(self, condition: Callable[[], bool]) -> None:
        with self._changed:
            while not self._stop.is_set() and not condition():
                self._changed.wait(WAIT_S)

    def _fail(self, error: BaseException) -> None:
        given_up = self._stop.is_set() and isinstance(error, SourceError)  # it was told to stop: no error
        with self._changed:
            self._error = self._error or (None if given_up else error)
        self._halt()

    def _halt(self) -> None:
        self._stop.set()
        with self._changed:
            if self._source:
                self._source.cancel()
            self._changed.notify_all()
