"""An engine on a source, and everything that it tells."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from core.live import Engine, EngineState, Event, EventKind, Phase
from core.types import Reading


class Heard:
    """What an engine told so far. arrivals: `time.monotonic()` of each reading."""

    def __init__(self) -> None:
        self.readings: list[Reading] = []
        self.arrivals: list[float] = []
        self.states: list[EngineState] = []
        self.events: list[Event] = []
        self.ends: list[BaseException | None] = []
        self.ended = threading.Event()

    def read(self, readings: list[Reading]) -> None:
        self.readings += readings
        self.arrivals += [time.monotonic()] * len(readings)

    def end(self, error: BaseException | None) -> None:
        self.ends.append(error)
        self.ended.set()

    @property
    def phases(self) -> list[Phase]:
        return [state.phase for state in self.states]

    @property
    def kinds(self) -> list[EventKind]:
        return [event.kind for event in self.events]


@contextmanager
def run_live(spec: str | int | Path, bundle: str | Path, **settings: object) -> Iterator[tuple[Engine, Heard]]:
    """An engine that runs, and what it tells; afterwards it is stopped, and must have told its end once."""
    heard = Heard()
    told = {"on_readings": heard.read, "on_state": heard.states.append, "on_event": heard.events.append}
    engine = Engine(spec, bundle=bundle, **({"device": "cpu"} | told | settings), on_end=heard.end)  # type: ignore
    engine.start()
    try:
        yield engine, heard
    finally:
        assert engine.stop(timeout=5)
        assert len(heard.ends) == 1


def until(condition: Callable[[], object], seconds: float = 20.0) -> bool:
    """Waits for a condition, `seconds` at most; whether it came true."""
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.01)
    return bool(condition())


def pictures(count: int = 30) -> list[np.ndarray]:
    """(48, 64, 3) uint8 noise."""
    rng = np.random.default_rng(0)
    return [rng.integers(0, 256, (48, 64, 3), dtype=np.uint8) for _ in range(count)]
