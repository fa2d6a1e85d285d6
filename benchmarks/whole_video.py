"""Evaluation of a whole video: decoded once, against opened and decoded again for each of its clips."""

import statistics
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.pictures import video_file
from benchmarks.table import Result, Row
from core.capture.video_file import VideoFile
from core.clips.sampling import evaluation_clips
from core.cv import cv2
from core.model import BundleCard, Predictor, load_bundle
from core.model.files.file_digest import file_sha256
from core.model.predictor import BATCH
from core.offline.evaluation import evaluate
from core.offline.evaluation_log import EvaluationLog
from core.offline.manifest import Manifest, Video

FRAMES = 110  # 46 clips
SIZES = ((640, 360), (1280, 720))  # the second is RAVDESS's
ROUNDS = 3
FASTER = 5.0


def measure() -> Result:
    """One row for each size of the picture."""
    rows = []
    with TemporaryDirectory(prefix="fer-bench-") as folder:
        for size in SIZES:
            once, again, differ = _in_turn(_video(Path(folder), size), Path(folder))
            ratio = statistics.median(slow / fast for fast, slow in zip(once, again, strict=True))
            measured = (
                f"{ratio:.1f} times as fast ({statistics.median(once):.2f} s against {statistics.median(again):.2f} s; "
                f"posteriors differ by {differ:.0e})"
            )
            what = f"Whole-video evaluation, {FRAMES} frames of {size[0]}x{size[1]}, against decoding for every clip"
            rows.append(Row(what, measured, f"≥ {FASTER:.0f} times", ratio >= FASTER))
    note = (
        f"Whole-video evaluation: median of {ROUNDS} rounds in turn, 46 clips (as-run rule), the starter's encoder and "
        "probe, centre view, H.264 with a key frame a second. The other way opens the file for each clip, passes over "
        "what stands before and decodes its 16 frames; both encode eight clips at a time."
    )
    return Result(rows, [note])


def _in_turn(path: Path, folder: Path) -> tuple[list[float], list[float], float]:
    """Seconds of each way in every round, and the largest difference between their posteriors."""
    starter = load_bundle("starter")
    card = replace(starter.card, view="centre")
    of_pictures = starter.with_probes(card, starter._probes)
    video = Video(path, "", "", "happy", 0, frames=FRAMES, sha256=file_sha256(path))
    once, again, differ = [], [], 0.0
    for number in range(ROUNDS + 1):
        began = time.perf_counter()
        log = EvaluationLog(folder / f"{path.stem}-{number}.jsonl", {})
        # Pictures come cut to the view already, all of which the view "face" shows.
        evaluate(Manifest(path, (video,), ""), {0: starter}, card, log)
        first = time.perf_counter() - began
        began = time.perf_counter()
        expected = _clip_by_clip(path, of_pictures, card)
        second = time.perf_counter() - began
        differ = max(differ, float(np.abs(log.results[video.sha256].posteriors - expected).max()))
        if number:  # the first round only warms up
            once.append(first)
            again.append(second)
    return once, again, differ


def _clip_by_clip(path: Path, predictor: Predictor, card: BundleCard) -> np.ndarray:
    """The posteriors of all clips, for each of which the video is opened anew."""
    rows, batch = [], []
    clips = evaluation_clips(FRAMES, card.clip_rule)
    for number, indices in enumerate(clips, start=1):
        batch.append(_decoded(path, indices))
        if len(batch) == BATCH or number == len(clips):
            rows.append(predictor.posteriors(batch))
            batch = []
    return np.concatenate(rows)


def _decoded(path: Path, indices: np.ndarray) -> np.ndarray:
    capture, frames, wanted = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG), [], set(indices.tolist())
    for index in range(int(indices[-1]) + 1):
        capture.grab()
        if index in wanted:
            frames.append(cv2.cvtColor(capture.retrieve()[1], cv2.COLOR_BGR2RGB))
    capture.release()
    return np.stack(frames)


def _video(folder: Path, size: tuple[int, int]) -> Path:
    """So many frames of the benchmark's clip in this size, as H.264."""
    import av

    path = folder / f"{size[0]}.mp4"
    source = VideoFile(video_file(folder))
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=30, options={"g": "30"})
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        for _ in range(FRAMES):
            image = cv2.resize(source.read().image, size, interpolation=cv2.INTER_AREA)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="rgb24")))
        container.mux(stream.encode())
    source.close()
    return path
