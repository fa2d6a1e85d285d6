"""The demo source: always the same pictures, moving smoothly."""

import hashlib
import threading
import time

import numpy as np
import pytest

from core.capture import open_source
from core.capture.demo import LOOP, DemoSource
from core.face.detector import FaceDetector
from core.paths import asset


def test_demo_for_files_is_finite_unpaced_and_repeatable() -> None:
    runs = []
    for _ in range(2):
        source = DemoSource(realtime=False, frames=8)
        runs.append([frame for _ in range(8) if (frame := source.read())])
        assert source.read() is None
    first, second = runs
    assert [frame.time for frame in first] == [index / 30 for index in range(8)]
    assert all(frame.captured_at is None for frame in first)
    assert all(np.array_equal(a.image, b.image) for a, b in zip(first, second, strict=True))
    assert not np.array_equal(first[0].image, first[1].image)


def test_demo_is_a_live_source_at_30_fps() -> None:
    source = open_source("demo:")
    assert (source.info.kind, source.info.live, source.info.fps) == ("demo", True, 30)
    assert (source.info.width, source.info.height) == (640, 480)
    frames = [source.read() for _ in range(7)]
    assert frames[0] is not None
    assert frames[-1] is not None
    assert frames[0].image.shape == (480, 640, 3)
    assert 0.18 < frames[-1].time - frames[0].time < 0.5
    threading.Timer(0.05, source.cancel).start()
    began = time.monotonic()
    while source.read() is not None:
        pass
    assert time.monotonic() - began < 0.5
    source.close()


def test_demo_motion_is_slow_and_its_loop_has_no_jump() -> None:
    source = DemoSource(realtime=False)
    numbers = [0, 1, 150, 151, 330, 331, LOOP - 1, LOOP]
    images = [source.picture(number).astype(np.int16) for number in numbers]
    changes = [np.abs(b - a).mean() for a, b in zip(images[::2], images[1::2], strict=True)]
    assert min(changes) > 0.2
    assert max(changes) < 6
    assert np.array_equal(images[0], images[-1])


def test_demo_face_is_found_in_every_part_of_the_loop_large_and_whole() -> None:
    source = DemoSource(realtime=False)
    detector = FaceDetector()
    try:
        for number in range(0, LOOP, 30):
            (face,) = detector.detect(source.picture(number))
            box = face.box
            assert 150 <= box.w <= 260
            assert min(box.x, box.y) > 0
            assert box.x + box.w < 640
            assert box.y + box.h < 480
    finally:
        detector.close()


def test_demo_picture_is_the_one_that_the_list_of_assets_names() -> None:
    digest = hashlib.sha256(asset("demo/astronaut.jpg").read_bytes()).hexdigest()
    listed = asset("README.md").read_text(encoding="utf-8")
    if digest not in listed:
        pytest.fail(f"assets/README.md does not name SHA-256 {digest}")
