"""Tables as people keep them: CSV with whatever separator, byte order mark and line ends a spreadsheet writes."""

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.errors import DataError
from core.reasons import system_reason
from core.session import FORMULA_STARTS
from core.text import text

SEPARATORS = (",", ";", "\t")
SAVE_AS_CSV = "Save it as CSV in UTF-8 (spreadsheets call that 'CSV UTF-8')"
MAX_SHOWN = 80  # characters of a cell in a message


@dataclass(frozen=True, slots=True)
class Row:
    """number: as a spreadsheet counts, the names of the columns being row 1. cells: by column, without outer spaces."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """columns: their names in lower case, in the file's order. sha256: of the file's bytes."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    sha256: str


def read_table(path: Path, required: Sequence[str], *, hint: str) -> Table:
    """The rows that hold anything. Separators `,` `;` and tab, a byte order mark, CR LF and empty rows are all fine.

    required: columns that must be there, in any order, beside any others. hint: what to do about a table of another
    kind. Raises DataError naming what is missing, or the row that is broken.
    """
    content = _content(path, hint)
    try:
        lines = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError("the table is not in UTF-8", where=path, hint=SAVE_AS_CSV) from error
    records = _records(path, lines, _separator(lines, required), hint)
    _, head = next(records, (0, []))
    columns = tuple(name.strip().lower() for name in head)
    _check_columns(path, columns, required, hint)
    rows = [_row(path, columns, number, cells) for number, cells in records]
    return Table(columns, tuple(rows), hashlib.sha256(content).hexdigest())


def shown(cell: str) -> str:
    """A cell in a message: quoted, escaped and not too long."""
    return repr(cell if len(cell) <= MAX_SHOWN else f"{cell[:MAX_SHOWN]}...")


def _content(path: Path, hint: str) -> bytes:
    """The bytes of a text file; what is something else is refused after its beginning."""
    try:
        if path.is_dir():
            raise DataError("this is a folder, not a table", where=path, hint="Give the CSV file in it")
        if path.exists() and not path.is_file():
            raise DataError("this is not an ordinary file", where=path, hint=hint)
        with path.open("rb") as file:
            beginning = file.read(1 << 16)
            _check_kind(path, beginning, hint)
            return beginning + file.read()
    except FileNotFoundError as error:
        raise DataError("there is no such file", where=path, hint="Check the name and the folder") from error
    except OSError as error:
        what = text("the table cannot be read ({reason})", reason=system_reason(error))
        raise DataError(what, where=path, hint="Check that you may read it") from error


def _check_kind(path: Path, beginning: bytes, hint: str) -> None:
    if beginning.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DataError("the table is in UTF-16", where=path, hint=SAVE_AS_CSV)
    if beginning.startswith(b"PK\x03\x04"):
        raise DataError("this is a spreadsheet's own file or another archive, not CSV", where=path, hint=SAVE_AS_CSV)
    if b"\0" in beginning:
        raise DataError("this is not a table but something binary", where=path, hint=hint)


def _separator(lines: str, required: Sequence[str]) -> str:
    """The one that finds most of the required columns in the first row that holds anything."""
    first = next((line for line in lines.splitlines() if line.strip() and not _names_separator(line)), "")
    return max(SEPARATORS, key=lambda separator: len(_names(first, separator) & set(required)))


def _names(line: str, separator: str) -> set[str]:
    return {name.strip().strip('"').strip().lower() for name in line.split(separator)}


def _names_separator(line: str) -> bool:
    """`sep=;` in the first row is a message from one spreadsheet to another."""
    return line.strip().strip('"').lower() in {f"sep={separator}" for separator in (*SEPARATORS, "")}


def _records(path: Path, lines: str, separator: str, hint: str) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of each row that holds anything."""
    reader = csv.reader(io.StringIO(lines, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if any(map(str.strip, cells)) and not (number == 1 and _names_separator(separator.join(cells))):
                yield number, cells
    except csv.Error as error:
        what = text("row {number} cannot be read ({error})", number=number + 1, error=error)
        raise DataError(what, where=path, hint=hint) from error


def _check_columns(path: Path, columns: Sequence[str], required: Sequence[str], hint: str) -> None:
    if not columns:
        raise DataError("the file is empty", where=path, hint=hint)
    missing = [name for name in required if name not in columns]
    if missing == list(required):
        what = text("this is no table with the columns {names}", names=", ".join(required))
        raise DataError(what, where=path, hint=hint)
    if missing:
        what = text("columns are missing: {names}", names=", ".join(missing))
        raise DataError(what, where=path, hint=hint)
    if twice := sorted({name for name in columns if name and columns.count(name) > 1}):
        what = text("columns stand there more than once: {names}", names=", ".join(twice))
        raise DataError(what, where=path, hint="Remove all but one of them")


def _row(path: Path, columns: Sequence[str], number: int, cells: list[str]) -> Row:
    surplus = any(map(str.strip, cells[len(columns) :]))
    if len(cells) < len(columns) or surplus:
        what = text(
            "row {number} has {cells} cells, but there are {columns} columns",
            number=number,
            cells=len(cells),
            columns=len(columns),
        )
        hint = "Put cells that hold the separator in quotes" if surplus else "The file may have been cut off there"
        raise DataError(what, where=path, hint=hint)
    return Row(number, {name: _plain(cell) for name, cell in zip(columns, cells, strict=False) if name})


def _plain(cell: str) -> str:
    """Without outer spaces, and without the apostrophe that `core.session.safe_text` puts before a formula."""
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS) else cell
