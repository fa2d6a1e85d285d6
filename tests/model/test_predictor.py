"""The predictor: clips of any size in, posteriors out; and what it says when the device or the clips are wrong."""

import weakref
from dataclasses import replace

import numpy as np
import pytest
import torch

from core.clips.transform import centre_view, face_view
from core.errors import DeviceError, WeightsError
from core.model import Predictor
from core.model.device import OutOfMemory
from core.model.precision import available_precisions
from support.bundles import CARD
from support.stand_ins import as_if_on
from support.tiny_models import tiny_encoder, tiny_probe

CPU = torch.device("cpu")
INT8 = pytest.mark.skipif("int8" not in available_precisions(CPU), reason="8 bits are for x86")


def predictor(view: str = "face", **card) -> Predictor:
    return Predictor(replace(CARD, view=view, **card), tiny_encoder(), [tiny_probe()], CPU)


def noise(height: int = 24, width: int = 24, frames: int = 16, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (frames, height, width, 3), dtype=np.uint8)


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


class FailingEncoder(torch.nn.Module):
    """Stands in for a device that fails at the worst moment: no test machine has a full GPU."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.config, self.error = tiny_encoder().config, error

    def forward(self, clip: torch.Tensor) -> torch.Tensor:
        raise self.error


@pytest.mark.parametrize(
    "error",
    [
        torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB."),
        RuntimeError("MPS backend out of memory (MPS allocated: 7.20 GB)"),
        RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes"),
    ],
)
def test_a_full_device_says_what_to_do(error):
    full = Predictor(CARD, FailingEncoder(error), [tiny_probe()], CPU)
    with pytest.raises(DeviceError, match=r"cpu: the device ran out of memory\. Close other programs") as caught:
        full.posteriors([noise()])
    assert caught.value.__cause__ is error


class Tried(list):
    """Which device was tried with how many clips, also by copies of the encoder."""

    def __deepcopy__(self, memo):
        return self


class SmallMemory(torch.nn.Module):
    """An encoder on a device that has room for some clips at a time, and none for more."""

    def __init__(self, room: dict[str, int]) -> None:
        super().__init__()
        self.inner, self.room, self.tried = tiny_encoder(), room, Tried()
        self.config = self.inner.config

    def forward(self, clips: torch.Tensor) -> torch.Tensor:
        self.tried.append((clips.device.type, len(clips)))
        if len(clips) > self.room[clips.device.type]:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")
        return self.inner(clips)


def small(device: str, **room: int) -> tuple[Predictor, SmallMemory, list[str]]:
    encoder, told = SmallMemory(room), []
    made = as_if_on(Predictor(CARD, encoder, [tiny_probe()], CPU), device)
    made.on_shortage = told.append
    return made, encoder, told


def test_a_device_that_is_nearly_full_computes_fewer_clips_at_once():
    clips = [noise(seed=index) for index in range(11)]
    made, encoder, told = small("cpu", cpu=2)
    assert np.abs(made.posteriors(clips) - predictor().posteriors(clips)).max() <= 1e-5
    assert [count for _, count in encoder.tried] == [8, 4, 2, 2, 2, 2, 2, 1]
    assert told == [f"cpu ran out of memory: smaller batches from now on (clips at a time: {n})" for n in (4, 2)]
    encoder.tried.clear()
    made.posteriors(clips[:3])
    assert [count for _, count in encoder.tried] == [2, 1]  # once is enough to learn it


def test_a_device_that_is_full_leaves_the_work_to_the_cpu():
    clips = [noise(seed=index) for index in range(9)]
    made, encoder, told = small("meta", meta=0, cpu=8)
    assert np.abs(made.posteriors(clips) - predictor().posteriors(clips)).max() <= 1e-5
    assert encoder.tried == [("meta", 8), ("meta", 4), ("meta", 2), ("meta", 1), ("cpu", 8), ("cpu", 1)]
    assert told[-1] == "meta has not enough memory: the CPU goes on in its place"
    assert made.device == CPU


def test_a_computer_without_any_memory_left_says_so():
    made, encoder, _ = small("meta", meta=0, cpu=0)
    with pytest.raises(OutOfMemory, match="cpu: the device ran out of memory"):
        made.posteriors([noise(), noise()])
    assert encoder.tried[-1] == ("cpu", 1)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs CUDA")
def test_a_real_gpu_without_memory_leaves_the_work_to_the_cpu():
    clips = [noise(seed=index) for index in range(8)]
    made, told = predictor().on(torch.device("cuda")), []
    made.on_shortage = told.append
    torch.cuda.empty_cache()
    torch.cuda.set_per_process_memory_fraction(0.0)
    try:
        posteriors = made.posteriors(clips)
    finally:
        torch.cuda.set_per_process_memory_fraction(1.0)
    assert made.device == CPU
    assert len(told) == 4
    assert np.abs(posteriors - predictor().posteriors(clips)).max() <= 1e-4


def test_the_same_bundle_on_another_device_is_another_predictor():
    first = predictor()
    second = first.on(CPU)
    assert np.array_equal(first.posteriors([noise()]), second.posteriors([noise()]))
    theirs = {parameter.data_ptr() for parameter in second.encoder.parameters()}
    assert not theirs & {parameter.data_ptr() for parameter in first.encoder.parameters()}


def test_a_bug_stays_a_bug():
    broken = Predictor(CARD, FailingEncoder(RuntimeError("shape mismatch")), [tiny_probe()], CPU)
    with pytest.raises(RuntimeError, match=r"^shape mismatch$"):
        broken.posteriors([noise()])


# Precision, sharing, closing


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


def test_a_gpu_that_is_full_leaves_the_work_to_the_cpu_in_numbers_that_suit_it():
    made = as_if_on(Predictor(CARD, SmallMemory({"meta": 0, "cpu": 8}), [tiny_probe()], CPU, "bf16"), "meta")
    assert made.posteriors([noise()]) == pytest.approx(predictor().posteriors([noise()]), abs=0.05)
    assert (made.device, made.precision) == (CPU, "fp32")  # so small an encoder gains nothing from bf16


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


@pytest.mark.parametrize("entry", [{"encoder_sha256": "a" * 64}, {"resolution": 48}])
def test_an_encoder_is_not_shared_with_a_bundle_that_needs_another(entry):
    with pytest.raises(ValueError, match="other is for another encoder than tiny"):
        predictor().with_probes(replace(OTHER, **entry), [tiny_probe()])


def test_when_one_of_two_runs_out_of_memory_the_other_stays_where_it_is():
    first, encoder, _ = small("meta", meta=0, cpu=8)
    second = first.with_probes(OTHER, [tiny_probe()])
    first.posteriors([noise()])
    assert (first.device, second.device) == (CPU, torch.device("meta"))
    assert second.encoder is encoder
    assert first.encoder is not encoder


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
