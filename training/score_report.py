"""Scores as people read them: aligned tables in per cent, what the measures are, and what the study published."""

import math
import shutil
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from core.labels import CLASS_ORDERS, CREMA_D, RAVDESS
from core.offline.calibration import Calibration
from core.offline.predictions import Predictions
from core.offline.scores import MEASURES, Scores, values_of
from training.facts import aligned, printable
from training.foreign_predictions import TITLES

HEADINGS = {"uar": "UAR", "war": "WAR", "macro_precision": "macro precision", "macro_f1": "macro F1"}
NOTE = (
    "UAR is the mean of the classes' recalls, equation (1) of the study. What the study's published code averages over "
    "the folds and reports as UAR is macro precision: compare that with macro precision."
)
PUBLISHED: dict[str, dict[str, dict[str, float | None]]] = {  # arXiv 2601.09524, V-JEPA ViT-H/16 and attentive probe
    RAVDESS: {
        "pbv": {"uar": 0.7256, "reported_uar": 0.7640, "reported_war": 0.7293},
        "mv": {"uar": None, "reported_uar": 0.7638, "reported_war": 0.7380},
    },
    CREMA_D: {
        "pbv": {"uar": 0.7884, "reported_uar": 0.7939, "reported_war": 0.7886},
        "mv": {"uar": None, "reported_uar": 0.7913, "reported_war": 0.7847},
    },
}
"""As fractions. uar: by equation (1), from the study's own average confusion matrices. reported: as means of folds."""


def title(predictions: Predictions, dataset: str = "") -> str:
    """How much was scored: "1440 videos of 24 subjects in 5 folds (names of RAVDESS)"."""
    subjects, folds = set(predictions.subjects) - {""}, set(predictions.folds) - {""}
    parts = [
        _count(len(predictions.paths), "video"),
        f"of {_count(len(subjects), 'subject')}" if all(predictions.subjects) else "of unknown subjects",
        f"in {_count(len(folds), 'fold')}" if folds else "without folds",
    ]
    return " ".join([*parts, f"(names of {TITLES[dataset]})"] if dataset else parts)


def scores_text(scores: Scores) -> str:
    """Everything that `scores` holds, in per cent with two decimals, without a title. Several lines."""
    blocks = [aligned(_by_fold(scores))]
    if scores.majority is not None:
        blocks.append(aligned(_votes_compared(scores, scores.majority)))
    blocks.append(aligned(_confusion(scores)))
    blocks.append(wrapped(_calibration(scores.calibration, scores.pooled.war)))
    blocks.append(wrapped(NOTE))
    return "\n\n".join("\n".join(block) for block in blocks)


def study_of(dataset: str, labels: Sequence[str]) -> str:
    """The data set when the study has published numbers for these classes of it; "" for none."""
    return dataset if set(CLASS_ORDERS.get(dataset, ())) == set(labels) else ""


def published_text(scores: Scores, dataset: str) -> str:
    """What the study published for a data set, above what these predictions give. Several lines."""
    of_study = [
        [f"study, {vote.upper()}", *map(_percent, (values["uar"], values["reported_uar"], values["reported_war"]))]
        for vote, values in PUBLISHED[dataset].items()
    ]
    ours = (scores.pooled.uar, scores.mean["macro_precision"], scores.mean["war"])
    rows = [
        [f"published for {TITLES[dataset]}, %", "UAR, equation (1)", 'reported as "UAR"', "WAR"],
        *of_study,
        ["these predictions", *map(_percent, ours)],
    ]
    how = (
        "In the last line, UAR is of all videos pooled, since the study's comes from its average confusion matrix; the "
        "others are means of the folds, macro precision below what was reported as UAR."
    )
    return "\n".join([*aligned(rows), *wrapped(how)])


def published_json(dataset: str) -> Mapping[str, Any] | None:
    """The study's numbers as fractions; None for a data set of which nothing was published."""
    return PUBLISHED.get(dataset)


def wrapped(sentence: str, indent: str = "") -> list[str]:
    """A text in lines that fit the terminal, from the second on indented by two more."""
    width = min(120, max(40, shutil.get_terminal_size().columns))
    return textwrap.wrap(
        printable(sentence),
        width,
        initial_indent=indent,
        subsequent_indent=indent and f"{indent}  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _by_fold(scores: Scores) -> list[list[str]]:
    rows = [["%", *HEADINGS.values()]]
    for fold, one in scores.by_fold.items():
        rows.append([f"fold {printable(fold)}", *_row(values_of(one))])
    if scores.by_fold:
        rows.append(["mean of folds", *_row(scores.mean)])
        rows.append(["  ± deviation", *_row(scores.deviation)])
    rows.append(["all videos pooled", *_row(values_of(scores.pooled))])
    if scores.interval is not None:
        ends = (scores.interval[name] for name in MEASURES)
        rows.append(["  95 % interval", *(f"{_percent(low)}–{_percent(high)}" for low, high in ends)])
    return rows


def _votes_compared(scores: Scores, majority: Scores) -> list[list[str]]:
    both = {"PBV": scores, "MV": majority}
    rows = [["posteriors (PBV) or majority (MV), %", *HEADINGS.values()]]
    if scores.by_fold:
        rows += [[f"{vote}, mean of folds", *_row(one.mean)] for vote, one in both.items()]
    rows += [[f"{vote}, all videos pooled", *_row(values_of(one.pooled))] for vote, one in both.items()]
    return rows


def _confusion(scores: Scores) -> list[list[str]]:
    labels = list(map(printable, scores.labels))
    rows = [["truth \\ predicted", *labels, "recall %"]]
    for label, counts, recall in zip(labels, scores.pooled.matrix.tolist(), scores.pooled.recall, strict=True):
        rows.append([label, *map(str, counts), _percent(recall)])
    return rows


def _calibration(one: Calibration, accuracy: float) -> str:
    there = one.counts > 0
    confidence = float(np.average(one.confidence[there], weights=one.counts[there]))
    return (
        f"calibration: expected error (ECE) {_percent(one.error)} % in {len(one.counts)} bins; mean confidence "
        f"{_percent(confidence)} %, accuracy {_percent(accuracy)} %"
    )


def _row(values: Mapping[str, float]) -> list[str]:
    return [_percent(values[name]) for name in HEADINGS]


def _percent(fraction: float | None) -> str:
    return "–" if fraction is None or math.isnan(fraction) else f"{100 * fraction:.2f}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
