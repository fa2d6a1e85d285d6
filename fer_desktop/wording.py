"""The words of the interface that more than one widget needs, in the language of the interface."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale
from PySide6.QtGui import QKeySequence

_EMOTIONS = {
    "angry": QT_TRANSLATE_NOOP("wording", "Angry"),
    "calm": QT_TRANSLATE_NOOP("wording", "Calm"),
    "disgust": QT_TRANSLATE_NOOP("wording", "Disgust"),
    "fear": QT_TRANSLATE_NOOP("wording", "Fear"),
    "happy": QT_TRANSLATE_NOOP("wording", "Happy"),
    "neutral": QT_TRANSLATE_NOOP("wording", "Neutral"),
    "sad": QT_TRANSLATE_NOOP("wording", "Sad"),
    "surprise": QT_TRANSLATE_NOOP("wording", "Surprise"),
}


def emotion_name(label: str) -> str:
    """What a person reads for a label; a label unknown to the program is shown as its bundle spells it."""
    if label in _EMOTIONS:
        return QCoreApplication.translate("wording", str(_EMOTIONS[label]))
    return label.replace("_", " ").capitalize()


def number(value: float, decimals: int = 1) -> str:
    """7.5 -> "7.5", in German "7,5"; no marks between thousands."""
    locale = QLocale()
    locale.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
    return locale.toString(float(value), "f", decimals)


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
    return QCoreApplication.translate("wording", "%n clip(s)", "", number)


def rows_text(number: int) -> str:
    """1 -> "1 row"; 8 -> "8 rows"."""
    return QCoreApplication.translate("wording", "%n row(s)", "", number)


def keys_text(keys: str) -> str:
    """Keys as the keyboard in front of the person names them: "Ctrl+R" -> "Strg+R" in German."""
    native = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
    return QCoreApplication.translate("wording", "Enter") if native == "Return" else native


def sentence(text: str) -> str:
    """A capital at the start and a full stop at the end."""
    text = text.strip()
    return f"{text[0].upper()}{text[1:]}{'' if text[-1] in '.!?…' else '.'}" if text else ""
