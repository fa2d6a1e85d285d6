"""Which precision a device computes in, and what a model is like in it."""

from pathlib import Path

import numpy as np
import pytest
import torch

from core.errors import DeviceError
from core.model import load_bundle, precision
from core.model.precision import Precision, available_precisions, choose, native_bf16, prepare
from support.tiny_models import tiny_encoder, tiny_probe

CPU, MPS, CUDA = torch.device("cpu"), torch.device("mps"), torch.device("cuda:0")
LARGE = 300_000_000


@pytest.fixture
def gpu(monkeypatch):
    """A CUDA GPU of a certain compute capability, as far as choosing goes."""

    def installed(*capability: int) -> torch.device:
        monkeypatch.setattr(torch.cuda, "get_device_capability", lambda device: capability)
        return CUDA

    return installed


@pytest.mark.parametrize(
    ("capability", "expected"), [((7, 5), "fp16"), ((8, 0), "bf16"), ((8, 9), "bf16"), ((9, 0), "bf16")]
)
def test_a_gpu_computes_in_bf16_from_ampere_on(gpu, capability, expected):
    assert choose("auto", gpu(*capability), LARGE) == expected


def test_an_apple_gpu_computes_in_fp16():
    assert choose("auto", MPS, LARGE) == "fp16"


@pytest.mark.parametrize(("native", "expected"), [(True, "bf16"), (False, "fp32")])
def test_a_cpu_computes_in_bf16_where_the_processor_does(monkeypatch, native, expected):
    monkeypatch.setattr(precision, "native_bf16", lambda: native)
    assert choose("auto", CPU, LARGE) == expected


def test_a_small_encoder_gives_the_same_numbers_everywhere(gpu):
    for device in (CPU, MPS, gpu(9, 0)):
        assert choose("auto", device, 10_000_000) == "fp32"


def test_what_a_person_chooses_is_taken(gpu, monkeypatch):
    monkeypatch.setattr(precision, "native_bf16", lambda: True)
    assert choose("bf16", CPU, 1000) is Precision.BF16
    assert choose("fp16", gpu(8, 0), LARGE) is Precision.FP16
    assert choose("fp32", MPS, LARGE) is Precision.FP32


@pytest.mark.parametrize(
    ("wanted", "capability", "hint"),
    [("int8", (9, 0), "auto, fp32, bf16, fp16"), ("bf16", (7, 5), "auto, fp32, fp16"), ("fp8", (9, 0), "auto, fp32")],
)
def test_what_a_gpu_cannot_do_is_said_with_what_it_can(gpu, wanted, capability, hint):
    with pytest.raises(DeviceError, match=rf"cuda:0: the precision {wanted} is not for this device\. .*: {hint}"):
        choose(wanted, gpu(*capability), LARGE)


@pytest.mark.parametrize("wanted", ["fp16", "", "FP32"])
def test_what_a_cpu_cannot_do_is_said_with_what_it_can(wanted):
    with pytest.raises(DeviceError, match=r"cpu: the precision .* is not for this device\. .*auto, fp32"):
        choose(wanted, CPU, LARGE)


@pytest.mark.parametrize(("machine", "offered"), [("x86_64", True), ("AMD64", True), ("arm64", False)])
def test_int8_is_offered_only_where_it_was_tried(monkeypatch, machine, offered):
    monkeypatch.setattr("platform.machine", lambda: machine)
    assert (Precision.INT8 in available_precisions(CPU)) == offered
    if offered:
        assert choose("int8", CPU, 1000) is Precision.INT8


def test_a_processor_without_bf16_is_spared_it(monkeypatch):
    monkeypatch.setattr(precision, "native_bf16", lambda: False)
    assert "bf16" not in available_precisions(CPU)
    with pytest.raises(DeviceError, match=r"cpu: the precision bf16 is not for this device\. .*auto, fp32"):
        choose("bf16", CPU, LARGE)


@pytest.mark.skipif(not Path("/proc/cpuinfo").is_file(), reason="needs /proc/cpuinfo")
def test_the_processor_is_asked_what_it_can():
    flags = set(Path("/proc/cpuinfo").read_text().split())
    assert native_bf16() == bool(flags & {"avx512_bf16", "amx_bf16", "bf16"})


@pytest.mark.parametrize("name", [*available_precisions(CPU), "fp16"])
def test_a_model_is_prepared_in_place(name):
    encoder, probe, chosen = tiny_encoder().requires_grad_(False), tiny_probe(), Precision(name)
    assert prepare(encoder, chosen) is encoder
    assert prepare(prepare(encoder, chosen), chosen) is encoder  # a second time changes nothing
    tokens = encoder(torch.zeros(1, 3, 16, 32, 32))  # float32: it is converted
    assert tokens.dtype == chosen.dtype
    assert prepare(probe, chosen)(tokens.float()).dtype == chosen.dtype


def test_auto_is_nothing_to_compute_in():
    with pytest.raises(ValueError, match="choose"):
        prepare(tiny_encoder(), Precision.AUTO)


@pytest.mark.parametrize("name", available_precisions(CPU)[1:])
def test_trained_weights_give_the_same_posteriors(name):
    exact, short = load_bundle("starter"), load_bundle("starter", precision=name)
    noise = np.random.default_rng(0).integers(0, 256, (4, 16, 12, 12, 3), dtype=np.uint8)
    # Spots say more to it than single pixels.
    clips = [clip.repeat(8, axis=1).repeat(8, axis=2) for clip in noise]
    assert short.precision == name
    assert np.ptp(exact.posteriors(clips), axis=0).max() > 0.02  # the clips do differ
    assert np.abs(short.posteriors(clips) - exact.posteriors(clips)).max() <= 0.02
