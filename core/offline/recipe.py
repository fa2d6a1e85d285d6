"""Recipes: every number that decides what a probe becomes, in a small TOML file that states what differs."""

import hashlib
import json
import math
import sys
import tomllib
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from typing import Any

from core.clips.sampling import RULES
from core.errors import DataError
from core.model.probe import PROBES

AUGMENTATIONS = ("none", "paper", "as-run")
ATTENDS = ("joint", "single")
PRECISIONS = ("32-true", "16-mixed", "bf16-mixed")


@dataclass(frozen=True, slots=True)
class Recipe:
    """How probes are trained; the values here are the published code's.

    encoder: the published encoder that it was made for; any other can be used. probe: one of PROBES.
    clip_rule: "as-run" or "paper", for training and evaluation. augmentation: "none", "paper" or "as-run".
    segments: clips of each video in training. attend: "joint", the probe sees the tokens of a video's clips
    together; "single", one clip at a time, as it always does in evaluation.
    batch: videos in one step, over all processes. learning_rate, weight_decay: at the start, and `final_` at the end of
    the last epoch, by cosine. warmup_epochs: in which the learning rate rises from a tenth. clip_norm: of the gradient.
    precision: as Lightning Fabric names it. outputs: of the probe; 0: as many as there are labels. seed: of everything.
    """

    name: str
    encoder: str = "vith16-384"
    probe: str = "attentive"
    clip_rule: str = "as-run"
    augmentation: str = "as-run"
    segments: int = 8
    attend: str = "joint"
    epochs: int = 20
    batch: int = 8
    learning_rate: float = 1e-3
    final_learning_rate: float = 0.0
    warmup_epochs: float = 0.0
    weight_decay: float = 0.01
    final_weight_decay: float = 1e-6
    clip_norm: float = 1.0
    precision: str = "16-mixed"
    outputs: int = 0
    seed: int = 0

    def digest(self) -> str:
        """64 hexadecimal digits that differ for recipes that differ in anything but the name."""
        content = asdict(self) | {"name": ""}
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def parse_recipe(content: str, where: object, *, name: str = "") -> Recipe:
    """The recipe of a TOML text; entries that are left out are the published ones.

    name: used when the text gives none. Raises DataError naming the first entry that is unknown or makes no sense.
    """
    try:
        entries = tomllib.loads(content)
    except (ValueError, RecursionError) as error:  # also for numbers of 5000 digits, and endless brackets
        raise DataError(f"the recipe is not TOML ({error})", where=where, hint="Mend that line") from error
    kinds = {entry.name: entry.type for entry in fields(Recipe)}
    if unknown := [entry for entry in entries if entry not in kinds]:
        known = ", ".join(kinds)
        raise DataError(f"the recipe has an unknown entry {unknown[0]!r:.80}", where=where, hint=f"Known ones: {known}")
    return _sensible(Recipe(**{"name": name, **_floats(entries, kinds)}), where)


def recipe_from(entries: dict[str, Any], where: object) -> Recipe:
    """The recipe that `dataclasses.asdict` was made of. Raises DataError when it is damaged."""
    try:
        recipe = Recipe(**entries)
    except TypeError as error:
        raise DataError("the recipe of this run cannot be read", where=where, hint="Fit it again") from error
    return _sensible(recipe, where)


def _sensible(recipe: Recipe, where: object) -> Recipe:
    for rule, kept in _RULES.items():
        if not kept(recipe):
            entry = rule.partition(" ")[0]
            what = f"the recipe makes no sense: {entry} = {getattr(recipe, entry)!r:.80}"
            raise DataError(what, where=where, hint=f"{rule[0].upper()}{rule[1:]}")
    return recipe


def _floats(entries: dict[str, Any], kinds: dict[str, Any]) -> dict[str, Any]:
    """A whole number is a fine float; what is larger than any float stays as it is, and is refused."""
    whole = {name: value for name, value in entries.items() if kinds[name] is float and type(value) is int}
    return entries | {name: float(value) for name, value in whole.items() if abs(value) <= sys.float_info.max}


def _one_of(entry: str, choices: tuple[str, ...]) -> tuple[str, Callable[[Recipe], bool]]:
    return f"{entry} must be one of {', '.join(choices)}", lambda recipe: getattr(recipe, entry) in choices


def _whole(entry: str, least: int, most: int = 10**6) -> tuple[str, Callable[[Recipe], bool]]:
    def holds(recipe: Recipe) -> bool:
        value = getattr(recipe, entry)
        return type(value) is int and least <= value <= most

    return f"{entry} must be a whole number from {least} to {most}", holds


def _number(entry: str, least: float = 0.0) -> tuple[str, Callable[[Recipe], bool]]:
    def holds(recipe: Recipe) -> bool:
        value = getattr(recipe, entry)
        return type(value) is float and math.isfinite(value) and value >= least

    return f"{entry} must be a number of at least {least:g}", holds


_RULES: dict[str, Callable[[Recipe], bool]] = dict(
    (
        ("name must be a text", lambda recipe: isinstance(recipe.name, str) and recipe.name != ""),
        ("encoder must be a text", lambda recipe: isinstance(recipe.encoder, str)),
        _one_of("probe", tuple(PROBES)),
        _one_of("clip_rule", RULES),
        _one_of("augmentation", AUGMENTATIONS),
        _whole("segments", 1, 64),
        _one_of("attend", ATTENDS),
        _whole("epochs", 1, 10_000),
        _whole("batch", 1, 4096),
        _number("learning_rate"),
        _number("final_learning_rate"),
        _number("warmup_epochs"),
        _number("weight_decay"),
        _number("final_weight_decay"),
        _number("clip_norm", 1e-6),
        _one_of("precision", PRECISIONS),
        _whole("outputs", 0, 1000),
        _whole("seed", 0, 2**31 - 1),
    )
)
