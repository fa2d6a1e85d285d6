"""The bars of one face, as a translucent panel to lay over a picture."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from core.emotion_colours import ON_DARK, OTHER_ON_DARK
from core.exports.lettering import font, shortened

GROUND = (12, 14, 18, 200)  # dark enough for white letters on a white picture: 10 to 1
WHITE, FAINT = (255, 255, 255, 255), (203, 209, 220, 255)
_TRACK, _WINNER = (255, 255, 255, 38), (255, 255, 255, 34)
_FINE = 4  # shapes are drawn so many times larger and made smaller again: Pillow knows no smooth edges
_ROW = 1.45  # all lengths are in heights of the letters
_HEADER, _PAD, _GAP, _BAR, _LEAST_BAR, _THICK = 1.7, 0.6, 0.65, 5.0, 2.0, 0.5


def emotion_name(label: str) -> str:
    """What a person reads for a label, in English."""
    return label.replace("_", " ").capitalize()


def colour_of(label: str) -> str:
    """The label's colour on dark ground, "#RRGGBB"."""
    return ON_DARK.get(label, OTHER_ON_DARK)


@dataclass(frozen=True, slots=True)
class PanelLayout:
    """Where things are in a panel, in pixels. labels: top to bottom. letters: their height. width, height: of it all.

    names, numbers: widths of the columns left and right of the bars.
    """

    labels: tuple[str, ...]
    letters: int
    width: int
    height: int
    names: float
    numbers: float


def layout(labels: Sequence[str], letters: int, room: int) -> PanelLayout:
    """A panel for these labels, no wider than `room` pixels where its bars can be made shorter for that."""
    write = font(letters)
    names = max(write.getlength(emotion_name(label)) for label in labels)
    numbers = write.getlength("100 %")
    rest = names + numbers + (2 * _PAD + 2 * _GAP) * letters
    width = rest + min(_BAR * letters, max(_LEAST_BAR * letters, room - rest))
    height = (_HEADER + _ROW * len(labels) + 1.5 * _PAD) * letters
    return PanelLayout(tuple(labels), letters, round(width), round(height), names, numbers)


def draw_panel(plan: PanelLayout, title: str, vote: np.ndarray | None) -> Image.Image:
    """The panel as an RGBA picture. title: whose bars. vote: (C,), in the order of the labels; None: empty bars."""
    panel = _shapes(plan, vote)
    draw, write, em = ImageDraw.Draw(panel), font(plan.letters), plan.letters
    room = plan.width - 2 * _PAD * em
    draw.text((_PAD * em, _middle(0, plan)), shortened(title, write, room), WHITE, write, anchor="lm")
    winner = None if vote is None else int(np.argmax(vote))
    for row, label in enumerate(plan.labels):
        colour, y = WHITE if row == winner else FAINT, _middle(row + 1, plan)
        draw.text((_PAD * em, y), emotion_name(label), colour, write, anchor="lm")
        number = "–" if vote is None else f"{float(vote[row]):.0%}".replace("%", " %")
        draw.text((plan.width - _PAD * em, y), number, colour, write, anchor="rm")
    return panel


def _middle(row: int, plan: PanelLayout) -> float:
    """Row 0 is the title."""
    header = (0.5 * _PAD + _HEADER) * plan.letters
    return header + (row - 0.5) * _ROW * plan.letters if row else header - 0.5 * _HEADER * plan.letters


def _shapes(plan: PanelLayout, vote: np.ndarray | None) -> Image.Image:
    em = plan.letters * _FINE
    whole = Image.new("RGBA", (plan.width * _FINE, plan.height * _FINE))
    draw = ImageDraw.Draw(whole)
    draw.rounded_rectangle((0, 0, whole.width - 1, whole.height - 1), 0.5 * em, GROUND)
    left = plan.names * _FINE + (_PAD + _GAP) * em
    right = whole.width - plan.numbers * _FINE - (_PAD + _GAP) * em
    for row, label in enumerate(plan.labels):
        y = _middle(row + 1, plan) * _FINE
        if vote is not None and row == int(np.argmax(vote)):
            edges = (0.25 * em, y - _ROW / 2 * em, whole.width - 0.25 * em, y + _ROW / 2 * em)
            _blend(whole, edges, _WINNER, 0.3 * em)
        _blend(whole, (left, y - _THICK / 2 * em, right, y + _THICK / 2 * em), _TRACK, 0)
        if vote is not None:
            end = left + (right - left) * float(vote[row])
            draw.rectangle((left, y - _THICK / 2 * em, max(left, end), y + _THICK / 2 * em), colour_of(label))
    return whole.reduce(_FINE)


def _blend(
    whole: Image.Image, edges: tuple[float, float, float, float], colour: tuple[int, ...], radius: float
) -> None:
    """Lays a translucent shape over what is there: `ImageDraw` would put it in its place."""
    left, top, right, bottom = (round(edge) for edge in edges)
    shape = Image.new("RGBA", (max(1, right - left), max(1, bottom - top)))
    ImageDraw.Draw(shape).rounded_rectangle((0, 0, shape.width - 1, shape.height - 1), radius, colour)
    whole.alpha_composite(shape, (left, top))
