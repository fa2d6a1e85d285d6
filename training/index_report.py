"""What `fer-train index` has found: written down, and shown to people and programs."""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from core.errors import DataError
from core.offline.manifest import Manifest, read_manifest, write_manifest
from training.datasets.findings import Findings, Kind
from training.facts import aligned, as_json, printable

MAX_LINES = 10  # of one kind


@dataclass(frozen=True, slots=True)
class Indexed:
    """What has become of a folder of videos.

    dataset: its name in the manifest. folder: where it was looked. out: the manifest.
    notes: what else is to be known: the manifest's own warnings, and why nothing can be trained on it, if so.
    """

    dataset: str
    folder: Path
    out: Path
    findings: Findings
    notes: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether nothing is missing or had to be left out."""
        return not any(problem.failure for problem in self.findings.problems)

    @property
    def labels(self) -> tuple[str, ...]:
        """The classes that occur, in the manifest's order."""
        return Manifest(self.out, tuple(self.findings.videos), "").labels


def written(indexed: Indexed, place: Path, *, force: bool) -> Indexed:
    """Writes the manifest and reads it back, for its notes. Raises OutputError; DataError when no video is good."""
    findings = indexed.findings
    if not findings.videos:
        print_problems(indexed)
        hint = "See above; copy or download the videos again"
        raise DataError("none of the videos can be used, and no manifest was written", where=indexed.folder, hint=hint)
    write_manifest(place, findings.videos, force=force)
    try:
        notes = read_manifest(place).warnings
    except DataError as error:
        notes = (f"Nothing can be trained on this manifest alone: {error.what}. {error.hint}.",)
    return replace(indexed, notes=(*findings.notes, *notes))


def result_text(indexed: Indexed) -> str:
    """For people: how much was found, a table of labels in folds, and where the manifest is."""
    findings = indexed.findings
    of_all = f" of {findings.expected:,}" if findings.expected else ""
    subjects = len({video.subject for video in findings.videos})
    people = f"{subjects} subject{'s' if subjects > 1 else ''}"
    title = f"{indexed.dataset} in {indexed.folder}: {len(findings.videos):,}{of_all} videos of {people}"
    return "\n".join([printable(title), *aligned(list(_table(indexed)), "  "), printable(f"manifest: {indexed.out}")])


def result_json(indexed: Indexed) -> str:
    """For programs: the same, and every problem."""
    videos, problems = indexed.findings.videos, indexed.findings.problems
    by_fold = {fold: [one for one in videos if one.fold == fold] for fold in sorted({one.fold for one in videos})}
    counts = {kind: sum(problem.kind == kind for problem in problems) for kind in Kind}
    return as_json(
        {
            "dataset": indexed.dataset,
            "folder": indexed.folder,
            "manifest": indexed.out,
            "complete": indexed.complete,
            "videos": len(videos),
            "expected": indexed.findings.expected,
            "subjects": len({video.subject for video in videos}),
            "frames": sum(video.frames for video in videos),
            "labels": {label: sum(one.label == label for one in videos) for label in indexed.labels},
            "folds": {
                fold: {
                    "videos": len(inside),
                    "subjects": sorted({one.subject for one in inside}),
                    "labels": Counter(sorted(one.label for one in inside)),
                }
                for fold, inside in by_fold.items()
            },
            "problem_counts": counts,
            "problems": [asdict(problem) for problem in problems],
            "notes": indexed.notes,
        }
    )


def print_problems(indexed: Indexed) -> None:
    """On stderr: what is wrong by kind, a few lines of each, and the notes."""
    for line in _problem_lines(indexed.findings):
        print(printable(line), file=sys.stderr)
    for note in indexed.notes:
        print(f"note: {printable(note)}", file=sys.stderr)


def _problem_lines(findings: Findings) -> Iterator[str]:
    for kind in Kind:
        own = [problem for problem in findings.problems if problem.kind == kind]
        if own:
            yield f"{kind} ({len(own):,}):"
        yield from (f"  {problem.file}: {problem.sentence}" for problem in own[:MAX_LINES])
        if len(own) > MAX_LINES:
            yield f"  and {len(own) - MAX_LINES:,} more (--json lists all)"


def _table(indexed: Indexed) -> Iterator[list[str]]:
    """One row per fold: how many videos of each label, and in all."""
    labels, videos = indexed.labels, indexed.findings.videos
    yield ["fold", *labels, "videos", "subjects"]
    folds = sorted({video.fold for video in videos})
    for name, inside in (
        *((str(fold), [video for video in videos if video.fold == fold]) for fold in folds),
        ("all", videos),
    ):
        counts = Counter(video.label for video in inside)
        numbers = [*(counts[label] for label in labels), len(inside), len({video.subject for video in inside})]
        yield [name, *(f"{number:,}" for number in numbers)]
