"""Whole-video evaluation: every clip of every held-out video through the encoder once, then PBV and MV.

A video is decoded once, not once for each of its clips, and each fold's probe sees only the videos that it was not
trained on.
"""

import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
import torch
from torch import nn

from core.clips.sampling import evaluation_clips
from core.errors import DataError, SourceError
from core.model.cards import BundleCard
from core.model.device import OutOfMemory
from core.model.predictor import BATCH, Predictor
from core.model.progress import OnProgress, Task
from core.offline.ahead import ahead
from core.offline.evaluation_log import EvaluationLog, VideoResult
from core.offline.extraction import Problem, prove_video
from core.offline.manifest import Manifest, Video
from core.offline.predictions import Predictions
from core.offline.probes import read_probe
from core.offline.run_folder import Run
from core.offline.video_clips import Cut, EvaluationClip, every_clip
from core.voting import majority_vote, posterior_vote

Scored = tuple[tuple[int, int | None], np.ndarray]
"""The first frame and the face of a clip, and its posterior (C,)."""


@dataclass(frozen=True, slots=True)
class Evaluated:
    """What an evaluation found, with what it took. results: by digest of the video, for all that could be scored.

    clips, videos, seconds: of this call alone; what earlier, interrupted ones had done is not in them.
    """

    results: Mapping[str, VideoResult]
    problems: Sequence[Problem]
    clips: int
    videos: int
    seconds: float


def fold_predictors(
    run: Run, folds: Sequence[int], encoder: nn.Module, card: BundleCard, device: torch.device, precision: str
) -> dict[int, Predictor]:
    """A predictor for each fold; all share the encoder, which is taken over.

    They take pictures that were cut to the view already (EvaluationClip.images): for them the view is "face", which
    shows all of a square. Raises DataError for a fold without a probe.
    """
    seen = replace(card, view="face")
    probes = {fold: read_probe(run.probe(fold), run.key.heads) for fold in folds}
    first = Predictor(seen, encoder, [probes[folds[0]]], device, precision)
    return {fold: first.with_probes(seen, [probes[fold]]) if fold != folds[0] else first for fold in folds}


def unscored(manifest: Manifest, folds: Iterable[int], log: EvaluationLog) -> list[Video]:
    """The held-out videos of these folds that are not in the log yet, each content once."""
    held_out = {video.sha256: video for fold in folds for video in manifest.held_out(fold)}
    return [video for digest, video in held_out.items() if digest not in log.results]


def evaluate(
    manifest: Manifest,
    predictors: Mapping[int, Predictor],
    card: BundleCard,
    log: EvaluationLog,
    *,
    progress: OnProgress | None = None,
    cancel: threading.Event | None = None,
) -> Evaluated:
    """Scores the held-out videos of the folds that have a predictor, but for those that are in the log already.

    Each video is written to the log when all of its clips are scored. Raises OutputError, DeviceError, WeightsError,
    Cancelled: what was finished stays in the log.
    """
    todo = unscored(manifest, predictors, log)
    task = Task("scoring", sum(_clips_in(video, card) for video in todo), progress, cancel, "clips")
    problems: list[Problem] = []
    scored: list[Scored] = []  # of the video in work
    clips, began = 0, time.monotonic()
    task.check()
    with ahead(todo, lambda: lambda video: _batches(video, card), threads=1, room=4) as results:
        for video, batch in results:
            task.check()
            try:
                if isinstance(batch, Exception):
                    raise batch
                if batch:
                    posteriors = _scored(predictors[video.fold], batch)
                    scored += zip(((clip.start, clip.face_id) for clip in batch), posteriors, strict=True)
                    clips += len(batch)
                    task.advance(len(batch))
                    continue
                log.add(_result(video, scored))
            except (SourceError, DataError) as error:
                problems.append((video, error))
            scored = []
    return Evaluated(log.results, problems, clips, len(todo) - len(problems), time.monotonic() - began)


def _scored(predictor: Predictor, batch: Sequence[EvaluationClip]) -> np.ndarray:
    """The posteriors of some clips. Raises OutOfMemory where the CPU would go on in other numbers."""
    before = predictor.precision
    posteriors = predictor.posteriors([clip.images for clip in batch])
    if predictor.precision is not before:
        what = f"the device ran out of memory, and the CPU would go on in {predictor.precision}, not in {before}"
        raise OutOfMemory(what, hint="Close programs that use it, or evaluate with --device cpu")
    return posteriors


def _batches(video: Video, card: BundleCard) -> Iterator[list[EvaluationClip]]:
    """All clips of a video, some at a time; an empty list is its end. Raises DataError when it was changed."""
    prove_video(video)
    clips = every_clip(video.path, Cut(card.view, card.resolution, card.margin), card.clip_rule)
    while batch := list(islice(clips, BATCH)):
        yield batch
    yield []


def _clips_in(video: Video, card: BundleCard) -> int:
    return len(evaluation_clips(max(1, video.frames), card.clip_rule))


def _result(video: Video, scored: Sequence[Scored]) -> VideoResult:
    """Of the face with the most clips. Raises DataError when there is none."""
    faces = Counter(face for (_, face), _ in scored)
    if not faces:
        hint = "It counts as not evaluated. Leave it out of the manifest, or train in the centre view"
        raise DataError("no clip shows a face for long enough", where=video.path, hint=hint)
    main, _ = faces.most_common(1)[0]
    starts, posteriors = zip(*((start, row) for (start, face), row in scored if face == main), strict=True)
    return VideoResult(video.sha256, video.fold, np.array(starts), np.stack(posteriors))


def predictions_of(manifest: Manifest, results: Mapping[str, VideoResult], labels: Sequence[str]) -> Predictions:
    """One row per evaluated video, in the manifest's order: PBV over all of its clips, and the shares of MV."""
    videos = [video for video in manifest.videos if video.sha256 in results]
    clips = [results[video.sha256].posteriors.astype(np.float64) for video in videos]
    return Predictions(
        labels=tuple(labels),
        paths=tuple(manifest.name_of(video) for video in videos),
        subjects=_people(videos),
        folds=tuple(str(video.fold) for video in videos),
        truth=np.array([labels.index(video.label) for video in videos]),
        clips=np.array([len(one) for one in clips]),
        pbv=np.stack([posterior_vote(one) for one in clips]),
        votes=np.stack([majority_vote(one) for one in clips]),
    )


def _people(videos: Sequence[Video]) -> tuple[str, ...]:
    """Who is seen; with several data sets, whose names may be the same, with the data set before."""
    several = len({video.dataset for video in videos}) > 1
    return tuple(f"{video.dataset}/{video.subject}" if several else video.subject for video in videos)


def clip_predictions(manifest: Manifest, results: Mapping[str, VideoResult], labels: Sequence[str]) -> Predictions:
    """The same with every clip a row of its own, called PATH#START."""
    rows = [
        (video, f"{manifest.name_of(video)}#{start}", posterior)
        for video in manifest.videos
        if video.sha256 in results
        for start, posterior in zip(results[video.sha256].starts, results[video.sha256].posteriors, strict=True)
    ]
    return Predictions(
        labels=tuple(labels),
        paths=tuple(name for _, name, _ in rows),
        subjects=_people([video for video, _, _ in rows]),
        folds=tuple(str(video.fold) for video, _, _ in rows),
        truth=np.array([labels.index(video.label) for video, _, _ in rows]),
        clips=np.ones(len(rows), np.int64),
        pbv=np.stack([posterior for _, _, posterior in rows]).astype(np.float64),
        votes=None,
    )
