import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from core.cv import cv2
from core.errors import FerError, WeightsError
from core.face.detector import FaceDetector
from core.paths import asset
from core.types import Box
from support.faces import frames_of


def test_a_face_is_found_where_it_is(shared: Path) -> None:
    frame = next(frames_of(shared / "videos/pyfeat/single_face.mp4"))
    with FaceDetector() as detector:
        (hit,) = detector.detect(frame.image)
    assert hit.score > 0.9
    assert 200 < hit.box.x + hit.box.w / 2 < 440
    assert 120 < hit.box.w < 220


def test_boxes_are_in_pixels_of_the_whole_picture_whatever_part_or_size_is_searched(shared: Path) -> None:
    image = next(frames_of(shared / "videos/pyfeat/single_face.mp4")).image
    large = cv2.resize(image, None, fx=4, fy=4)
    with FaceDetector() as detector:
        whole = detector.detect(image)[0].box
        part = detector.detect(image, Box(100.5, -50, 400, 2000))[0].box
        fourfold = detector.detect(large)[0].box
    expected = np.array([whole.x, whole.y, whole.w, whole.h])
    assert np.array([part.x, part.y, part.w, part.h]) == pytest.approx(expected, abs=0.1 * whole.w)
    assert np.array([fourfold.x, fourfold.y, fourfold.w, fourfold.h]) / 4 == pytest.approx(expected, abs=0.1 * whole.w)


@pytest.mark.parametrize("shape", [(1, 1), (1, 2000), (4320, 7680), (700, 9), (240, 320)])
def test_pictures_of_any_size_without_a_face_give_nothing(shape: tuple[int, int]) -> None:
    image = np.full((*shape, 3), 120, np.uint8)
    image.flags.writeable = False
    with FaceDetector() as detector:
        assert detector.detect(image) == []
        assert detector.detect(image, Box(-500, -500, 100, 100)) == []
        assert detector.detect(image, Box(1e7, 1e7, 100, 100)) == []


def test_a_changed_model_file_is_refused(tmp_path: Path) -> None:
    changed = tmp_path / "model.tflite"
    changed.write_bytes(asset("face_detection_short_range.tflite").read_bytes()[:-1] + b"x")
    with pytest.raises(WeightsError, match=r"model\.tflite: .*not the published file") as caught:
        FaceDetector(changed)
    assert isinstance(caught.value, FerError)


def test_a_missing_model_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"nowhere\.tflite: .*cannot be read"):
        FaceDetector(tmp_path / "nowhere.tflite")


def test_closing_twice_is_harmless_and_detecting_afterwards_an_error() -> None:
    detector = FaceDetector()
    detector.close()
    detector.close()
    with pytest.raises(ValueError, match="closed"):
        detector.detect(np.zeros((100, 100, 3), np.uint8))


def test_the_licence_lies_beside_the_model() -> None:
    assert "Apache License" in asset("face_detection_short_range.LICENSE").read_text()


def test_mediapipe_is_imported_only_by_a_detector(repository: Path) -> None:
    program = "import sys, core.face.tracker; sys.exit('mediapipe' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=repository, timeout=60).returncode == 0
