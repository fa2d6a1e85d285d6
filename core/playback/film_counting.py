"""The pictures of a file that only counting from its beginning can number: damaged ones, and those without stamps."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from core.capture.video_file import VideoFile
from core.errors import Cancelled
from core.types import Frame


class CountedFilm:
    """A file read from its beginning by `VideoFile`, on which it therefore agrees in everything. For one thread.

    begun: whether counting has begun. complete: whether the end was reached.
    """

    def __init__(self, path: Path) -> None:
        self.begun = self.complete = False
        self._path = path
        self._source: VideoFile | None = None
        self._next = 0  # the picture that the source gives next
        self._times: list[float] = []  # of all that were ever seen

    @property
    def times(self) -> np.ndarray:
        """(n,) float64, seconds: those of the pictures seen so far, and of all once it is complete."""
        return np.array(self._times)

    def frames(self, number: int, give_up: Callable[[], bool]) -> Iterator[Frame]:
        """The pictures from here to a number; fewer where the film ends before. Begins anew to go back.

        Raises Cancelled when `give_up` says so, SourceError when the file cannot be read.
        """
        if self._source is None or number < self._next:
            self.close()
            self._source, self._next, self.begun = VideoFile(self._path), 0, True
        while self._next <= number:
            if give_up():
                raise Cancelled
            frame = self._source.read()
            if frame is None:
                self.complete = True
                return
            self._next = frame.index + 1
            if frame.index == len(self._times):
                self._times.append(frame.time)
            yield frame

    def count(self, give_up: Callable[[], bool]) -> np.ndarray:
        """Reads on to the end and returns all times. Cancelled, it goes on from there the next time."""
        if not self.complete:
            for _ in self.frames(max(self._next, 2**62), give_up):
                pass
        return self.times

    def close(self) -> None:
        """Gives the file back; what was counted stays. Idempotent."""
        if self._source:
            self._source.close()
        self._source = None
