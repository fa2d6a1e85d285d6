"""mediapipe's short-range face detector, fed with whole pictures or with regions of them."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from core.cv import cv2
from core.errors import FerError, WeightsError
from core.face.native_log import without_chatter
from core.paths import asset
from core.reasons import system_reason
from core.text import text
from core.types import Box

MODEL = "face_detection_short_range.tflite"
MODEL_SHA256 = "bbff11cebd1eb27a1e004cae0b0e63ec8c551cbf34a4451148b4908b8db3eca8"
LARGEST_PASS = 960  # pixels, longer side: copying more into mediapipe costs more than the 2 ms of the detection
SHRUNK_PASS = 640  # pixels: what larger pictures are shrunk to; the network itself sees 128
SMALLEST_PASS = 8  # pixels: nothing can be told from less


@dataclass(frozen=True, slots=True)
class Detection:
    """A face-like place in one picture. box: in pixels of the whole picture; score: 0 to 1."""

    box: Box
    score: float


class FaceDetector:
    """Finds faces in single pictures. Must be closed; a context manager. Any thread may call it.

    The network sees 128 x 128 pixels, so it finds faces from about 1/7 of the longer side of what it is shown.
    """

    def __init__(self, model_path: Path | None = None, min_confidence: float = 0.3) -> None:
        """Loads mediapipe and the model (about 1 s the first time).

        Raises WeightsError when the model file is missing or is not the published one, FerError when mediapipe does
        not load on this system.
        """
        model = _proven(model_path or asset(MODEL))
        try:
            # Late: takes 0.7 s, and nothing but a detector needs it.
            import mediapipe
            from mediapipe.tasks.python import BaseOptions, vision

            options = vision.FaceDetectorOptions(
                base_options=BaseOptions(model_asset_buffer=model), min_detection_confidence=min_confidence
            )
            self._mediapipe: Any = mediapipe
            with without_chatter():
                self._detector: Any = vision.FaceDetector.create_from_options(options)
                self._pass(np.zeros((128, 128, 3), np.uint8))
        except (ImportError, OSError) as error:
            raise FerError(
                text("The face detector cannot be loaded ({error})", error=error),
                hint="Install the system packages that the README lists, and mediapipe",
            ) from error

    def detect(self, image: np.ndarray, region: Box | None = None) -> list[Detection]:
        """Faces in a picture, or in the part of it that a region covers, best first.

        image: (H, W, 3) uint8 RGB. Boxes are in pixels of the whole picture and may reach outside it.
        Raises ValueError after close().
        """
        if self._detector is None:
            raise ValueError("the face detector is closed")
        height, width = image.shape[:2]
        left = top = 0
        if region is not None:
            left, top = max(0, int(region.x)), max(0, int(region.y))
            right, bottom = min(width, int(region.x + region.w)), min(height, int(region.y + region.h))
            image = image[top : max(top, bottom), left : max(left, right)]
        if min(image.shape[:2]) < SMALLEST_PASS:
            return []
        shrink = max(image.shape[:2]) / SHRUNK_PASS if max(image.shape[:2]) > LARGEST_PASS else 1.0
        found = self._pass(_shrunk(image, shrink))
        return [
            Detection(Box(left + shrink * x, top + shrink * y, shrink * w, shrink * h), score)
            for score, x, y, w, h in sorted(found, reverse=True)
        ]

    def _pass(self, image: np.ndarray) -> list[tuple[float, float, float, float, float]]:
        """(score, x, y, w, h) of each hit in one pass of the network."""
        data = np.ascontiguousarray(image)
        picture = self._mediapipe.Image(image_format=self._mediapipe.ImageFormat.SRGB, data=data)
        hits = self._detector.detect(picture).detections
        boxes = ((hit.categories[0].score, hit.bounding_box) for hit in hits)
        return [(score, box.origin_x, box.origin_y, box.width, box.height) for score, box in boxes]

    def close(self) -> None:
        """Frees the model and ends mediapipe's thread; left to the interpreter's exit, it raises there. Idempotent."""
        if self._detector is not None:
            self._detector.close()
            self._detector = None

    def __enter__(self) -> "FaceDetector":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


def _shrunk(image: np.ndarray, factor: float) -> np.ndarray:
    """The picture made smaller by a factor; the picture itself for 1."""
    if factor == 1:
        return image
    size = max(1, round(image.shape[1] / factor)), max(1, round(image.shape[0] / factor))
    return cv2.resize(image, size, interpolation=cv2.INTER_LINEAR)


def _proven(path: Path) -> bytes:
    """The model's bytes, if they are the published ones. Raises WeightsError otherwise."""
    try:
        model = Path(path).read_bytes()
    except OSError as error:
        what = text("The face detection model cannot be read ({reason})", reason=system_reason(error))
        raise WeightsError(what, where=path) from error
    if hashlib.sha256(model).hexdigest() != MODEL_SHA256:
        raise WeightsError(
            "The face detection model is not the published file (its SHA-256 differs)",
            where=path,
            hint="Install the program again",
        )
    return model
