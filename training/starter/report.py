"""Everything that the starter is to reach, measured, and whether it does."""

import platform
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import torch

from core.model import Predictor
from training.starter.data import MONTAGE, TEST, TRAIN, Stills, load_stills, load_training
from training.starter.measuring import measure, milliseconds_per_clip, read_video

STEADY, EMPTY = "pyfeat/WolfgangLanger_Pexels.mp4", "pyfeat/no_face.mp4"
HOW = "fer-train starter evaluate: each picture held still for 16 frames, one clip each, ECE over 15 bins"
Verdict = tuple[str, str, str, str]


def load_both(data: Path) -> tuple[Stills, Stills | None]:
    """The public test faces, and the training faces if they are there: only to know which of the others are copies."""
    there = any((data / name).exists() for name in (TRAIN, MONTAGE))
    return load_stills(data / TEST), load_training(data) if there else None


def missing_videos(videos: Path) -> list[str]:
    """A sentence for each measurement that cannot be made."""
    return [
        f"{videos / file} is not there: {what} is not measured (--videos FOLDER says where it is)"
        for file, what in ((STEADY, "steadiness"), (EMPTY, "what is read without a face"))
        if not (videos / file).exists()
    ]


def everything(
    predictor: Predictor, test: Stills, training: Stills | None, videos: Path, say: Callable[[str], None]
) -> dict[str, Any]:
    """The metrics for a card. What cannot be measured, because a video is not there, is left out."""
    say(f"{len(test.labels):,} faces of the public test set, one clip each ...")
    known = training if training is not None and training.exact else None
    metrics: dict[str, Any] = {"fer2013_public_test": measure(predictor, test, known) | {"how": HOW}}
    say("the time of one clip ...")
    metrics["speed"] = {
        "milliseconds": milliseconds_per_clip(predictor),
        "threads": torch.get_num_threads(),
        "how": f"face crop to posterior, one clip, median of 60, on {platform.machine()} {platform.system()}",
    }
    for name, file in (("steadiness", STEADY), ("no_face", EMPTY)):
        if (videos / file).exists():
            say(f"{file} ...")
            how = "a clip at every frame, a vote over 16 of them"
            metrics[name] = read_video(predictor, videos / file) | {"video": file, "how": how}
    return metrics


def verdicts(metrics: Mapping[str, Any], size: int) -> list[Verdict]:
    """(what, measured, target, "yes" or "no") of everything in the metrics. size: of the bundle, in bytes."""
    faces = metrics["fer2013_public_test"]
    accuracy, uar, ece = (faces[name] for name in ("accuracy", "uar", "ece"))
    rows = [
        _verdict("accuracy, FER2013 public test", f"{100 * accuracy:.2f} %", ">= 66 %", accuracy >= 0.66),
        _verdict("UAR (mean recall)", f"{100 * uar:.2f} %", ">= 60 %", uar >= 0.60),
        _verdict("calibration (ECE, 15 bins)", f"{ece:.4f}", "<= 0.03", ece <= 0.03),
    ]
    if speed := metrics.get("speed"):
        taken = speed["milliseconds"]
        rows.append(_verdict(f"one clip, threads: {speed['threads']}", f"{taken} ms", "<= 30 ms", taken <= 30))
    if steady := metrics.get("steadiness"):  # who reads nothing is steady, and has not reached it
        changes, reached = steady["changes"], steady["readings"] > 0 and steady["changes"] < 5
        rows.append(_verdict(f"label changes in {steady['readings']} readings", str(changes), "< 5", reached))
    if empty := metrics.get("no_face"):
        reached = empty["frames"] > 0 and empty["readings"] == 0
        what = f"readings without a face ({empty['frames']} frames)"
        rows.append(_verdict(what, str(empty["readings"]), "0", reached))
    rows.append(_verdict("size", f"{size / 1e6:.1f} MB", "<= 15 MB", size <= 15e6))
    return rows


def _verdict(what: str, measured: str, target: str, reached: bool) -> Verdict:
    return what, measured, target, "yes" if reached else "no"
