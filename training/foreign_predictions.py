"""Reads anybody's tables of predictions: which columns are the classes, what is true, who is seen, which fold it is.

What had to be found out is said in notes, and a person's choices overrule it. Our own tables are read as they are.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from core.errors import DataError
from core.labels import CLASS_ORDERS, CREMA_D, LABELS, RAVDESS
from core.offline.csv_table import SEPARATORS, read_table, shown
from core.offline.predictions import (
    NOT_OURS,
    POSTERIOR,
    TOLERANCE,
    Predictions,
    PredictionTable,
    join,
    labels_of,
    read_predictions,
)
from training.datasets.labels import label_of
from training.facts import printable
from training.take_names import CODES, Take, take_of

NAME_COLUMNS = ("path", "name", "video", "video_name", "file", "filename", "file_name", "clip", "stem", "id")
TRUTH_COLUMNS = ("truth", "true", "true_label", "ground_truth", "target", "label", "emotion")
ADD_FOLDS = "Give all of them a column fold, or score it by itself"
MAX_LISTED = 20  # columns in a message

TITLES = {RAVDESS: "RAVDESS", CREMA_D: "CREMA-D"}
ORDERS = {RAVDESS: "the order of RAVDESS's file names", CREMA_D: "the order of the study's CREMA-D matrices"}

_PREFIX = re.compile(r"^(p|prob|proba|probability|posterior|logit|score)[_ .-]")
_DECIMAL = re.compile(r"-?\d+[.,]\d+(e-?\d+)?")
_NUMBERED = re.compile(r"(.*?)(\d+)")
_FOLD = re.compile(r"fold[ _-]?(\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person says about the tables; empty: to be found out. names, truth, subject, fold: columns.

    labels: what the columns of classes mean, in their order. logits: these hold outputs from before the softmax.
    """

    names: str = ""
    truth: str = ""
    subject: str = ""
    fold: str = ""
    labels: tuple[str, ...] = ()
    logits: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """predictions: of all files. dataset: whose names all videos have ("": nobody's). notes: what was found out."""

    predictions: Predictions
    dataset: str
    notes: tuple[str, ...]


def read_files(paths: Sequence[Path], choices: Choices) -> Found:
    """All predictions of one or more files; where no table has folds, each of several files is one.

    Raises DataError for files that cannot be understood, or that do not belong together.
    """
    parts: list[Predictions] = []
    notes: list[str] = []
    for path in paths:
        part, said = _read(path, choices)
        parts.append(part)
        notes += said
    if len(parts) > 1:
        parts, said = _with_folds(paths, parts)
        notes += said
    whole = join(paths, parts)
    notes += _doubts(whole, parts)
    return Found(whole, _dataset(map(take_of, whole.paths)), tuple(dict.fromkeys(notes)))


def _read(path: Path, choices: Choices) -> tuple[Predictions, list[str]]:
    """One file, and what is to be said about it."""
    columns = _header(path)
    if any(map(_DECIMAL.fullmatch, columns)):
        hint = "Give it a header: a row with the names of the columns"
        raise DataError("numbers are where the names of the columns should be", where=path, hint=hint)
    if choices == Choices() and {"path", "label"} <= set(columns) and labels_of(columns):
        return read_predictions(path), []
    table = PredictionTable(path, read_table(path, columns, hint=NOT_OURS))
    if not table.rows:
        raise DataError("the table is empty", where=path, hint="It needs a row for each video")
    for column in (choices.names, choices.truth, choices.subject, choices.fold):
        if column and column not in columns:
            raise DataError(f"there is no column {column}", where=path, hint=f"It has {_listed(columns)}")
    named = choices.names or _names_column(table)
    takes = [take_of(name) for name in table.texts(named)]
    classes, labels, meaning = _classes(table, choices, takes)
    truth, source = _truth(table, choices, labels, takes, named)
    subjects, seen = _subjects(table, choices, takes)
    part = Predictions(
        labels=labels,
        paths=table.names(named) if named else tuple(f"{path}, row {row.number}" for row in table.rows),
        subjects=subjects,
        folds=table.folds(choices.fold or "fold"),
        truth=truth,
        clips=np.zeros(len(table.rows), dtype=np.int64),
        pbv=_posteriors(table, classes, choices.logits),
        votes=table.votes(labels) if classes == [f"{POSTERIOR}{label}" for label in labels] else None,
    )
    return part, [meaning, source, seen, *(["softmax applied to the columns of classes"] if choices.logits else [])]


def _header(path: Path) -> tuple[str, ...]:
    """The names of a table's columns, in lower case; those that ours have where the file cannot be read."""
    start = ""
    if path.is_file():
        with suppress(OSError), path.open("rb") as file:
            start = file.read(1 << 16).decode("utf-8-sig", "replace")
    lines = (line for line in start.splitlines() if line.strip() and not line.strip('"').lower().startswith("sep="))
    first = next(lines, "path,label")
    cells = first.split(max(SEPARATORS, key=first.count))
    return tuple(filter(None, (cell.strip().strip('"').strip().lower() for cell in cells))) or ("path", "label")


def _listed(columns: Sequence[str]) -> str:
    more = f", ... ({len(columns)} in all)" if len(columns) > MAX_LISTED else ""
    return printable(", ".join(columns[:MAX_LISTED])) + more


def _names_column(table: PredictionTable) -> str:
    """The column in which most cells are names of RAVDESS or CREMA-D, else one that is called so; "" without any."""
    hits = {column: sum(take_of(cell) is not None for cell in table.texts(column)) for column in table.columns}
    best = max(hits, key=lambda column: hits[column])
    return best if 2 * hits[best] > len(table.rows) else _called(table, NAME_COLUMNS)


def _called(table: PredictionTable, wanted: Iterable[str]) -> str:
    """The first of these columns that the table has; "" when it has none."""
    return next((name for name in wanted if name in table.columns), "")


def _dataset(takes: Iterable[Take | None]) -> str:
    """The one data set whose names they all are; "" when there is none, or more than one."""
    found = {take.dataset if take else "" for take in takes}
    return found.pop() if len(found) == 1 else ""


def _classes(
    table: PredictionTable, choices: Choices, takes: Sequence[Take | None]
) -> tuple[list[str], tuple[str, ...], str]:
    """The columns of classes, their labels, and how it is known what they mean."""
    columns = _class_columns(table, choices)
    in_header = tuple(_label_in(column) for column in columns)
    dataset = _dataset(take for take in takes if take)
    order = CLASS_ORDERS.get(dataset, ())
    if choices.labels:
        labels, how = choices.labels, "as given with --labels"
    elif columns and all(in_header):
        labels, how = in_header, "from the header"
    elif columns and len(columns) == len(order):
        labels, how = order, f"ASSUMED: {ORDERS[dataset]}; --labels overrules it"
    else:
        which = f"the columns {_listed(columns)} mean" if columns else "its columns of numbers mean"
        hint = "Say it with --labels A,B,..., in the order of the columns"
        raise DataError(f"nothing says what {which}", where=table.path, hint=hint)
    if len(labels) != len(columns):
        what = f"{len(labels)} labels were given for {len(columns)} columns of classes ({_listed(columns)})"
        raise DataError(what, where=table.path, hint="--labels needs one for each, in the order of the columns")
    if len(set(labels)) < len(labels):
        raise DataError(f"two columns of classes mean the same: {_listed(columns)}", where=table.path)
    pairs = (f"{column} = {label}" for column, label in zip(columns, labels, strict=True))
    return columns, labels, f"classes: {', '.join(pairs)} ({how})"


def _class_columns(table: PredictionTable, choices: Choices) -> list[str]:
    """Those called p_<label>, else those called like labels, else numbered ones, else (for --labels) all numbers."""
    called = [column for column in table.columns if _label_in(column)]
    ours = _ours(called)
    for columns in (ours, called, _numbered(table.columns)):
        if len(columns) > 1:
            return columns
    if not choices.labels:
        return []
    taken = {*NAME_COLUMNS, *TRUTH_COLUMNS, "subject", "fold"}
    taken |= {choices.names, choices.truth, choices.subject, choices.fold}
    return [column for column in table.columns if column not in taken and _is_numeric(table, column)]


def _ours(columns: Iterable[str]) -> list[str]:
    return [column for column in columns if column.startswith(POSTERIOR)]


def _label_in(column: str) -> str:
    """The label that a header means: p_fear, fearful, prob_fear; "" for none. A number is no label."""
    bare = _PREFIX.sub("", column)
    label = CODES.get(bare) or label_of(bare)
    return label if label in LABELS or column.startswith(POSTERIOR) else ""


def _numbered(columns: Sequence[str]) -> list[str]:
    """The largest group of columns that differ by the number at their end only, in the order of the numbers."""
    groups: dict[str, list[str]] = defaultdict(list)
    for column in columns:
        if match := _NUMBERED.fullmatch(column):
            groups[match[1]].append(column)
    largest = max(groups, key=lambda stem: len(groups[stem]), default="")
    return sorted(groups[largest], key=lambda column: int(column.removeprefix(largest)))


def _is_numeric(table: PredictionTable, column: str) -> bool:
    try:
        table.numbers([column])
    except DataError:
        return False
    return True


def _truth(
    table: PredictionTable, choices: Choices, labels: Sequence[str], takes: Sequence[Take | None], named: str
) -> tuple[np.ndarray, str]:
    """(n,) int64 indices into the labels, and how they are known: by a column, or by the videos' names."""
    own = "label" if labels_of(table.columns) and "label" in table.columns else ""
    column = choices.truth or own or ("" if any(takes) else _called(table, TRUTH_COLUMNS))
    if column:
        found, how = _labels_in(table, column, labels)
        return table.label_indices(labels, found), f"true labels: from column {column}{how}"
    if not any(takes):
        hint = "Say it with --truth COLUMN, or with --names COLUMN where such names are"
        raise DataError("no true labels: no column of labels, no RAVDESS or CREMA-D names", where=table.path, hint=hint)
    faults = [
        (row.number, f"{shown(row.cells[named])} is no name of RAVDESS or CREMA-D")
        for row, take in zip(table.rows, takes, strict=True)
        if take is None
    ]
    table.refuse(faults, "Correct it, or say with --truth COLUMN which column holds the labels")
    known = [take for take in takes if take]
    sets = " and ".join(TITLES[name] for name in sorted({take.dataset for take in known}))
    truth = table.label_indices(labels, [take.label for take in known])
    return truth, f"true labels: from the {sets} names in column {named}"


def _labels_in(table: PredictionTable, column: str, labels: Sequence[str]) -> tuple[list[str], str]:
    """The labels in a column, in our spelling, and whether they were numbers: those count the classes from 0 on."""
    cells = [cell.lower() for cell in table.texts(column)]
    if all(cell.isdecimal() for cell in cells):
        doubt = "" if any(int(cell) == 0 for cell in cells) else " (WARNING: none is 0; do they count from 1?)"
        found = [labels[int(cell)] if int(cell) < len(labels) else cell for cell in cells]
        return found, f", numbers that count the classes from 0 on{doubt}"
    return [cell if cell in labels else CODES.get(cell) or label_of(cell) or cell for cell in cells], ""


def _subjects(table: PredictionTable, choices: Choices, takes: Sequence[Take | None]) -> tuple[tuple[str, ...], str]:
    column = choices.subject or _called(table, ("subject",))
    if column:
        return table.texts(column), f"subjects: from column {column}"
    return tuple(take.subject if take else "" for take in takes), (
        "subjects: from the names" if all(takes) else "subjects: unknown, so that there are no intervals"
    )


def _posteriors(table: PredictionTable, columns: Sequence[str], logits: bool) -> np.ndarray:
    if not logits:
        return table.shares(
            columns, "Posteriors are needed; give --logits if these are outputs from before the softmax"
        )
    outputs = table.numbers(columns)
    if np.all(outputs >= 0) and np.all(np.abs(outputs.sum(axis=1) - 1) <= TOLERANCE):
        raise DataError(
            "every row adds up to 1 already", where=table.path, hint="Leave --logits out: no softmax is needed"
        )
    powers = np.exp(outputs - outputs.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def _with_folds(paths: Sequence[Path], parts: Sequence[Predictions]) -> tuple[list[Predictions], list[str]]:
    """Every file is a fold, by the number in its name where all have one of their own, else by its place from 1 on."""
    without = [path for path, part in zip(paths, parts, strict=True) if not any(part.folds)]
    if not without:
        return list(parts), []
    if len(without) < len(parts):
        raise DataError("other files say which fold a video is in, this one does not", where=without[0], hint=ADD_FOLDS)
    numbers = [match[-1] for path in paths if (match := _FOLD.findall(path.stem))]
    folds = numbers if len(set(numbers)) == len(paths) else [str(place) for place in range(1, len(paths) + 1)]
    named = [replace(part, folds=(fold,) * len(part.paths)) for fold, part in zip(folds, parts, strict=True)]
    told = (f"{fold} = {path.name}" for fold, path in zip(folds, paths, strict=True))
    return named, [f"one file is one fold: {', '.join(told)}"]


def _doubts(whole: Predictions, parts: Sequence[Predictions]) -> list[str]:
    """What makes the numbers worth less than they look."""
    folds: dict[str, set[str]] = defaultdict(set)
    for subject, fold in zip(whole.subjects, whole.folds, strict=True):
        folds[subject].add(fold)
    shared = [subject for subject, where in folds.items() if subject and len(where) > 1]
    doubts = []
    if shared:
        doubts.append(f"WARNING: subjects in more than one fold: {', '.join(shared[:5])} ({len(shared)} in all)")
    if whole.votes is None and any(part.votes is not None for part in parts):
        doubts.append("majority voting is left out: not every file has the shares of votes (v_<label>)")
    return doubts
