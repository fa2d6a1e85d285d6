"""What the names of RAVDESS and CREMA-D recordings say, wherever they stand."""

import re
from dataclasses import dataclass

from core.labels import CLASS_ORDERS, CREMA_D, RAVDESS

CODES = {"ang": "angry", "dis": "disgust", "fea": "fear", "hap": "happy", "neu": "neutral", "sad": "sad"}
"""Of CREMA-D's names."""
_RAVDESS_NAME = re.compile(r"(?<![\d-])\d\d-\d\d-0([1-8])-0[12]-0[12]-0[12]-(\d\d)(?![\d-])")
_CREMA_D_NAME = re.compile(r"(?<!\d)(1\d{3})_[A-Z]{3}_(ANG|DIS|FEA|HAP|NEU|SAD)_[A-Z]{1,2}(?![A-Z])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Take:
    """What the name of a RAVDESS or CREMA-D recording says."""

    dataset: str
    subject: str
    label: str


def take_of(name: str) -> Take | None:
    """Reads a name of RAVDESS or CREMA-D, with or without folders and ending; None for any other name."""
    stem = re.split(r"[/\\]", name)[-1]
    if ravdess := _RAVDESS_NAME.search(stem):
        return Take(RAVDESS, ravdess[2], CLASS_ORDERS[RAVDESS][int(ravdess[1]) - 1])
    if crema_d := _CREMA_D_NAME.search(stem):
        return Take(CREMA_D, crema_d[1], CODES[crema_d[2].lower()])
    return None
