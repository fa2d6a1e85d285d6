"""Bundles, devices and precisions on their way into use: loaded in a thread, and exchanged between two clips.

Two large encoders are never in memory together. Another bundle of the encoder in use brings only its probes; a small
encoder is loaded beside the old one, which scores until then; for a large one everything is proved first, then the old
one has to go, and it is loaded again when the new one fails after all.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from core.live.loading import Loaded, Loading, MakeRoom, Running, Wish
from core.model.predictor import Predictor

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class _Ask:
    """None: as it is. fresh: even what is in memory is to be loaded again. instead_of: the failure that this mends."""

    bundle: str | Path | None = None
    device: str | None = None
    precision: str | None = None
    fresh: bool = False
    instead_of: Exception | None = None


class Exchange:
    """Which bundle, device and precision are wanted, and the loading of what is not in use yet.

    bundle, device, precision: as asked for, of what is in use (or, before the first `step` returned something, of what
    is to be). refused: the name of what could not be loaded last; "" for what was in use already.
    wake: called from the loading thread when something is ready.
    """

    def __init__(self, bundle: str | Path, device: str, precision: str, wake: Callable[[], None]) -> None:
        self.bundle, self.device, self.precision, self.refused = bundle, device, precision, ""
        self._wake = wake
        self._lock = threading.Lock()
        self._asked: _Ask | None = _Ask(bundle, device, precision)
        self._used = False  # something was in use before
        self._loading: tuple[_Ask, Loading] | None = None

    def ask(
        self,
        bundle: str | Path | None = None,
        device: str | None = None,
        precision: str | None = None,
        *,
        fresh: bool = False,
    ) -> None:
        """Another bundle, device or precision, or several of them; for any thread. What was asked before and is not
        ready yet counts as far as the new wish says nothing about it."""
        with self._lock:
            before = self._asked or _Ask()
            self._asked = _Ask(
                bundle or before.bundle, device or before.device, precision or before.precision, fresh or before.fresh
            )
        self._wake()

    @property
    def pending(self) -> bool:
        """Whether something was asked for that is not in use yet."""
        return self._asked is not None

    @property
    def ready(self) -> bool:
        """Whether the next `step` has something to do."""
        asked, loading = self._asked, self._loading
        return asked is not None and (loading is None or loading[0] is not asked or loading[1].done)

    def step(self, running: Predictor | None, has_tracker: bool) -> Loaded | MakeRoom | None:
        """Begins to load what is asked for; returns it once it is there. For one thread, which is never kept waiting.

        running: the predictor in use. After MakeRoom it must be closed, and the next step be called with None: from
        then on there is nothing in use until something is returned.
        Raises what went wrong with the loading when what was in use stays so, or cannot be had back.
        """
        asked = self._asked
        if asked is None:
            return None
        if self._loading is None or self._loading[0] is not asked:
            self.leave()
            self._loading = asked, self._begin(asked, running, has_tracker)
            return None
        loading = self._loading[1]
        if not loading.done:
            return None
        self._loading = None
        try:
            found = loading.result()
        except Exception as error:
            self._refuse(asked, error)
            if running is None and self._used and not asked.instead_of:
                self._go_back(asked, error)
                return None
            self._forget(asked)
            if asked.instead_of:
                raise asked.instead_of from error
            raise
        return found if isinstance(found, MakeRoom) else self._take(asked, found)

    def leave(self) -> None:
        """Lets go of a loading that nobody wants any more; its thread ends by itself."""
        if self._loading:
            self._loading[1].leave()
            self._loading = None

    def _begin(self, asked: _Ask, running: Predictor | None, has_tracker: bool) -> Loading:
        wish = Wish(
            asked.bundle or self.bundle,
            asked.device or self.device,
            asked.precision or self.precision,
            as_it_is=asked.bundle is None,
            fresh=asked.fresh,
        )
        used = Running(running, self.precision) if running else None
        return Loading(wish, used, has_tracker, self._wake)

    def _take(self, asked: _Ask, loaded: Loaded) -> Loaded:
        self._forget(asked)
        self._used = True
        self.bundle, self.device = asked.bundle or self.bundle, asked.device or self.device
        self.precision = asked.precision or self.precision
        return replace(loaded, failed=asked.instead_of)

    def _refuse(self, asked: _Ask, error: Exception) -> None:
        if asked.instead_of:
            _log.error("what was in use before cannot be loaded again", exc_info=error)
        else:
            self.refused = Path(asked.bundle).name if asked.bundle else asked.device or asked.precision or ""

    def _go_back(self, asked: _Ask, error: Exception) -> None:
        _log.warning("%s cannot be used", self.refused, exc_info=error)  # not told if something else is wanted by then
        with self._lock:
            if self._asked is asked:
                self._asked = _Ask(self.bundle, self.device, self.precision, instead_of=error)

    def _forget(self, asked: _Ask) -> None:
        with self._lock:
            if self._asked is asked:
                self._asked = None
