"""RAVDESS (Livingstone & Russo 2018): the 2,880 videos of speech, with and without sound.

Names are modality-channel-emotion-intensity-statement-repetition-actor. The files of modality 01 (sound and picture)
and 02 (picture only) are the same takes; both are kept, as in the study. Folds: Luna-Jiménez et al. 2021.
"""

import re
from itertools import product
from pathlib import Path

from core.labels import RAVDESS
from core.offline.manifest import Video
from training.datasets.published import PublishedSet

NAME = re.compile(r"\d\d(-\d\d){6}")
MODALITIES = ("01", "02")  # 03 is sound only
SPEECH, SOUND = "01", "03"
EMOTIONS = {
    "01": "neutral",
    "02": "calm",
    "03": "happy",
    "04": "sad",
    "05": "angry",
    "06": "fear",
    "07": "disgust",
    "08": "surprise",
}
INTENSITIES = {"01": "normal", "02": "strong"}  # nobody was asked to be strongly neutral
STATEMENTS = {"01": "kids", "02": "dogs"}  # "Kids are talking by the door", "Dogs are sitting by the door"
REPETITIONS = ("01", "02")
FOLDS = ((2, 5, 14, 15, 16), (3, 6, 7, 13, 18), (10, 11, 12, 19, 20), (8, 17, 21, 23, 24), (1, 4, 9, 22))
FOLD_OF = {f"{actor:02}": fold for fold, actors in enumerate(FOLDS) for actor in actors}


def speech_names() -> list[str]:
    """The 2,880 names, without ending, sorted."""
    parts = product(MODALITIES, (SPEECH,), EMOTIONS, INTENSITIES, STATEMENTS, REPETITIONS, sorted(FOLD_OF))
    return ["-".join(name) for name in parts if (EMOTIONS[name[2]], INTENSITIES[name[3]]) != ("neutral", "strong")]


def describe(name: str, path: Path) -> Video:
    """What one of the names says."""
    _, _, emotion, intensity, statement, _, actor = name.split("-")
    return Video(
        path,
        RAVDESS,
        subject=actor,
        label=EMOTIONS[emotion],
        fold=FOLD_OF[actor],
        intensity=INTENSITIES[intensity],
        statement=STATEMENTS[statement],
        sex="male" if int(actor) % 2 else "female",
    )


def left_out(name: str) -> str:
    """What else of RAVDESS a file is, in the plural."""
    if not NAME.fullmatch(name):
        return ""
    modality, channel, *_ = name.split("-")
    if modality == SOUND:
        return "files of sound only"
    return "videos of song" if channel != SPEECH else ""


def ravdess() -> PublishedSet:
    """RAVDESS as it was published; its sizes are not known here."""
    return PublishedSet(
        "RAVDESS", speech_names(), describe, example="01-01-03-01-01-02-05.mp4", left_out=left_out, sounds=(".wav",)
    )
