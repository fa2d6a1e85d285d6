"""Source time in ticks of 1/30 s, the unit in which clips and hops are counted."""

from core.clips.sampling import TICKS_PER_SECOND
from core.types import Frame

_NEAR_30_FPS = 0.01  # relative: 29.97 fps counts as 30, as the data sets' frames do in the published code
_MAX_DEVIATION_S = 0.1  # time stamps further than this from index / fps are not those of a constant frame rate


class TickClock:
    """Gives each frame of one source its tick, beginning at 0 and never going back.

    Time decides: tick = seconds since the first frame * 30. Only files whose nominal rate is within 1 % of 30 fps count
    frames instead, so that a data set's video gives the published clips; the first time stamp that contradicts the
    nominal rate ends that for good, and time goes on from the last tick.

    fps: the source's nominal rate, 0 when unknown. live: cameras, streams and the demo go by time only.
    """

    def __init__(self, fps: float, live: bool) -> None:
        self._fps = fps
        self._by_index = not live and abs(fps / TICKS_PER_SECOND - 1) <= _NEAR_30_FPS
        self._first: tuple[int, float] | None = None  # index and time of the first frame
        self._anchor = (0.0, 0.0)  # a tick and the time it was at: time-based ticks count from here
        self._tick = 0.0

    @property
    def by_index(self) -> bool:
        """True while every frame is one tick after the one before."""
        return self._by_index

    def tick(self, frame: Frame) -> float:
        """The frame's tick. Call it once for every frame, in the order in which they come."""
        if self._first is None:
            self._first = (frame.index, frame.time)
            self._anchor = (0.0, frame.time)
        if self._by_index:
            index, seconds = frame.index - self._first[0], frame.time - self._first[1]
            self._by_index = abs(seconds - index / self._fps) <= _MAX_DEVIATION_S
            if self._by_index:
                self._tick = float(index)
                self._anchor = (self._tick, frame.time)
                return self._tick
        tick, since = self._anchor
        self._tick = max(self._tick, tick + (frame.time - since) * TICKS_PER_SECOND)
        return self._tick
