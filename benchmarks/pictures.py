"""What the measurements look at: a clip of a real face beside the checkout, else the demo."""

from pathlib import Path

import numpy as np

from benchmarks.child import ROOT
from core.capture import open_source
from core.capture.demo import DemoSource
from core.cv import cv2

CLIP = ROOT.parent / "shared" / "videos" / "pyfeat" / "WolfgangLanger_Pexels.mp4"
SIZE = (640, 480)  # of the loopback camera's pictures
LOOP = 240  # pictures that the loopback camera has before it goes back through them
DEMO_FRAMES = 480


def video_file(folder: Path) -> Path:
    """The clip; where it is not there, the demo written into the folder as an MP4 of 16 s."""
    if CLIP.exists():
        return CLIP
    demo = DemoSource(realtime=False, frames=DEMO_FRAMES)
    path = folder / "demo.mp4"
    size = (demo.info.width, demo.info.height)
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), demo.info.fps, size)
    while (frame := demo.read()) is not None:
        writer.write(cv2.cvtColor(frame.image, cv2.COLOR_RGB2BGR))
    writer.release()
    return path


def video_size(path: Path) -> tuple[int, int]:
    """Width and height in pixels."""
    source = open_source(path)
    source.close()
    return source.info.width, source.info.height


def loop() -> list[np.ndarray]:
    """Pictures (480, 640, 3) RGB of a face, forth and back, so that it does not jump where the loop begins anew."""
    source = open_source(CLIP) if CLIP.exists() else DemoSource(realtime=False, frames=LOOP)
    pictures: list[np.ndarray] = []
    while len(pictures) < LOOP and (frame := source.read()) is not None:
        pictures.append(_fitted(frame.image))
    source.close()
    return pictures + pictures[-2:0:-1]


def _fitted(image: np.ndarray) -> np.ndarray:
    """The middle of a picture in the shape of SIZE, not distorted."""
    height, width = image.shape[:2]
    scale = max(SIZE[0] / width, SIZE[1] / height)
    larger = cv2.resize(image, (round(width * scale), round(height * scale)), interpolation=cv2.INTER_AREA)
    left, top = (larger.shape[1] - SIZE[0]) // 2, (larger.shape[0] - SIZE[1]) // 2
    return np.ascontiguousarray(larger[top : top + SIZE[1], left : left + SIZE[0]])
