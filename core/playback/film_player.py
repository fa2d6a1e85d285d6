"""Plays a video file: any picture at once, any speed, a loop, and its sound, in threads of its own."""

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from core.errors import Cancelled, FerError
from core.mailbox import Mailbox, Picture
from core.playback.film_index import FilmIndex
from core.playback.film_reader import FilmReader
from core.playback.film_sound import FilmSound
from core.playback.sound_output import Loudspeakers, SoundOutput
from core.types import Frame

SLOWEST, FASTEST = 0.25, 4.0
_WAIT_S = 0.25  # the longest sleep of the thread when nobody woke it
_PATIENCE_S = 0.25  # a picture that takes longer is given up for a newer wish


@dataclass(frozen=True, slots=True)
class FilmState:
    """What a view shows beside the picture. loop: begin and end in seconds, or None.

    at_end: the last picture is shown because the film has been played to its end.
    sound_problem: why nothing is heard, one sentence; "" when all is well.
    """

    playing: bool
    at_end: bool
    speed: float
    loop: tuple[float, float] | None
    muted: bool
    sound_problem: str


class FilmPlayer:
    """One film. Start it once, close it once; everything between returns at once and may be called from any thread.

    on_ready: gets the film's index as soon as it is read, and again where a damaged file turns out to have other
    pictures. on_state: gets every change but that of the position. on_error: gets what ended playback, once; nothing
    plays after it. All are called from the player's thread and expected to return at once.
    mailbox: the newest picture, to be pulled by a view; its scale tells what a large one was made smaller by.
    """

    def __init__(
        self,
        path: Path,
        *,
        on_ready: Callable[[FilmIndex], None],
        on_state: Callable[[FilmState], None],
        on_error: Callable[[FerError], None],
        open_output: Callable[[], SoundOutput] = Loudspeakers,
    ) -> None:
        self.mailbox = Mailbox()
        self._path = path.absolute()
        self._on_ready, self._on_state, self._on_error = on_ready, on_state, on_error
        self._open_output = open_output
        self._stop = threading.Event()
        self._changed = threading.Condition()  # guards what follows, and wakes the thread
        self._index: FilmIndex | None = None
        self._reader: FilmReader | None = None
        self._sound: FilmSound | None = None
        self._wished: int | None = None  # a picture to be shown, whatever the clock says
        self._base_s, self._since = 0.0, 0.0  # the position at a time of `time.monotonic()`
        self._playing = self._at_end = self._muted = False
        self._speed = 1.0
        self._loop: tuple[float, float] | None = None
        # What was asked for before the index was there; who drags meanwhile asks for much.
        self._early: deque[Callable[[FilmIndex], None]] = deque(maxlen=32)
        self._shown = -1  # the number of the picture that came into the mailbox last
        self._told: FilmState | None = None
        # Daemon: a disk that hangs must not hold a program that someone has closed.
        self._thread = threading.Thread(target=self._run, name="film-player", daemon=True)

    # For any thread.

    def start(self) -> None:
        """Opens the file in the background and shows its first picture."""
        self._thread.start()

    def close(self, timeout: float = 2.0) -> bool:
        """Ends playback, waiting up to `timeout` seconds for the threads. Returns whether they ended. Idempotent."""
        deadline = time.monotonic() + timeout
        self._stop.set()
        self._wake()
        if self._thread.ident is not None and self._thread is not threading.current_thread():
            self._thread.join(timeout)
        silent = self._sound.close(max(0.0, deadline - time.monotonic())) if self._sound else True
        return silent and not self._thread.is_alive()

    def seek(self, frame: int) -> None:
        """Shows a picture by its number, the nearest that there is; playing goes on from there."""
        self._do(lambda index: self._go_to(index, self._clamped(index, frame)))

    def seek_seconds(self, seconds: float) -> None:
        """Shows the picture that is on the screen at a time; playing goes on from there."""

        def go(index: FilmIndex) -> None:
            place = min(max(0.0, seconds), index.duration_s)
            self._go_to(index, index.frame_at(place), place)

        self._do(go)

    def step(self, frames: int) -> None:
        """Stops, and shows the picture that comes so many later (earlier if negative)."""

        def go(index: FilmIndex) -> None:
            now = index.frame_at(self._position())
            self._playing = False
            self._go_to(index, self._clamped(index, now + frames))

        self._do(go)

    def play(self) -> None:
        """Plays from here; from the beginning, or that of the loop, when the end has been reached."""

        def go(index: FilmIndex) -> None:
            begin, end = self._span(index)
            place = self._position()
            outside = self._loop is not None and place < begin
            if place >= end or outside or index.frame_at(place) == index.frame_count - 1:
                place = begin
                self._wished = index.frame_at(place)
            self._playing, self._at_end = True, False
            self._run_clock(index, place)

        self._do(go)

    def pause(self) -> None:
        """Stops; the picture stays."""

        def go(index: FilmIndex) -> None:
            place = self._position()
            self._playing, self._wished = False, index.frame_at(place)
            self._run_clock(index, place)

        self._do(go)

    @property
    def index(self) -> FilmIndex | None:
        """Which pictures there are; None until it is read."""
        return self._index

    @property
    def playing(self) -> bool:
        """Whether the film runs."""
        return self._playing

    @property
    def at_end(self) -> bool:
        """Whether the film has been played to its end."""
        return self._at_end

    @property
    def position_s(self) -> float:
        """Where the film is, in seconds; advances smoothly while it plays, together with the sound."""
        with self._changed:
            place = self._position()
            # The thread turns round at the end of a loop a moment too late.
            return min(place, self._span(self._index)[1]) if self._index and self._playing else place

    @property
    def frame(self) -> int:
        """The number of the picture at the position; the picture itself may still be on its way."""
        index, wished = self._index, self._wished
        if index is None:
            return 0
        return wished if wished is not None else index.frame_at(self.position_s)

    @property
    def speed(self) -> float:
        """How fast the film plays, 0.25 to 4; settable while it does. Raises ValueError outside of that."""
        return self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        if not SLOWEST <= speed <= FASTEST:
            raise ValueError(f"speed {speed} is not within {SLOWEST} to {FASTEST}")
        self._set(lambda: setattr(self, "_speed", float(speed)))

    @property
    def loop(self) -> tuple[float, float] | None:
        """The stretch that is played again and again, (begin, end) in seconds; None: to the end, once. Settable.

        Raises ValueError when the end is not after the begin.
        """
        return self._loop

    @loop.setter
    def loop(self, loop: tuple[float, float] | None) -> None:
        if loop is not None and not 0 <= loop[0] < loop[1]:
            raise ValueError(f"a loop from {loop[0]} s to {loop[1]} s")
        self._set(lambda: setattr(self, "_loop", loop))

    @property
    def muted(self) -> bool:
        """Whether the sound is off; settable while the film plays."""
        return self._muted

    @muted.setter
    def muted(self, muted: bool) -> None:
        self._set(lambda: setattr(self, "_muted", bool(muted)))

    @property
    def sound_problem(self) -> str:
        """Why nothing is heard, one sentence; "" when all is well or the file is not open yet."""
        return self._sound.problem if self._sound else ""

    @property
    def counting(self) -> float | None:
        """How much of a damaged file has been counted, 0 to 1: no picture comes until it is done. Else None."""
        return self._reader.counting if self._reader else None

    # Under the lock.

    def _do(self, action: Callable[[FilmIndex], None]) -> None:
        with self._changed:
            if self._stop.is_set():
                return
            if self._index is None:
                self._early.append(action)
            else:
                action(self._index)
            self._changed.notify_all()

    def _set(self, change: Callable[[], None]) -> None:
        """Changes how the film plays, and goes on playing from where it is."""
        with self._changed:
            place = self._position()
            change()
            if self._index and self._playing:
                self._run_clock(self._index, place)
            self._changed.notify_all()

    def _clamped(self, index: FilmIndex, frame: int) -> int:
        return min(max(0, frame), index.frame_count - 1)

    def _span(self, index: FilmIndex) -> tuple[float, float]:
        """What is played: the loop, at least one picture long, or the whole film."""
        if self._loop is None:
            return 0.0, index.duration_s
        begin = min(self._loop[0], float(index.times[-1]))
        shortest = index.duration_s / index.frame_count
        return begin, max(begin + shortest, min(self._loop[1], index.duration_s))

    def _go_to(self, index: FilmIndex, frame: int, place: float | None = None) -> None:
        self._wished, self._at_end = frame, False
        self._run_clock(index, index.time_of(frame) if place is None else place)

    def _run_clock(self, index: FilmIndex, place: float) -> None:
        """The position is now this one; sound and clock go on from there if the film plays."""
        self._base_s, self._since = place, time.monotonic()
        if self._sound:
            end = self._span(index)[1]
            if self._playing and not self._muted and place < end:
                self._sound.play(place, end, self._speed)
            else:
                self._sound.stop()

    def _position(self) -> float:
        """The picture follows the sound where there is any, else the computer's clock."""
        if not self._playing:
            return self._base_s
        now = time.monotonic()
        heard = self._sound.heard() if self._sound else None
        place = self._base_s + (now - self._since) * self._speed if heard is None else max(heard, self._base_s)
        self._base_s, self._since = place, now
        return place

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()

    # The player's own thread.

    def _run(self) -> None:
        try:
            index = FilmIndex.read(self._path, self._stop.is_set)
            with FilmReader(self._path, index) as reader:
                self._reader = reader
                self._begin(index)
                while not self._stop.is_set():
                    self._turn(reader)
        except Cancelled:
            pass
        except FerError as error:
            self._end(error)
        finally:
            self._stop.set()
            with self._changed:
                self._playing = False
                self._early.clear()
            if self._sound:
                self._sound.stop()
                self._sound.close(0)

    def _begin(self, index: FilmIndex) -> None:
        sound = FilmSound(self._path, index, self._open_output)
        sound.start()
        with self._changed:
            self._sound, self._index, self._wished = sound, index, 0
            while self._early:
                self._early.popleft()(index)
        self._on_ready(index)

    def _end(self, error: FerError) -> None:
        with self._changed:
            self._base_s, self._playing = self._position(), False
        self._tell()
        self._on_error(error)

    def _turn(self, reader: FilmReader) -> None:
        """One picture, or one wait."""
        self._tell()
        with self._changed:
            wished, playing = self._wished, self._playing
            if wished is None and not playing:
                self._changed.wait(_WAIT_S)
                return
        if wished is not None:
            self._show_wished(reader, wished)
        else:
            self._advance(reader)

    def _show_wished(self, reader: FilmReader, wished: int) -> None:
        began = time.monotonic()

        def give_up() -> bool:
            newer = self._wished != wished and time.monotonic() - began > _PATIENCE_S
            return newer or self._stop.is_set()

        if self._show(reader, wished, give_up):
            with self._changed:
                if self._wished == wished:
                    self._wished = None

    def _advance(self, reader: FilmReader) -> None:
        with self._changed:
            index, place = reader.index, self._position()
            begin, end = self._span(index)
            if place >= end:
                if self._loop is None:
                    self._playing, self._at_end, self._wished = False, True, index.frame_count - 1
                    self._run_clock(index, end)
                else:
                    self._wished = index.frame_at(begin)
                    self._run_clock(index, begin)
                return
        due = index.frame_at(place)
        if due != self._shown:
            self._show(reader, due, self._is_wanted_elsewhere)
            return
        following, until = due + 1, end
        if following < index.frame_count:
            self._frame(reader, following, self._is_wanted_elsewhere)  # ahead of its time, so that it comes at its time
            until = min(end, index.times[min(following, reader.index.frame_count - 1)])
        with self._changed:
            if self._playing and self._wished is None:
                self._changed.wait(min(_WAIT_S, max(0.001, (until - self._position()) / self._speed)))

    def _is_wanted_elsewhere(self) -> bool:
        return self._wished is not None or self._stop.is_set()

    def _show(self, reader: FilmReader, number: int, give_up: Callable[[], bool]) -> bool:
        """Puts a picture into the mailbox; False when it was given up."""
        frame = self._frame(reader, number, give_up)
        if frame is None:
            return False
        height = frame.image.shape[0]
        self.mailbox.put(Picture(frame, (), frame.image, height / max(height, reader.index.height)))
        self._shown = number
        return True

    def _frame(self, reader: FilmReader, number: int, give_up: Callable[[], bool]) -> Frame | None:
        """A picture; None when it was given up, or there is none of this number after all."""
        before = reader.index
        try:
            return reader.frame(number, give_up)
        except Cancelled:
            return None
        except IndexError:
            with self._changed:
                self._wished = min(number, reader.index.frame_count - 1)
            return None
        finally:
            if reader.index is not before:
                with self._changed:
                    self._index = reader.index
                self._on_ready(reader.index)

    def _tell(self) -> None:
        with self._changed:
            state = FilmState(self._playing, self._at_end, self._speed, self._loop, self._muted, self.sound_problem)
        if state != self._told:
            self._told = state
            self._on_state(state)
