"""What a person has to know, and to accept once, before the program looks at anybody. Imports no Qt."""

import json
from dataclasses import dataclass

from core.paths import asset

EDITION = "2026-12"
"""Of the terms on the first page: a new one is to be accepted again. `Settings.accepted` holds the accepted one."""


@dataclass(frozen=True, slots=True)
class StarterFacts:
    """How well the starter bundle does, as its card says it.

    accuracy: share of the faces it got right, of those that are no copies of faces that it learnt from. faces: how
    many these are. uar: mean over the expressions of the share it found, of the whole test set. labels: how many
    expressions it tells apart.
    """

    accuracy: float
    uar: float
    faces: int
    labels: int


def starter_facts() -> StarterFacts:
    """From assets/starter/card.json. Raises FileNotFoundError or KeyError for a broken installation."""
    card = json.loads(asset("starter/card.json").read_text("utf-8"))
    measured = card["metrics"]["fer2013_public_test"]
    new = measured["faces"] - measured["copies"]
    return StarterFacts(measured["accuracy_without_copies"], measured["uar"], new, len(card["labels"]))
