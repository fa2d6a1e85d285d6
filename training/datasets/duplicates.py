"""Videos of different names that are the same file."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from core.offline.manifest import Video
from training.datasets.findings import Kind, Problem
from training.datasets.scan import name_in


def without_copies(videos: Sequence[Video], folder: Path, *, failure: bool) -> tuple[list[Video], list[Problem]]:
    """The videos without copies of each other (equal SHA-256), in their order, and what is said about the copies.

    Of copies that agree in label and subject the first is kept; of those that disagree none, which is a failure always.
    failure: whether a copy that agrees is one, too.
    """
    by_digest: dict[str, list[Video]] = defaultdict(list)
    for video in videos:
        by_digest[video.sha256].append(video)
    problems: list[Problem] = []
    left_out: set[Path] = set()
    for copies in by_digest.values():
        first, *others = copies
        if len({(video.label, video.subject) for video in copies}) == 1:
            left_out |= {video.path for video in others}
            sentence = f"the same file as {name_in(folder, first.path)}, which is used"
            problems += [_problem(folder, video, sentence, failure) for video in others]
            continue
        left_out |= {video.path for video in copies}
        for video in copies:
            other = next(one for one in copies if (one.label, one.subject) != (video.label, video.subject))
            sentence = (
                f"the same file as {name_in(folder, other.path)}, but this one is {_claim(video)}, the other "
                f"{_claim(other)}: all are left out"
            )
            problems.append(_problem(folder, video, sentence, True))
    return [video for video in videos if video.path not in left_out], problems


def _claim(video: Video) -> str:
    return f"'{video.label}' of subject {video.subject}"


def _problem(folder: Path, video: Video, sentence: str, failure: bool) -> Problem:
    return Problem(Kind.DUPLICATED, name_in(folder, video.path), sentence, failure)
