"""Bundles and devices on their way into use: loaded beside a run that goes on, and exchanged between two clips."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch

from core.face.tracker import FaceTracker
from core.model import load_bundle
from core.model.device import OutOfMemory, resolve_device, torch_threads
from core.model.predictor import Predictor
from core.text import text

LET_FINISH_S = 10.0  # how long a loading waits for one that nobody wants any more: two at once need twice the memory


@dataclass(frozen=True, slots=True, eq=False)
class Loaded:
    """What is ready for use.

    tracker: there if it was needed. shortage: a sentence for people when the device had no room and it is on the CPU.
    """

    predictor: Predictor
    tracker: FaceTracker | None
    shortage: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class _Ask:
    bundle: str | Path | None  # None: the one that runs, as it is in memory
    device: str | None  # None: as before


class Exchange:
    """Which bundle and device are wanted, and the loading of what is not in use yet.

    bundle, device: the names of what is in use (or, before the first `step` returned something, of what is to be).
    refused: the name of what the last `step` that raised could not load; "" for what was in use already.
    wake: called from the loading thread when something is ready.
    """

    def __init__(self, bundle: str | Path, device: str, wake: Callable[[], None]) -> None:
        self.bundle, self.device, self.refused = bundle, device, ""
        self._wake = wake
        self._lock = threading.Lock()
        self._turn = threading.Lock()  # held while something is loaded
        self._asked: _Ask | None = _Ask(bundle, device)
        self._loading: tuple[_Ask, _Loading] | None = None

    def ask(self, bundle: str | Path | None = None, device: str | None = None) -> None:
        """Another bundle, another device, or both; for any thread. What was asked before and is not ready yet counts
        as far as the new wish says nothing about it."""
        with self._lock:
            before = self._asked or _Ask(None, None)
            self._asked = _Ask(bundle or before.bundle, device or before.device)
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

    def step(self, running: Predictor | None, has_tracker: bool) -> Loaded | None:
        """Begins to load what is asked for; returns it once it is there. For one thread, which is never kept waiting.

        running: the predictor in use. Raises what went wrong with the loading; the wish is then forgotten.
        """
        asked = self._asked
        if asked is None:
            return None
        if self._loading is None or self._loading[0] is not asked:
            self.leave()
            device = asked.device or self.device
            self._loading = asked, _Loading(asked.bundle, device, running, has_tracker, self._wake, self._turn)
            return None
        loading = self._loading[1]
        if not loading.done:
            return None
        self._loading = None
        with self._lock:
            if self._asked is asked:
                self._asked = None
        self.refused = Path(asked.bundle).name if asked.bundle else asked.device or ""
        loaded = loading.result()
        self.bundle, self.device = asked.bundle or self.bundle, asked.device or self.device
        return loaded

    def leave(self) -> None:
        """Lets go of a loading that nobody wants any more; its thread ends by itself."""
        if self._loading:
            self._loading[1].leave()
            self._loading = None


class _Loading:
    """One loading, in a daemon thread: reading gigabytes cannot be interrupted, and must not hold up an end."""

    def __init__(
        self,
        bundle: str | Path | None,
        device: str,
        running: Predictor | None,
        has_tracker: bool,
        wake: Callable[[], None],
        turn: threading.Lock,
    ) -> None:
        self.done = False
        self._wanted = bundle, device, running, has_tracker
        self._wake, self._turn = wake, turn
        self._loaded: Loaded | None = None
        self._error: BaseException | None = None
        self._left = False
        self._lock = threading.Lock()
        threading.Thread(target=self._run, name="fer-load", daemon=True).start()

    def result(self) -> Loaded:
        if self._error is not None:
            raise self._error
        assert self._loaded is not None
        return self._loaded

    def leave(self) -> None:
        with self._lock:
            self._left = True
            self._drop()

    def _run(self) -> None:
        alone = self._turn.acquire(timeout=LET_FINISH_S)
        try:
            if not self._left:
                self._loaded = _load(*self._wanted)
        except BaseException as error:
            self._error = error
        with self._lock:
            self.done = True
            if self._left:
                self._drop()
        if alone:
            self._turn.release()
        self._wake()

    def _drop(self) -> None:
        loaded, self._loaded = self._loaded, None
        if loaded and loaded.tracker:
            loaded.tracker.close()  # left to the interpreter's exit, it raises there


def _load(bundle: str | Path | None, device: str, running: Predictor | None, has_tracker: bool) -> Loaded:
    torch.set_num_threads(torch_threads())

    def on(name: str) -> Predictor:
        if bundle is not None:
            return load_bundle(bundle, name)
        assert running is not None  # the first wish names a bundle
        return running.on(resolve_device(name))

    shortage = ""
    try:
        predictor = on(device)
    except OutOfMemory as error:
        if error.where == "cpu":
            raise
        shortage = text("{device} has not enough memory: the CPU is used in its place", device=error.where)
        predictor = None
    if predictor is None:  # out here: the exception holds on to what was loaded already
        predictor = on("cpu")
    tracker = FaceTracker() if predictor.card.view == "face" and not has_tracker else None
    return Loaded(predictor, tracker, shortage)
