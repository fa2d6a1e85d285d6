"""What a person reads about encoders: sizes, speeds, how far a download is."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from fer_desktop.space_words import size_text
from fer_desktop.wording import number

if TYPE_CHECKING:
    from core.model.progress import Progress
    from core.model.speed import Entry

_QUICK_S = 1.0  # a clip that takes longer is told in seconds, not in clips per second


def parameters_text(parameters: float) -> str:
    """304100000 -> "304 M parameters"."""
    text = QCoreApplication.translate("model_words", "{millions} M parameters")
    return text.format(millions=number(parameters / 1e6, 0 if parameters >= 1e7 else 1))


def speed_text(seconds_per_clip: float) -> str:
    """0.05 -> "20 clips/s"; 4.2 -> "one clip in 4.2 s"."""
    if seconds_per_clip < _QUICK_S:
        rate = 1 / seconds_per_clip
        text = QCoreApplication.translate("model_words", "{rate} clips/s")
        return text.format(rate=number(rate, 0 if rate >= 10 else 1))
    text = QCoreApplication.translate("model_words", "one clip in {seconds} s")
    return text.format(seconds=number(seconds_per_clip, 1 if seconds_per_clip < 10 else 0))


def measured_text(entries: "Sequence[Entry]") -> str:
    """A line for each way in which the speed of an encoder was measured here."""
    return "\n".join(
        f"{one.setting.device}, {one.setting.precision}: {speed_text(one.speed.seconds_per_clip)}" for one in entries
    )


def progress_text(progress: "Progress") -> str:
    """How far it is: "1.2 GB of 5.1 GB, 34 MB/s, 2 min left"."""
    if progress.stage == "checking":
        doing = QCoreApplication.translate("model_words", "Checking the file")
    elif progress.stage == "converting":
        doing = QCoreApplication.translate("model_words", "Taking out the encoder")
    else:
        doing = QCoreApplication.translate("model_words", "Downloading")
    done = size_text(progress.done)
    if progress.total:
        of = QCoreApplication.translate("model_words", "{done} of {total}")
        done = of.format(done=done, total=size_text(progress.total))
    parts = [doing, done]
    if progress.rate > 0:
        rate = QCoreApplication.translate("model_words", "{size}/s")
        parts.append(rate.format(size=size_text(round(progress.rate))))
    if progress.seconds_left is not None:
        parts.append(_left_text(progress.seconds_left))
    return " · ".join(parts)


def _left_text(seconds: float) -> str:
    """90 -> "2 min left"; coarser the longer it is, for nobody can know it better."""
    if seconds < 60:
        return QCoreApplication.translate("model_words", "{seconds} s left").format(seconds=max(1, round(seconds)))
    minutes = round(seconds / 60)
    if minutes < 60:
        return QCoreApplication.translate("model_words", "{minutes} min left").format(minutes=minutes)
    text = QCoreApplication.translate("model_words", "{hours} h {minutes} min left")
    return text.format(hours=minutes // 60, minutes=minutes % 60)
