"""The CSV files and the notes of one recording: one CSV for as long as the labels stay the same."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from core.errors import OutputError
from core.reasons import system_reason
from core.recording_plan import Card, RecordingPlan
from core.session import SessionWriter, free_path, new_session_id
from core.session_notes import SessionNotes, new_rows_path, notes_path
from core.text import text
from core.types import Reading, SourceInfo


class SessionFiles:
    """Everything that a recording of scores writes. For one thread.

    session_id: in every row. notes: what is known of the recording; saved here at its start, later by whoever changes
    it.
    """

    def __init__(self, plan: RecordingPlan, info: SourceInfo, card: Card, started: datetime) -> None:
        """Creates the folder and the first files, named by the time on the wall. Raises OutputError."""
        _make_folder(plan.folder)
        self._first = new_rows_path(
            plan.folder, info, name=plan.name, subject=plan.subject, now=started.astimezone().replace(tzinfo=None)
        )
        self._info, self.session_id = info, new_session_id(started)
        self._rows_before = self._size_before = 0  # in files that are complete
        self._kept: list[Path] = []
        self._complete = False  # the file that rows went to last
        self.notes = SessionNotes(
            notes_path(self._first),
            session_id=self.session_id,
            name=plan.name,
            subject=plan.subject,
            source=info,
            started=started,
        )
        self._writer = self._open(self._first, card)
        self.notes.use_bundle(card, started)
        try:
            self.notes.save()
        except OutputError:
            self._writer.abandon()
            raise

    @property
    def video_path(self) -> Path:
        """Where pictures go."""
        return self._first.with_suffix(".mp4")

    @property
    def path(self) -> Path:
        """The file that rows go to now."""
        return self._writer.partial

    @property
    def rows(self) -> int:
        """Rows in all files."""
        return self._rows_before + self._writer.rows

    @property
    def size(self) -> int:
        """Bytes in all CSV files."""
        return self._size_before + self._writer.size

    def write(self, readings: Sequence[Reading]) -> int:
        """Adds the readings; returns how many do not fit the labels and were left out. Raises OutputError."""
        classes = len(self._writer.labels)
        fitting = [reading for reading in readings if reading.posterior is None or len(reading.posterior) == classes]
        self._writer.write(fitting)
        self.notes.faces.update(reading.face_id for reading in fitting if reading.face_id is not None)
        return len(readings) - len(fitting)

    def switch(self, card: Card, at: datetime) -> None:
        """Rows are those of another bundle from now on. Raises OutputError."""
        if tuple(card.labels) == self._writer.labels:
            self._writer.use_bundle(card.name, card.encoder_sha256)
        else:
            self._complete_rows()
            writer = self._open(free_path(self._first), card)
            self._writer, self._rows_before, self._size_before = writer, self.rows, self.size
        self.notes.use_bundle(card, at)
        self.notes.save()

    def close(self) -> Path | None:
        """Completes the rows and returns the recording's first CSV; None when there is no row at all.

        Raises OutputError when they cannot be brought to the disk; they stay in the partial file. The notes are left
        to the caller, who knows how it ended.
        """
        self._complete_rows()
        return self.first

    @property
    def first(self) -> Path | None:
        """The first CSV that has rows and takes no more."""
        return self._kept[0] if self._kept else None

    def refresh(self) -> None:
        """Brings the notes up to date with the rows."""
        if not self._complete:
            self.notes.count_rows(self._writer.partial, self._writer.rows)

    def _complete_rows(self) -> None:
        if self._complete:
            return
        writer, self._complete = self._writer, True
        where: Path | None = writer.partial
        try:
            where = writer.close() if writer.rows else writer.abandon()
        finally:
            if where is not None:
                self._kept.append(where)
            self.notes.count_rows(where, writer.rows)

    def _open(self, path: Path, card: Card) -> SessionWriter:
        writer = SessionWriter(
            path,
            labels=card.labels,
            source=self._info.name,
            bundle=card.name,
            encoder_sha256=card.encoder_sha256,
            session_id=self.session_id,
        )
        self.notes.use_file(writer.partial, card.labels)
        self._complete = False
        return writer


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = text("the folder cannot be created ({reason})", reason=system_reason(error))
        raise OutputError(what, where=folder, hint="Choose another recording folder in the menu") from error
