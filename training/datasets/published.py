"""Comparing what lies in a folder with a data set whose every file is known."""

import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from core.errors import DataError
from core.model.progress import OnProgress
from core.offline.manifest import Video
from training.datasets.duplicates import without_copies
from training.datasets.findings import Findings, Kind, Problem
from training.datasets.scan import VIDEO_ENDINGS, Checked, check_videos, find_files, name_in

KNOWN_BROKEN = "known to be broken in the published data set"


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """size: bytes. sha256: 64 lower-case digits."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class PublishedSet:
    """A data set whose names say everything.

    title: what people call it. names: of all its videos, without ending, sorted. describe: what a name says, as a Video
    at the given path with nothing counted. left_out: why a file that looks like one of the data set is not wanted,
    asked for a name that is not in `names`; "" when it does not look like one. example: a name, for messages.
    files: the published files by name, all with the same `ending`; empty when their sizes are not known.
    broken: names whose published file is broken. sounds: endings of other files that are to be counted.
    """

    title: str
    names: Sequence[str]
    describe: Callable[[str, Path], Video]
    example: str
    left_out: Callable[[str], str] = lambda name: ""
    sounds: Sequence[str] = ()
    files: Mapping[str, PublishedFile] = field(default_factory=dict)
    ending: str = ""
    broken: frozenset[str] = frozenset()


def read_published(
    dataset: PublishedSet,
    folder: Path,
    *,
    verify: bool = False,
    on_progress: OnProgress | None = None,
    cancel: threading.Event | None = None,
) -> Findings:
    """Every video of the data set that lies below the folder, checked, and what is wrong with the rest.

    verify: compares the SHA-256 of published files as well, not only their size. Raises DataError when there is no
    folder, or no video of the data set in it; Cancelled.
    """
    files, problems = find_files(folder, (*VIDEO_ENDINGS, *dataset.sounds))
    by_name, others = _sorted_out(dataset, files)
    if not by_name:
        raise _nothing_found(dataset, folder, files, others)
    checked = check_videos([path for paths in by_name.values() for path in paths], on_progress, cancel)
    videos: list[Video] = []
    for name, paths in sorted(by_name.items()):
        good, faults = _chosen(dataset, folder, name, [checked[path] for path in paths], verify)
        problems += faults
        if good:
            described = dataset.describe(name, good.path)
            videos.append(replace(described, frames=good.frames, fps=good.fps, sha256=good.sha256))
    videos, copies = without_copies(videos, folder, failure=True)
    problems += [*copies, *_missing(dataset, by_name), *_not_recognised(folder, others)]
    return Findings(videos, len(dataset.names), problems, _notes(others))


def _sorted_out(dataset: PublishedSet, files: Sequence[Path]) -> tuple[dict[str, list[Path]], dict[Path, str]]:
    """The wanted files by name, and for each of the others why it is not wanted ("" when nothing is known of it)."""
    names, by_name, others = set(dataset.names), defaultdict(list), {}
    for path in files:
        name = path.stem.upper()
        if name in names and path.suffix.lower() in VIDEO_ENDINGS:
            by_name[name].append(path)
        else:
            others[path] = dataset.left_out(name)
    return by_name, others


def _nothing_found(dataset: PublishedSet, folder: Path, files: Sequence[Path], others: Mapping[Path, str]) -> DataError:
    left_out = Counter(reason for reason in others.values() if reason)
    there = [f"{count:,} {reason}" for reason, count in left_out.items()]
    there = there or [f"{len(files):,} files of other names" if files else "no video at all"]
    return DataError(
        f"there are no {dataset.title} videos in this folder ({', '.join(there)})",
        where=folder,
        hint=f"Their names look like {dataset.example}; unpack archives first, and give the folder that holds them all "
        "(folders inside it are searched)",
    )


def _chosen(
    dataset: PublishedSet, folder: Path, name: str, candidates: Sequence[Checked], verify: bool
) -> tuple[Checked | None, list[Problem]]:
    """The best of the files with this name, if any is good, and what is to be said about them.

    One of another size than was published is a good one all the same when nothing better is there: it plays.
    """
    faults = {one.path: _fault(dataset, folder, name, one, verify) for one in candidates}
    flawless = [one for one in candidates if faults[one.path] is None]
    odd = [one for one in candidates if (fault := faults[one.path]) and fault.kind is Kind.MIS_SIZED]
    good = next(iter(flawless + odd), None)
    told: list[Problem] = []
    for one in candidates:
        fault = faults[one.path]
        if fault and one is good:
            told.append(replace(fault, sentence=f"{fault.sentence}; used all the same"))
        elif fault and good:
            sentence = f"{fault.sentence}; {name_in(folder, good.path)} is used in its place"
            told.append(replace(fault, sentence=sentence, failure=False))
        elif fault:
            told.append(fault)
        elif good and one is not good:
            told.append(_second(folder, good, one))
    return good, told


def _fault(dataset: PublishedSet, folder: Path, name: str, one: Checked, verify: bool) -> Problem | None:
    """Why a file cannot be taken for the one that was published."""
    file = name_in(folder, one.path)
    if one.fault and name in dataset.broken:
        return Problem(Kind.UNREADABLE, file, f"{KNOWN_BROKEN} ({one.fault})", failure=False)
    if one.fault:
        return Problem(Kind.UNREADABLE, file, one.fault)
    published = dataset.files.get(name)
    if published is None or one.path.suffix.lower() != dataset.ending:
        return Problem(Kind.DAMAGED, file, f"{one.damage} Copy it again") if one.damage else None
    if verify and one.sha256 != published.sha256:
        return Problem(Kind.ALTERED, file, "other content than was published (SHA-256): copy it again")
    if one.size != published.size and one.damage:
        return Problem(Kind.DAMAGED, file, f"{one.damage} {published.size:,} bytes were published: copy it again")
    if one.size != published.size:
        return Problem(Kind.MIS_SIZED, file, f"{one.size:,} bytes, but {published.size:,} were published")
    return None


def _second(folder: Path, good: Checked, one: Checked) -> Problem:
    """A second good file of the same name. Two formats differ as they should; two contents in one format do not."""
    first = name_in(folder, good.path)
    if one.sha256 == good.sha256:
        return Problem(Kind.DUPLICATED, name_in(folder, one.path), f"the same as {first}, which is used", failure=False)
    contradicting = one.path.suffix.lower() == good.path.suffix.lower()
    sentence = f"other content than {first}, which is used"
    return Problem(Kind.DUPLICATED, name_in(folder, one.path), sentence, failure=contradicting)


def _missing(dataset: PublishedSet, found: Mapping[str, object]) -> Iterator[Problem]:
    for name in dataset.names:
        if name not in found:
            broken = name in dataset.broken
            yield Problem(Kind.MISSING, name, KNOWN_BROKEN if broken else "not found", failure=not broken)


def _not_recognised(folder: Path, others: Mapping[Path, str]) -> Iterator[Problem]:
    for path, reason in others.items():
        if not reason and path.suffix.lower() in VIDEO_ENDINGS:
            yield Problem(Kind.NOT_RECOGNISED, name_in(folder, path), "no name of this data set", failure=False)


def _notes(others: Mapping[Path, str]) -> list[str]:
    counts = Counter(reason for reason in others.values() if reason)
    return [f"{count:,} {reason} left out: the study used the videos of speech" for reason, count in counts.items()]
