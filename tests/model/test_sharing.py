"""One encoder in several predictors, on several devices and in several precisions; and its end."""

import weakref
from dataclasses import replace

import numpy as np
import pytest
import torch

from core.errors import DeviceError, WeightsError
from core.model import Predictor
from core.model.precision import available_precisions
from support.bundles import CARD
from support.tiny_models import tiny_encoder, tiny_probe
from support.tiny_predictors import noise, predictor

CPU = torch.device("cpu")
INT8 = pytest.mark.skipif("int8" not in available_precisions(CPU), reason="8 bits are for x86")


def test_the_same_bundle_on_another_device_is_another_predictor():
    first = predictor()
    second = first.on(CPU)
    assert np.array_equal(first.posteriors([noise()]), second.posteriors([noise()]))
    theirs = {parameter.data_ptr() for parameter in second.encoder.parameters()}
    assert not theirs & {parameter.data_ptr() for parameter in first.encoder.parameters()}


@pytest.mark.parametrize("precision", ["bf16", pytest.param("int8", marks=INT8)])
def test_less_precision_says_nearly_the_same(precision):
    clips = [noise(seed=index) for index in range(3)]
    made = Predictor(CARD, tiny_encoder(), [tiny_probe()], CPU, precision)
    assert made.precision == precision
    assert made.posteriors(clips).dtype == np.float32
    assert np.abs(made.posteriors(clips) - predictor().posteriors(clips)).max() <= 0.05


def test_a_small_encoder_left_to_the_program_computes_in_fp32():
    assert Predictor(CARD, tiny_encoder(), [tiny_probe()], CPU, "auto").precision == "fp32"


def test_a_precision_that_the_device_does_not_have_is_refused():
    with pytest.raises(DeviceError, match=r"the precision fp16 is not for this device\. Choose one of: auto, fp32"):
        Predictor(CARD, tiny_encoder(), [tiny_probe()], CPU, "fp16")


def test_the_precision_can_change_on_the_way_to_another_device():
    first = predictor()
    second = first.on(CPU, "bf16")
    assert (first.precision, second.precision) == ("fp32", "bf16")
    assert {parameter.dtype for parameter in second.encoder.parameters()} == {torch.bfloat16}
    assert {parameter.dtype for parameter in first.encoder.parameters()} == {torch.float32}


@INT8
def test_there_is_no_way_back_from_int8():
    made = Predictor(CARD, tiny_encoder(), [tiny_probe()], CPU, "int8")
    assert np.array_equal(made.on(CPU).posteriors([noise()]), made.posteriors([noise()]))
    with pytest.raises(ValueError, match="int8 has to be loaded again"):
        made.on(CPU, "fp32")


def test_numbers_too_large_for_a_short_precision_point_to_a_longer_one():
    probe = tiny_probe()
    probe.linear.weight.data.fill_(3e38)
    broken = Predictor(CARD, tiny_encoder(), [probe], CPU, "bf16")
    with pytest.raises(WeightsError, match="Choose the precision fp32"):
        broken.posteriors([noise()])


OTHER = replace(CARD, name="other", labels=("glad", "cross"), outputs=(2, 0), view="centre")


def test_bundles_of_one_encoder_share_it():
    first = predictor()
    second = first.with_probes(OTHER, [tiny_probe(seed=1)])
    assert second.encoder is first.encoder
    alone = Predictor(OTHER, tiny_encoder(), [tiny_probe(seed=1)], CPU)
    assert second.labels == ("glad", "cross")
    assert np.array_equal(second.posteriors([noise(40, 50)]), alone.posteriors([noise(40, 50)]))
    first.close()
    assert np.array_equal(second.posteriors([noise(40, 50)]), alone.posteriors([noise(40, 50)]))


@pytest.mark.parametrize("entry", [{"encoder_sha256": "a" * 64}, {"resolution": 48}, {"heads": 6}])
def test_an_encoder_is_not_shared_with_a_bundle_that_needs_another(entry):
    with pytest.raises(ValueError, match="other is for another encoder than tiny"):
        predictor().with_probes(replace(OTHER, **entry), [tiny_probe()])


def test_what_is_closed_lets_go_of_its_weights_and_still_says_what_it_was():
    encoder = tiny_encoder()
    gone = weakref.ref(encoder)
    made = Predictor(CARD, encoder, [tiny_probe()], CPU)
    made.posteriors([noise()])
    del encoder
    made.close()
    made.close()
    assert gone() is None
    assert (made.card, made.labels, made.device, made.precision) == (CARD, CARD.labels, CPU, "fp32")
    assert made.encoder_digest == CARD.encoder_sha256.lower()
    for use in (lambda: made.posteriors([noise()]), lambda: made.on(CPU), lambda: made.encoder):
        with pytest.raises(ValueError, match="the predictor is closed"):
            use()
