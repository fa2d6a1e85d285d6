"""Decoding from a keyframe on: which picture came out is known by its time stamp, so that none is taken for another."""

from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from core.capture.container import open_container
from core.capture.video_file import MAX_BAD_PACKETS
from core.errors import Cancelled
from core.playback.film_file import leave_out_others, readable_packets
from core.playback.film_index import FilmIndex
from core.processor import usable_cores

if TYPE_CHECKING:
    import av

_MOST_THREADS = 4
_EARLIER_PLACES = 3  # keyframes before the one that is looked for from which it is tried once more


class FilmDecoder:
    """The pictures of a file from any keyframe on. For one thread.

    next: the number of the picture that comes next at the earliest; None when decoding has not begun, or is at its end.
    broken: whether the picture that came last is damaged, or made from a damaged one.
    Its methods raise what PyAV raises when the file cannot be read; damaged packets are passed over.
    """

    def __init__(self, path: Path, index: FilmIndex) -> None:
        """Raises when PyAV cannot open the file."""
        self._path, self._index = path, index
        self.next: int | None = None
        self.broken = False
        self._decoded: deque[av.VideoFrame] = deque()
        self._begin = 0  # stamp of the keyframe with which decoding began: what comes out before it is broken
        self._packets: Iterator[av.Packet] = iter(())
        self._skipping = False
        self._open()

    def close(self) -> None:
        """Gives the file back. Idempotent."""
        self.next = None
        self._packets = iter(())
        self._decoded.clear()
        self._container.close()

    def jump(self, key: int, give_up: Callable[[], bool]) -> None:
        """Goes to a keyframe: 0 for the first in `FilmIndex.keyframes`. Raises Cancelled when `give_up` says so."""
        stamps = self._index.key_stamps
        for earlier in range(min(key, _EARLIER_PLACES) + 1):
            if self._seek(int(stamps[key - earlier])) and self._find(int(stamps[key]), give_up):
                break
        else:
            self._from_beginning(key, give_up)
        self._begin = int(stamps[key])
        self.next = int(self._index.keyframes[key])

    def read(self, skip_before: int, give_up: Callable[[], bool]) -> "tuple[int, av.VideoFrame] | None":
        """The next picture and its number; None at the end.

        skip_before: pictures with smaller numbers may be left out where no other picture is made from them.
        """
        limit = self._index.stamps[skip_before] if skip_before > 0 and self._index.ordered else None
        while True:
            while self._decoded:
                picture = self._decoded.popleft()
                number = self._number(picture)
                if number is not None:
                    self.next = number + 1
                    self.broken = picture.is_corrupt or (self.broken and not picture.key_frame)
                    return number, picture
            if give_up():
                raise Cancelled
            packet = next(self._packets, None)
            if packet is None:
                self.next = None
                return None
            self._skip(limit is not None and packet.pts is not None and packet.pts < limit)
            self._decode(packet)

    def _number(self, picture: "av.VideoFrame") -> int | None:
        """Which picture it is; None when it is none that has a number."""
        index, stamp = self._index, picture.pts
        if stamp is None or self.next is None or (index.ordered and stamp < self._begin):
            return None
        place = int(np.searchsorted(index.stamps, stamp))
        if place == len(index.stamps) or index.stamps[place] != stamp:
            return None
        if index.ordered:
            return place
        # Keyframes are in their places whatever the order between them.
        at_key = int(np.searchsorted(index.key_stamps, stamp))
        is_key = at_key < len(index.key_stamps) and index.key_stamps[at_key] == stamp
        return int(index.keyframes[at_key]) if is_key else self.next

    def _decode(self, packet: "av.Packet") -> None:
        import av

        try:
            self._decoded.extend(packet.decode())
            self._failures = 0
        except av.FFmpegError as error:
            self._failures += 1
            if isinstance(error, OSError) or self._failures > MAX_BAD_PACKETS:
                raise

    def _skip(self, skip: bool) -> None:
        if skip != self._skipping:
            self._stream.codec_context.skip_frame = "NONREF" if skip else "DEFAULT"
            self._skipping = skip

    def _seek(self, stamp: int) -> bool:
        import av

        self._forget()
        try:
            self._container.seek(stamp, stream=self._stream)
        except av.FFmpegError:  # GIF, and AVI without its index, cannot
            return False
        self._packets = readable_packets(self._container, self._stream)
        return True

    def _find(self, stamp: int, give_up: Callable[[], bool]) -> bool:
        """Passes over the packets before the keyframe; False when it does not come."""
        for packet in self._packets:
            if give_up():
                raise Cancelled
            if packet.is_keyframe and packet.pts is not None and packet.pts >= stamp:
                if packet.pts == stamp:
                    self._skip(False)
                    self._decode(packet)
                    return True
                return False
        return False

    def _from_beginning(self, key: int, give_up: Callable[[], bool]) -> None:
        self._forget()
        self._container.close()
        self._open()
        self._packets = readable_packets(self._container, self._stream)
        if key and not self._find(int(self._index.key_stamps[key]), give_up):
            self._packets = iter(())  # it is gone: the file is another one by now

    def _forget(self) -> None:
        self._packets, self.next, self.broken, self._failures = iter(()), None, False, 0
        self._decoded.clear()

    def _open(self) -> None:
        self._container = open_container(self._path)
        self._stream = self._container.streams.video[0]
        leave_out_others(self._container, self._stream)
        context = self._stream.codec_context
        context.thread_type, context.thread_count = "AUTO", max(2, min(usable_cores(), _MOST_THREADS))
        self._skipping, self._failures = False, 0
