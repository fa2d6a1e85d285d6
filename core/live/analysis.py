"""The pipeline of a run, and the bundle in it: loaded first, exchanged while it runs, and mended when it fails."""

import logging
from collections.abc import Callable
from pathlib import Path

import torch

from core.errors import DeviceError, FerError
from core.live.events import EventKind
from core.live.exchange import Exchange, Loaded
from core.live.reporter import Reporter
from core.model.device import OutOfMemory, torch_threads
from core.model.predictor import Predictor
from core.pipeline import Pipeline
from core.text import text
from core.types import SourceInfo

_log = logging.getLogger(__name__)


class Analysis:
    """For the model thread, but for `ask`, `hop` and `window`, which are for any.

    bundle, device: what `load_bundle` takes. hop, window: as in `Pipeline`. publish: called when `predictor` changed.
    wait_until: waits for a condition or the end of the run, whichever is first. wake: makes it look again.
    predictor, pipeline: None until the first bundle is loaded.
    """

    def __init__(
        self,
        bundle: str | Path,
        device: str,
        hop: int,
        window: int | None,
        *,
        reporter: Reporter,
        publish: Callable[[], None],
        wait_until: Callable[[Callable[[], bool]], None],
        wake: Callable[[], None],
    ) -> None:
        self.predictor: Predictor | None = None
        self.pipeline: Pipeline | None = None
        self._hop, self._window = hop, window
        self._reporter, self._publish = reporter, publish
        self._wait_until, self._wake = wait_until, wake
        self._exchange = Exchange(bundle, device, wake)
        self.ask = self._exchange.ask

    @property
    def hop(self) -> int:
        return self._hop

    @hop.setter
    def hop(self, hop: int) -> None:
        self._hop = hop
        if self.pipeline:
            self.pipeline.hop = hop

    @property
    def window(self) -> int | None:
        return self._window

    @window.setter
    def window(self, window: int | None) -> None:
        self._window = window
        if self.pipeline:
            self.pipeline.window = window

    @property
    def has_news(self) -> bool:
        """Whether `switch` has something to do."""
        return self._exchange.ready

    def load(self, info: SourceInfo) -> bool:
        """Loads the first bundle, for a source. False when the run was ended before. Raises what is wrong with it."""
        loaded = self._exchange.step(None, has_tracker=False)
        while loaded is None:
            self._wait_until(lambda: self._exchange.ready)
            if not self._exchange.ready:
                return False
            loaded = self._exchange.step(None, has_tracker=False)
        torch.set_num_threads(torch_threads())
        pipeline = Pipeline(loaded.predictor, info, hop=self._hop, window=self._window, tracker=loaded.tracker)
        self._use(loaded.predictor)
        self.pipeline = pipeline
        pipeline.hop, pipeline.window = self._hop, self._window  # they may have changed meanwhile
        self._wake()
        self._publish()
        self._tell_shortage(loaded)
        return True

    def switch(self) -> None:
        """One step towards what was asked for: begins to load it, or puts it into use and says so."""
        self._step()

    def _step(self, quiet: bool = False) -> None:
        assert self.predictor is not None
        assert self.pipeline is not None
        try:
            loaded = self._exchange.step(self.predictor, self.pipeline.has_tracker)
        except Exception as error:
            reason = error.what if isinstance(error, FerError) else f"{type(error).__name__}: {error}"
            current = self.predictor.card.name
            name = self._exchange.refused or current
            message = text(
                "“{name}” cannot be used: {reason}. {bundle} goes on", name=name, reason=reason, bundle=current
            )
            if quiet:
                _log.warning("%s", message, exc_info=error)
            else:
                self._reporter.tell(EventKind.SWITCH_FAILED, message, error)
            return
        if loaded is None:
            return
        self._use(loaded.predictor)
        self.pipeline.use(loaded.predictor, loaded.tracker)
        self._publish()
        if not quiet:
            name, device = loaded.predictor.card.name, str(loaded.predictor.device)
            message = text("{bundle} is in use now, on {device}", bundle=name, device=device)
            self._reporter.tell(EventKind.SWITCHED, message)
        self._tell_shortage(loaded)

    def mend(self, error: Exception) -> None:
        """After a fault: loads the bundle in use again, on the CPU if it is the device that failed.

        Waits for it. Does nothing where that cannot help, and leaves the old one where it is not possible.
        """
        if isinstance(error, FerError) and (isinstance(error, OutOfMemory) or not isinstance(error, DeviceError)):
            return
        broken_device = isinstance(error, DeviceError)
        quiet = not (self._exchange.pending or broken_device)  # the same bundle again is no news
        if not self._exchange.pending:
            self._exchange.ask(self._exchange.bundle, "cpu" if broken_device else None)
        self._step(quiet)
        self._wait_until(lambda: self._exchange.ready or not self._exchange.pending)
        if self._exchange.ready:
            self._step(quiet)

    def close(self) -> None:
        """Closes the pipeline."""
        if self.pipeline:
            self.pipeline.close()

    def leave(self) -> None:
        """Lets go of what is still being loaded."""
        self._exchange.leave()

    def _use(self, predictor: Predictor) -> None:
        predictor.on_shortage = self._short_of_memory
        self.predictor = predictor

    def _short_of_memory(self, message: str) -> None:
        self._publish()  # it may be on the CPU now
        self._reporter.tell(EventKind.MEMORY, message)

    def _tell_shortage(self, loaded: Loaded) -> None:
        if loaded.shortage:
            self._reporter.tell(EventKind.MEMORY, loaded.shortage)
