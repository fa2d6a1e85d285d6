"""Between the session's time and the time of day, for sessions of live sources."""

from datetime import datetime, timedelta

import numpy as np

from core.sessions.record import Session, utc


class WallClock:
    """Every clip of a live source knows both times of its last frame. In between both clocks run on alike.

    So a clock that was set, or a computer that slept, puts wrong only what lies between it and the next clip. A session
    without such a clip began at `SessionInfo.started`.
    """

    def __init__(self, session: Session) -> None:
        table = session.readings
        (known,) = np.nonzero(~np.isnan(table.captured_at))
        by_end = known[np.argsort(table.end[known], kind="stable")]
        self._started = session.info.started
        self._end, self._captured_at = table.end[by_end], table.captured_at[by_end]

    def at(self, second: float) -> datetime:
        """The time of day, UTC, at this second of the session: as the next clip to end tells it, else the last one."""
        if not len(self._end):
            return self._started + timedelta(seconds=second)
        row = min(int(np.searchsorted(self._end, second)), len(self._end) - 1)
        return utc(float(self._captured_at[row] - self._end[row] + second))

    def second(self, moment: datetime) -> float:
        """The second of the session at this time of day, by the clip that was then the next to end, else the last."""
        if not len(self._end):
            return (moment - self._started).total_seconds()
        # A clock that was put back makes these times fall somewhere; the first of several places is then the answer.
        later = self._captured_at >= moment.timestamp()
        row = int(np.argmax(later)) if later.any() else len(self._end) - 1
        return moment.timestamp() - float(self._captured_at[row] - self._end[row])
