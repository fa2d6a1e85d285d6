"""CREMA-D (Cao et al. 2014, ODbL 1.0): 7,442 videos of 91 actors. Names are actor_sentence_emotion_level.

Facts lie beside this module: `crema_d_actors.csv` (folds by Table I of Eing et al. 2026; age, sex and race by the data
set's VideoDemographics.csv) and `crema_d_files.npz` (sizes and digests of the published files, see `crema_d_files`).
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.labels import CREMA_D
from core.offline.manifest import Video
from training.datasets.crema_d_files import published_files
from training.datasets.published import PublishedSet

ACTORS = Path(__file__).with_name("crema_d_actors.csv")
GRADED = "IEO"  # the sentence that was spoken at three levels of every emotion; the others have none
SENTENCES = ("DFA", GRADED, "IOM", "ITH", "ITS", "IWL", "IWW", "MTI", "TAI", "TIE", "TSI", "WSI")
EMOTIONS = {"ANG": "angry", "DIS": "disgust", "FEA": "fear", "HAP": "happy", "NEU": "neutral", "SAD": "sad"}
LEVELS = {"HI": "high", "LO": "low", "MD": "medium", "XX": "unspecified"}
NEVER_RECORDED = ("1002_TIE_NEU", "1008_WSI", "1009_MTI", "1019_ITH", "1076_ITS_NEU")  # how their names begin
BROKEN = frozenset({"1076_MTI_NEU_XX", "1076_MTI_SAD_XX", "1064_TIE_SAD_XX"})


@dataclass(frozen=True, slots=True)
class Actor:
    """What is known of an actor. fold: 1 to 5. race: as the data set has it."""

    fold: int
    age: str
    sex: str
    race: str


@cache
def actors() -> dict[str, Actor]:
    """The 91 actors by number, sorted."""
    with ACTORS.open(newline="", encoding="utf-8") as file:
        rows = csv.DictReader(file)
        return {row["actor"]: Actor(int(row["fold"]), row["age"], row["sex"], row["race"]) for row in rows}


def names() -> list[str]:
    """The 7,442 names, without ending, sorted."""
    by_rule = (
        f"{actor}_{sentence}_{emotion}_{level}"
        for actor in actors()
        for sentence in SENTENCES
        for emotion in EMOTIONS
        for level in LEVELS
        if (level == "XX") == (sentence != GRADED or emotion == "NEU")
    )
    return [name for name in by_rule if not name.startswith(NEVER_RECORDED)]


def describe(name: str, path: Path) -> Video:
    """What one of the names says, and what is known of its actor."""
    number, sentence, emotion, level = name.split("_")
    actor = actors()[number]
    return Video(
        path,
        CREMA_D,
        subject=number,
        label=EMOTIONS[emotion],
        fold=actor.fold,
        intensity=LEVELS[level],
        statement=sentence,
        sex=actor.sex,
        age=actor.age,
        race=actor.race,
    )


def crema_d() -> PublishedSet:
    """CREMA-D as it was published; copies in other formats are known by their names only."""
    own = names()
    return PublishedSet(
        "CREMA-D",
        own,
        describe,
        example="1001_DFA_ANG_XX.flv",
        files=published_files(own),
        ending=".flv",
        broken=BROKEN,
    )
