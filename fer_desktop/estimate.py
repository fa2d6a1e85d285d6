"""How long an analysis takes, said before anyone waits for it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from core.clips.sampling import TICKS_PER_SECOND
from core.types import SourceInfo

if TYPE_CHECKING:
    from core.model import Predictor
    from core.model.speed import Speed


def known_speed(predictor: "Predictor", say: Callable[[str], None]) -> "Speed":
    """How fast the predictor is on this computer; measured now, for a few seconds or one clip, if it never was.

    say: is told so of a large encoder, which takes longer than anyone waits without a word.
    """
    from core.model.precision import SMALL
    from core.model.speed import SpeedBook, measure, setting_of
    from core.model.vit import EncoderConfig

    book, setting = SpeedBook(), setting_of(predictor)
    known = book.find(setting)
    if known is None or (known.seconds_in_batch is None and predictor.device.type != "cpu"):
        if cast(EncoderConfig, predictor.encoder.config).block_parameters > SMALL:
            say(f"measuring how fast the encoder {predictor.card.encoder_name} is here, this once")
        known = measure(predictor)
        book.add(setting, known)
    return known


def estimate(info: SourceInfo, speed: "Speed", hop: int, view: str) -> str:
    """A sentence about a video that takes longer than it lasts; "" when it does not, or nobody knows how long it is.

    view: the bundle's. With several faces in the face view it takes longer, and nobody knows how many there will be.
    """
    if not info.frame_count or info.fps <= 0:
        return ""
    clip = speed.seconds_in_batch or speed.seconds_per_clip
    lasts = info.frame_count / info.fps
    takes = lasts * TICKS_PER_SECOND / hop * clip
    if takes <= lasts:
        return ""
    faces = " with one face" if view == "face" else ""
    one = f"this encoder needs {clip:.2g} s for a clip here"
    return f"about {shown_time(takes)} for {shown_time(lasts)} of video{faces} ({one}; a larger --hop is faster)"


def shown_time(seconds: float) -> str:
    """42 s, 7 min, 3 h 20 min."""
    if seconds < 100:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60} h {minutes % 60} min"
