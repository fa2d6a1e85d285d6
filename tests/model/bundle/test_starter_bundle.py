"""The bundle that comes with the program."""

import numpy as np
import pytest
from safetensors.torch import load_file

from core.model import load_bundle
from support.bundles import tiny


@pytest.fixture(scope="module")
def starter():
    return load_bundle()


def test_the_starter_loads_and_scores(starter):
    posteriors = starter.posteriors([np.random.default_rng(0).integers(0, 256, (16, 90, 90, 3), dtype=np.uint8)])
    assert posteriors.shape == (1, 7)
    assert set(starter.labels) == {"angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"}
    assert starter.card.view == "face"


def test_the_name_means_the_starter_whatever_lies_in_the_current_folder(tmp_path, monkeypatch):
    tiny(tmp_path / "starter")
    monkeypatch.chdir(tmp_path)
    assert load_bundle("starter").card.name == "starter"
    assert load_bundle("./starter").card.name == "tiny"


def test_the_starter_is_small_and_holds_no_pictures(repository):
    files = list((repository / "assets/starter").iterdir())
    assert {file.name for file in files} == {"card.json", "encoder.safetensors", "probe.safetensors"}
    assert sum(file.stat().st_size for file in files) <= 15e6
    for file in files:  # only the tensors of the model: nothing else can hide in a file of this form
        if file.suffix == ".safetensors":
            state = load_file(file)
            assert sum(tensor.nbytes for tensor in state.values()) > 0.98 * file.stat().st_size


def test_the_starters_card_says_how_good_it_is_and_what_it_is_for(starter):
    metrics = starter.card.metrics
    measured = metrics["fer2013_public_test"]
    assert measured["faces"] == 3589
    assert 0.5 < measured["uar"] < measured["accuracy"] < 1
    assert 0 < measured["ece"] <= 0.03
    assert measured["accuracy_without_copies"] < 1
    assert set(measured["recall"]) == set(starter.labels)
    assert metrics["frozen"]["accuracy"] < measured["accuracy"]
    assert metrics["no_face"]["readings"] == 0
    assert metrics["steadiness"]["changes"] < metrics["steadiness"]["raw_changes"]
    assert "fer-train starter evaluate" in measured["how"]
    assert "For trying out and demonstration, not for measuring people" in starter.card.note
    assert "Fairness" in starter.card.note
    assert "FER2013" in starter.card.training_data
    assert starter.card.licences["weights"]
    assert starter.card.recipe
    assert starter.card.created
