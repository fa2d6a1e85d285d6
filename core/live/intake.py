"""The capture thread's work on each frame: into the pipeline, to the views, and on over faults and pauses."""

import time
from collections.abc import Callable

from core.clips.ring import shrunk
from core.live.clock_watch import Clocks, ClockWatch
from core.live.events import EventKind
from core.live.patience import Patience
from core.live.reporter import Reporter
from core.live.statistics import Rate
from core.mailbox import Mailbox, Picture
from core.pipeline import Pipeline
from core.text import text
from core.types import Face, Frame

_TRIES = 2  # per frame: a fault may pass, but one frame must not stop all others


class Intake:
    """Takes frames in. For the capture thread.

    on_frame: gets every frame, whatever becomes of it. pause: waits so many seconds, or shorter when the run is to end.
    rate: of the frames. mailbox: the newest picture.
    """

    def __init__(
        self,
        on_frame: Callable[[Frame], None] | None,
        reporter: Reporter,
        clocks: Clocks,
        pause: Callable[[float], object],
    ) -> None:
        self._on_frame, self._reporter, self._pause = on_frame, reporter, pause
        self._clocks = ClockWatch(clocks)
        self._finding, self._handing, self._showing = Patience(), Patience(), Patience()
        self.rate = Rate()
        self.mailbox = Mailbox()

    def take(self, frame: Frame, pipeline: Pipeline | None) -> None:
        """Hands the frame out and puts it into the pipeline. Raises an error that came too many times in a row."""
        if on_frame := self._on_frame:
            self._attempt(lambda: on_frame(frame), self._handing)
        faces = self._ingest(frame, pipeline) if pipeline else ()
        self.rate.count()
        self._attempt(lambda: self._show(frame, faces, pipeline), self._showing)

    def look_at_clocks(self, pipeline: Pipeline | None) -> None:
        """Tells that the computer slept or that its clock was set. pipeline: a live one, where no clip may reach over.

        A sleep stops the clock that frames are stamped with, so that it would look like no pause at all.
        """
        for jump in self._clocks.look():
            if jump.kind is EventKind.SLEPT and pipeline:
                pipeline.interrupt()
            self._reporter.tell(jump.kind, jump.message)

    def _show(self, frame: Frame, faces: tuple[Face, ...], pipeline: Pipeline | None) -> None:
        image, scale = pipeline.picture(frame) if pipeline else shrunk(frame.image)
        self.mailbox.put(Picture(frame, faces, image, scale))

    def _ingest(self, frame: Frame, pipeline: Pipeline) -> tuple[Face, ...]:
        for _ in range(_TRIES):
            try:
                if self._finding.faults:
                    pipeline.mend(forget=self._finding.faults > 1)
                faces = pipeline.ingest(frame)
            except Exception as error:
                self._get_over(error, self._finding)
            else:
                self._finding.clear()
                return faces
        return ()

    def _attempt(self, work: Callable[[], object], patience: Patience) -> None:
        try:
            work()
        except Exception as error:
            self._get_over(error, patience)
        else:
            patience.clear()

    def _get_over(self, error: Exception, patience: Patience) -> None:
        pause = patience.strike(error)
        reason = f"{type(error).__name__}: {error}"
        self._reporter.tell(EventKind.FAULT, text("a picture could not be worked on ({reason})", reason=reason), error)
        self._pause(pause)


class Pace:
    """When to show each frame of a file: by its time stamps, and later when the model could not keep up."""

    def __init__(self) -> None:
        self._offset: float | None = None  # from the file's clock to the monotonic one

    def delay(self, frame_time: float) -> float:
        """Seconds to wait before showing the frame."""
        now = time.monotonic()
        if self._offset is None or now > frame_time + self._offset:
            self._offset = now - frame_time
        return frame_time + self._offset - now
