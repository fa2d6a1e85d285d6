"""How an engine's threads tell the world: states in a true order, events counted, and nothing after the end."""

import logging
import threading
import traceback
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime

from core.live.events import Event, EventKind
from core.live.state import EngineState

_log = logging.getLogger(__name__)


class Reporter:
    """Any thread may tell; the callbacks run in that thread."""

    def __init__(self, on_state: Callable[[EngineState], None], on_event: Callable[[Event], None]) -> None:
        self._on_state, self._on_event = on_state, on_event
        self._publishing = threading.RLock()
        self._counts: Counter[str] = Counter()
        self._closed = False

    def publish(self, state: Callable[[], EngineState]) -> None:
        """Tells the state that `state` returns. Two threads publish: the last state that is told must be the true one.

        So the state is made, and the callback called, while the other thread waits. A callback that fails is logged and
        changes nothing.
        """
        with self._publishing:
            if self._closed:
                return
            try:
                self._on_state(state())
            except Exception:
                _log.exception("a state could not be told")

    def tell(self, kind: EventKind, message: str, error: BaseException | None = None) -> None:
        """Tells and counts an event, with the time of now. A callback that fails is logged and changes nothing."""
        _log.log(logging.WARNING if error else logging.INFO, "%s: %s", kind.value, message, exc_info=error)
        if error is not None:
            _let_go(error)
        with self._publishing:
            if self._closed:
                return
            self._counts[kind.value] += 1
            try:
                self._on_event(Event(kind, message, datetime.now(UTC), error))
            except Exception:
                _log.exception("an event could not be told")

    def counts(self) -> dict[str, int]:
        """How many events of each kind there were, by the kind's value; kinds that never happened are left out."""
        return dict(self._counts)  # no lock: a view asks, and must not wait for a callback

    def close(self) -> None:
        """The run is over: whoever still wants to tell something, such as a thread that was left behind, may not."""
        with self._publishing:
            self._closed = True


def _let_go(error: BaseException) -> None:
    """Whoever keeps an event keeps its error, and that would keep the pictures and tensors of the calls that failed."""
    chain: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in chain:  # "raise error from error" makes a ring of one
        traceback.clear_frames(link.__traceback__)
        chain.append(link)
        link = link.__cause__ or link.__context__
