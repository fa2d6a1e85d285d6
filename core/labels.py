"""The label names used everywhere: cards, CSV columns, manifests. Readers of data sets map their own names to these."""

from collections.abc import Collection

LABELS = ("angry", "calm", "disgust", "fear", "happy", "neutral", "sad", "surprise")

RAVDESS, CREMA_D = "ravdess", "crema-d"
CLASS_ORDERS = {  # of the study's own matrices; a probe's outputs come in this order
    RAVDESS: ("neutral", "calm", "happy", "sad", "angry", "fear", "disgust", "surprise"),
    CREMA_D: ("sad", "fear", "happy", "disgust", "neutral", "angry"),
}


def class_order(labels: Collection[str], dataset: str = "") -> tuple[str, ...]:
    """The labels that occur, each once: in the study's order for its data sets, else alphabetically."""
    usual = CLASS_ORDERS.get(dataset, ())
    return tuple(sorted(set(labels), key=lambda label: (usual.index(label) if label in usual else len(usual), label)))
