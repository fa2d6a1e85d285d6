"""Training views: one random choice for all frames of a clip, and the same again for the same seed."""

import random
import threading

import numpy as np
import pytest

from core.clips.transform import centre_view
from core.offline.augmentation import AREA, ASPECT, Augmenter, random_rectangle
from core.offline.rand_augment import RandAugment


def still(frames: int = 16, height: int = 90, width: int = 120) -> np.ndarray:
    """A picture held still, so that frames that are treated alike stay alike."""
    picture = np.random.default_rng(0).integers(0, 256, (1, height, width, 3), dtype=np.uint8)
    return np.repeat(picture, frames, axis=0)


def seeded(seed: int) -> np.random.RandomState:
    return np.random.RandomState(seed)


def test_no_augmentation_is_the_view_of_the_evaluation() -> None:
    assert np.array_equal(Augmenter("none", "centre", 64)(still(), seeded(0)), centre_view(still(), 64))


@pytest.mark.parametrize("kind", ["paper", "as-run"])
def test_a_seed_gives_the_same_view_and_another_one_another(kind: str) -> None:
    augment = Augmenter(kind, "centre", 64)
    one, again, other = (augment(still(), seeded(seed)) for seed in (1, 1, 2))
    assert one.shape == (3, 16, 64, 64)
    assert one.dtype == np.float32
    assert np.array_equal(one, again)
    assert not np.allclose(one, other)


def test_all_frames_are_cut_alike() -> None:
    for seed in range(20):
        clip = Augmenter("paper", "centre", 48)(still(), seeded(seed))
        assert np.array_equal(clip, np.repeat(clip[:, :1], 16, axis=1))


def test_all_frames_are_changed_alike_and_erased_in_the_same_place() -> None:
    augment, erased = Augmenter("as-run", "centre", 48), 0
    for seed in range(60):
        clip = augment(still(4), seeded(seed))
        differs = (clip != clip[:, :1]).any(axis=(0, 1))
        if differs.any():  # noise, in one rectangle
            erased += 1
            rows, columns = np.flatnonzero(differs.any(1)), np.flatnonzero(differs.any(0))
            assert differs[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].mean() > 0.99
    assert 5 <= erased <= 26  # a quarter of 60


def test_rectangles_have_the_published_areas_and_aspects() -> None:
    rng = seeded(3)
    found = [random_rectangle(400, 300, AREA, ASPECT, rng) for _ in range(500)]
    there = np.array([one for one in found if one])
    assert len(there) > 450
    left, top, width, height = there.T
    assert ((left >= 0) & (top >= 0) & (left + width <= 400) & (top + height <= 300)).all()
    share = width * height / (400 * 300)
    assert share.min() == pytest.approx(0.08, abs=0.02)
    assert share.max() > 0.85
    assert (width / height).min() == pytest.approx(3 / 4, abs=0.02)
    assert (width / height).max() == pytest.approx(4 / 3, abs=0.02)


def test_a_picture_that_nothing_fits_into_is_cut_in_its_middle() -> None:
    clip = Augmenter("paper", "centre", 16)(still(2, height=4, width=400), seeded(0))
    assert clip.shape == (3, 2, 16, 16)


def test_the_policy_is_the_published_one() -> None:
    policy = RandAugment()._policy
    assert policy.num_layers == 4
    kinds = {(op.magnitude, op.magnitude_std, op.prob, int(op.kwargs["resample"])) for op in policy.ops}
    assert kinds == {(7, 0.5, 0.5, 3)}  # 3: bicubic
    names = {op.name for op in policy.ops}
    assert {"PosterizeIncreasing", "SolarizeIncreasing", "ColorIncreasing", "TranslateXRel"} <= names


def test_the_whole_programs_random_numbers_are_left_alone() -> None:
    random.seed(1)
    np.random.seed(1)  # noqa: NPY002
    expected = random.Random(1).random(), seeded(1).uniform()
    RandAugment()(still(2), seeded(5))
    assert (random.random(), np.random.uniform()) == expected  # noqa: NPY002


def test_threads_do_not_disturb_each_other() -> None:
    expected = [RandAugment()(still(3), seeded(seed)) for seed in range(8)]
    found: dict[int, np.ndarray] = {}

    def work(seed: int) -> None:
        found[seed] = RandAugment()(still(3), seeded(seed))

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(np.array_equal(found[seed], expected[seed]) for seed in range(8))
