"""Folds of a cross-validation: which videos are held out together. Nobody may stand on both sides."""

import warnings
from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from core.errors import DataError
from core.text import text


def subject_folds(subjects: Sequence[str], labels: Sequence[str], folds: int, seed: int) -> np.ndarray:
    """A fold for every video: all videos of a subject in one, the labels as evenly spread over the folds as can be.

    subjects, labels: of the n videos. folds: 2 or more. seed: 0 to 2**32 - 1; the same seed gives the same folds.
    Returns (n,) int64 in 0 ... folds - 1; no fold is empty. Raises DataError when there are fewer subjects than folds
    or too few videos of every label, or when scikit-learn is not installed.
    """
    people = len(set(subjects))
    if people < folds:
        what = text("{subjects} subjects cannot be spread over {folds} folds", subjects=people, folds=folds)
        hint = text("Choose at most {subjects} folds", subjects=people)
        raise DataError(what, hint=hint if people > 1 else "At least two people are needed: one to learn from")
    if all(list(labels).count(label) < folds for label in set(labels)):
        what = text("no label has as many videos as there are folds ({folds})", folds=folds)
        raise DataError(what, hint="Choose fewer folds, or add videos")
    assigned = _stratified(subjects, labels, folds, seed)
    if len(np.unique(assigned)) < folds:
        what = text("the videos are too few, or too unevenly spread over the subjects, for {folds} folds", folds=folds)
        raise DataError(what, hint="Choose fewer folds, or another seed")
    return assigned


def refuse_shared_subjects(people: Iterable[tuple[str, str]], folds: Iterable[int], where: object = "") -> None:
    """Raises DataError, naming the first by name, when somebody's videos stand in more than one fold.

    people: (data set, subject) of each video; subjects of the same name in two data sets are two people.
    """
    stands_in: dict[tuple[str, str], set[int]] = defaultdict(set)
    for person, fold in zip(people, folds, strict=True):
        stands_in[person].add(fold)
    shared = sorted(person for person, own in stands_in.items() if len(own) > 1)
    if not shared:
        return
    dataset, subject = shared[0]
    named = {"subject": subject, "dataset": dataset, "folds": _listed(stands_in[shared[0]]), "others": len(shared) - 1}
    what = text("subject {subject} of {dataset} is in folds {folds}", **named)
    if len(shared) > 1:
        what = text("subject {subject} of {dataset} is in folds {folds}, and {others} more are in several", **named)
    hint = "Give all videos of a person the same fold: who is tested on must not have been learned from"
    raise DataError(what, where=where, hint=hint)


def _stratified(subjects: Sequence[str], labels: Sequence[str], folds: int, seed: int) -> np.ndarray:
    try:
        from sklearn.model_selection import StratifiedGroupKFold
    except ImportError as error:
        hint = "Install the extra: pip install '.[train]'"
        raise DataError("scikit-learn, which makes the folds, is not installed", hint=hint) from error
    splitter = StratifiedGroupKFold(n_splits=folds, shuffle=True, random_state=seed)
    assigned = np.zeros(len(subjects), dtype=np.int64)
    with warnings.catch_warnings():
        # Labels with fewer videos than folds: the manifest's own warnings name the folds that lack one.
        warnings.filterwarnings("ignore", message="The least populated class", category=UserWarning)
        for fold, (_, held_out) in enumerate(splitter.split(np.zeros(len(subjects)), labels, subjects)):
            assigned[held_out] = fold
    return assigned


def _listed(folds: Iterable[int]) -> str:
    names = [str(fold) for fold in sorted(folds)]
    return f"{', '.join(names[:-1])} and {names[-1]}"
