"""Any picture of a video file by its number, exactly, and fast enough to follow a hand that drags along a timeline."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import numpy as np

from core.clips.ring import shrunk
from core.cv import cv2
from core.errors import Cancelled
from core.playback.file_mark import FileMark
from core.playback.film_counting import CountedFilm
from core.playback.film_decoder import FilmDecoder
from core.playback.film_file import why_unreadable
from core.playback.film_index import FilmIndex, turned
from core.types import Frame

if TYPE_CHECKING:
    import av

CACHE_BYTES = 128_000_000  # of decoded pictures: 6 s of 640x360 at 30 fps
_BACKWARDS = 24  # pictures that are kept on the way to one that is a step back: the next steps are then instant
_NEAR = 8  # pictures to go forward before a jump to a keyframe between here and there pays
ALL_EXACT = 3000  # a film of no more pictures is decoded whole for its thumbnails


class FilmReader:
    """The pictures of a video file by number. For one thread; `thumbnails` for any other.

    index: may be replaced by a better one when a damaged place is found, see `frame`.
    The file is opened by the first call of `frame`. Use it as a context manager, or `close` it.
    """

    def __init__(self, path: Path, index: FilmIndex, cache_bytes: int = CACHE_BYTES) -> None:
        self.index = index
        self._path = path.absolute()
        self._mark = FileMark.of(self._path)
        self._decoder: FilmDecoder | None = None
        self._counted = CountedFilm(self._path)
        self._cache = _Cache(cache_bytes)
        self._asked = -1  # the picture that was asked for before

    def __enter__(self) -> "FilmReader":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Gives the file and the pictures back. Idempotent."""
        if self._decoder:
            self._decoder.close()
        self._decoder = None
        self._counted.close()
        self._cache.clear()

    def frame(self, number: int, give_up: Callable[[], bool] = lambda: False) -> Frame:
        """The picture that `VideoFile` calls by this number: index, time and contents are the same.

        Its image is made smaller when it is longer than 1280 pixels on a side. Those asked for or passed lately are
        kept, in at most 128 MB.
        Where a file is damaged, packets give no picture or a mended one, which nobody knows beforehand; only who
        decodes everything before such a place knows the numbers after it. When a picture does not come as the index
        says, the whole file is decoded once and `index` replaced by what was found; it may have fewer pictures. Until
        then the numbers after the damage are those of the packets. Mended pictures, and those of files without usable
        time stamps, are always decoded from the beginning.
        give_up: asked again and again; True raises Cancelled. What was counted until then is kept.
        Raises IndexError when there is no such picture, SourceError when the file cannot be read or is another now.
        """
        self.index.time_of(number)
        frame = self._cache.get(number)
        if frame is None:
            try:
                frame = self._decoded(number, give_up)
            except (OSError, ValueError) as error:  # PyAV's errors are both
                self._mark.check(self._path)
                raise why_unreadable(self._path, error) from error
        self._asked = number
        return frame

    @property
    def cached_bytes(self) -> int:
        """How much memory the pictures that are kept take."""
        return self._cache.bytes

    @property
    def counting(self) -> float | None:
        """How much of a damaged file has been counted, from 0 to 1; None when there is nothing to count, or no more."""
        if not self._counted.begun or self._counted.complete or not len(self.index.stamps):
            return None
        return min(1.0, len(self._counted.times) / self.index.frame_count)

    def thumbnails(
        self,
        times: Iterable[float],
        height: int,
        cancelled: Callable[[], bool] = lambda: False,
        most_exact: int = ALL_EXACT,
    ) -> Iterator[tuple[float, np.ndarray]]:
        """Small pictures for a strip: (seconds, (height, w, 3) uint8 RGB) for every one of `times`, in their order.

        A film of more than `most_exact` pictures gives those of the nearest keyframes, a shorter one the very ones.
        Works on the file opened once more, so that another thread may use it. Ends early when `cancelled` says so.
        Raises SourceError.
        """
        index = self.index
        exact = index.frame_count <= most_exact
        with FilmReader(self._path, index, cache_bytes=0) as reader:
            for seconds in times:
                number = index.frame_at(seconds)
                number = number if exact else _nearest(index, number)
                try:
                    image = reader.frame(min(number, reader.index.frame_count - 1), cancelled).image
                except Cancelled:
                    return
                width = max(1, round(height * image.shape[1] / image.shape[0]))
                yield seconds, cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA)

    def _decoded(self, number: int, give_up: Callable[[], bool]) -> Frame:
        if len(self.index.stamps):
            counting = self._counted.begun and not self._counted.complete
            frame = None if counting else self._by_stamp(number, give_up)
            if frame is not None:
                return frame
            self._mark.check(self._path)
            if not self._counted.complete:
                self._correct(self._counted.count(give_up))
                return self.frame(number, give_up)
        return self._by_counting(number, give_up)

    def _correct(self, times: np.ndarray) -> None:
        """The index was mistaken; what was decoded by it may have wrong numbers."""
        self.index = self.index.corrected(times)
        self._cache.clear()
        if self._decoder:
            self._decoder.close()
        self._decoder = None

    def _by_counting(self, number: int, give_up: Callable[[], bool]) -> Frame:
        for frame in self._counted.frames(number, give_up):
            if frame.index > number - _BACKWARDS:
                frame = replace(frame, image=shrunk(frame.image)[0])
                self._cache.add(frame)
            if frame.index == number:
                return frame
        self._correct(self._counted.times)
        raise IndexError(f"picture {number} of {self.index.frame_count}")

    def _by_stamp(self, number: int, give_up: Callable[[], bool]) -> Frame | None:
        """The picture, decoded from a keyframe; None when it does not come from there, or not whole."""
        if self._decoder is None:
            self._decoder = FilmDecoder(self._path, self.index)
        decoder = self._decoder
        keep = _BACKWARDS if 0 < self._asked - number <= _BACKWARDS else 0
        key = int(np.searchsorted(self.index.keyframes, number, side="right")) - 1
        if decoder.next is not None and decoder.next <= number:
            near = max(int(self.index.keyframes[key]), decoder.next) - decoder.next <= _NEAR
            frame = self._run_to(decoder, number, keep, give_up) if near else None
            if frame is not None:
                return frame
        for start in dict.fromkeys((key, max(0, key - 1), 0)):
            self._mark.check(self._path)
            decoder.jump(start, give_up)
            frame = self._run_to(decoder, number, keep, give_up)
            if frame is not None or decoder.broken:
                return frame
        return None

    def _run_to(self, decoder: FilmDecoder, number: int, keep: int, give_up: Callable[[], bool]) -> Frame | None:
        first = max(0, number - keep)
        while (found := decoder.read(first, give_up)) is not None:
            place, picture = found
            if place > number or decoder.broken:
                return None
            if place >= first:
                frame = Frame(_image(picture), place, self.index.time_of(place))
                self._cache.add(frame)
                if place == number:
                    return frame
        return None


def _image(picture: "av.VideoFrame") -> np.ndarray:
    """The picture as a Frame has it."""
    image, _ = shrunk(turned(picture.to_ndarray(format="rgb24"), picture.rotation))
    image.setflags(write=False)
    return image


class _Cache:
    """The pictures that were wanted or passed lately, up to so many bytes; the last one in any case.

    bytes: how many they take now.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self.bytes = 0
        self._frames: OrderedDict[int, Frame] = OrderedDict()

    def get(self, number: int) -> Frame | None:
        frame = self._frames.get(number)
        if frame is not None:
            self._frames.move_to_end(number)
        return frame

    def add(self, frame: Frame) -> None:
        if frame.index in self._frames:
            self.bytes -= self._frames.pop(frame.index).image.nbytes
        self._frames[frame.index] = frame
        self.bytes += frame.image.nbytes
        while self.bytes > self._most and len(self._frames) > 1:
            _, old = self._frames.popitem(last=False)
            self.bytes -= old.image.nbytes

    def clear(self) -> None:
        self._frames.clear()
        self.bytes = 0


def _nearest(index: FilmIndex, number: int) -> int:
    """The keyframe that is shown nearest to a picture."""
    place = int(np.searchsorted(index.keyframes, number, side="right")) - 1
    around = index.keyframes[place : place + 2]
    return int(around[np.argmin(np.abs(index.times[around] - index.times[number]))])
