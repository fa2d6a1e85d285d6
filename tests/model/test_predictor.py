"""The predictor: clips of any size in, posteriors out; and what it says when the clips or the weights are wrong."""

import numpy as np
import pytest
import torch

from core.clips.transform import centre_view, face_view
from core.errors import WeightsError
from core.model import Predictor
from support.bundles import CARD
from support.tiny_models import tiny_encoder, tiny_probe
from support.tiny_predictors import noise, predictor

CPU = torch.device("cpu")


@pytest.mark.parametrize("view", ["face", "centre"])
@pytest.mark.parametrize(
    ("height", "width"), [(1, 1), (1, 50), (50, 1), (31, 33), (32, 32), (480, 641), (700, 300), (2160, 3840)]
)
def test_pictures_of_any_size_give_posteriors(view, height, width):
    still = np.broadcast_to(noise(height, width, frames=1), (16, height, width, 3))
    posteriors = predictor(view).posteriors([still])
    assert posteriors.shape == (1, 3)
    assert posteriors.dtype == np.float32
    assert posteriors.sum(axis=1) == pytest.approx(1, abs=1e-6)
    assert (posteriors >= 0).all()


def test_no_clips_give_no_rows():
    posteriors = predictor().posteriors([])
    assert posteriors.shape == (0, 3)
    assert posteriors.dtype == np.float32


@pytest.mark.parametrize("view", ["face", "centre"])
def test_a_batch_says_what_its_clips_say_alone(view):
    clips = [noise(20 + 3 * index, 40 - index, seed=index) for index in range(11)]  # more than one forward pass
    together = predictor(view).posteriors(clips)
    alone = np.concatenate([predictor(view).posteriors([clip]) for clip in clips])
    assert together.shape == (11, 3)
    assert np.abs(together - alone).max() <= 1e-5
    assert np.ptp(together, axis=0).max() > 0.01  # the clips do differ


def test_clips_may_come_as_one_array_and_as_views():
    clips = np.stack([noise(seed=index) for index in range(3)])
    turned = [clip[:, ::-1, ::-1] for clip in clips]
    reference = predictor().posteriors([np.ascontiguousarray(clip) for clip in turned])
    assert np.array_equal(predictor().posteriors(clips[:, :, ::-1, ::-1]), reference)
    assert np.array_equal(predictor().posteriors(turned), reference)


def test_read_only_pictures_are_fine_and_stay_as_they_are():
    clip = noise()
    before = clip.copy()
    clip.setflags(write=False)
    predictor().posteriors([clip])
    assert np.array_equal(clip, before)


@pytest.mark.parametrize(("view", "transform"), [("face", face_view), ("centre", centre_view)])
def test_the_card_chooses_the_view(view, transform):
    clip = noise(60, 80)
    tokens = tiny_encoder()(torch.from_numpy(transform(clip, 32))[None])
    expected = tiny_probe()(tokens).softmax(dim=1).detach().numpy()
    assert predictor(view).posteriors([clip]) == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize(
    ("clip", "reason"),
    [
        (noise().astype(np.float32), "must be uint8 .T, H, W, 3., not float32"),
        (noise()[0], "not uint8 .24, 24, 3."),
        (noise()[..., :2], "not uint8 .16, 24, 24, 2."),
        (noise()[..., 0], "not uint8 .16, 24, 24."),
        (noise()[:, :0], "not uint8 .16, 0, 24, 3."),
        (noise(frames=15), "must have 16 frames, not 15"),
        (noise(frames=17), "must have 16 frames, not 17"),
    ],
)
def test_a_clip_of_another_form_is_a_mistake_of_the_caller(clip, reason):
    with pytest.raises(ValueError, match=reason):
        predictor().posteriors([noise(), clip])


def test_the_same_clip_gives_the_same_numbers():
    first = predictor()
    assert np.array_equal(first.posteriors([noise()]), first.posteriors([noise()]))
    assert np.array_equal(first.posteriors([noise()]), predictor().posteriors([noise()]))


def test_weights_that_are_too_large_to_compute_with_are_not_shown_as_numbers():
    probe = tiny_probe()
    probe.linear.weight.data.fill_(3e38)  # finite, so the file loads
    broken = Predictor(CARD, tiny_encoder(), [probe], CPU)
    with pytest.raises(WeightsError, match="tiny: the weights give no numbers"):
        broken.posteriors([noise()])
