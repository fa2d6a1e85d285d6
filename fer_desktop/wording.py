"""The words of the interface that more than one widget needs, ready for translation."""

from PySide6.QtCore import QCoreApplication

_EMOTIONS = {
    "angry": "Angry",
    "calm": "Calm",
    "disgust": "Disgust",
    "fear": "Fear",
    "happy": "Happy",
    "neutral": "Neutral",
    "sad": "Sad",
    "surprise": "Surprise",
}


def translate(text: str) -> str:
    """`text` in the language of the interface."""
    return QCoreApplication.translate("wording", text)


def emotion_name(label: str) -> str:
    """What a person reads for a label; a label unknown to the program is shown as its bundle spells it."""
    return translate(_EMOTIONS[label]) if label in _EMOTIONS else label.replace("_", " ").capitalize()


def percent(share: float) -> str:
    """0.834 -> "83 %", with a no-break space."""
    return f"{share * 100:.0f}\N{NO-BREAK SPACE}%"


def duration(seconds: float) -> str:
    """75 -> "1:15"; 3675 -> "1:01:15"."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def clips_text(number: int) -> str:
    """1 -> "1 clip"; 8 -> "8 clips"."""
    return translate("1 clip") if number == 1 else translate("{n} clips").format(n=number)


def rows_text(number: int) -> str:
    """1 -> "1 row"; 8 -> "8 rows"."""
    return translate("1 row") if number == 1 else translate("{n} rows").format(n=number)
