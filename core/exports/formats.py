"""What a session can be taken away as: one table of formats, and one way to write any of them."""

import os
import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from core.errors import OutputError
from core.session import cannot_write, refuse_existing
from core.sessions.record import Session

Progress = Callable[[float], None]
"""Told the share that is done, 0 to 1. What it raises (`Cancelled`) ends the export, and nothing is left of it."""


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """One of them.

    name: on the command line. suffix: of its files. title: in menus, English. module: where its `write(session, path,
    progress)` is. needs_video: it draws on the video that belongs to the session.
    """

    name: str
    suffix: str
    title: str
    module: str
    needs_video: bool = False


FORMATS: Sequence[ExportFormat] = (
    ExportFormat("csv", ".clips.csv", "CSV, one row for each clip", "core.exports.clips_csv"),
    ExportFormat("csv-seconds", ".seconds.csv", "CSV, one row for each second", "core.exports.seconds_csv"),
    ExportFormat("parquet", ".parquet", "Parquet", "core.exports.parquet"),
    ExportFormat("jsonl", ".jsonl", "JSON Lines", "core.exports.json_lines"),
    ExportFormat("elan", ".eaf", "ELAN annotations", "core.exports.elan"),
    ExportFormat("boris", ".xlsx", "BORIS events", "core.exports.boris"),
    ExportFormat("video", ".annotated.mp4", "Annotated video", "core.exports.annotated_video", needs_video=True),
    ExportFormat("html", ".html", "Report", "core.exports.html_report"),
)


def format_named(name: str) -> ExportFormat:
    """The format of this name. Raises KeyError."""
    return {one.name: one for one in FORMATS}[name]


def export(
    session: Session, name: str, path: Path, *, force: bool = False, progress: Progress = lambda share: None
) -> Path:
    """Writes the session in the format `name` to `path`, whole or not at all, and returns `path`.

    Raises OutputError when there is something at `path` already (unless `force`) or it cannot be written, SourceError
    when the format draws on a video that is not there or is another one by now, and whatever `progress` raises.
    """
    write = import_module(format_named(name).module).write
    if not force:
        refuse_existing(path)
    _spare_the_video(session, path)
    unfinished = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # A name of its own: two exports to one file must not write into each other, and long names have no room.
        unfinished = path.with_name(f".export-{secrets.token_hex(8)}.part")
        write(session, unfinished, progress)
        with unfinished.open("rb") as file:
            os.fsync(file.fileno())
        if not force:
            refuse_existing(path)
        unfinished.replace(path)
    except BaseException as error:
        if unfinished is not None:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise cannot_write(path, error) from error
        raise
    return path


def _spare_the_video(session: Session, path: Path) -> None:
    """Raises OutputError where an export would take the place of what it is about."""
    video = session.info.video
    with suppress(OSError):
        if video is not None and path.exists() and path.samefile(video):
            raise OutputError("this is the session's own video", where=path, hint="Choose another name")
