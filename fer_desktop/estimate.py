"""How long an analysis takes, said before anyone waits for it."""

from typing import TYPE_CHECKING

from core.clips.sampling import TICKS_PER_SECOND
from core.types import SourceInfo

if TYPE_CHECKING:
    from core.model import Predictor
    from core.model.speed import Speed


def known_speed(predictor: "Predictor") -> "Speed":
    """How fast the predictor is on this computer; measured now, for a few seconds at most, if it never was."""
    from core.model.speed import SpeedBook, measure, setting_of

    book, setting = SpeedBook(), setting_of(predictor)
    known = book.find(setting)
    if known is None or known.seconds_in_batch is None:
        known = measure(predictor)
        book.add(setting, known)
    return known


def estimate(info: SourceInfo, speed: "Speed", hop: int) -> str:
    """A sentence about a video that takes longer than it lasts; "" when it does not, or nobody knows how long it is."""
    if not info.frame_count or info.fps <= 0:
        return ""
    lasts = info.frame_count / info.fps
    takes = lasts * TICKS_PER_SECOND / hop * (speed.seconds_in_batch or speed.seconds_per_clip)
    if takes <= lasts:
        return ""
    one = f"this encoder needs {speed.seconds_in_batch or speed.seconds_per_clip:.2g} s for a clip here"
    return f"about {shown_time(takes)} for {shown_time(lasts)} of video with one face ({one}; a larger --hop is faster)"


def shown_time(seconds: float) -> str:
    """42 s, 7 min, 3 h 20 min."""
    if seconds < 100:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60} h {minutes % 60} min"
