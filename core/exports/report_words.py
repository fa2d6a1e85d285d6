"""Numbers and moments as a report says them, in English."""

from datetime import UTC, datetime


def percent(share: float) -> str:
    """0.834 -> "83 %", with a no-break space."""
    return f"{share * 100:.0f}\N{NO-BREAK SPACE}%"


def fine_percent(share: float) -> str:
    """0.8341 -> "83.4 %"."""
    return f"{share * 100:.1f}\N{NO-BREAK SPACE}%"


def clock(seconds: float) -> str:
    """75.4 -> "1:15"; 3675 -> "1:01:15": a moment of the session, as players count."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def length(seconds: float) -> str:
    """19.64 -> "19.6 s"; 3675 -> "1:01:15"."""
    return f"{seconds:.1f}\N{NO-BREAK SPACE}s" if seconds < 60 else clock(seconds)


def moment(at: datetime) -> str:
    """21 November 2026, 09:30:00 UTC."""
    there = at.astimezone(UTC)
    return f"{there.day} {_MONTHS[there.month - 1]} {there:%Y, %H:%M:%S} UTC"


def count(number: int, one: str, many: str = "") -> str:
    """1, "clip" -> "1 clip"; 8, "clip" -> "8 clips"."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


# Not by strftime, which speaks the language of the computer.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
