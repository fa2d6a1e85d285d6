"""A row of a manifest and the video that it stands for. On reading, cells are checked, and rows against each other."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from core.errors import DataError
from core.model.cards import LABEL, SHA256
from core.offline.csv_table import Row, read_table, shown
from core.session import FORMULA_STARTS, safe_text
from core.text import text

COLUMNS = (
    *("path", "dataset", "subject", "label", "fold", "intensity", "statement", "sex", "age", "race"),
    *("frames", "fps", "sha256"),
)
OPTIONAL = ("intensity", "statement", "sex", "age", "race")
MAKE_AGAIN = "Make the manifest with: fer-train index"
SPREADSHEETS = (
    "Spreadsheets turn such cells into other numbers or dates; make the manifest again, or mark the column as text "
    "when the spreadsheet opens it"
)
WHOLE_NUMBER = re.compile(r"[0-9]{1,9}(?:[.,]0+)?")
NUMBER = re.compile(r"[0-9]{1,9}(?:[.,][0-9]+)?")


@dataclass(frozen=True, slots=True)
class Video:
    """One labelled video.

    path: absolute. subject: who is seen, a name within the data set. fold: in which the video is held out, 0 or more.
    intensity, statement, sex, age, race: as the data set tells, "" where it does not.
    frames: how many can be decoded, 0 when nobody has counted. fps: frames per second as the file says, 0 unknown.
    sha256: of the file, 64 lower-case digits, "" unknown.
    """

    path: Path
    dataset: str
    subject: str
    label: str
    fold: int
    intensity: str = ""
    statement: str = ""
    sex: str = ""
    age: str = ""
    race: str = ""
    frames: int = 0
    fps: float = 0.0
    sha256: str = ""


def cells_of(video: Video, manifest: Path) -> list[str]:
    """The row of a video in the manifest at this path, as text that no spreadsheet runs."""
    about = (video.dataset, video.subject, video.label, str(video.fold), video.intensity, video.statement)
    person = (video.sex, video.age, video.race)
    file = (str(video.frames or ""), str(video.fps or ""), video.sha256)
    return [name_of(video.path, manifest), *map(safe_text, about), *map(safe_text, person), *file]


def name_of(video: Path, manifest: Path) -> str:
    """What stands in the column `path`: relative to the manifest's folder for what lies below it, else absolute."""
    folder = manifest.absolute().parent
    for above in (folder, folder.resolve()):
        if video.is_relative_to(above):
            name = video.relative_to(above).as_posix()
            # The same file under a name that no spreadsheet runs, and that keeps its spaces.
            return f"./{name}" if name.startswith((*FORMULA_STARTS, "'", " ")) else name
    return video.as_posix()


def read_rows(path: Path) -> tuple[tuple[Video, ...], str]:
    """The videos of a manifest and the SHA-256 of its bytes. Raises DataError naming the row that is at fault."""
    table = read_table(path, [name for name in COLUMNS if name not in OPTIONAL], hint=MAKE_AGAIN)
    if not table.rows:
        raise DataError("the manifest has no rows: there is no video in it", where=path, hint=MAKE_AGAIN)
    videos = [(row, _video(path, row)) for row in table.rows]
    _refuse_repetition(path, videos)
    return tuple(video for _, video in videos), table.sha256


def _video(path: Path, row: Row) -> Video:
    cells = row.cells
    for name in ("path", "dataset", "subject", "label"):
        if not cells[name]:
            what = text("row {number} has no {name}", number=row.number, name=name)
            raise DataError(what, where=path, hint="Fill the cell, or remove the row")
    return Video(
        path=path.absolute().parent / cells["path"],
        dataset=cells["dataset"],
        subject=cells["subject"],
        label=_label(path, row),
        fold=_whole_number(path, row, "fold"),
        **{name: cells.get(name, "") for name in OPTIONAL},
        frames=_whole_number(path, row, "frames") if cells["frames"] else 0,
        fps=_fps(path, row) if cells["fps"] else 0.0,
        sha256=_digest(path, row) if cells["sha256"] else "",
    )


def _label(path: Path, row: Row) -> str:
    label = row.cells["label"]
    if not LABEL.fullmatch(label):
        what = text("row {number} has the unknown label {label}", number=row.number, label=shown(label))
        raise DataError(what, where=path, hint="A label is a word of lower-case letters, digits and _, such as happy")
    return label


def _whole_number(path: Path, row: Row, name: str) -> int:
    if not WHOLE_NUMBER.fullmatch(row.cells[name]):
        raise _not_a(text("whole number"), path, row, name)
    return int(re.split("[.,]", row.cells[name])[0])


def _fps(path: Path, row: Row) -> float:
    cell = row.cells["fps"]
    if not NUMBER.fullmatch(cell):
        raise _not_a(text("number"), path, row, "fps")
    return float(cell.replace(",", "."))


def _digest(path: Path, row: Row) -> str:
    if not SHA256.fullmatch(row.cells["sha256"]):
        raise _not_a(text("SHA-256 of 64 hexadecimal digits"), path, row, "sha256")
    return row.cells["sha256"].lower()


def _not_a(wanted: str, path: Path, row: Row, name: str) -> DataError:
    what = text(
        "in row {number}, {name} is {cell}, which is no {wanted}",
        number=row.number,
        name=name,
        cell=shown(row.cells[name]) if row.cells[name] else text("empty"),
        wanted=wanted,
    )
    return DataError(what, where=path, hint=SPREADSHEETS)


def _refuse_repetition(path: Path, videos: Iterable[tuple[Row, Video]]) -> None:
    by_path: dict[Path, tuple[Row, Video]] = {}
    by_digest: dict[str, tuple[Row, Video]] = {}
    for row, video in videos:
        known, before = by_path.setdefault(video.path, (row, video))
        if known is not row:
            raise _repeated(path, row, known, _difference(video, before))
        known, before = by_digest.setdefault(video.sha256, (row, video)) if video.sha256 else (row, video)
        if difference := _difference(video, before):
            raise _contradicting(path, row, known, difference)


def _difference(video: Video, before: Video) -> str:
    """The first of the columns that decide about training in which they differ, "" when there is none."""
    names = ("dataset", "subject", "label", "fold")
    return next((name for name in names if getattr(video, name) != getattr(before, name)), "")


def _repeated(path: Path, row: Row, known: Row, difference: str) -> DataError:
    named = {"number": row.number, "known": known.number, "video": row.cells["path"], "column": difference}
    if difference:
        what = text("row {number} gives {video} another {column} than row {known}", **named)
        return DataError(what, where=path, hint="Keep the row that is right")
    what = text("row {number} repeats row {known} ({video})", **named)
    return DataError(what, where=path, hint="Remove one of the two rows")


def _contradicting(path: Path, row: Row, known: Row, difference: str) -> DataError:
    what = text(
        "rows {known} and {number} are the same video (equal sha256), but each gives another {column}: {a} and {b}",
        number=row.number,
        known=known.number,
        column=difference,
        a=known.cells[difference],
        b=row.cells[difference],
    )
    return DataError(what, where=path, hint="Keep the row that is right")
