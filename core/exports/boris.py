"""A table that BORIS 8 to 10 take in with "Import observations", from a spreadsheet into the open observation.

BORIS reads the first sheet of an .xlsx. The first row has to name `time`, `subject`, `code`, `modifier` and `comment`;
every other row is added to the observation as an event. Whether an event starts or stops a state is nowhere in the
table: BORIS counts. Of the rows with the same subject, code and modifier, the first starts the state, the second stops
it, and so on, if the project's ethogram calls the code a state event. So each run of a label (see
`core.exports.label_runs`) has two rows, and no two faces share a subject. Times are seconds from the beginning of the
session's video, as BORIS counts; without a video, from the session's.

BORIS reads the table through pandas, which takes text for what it looks like: "01" becomes 1, and "NA" nothing at all.
A subject or label that would be lost so gets a word in front of it.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from core.errors import OutputError
from core.exports.face_titles import face_titles
from core.exports.formats import Progress
from core.exports.label_runs import label_runs, on_the_video
from core.exports.xml_text import xml_text
from core.session import FORMULA_STARTS
from core.sessions.record import Session

COLUMNS = ("time", "subject", "code", "modifier", "comment")
MOST_ROWS = 1_048_576  # that a sheet can have
_LONGEST = 32_767  # characters that a cell can have

_NOT_TEXT = {
    *("#n/a", "#n/a n/a", "#na", "-1.#ind", "-1.#qnan", "1.#ind", "1.#qnan", "<na>", "n/a", "na", "null", "none"),
    *("true", "false"),
}

_Row = tuple[int, bool, str, str, str]
"""moment_ms, whether a run starts there (of two at one moment the stop goes first), subject, code, comment."""


def write(session: Session, path: Path, progress: Progress) -> None:
    """Two rows for each run, by time. Raises OSError, and OutputError when there are more than a sheet can have."""
    progress(0.0)
    rows = sorted(_rows(session))
    if len(rows) >= MOST_ROWS:
        hint = "Export a shorter session, or to ELAN or CSV"
        raise OutputError("there are more events than a sheet can have", hint=hint)
    progress(0.2)
    content = _workbook(rows)
    progress(0.9)
    path.write_bytes(content)
    progress(1.0)


def _workbook(rows: Iterable[_Row]) -> bytes:
    """The file, ready: openpyxl itself leaves things open behind it when a disk is full."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("events")
    try:
        sheet.append(COLUMNS)
        for moment_ms, _, subject, code, comment in rows:
            sheet.append([moment_ms / 1000, *(_text_cell(sheet, text) for text in (subject, code, "", comment))])
    finally:
        sheet.close()
    content = BytesIO()
    workbook.save(content)
    return content.getvalue()


def _rows(session: Session) -> Iterator[_Row]:
    subjects = _subjects(session)
    codes = [_kept("label", label) for label in session.info.labels]
    for run in on_the_video(session, label_runs(session)):
        subject, code = subjects[run.face_id], codes[run.label]
        yield run.begin_ms, True, subject, code, f"{run.readings} clip{'' if run.readings == 1 else 's'}"
        yield run.end_ms, False, subject, code, ""


def _subjects(session: Session) -> dict[int, str]:
    """By face. The session's subject code when there is one face; several get their titles behind it."""
    code, titles = " ".join(session.info.subject.split()), face_titles(session)
    if len(titles) > 1:
        return {face: _kept("subject", f"{code} {title}".strip()) for face, title in titles.items()}
    return {face: _kept("subject", code or title) for face, title in titles.items()}


def _kept(kind: str, text: str) -> str:
    """The text, or "subject 01" where pandas would take it for something else."""
    plain = text.strip().casefold()
    with suppress(ValueError):
        float(plain)
        return f"{kind} {text}"
    return f"{kind} {text}" if plain in _NOT_TEXT else text


def _text_cell(sheet: Any, text: str) -> Any:
    """Text whatever it looks like: no formula, and none either when a person edits it."""
    cell = WriteOnlyCell(sheet, xml_text(text)[:_LONGEST] or None)
    if text:
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(FORMULA_STARTS)
    return cell
