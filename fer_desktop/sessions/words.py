"""What is said about a session, in the language of the interface."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale

from core.exports.formats import ExportFormat
from core.sessions.record import SessionInfo, SessionState
from fer_desktop.language import translated
from fer_desktop.wording import percent, sentence


@dataclass(frozen=True, slots=True)
class Mark:
    """What sets a session apart from one that came to its end. kind: "now", "warning", "danger" or "quiet"."""

    text: str
    kind: str
    explanation: str


def mark_of(info: SessionInfo) -> Mark | None:
    """None for a session that is complete."""
    translate, file = QCoreApplication.translate, info.source.kind == "file"
    if info.state is SessionState.OPEN:
        text = translate("session_words", "Analysing") if file else translate("session_words", "Recording")
        return Mark(text, "now", translate("session_words", "It goes on; here is what has been read by now."))
    if info.state is SessionState.CUT_OFF:
        why = translate("session_words", "The program was stopped in the middle. The last second may be missing.")
        return Mark(translate("session_words", "Cut off"), "warning", why)
    if info.state is SessionState.FAILED:
        why = translate("session_words", "An error ended it too early; what was read until then is here.")
        return Mark(translate("session_words", "Failed"), "danger", f"{why} {sentence(translated(info.error))}".strip())
    if info.state is SessionState.CANCELLED:
        why = translate("session_words", "Somebody ended the analysis before the end of the video.")
        return Mark(translate("session_words", "Cancelled"), "quiet", why)
    return None


def moment_text(moment: datetime) -> str:
    """Local time, the same in every language and sorted as it is read: "2026-11-21 05:04"."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"


def long_moment_text(moment: datetime) -> str:
    """With the day of the week, as the language calls it, and the seconds: "Sat, 2026-11-21 05:04:03"."""
    local = moment.astimezone()
    day = QLocale().standaloneDayName(local.isoweekday(), QLocale.FormatType.ShortFormat)
    return f"{day}, {local:%Y-%m-%d %H:%M:%S}"


def source_text(info: SessionInfo) -> str:
    """What was filmed: the name of the video, of the camera, the address of the stream."""
    if info.source.kind == "demo":
        return QCoreApplication.translate("session_words", "Demo")
    return Path(info.source.name).name if info.source.kind == "file" else info.source.name


def readings_text(info: SessionInfo) -> str:
    """ "1,204, 87 % scored"."""
    count = QLocale().toString(info.readings)
    if not info.readings:
        return count
    scored = QCoreApplication.translate("session_words", "{count}, {share} scored")
    return scored.format(count=count, share=percent(info.scored / info.readings))


def sessions_text(number: int) -> str:
    """1 -> "1 session"; 8 -> "8 sessions"."""
    return QCoreApplication.translate("session_words", "%n session(s)", "", number)


def format_title(one: ExportFormat) -> str:
    """What a format is called in menus."""
    return translated(one.title)
