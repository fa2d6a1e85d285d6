"""Bundles give the same posteriors after writing and reading, wherever their encoder lies."""

import re
import zipfile
from dataclasses import replace

import numpy as np
import pytest
import torch

from core.errors import BundleError, EncoderMissing, WeightsError
from core.model import Predictor, load_bundle, save_bundle
from core.model.files.file_digest import file_sha256
from support.bundles import CARD, CLIPS, contents, expected, refusal, rewrite, tiny
from support.golden_weights import save_published_encoder
from support.tiny_models import tiny_encoder, tiny_probe

PLACES = pytest.mark.parametrize("place", ["folder", "one.ferbundle"])


@PLACES
def test_a_bundle_gives_the_same_posteriors_after_writing_and_reading(tmp_path, place):
    path = tiny(tmp_path / place)
    assert path == tmp_path / place
    assert path.is_dir() == (place == "folder")
    assert set(contents(path)) == {"card.json", "probe.safetensors", "encoder.safetensors"}
    predictor = load_bundle(path)
    assert predictor.labels == CARD.labels
    assert predictor.card.name == "tiny"
    assert np.array_equal(predictor.posteriors(CLIPS), expected())
    assert expected().max() > 0.5  # not just an even guess


def test_half_precision_on_disk_is_float32_in_use(tmp_path):
    path = save_bundle(tmp_path / "half", CARD, [tiny_probe().half()], tiny_encoder().half())
    assert np.abs(load_bundle(path).posteriors(CLIPS) - expected()).max() < 0.02


def test_a_zip_that_a_person_made_of_the_folder_is_a_bundle_too(tmp_path):
    folder = tiny(tmp_path / "folder")
    path = rewrite(tmp_path / "by hand.ferbundle", contents(folder), zipfile.ZIP_DEFLATED)
    assert np.array_equal(load_bundle(str(path)).posteriors(CLIPS), expected())


def test_the_card_in_a_folder_stands_for_the_folder(tmp_path):
    folder = tiny(tmp_path / "Ünïcode folder")
    assert np.array_equal(load_bundle(folder / "card.json").posteriors(CLIPS), expected())


@PLACES
def test_several_probes_are_averaged_in_their_posteriors(tmp_path, place):
    probes = [tiny_probe(seed=seed) for seed in range(3)]
    bundle = load_bundle(save_bundle(tmp_path / place, CARD, probes, tiny_encoder()))
    each = [Predictor(CARD, tiny_encoder(), [probe], torch.device("cpu")).posteriors(CLIPS) for probe in probes]
    assert len(bundle.card.probes) == 3
    assert np.ptp(each, axis=0).max() > 0.1
    assert bundle.posteriors(CLIPS) == pytest.approx(np.mean(each, axis=0), abs=1e-6)


def test_outputs_that_the_card_does_not_use_are_masked_before_the_softmax(tmp_path):
    labels = ("sad", "fear", "happy", "disgust", "neutral", "angry")
    probe, outputs = tiny_probe(outputs=8), (6, 0, 2, 5, 4, 7)
    probe.linear.bias.data[1] = 100.0  # an output that training never used may say anything
    card = replace(CARD, labels=labels, outputs=outputs)
    posteriors = load_bundle(save_bundle(tmp_path / "eight", card, [probe], tiny_encoder())).posteriors(CLIPS)
    everything = Predictor(
        replace(CARD, labels=tuple("abcdefgh"), outputs=tuple(range(8))),
        tiny_encoder(),
        [tiny_probe(outputs=8)],
        torch.device("cpu"),
    ).posteriors(CLIPS)[:, outputs]
    assert posteriors.shape == (3, 6)
    assert posteriors == pytest.approx(everything / everything.sum(1, keepdims=True), abs=1e-5)


def test_the_order_of_the_labels_is_the_cards(tmp_path):
    card = replace(CARD, labels=("angry", "happy", "sad"), outputs=(2, 0, 1))
    posteriors = load_bundle(save_bundle(tmp_path / "turned", card, [tiny_probe()], tiny_encoder())).posteriors(CLIPS)
    assert posteriors == pytest.approx(expected()[:, [2, 0, 1]], abs=1e-6)


def test_a_resolution_of_its_own_resamples_the_encoder(tmp_path):
    card = replace(CARD, resolution=64)
    predictor = load_bundle(save_bundle(tmp_path / "larger", card, [tiny_probe()], tiny_encoder(resolution=32)))
    in_each_call = Predictor(card, tiny_encoder(resolution=32), [tiny_probe()], torch.device("cpu"))
    assert predictor.posteriors(CLIPS) == pytest.approx(in_each_call.posteriors(CLIPS), abs=1e-5)


def test_an_unknown_width_takes_its_heads_from_the_card(tmp_path):
    encoder, probe = tiny_encoder(width=48, heads=4), tiny_probe(width=48, heads=4)
    predictor = load_bundle(save_bundle(tmp_path / "narrow", replace(CARD, heads=4), [probe], encoder))
    direct = Predictor(CARD, tiny_encoder(width=48, heads=4), [probe], torch.device("cpu"))
    assert np.array_equal(predictor.posteriors(CLIPS), direct.posteriors(CLIPS))


@pytest.fixture
def published(tmp_path):
    """An encoder as people download it."""
    return save_published_encoder(tiny_encoder(), tmp_path / "encoder.pth.tar")


@pytest.fixture
def without_encoder(tmp_path, published):
    card = replace(CARD, encoder_name="vith16", encoder_sha256=file_sha256(published).upper())
    return save_bundle(tmp_path / "probe-only.ferbundle", card, [tiny_probe()])


def test_an_encoder_beside_the_bundle_is_proved_by_its_digest(without_encoder, published):
    assert np.array_equal(load_bundle(without_encoder, encoder=published).posteriors(CLIPS), expected())


def test_a_bundle_without_its_encoder_says_which_one_to_get(without_encoder):
    message = refusal(without_encoder, EncoderMissing)
    assert "needs the encoder vith16 and does not hold it" in message
    assert "vith16.pth.tar" in message
    assert re.search(r"SHA-256 [0-9A-F]{16}", message)


def test_another_encoder_than_the_cards_is_refused(without_encoder, tmp_path):
    other = save_published_encoder(tiny_encoder(seed=1), tmp_path / "other.pth.tar")
    with pytest.raises(BundleError, match="is not this bundle's encoder: its SHA-256 is") as caught:
        load_bundle(without_encoder, encoder=other)
    assert str(other) in str(caught.value)


def test_a_missing_encoder_file_and_a_name_are_refused(without_encoder, tmp_path):
    with pytest.raises(WeightsError, match="there is no such weights file"):
        load_bundle(without_encoder, encoder=tmp_path / "missing.pth.tar")
    with pytest.raises(WeightsError, match="vith16 is not on this computer"):
        load_bundle(without_encoder, encoder="vith16")


def test_an_encoder_of_another_width_is_refused(tmp_path):
    encoder = save_published_encoder(tiny_encoder(width=384, heads=6), tmp_path / "wide.pth.tar")
    card = replace(CARD, encoder_sha256=file_sha256(encoder))
    path = save_bundle(tmp_path / "narrow", card, [tiny_probe(width=192)])
    assert "for tokens 192 wide, the encoder gives 384" in refusal(path, encoder=encoder)


def test_an_encoder_with_other_patches_than_the_resolution_is_refused(tmp_path):
    encoder = save_published_encoder(tiny_encoder(resolution=64, patch=32), tmp_path / "coarse.pth.tar")
    card = replace(CARD, resolution=48, encoder_sha256=file_sha256(encoder))
    path = save_bundle(tmp_path / "bundle", card, [tiny_probe()])
    with pytest.raises(WeightsError, match="patches of 32 pixels cannot see pictures of 48 pixels"):
        load_bundle(path, encoder=encoder)
