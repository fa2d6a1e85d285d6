"""From pleasant to unpleasant: an order of the bars that means something."""

from collections.abc import Sequence

VALENCE = ("happy", "calm", "surprise", "neutral", "sad", "disgust", "fear", "angry")
"""The labels from the pleasant to the unpleasant end.

The idea is the circumplex of affect (Russell 1980, J. Pers. Soc. Psychol. 39, 1161-1178): emotions lie on a circle
whose axes are valence and arousal. Happy, calm and surprise fall along the pleasant half, neutral is the centre. The
four unpleasant ones lie so near each other on the valence axis that studies do not agree on their order; here they go
from little arousal to much.
"""


def by_valence(labels: Sequence[str]) -> list[int]:
    """The positions of `labels`, the most pleasant first. Labels that no one has placed come last, in their order."""
    place = {label: rank for rank, label in enumerate(VALENCE)}
    return sorted(range(len(labels)), key=lambda index: place.get(labels[index], len(VALENCE)))
