"""The starter's training: deterministic, resumable, and measured the way the program uses it."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from core.clips.transform import face_view
from core.errors import FerError
from core.model import load_bundle
from core.model.vit import EncoderConfig
from training.starter.__main__ import main
from training.starter.clips import random_clips, still_clips
from training.starter.data import Stills, load_stills
from training.starter.export import export, measure
from training.starter.recipe import CLASSES, Recipe
from training.starter.train import Student, train, trained_student

TINY = Recipe(
    encoder=EncoderConfig(resolution=32, width=192, depth=1, heads=3),
    batch=8,
    teacher_passes=2,
    still_passes=2,
    clip_passes=1,
    clip_batch=12,
)


@pytest.fixture(scope="module")
def stills() -> Stills:
    rng = np.random.default_rng(0)
    faces = rng.integers(0, 256, (24, 48, 48), dtype=np.uint8)
    return Stills(torch.from_numpy(faces), torch.arange(24) % len(CLASSES))


def silent(line: str) -> None:
    """No progress is wanted."""


def test_clips_are_random_but_repeatable(stills):
    first, again, other = (
        random_clips(stills.faces[:3], 16, 32, torch.Generator().manual_seed(seed)) for seed in (1, 1, 2)
    )
    assert first.shape == (3, 3, 16, 32, 32)
    assert torch.equal(first, again)
    assert not torch.equal(first, other)
    assert first.isfinite().all()


def test_still_clips_are_what_the_program_makes_of_a_still(stills):
    face = stills.faces[0].numpy()
    crop = np.repeat(np.repeat(face[None, :, :, None], 3, axis=3), 16, axis=0)
    assert np.abs(still_clips(stills.faces[:1], 16, 96)[0].numpy() - face_view(crop, 96)).max() < 0.05


def test_an_interrupted_training_ends_with_the_same_weights(stills, tmp_path):
    whole = train(TINY, stills, stills, tmp_path / "whole", silent)

    def interrupt(line: str) -> None:
        if line.startswith("stills: step 3 of 6"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(TINY, stills, stills, tmp_path / "cut", interrupt)
    resumed = train(TINY, stills, stills, tmp_path / "cut", silent)
    for name, tensor in whole.state_dict().items():
        assert torch.equal(tensor, resumed.state_dict()[name]), name
    assert torch.equal(trained_student(TINY, stills, tmp_path / "cut").probe.linear.weight, whole.probe.linear.weight)


def test_a_checkpoint_of_another_recipe_or_half_a_training_makes_no_bundle(stills, tmp_path):
    def interrupt(line: str) -> None:
        if line.startswith("clips: step"):
            raise KeyboardInterrupt

    half = replace(TINY, clip_passes=2)
    with pytest.raises(KeyboardInterrupt):
        train(half, stills, stills, tmp_path, interrupt)
    with pytest.raises(FerError, match="not to the end"):
        trained_student(half, stills, tmp_path)
    with pytest.raises(FerError, match="another recipe"):
        trained_student(TINY, stills, tmp_path)


def test_the_exported_card_says_what_the_exported_bundle_does(stills, tmp_path):
    torch.manual_seed(0)
    student = Student(TINY).eval()
    measured = export(student.encoder, student.probe, TINY, stills, tmp_path / "bundle")
    bundle = load_bundle(tmp_path / "bundle")
    assert bundle.labels == CLASSES
    assert bundle.card.metrics["fer2013_public_test"].items() >= measured.items()
    assert measure(bundle, stills) == measured


def test_without_the_data_set_it_says_what_is_missing(tmp_path, capsys):
    assert main(["train", "--data", str(tmp_path)]) == 3
    assert "FER2013" in capsys.readouterr().err
    (tmp_path / "fer2013_public_test.npz").write_bytes(b"PK\x03\x04 no")
    with pytest.raises(FerError):
        load_stills(tmp_path / "fer2013_public_test.npz")


@pytest.mark.slow
def test_the_starter_is_as_good_as_its_card_says(shared):
    bundle = load_bundle("starter")
    test = load_stills(shared / "datasets/fer2013/fer2013_public_test.npz")
    sample = Stills(test.faces[::6], test.labels[::6])
    claimed = bundle.card.metrics["fer2013_public_test"]
    measured = measure(bundle, sample)
    assert claimed["faces"] == len(test.labels)
    assert measured["accuracy"] == pytest.approx(claimed["accuracy"], abs=0.06)  # 599 of 3,589 faces: 3 deviations
    assert measured["accuracy"] > 0.45  # a quarter of the faces are of the largest class
