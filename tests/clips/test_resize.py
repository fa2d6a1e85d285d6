"""A view made with torch, as on a GPU, shows what OpenCV's shows, to within a grey level."""

import numpy as np
import pytest
import torch

from core.clips.resize import axes, view_on_device
from core.clips.transform import centre_view, face_view
from core.clips.views import IMAGENET_STD

CPU_VIEWS = {"centre": centre_view, "face": face_view}
SIZES = [(1, 1), (1, 50), (50, 1), (31, 33), (32, 32), (36, 36), (37, 36), (64, 64), (72, 128), (97, 61), (240, 321)]


def pictures(height: int, width: int, smooth: bool = False) -> np.ndarray:
    """Noise shows a wrong weight; a smooth slope shows a shift."""
    if smooth:
        slope = np.add.outer(np.linspace(0, 200, height), np.linspace(0, 55, width)).astype(np.uint8)
        return np.stack([np.stack([slope, 255 - slope, slope // 2], axis=-1)] * 2)
    return np.random.default_rng(height * 1000 + width).integers(0, 256, (2, height, width, 3), dtype=np.uint8)


def made_with_torch(clip: np.ndarray, view: str, resolution: int) -> np.ndarray:
    rows, columns = axes(view, *clip.shape[1:3], resolution)
    pixels = torch.from_numpy(clip[:, rows.used, columns.used].copy())
    return view_on_device(pixels, rows, columns).numpy()


@pytest.mark.parametrize("smooth", [False, True])
@pytest.mark.parametrize(("height", "width"), SIZES)
@pytest.mark.parametrize("view", ["centre", "face"])
def test_it_is_within_one_grey_level_of_opencv(view, height, width, smooth):
    clip = pictures(height, width, smooth)
    made, expected = made_with_torch(clip, view, 32), CPU_VIEWS[view](clip, 32)
    assert made.shape == expected.shape == (3, 2, 32, 32)
    levels = np.abs(made - expected) * 255 * IMAGENET_STD[:, None, None, None]
    assert levels.max() <= 1.01
    assert levels.mean() <= 0.2  # OpenCV cuts digits off on its way; most pixels are the very same


@pytest.mark.parametrize("view", ["centre", "face"])
def test_a_large_picture_at_a_real_resolution(view):
    clip = pictures(405, 720)[:1]
    made, expected = made_with_torch(clip, view, 224), CPU_VIEWS[view](clip, 224)
    levels = np.abs(made - expected) * 255 * IMAGENET_STD[:, None, None, None]
    assert levels.max() <= 1.01


def test_a_crop_of_the_right_size_is_the_same_to_the_last_bit_of_its_grey_levels():
    clip = pictures(32, 32)
    assert made_with_torch(clip, "face", 32) == pytest.approx(face_view(clip, 32), abs=1e-5)


def test_what_the_view_cuts_off_is_not_needed():
    rows, columns = axes("centre", 72, 128, 32)
    assert (rows.used, columns.used) == (slice(3, 69), slice(31, 97))
    assert [axis.used for axis in axes("face", 70, 70, 32)] == [slice(0, 70)] * 2


@pytest.mark.parametrize("view", ["centre", "face"])
@pytest.mark.parametrize(("height", "width"), SIZES)
def test_the_weights_of_every_pixel_of_a_view_sum_to_one(view, height, width):
    for axis in axes(view, height, width, 32):
        sums = axis.matrix(torch.device("cpu")).sum(dim=1)
        assert sums == pytest.approx(np.ones(32), abs=1e-5)


def test_an_unknown_view_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="centre or face, not left"):
        axes("left", 10, 10, 32)
