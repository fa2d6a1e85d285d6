"""Tables of predictions, one row per video: written for anybody, read back even after a spreadsheet has had them.

docs/data-dictionary.md explains each column.
"""

import csv
import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from core.errors import DataError
from core.model.cards import LABEL
from core.offline.csv_table import Table, read_table, shown
from core.session import refuse_existing, safe_text
from core.text import text
from core.whole_file import write_whole

POSTERIOR, VOTE = "p_", "v_"  # before a label: its column
TOLERANCE = 0.01 + 1e-9  # how far a row may be from adding up to 1: somebody has rounded it
ROUNDING = 1e-6  # less than that comes from writing 9 digits
MAX_COUNT = 1e9  # clips of a video
FAULTS_TOLD = 5
NOT_OURS = "A table of predictions has the columns path, label and, for each label, p_<label>"

Faults = list[tuple[int, str]]
"""What is wrong with a table: (row, what). Rows count as in a spreadsheet."""


@dataclass(frozen=True, slots=True, eq=False)
class Predictions:
    """What a model says about n videos, and what is true.

    labels: the C classes, in the order of the columns of `pbv` and `votes`. paths: each video once.
    subjects: who is seen ("" unknown). folds: in which fold the video was held out ("" when there are none).
    truth: (n,) int64 indices into `labels`. clips: (n,) int64, how many were scored (0 unknown).
    pbv: (n, C) float64, posteriors after posteriors-based voting, rows sum to 1.
    votes: (n, C) float64, shares of the clips' votes (MV), or None.
    """

    labels: tuple[str, ...]
    paths: tuple[str, ...]
    subjects: tuple[str, ...]
    folds: tuple[str, ...]
    truth: np.ndarray
    clips: np.ndarray
    pbv: np.ndarray
    votes: np.ndarray | None

    def __post_init__(self) -> None:
        shape = (len(self.paths), len(self.labels))
        lengths = {len(one) for one in (self.subjects, self.folds, self.truth, self.clips)}
        if lengths != {shape[0]} or self.pbv.shape != shape or (self.votes is not None and self.votes.shape != shape):
            raise ValueError(f"the parts of {shape[0]} predictions over {shape[1]} labels do not fit each other")


def columns(labels: Sequence[str]) -> list[str]:
    """The column names, in order."""
    return [
        *("path", "subject", "fold", "label", "clips"),
        *(f"{POSTERIOR}{label}" for label in labels),
        *(f"{VOTE}{label}" for label in labels),
    ]


def write_predictions(path: Path, predictions: Predictions, *, force: bool = False) -> None:
    """Writes the table, whole or not at all.

    Probabilities have 9 significant digits, from which a float32 is restored exactly. Unknown numbers of clips, and
    votes that were not counted, are empty cells. Raises OutputError when the file cannot be written, or exists (unless
    `force`: it is replaced).
    """
    lines = io.StringIO(newline="")
    csv.writer(lines).writerows([columns(predictions.labels), *_rows(predictions)])
    if not force:
        refuse_existing(path)
    write_whole(path, lines.getvalue().encode("utf-8", "backslashreplace"))  # file names need not be valid Unicode


def _rows(predictions: Predictions) -> Iterable[list[str]]:
    nothing = [""] * len(predictions.labels)
    for i, path in enumerate(predictions.paths):
        votes = nothing if predictions.votes is None else _digits(predictions.votes[i])
        about = (path, predictions.subjects[i], predictions.folds[i], predictions.labels[predictions.truth[i]])
        clips = str(predictions.clips[i] or "")
        yield [*map(safe_text, about), clips, *_digits(predictions.pbv[i]), *votes]


def _digits(shares: np.ndarray) -> list[str]:
    return [f"{share:.9g}" for share in shares.tolist()]


def labels_of(header: Iterable[str]) -> tuple[str, ...]:
    """The labels that have a column p_<label>, in the order of the columns."""
    named = (name.removeprefix(POSTERIOR) for name in header if name.startswith(POSTERIOR))
    return tuple(label for label in named if LABEL.fullmatch(label))


def read_predictions(path: Path) -> Predictions:
    """Reads a table as `write_predictions` writes it, also after a spreadsheet (`;`, BOM, decimal commas).

    The columns subject, fold, clips and v_<label> may be missing. Raises DataError, which names the rows, when a
    posterior is none, a label has no column, a video comes twice, and for everything else that contradicts itself.
    """
    table = read_table(path, ("path", "label"), hint=NOT_OURS)
    labels = labels_of(table.columns)
    if not labels:
        raise DataError("no column p_<label> is there", where=path, hint=NOT_OURS)
    if not table.rows:
        raise DataError("the table is empty", where=path, hint="It needs a row for each video")
    given = PredictionTable(path, table)
    return Predictions(
        labels=labels,
        paths=given.names("path"),
        subjects=given.texts("subject"),
        folds=given.folds("fold"),
        truth=given.label_indices(labels, given.texts("label")),
        clips=given.counts("clips"),
        pbv=given.shares([f"{POSTERIOR}{label}" for label in labels]),
        votes=given.votes(labels),
    )


def join(paths: Sequence[Path], parts: Sequence[Predictions]) -> Predictions:
    """All in one, in the order of the first one's labels; without votes unless all have them.

    paths: the parts' files, for messages. Raises DataError for other classes, or a video that is in two parts.
    """
    labels = parts[0].labels
    owners: dict[str, Path] = {}
    for path, part in zip(paths, parts, strict=True):
        if set(part.labels) != set(labels):
            own, first = ", ".join(part.labels), ", ".join(labels)
            what = text("its classes ({own}) are not those of {file} ({first})", own=own, file=paths[0], first=first)
            raise DataError(what, where=path)
        twice = [name for name in part.paths if name in owners]
        if twice:
            what = text("{video} is in {file} already", video=twice[0], file=owners[twice[0]])
            raise DataError(what, where=path, hint="Give each video once")
        owners |= dict.fromkeys(part.paths, path)
    ordered = [_in_order(part, labels) for part in parts]
    votes = [part.votes for part in ordered if part.votes is not None]
    return Predictions(
        labels=labels,
        paths=tuple(owners),
        subjects=tuple(subject for part in ordered for subject in part.subjects),
        folds=tuple(fold for part in ordered for fold in part.folds),
        truth=np.concatenate([part.truth for part in ordered]),
        clips=np.concatenate([part.clips for part in ordered]),
        pbv=np.concatenate([part.pbv for part in ordered]),
        votes=np.concatenate(votes) if len(votes) == len(parts) else None,
    )


def _in_order(part: Predictions, labels: tuple[str, ...]) -> Predictions:
    places = [part.labels.index(label) for label in labels]
    new_place = np.argsort(places)
    votes = None if part.votes is None else part.votes[:, places]
    return replace(part, labels=labels, truth=new_place[part.truth], pbv=part.pbv[:, places], votes=votes)


class PredictionTable:
    """The columns of one table of predictions. What cannot be used is a DataError that names the rows.

    columns: their names in lower case. rows: those that hold anything.
    """

    def __init__(self, path: Path, table: Table) -> None:
        self.path, self.columns, self.rows = path, table.columns, table.rows

    def texts(self, column: str) -> tuple[str, ...]:
        """What stands in a column; empty texts when there is no such column."""
        return tuple(row.cells.get(column, "") for row in self.rows)

    def names(self, column: str) -> tuple[str, ...]:
        """The videos. Faults: one without a name, one that comes twice."""
        first: dict[str, int] = {}
        faults: Faults = []
        for row, name in zip(self.rows, self.texts(column), strict=True):
            if not name:
                faults.append((row.number, f"the {column} is empty"))
            elif first.setdefault(name, row.number) != row.number:
                faults.append((row.number, f"{shown(name)} is in row {first[name]} already"))
        self.refuse(faults, "One row for each video is needed")
        return tuple(first)

    def folds(self, column: str) -> tuple[str, ...]:
        """The videos' folds, all empty when there are none. Fault: only some have one."""
        found = self.texts(column)
        if any(found):
            faults = [(row.number, f"the {column} is empty") for row in self.rows if not row.cells[column]]
            self.refuse(faults, "Either every video has a fold, or none")
        return found

    def label_indices(self, labels: Sequence[str], cells: Sequence[str]) -> np.ndarray:
        """(n,) int64: which of the labels is in each row's cell. Fault: it is none of them."""
        place = {label: index for index, label in enumerate(labels)}
        faults = [
            (row.number, f"{shown(cell)} is none of the labels")
            for row, cell in zip(self.rows, cells, strict=True)
            if cell not in place
        ]
        self.refuse(faults, text("The labels are {labels}", labels=", ".join(labels)))
        return np.array([place[cell] for cell in cells], dtype=np.int64)

    def counts(self, column: str) -> np.ndarray:
        """(n,) int64, 0 where the cell is empty. Fault: no whole number from 0 on."""
        found = [_number(cell or "0") for cell in self.texts(column)]
        faults = [
            (row.number, f"{column} is {shown(row.cells[column])}, which is no number of {column}")
            for row, number in zip(self.rows, found, strict=True)
            if not (0 <= number < MAX_COUNT and number.is_integer())
        ]
        self.refuse(faults)
        return np.array(found).astype(np.int64)

    def votes(self, labels: Sequence[str]) -> np.ndarray | None:
        """The (n, C) shares of votes; None when nothing is in the columns v_<label>. Faults as in `shares`."""
        columns = [f"{VOTE}{label}" for label in labels]
        if not any(map(any, map(self.texts, columns))):
            return None
        return self.shares(columns)

    def shares(self, columns: Sequence[str], hint: str = "") -> np.ndarray:
        """(n, C) float64: rows that add up to 1. Faults: sums that are off by more than 0.01, negative values, NaN.

        What somebody has rounded is divided by its sum. hint: what to do about such faults.
        """
        found = self.numbers(columns)
        sums = found.sum(axis=1)
        faults: Faults = []
        for i in np.flatnonzero((found < 0).any(axis=1) | (np.abs(sums - 1) > TOLERANCE)):
            if (lowest := found[i].min()) < 0:
                what = f"{columns[int(found[i].argmin())]} is {lowest:g}, below 0"
            else:
                what = f"{columns[0]} to {columns[-1]} add up to {sums[i]:.4g} instead of 1"
            faults.append((self.rows[i].number, what))
        self.refuse(faults, hint)
        rounded = np.abs(sums - 1) > ROUNDING
        found[rounded] /= sums[rounded, None]
        return found

    def numbers(self, columns: Sequence[str]) -> np.ndarray:
        """(n, C) float64, all finite. Fault: something else."""
        found = np.array([[_number(row.cells.get(column, "")) for column in columns] for row in self.rows])
        faults: Faults = []
        for i in np.flatnonzero(~np.isfinite(found).all(axis=1)):
            row, column = self.rows[i], columns[int(np.isfinite(found[i]).argmin())]
            faults.append((row.number, f"{column} is {shown(row.cells.get(column, ''))}, which is no number"))
        self.refuse(faults)
        return found

    def refuse(self, faults: Faults, hint: str = "") -> None:
        """Raises DataError when there are faults: the first few with their rows, and how many there are beside."""
        if faults:
            told = "; ".join(f"row {number}: {what}" for number, what in faults[:FAULTS_TOLD])
            told = "".join(one if one.isprintable() else "?" for one in told)  # a table does not steer the terminal
            more = len(faults) - FAULTS_TOLD
            what = text("{told}; and {more} more rows", told=told, more=more) if more > 0 else text("{told}", told=told)
            raise DataError(what, where=self.path, hint=hint)


def _number(cell: str) -> float:
    """nan for what is none. A comma is a decimal comma where there is no point."""
    try:
        return float(cell if "." in cell else cell.replace(",", "."))
    except ValueError:
        return math.nan
