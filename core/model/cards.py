"""What is published, and what a bundle says about itself. Plain facts: no torch."""

import json
import re
from dataclasses import MISSING, asdict, dataclass, field, fields
from typing import Any, TypeGuard

from core.errors import BundleError
from core.model.encoder_cards import PUBLISHED_ENCODERS as PUBLISHED_ENCODERS
from core.model.encoder_cards import EncoderCard as EncoderCard
from core.text import text

CARD_FORMAT = 1
MARGIN = 1.5  # side of the face view, in sides of the detected box, where nobody says another
LABEL = re.compile(r"[a-z][a-z0-9_]*")  # it becomes a column name: p_<label>
SHA256 = re.compile(r"[0-9a-fA-F]{64}")


@dataclass(frozen=True, slots=True)
class BundleCard:
    """Everything that is needed to use a bundle, and to judge it: the contents of its card.json.

    labels: class names in the order of the posteriors. outputs: the probe's output for each label; the outputs that
    are not listed are masked before the softmax.
    view: "centre" (the middle of the whole picture) or "face" (a square box of `margin` times the detected one).
    resolution: pixels on a side that the encoder is fed. clip_rule: "as-run" or "paper".
    encoder_name, encoder_sha256: the one encoder file that the probes were trained with.
    probes: SHA-256 of each probe file, in order; the posteriors of several are averaged.
    heads: attention heads of the encoder and of the probes, None for the published widths.
    pool: the probes see so many rows and columns of tokens, each the mean over a square; None: all, as they come.
    recipe, training_data, folds, metrics, licences, note: for people. created: UTC, ISO 8601.
    """

    name: str
    labels: tuple[str, ...]
    view: str
    resolution: int
    encoder_name: str
    encoder_sha256: str
    probes: tuple[str, ...]
    margin: float = MARGIN
    clip_rule: str = "as-run"
    outputs: tuple[int, ...] = ()
    heads: int | None = None
    pool: int | None = None
    recipe: str = ""
    training_data: str = ""
    folds: str = ""
    metrics: dict[str, Any] = field(default_factory=dict)
    licences: dict[str, str] = field(default_factory=dict)
    note: str = ""
    created: str = ""
    program_version: str = ""

    def __post_init__(self) -> None:
        if self.outputs == () and isinstance(self.labels, tuple):
            object.__setattr__(self, "outputs", tuple(range(len(self.labels))))

    def to_json(self) -> str:
        """The text of card.json."""
        return json.dumps({"format": CARD_FORMAT, **asdict(self)}, indent=2, ensure_ascii=False) + "\n"


def parse_card(content: bytes | str, where: object) -> BundleCard:
    """A checked card. Raises BundleError naming the first entry that is missing, unknown or makes no sense."""
    try:
        entries = json.loads(content)
        if not isinstance(entries, dict):
            raise ValueError("it is not an object")
        json.dumps(entries, allow_nan=False, ensure_ascii=False).encode()  # what cannot be written again is not let in
    except (ValueError, RecursionError) as error:
        raise _broken(text("card.json cannot be read ({error})", error=error), where) from error
    if entries.pop("format", None) != CARD_FORMAT:
        raise BundleError(
            "the bundle's card has a format that this version does not know",
            where=where,
            hint="Update FER Desktop, or export the bundle again",
        )
    known = {entry.name for entry in fields(BundleCard)}
    if unknown := sorted(set(entries) - known):
        entry_names = ", ".join(map(ascii, unknown))[:200]
        raise _broken(text("card.json has unknown entries ({names})", names=entry_names), where)
    needed = {entry.name for entry in fields(BundleCard) if entry.default is entry.default_factory is MISSING}
    if missing := sorted(needed - set(entries)):
        raise _broken(text("card.json lacks entries ({names})", names=", ".join(missing)), where)
    for name in ("labels", "outputs", "probes"):
        if isinstance(entries.get(name), list):
            entries[name] = tuple(entries[name])
    card = BundleCard(**entries)
    if fault := _fault(card):
        raise _broken(text("card.json makes no sense: {fault}", fault=fault), where)
    return card


def _fault(card: BundleCard) -> str:
    """What is wrong with a card, "" when nothing is."""
    texts = [entry.name for entry in fields(card) if entry.type is str]
    lists: list[tuple[object, ...]] = [
        part if isinstance(part, tuple) else () for part in (card.labels, card.outputs, card.probes)
    ]
    labels, outputs, probes = lists
    checks = {
        f"{', '.join(texts)} must be texts": all(isinstance(getattr(card, name), str) for name in texts),
        "name must not be empty": card.name != "",
        "labels must be at least two lower-case words": len(labels) >= 2 and all(map(_is_label, labels)),
        "labels must differ from each other": len(set(filter(_is_label, labels))) == len(labels),
        "view must be centre or face": card.view in ("centre", "face"),
        "margin must be between 0.5 and 5": _number(card.margin) and 0.5 <= card.margin <= 5,
        "resolution must be a multiple of 16 between 16 and 1024": _whole(card.resolution)
        and 16 <= card.resolution <= 1024
        and card.resolution % 16 == 0,
        "clip_rule must be as-run or paper": card.clip_rule in ("as-run", "paper"),
        "outputs must be one different whole number per label": all(_whole(n) and n >= 0 for n in outputs)
        and len(set(outputs)) == len(outputs) == len(labels),
        "encoder_sha256 must be a SHA-256": _is_digest(card.encoder_sha256),
        "probes must list at least one SHA-256": len(probes) >= 1 and all(map(_is_digest, probes)),
        "heads must be a positive whole number": card.heads is None or (_whole(card.heads) and card.heads > 0),
        "pool must be a positive whole number": card.pool is None or (_whole(card.pool) and card.pool > 0),
        "metrics and licences must be objects": isinstance(card.metrics, dict) and isinstance(card.licences, dict),
    }
    return next((rule for rule, kept in checks.items() if not kept), "")


def _is_label(value: object) -> bool:
    return isinstance(value, str) and LABEL.fullmatch(value) is not None


def _is_digest(value: object) -> bool:
    return isinstance(value, str) and SHA256.fullmatch(value) is not None


def _whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _number(value: object) -> bool:
    return _whole(value) or isinstance(value, float)


def _broken(what: str, where: object) -> BundleError:
    return BundleError(what, where=where, hint="Export the bundle again, or get it again from where it came")
