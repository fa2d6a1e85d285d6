"""What is published, and what a bundle says about itself. Plain facts: no torch."""

import json
import re
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from core.errors import BundleError

CARD_FORMAT = 1
LABEL = re.compile(r"[a-z][a-z0-9_]*")  # it becomes a column name: p_<label>


@dataclass(frozen=True, slots=True)
class EncoderCard:
    """A published encoder. resolution: pixels on a side; width: token dimension D; depth: blocks."""

    name: str
    url: str
    licence: str
    resolution: int
    width: int
    depth: int
    heads: int


_V_JEPA_1 = "https://dl.fbaipublicfiles.com/jepa"
_RESEARCH = "CC BY-NC 4.0: research use only"

PUBLISHED_ENCODERS = {
    card.name: card
    for card in (
        EncoderCard("vitl16", f"{_V_JEPA_1}/vitl16/vitl16.pth.tar", _RESEARCH, 224, 1024, 24, 16),
        EncoderCard("vith16", f"{_V_JEPA_1}/vith16/vith16.pth.tar", _RESEARCH, 224, 1280, 32, 16),
        EncoderCard("vith16-384", f"{_V_JEPA_1}/vith16-384/vith16-384.pth.tar", _RESEARCH, 384, 1280, 32, 16),
    )
}


@dataclass(frozen=True, slots=True)
class BundleCard:
    """Everything that is needed to use a bundle, and to judge it: the contents of its card.json.

    labels: class names in the order of the posteriors. outputs: the probe's output for each label; the outputs that
    are not listed are masked before the softmax.
    view: "centre" (the middle of the whole picture) or "face" (a square box of `margin` times the detected one).
    resolution: pixels on a side that the encoder is fed. clip_rule: "as-run" or "paper".
    encoder_name, encoder_sha256: the one encoder file that the probes were trained with.
    probes: SHA-256 of each probe file, in order; the posteriors of several are averaged.
    heads: attention heads of the probes, None for the published widths.
    recipe, training_data, folds, metrics, licences, note: for people. created: UTC, ISO 8601.
    """

    name: str
    labels: tuple[str, ...]
    view: str
    resolution: int
    encoder_name: str
    encoder_sha256: str
    probes: tuple[str, ...]
    margin: float = 1.5
    clip_rule: str = "as-run"
    outputs: tuple[int, ...] = ()
    heads: int | None = None
    recipe: str = ""
    training_data: str = ""
    folds: str = ""
    metrics: dict[str, Any] = field(default_factory=dict)
    licences: dict[str, str] = field(default_factory=dict)
    note: str = ""
    created: str = ""
    program_version: str = ""

    def __post_init__(self) -> None:
        if not self.outputs:
            object.__setattr__(self, "outputs", tuple(range(len(self.labels))))

    def to_json(self) -> str:
        """The text of card.json."""
        return json.dumps({"format": CARD_FORMAT, **asdict(self)}, indent=2, ensure_ascii=False) + "\n"


def parse_card(text: bytes | str, where: object) -> BundleCard:
    """A checked card. Raises BundleError naming the first entry that is missing, unknown or makes no sense."""
    try:
        entries = json.loads(text)
        if not isinstance(entries, dict):
            raise ValueError("it is not an object")
    except ValueError as error:
        raise _broken(f"card.json cannot be read ({error})", where) from error
    if entries.pop("format", None) != CARD_FORMAT:
        raise BundleError(
            "the bundle's card has a format that this version does not know",
            where=where,
            hint="Update FER Desktop, or export the bundle again",
        )
    known = {entry.name for entry in fields(BundleCard)}
    if unknown := sorted(set(entries) - known):
        raise _broken(f"card.json has unknown entries ({', '.join(unknown)})", where)
    for name in ("labels", "outputs", "probes"):
        if isinstance(entries.get(name), list):
            entries[name] = tuple(entries[name])
    try:
        card = BundleCard(**entries)
    except TypeError as error:
        raise _broken(f"card.json lacks an entry ({error})", where) from error
    if fault := _fault(card):
        raise _broken(f"card.json makes no sense: {fault}", where)
    return card


def _fault(card: BundleCard) -> str:
    """What is wrong with a card, "" when nothing is."""
    texts = (card.name, card.encoder_name, card.encoder_sha256, card.recipe, card.training_data, card.note)
    checks = {
        "name, encoder_name, encoder_sha256, recipe, training_data and note must be texts": all(
            isinstance(text, str) for text in texts
        ),
        "labels must be at least two different names": isinstance(card.labels, tuple)
        and len(card.labels) >= 2
        and len(set(map(str, card.labels))) == len(card.labels),
        "labels must be lower-case words": isinstance(card.labels, tuple)
        and all(isinstance(label, str) and LABEL.fullmatch(label) for label in card.labels),
        "view must be centre or face": card.view in ("centre", "face"),
        "margin must be between 0.5 and 5": _number(card.margin) and 0.5 <= card.margin <= 5,
        "resolution must be a multiple of 16 between 16 and 1024": _whole(card.resolution)
        and 16 <= card.resolution <= 1024
        and card.resolution % 16 == 0,
        "clip_rule must be as-run or paper": card.clip_rule in ("as-run", "paper"),
        "outputs must be one different whole number per label": isinstance(card.outputs, tuple)
        and all(_whole(output) and output >= 0 for output in card.outputs)
        and len(set(card.outputs)) == len(card.outputs) == len(card.labels),
        "probes must list at least one SHA-256": isinstance(card.probes, tuple)
        and len(card.probes) >= 1
        and all(isinstance(digest, str) for digest in card.probes),
        "heads must be a whole number": card.heads is None or (_whole(card.heads) and card.heads > 0),
    }
    return next((rule for rule, kept in checks.items() if not kept), "")


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _number(value: object) -> bool:
    return _whole(value) or isinstance(value, float)


def _broken(what: str, where: object) -> BundleError:
    return BundleError(what, where=where, hint="Export the bundle again, or get it again from where it came")
