"""The pipeline of a run, and the bundle in it: loaded first, exchanged while it runs, and mended when it fails."""

import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch

from core.errors import Cancelled, DeviceError, FerError
from core.live.between_blocks import look_between_blocks
from core.live.events import EventKind
from core.live.exchange import Exchange
from core.live.loading import Loaded, MakeRoom, for_cpu
from core.live.reporter import Reporter
from core.live.tempo import Tempo
from core.model.device import OutOfMemory, torch_threads
from core.model.predictor import Predictor
from core.model.speed import SpeedBook, setting_of
from core.pipeline import Pipeline
from core.text import text
from core.types import SourceInfo

_log = logging.getLogger(__name__)


class Analysis:
    """For the model thread, but for `ask`, `hop`, `hop_in_effect` and `window`, which are for any.

    bundle, device, precision: what `load_bundle` takes. hop, window: as in `Pipeline`; hop is the one that was chosen.
    publish: called when `predictor` or the hop in effect changed. stopped: whether the run is to end, so that a forward
    pass is broken off.
    wait_until: waits for a condition or the end of the run, whichever is first. wake: makes it look again.
    predictor: None until the first bundle is loaded, and while a large one takes the place of another.
    device_reason: why it computes where it does. pipeline: None until the first bundle is loaded.
    """

    def __init__(
        self,
        bundle: str | Path,
        device: str,
        precision: str,
        hop: int,
        window: int | None,
        *,
        reporter: Reporter,
        publish: Callable[[], None],
        stopped: Callable[[], bool],
        wait_until: Callable[[Callable[[], bool]], None],
        wake: Callable[[], None],
    ) -> None:
        self.predictor: Predictor | None = None
        self.pipeline: Pipeline | None = None
        self.device_reason = ""
        self._hop, self._window = hop, window
        self._reporter, self._publish, self._stopped = reporter, publish, stopped
        self._wait_until, self._wake = wait_until, wake
        self._exchange = Exchange(bundle, device, precision, wake)
        self._tempo = Tempo(SpeedBook())
        self._live = False
        self._slowness_told = False
        self.ask = self._exchange.ask

    @property
    def hop(self) -> int:
        return self._hop

    @hop.setter
    def hop(self, hop: int) -> None:
        before = self.hop_in_effect
        self._hop = hop
        self._use_hop(before)

    @property
    def hop_in_effect(self) -> int:
        """The chosen one, or a longer one that the encoder sustains; 0 until there is a pipeline."""
        return self._tempo.hop(self._hop, self._live) if self.pipeline else 0

    def computation(self, predictor: Predictor | None) -> dict[str, Any]:
        """Those entries of an `EngineState` that say how `predictor` computes; none before it does."""
        if predictor is None or self.pipeline is None:
            return {}
        return {
            "device": str(predictor.device),
            "device_reason": self.device_reason,
            "precision": str(predictor.precision),
            "encoder_sha256": predictor.encoder_digest,
            "hop": self.hop_in_effect,
        }

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
        while not isinstance(loaded, Loaded):
            self._wait_until(lambda: self._exchange.ready)
            if not self._exchange.ready:
                return False
            loaded = self._exchange.step(None, has_tracker=False)
        torch.set_num_threads(torch_threads())
        self._live = info.live
        self._use(loaded)
        pipeline = Pipeline(loaded.predictor, info, hop=self._hop, window=self._window, tracker=loaded.tracker)
        self.pipeline = pipeline
        pipeline.hop, pipeline.window = self.hop_in_effect, self._window  # they may have changed meanwhile
        self._wake()
        self._publish()
        self._tell_shortage(loaded)
        self._tell_slowness()
        return True

    def switch(self) -> None:
        """One step towards what was asked for: begins to load it, or puts it into use and says so.

        Raises the failure when nothing is in use any more.
        """
        self._step()

    def take_time(self) -> None:
        """A clip was scored: what it took may say which hop can be kept up with."""
        seconds, before = self.pipeline.seconds_per_clip if self.pipeline else None, self.hop_in_effect
        if seconds is not None:
            self._tempo.take(seconds)
            self._use_hop(before)
        self._tell_slowness()

    def look(self, done: float, clips: int) -> None:
        """Within a forward pass of so many clips, the share `done` of which is done: may it go on, and how long is it?

        Raises Cancelled when the run is to end, and when `switch` has something to do: a pass may take half a minute.
        """
        if self._stopped() or self.has_news:
            raise Cancelled
        since, before = self.pipeline.scoring_since if self.pipeline else None, self.hop_in_effect
        if since is not None and self._tempo.foresee((time.monotonic() - since) / clips, done):
            self._use_hop(before)
            self._tell_slowness()

    def mend(self, error: Exception) -> None:
        """After a fault: loads the bundle in use again, on the CPU if it is the device that failed.

        Waits for it. Does nothing where that cannot help, and leaves the old one where it is not possible.
        """
        if isinstance(error, FerError) and (isinstance(error, OutOfMemory) or not isinstance(error, DeviceError)):
            return
        broken_device = isinstance(error, DeviceError)
        quiet = not (self._exchange.pending or broken_device)  # the same bundle again is no news
        if not self._exchange.pending:
            wanted = ("cpu", for_cpu(self._exchange.precision)) if broken_device else (None, None)
            self._exchange.ask(self._exchange.bundle, *wanted, fresh=True)
        while self._exchange.pending:
            self._step(quiet)
            self._wait_until(lambda: self._exchange.ready or not self._exchange.pending)
            if not self._exchange.ready:
                return

    def close(self) -> None:
        """Closes the pipeline, and gives back the memory of the model."""
        if self.pipeline:
            self.pipeline.close()
        if self.predictor:
            self.predictor.close()

    def leave(self) -> None:
        """Lets go of what is still being loaded."""
        self._exchange.leave()

    def _step(self, quiet: bool = False) -> None:
        assert self.pipeline is not None
        try:
            found = self._exchange.step(self.predictor, self.pipeline.has_tracker)
        except Exception as error:
            if self.predictor is None:
                raise
            self._tell_failure(error, quiet)
            return
        if isinstance(found, MakeRoom):
            self._make_room()
        elif found:
            self._take_over(found, quiet)

    def _make_room(self) -> None:
        """What is in use goes, and nothing is scored until the next one is there."""
        assert self.predictor is not None
        before, self.predictor = self.predictor, None
        before.close()
        self._publish()
        self._wake()

    def _take_over(self, loaded: Loaded, quiet: bool) -> None:
        assert self.pipeline is not None
        before = self.predictor
        self._use(loaded)
        self.pipeline.use(loaded.predictor, loaded.tracker)
        if before is not None and before is not loaded.predictor:
            before.close()
        self.pipeline.hop = self._hop  # the first clip does not wait for a slow encoder's next turn
        self._publish()
        if loaded.failed:
            self._tell_failure(loaded.failed, quiet)
        elif not quiet:
            name, device = loaded.predictor.card.name, str(loaded.predictor.device)
            message = text("{bundle} is in use now, on {device}", bundle=name, device=device)
            self._reporter.tell(EventKind.SWITCHED, message)
        self._tell_shortage(loaded)
        self._tell_slowness()

    def _use(self, loaded: Loaded) -> None:
        self.predictor, self.device_reason = loaded.predictor, loaded.device_reason
        self.predictor.on_shortage = self._short_of_memory
        look_between_blocks(self.predictor.encoder, self.look)
        self._begin_tempo(self.predictor)

    def _begin_tempo(self, predictor: Predictor) -> None:
        if self._tempo.begin(setting_of(predictor), predictor.device):
            self._slowness_told = False

    def _use_hop(self, before: int) -> None:
        """before: the hop in effect until now; that it is another one is told."""
        if self.pipeline:
            self.pipeline.hop = self.hop_in_effect
        if before != self.hop_in_effect:
            self._publish()

    def _short_of_memory(self, message: str) -> None:
        if self.predictor:
            self.device_reason = message
            self._begin_tempo(self.predictor)  # it may be on the CPU now
        self._publish()
        self._reporter.tell(EventKind.MEMORY, message)

    def _tell_failure(self, error: Exception, quiet: bool) -> None:
        assert self.predictor is not None
        reason = error.what if isinstance(error, FerError) else f"{type(error).__name__}: {error}"
        current = self.predictor.card.name
        name = self._exchange.refused or current
        message = text("“{name}” cannot be used: {reason}. {bundle} goes on", name=name, reason=reason, bundle=current)
        if quiet:
            _log.warning("%s", message, exc_info=error)
        else:
            self._reporter.tell(EventKind.SWITCH_FAILED, message, error)

    def _tell_shortage(self, loaded: Loaded) -> None:
        if loaded.shortage:
            self._reporter.tell(EventKind.MEMORY, loaded.shortage)

    def _tell_slowness(self) -> None:
        if not self._slowness_told and (message := self._tempo.too_slow_for(self._hop)):
            self._slowness_told = True
            self._reporter.tell(EventKind.SPEED, message)
