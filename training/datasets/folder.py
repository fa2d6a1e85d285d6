"""Anybody's own videos: sub-folders or a CSV say what they show, and who is seen decides about their folds."""

import re
import threading
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from core.errors import DataError
from core.labels import CLASS_ORDERS, LABELS
from core.model.progress import OnProgress
from core.offline.folds import refuse_shared_subjects, subject_folds
from core.offline.manifest import Video
from training.datasets.duplicates import without_copies
from training.datasets.findings import Findings, Kind, Problem
from training.datasets.label_table import NO_FOLD, not_listed, read_labels
from training.datasets.labels import label_of
from training.datasets.scan import check_videos, find_files, name_in

FOLDS = 5
THREE_WAYS = (
    "Folds must not share people. Say who is seen: by folders (LABEL/SUBJECT/video), by a pattern for the paths "
    "(--subject-pattern 'p([0-9]+)_'), or by a column subject in a CSV (--labels)"
)


@dataclass(frozen=True, slots=True)
class FolderOptions:
    """labels: a CSV with the columns path and label; None: sub-folders are the labels.

    subject_pattern: a regular expression with a group (the one called subject, else the first) that is who is seen,
    searched for in the path below the folder; "" for the folder below the label's. folds, seed: where no CSV gives
    folds.
    """

    labels: Path | None = None
    subject_pattern: str = ""
    folds: int = FOLDS
    seed: int = 0


def read_folder(
    folder: Path,
    options: FolderOptions,
    *,
    on_progress: OnProgress | None = None,
    cancel: threading.Event | None = None,
) -> Findings:
    """Every labelled video below the folder, checked and with a fold, and what is wrong with the rest.

    Raises DataError when there is no labelled video, nobody knows who is seen, or folds cannot be made; Cancelled.
    """
    paths, problems = find_files(folder)
    if options.labels:
        labelled, unlabelled = read_labels(options.labels, folder, dataset_name(folder))
        unlabelled += not_listed(options.labels, folder, labelled, paths)
    else:
        labelled, unlabelled = _labelled_by_folders(folder, paths)
    known, unknown = _with_subjects(folder, labelled, options)
    _with_folds(known, options)  # what cannot be is said before every video is read to its end
    checked = check_videos([video.path for video in known], on_progress, cancel)
    videos: list[Video] = []
    for video in known:
        found = checked[video.path]
        if found.fault or found.damage:
            problems.append(_problem(folder, video, found.fault, found.damage))
        if not found.fault:
            videos.append(replace(video, frames=found.frames, fps=found.fps, sha256=found.sha256))
    videos, copies = without_copies(videos, folder, failure=False)
    problems += [*unlabelled, *unknown, *copies]
    return Findings(_still_with_folds(videos, options, problems), None, problems, _notes(videos))


def dataset_name(folder: Path) -> str:
    """What the data set is called: as its folder, unless that is the name of a published one."""
    return folder.name if folder.name and folder.name not in CLASS_ORDERS else "folder"


def _labelled_by_folders(folder: Path, paths: Sequence[Path]) -> tuple[list[Video], list[Problem]]:
    """LABEL/.../video."""
    videos: list[Video] = []
    problems: list[Problem] = []
    for path in paths:
        above = path.relative_to(folder).parts[:-1]
        if not above:
            sentence = "it lies in no folder that says what it shows"
            problems.append(Problem(Kind.NOT_RECOGNISED, path.name, sentence, failure=False))
        elif label := label_of(above[0]):
            videos.append(Video(path, dataset_name(folder), "", label, NO_FOLD))
        else:
            sentence = "its folder's name is no label (letters from a to z, digits, _ and spaces, a letter first)"
            problems.append(Problem(Kind.NOT_RECOGNISED, name_in(folder, path), sentence))
    if not videos:
        there = f"{len(paths):,} without a label" if paths else "no video at all"
        hint = "A folder for each label is expected (happy/..., sad/...), or a CSV with the labels (--labels)"
        raise DataError(f"there are no labelled videos in this folder ({there})", where=folder, hint=hint)
    _refuse_exchanged(folder, videos)
    return videos, problems


def _refuse_exchanged(folder: Path, videos: Sequence[Video]) -> None:
    """SUBJECT/LABEL/video: the labels would be people, and the people labels."""
    below = {label_of(parts[1]) for video in videos if len(parts := video.path.relative_to(folder).parts) > 2}
    if below and below <= set(LABELS) and not {video.label for video in videos} & set(LABELS):
        example = name_in(folder, videos[0].path)
        raise DataError(
            f"the outer folders look like people and the inner ones like labels ({example})",
            where=folder,
            hint="Put the folders of the labels outside (LABEL/SUBJECT/video), or give the labels as a CSV (--labels)",
        )


def _with_subjects(folder: Path, videos: Sequence[Video], options: FolderOptions) -> tuple[list[Video], list[Problem]]:
    """The videos of which it is known who is seen, and the others. Raises DataError when it is known of none."""
    named = [replace(video, subject=video.subject or _subject(folder, video.path, options)) for video in videos]
    known = [video for video in named if video.subject]
    if not known:
        example = name_in(folder, videos[0].path)
        what = (
            f"the subject pattern fits none of the videos, such as {example}"
            if options.subject_pattern
            else f"nobody can tell who is seen in the videos, such as {example}"
        )
        raise DataError(what, where=folder, hint=THREE_WAYS)
    sentence = "the subject pattern does not fit it" if options.subject_pattern else "it lies in no folder of a subject"
    unknown = [video for video in named if not video.subject]
    return known, [Problem(Kind.NOT_RECOGNISED, name_in(folder, video.path), sentence) for video in unknown]


def _subject(folder: Path, path: Path, options: FolderOptions) -> str:
    name = name_in(folder, path)
    if options.subject_pattern:
        fitting = re.search(options.subject_pattern, name)
        if fitting is None:
            return ""
        group = fitting.groupdict().get("subject") if "subject" in fitting.re.groupindex else fitting[1]
        return (group or "").strip()
    above = name.split("/")[:-1]
    return above[1].strip() if not options.labels and len(above) > 1 else ""


def _with_folds(videos: Sequence[Video], options: FolderOptions) -> list[Video]:
    """The folds of the CSV, or made. Raises DataError when a subject is in two, or they cannot be made."""
    if any(video.fold != NO_FOLD for video in videos):
        refuse_shared_subjects([(video.dataset, video.subject) for video in videos], [video.fold for video in videos])
        return list(videos)
    subjects, labels = [video.subject for video in videos], [video.label for video in videos]
    folds = subject_folds(subjects, labels, options.folds, options.seed)
    return [replace(video, fold=int(fold)) for video, fold in zip(videos, folds, strict=True)]


def _still_with_folds(videos: Sequence[Video], options: FolderOptions, problems: Sequence[Problem]) -> list[Video]:
    """The same for what is left after bad videos have gone, which the error names."""
    try:
        return _with_folds(videos, options) if videos else []
    except DataError as error:
        gone = [problem.file for problem in problems if problem.failure]
        listed = f"{', '.join(gone[:5])}{' ...' if len(gone) > 5 else ''}"
        what = f"{error.what}, now that {len(gone)} videos had to be left out ({listed})"
        raise DataError(what, hint=error.hint) from error


def _problem(folder: Path, video: Video, fault: str, damage: str) -> Problem:
    file = name_in(folder, video.path)
    if fault:
        return Problem(Kind.UNREADABLE, file, fault)
    return Problem(Kind.DAMAGED, file, f"{damage} It is used as it is", failure=False)


def _notes(videos: Sequence[Video]) -> list[str]:
    spellings: dict[str, set[str]] = defaultdict(set)
    for video in videos:
        spellings[video.subject.lower()].add(video.subject)
    alike = [" and ".join(sorted(one)) for one in spellings.values() if len(one) > 1]
    return [f"subjects {one} are taken for different people" for one in alike]
