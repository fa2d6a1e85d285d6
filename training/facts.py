"""How `fer-train` shows what it found out about a file: aligned rows for people, and the words for a bundle's card."""

import json
import shutil
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from core.model.cards import PUBLISHED_ENCODERS, BundleCard

Row = tuple[str, str]


def rows_text(title: str, rows: Iterable[Row]) -> str:
    """A title and one aligned row per fact, wrapped to the width of the terminal; rows without a value are left out.

    What a file says about itself is shown without its control characters: it cannot steer the terminal.
    """
    shown = [(label, printable(value)) for label, value in rows if value]
    column = max((len(label) for label, _ in shown), default=0) + 4
    width = max(40, shutil.get_terminal_size().columns)
    lines = [printable(title)]
    for label, value in shown:
        lines += textwrap.wrap(
            value,
            width,
            initial_indent=f"  {label}".ljust(column),
            subsequent_indent=" " * column,
            break_long_words=False,  # a digest or a path stays one word
            break_on_hyphens=False,
        )
    return "\n".join(lines)


def aligned(rows: Sequence[Sequence[str]], indent: str = "") -> list[str]:
    """One line per row: the first column to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for first, *others in rows:
        cells = (cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))
        lines.append(indent + "  ".join((first.ljust(widths[0]), *cells)))
    return lines


def encoders_of_width(width: int) -> list[str]:
    """The published encoders whose tokens are so wide."""
    return [card.name for card in PUBLISHED_ENCODERS.values() if card.width == width]


def as_json(content: Mapping[str, Any]) -> str:
    """The same for programs; paths become texts."""
    return json.dumps(content, indent=2, ensure_ascii=False, default=str)


def printable(text: str) -> str:
    """Spaces for line ends and tabs, escapes for every other character that a terminal would not show."""
    return "".join(one if one.isprintable() else " " if one.isspace() else ascii(one)[1:-1] for one in text)


def card_rows(card: BundleCard) -> list[Row]:
    """What a bundle's card says, but for its encoder."""
    labels = ", ".join(f"{output} {label}" for output, label in zip(card.outputs, card.labels, strict=True))
    views = {
        "centre": "the middle of the whole picture",
        "face": f"a square around the face, {card.margin:g} times its box",
    }
    made = " with version ".join(filter(None, (card.created, card.program_version)))
    return [
        ("name", card.name),
        ("labels", f"{labels} (output of the probe, label)"),
        ("view", f"{card.view}: {views[card.view]}"),
        ("clips", f"{card.clip_rule} rule, {card.resolution} x {card.resolution} pixels"),
        ("probes", ", ".join(f"SHA-256 {digest}" for digest in card.probes)),
        ("recipe", card.recipe),
        ("training data", card.training_data),
        ("folds", card.folds),
        ("metrics", _flat(card.metrics)),
        ("licences", _flat(card.licences)),
        ("note", card.note),
        ("created", made),
    ]


def resolution_note(asked: int, own: int) -> str:
    """What is to be known when a card asks for other pictures than its encoder was trained on."""
    return f"the card asks for {asked} x {asked} pixels, which are not the encoder's own ({own} x {own})"


def _flat(entries: Mapping[str, Any]) -> str:
    """ "accuracy 0.61; how by hand"; what is inside another entry stands in brackets."""
    parts = [
        f"{name} ({_flat(value)})" if isinstance(value, dict) else f"{name}: {value}" for name, value in entries.items()
    ]
    return "; ".join(parts)
