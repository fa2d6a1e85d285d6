"""Pictures with faces for tests: frames of real clips, and real faces pasted onto moving paths."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from core.cv import cv2
from core.face.detector import FaceDetector
from core.face.geometry import around, crop
from core.types import Frame

CUT = 170  # pixels: side of a pasted cut-out, whose face is about 95 wide
PathOfFace = Callable[[float], tuple[float, float]]  # 0 to 1 through the film -> centre in a 640 x 480 picture


def frames_of(video: Path, limit: int | None = None) -> Iterator[Frame]:
    """The first frames of a video file with times by its nominal rate."""
    capture = cv2.VideoCapture(str(video), cv2.CAP_FFMPEG)
    try:
        fps, index = capture.get(cv2.CAP_PROP_FPS), 0
        while index != limit and (read := capture.read())[0]:
            yield Frame(cv2.cvtColor(read[1], cv2.COLOR_BGR2RGB), index, index / fps)
            index += 1
    finally:
        capture.release()


def cut_outs(video: Path, count: int, detector: FaceDetector) -> list[np.ndarray]:
    """`count` pictures (CUT, CUT, 3) of the face in a clip, all cut with the box that its first frame has."""
    images = [frame.image for frame in frames_of(video, count)]
    box = around(detector.detect(images[0])[0].box, 1.8)
    return [crop(image, box, CUT) for image in images]


def film(cuts: list[list[np.ndarray]], paths: list[PathOfFace], count: int) -> Iterator[tuple[Frame, list]]:
    """Frames (640 x 480, 30 fps) in which faces move along their paths, later ones in front; and their centres."""
    grey = np.broadcast_to(np.linspace(90, 150, 640)[None, :, None], (480, 640, 3)).astype(np.uint8)
    for index in range(count):
        image, centres = grey.copy(), [path(index / (count - 1)) for path in paths]
        for faces, centre in zip(cuts, centres, strict=True):
            _paste(image, faces[index % len(faces)], centre)
        yield Frame(image, index, index / 30), centres


def _paste(image: np.ndarray, face: np.ndarray, centre: tuple[float, float]) -> None:
    """Lays the oval of a cut-out over the picture; it must lie inside."""
    oval = np.zeros((CUT, CUT, 1), np.uint8)
    cv2.ellipse(oval, (CUT // 2, CUT // 2), (int(0.36 * CUT), int(0.48 * CUT)), 0, 0, 360, 1, -1)
    left, top = (round(value - CUT / 2) for value in centre)
    part = image[top : top + CUT, left : left + CUT]
    np.copyto(part, face, where=oval.astype(bool))
