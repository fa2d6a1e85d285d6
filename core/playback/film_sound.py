"""Plays the sound of a film in a thread of its own, and says which moment of the film is being heard."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.errors import Cancelled, DeviceError
from core.playback.film_audio import stretched
from core.playback.film_index import FilmIndex
from core.playback.sound_output import Loudspeakers, SoundOutput
from core.reasons import system_reason
from core.text import text

_BLOCK_S = 0.02  # of sound that is written at once: so soon it can be cut
_WAIT_S = 0.25  # the longest sleep of the thread when nobody woke it
_STALLED_S = 2.0  # without a sample written: the device hangs, or the disk
_TRUST = 0.1  # share of a disagreement between device and clock that is put right with every block
_JUMP_S = 0.08  # where the device is farther behind, it has stuttered


class FilmSound:
    """The sound of one film. Its methods return at once and may be called from any thread, after `start`.

    open_output: opens the output, in the sound's own thread; raises DeviceError when there is none.
    problem: why nothing is heard, one sentence; "" when all is well.
    """

    def __init__(self, path: Path, index: FilmIndex, open_output: Callable[[], SoundOutput] = Loudspeakers) -> None:
        self._path, self._index, self._open_output = path, index, open_output
        self.problem: str = "" if index.has_sound else text("This video has no sound.")
        self._changed = threading.Condition()  # guards what follows
        self._wish: _Passage | None = None  # what is to be heard
        self._closing = False
        # Daemon: a sound system that hangs must not hold a program that someone has closed.
        self._thread = threading.Thread(target=self._run, name="film-sound", daemon=True)

    def start(self) -> None:
        """Starts the thread, if there is anything to play."""
        if not self.problem:
            self._thread.start()

    def play(self, begin_s: float, end_s: float, speed: float) -> None:
        """From now on this stretch is heard instead of any other; nothing happens where there is a problem."""
        with self._changed:
            if not self.problem and not self._closing:
                self._wish = _Passage(begin_s, end_s, speed, time.monotonic())
                self._changed.notify_all()

    def stop(self) -> None:
        """Silence."""
        with self._changed:
            self._wish = None
            self._changed.notify_all()

    def heard(self) -> float | None:
        """The moment of the film that is heard now, in seconds, at its begin until the first sample comes out.

        None when nothing is being played, or the output does not get on.
        """
        with self._changed:
            wish, now = self._wish, time.monotonic()
            if wish is not None and wish.stalled(now):
                self._lose(text("There is no sound: the sound output does not respond."))
            return self._wish.at(now) if self._wish else None

    def close(self, timeout: float = 1.0) -> bool:
        """Ends the sound and its thread, waiting up to `timeout` seconds. Returns whether it has ended. Idempotent."""
        with self._changed:
            self._closing, self._wish = True, None
            self._changed.notify_all()
        if self._thread.ident is not None and self._thread is not threading.current_thread():
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        output: SoundOutput | None = None
        try:
            output = self._open_output()
            while (passage := self._next()) is not None:
                self._play(passage, output)
        except (DeviceError, OSError, ValueError) as error:  # the last two are PyAV's
            reason = error.what if isinstance(error, DeviceError) else system_reason(error)
            with self._changed:
                self._lose(text("There is no sound: {reason}.", reason=reason))
        finally:
            if output is not None:
                output.close()

    def _lose(self, problem: str) -> None:
        self.problem, self._wish, self._closing = problem, None, True
        self._changed.notify_all()

    def _next(self) -> "_Passage | None":
        """Waits for the next stretch to play; None when it is time to end."""
        with self._changed:
            while not self._closing and (self._wish is None or self._wish.done):
                self._changed.wait(_WAIT_S)
            return None if self._closing else self._wish

    def _play(self, passage: "_Passage", output: SoundOutput) -> None:
        span, rate = (passage.begin_s, passage.end_s), output.rate
        written = 0

        def superseded() -> bool:
            return self._wish is not passage

        try:
            for sound in stretched(self._path, self._index.origin_s, span, passage.speed, rate, superseded):
                for block in _parts(sound, round(_BLOCK_S * rate)):
                    if superseded():
                        return
                    output.write(block)
                    written += len(block)
                    with self._changed:
                        passage.note(passage.begin_s + written / rate * passage.speed, output.waiting_s())
            with self._changed:
                passage.note(passage.end_s, output.waiting_s())  # samples and seconds differ in the last digits
            self._wait_for_end(passage, output)
        except Cancelled:
            pass
        finally:
            passage.done = True
            output.cut()

    def _wait_for_end(self, passage: "_Passage", output: SoundOutput) -> None:
        end = time.monotonic() + output.waiting_s()
        with self._changed:
            while self._wish is passage and (left := end - time.monotonic()) > 0:
                self._changed.wait(min(left, _WAIT_S))


@dataclass(slots=True, eq=False)
class _Passage:
    """A stretch of the film that is to be heard, and how far it has come."""

    begin_s: float
    end_s: float
    speed: float
    asked: float  # time.monotonic()
    written_s: float | None = None  # the moment of the film up to which the output has got it
    heard_s: float = 0.0  # the moment that was heard at `noted`, before `begin_s` while the first sample is on its way
    noted: float = 0.0  # time.monotonic()
    done: bool = False  # all is written and was heard, or it was cut

    def note(self, written_s: float, waiting_s: float) -> None:
        """The output has got everything up to a moment, and will be done with it in so many seconds."""
        now = time.monotonic()
        measured = written_s - waiting_s * self.speed
        if self.written_s is not None:
            expected = self.heard_s + (now - self.noted) * self.speed
            ahead = (measured - expected) / self.speed
            if ahead > _JUMP_S:  # nothing is heard faster than time goes: the device only pretends
                measured = expected
            elif ahead > -_JUMP_S:  # the device counts in whole buffers
                measured = expected + _TRUST * (measured - expected)
        self.written_s, self.heard_s, self.noted = written_s, measured, now

    def at(self, now: float) -> float:
        """The moment that is heard."""
        if self.written_s is None:
            return self.begin_s
        return min(max(self.begin_s, self.heard_s + (now - self.noted) * self.speed), self.written_s)

    def stalled(self, now: float) -> bool:
        """Whether nothing was written for too long."""
        if self.written_s is None:
            return now - self.asked > _STALLED_S
        return not self.done and self.at(now) < self.end_s - 0.5 / self.speed and now - self.noted > _STALLED_S


def _parts(sound: np.ndarray, length: int) -> list[np.ndarray]:
    return [sound[start : start + length] for start in range(0, len(sound), length)]
