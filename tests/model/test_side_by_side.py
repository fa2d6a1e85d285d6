"""Clips that are scored side by side get the posteriors that they get alone."""

import numpy as np
import pytest
import torch

from core.model.side_by_side import SideBySide, lanes_for
from support.tiny_predictors import noise, predictor


@pytest.mark.parametrize("clips", [0, 1, 2, 5])
@pytest.mark.parametrize("lanes", [1, 2, 3])
def test_the_numbers_are_those_of_each_clip_alone(clips, lanes):
    one = predictor()
    side_by_side = SideBySide(one, lanes)
    images = [noise(24 + number, 24, seed=number) for number in range(clips)]
    posteriors = side_by_side.posteriors(images)
    side_by_side.close()
    alone = [one.posteriors([image]) for image in images]
    assert posteriors.shape == (clips, len(one.labels))
    assert posteriors.dtype == np.float32
    expected = one.posteriors(images) if lanes == 1 or not alone else np.concatenate(alone)
    np.testing.assert_array_equal(posteriors, expected)


def test_what_is_wrong_with_one_clip_is_raised():
    side_by_side = SideBySide(predictor(), 2)
    with pytest.raises(ValueError, match="uint8"):
        side_by_side.posteriors([noise(), noise().astype(np.float32)])
    side_by_side.close()


def test_lanes_are_for_small_encoders_on_one_thread():
    assert torch.get_num_threads() == 1
    assert lanes_for(predictor()) in (1, 2)
    assert lanes_for(predictor().on(torch.device("cpu"), "bf16")) == 1
