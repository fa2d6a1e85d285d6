"""Pictures of any size become the encoder's input."""

import numpy as np
import pytest

from core.clips.transform import centre_view, face_view
from core.clips.views import IMAGENET_MEAN, IMAGENET_STD


def as_picture(clip: np.ndarray) -> np.ndarray:
    """(3, T, H, W) normalised -> (T, H, W, 3) in [0, 255]."""
    return (clip.transpose(1, 2, 3, 0) * IMAGENET_STD + IMAGENET_MEAN) * 255


@pytest.mark.parametrize("view", [centre_view, face_view])
@pytest.mark.parametrize(("height", "width"), [(1, 1), (48, 48), (96, 96), (480, 640), (640, 360)])
def test_any_size_becomes_a_clip_of_the_resolution(view, height: int, width: int) -> None:
    frames = np.full((16, height, width, 3), (255, 0, 51), dtype=np.uint8)
    clip = view(frames, 96)
    assert clip.shape == (3, 16, 96, 96)
    assert clip.dtype == np.float32
    assert clip.flags.c_contiguous
    np.testing.assert_allclose(as_picture(clip), np.broadcast_to((255, 0, 51), (16, 96, 96, 3)), atol=1e-3)


def test_face_view_shows_the_whole_crop_and_centre_view_only_its_middle() -> None:
    frames = np.zeros((1, 200, 200, 3), dtype=np.uint8)
    frames[:, :8] = 255
    assert as_picture(face_view(frames, 100))[0, 0].max() == pytest.approx(255, abs=0.1)
    assert as_picture(centre_view(frames, 100)).max() == pytest.approx(0, abs=0.1)


def test_face_view_averages_when_it_shrinks() -> None:
    checkerboard = (np.indices((192, 192)).sum(axis=0) % 2 * 255).astype(np.uint8)
    frames = np.repeat(checkerboard[None, :, :, None], 3, axis=3)
    np.testing.assert_allclose(as_picture(face_view(frames, 96)), 127.5, atol=1)


def test_a_crop_of_the_right_size_is_only_normalised() -> None:
    frames = np.random.default_rng(0).integers(0, 256, (4, 96, 96, 3), dtype=np.uint8)
    np.testing.assert_allclose(as_picture(face_view(frames, 96)), frames, atol=1e-3)
