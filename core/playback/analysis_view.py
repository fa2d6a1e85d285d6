"""How the analysis of a video stands, as one value for views."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.playback.analysis_key import AnalysisRequest


class AnalysisState(StrEnum):
    """WAITING: in the queue. PREPARING: the file is looked at, the bundle loaded. KEPT: it was analysed before."""

    WAITING = "waiting"
    PREPARING = "preparing"
    RUNNING = "running"
    PAUSED = "paused"
    COMPLETE = "complete"
    KEPT = "kept"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def over(self) -> bool:
        """Whether nothing more comes."""
        return self in (AnalysisState.COMPLETE, AnalysisState.KEPT, AnalysisState.FAILED, AnalysisState.CANCELLED)


@dataclass(frozen=True, slots=True)
class AnalysisView:
    """How an analysis stands.

    done_s: seconds of the video that are analysed; duration_s: of all of it, 0.0 when nobody knows.
    times_real: how many seconds of video a second of work takes in; 0.0 as long as nobody knows.
    warnings: what is odd about the video. error: why it failed.
    not_kept: why it is not in the database although it was to be.
    session_id: by which it is found there, "" when it is not. analysed_at: when, UTC, one that was kept was analysed.
    """

    request: AnalysisRequest
    state: AnalysisState = AnalysisState.WAITING
    done_s: float = 0.0
    duration_s: float = 0.0
    times_real: float = 0.0
    warnings: tuple[str, ...] = ()
    error: Exception | None = None
    not_kept: Exception | None = None
    session_id: str = ""
    analysed_at: datetime | None = None

    @property
    def share(self) -> float:
        """How much of it is done, 0 to 1."""
        if self.state in (AnalysisState.COMPLETE, AnalysisState.KEPT):
            return 1.0
        return min(1.0, self.done_s / self.duration_s) if self.duration_s > 0 else 0.0

    @property
    def left_s(self) -> float | None:
        """Seconds until it is through at this pace; None as long as nobody knows."""
        if self.times_real <= 0 or self.duration_s <= 0:
            return None
        return max(0.0, self.duration_s - self.done_s) / self.times_real
