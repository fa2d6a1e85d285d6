"""What a wish for another bundle, device or precision comes to: something to use, or the proof that it can be had."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import torch

from core.face.tracker import FaceTracker
from core.model import load_bundle
from core.model.bundle import check_bundle, load_probes
from core.model.bundle.files import find_bundle, read_card
from core.model.cards import BundleCard
from core.model.device import OutOfMemory, choose_device, torch_threads
from core.model.precision import choose
from core.model.predictor import Predictor
from core.model.vit import EncoderConfig
from core.text import text

LET_FINISH_S = 30.0  # how long a loading waits for one that nobody wants any more: two at once need twice the memory
SMALL_BYTES = 64 << 20  # of an encoder that is loaded beside the one in use

_turn = threading.Lock()  # held while something is loaded, by whichever run


@dataclass(frozen=True, slots=True)
class Wish:
    """Everything that a run needs. bundle, device, precision: what `load_bundle` takes.

    as_it_is: the bundle is the one that runs, and what is in memory of it may be used. fresh: nothing of it may.
    """

    bundle: str | Path
    device: str
    precision: str
    as_it_is: bool = False
    fresh: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Running:
    """What is in use: the predictor, and the precision that was asked for."""

    predictor: Predictor
    precision: str


@dataclass(frozen=True, slots=True, eq=False)
class Loaded:
    """What is ready for use.

    tracker: there if it was needed. shortage: a sentence for people when the device had no room and it is on the CPU.
    device_reason: why it is on this device, a sentence for people. failed: why something else could not be loaded, so
    that this, which was in use before, is in its place.
    """

    predictor: Predictor
    tracker: FaceTracker | None
    shortage: str = ""
    device_reason: str = ""
    failed: Exception | None = None


class MakeRoom:
    """All is proved, but it is large: what is in use must be closed before it is loaded."""


class Loading:
    """One loading, in a daemon thread: reading gigabytes cannot be interrupted, and must not hold up an end.

    done: there is a result. wake: called from the thread then.
    """

    def __init__(self, wish: Wish, running: Running | None, has_tracker: bool, wake: Callable[[], None]) -> None:
        self.done = False
        self._wish, self._running, self._has_tracker = wish, running, has_tracker
        self._wake = wake
        self._found: Loaded | MakeRoom | None = None
        self._error: BaseException | None = None
        self._left = threading.Event()
        self._lock = threading.Lock()
        threading.Thread(target=self._run, name="fer-load", daemon=True).start()

    def result(self) -> Loaded | MakeRoom:
        """What was found. Raises what went wrong."""
        if self._error is not None:
            raise self._error
        assert self._found is not None
        return self._found

    def leave(self) -> None:
        """Nobody wants it any more; the thread ends by itself."""
        with self._lock:
            self._left.set()
            self._drop()

    def _run(self) -> None:
        alone = _turn.acquire(timeout=LET_FINISH_S)
        try:
            if not self._left.is_set():
                torch.set_num_threads(torch_threads())
                self._found = _find(self._wish, self._running, self._has_tracker, self._left)
        except BaseException as error:
            self._error = error
        with self._lock:
            self.done = True
            if self._left.is_set():
                self._drop()
        if alone:
            _turn.release()
        self._wake()

    def _drop(self) -> None:
        found, self._found = self._found, None
        if not isinstance(found, Loaded):
            return
        if found.tracker:
            found.tracker.close()  # left to the interpreter's exit, it raises there
        if not (self._running and found.predictor is self._running.predictor):
            found.predictor.close()


def _find(wish: Wish, running: Running | None, has_tracker: bool, left: threading.Event) -> Loaded | MakeRoom:
    choice = choose_device(wish.device)
    choose(wish.precision, choice.device, parameters=0)  # raises for one that the device does not have
    shortage = ""
    try:
        predictor = _predictor(wish, running, left)
    except OutOfMemory as error:
        if error.where == "cpu":
            raise
        shortage = text("{device} has not enough memory: the CPU is used in its place", device=error.where)
        predictor = None
    if shortage:  # out here: the exception holds on to what was loaded already
        on_cpu = replace(wish, device="cpu", precision=for_cpu(wish.precision))
        predictor = _predictor(on_cpu, running, left)
    if predictor is None:
        return MakeRoom()
    tracker = FaceTracker() if predictor.card.view == "face" and not has_tracker else None
    return Loaded(predictor, tracker, shortage, shortage or choice.reason)


def for_cpu(precision: str) -> str:
    """What takes the place of a precision on the CPU, which may not have it."""
    return "auto" if precision == "fp16" else precision


def _predictor(wish: Wish, running: Running | None, left: threading.Event) -> Predictor | None:
    """The predictor of a wish; None when what runs is in its way. Raises Cancelled once it is `left`."""
    if running is None:
        return load_bundle(wish.bundle, wish.device, precision=wish.precision)
    if wish.as_it_is and not wish.fresh and (moved := _moved(wish, running)):
        return moved
    card = read_card(find_bundle(wish.bundle))
    if not wish.fresh and _same_computation(wish, running) and _same_encoder(running.predictor, card):
        card, probes = load_probes(wish.bundle, _config(running.predictor).width)
        return running.predictor.with_probes(card, probes)
    facts = check_bundle(wish.bundle, cancel=left)
    if facts.problems:
        raise facts.problems[0]
    if facts.in_bundle and (facts.encoder_bytes or 0) < SMALL_BYTES:
        return load_bundle(wish.bundle, wish.device, precision=wish.precision)
    return None


def _moved(wish: Wish, running: Running) -> Predictor | None:
    """What runs, as the wish has it, without a look at its file; None where there is no way."""
    predictor = running.predictor
    if _same_computation(wish, running):
        return predictor
    if _same_precision(wish, running) and 4 * _config(predictor).block_parameters < SMALL_BYTES:
        return predictor.on(choose_device(wish.device).device)
    return None


def _same_computation(wish: Wish, running: Running) -> bool:
    wanted, used = choose_device(wish.device).device, running.predictor.device
    same_device = (wanted.type, wanted.index or 0) == (used.type, used.index or 0)
    return same_device and _same_precision(wish, running)


def _same_precision(wish: Wish, running: Running) -> bool:
    return wish.precision in (running.precision, str(running.predictor.precision))


def _same_encoder(predictor: Predictor, card: BundleCard) -> bool:
    used = predictor.card
    same_digest = card.encoder_sha256.lower() == predictor.encoder_digest
    return same_digest and (card.resolution, card.heads) == (used.resolution, used.heads)


def _config(predictor: Predictor) -> EncoderConfig:
    return cast(EncoderConfig, predictor.encoder.config)
