"""Weights load only when every parameter fits: names, shapes, numbers."""

import contextlib

import pytest
import torch
from safetensors.torch import save_file

from core.errors import DeviceError, WeightsError
from core.model import load_encoder, load_probe
from support.golden_weights import save_published_encoder, save_published_probe
from support.tiny_models import tiny_encoder, tiny_probe

CLIP = torch.zeros(1, 3, 16, 32, 32)


def save_state(path, state):
    if path.suffix == ".safetensors":
        save_file({name: tensor.contiguous() for name, tensor in state.items()}, path)
    else:
        torch.save(state, path)
    return path


@pytest.fixture
def encoder_state():
    return dict(tiny_encoder(depth=3).state_dict())


@pytest.fixture
def probe_state():
    return dict(tiny_probe().state_dict())


@pytest.fixture
def memory_limit():
    """Address space that a test may take on top of what it has."""
    resource = pytest.importorskip("resource", reason="limits of a process exist on Unix only")
    psutil = pytest.importorskip("psutil")

    @contextlib.contextmanager
    def limit(extra: int):
        before = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (psutil.Process().memory_info().vms + extra, before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_AS, before)

    return limit


def refusal(load, path, **arguments) -> str:
    """The message with which a file is refused; it names the file."""
    with pytest.raises(WeightsError) as caught:
        load(path, **arguments)
    assert str(path) in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("suffix", [".pth.tar", ".pt", ".safetensors"])
def test_every_format_gives_the_same_numbers(tmp_path, suffix, encoder_state, probe_state):
    encoder_file, probe_file = tmp_path / f"encoder{suffix}", tmp_path / f"probe{suffix}"
    if suffix == ".pth.tar":
        save_published_encoder(tiny_encoder(depth=3), encoder_file)  # with NumPy scalars beside the weights
        save_published_probe(tiny_probe(), probe_file)
    else:
        save_state(encoder_file, encoder_state)
        save_state(probe_file, probe_state)
    tokens = load_encoder(encoder_file)(CLIP)
    assert torch.equal(tokens, tiny_encoder(depth=3)(CLIP))
    assert torch.equal(load_probe(probe_file)(tokens), tiny_probe()(tokens))


def test_the_format_before_zip_files_loads(tmp_path, encoder_state):
    torch.save({"target_encoder": encoder_state}, tmp_path / "old.pth.tar", _use_new_zipfile_serialization=False)
    assert torch.equal(load_encoder(tmp_path / "old.pth.tar")(CLIP), tiny_encoder(depth=3)(CLIP))


def test_a_suffix_in_capitals_is_the_same_suffix(tmp_path, probe_state):
    save_state(tmp_path / "probe.safetensors", probe_state).rename(tmp_path / "PROBE.SAFETENSORS")
    assert load_probe(tmp_path / "PROBE.SAFETENSORS").linear.out_features == 3


def test_safetensors_are_known_whatever_they_are_called(tmp_path, encoder_state):
    save_state(tmp_path / "encoder.safetensors", encoder_state).rename(tmp_path / "0f3a")  # as in a library's cache
    assert torch.equal(load_encoder(tmp_path / "0f3a")(CLIP), tiny_encoder(depth=3)(CLIP))


def test_what_is_loaded_is_frozen_and_in_evaluation_mode(tmp_path):
    encoder = load_encoder(save_published_encoder(tiny_encoder(), tmp_path / "encoder.pth.tar"))
    assert not encoder.training
    assert not any(parameter.requires_grad for parameter in encoder.parameters())


def test_loading_leaves_the_random_numbers_of_a_training_alone(tmp_path):
    path = save_published_encoder(tiny_encoder(), tmp_path / "encoder.pth.tar")
    before = torch.get_rng_state()
    load_encoder(path)
    assert torch.equal(torch.get_rng_state(), before)


def test_the_file_can_be_replaced_after_loading(tmp_path):
    path = save_published_encoder(tiny_encoder(), tmp_path / "encoder.pth.tar")
    encoder = load_encoder(path)
    path.write_bytes(b"")
    assert torch.equal(encoder(CLIP), tiny_encoder()(CLIP))


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float64])
@pytest.mark.parametrize("suffix", [".pt", ".safetensors"])
def test_other_floats_become_float32(tmp_path, encoder_state, dtype, suffix):
    stored = {name: tensor.to(dtype) for name, tensor in encoder_state.items()}
    encoder = load_encoder(save_state(tmp_path / f"encoder{suffix}", stored))
    assert {tensor.dtype for tensor in encoder.state_dict().values()} == {torch.float32}
    assert torch.equal(encoder.norm.weight, stored["norm.weight"].float())
    assert encoder(CLIP).dtype == torch.float32


def test_dtype_and_resolution_can_be_chosen(tmp_path):
    path = save_published_encoder(tiny_encoder(resolution=32), tmp_path / "encoder.pth.tar")
    encoder = load_encoder(path, dtype=torch.float64, resolution=64)
    assert encoder.pos_embed.shape == (1, 8 * 4 * 4, 192)
    clip = torch.linspace(-1, 1, 3 * 16 * 64 * 64, dtype=torch.float64).view(1, 3, 16, 64, 64)
    tokens = encoder(clip)
    assert tokens.dtype == torch.float64
    assert torch.allclose(tokens.float(), tiny_encoder(resolution=32)(clip.float()), atol=1e-4)  # resampled per call


@pytest.mark.parametrize("resolution", [40, 0, -32])
def test_a_resolution_that_the_patches_do_not_divide_is_refused(tmp_path, resolution):
    path = save_published_encoder(tiny_encoder(), tmp_path / "encoder.pth.tar")
    message = refusal(load_encoder, path, resolution=resolution)
    assert f"cannot see pictures of {resolution} pixels" in message
    assert "multiple of 16" in message


def test_missing_unknown_and_misshaped_parameters_are_all_named(tmp_path, encoder_state):
    del encoder_state["blocks.1.norm2.bias"]
    encoder_state["blocks.1.norm2.bais"] = torch.zeros(192)
    encoder_state["norm.weight"] = torch.zeros(191)
    message = refusal(load_encoder, save_state(tmp_path / "encoder.pt", encoder_state))
    assert "missing: blocks.1.norm2.bias" in message
    assert "unknown: blocks.1.norm2.bais" in message
    assert "norm.weight is (191,), expected (192,)" in message


@pytest.mark.parametrize("suffix", [".pt", ".safetensors"])
def test_a_probe_is_checked_in_the_same_way(tmp_path, probe_state, suffix):
    del probe_state["pooler.cross_attention_block.xattn.proj.bias"]  # never applied, and still required
    probe_state["extra"] = torch.zeros(1)
    probe_state["linear.bias"] = torch.zeros(4)
    message = refusal(load_probe, save_state(tmp_path / f"probe{suffix}", probe_state))
    assert "missing: pooler.cross_attention_block.xattn.proj.bias" in message
    assert "unknown: extra" in message
    assert "linear.bias is (4,), expected (3,)" in message


def test_a_long_list_of_faults_is_cut_and_counted(tmp_path, encoder_state):
    encoder_state |= {f"extra{index}": torch.zeros(1) for index in range(100)}
    message = refusal(load_encoder, save_state(tmp_path / "encoder.pt", encoder_state))
    assert "unknown: extra0" in message
    assert "and 88 more" in message


@pytest.mark.parametrize("name", ["x" * 100_000, "line\nbreak\x1b[31m"])
def test_names_out_of_a_file_cannot_spoil_the_message(tmp_path, encoder_state, name):
    message = refusal(load_encoder, save_state(tmp_path / "encoder.pt", encoder_state | {name: torch.zeros(1)}))
    assert "unknown: " in message
    assert len(message) < 1000
    assert message.isprintable()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e300])
def test_numbers_that_float32_cannot_hold_are_refused(tmp_path, encoder_state, value):
    weight = encoder_state["blocks.2.attn.proj.weight"] = encoder_state["blocks.2.attn.proj.weight"].double()
    weight[3, 4] = value
    message = refusal(load_encoder, save_state(tmp_path / "encoder.pt", encoder_state))
    assert "blocks.2.attn.proj.weight holds NaN or infinite values" in message


@pytest.mark.parametrize("dtype", [torch.int64, torch.uint8, torch.bool, torch.complex64])
def test_numbers_of_another_kind_are_refused(tmp_path, probe_state, dtype):
    probe_state["linear.weight"] = probe_state["linear.weight"].to(dtype)
    message = refusal(load_probe, save_state(tmp_path / "probe.pt", probe_state))
    assert f"linear.weight holds {dtype}, expected floating-point numbers" in message


def test_a_block_that_is_left_out_is_named(tmp_path, encoder_state):
    gap = {name: tensor for name, tensor in encoder_state.items() if not name.startswith("blocks.1.")}
    message = refusal(load_encoder, save_state(tmp_path / "encoder.pt", gap))
    assert "missing: blocks.1" in message


@pytest.mark.parametrize("number", ["x", "999999999", "-1", "01", "²", "1" * 5000])
def test_an_odd_block_number_is_named(tmp_path, encoder_state, number):
    odd = encoder_state | {f"blocks.{number}.norm1.weight": torch.zeros(192)}
    message = refusal(load_encoder, save_state(tmp_path / "encoder.pt", odd))
    assert f"unknown: blocks.{number[:100]}" in message
    assert len(message) < 1000


def test_the_same_parameter_under_two_names_is_refused(tmp_path, probe_state):
    twice = probe_state | {"module.linear.bias": torch.ones(3)}
    assert "linear.bias twice" in refusal(load_probe, save_state(tmp_path / "probe.pt", twice))


@pytest.mark.parametrize("suffix", [".pth.tar", ".safetensors"])
def test_a_probe_is_no_encoder_and_an_encoder_no_probe(tmp_path, encoder_state, probe_state, suffix):
    encoder_file, probe_file = tmp_path / f"encoder{suffix}", tmp_path / f"probe{suffix}"
    if suffix == ".pth.tar":
        save_published_encoder(tiny_encoder(), encoder_file)
        save_published_probe(tiny_probe(), probe_file)
        assert "no weights under `classifier`. It holds: encoder, target_encoder" in refusal(load_probe, encoder_file)
        assert "no weights under `target_encoder`. It holds: classifier" in refusal(load_encoder, probe_file)
    else:
        save_state(encoder_file, encoder_state)
        save_state(probe_file, probe_state)
        assert "not a probe" in refusal(load_probe, encoder_file)
        assert "not a V-JEPA 1 video encoder" in refusal(load_encoder, probe_file)


def test_an_unknown_width_needs_the_number_of_heads(tmp_path):
    encoder = save_state(tmp_path / "encoder.pt", tiny_encoder(width=48, heads=4).state_dict())
    probe = save_state(tmp_path / "probe.pt", tiny_probe(width=48, heads=4).state_dict())
    assert "heads of a model 48 wide is not known" in refusal(load_encoder, encoder)
    assert "needs num_heads" in refusal(load_probe, probe)
    tokens = load_encoder(encoder, num_heads=4)(CLIP)
    assert torch.equal(tokens, tiny_encoder(width=48, heads=4)(CLIP))
    assert torch.equal(load_probe(probe, num_heads=4)(tokens), tiny_probe(width=48, heads=4)(tokens))


@pytest.mark.parametrize("heads", [0, -3, 5])
def test_heads_that_do_not_divide_the_width_are_refused(tmp_path, probe_state, heads):
    path = save_state(tmp_path / "probe.pt", probe_state)
    assert f"192 wide cannot have {heads} attention heads" in refusal(load_probe, path, num_heads=heads)


def test_any_hidden_width_of_the_mlp_is_read_from_the_file(tmp_path, encoder_state):
    for index in range(3):
        encoder_state[f"blocks.{index}.mlp.fc1.weight"] = torch.zeros(49, 192)
        encoder_state[f"blocks.{index}.mlp.fc1.bias"] = torch.zeros(49)
        encoder_state[f"blocks.{index}.mlp.fc2.weight"] = torch.zeros(192, 49)
    assert load_encoder(save_state(tmp_path / "encoder.pt", encoder_state)).blocks[2].mlp.fc1.out_features == 49


@pytest.mark.parametrize("shape", [(0, 3, 2, 16, 16), (192, 3, 2, 16, 0), (192, 3, 16, 16), ()])
def test_a_patch_kernel_of_an_absurd_shape_is_refused(tmp_path, encoder_state, shape):
    encoder_state["patch_embed.proj.weight"] = torch.zeros(shape)
    assert "patch_embed.proj.weight" in refusal(load_encoder, save_state(tmp_path / "encoder.pt", encoder_state))


@pytest.mark.parametrize("shape", [(1, 0, 192), (1, 7, 192), (2, 32, 192), (1, 33, 192), (1, 32, 191), (32, 192)])
def test_a_position_table_of_an_absurd_shape_is_refused(tmp_path, encoder_state, shape):
    encoder_state["pos_embed"] = torch.zeros(shape)
    assert "pos_embed" in refusal(load_encoder, save_state(tmp_path / "encoder.pt", encoder_state))


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("patch_embed.proj.weight", (1280, 3, 2, 1, 1)),  # a model 1280 wide: each block would take 79 MB
        ("pos_embed", (1, 8_000_000, 0)),
        ("pos_embed", (1, 4_000_000, 1)),  # a table for 192 columns would take gigabytes
        ("blocks.0.mlp.fc1.weight", (10**7, 1)),  # three times 15 GB
    ],
)
def test_no_memory_is_taken_for_an_encoder_that_does_not_fit(tmp_path, encoder_state, name, shape, memory_limit):
    encoder_state[name] = torch.zeros(shape)
    path = save_state(tmp_path / "encoder.pt", encoder_state)
    with memory_limit(1 << 28):
        refusal(load_encoder, path)


@pytest.mark.parametrize(
    ("name", "shape"), [("pooler.query_tokens", (1, 1, 10**6)), ("linear.weight", (10**11, 0)), ("linear.bias", (0,))]
)
def test_no_memory_is_taken_for_a_probe_that_does_not_fit(tmp_path, probe_state, name, shape, memory_limit):
    probe_state[name] = torch.zeros(shape)
    path = save_state(tmp_path / "probe.pt", probe_state)
    with memory_limit(1 << 28):
        refusal(load_probe, path, num_heads=1)


def test_a_published_name_says_where_to_get_the_file():
    with pytest.raises(WeightsError, match=r"vith16 is not on this computer.*https://\S+vith16\.pth\.tar.*CC BY-NC"):
        load_encoder("vith16")


def test_a_device_that_is_not_there_is_known_before_the_file_is_read(tmp_path):
    with pytest.raises(DeviceError, match=r'"gpu9" is not there\. Devices on this computer: auto, .*cpu'):
        load_encoder(tmp_path / "missing.pt", device="gpu9")
