"""How the live page shows a run: a matter of taste, remembered from one start to the next."""

from dataclasses import dataclass
from enum import StrEnum

PLOT_SPANS_S = (10, 30, 60, 120, 300, 600)
"""What the plot can show, seconds."""


class BarOrder(StrEnum):
    """The order of the bars: the bundle's own, or from pleasant to unpleasant."""

    BUNDLE = "bundle"
    VALENCE = "valence"


@dataclass(frozen=True, slots=True)
class ViewOptions:
    """mirror: the picture is shown as in a mirror (never what is analysed or recorded).

    all_faces: every face side by side instead of the followed one alone. numbers: percentages beside the bars.
    span: seconds of the plot, one of PLOT_SPANS_S. timing: the panel with the time each stage takes is open.
    """

    mirror: bool = False
    all_faces: bool = False
    order: BarOrder = BarOrder.BUNDLE
    numbers: bool = True
    span: int = 60
    timing: bool = False
