"""Measures a bundle the way the program uses it: on labelled faces, by the clock, and on videos without labels."""

import statistics
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from core.capture.video_file import VideoFile
from core.errors import BundleError
from core.metrics import (
    confusion_matrix,
    macro_precision,
    per_class_recall,
    unweighted_average_recall,
    weighted_average_recall,
)
from core.model.predictor import Predictor
from core.offline.calibration import expected_calibration_error
from core.pipeline import Pipeline
from training.starter.data import SIDE, Stills, copies
from training.starter.recipe import CLASSES

FRAMES, WINDOW = 16, 16  # of a clip; clips in the vote at hop 1
AT_ONCE = 64  # faces, held still
CROP, WARM_UP, RUNS = 160, 10, 60  # pixels of a face before a webcam; clips that are not counted, and that are


def measure(predictor: Predictor, stills: Stills, training: Stills | None = None) -> dict[str, Any]:
    """Single-clip metrics on labelled stills of all classes, each held still for a whole clip.

    training: to know which of the stills are copies of faces that were learnt from; needs the exact pixels.
    Returns accuracy, UAR (mean recall), macro precision, each class's recall, the ECE over 15 bins, all in [0, 1], and
    how many faces.
    Raises BundleError when the bundle tells other classes than FER2013's.
    """
    if set(predictor.labels) != set(CLASSES):
        raise BundleError(
            f"the bundle's classes ({', '.join(predictor.labels)}) are not FER2013's seven",
            where=predictor.card.name,
            hint="Measure it with fer-train evaluate on a data set of its own",
        )
    columns = [predictor.labels.index(name) for name in CLASSES]
    posteriors = np.concatenate([predictor.posteriors(clips) for clips in _held_still(stills)])[:, columns]
    truth, chosen = stills.labels.numpy(), posteriors.argmax(1)
    matrix = confusion_matrix(truth, chosen, len(CLASSES))
    measured: dict[str, Any] = {
        "accuracy": _rounded(weighted_average_recall(matrix)),
        "uar": _rounded(unweighted_average_recall(matrix)),
        "macro_precision": _rounded(macro_precision(matrix)),
        "ece": _rounded(expected_calibration_error(posteriors, truth)),
        "recall": dict(zip(CLASSES, map(_rounded, per_class_recall(matrix)), strict=True)),
        "faces": len(truth),
    }
    if training is not None:
        new = ~copies(stills, training).numpy()
        measured["copies"] = int((~new).sum())
        if new.any():
            measured["accuracy_without_copies"] = _rounded(float(np.mean(chosen[new] == truth[new])))
    return measured


def milliseconds_per_clip(predictor: Predictor) -> float:
    """From one face crop of 16 pictures to its posterior, the median of many, with as many threads as torch has now."""
    clip = np.random.default_rng(0).integers(0, 256, (FRAMES, CROP, CROP, 3), dtype=np.uint8)
    times = []
    for number in range(WARM_UP + RUNS):
        began = time.perf_counter()
        predictor.posteriors([clip])
        if number >= WARM_UP:
            times.append(1000 * (time.perf_counter() - began))
    return round(statistics.median(times), 1)


def read_video(predictor: Predictor, path: Path) -> dict[str, int]:
    """A video through the program's own pipeline, a clip at every frame, a vote over 16 of them.

    Returns frames, readings (clips with a face), faces, changes (how often the vote's first label is another than in
    the reading before of the same face) and raw_changes (the same for single clips).
    Raises SourceError when it cannot be read.
    """
    frames, readings = 0, []
    with ExitStack() as opened:
        source = VideoFile(path)
        opened.callback(source.close)
        pipeline = Pipeline(predictor, source.info, hop=1, window=WINDOW, batch=8)
        opened.callback(pipeline.close)
        while frame := source.read():
            frames += 1
            pipeline.ingest(frame)
            readings += pipeline.poll()
        readings += pipeline.finish()
    votes, singles = defaultdict(list), defaultdict(list)
    for reading in readings:
        if reading.vote is not None and reading.posterior is not None:
            votes[reading.face_id].append(int(reading.vote.argmax()))
            singles[reading.face_id].append(int(reading.posterior.argmax()))
    return {
        "frames": frames,
        "readings": sum(map(len, votes.values())),
        "faces": len(votes),
        "changes": sum(map(_changes, votes.values())),
        "raw_changes": sum(map(_changes, singles.values())),
    }


def _changes(labels: list[int]) -> int:
    return sum(one != other for one, other in pairwise(labels))


def _held_still(stills: Stills) -> Iterator[list[np.ndarray]]:
    for faces in stills.faces.split(AT_ONCE):
        rgb = faces[:, None, :, :, None].expand(-1, FRAMES, SIDE, SIDE, 3)
        yield [clip.numpy() for clip in rgb]


def _rounded(share: float) -> float:
    return round(float(share), 4)
