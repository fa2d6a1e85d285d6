"""Videos for the pictures, made of the demo's portrait: nobody else's face goes into this repository."""

import math
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from core.capture.demo import FPS, HEIGHT, LOOP, WIDTH, DemoSource
from core.cv import cv2

WIDE = (1280, 720)
_THREE = ((0, 1), (190, 2), (420, 1))  # first picture of the demo, and how fast it moves
_EMPTY_FROM, _EMPTY_TO, _EMPTY = 275, 325, (96, 99, 105)  # pictures without anybody, and their colour
_SLIPS, _BLUR = 2, 9.5  # how often the camera slips out of focus, and how far, in pixels


def three_portraits() -> Path:
    """Three portraits, each moved, lit and turned in its own way, for as long as the demo takes to repeat itself."""
    return _video("three-portraits.mp4", WIDE, _three)


def one_portrait(name: str) -> Path:
    """One portrait for 20 s, 640x480, nobody there for a moment in the middle.

    The camera slips out of focus now and then, so that the scores change.
    """
    return _video(name, (WIDTH, HEIGHT), _one)


def no_video(name: str) -> Path:
    """What has the name of a video only."""
    path = _folder() / name
    path.write_bytes(b"no video at all")
    return path


def _video(name: str, size: tuple[int, int], pictures: Callable[[], Iterator[np.ndarray]]) -> Path:
    path = _folder() / name
    if path.exists():
        return path
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), FPS, size)
    for picture in pictures():
        writer.write(cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
    writer.release()
    return path


def _folder() -> Path:
    folder = Path.home() / "Videos"
    folder.mkdir(exist_ok=True)
    return folder


def _three() -> Iterator[np.ndarray]:
    demo = DemoSource(realtime=False)
    for number in range(LOOP):
        yield np.hstack(
            [_tile(demo.picture(number * speed + start), part) for part, (start, speed) in enumerate(_THREE)]
        )


def _tile(picture: np.ndarray, part: int) -> np.ndarray:
    edges = [round(WIDE[0] * share / 3) for share in (part, part + 1)]
    width = edges[1] - edges[0]
    cut = round(HEIGHT * width / WIDE[1])
    left = (WIDTH - cut) // 2
    tile = cv2.resize(picture[:, left : left + cut], (width, WIDE[1]), interpolation=cv2.INTER_CUBIC)
    if part == 1:
        return np.ascontiguousarray(tile[:, ::-1])
    return cv2.convertScaleAbs(tile, alpha=0.8) if part == 2 else tile


def _one() -> Iterator[np.ndarray]:
    demo = DemoSource(realtime=False)
    for number in range(LOOP):
        if _EMPTY_FROM <= number < _EMPTY_TO:
            yield np.full((HEIGHT, WIDTH, 3), _EMPTY, np.uint8)
        else:
            out_of_focus = max(0.0, -math.cos(2 * math.pi * _SLIPS * number / LOOP)) ** 0.5
            blurred = cv2.GaussianBlur(demo.picture(number), (0, 0), 0.5 + _BLUR * out_of_focus)
            yield cv2.convertScaleAbs(blurred, alpha=1 - 0.3 * out_of_focus)
