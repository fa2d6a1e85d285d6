"""Runs one source through one bundle in two threads: capture (source, faces, ring) and model (clips, votes).

One source, two policies: a live source never waits, and a slow model skips clips; a file is shown at its own pace and
waits for the model, so that nothing is skipped. Neither thread ends for a fault that can be got over.
"""

import threading
import time
from collections.abc import Callable
from pathlib import Path

from core.capture import Source, SourceState, open_source
from core.errors import SourceError
from core.live.analysis import Analysis
from core.live.clock_watch import Clocks
from core.live.events import Event, EventKind
from core.live.intake import Intake, Pace
from core.live.reporter import Reporter
from core.live.scoring import Scorer
from core.live.state import EngineState, Phase
from core.live.statistics import Stats
from core.pipeline import Pipeline
from core.types import Frame, Reading

WAIT_S = 0.25  # the longest sleep of a thread that was not woken
LET_GO_S = 3.0  # a source that was cancelled returns within 1.5 s; one that does not hangs in a driver
GIVE_UP_OPENING_S = 1.0  # an opening that was stopped and is still at it is left to its thread


class Engine:
    """One run of a source through a bundle. Start it once, stop it once.

    spec, camera_format: what `open_source` takes. bundle, device, precision: what `load_bundle` takes. hop, window: as
    in `Pipeline`. opener: opens the source, as `open_source` does. clocks: how the computer's sleep is noticed.
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
        precision: str = "auto",
        hop: int = 4,
        window: int | None = 8,
        on_readings: Callable[[list[Reading]], None],
        on_state: Callable[[EngineState], None],
        on_end: Callable[[BaseException | None], None],
        on_event: Callable[[Event], None] = lambda event: None,
        on_frame: Callable[[Frame], None] | None = None,
        opener: Callable[..., Source] = open_source,
        camera_format: str = "",
        clocks: Clocks | None = None,
    ) -> None:
        self._spec, self._camera_format, self._opener = spec, camera_format, opener
        self._on_end = on_end
        self._stop = threading.Event()
        self._changed = threading.Condition()  # guards what follows, and wakes whoever waits for it
        self._source: Source | None = None
        self._lost: SourceState | None = None  # what a lost source says for now
        self._retry_at: float | None = None
        self._capture_ended = False
        self._ingested = self._polled = 0  # frames in the ring, and how many of them the model has looked at
        self._error: BaseException | None = None
        self._reporter = Reporter(on_state, on_event)
        self._analysis = Analysis(
            bundle,
            device,
            precision,
            hop,
            window,
            reporter=self._reporter,
            publish=self._publish,
            stopped=self._stop.is_set,
            wait_until=self._wait_until,
            wake=self._wake,
        )
        self._intake = Intake(on_frame, self._reporter, clocks or Clocks(), self._stop.wait)
        self._scorer = Scorer(on_readings, self._reporter, self._analysis.mend, self._stop.wait)
        self.mailbox = self._intake.mailbox
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

    def switch(
        self, *, bundle: str | Path | None = None, device: str | None = None, precision: str | None = None
    ) -> None:
        """Another bundle, device or precision while the run goes on; returns at once, from any thread.

        A small encoder is loaded beside the old one, which scores until then, and one that is in use already is kept; a
        large one takes the old one's place once everything is proved: meanwhile the phase is LOADING, pictures go on
        and nothing is scored. They are exchanged between two clips. Source, faces and their numbers go on, and so do
        the votes unless the labels are others. A state with the new card and device follows, then a SWITCHED event; or
        a SWITCH_FAILED event with the reason, and the old one goes on; where none is in use yet, or the old one cannot
        be loaded again, the run ends with the reason.
        device alone: a small encoder is taken from memory, not from the bundle's file. The last of several wishes
        counts.
        """
        if bundle is not None or device is not None or precision is not None:
            self._analysis.ask(bundle, device, precision)

    @property
    def hop(self) -> int:
        """Frames (1/30 s) from clip to clip; settable while running. In effect is what `EngineState.hop` says."""
        return self._analysis.hop

    @hop.setter
    def hop(self, hop: int) -> None:
        self._analysis.hop = hop

    @property
    def window(self) -> int | None:
        """Clips in the vote, None for the whole session; settable while running."""
        return self._analysis.window

    @window.setter
    def window(self, window: int | None) -> None:
        self._analysis.window = window

    def stats(self) -> Stats:
        """The figures of this moment."""
        pipeline, predictor = self._analysis.pipeline, self._analysis.predictor
        return Stats(
            capture_fps=self._intake.rate.per_second(),
            frames=self._intake.rate.total,
            skipped=pipeline.skipped if pipeline else 0,
            device=str(predictor.device) if predictor else "",
            encoder=predictor.card.encoder_name if predictor else "",
            stages=pipeline.stages.figures() if pipeline else {},
            events=self._reporter.counts(),
            **self._scorer.figures(pipeline),
        )

    # The capture thread: the left half of the pipeline.

    def _run_capture(self) -> None:
        try:
            self._publish(Phase.OPENING)
            source = self._opener(
                self._spec, on_state=self._source_changed, stop=self._stop, camera_format=self._camera_format
            )
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
            self._wait_until(lambda: self._analysis.pipeline is not None)
        while not self._stop.is_set():
            began = time.monotonic()
            frame = source.read()
            if frame is None or self._stop.is_set():
                return
            pipeline = self._analysis.pipeline
            self._intake.look_at_clocks(None if pace else pipeline)
            self._scorer.watch(pipeline)
            if pace and pipeline:
                pipeline.stages.add("capture", time.monotonic() - began)
                self._stop.wait(pace.delay(frame.time))
            self._intake.take(frame, pipeline)
            with self._changed:
                self._ingested += 1
                self._changed.notify_all()
            if pace:
                self._wait_until(lambda: self._polled == self._ingested)

    def _source_changed(self, state: SourceState) -> None:
        self._intake.look_at_clocks(self._analysis.pipeline)  # a stream is often lost because the computer slept
        was_lost = self._lost is not None
        self._retry_at = time.monotonic() + state.retry_in if state.lost and state.retry_in else None
        self._lost = state if state.lost else None
        self._publish()
        if was_lost != state.lost:
            self._reporter.tell(EventKind.LOST if state.lost else EventKind.BACK, state.message)

    # The model thread: the right half. It outlives the other one and reports the end.

    def _run_model(self) -> None:
        try:
            self._wait_until(lambda: self._source is not None or self._capture_ended)
            if self._source and not self._stop.is_set() and self._analysis.load(self._source.info):
                self._score(self._analysis.pipeline)
        except BaseException as error:
            self._fail(error)
        self._halt()
        try:
            self._analysis.leave()
            self._await_capture()
            self._analysis.close()
            self._publish(Phase.ENDED)
        except BaseException as error:
            self._error = self._error or error
        finally:
            self._reporter.close()
            self._on_end(self._error)

    def _await_capture(self) -> None:
        source = self._source  # one that is opened only now has not been waited for
        self._threads[0].join(LET_GO_S if source else GIVE_UP_OPENING_S)
        if self._threads[0].is_alive() and source:
            raise SourceError(
                "the source does not let go", where=source.info.name, hint="Unplug it, or restart the program"
            )

    def _score(self, pipeline: Pipeline | None) -> None:
        while pipeline and not self._stop.is_set():
            with self._changed:
                self._changed.wait_for(self._has_news, WAIT_S)
                ingested, ended = self._ingested, self._capture_ended
            self._analysis.switch()
            if self._analysis.predictor is None:
                continue  # a large bundle is on its way into the place of the old one
            readings = self._scorer.turn(pipeline, ended)
            if readings is None:
                continue  # the same frames once more
            if readings:
                self._analysis.take_time()
            with self._changed:
                self._polled = ingested
                self._changed.notify_all()
            if not readings and ended:
                return

    def _has_news(self) -> bool:
        can_score = self._analysis.predictor is not None
        return self._analysis.has_news or (can_score and (self._ingested != self._polled or self._capture_ended))

    # Both.

    def _publish(self, phase: Phase | None = None) -> None:
        self._reporter.publish(lambda: self._state(phase))

    def _state(self, phase: Phase | None) -> EngineState:
        lost = None if phase else self._lost
        predictor, source = self._analysis.predictor, self._source
        running = Phase.RUNNING if self._analysis.pipeline and predictor else Phase.LOADING
        return EngineState(
            phase or (Phase.LOST if lost else running),
            lost.message if lost else "",
            source.info if source else None,
            predictor.card if predictor else None,
            tuple(source.warnings) if source else (),
            self._retry_at if lost else None,
            **self._analysis.computation(predictor),
        )

    def _wait_until(self, condition: Callable[[], bool]) -> None:
        with self._changed:
            while not self._stop.is_set() and not condition():
                self._changed.wait(WAIT_S)

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()

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
