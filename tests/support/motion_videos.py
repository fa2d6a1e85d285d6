"""Small labelled videos with the names of RAVDESS and CREMA-D: many subjects, and classes that differ by motion alone.

Who a subject is decides colours, size and place of a disc; the class decides how it moves. No single frame tells the
class, and nothing about a subject does.
"""

from collections.abc import Iterable
from pathlib import Path

import numpy as np

SIDE, FRAMES, FPS = 64, 70, 30.0
RAVDESS_EMOTIONS, CREMA_D_EMOTIONS = 8, ("ANG", "DIS", "FEA", "HAP", "NEU", "SAD")


def ravdess_videos(folder: Path, actors: Iterable[int], takes: int = 1, shuffled: bool = False) -> list[Path]:
    """For each actor one video per emotion and take. shuffled: the motion has nothing to do with the name."""
    rng = np.random.default_rng(7)
    made = []
    for actor in actors:
        for emotion in range(1, RAVDESS_EMOTIONS + 1):
            for take in range(1, takes + 1):
                motion = int(rng.integers(RAVDESS_EMOTIONS)) if shuffled else emotion - 1
                name = f"02-01-{emotion:02}-01-01-{take:02}-{actor:02}.avi"
                made.append(video(folder / f"Actor_{actor:02}" / name, motion, actor, take=10 * emotion + take))
    return made


def crema_d_videos(folder: Path, actors: Iterable[int]) -> list[Path]:
    """For each actor one .flv per emotion."""
    return [
        video(folder / f"{actor}_IEO_{name}_{'XX' if name == 'NEU' else 'HI'}.flv", motion, subject=actor)
        for actor in actors
        for motion, name in enumerate(CREMA_D_EMOTIONS)
    ]


def video(path: Path, motion: int, subject: int, take: int = 1, frames: int = FRAMES) -> Path:
    """One video file, Motion JPEG in .avi or Sorenson in .flv. motion: 0 to 7."""
    from core.cv import cv2

    path.parent.mkdir(parents=True, exist_ok=True)
    codec = "FLV1" if path.suffix == ".flv" else "MJPG"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*codec), FPS, (SIDE, SIDE))
    assert writer.isOpened()
    person = np.random.default_rng(subject)
    ground, colour = person.integers(20, 90, 3), person.integers(170, 255, 3)
    radius = person.uniform(7, 10)
    noise = np.random.default_rng((subject, motion, take))
    centre, start = noise.uniform(-2, 2, 2), noise.uniform(-0.1, 0.1)
    for index in range(frames):
        x, y, size = _place(motion, start + index / 32)
        image = np.clip(ground + noise.normal(0, 6, (SIDE, SIDE, 3)), 0, 255).astype(np.uint8)
        where = (round(SIDE / 2 + centre[0] + x), round(SIDE / 2 + centre[1] + y))
        cv2.circle(image, where, max(1, round(radius * size)), [int(value) for value in colour], -1)
        writer.write(image)
    writer.release()
    return path


def _place(motion: int, time: float) -> tuple[float, float, float]:
    """How far right and down of its middle the disc is, in pixels, and its size. time: in periods."""
    saw = 2 * (time % 1.0) - 1  # from -1 to 1, again and again
    wave = np.sin(2 * np.pi * time)
    return (
        (20 * saw, 0.0, 1.0),
        (-20 * saw, 0.0, 1.0),
        (0.0, 20 * saw, 1.0),
        (0.0, -20 * saw, 1.0),
        (20 * wave, 20 * np.cos(2 * np.pi * time), 1.0),
        (20 * saw, 20 * saw, 1.0),
        (0.0, 0.0, 1.0 + 0.6 * wave),
        (0.0, 0.0, 1.0),
    )[motion]
