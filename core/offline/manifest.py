"""The manifest: which videos there are, what they show, whom, and in which fold they are held out. One row per video.

docs/data-dictionary.md explains each column.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.errors import DataError
from core.labels import class_order
from core.offline.folds import refuse_shared_subjects
from core.offline.manifest_rows import COLUMNS as COLUMNS
from core.offline.manifest_rows import Video as Video
from core.offline.manifest_rows import cells_of, name_of, read_rows
from core.session import refuse_existing
from core.text import text
from core.whole_file import write_whole


@dataclass(frozen=True, slots=True)
class Manifest:
    """A manifest as it was read. sha256: of the file's bytes."""

    path: Path
    videos: tuple[Video, ...]
    sha256: str

    @property
    def labels(self) -> tuple[str, ...]:
        """The classes that occur: in the study's order when all videos are of one of its data sets, else by name."""
        datasets = {video.dataset for video in self.videos}
        return class_order({video.label for video in self.videos}, datasets.pop() if len(datasets) == 1 else "")

    @property
    def folds(self) -> tuple[int, ...]:
        """The folds that occur, sorted."""
        return tuple(sorted({video.fold for video in self.videos}))

    @property
    def warnings(self) -> tuple[str, ...]:
        """Sentences about what is no fault, but weakens what can be learned or measured."""
        return tuple(_warnings(self))

    def held_out(self, fold: int) -> tuple[Video, ...]:
        """The videos that a probe of this fold is tested on."""
        return tuple(video for video in self.videos if video.fold == fold)

    def training(self, fold: int) -> tuple[Video, ...]:
        """The videos that a probe of this fold learns from: those of all other folds."""
        return tuple(video for video in self.videos if video.fold != fold)

    def name_of(self, video: Video) -> str:
        """What stands in the column `path` for a video."""
        return name_of(video.path, self.path)


def read_manifest(path: Path, *, for_training: bool = True) -> Manifest:
    """A checked manifest; whether the videos are there is not checked.

    What a spreadsheet does to a table is put up with (see `core.offline.csv_table.read_table`, and decimal commas).
    for_training: False also takes a manifest with one subject, label or fold only, whose videos can be encoded, and
    scored by a probe from elsewhere. Raises DataError naming the row when something is missing, makes no sense or
    stands there twice, and when a subject is in two folds.
    """
    videos, sha256 = read_rows(path)
    refuse_shared_subjects([(video.dataset, video.subject) for video in videos], [video.fold for video in videos], path)
    if for_training:
        _refuse_untrainable(path, videos)
    return Manifest(path, videos, sha256)


def write_manifest(path: Path, videos: Sequence[Video], *, force: bool = False) -> None:
    """Writes the videos in their order, whole or not at all, in a form that `read_manifest` reads back as they are.

    Raises OutputError when the file exists (unless `force`: it is replaced) or cannot be written, DataError when a
    subject is in two folds or a name is not valid Unicode.
    """
    refuse_shared_subjects([(video.dataset, video.subject) for video in videos], [video.fold for video in videos])
    lines = io.StringIO(newline="")
    csv.writer(lines, lineterminator="\n").writerows([COLUMNS, *(cells_of(video, path) for video in videos)])
    try:
        content = lines.getvalue().encode()
    except UnicodeEncodeError as error:
        hint = "Rename the video or its folder"
        raise DataError("the name of a video is not valid Unicode", where=path, hint=hint) from error
    if not force:
        refuse_existing(path)
    write_whole(path, content)


def require_digests(manifest: Manifest) -> None:
    """Raises DataError when a video has no SHA-256: nothing could be kept for it."""
    if unknown := [video for video in manifest.videos if not video.sha256]:
        what = f"the manifest has no sha256 for {len(unknown)} of its videos, the first being {unknown[0].path}"
        raise DataError(what, where=manifest.path, hint="Index the data set again")


def _refuse_untrainable(path: Path, videos: Sequence[Video]) -> None:
    counts = {
        "subject": len({(video.dataset, video.subject) for video in videos}),
        "label": len({video.label for video in videos}),
        "fold": len({video.fold for video in videos}),
    }
    hints = {
        "subject": "At least two people are needed: one to learn from, one to test on",
        "label": "At least two labels are needed: a probe tells them apart",
        "fold": "At least two folds are needed: nothing could be held out to test on",
    }
    for what, count in counts.items():
        if count < 2:
            raise DataError(text("all videos have the same {what}", what=what), where=path, hint=hints[what])


def _warnings(manifest: Manifest) -> Iterator[str]:
    in_folds: dict[str, set[int]] = {label: set() for label in manifest.labels}
    files: dict[str, int] = {}
    for video in manifest.videos:
        in_folds[video.label].add(video.fold)
        if video.sha256:
            files[video.sha256] = files.get(video.sha256, 0) + 1
    for fold in manifest.folds:
        if absent := [label for label, folds in in_folds.items() if fold not in folds]:
            yield text(
                "Fold {fold} has no video labelled {labels}: its figures say nothing about that.",
                fold=fold,
                labels=" or ".join(absent),
            )
    for label, folds in in_folds.items():
        if len(folds) == 1 and len(manifest.folds) > 1:
            yield text(
                "All videos labelled {label} are in fold {fold}: the probe of that fold never learns it.",
                label=label,
                fold=min(folds),
            )
    if surplus := sum(files.values()) - len(files):
        yield text("{surplus} videos are there more than once, under different names.", surplus=surplus)
