"""<stem>.session.json: what a recording is, beside what it measured. docs/data-dictionary.md explains each field."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from core.json_file import made_with, write_json
from core.recording_plan import Card, RunSettings
from core.session import free_path, utc_text
from core.types import SourceInfo
from core.video_part import VideoPart

NOTES_VERSION = 1
MOST_EVENTS = 1000  # a source that comes and goes all night must not fill the notes
_LONGEST = 60  # bytes of a name within a file name, which 255 bytes may have in all


@dataclass(slots=True)
class _Rows:
    """One CSV of the recording."""

    file: str
    labels: tuple[str, ...]
    rows: int = 0


@dataclass(slots=True)
class _Pause:
    from_utc: str
    to_utc: str | None = None


class SessionNotes:
    """The facts about one recording as they become known. `save` puts them into the file; one thread at a time.

    Every moment is an aware datetime. complete: the recording has come to its end. error: what ended it too early.
    recorded_s: seconds of recording without its pauses. video: None when no pictures were asked for.
    faces: the numbers of the faces in the rows.
    """

    def __init__(
        self, path: Path, *, session_id: str, name: str, subject: str, source: SourceInfo, started: datetime
    ) -> None:
        """Notes for `path`; nothing is written yet."""
        self.path = path
        self.complete = False
        self.error: str | None = None
        self.recorded_s = 0.0
        self.rows_lost = 0
        self.video: dict[str, Any] | None = None
        self.faces: set[int] = set()
        self._names: Mapping[int, str] = {}
        self._fixed = {"session_id": session_id, "name": name, "subject": subject}
        self._source, self._started = source, started
        self._settings: RunSettings = {}  # as it began
        self._settings_now: RunSettings = {}
        self._ended: datetime | None = None
        self._rows: list[_Rows] = []
        self._bundles: list[dict[str, str | int | float]] = []
        self._pauses: list[_Pause] = []
        self._events: list[dict[str, str]] = []
        self._events_left_out = 0
        self._made_with = made_with()

    def use_file(self, path: Path, labels: Sequence[str]) -> None:
        """Rows go to this file from now on."""
        self._rows.append(_Rows(path.name, tuple(labels)))

    def count_rows(self, path: Path | None, rows: int) -> None:
        """So many rows are in the file of `use_file`, which may have another name by now; None: there is none."""
        if path is None:
            self._rows.pop()
        else:
            self._rows[-1].file, self._rows[-1].rows = path.name, rows

    def use_bundle(self, card: Card, since: datetime) -> None:
        """Rows are those of this bundle from now on."""
        self._bundles.append(
            {
                "from_utc": utc_text(since),
                "name": card.name,
                "encoder_sha256": card.encoder_sha256,
                "clip_rule": card.clip_rule,
                "view": card.view,
                "margin": card.margin,
                "resolution": card.resolution,
            }
        )

    def use_names(self, names: Mapping[int, str]) -> None:
        """What a person calls the faces, by their numbers; all of them. Who is not in the rows is not named here."""
        self._names = dict(names)

    def use_settings(self, settings: RunSettings, at: datetime) -> None:
        """Readings are computed so from now on; what differs from before is an event."""
        before, self._settings_now = self._settings_now, dict(settings)
        self._settings = self._settings or self._settings_now
        for name in [name for name, value in settings.items() if name in before and before[name] != value]:
            self.add_event("setting", f"{name}: {_shown(before[name])} -> {_shown(settings[name])}", at)

    def pause(self, at: datetime) -> None:
        """Nothing is recorded from now on."""
        self._pauses.append(_Pause(utc_text(at)))

    def resume(self, at: datetime) -> None:
        """The pause is over."""
        self._pauses[-1].to_utc = utc_text(at)

    def add_event(self, kind: str, message: str, at: datetime) -> None:
        """Something that happened to the source, the model or the recording itself."""
        if len(self._events) < MOST_EVENTS:
            self._events.append({"at_utc": utc_text(at), "kind": kind, "message": message})
        else:
            self._events_left_out += 1

    def note_video(self, parts: Sequence[VideoPart], dropped: int, error: str | None) -> None:
        """What has become of the pictures by now."""
        self.video = {"frames_dropped": dropped, "error": error, "parts": [asdict(part) for part in parts]}

    def end(self, at: datetime, error: str | None = None) -> None:
        """The recording is over."""
        self._ended, self.complete, self.error = at, error is None, error

    @property
    def rows(self) -> int:
        """Rows in all files."""
        return sum(file.rows for file in self._rows)

    def content(self) -> dict[str, Any]:
        """All of it, as the file has it."""
        return {
            "session_version": NOTES_VERSION,
            **self._fixed,
            "complete": self.complete,
            "error": self.error,
            "started_utc": utc_text(self._started),
            "ended_utc": utc_text(self._ended) if self._ended else None,
            "recorded_s": round(self.recorded_s, 3),
            "source": {
                "name": self._source.name,
                "kind": self._source.kind,
                "width": self._source.width,
                "height": self._source.height,
                "fps": round(self._source.fps, 3) if self._source.fps > 0 else None,
            },
            "settings": self._settings,
            "faces": {str(number): name for number, name in sorted(self._names.items()) if number in self.faces},
            "rows": self.rows,
            "rows_lost": self.rows_lost,
            "files": [asdict(file) for file in self._rows],
            "bundles": self._bundles,
            "pauses": [asdict(pause) for pause in self._pauses],
            "events": self._events,
            "events_left_out": self._events_left_out,
            "video": self.video,
            **self._made_with,
        }

    def save(self) -> None:
        """Writes the file anew. Raises OutputError when that fails; the last version stays."""
        write_json(self.path, self.content())


def _shown(value: int | str | None) -> str:
    return "all" if value is None else str(value)


def notes_path(rows: Path) -> Path:
    """Where the notes on the session in `rows` are: name.csv -> name.session.json."""
    return rows.with_name(f"{rows.stem}.session.json")


def new_rows_path(folder: Path, source: SourceInfo, *, name: str = "", subject: str = "", now: datetime) -> Path:
    """A CSV in `folder` that neither a recording nor a part of one has taken: "interview_P01_2026-11-21_05-04-03.csv".

    The name (else the source's) and the subject's code appear as far as a file name can hold them on any system.
    """
    shown = Path(source.name).stem if source.kind == "file" else source.name
    words = [file_word(name) or file_word(shown) or "session", file_word(subject), f"{now:%Y-%m-%d_%H-%M-%S}"]
    wanted = folder / f"{'_'.join(word for word in words if word)}.csv"
    path, number = free_path(wanted), 1
    while notes_path(path).exists() or path.with_suffix(".mp4").exists():
        number += 1
        path = free_path(wanted.with_stem(f"{wanted.stem}-{number}"))
    return path


def file_word(text: str) -> str:
    """What of `text` may stand in a file name on every system: letters and digits of any script, "_" and "-"."""
    word = re.sub(r"[^\w-]+", "-", unicodedata.normalize("NFC", text)).strip("-_")
    return word.encode("utf-8")[:_LONGEST].decode("utf-8", "ignore").strip("-_")
