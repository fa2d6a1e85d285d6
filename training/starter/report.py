"""`fer-train starter evaluate`: everything that the starter is to reach, measured, and whether it does."""

import platform
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import torch

from core.model import Predictor
from training.starter.data import MONTAGE, TEST, TRAIN, Stills, load_stills, load_training
from training.starter.measuring import measure, milliseconds_per_clip, read_video

STEADY, EMPTY = "pyfeat/WolfgangLanger_Pexels.mp4", "pyfeat/no_face.mp4"
TARGETS: dict[str, tuple[str, Callable[[float], bool]]] = {
    "accuracy": (">= 66 %", lambda value: value >= 0.66),
    "uar": (">= 60 %", lambda value: value >= 0.60),
    "ece": ("<= 0.03", lambda value: value <= 0.03),
    "milliseconds": ("<= 30 ms", lambda value: value <= 30),
    "changes": ("< 5", lambda value: value < 5),
    "readings_without_face": ("0", lambda value: value == 0),
    "bytes": ("<= 15 MB", lambda value: value <= 15e6),
}


def load_both(data: Path) -> tuple[Stills, Stills | None]:
    """The public test faces, and the training faces if they are there: only to know which of the others are copies."""
    there = any((data / name).exists() for name in (TRAIN, MONTAGE))
    return load_stills(data / TEST), load_training(data) if there else None


def everything(
    predictor: Predictor, test: Stills, training: Stills | None, videos: Path, say: Callable[[str], None]
) -> dict[str, Any]:
    """The metrics for a card. What cannot be measured, because a video is not there, is said and left out."""
    say(f"{len(test.labels):,} faces of the public test set, one clip each ...")
    still = "each picture held still for 16 frames, one clip each, ECE over 15 bins"
    how = {"how": f"fer-train starter evaluate: {still}"}
    metrics: dict[str, Any] = {"fer2013_public_test": measure(predictor, test, training) | how}
    say("the time of one clip ...")
    metrics["speed"] = {
        "milliseconds": milliseconds_per_clip(predictor),
        "threads": torch.get_num_threads(),
        "how": f"face crop to posterior, one clip, median of 60, on {platform.machine()} {platform.system()}",
    }
    for name, key, file in (("steadiness", "changes", STEADY), ("no_face", "readings", EMPTY)):
        if not (videos / file).exists():
            say(f"{videos / file} is not there: {name} is not measured (--videos FOLDER says where it is)")
            continue
        say(f"{file} ...")
        found = read_video(predictor, videos / file)
        metrics[name] = {key: found[key], "video": file, "how": "a clip at every frame, a vote over 16 of them"}
        if name == "steadiness":
            metrics[name] |= {"readings": found["readings"], "raw_changes": found["raw_changes"]}
    return metrics


def verdicts(metrics: Mapping[str, Any], size: int | None) -> list[tuple[str, str, str, str]]:
    """(what, measured, target, "yes" or "no") of everything in the metrics."""
    faces = metrics["fer2013_public_test"]
    found: list[tuple[str, str, str, float]] = [
        ("accuracy, FER2013 public test", "accuracy", f"{100 * faces['accuracy']:.1f} %", faces["accuracy"]),
        ("UAR (mean recall)", "uar", f"{100 * faces['uar']:.1f} %", faces["uar"]),
        ("calibration (ECE, 15 bins)", "ece", f"{faces['ece']:.3f}", faces["ece"]),
    ]
    if "speed" in metrics:
        speed = metrics["speed"]["milliseconds"]
        found.append((f"one clip, {metrics['speed']['threads']} threads", "milliseconds", f"{speed} ms", speed))
    if "steadiness" in metrics:
        changes = metrics["steadiness"]["changes"]
        found.append(("label changes in a video", "changes", str(changes), changes))
    if "no_face" in metrics:
        readings = metrics["no_face"]["readings"]
        found.append(("readings without a face", "readings_without_face", str(readings), readings))
    if size is not None:
        found.append(("size", "bytes", f"{size / 1e6:.1f} MB", size))
    rows = []
    for what, target, shown, value in found:
        wanted, reached = TARGETS[target]
        rows.append((what, shown, wanted, "yes" if reached(value) else "no"))
    return rows
