"""What the files of an export are called."""

import os
from pathlib import Path

from core.exports.formats import ExportFormat
from core.session_notes import file_word
from core.sessions.record import SessionInfo


def export_stem(info: SessionInfo) -> str:
    """The name of what is exported, without its suffix, fit for every system: "interview_P01_2026-11-21_05-04-03".

    It is that of a recording: the session's name (else its source's), the subject, and when it began, in local time.
    """
    shown = Path(info.source.name).stem if info.source.kind == "file" else info.source.name
    began = f"{info.started.astimezone():%Y-%m-%d_%H-%M-%S}"
    words = [file_word(info.name) or file_word(shown) or "session", file_word(info.subject), began]
    return "_".join(word for word in words if word)


def free_export_path(folder: Path, info: SessionInfo, chosen: ExportFormat) -> Path:
    """A name in `folder` that nothing has yet: "interview_P01_2026-11-21_05-04-03-2.eaf"."""
    stem, number = export_stem(info), 1
    path = folder / f"{stem}{chosen.suffix}"
    while os.path.lexists(path):
        number += 1
        path = folder / f"{stem}-{number}{chosen.suffix}"
    return path
