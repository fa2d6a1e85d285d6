"""A CSV that says what the videos in a folder show: columns path and label, and what else of a manifest is known."""

import os
import re
from collections.abc import Sequence
from pathlib import Path

from core.errors import DataError
from core.offline.csv_table import Row, read_table, shown
from core.offline.manifest import Video
from training.datasets.findings import Kind, Problem
from training.datasets.labels import label_of
from training.datasets.scan import name_in

NO_FOLD = -1  # of a video whose fold is still to be chosen
COLUMNS_HINT = (
    "Its first row has to name the columns path and label; subject, fold, intensity, statement, sex, age and race may "
    "stand beside them"
)


def read_labels(table: Path, folder: Path, dataset: str) -> tuple[list[Video], list[Problem]]:
    """The listed videos that are there, in the order of the rows, and those that are not.

    Paths in the table are absolute or relative to the folder. Videos have the subject "" where there is no such column,
    and NO_FOLD where there is none. Raises DataError naming the row when a cell makes no sense, and when no video is
    there.
    """
    rows = read_table(table, ("path", "label"), hint=COLUMNS_HINT).rows
    if not rows:
        raise DataError("the table has no rows", where=table, hint="It needs a row for each video")
    known: dict[Path, int] = {}
    with_subjects, with_folds = (any(row.cells.get(name) for row in rows) for name in ("subject", "fold"))
    videos, problems = [], []
    for row in rows:
        video = _video(table, folder, dataset, row, with_subjects, with_folds)
        if (before := known.setdefault(video.path, row.number)) != row.number:
            raise _fault(
                table, row, f"lists {shown(row.cells['path'])} again, after row {before}", "Remove one of them"
            )
        if os.path.lexists(video.path):
            videos.append(video)
        else:
            sentence = f"listed in row {row.number} of {table.name}, but not there"
            problems.append(Problem(Kind.MISSING, name_in(folder, video.path), sentence))
    if not videos:
        what = f"none of the {len(rows):,} listed videos is there, such as {shown(rows[0].cells['path'])}"
        raise DataError(what, where=table, hint=f"Paths in it are to be absolute or relative to {folder}")
    return videos, problems


def not_listed(table: Path, folder: Path, videos: Sequence[Video], there: Sequence[Path]) -> list[Problem]:
    """Videos in the folder that the table does not know."""
    listed = {video.path for video in videos}
    return [
        Problem(Kind.NOT_RECOGNISED, name_in(folder, path), f"not listed in {table.name}", failure=False)
        for path in there
        if path not in listed
    ]


def _video(table: Path, folder: Path, dataset: str, row: Row, with_subjects: bool, with_folds: bool) -> Video:
    cells = row.cells
    if not cells["path"]:
        raise _fault(table, row, "has no path", "Fill the cell, or remove the row")
    label = label_of(cells["label"])
    if not label:
        hint = "A label is a word of letters from a to z, digits and _, such as happy"
        raise _fault(table, row, f"has the label {shown(cells['label'])}", hint)
    if with_subjects and not cells["subject"]:
        raise _fault(table, row, "has no subject, but others have one", "Say who is seen: folds must not share people")
    return Video(
        Path(os.path.normpath(folder / cells["path"])),
        dataset,
        cells.get("subject", ""),
        label,
        _fold(table, row) if with_folds else NO_FOLD,
        intensity=cells.get("intensity", ""),
        statement=cells.get("statement", ""),
        sex=cells.get("sex", ""),
        age=cells.get("age", ""),
        race=cells.get("race", ""),
    )


def _fold(table: Path, row: Row) -> int:
    if not re.fullmatch("[0-9]{1,6}", row.cells["fold"]):
        hint = "Folds are whole numbers from 0 on: for all videos, or for none"
        raise _fault(table, row, f"has the fold {shown(row.cells['fold'])}", hint)
    return int(row.cells["fold"])


def _fault(table: Path, row: Row, what: str, hint: str) -> DataError:
    return DataError(f"row {row.number} {what}", where=table, hint=hint)
