"""From the words that people use for an expression to the labels that are used everywhere here."""

import re

from core.model.cards import LABEL

USUAL = {
    "anger": "angry",
    "calmness": "calm",
    "disgusted": "disgust",
    "fearful": "fear",
    "happiness": "happy",
    "sadness": "sad",
    "surprised": "surprise",
}


def label_of(word: str) -> str:
    """The label for a word: "Anger" -> angry, "Not sure" -> not_sure; "" when no label can be made of it."""
    label = re.sub(r"[\s-]+", "_", word.strip().lower())
    return USUAL.get(label, label) if LABEL.fullmatch(label) else ""
