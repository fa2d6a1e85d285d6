"""The predictor: clips of any size in, posteriors out; and what it says when the device or the clips are wrong."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from core.clips.transform import centre_view, face_view
from core.errors import DeviceError, WeightsError
from core.model import Predictor, load_bundle
from core.model.device import OutOfMemory, available_devices, device_faults, resolve_device
from support.bundles import CARD
from support.stand_ins import as_if_on
from support.tiny_models import tiny_encoder, tiny_probe

CPU = torch.device("cpu")
NO_CUDA = pytest.mark.skipif(torch.cuda.is_available(), reason="this computer has CUDA")


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


# Devices


def test_every_device_that_is_there_can_be_chosen():
    assert available_devices()[-1] == "cpu"
    assert all(resolve_device(name).type == name.partition(":")[0] for name in available_devices())


def test_the_device_can_be_left_to_the_program():
    assert resolve_device("auto").type in {"cpu", "cuda", "mps"}
    assert resolve_device("cpu") == CPU


@pytest.mark.parametrize("name", ["gpu9", "", "cuda:99", "CPU", "cpu; rm", "meta"])
def test_an_unknown_device_lists_those_that_are_there(name):
    with pytest.raises(
        DeviceError, match=rf'the device "{name}" is not there.*\. Devices on this computer: auto, .*cpu'
    ):
        resolve_device(name)


@NO_CUDA
@pytest.mark.parametrize("name", ["cuda", "cuda:0"])
def test_cuda_on_a_computer_without_it_is_said_before_anything_is_read(name, tmp_path):
    with pytest.raises(DeviceError, match=rf'"{name}" is not there \(.*\)\. Devices on this computer: auto, '):
        load_bundle(tmp_path / "missing", device=name)


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


def test_a_device_that_fails_says_to_choose_another():
    reason = r"cuda:1: the device failed \(CUDA error: unspecified launch failure\)\. .*cpu"
    with pytest.raises(DeviceError, match=reason), device_faults(torch.device("cuda:1")):
        raise RuntimeError("CUDA error: unspecified launch failure\nCUDA kernel errors might be reported later")


def test_a_bug_stays_a_bug():
    broken = Predictor(CARD, FailingEncoder(RuntimeError("shape mismatch")), [tiny_probe()], CPU)
    with pytest.raises(RuntimeError, match=r"^shape mismatch$"):
        broken.posteriors([noise()])
