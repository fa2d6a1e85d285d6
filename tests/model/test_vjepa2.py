"""V-JEPA 2 encoders compute what the library's do, and the library is met by nobody who has no use for it."""

import copy
import subprocess
import sys
from importlib import metadata

import pytest
import torch
from torch.testing import assert_close

from core.errors import WeightsError
from core.model import vjepa2
from core.model.precision import Precision, available_precisions, prepare
from core.model.vjepa2_library import library_fault
from support.library_encoders import library_model, library_tokens, published_state

CPU = torch.device("cpu")


def clip_of(size: int, frames: int = 16, batch: int = 1) -> torch.Tensor:
    return torch.randn(batch, 3, frames, size, size, generator=torch.Generator().manual_seed(0))


def shapes_of(state) -> dict[str, tuple[int, ...]]:
    return {name: tuple(tensor.shape) for name, tensor in state.items()}


def encoder_like(model, num_heads=None):
    """Our encoder with the weights of the library's model."""
    state = model.state_dict()
    encoder, names = vjepa2.build(shapes_of(state), "a file", num_heads=num_heads)
    encoder.load_state_dict({own: state[name] for name, own in names.items()}, strict=True, assign=True)
    return encoder.eval().requires_grad_(False)


def refusal(shapes, **arguments) -> str:
    with pytest.raises(WeightsError) as caught:
        vjepa2.build(shapes, "some.safetensors", **arguments)
    assert caught.value.where == "some.safetensors"
    return str(caught.value)


@pytest.fixture
def no_library(monkeypatch):
    """Whoever asks for the library fails."""

    def refuse(where):
        raise AssertionError("the library is not needed for this")

    monkeypatch.setattr(vjepa2, "import_library", refuse)


# Heads 64 wide (4 numbers of each stay as they are) and, as in ViT-H, 80 wide (2 do).
@pytest.mark.parametrize(("width", "heads"), [(192, 3), (160, 2)])
def test_the_tokens_are_the_librarys(width, heads):
    model, clip = library_model(width, heads), clip_of(32, batch=2)
    tokens = encoder_like(model, heads)(clip)
    assert tokens.shape == (2, 8 * 2 * 2, width)
    assert_close(tokens, library_tokens(model, clip), atol=1e-4, rtol=0)


def test_a_clip_of_another_size_has_the_positions_of_its_own_size():
    encoder = encoder_like(library_model())
    larger = library_model(resolution=64)
    larger.load_state_dict(library_model().state_dict())
    clip = clip_of(64, frames=8)
    assert_close(encoder(clip), library_tokens(larger, clip), atol=1e-4, rtol=0)


def test_where_and_when_something_is_makes_a_difference():
    """The tests above would say little if positions hardly counted."""
    encoder, clip = encoder_like(library_model()), clip_of(32)
    turned_round = encoder(clip.flip(2).unflatten(2, (8, 2)).flip(3).flatten(2, 3))  # the tubelets, last one first
    there_again = turned_round.unflatten(1, (8, 4)).flip(1).flatten(1, 2)
    assert (there_again - encoder(clip)).abs().mean() > 0.05


@pytest.mark.parametrize("precision", available_precisions(CPU))
def test_it_computes_in_every_precision_of_the_cpu(precision):
    encoder, clip = encoder_like(library_model()), clip_of(32)
    exact = encoder(clip)
    tokens = prepare(copy.deepcopy(encoder), precision)(clip)
    assert tokens.dtype == precision.dtype
    assert (tokens.float() - exact).abs().mean() < 0.03  # of numbers around 1


def test_it_computes_in_half_precision_for_the_devices_that_have_it():
    encoder, clip = encoder_like(library_model()), clip_of(32)
    tokens = prepare(copy.deepcopy(encoder), Precision.FP16)(clip)
    assert tokens.dtype == torch.float16
    assert (tokens.float() - encoder(clip)).abs().mean() < 0.005


def test_nothing_stays_behind_on_the_cpu():
    """The meta device refuses, as a GPU does, to compute with tensors of another device."""
    encoder, _ = vjepa2.build(shapes_of(published_state()), "a file")
    assert encoder(clip_of(48).to("meta")).shape == (1, 8 * 3 * 3, 192)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA GPU")
def test_a_gpu_computes_the_same():
    encoder, clip = encoder_like(library_model()), clip_of(32)
    expected = encoder(clip)
    there = copy.deepcopy(encoder).to("cuda")(clip.to("cuda"))
    assert_close(there.cpu(), expected, atol=1e-2, rtol=0)  # TF32 may be on


def test_the_encoder_has_the_shape_of_its_card():
    config = encoder_like(library_model()).config
    assert (config.frames, config.resolution, config.width, config.depth, config.heads) == (16, 256, 192, 2, 3)
    assert (config.patch, config.tubelet, round(config.mlp_ratio * config.width)) == (16, 2, 422)
    shapes = shapes_of(published_state())
    assert vjepa2.build(shapes, "a file", resolution=384)[0].config.grid == (8, 24, 24)


@pytest.mark.parametrize("size", [(16, 32, 40), (15, 32, 32)])
def test_a_clip_that_does_not_divide_is_refused(size):
    with pytest.raises(ValueError, match="does not divide into tubelets"):
        encoder_like(library_model())(torch.zeros(1, 3, *size))


def test_an_encoder_is_known_by_its_names():
    assert vjepa2.is_vjepa2(published_state())
    assert not vjepa2.is_vjepa2(["patch_embed.proj.weight", "blocks.0.attn.qkv.weight", "encoder.version"])


def test_the_predictor_beside_it_is_left_alone():
    encoder, names = vjepa2.build(shapes_of(published_state()), "a file")
    assert set(names) == set(names.values()) == set(encoder.state_dict())
    assert not any(name.startswith("predictor.") for name in names)
    assert all(tensor.is_meta for tensor in encoder.state_dict().values())


def test_what_does_not_fit_is_named_before_the_library_is_imported(no_library):
    shapes = shapes_of(published_state())
    norm, unknown = "encoder.layer.1.norm1.weight", "encoder.layer.1.extra"
    message = refusal({**shapes, unknown: (1,), norm: (191,)} | {"encoder.layernorm.bias": (192,)})
    assert f"unknown: {unknown}" in message
    assert f"{norm} is (191,), expected (192,)" in message
    assert f"missing: {norm}" in refusal({name: shape for name, shape in shapes.items() if name != norm})
    assert "not a V-JEPA 2 encoder" in refusal({"encoder.layer.0.mlp.fc1.weight": (8, 8)})


def test_a_file_that_names_absurdly_much_is_refused_at_once(no_library):
    shapes = shapes_of(published_state())
    many = {f"encoder.layer.{index}.x": (1,) for index in range(5_000)}
    assert "missing: encoder.layer.2.norm1.weight" in refusal(shapes | many)
    huge = "encoder.layer.0.mlp.fc1.weight"
    assert "expected (140737488355328, 192)" in refusal(shapes | {huge: (1 << 47, 0)})
    assert "not a V-JEPA 2 encoder" in refusal(shapes | {huge: (0, 192)})


def test_heads_and_resolution_that_cannot_be_are_refused(no_library):
    shapes = shapes_of(published_state())
    assert "cannot see pictures of 250 pixels. Choose a multiple of 16" in refusal(shapes, resolution=250)
    assert "cannot see pictures of 0 pixels" in refusal(shapes, resolution=0)
    assert "cannot have 7 attention heads" in refusal(shapes, num_heads=7)
    assert "cannot have 192 attention heads" in refusal(shapes, num_heads=192)  # one number each: no pairs to turn


def test_without_the_library_the_command_that_installs_it_is_told(monkeypatch):
    def not_installed(name):
        raise metadata.PackageNotFoundError(name)

    shapes = shapes_of(published_state())
    monkeypatch.setattr(metadata, "version", not_installed)
    message = refusal(shapes)
    assert "needs the library transformers, which is not installed" in message
    assert f'"{sys.executable}" -m pip install "transformers>=5"' in message
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert "install FER Desktop with Python" in refusal(shapes)


def test_a_library_that_is_too_old_is_told(monkeypatch):
    shapes = shapes_of(published_state())
    monkeypatch.setattr(metadata, "version", lambda name: "4.57.1")
    assert "transformers is too old (version 4.57.1)" in refusal(shapes)


def test_a_library_that_does_not_work_is_told(monkeypatch):
    shapes = shapes_of(published_state())
    monkeypatch.delattr("core.model.vjepa2_encoder")
    monkeypatch.setitem(sys.modules, "core.model.vjepa2_encoder", None)
    assert "the library transformers does not work (import of core.model.vjepa2_encoder" in refusal(shapes)


def test_whether_v_jepa_2_can_be_used_is_known_before_anything_is_fetched(monkeypatch):
    assert library_fault() is None
    monkeypatch.setattr(metadata, "version", lambda name: "4.57.1")
    assert "too old" in str(library_fault("vjepa2-vitl-256"))


def test_the_library_is_imported_late_quietly_and_calls_nobody(repository):
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", ALONE], capture_output=True, text=True, timeout=120, cwd=repository
    )
    assert done.returncode == 0, done.stderr
    assert (done.stdout, done.stderr) == ("", "")


ALONE = """
import os, sys, threading

def refuse(event, arguments):
    if event.startswith("socket.") or event in ("os.system", "subprocess.Popen"):
        raise SystemExit(f"{event} {arguments}")

sys.addaudithook(refuse)
os.environ["HF_HUB_OFFLINE"] = "0"
import torch
from core.model import load_bundle, load_encoder, vjepa2
from core.model.encoder_shapes import EncoderShape

load_bundle("starter")
assert "transformers" not in sys.modules
environment = dict(os.environ)
vjepa2.build(EncoderShape("vjepa2", 192, 1, 768, 0).parameters(), "a file")
assert "transformers" in sys.modules
assert dict(os.environ) == environment, set(os.environ.items()) ^ set(environment.items())
assert threading.active_count() == 1
"""
