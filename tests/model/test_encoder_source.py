"""Encoders by name, file or folder: found, told from each other by their digests, and proved by what is recorded."""

import json
import threading

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from core.errors import Cancelled, EncoderMissing, WeightsError
from core.model import load_encoder
from core.model.cards import PUBLISHED_ENCODERS
from core.model.encoder_source import open_encoder, prove_encoder
from core.model.files.file_digest import file_sha256
from core.model.store import EncoderStore
from core.model.vjepa2_library import library_fault
from support.golden_weights import save_published_encoder
from support.tiny_models import tiny_encoder
from support.weights_server import tiny_card

CLIP = torch.zeros(1, 3, 16, 32, 32)


@pytest.fixture
def published(tmp_path, monkeypatch):
    """A file as people download it, of an encoder whose name is "tiny"."""
    monkeypatch.setitem(PUBLISHED_ENCODERS, "tiny", tiny_card("https://example.org/tiny.pth.tar"))
    return save_published_encoder(tiny_encoder(depth=2), tmp_path / "download.pth.tar")


@pytest.fixture
def installed(published):
    return EncoderStore().import_file(published)


@pytest.mark.parametrize("dtype", ["fp32", "bf16"])
def test_an_installed_encoder_goes_by_its_name_and_keeps_the_identity_of_its_download(published, dtype):
    EncoderStore().import_file(published, dtype=dtype)
    source = open_encoder("tiny")
    assert (source.name, source.family, source.config.depth, source.config.heads) == ("tiny", "vjepa1", 2, 3)
    assert source.digest() == file_sha256(published) != source.sha256
    tokens = load_encoder("tiny")(CLIP)
    assert tokens.dtype == torch.float32
    assert torch.allclose(tokens, tiny_encoder(depth=2)(CLIP), atol=0 if dtype == "fp32" else 0.1)


def test_its_file_in_the_store_is_the_same_encoder(installed):
    assert open_encoder(installed.path) == open_encoder("tiny")


def test_an_encoder_of_ones_own_goes_by_the_name_that_it_got(tmp_path):
    path = tmp_path / "mine.safetensors"
    save_file(tiny_encoder(width=48, heads=4).state_dict(), path)
    EncoderStore().import_file(path)
    assert torch.equal(load_encoder("mine", num_heads=4)(CLIP), tiny_encoder(width=48, heads=4)(CLIP))
    with pytest.raises(WeightsError, match="heads of a model 48 wide is not known"):
        load_encoder("mine")


def test_a_published_name_that_is_not_here_says_how_to_get_it(published):
    with pytest.raises(EncoderMissing, match=r"not on this computer.*Models page.*weights get tiny") as caught:
        open_encoder("tiny")
    assert caught.value.encoder == "tiny"


@pytest.mark.parametrize("place", [8, -1], ids=["header", "numbers"])
def test_a_file_that_was_changed_on_disk_is_refused_at_every_load(installed, place):
    content = bytearray(installed.path.read_bytes())
    content[place] ^= 1
    installed.path.write_bytes(content)
    for use in (load_encoder, lambda name: prove_encoder(open_encoder(name))):
        with pytest.raises(WeightsError, match=r"tiny was changed or damaged.*fer-train weights remove tiny"):
            use("tiny")


def test_half_a_stored_file_and_a_garbage_record_are_told_from_a_missing_encoder(installed):
    record = installed.path.with_suffix(".json")
    content = record.read_text()
    record.write_bytes(b"\xff\x00garbage")
    with pytest.raises(EncoderMissing, match=r"on this computer is damaged.*weights get tiny"):
        load_encoder("tiny")
    record.write_text(content)
    installed.path.write_bytes(installed.path.read_bytes()[:1000])
    with pytest.raises(EncoderMissing, match="on this computer is damaged"):
        load_encoder("tiny")


def test_what_is_left_of_an_encoder_of_ones_own_is_named_too(published):
    installed = EncoderStore().import_file(published, name="mine")
    installed.path.with_suffix(".json").unlink()
    with pytest.raises(EncoderMissing, match=r"mine on this computer is damaged.*weights remove mine"):
        load_encoder("mine")


@pytest.mark.parametrize("heads", ["three", -1, 10**9, 2.5])
def test_a_record_with_odd_heads_does_no_harm(installed, heads):
    record = installed.path.with_suffix(".json")
    entries = json.loads(record.read_text())
    entries["config"]["heads"] = heads
    record.write_text(json.dumps(entries))
    assert torch.equal(load_encoder("tiny")(CLIP), tiny_encoder(depth=2)(CLIP))


def test_another_encoder_under_the_recorded_name_is_found_out(installed):
    save_file(tiny_encoder(depth=2, seed=1).state_dict(), installed.path)
    entries = json.loads(installed.path.with_suffix(".json").read_text())
    entries["bytes"] = installed.path.stat().st_size
    installed.path.with_suffix(".json").write_text(json.dumps(entries))
    with pytest.raises(WeightsError, match="was changed or damaged"):
        load_encoder("tiny")


def test_opening_reads_no_numbers_and_proving_reads_them_all(tmp_path):
    state = tiny_encoder().state_dict()
    state["norm.bias"] = torch.full((192,), float("nan"))
    save_file(state, tmp_path / "nan.safetensors")
    source = open_encoder(tmp_path / "nan.safetensors")
    assert source.bytes == sum(tensor.nbytes for tensor in state.values())
    with pytest.raises(WeightsError, match=r"norm\.bias holds NaN"):
        prove_encoder(source)


def test_proving_tells_how_far_it_is_and_stops_when_it_is_cancelled(published):
    source, told, cancel = open_encoder(published), [], threading.Event()
    prove_encoder(source, told.append)
    assert told[-1].done == told[-1].total == source.bytes
    cancel.set()
    with pytest.raises(Cancelled):
        prove_encoder(source, cancel=cancel)


@pytest.fixture
def snapshot(tmp_path):
    """V-JEPA 2 as it is published, the predictor beside it: (folder, the encoder in it, its parameters)."""
    if library_fault():  # imported here, the library would look for a torchvision that does not fit torch
        pytest.skip("needs the library transformers")
    from core.model.encoder_shapes import V_JEPA_2, EncoderShape
    from core.model.vjepa2 import build

    shapes = EncoderShape(V_JEPA_2, 48, 2, 96, 0).parameters()
    generator = np.random.default_rng(0)
    state = {
        name: torch.from_numpy(generator.normal(0, 0.1, shape).astype(np.float32)) for name, shape in shapes.items()
    }
    module, _ = build(shapes, "", resolution=32, num_heads=4)
    module.load_state_dict(state, assign=True)
    folder = tmp_path / "snapshot"
    folder.mkdir()
    config = {"model_type": "vjepa2", "crop_size": 32, "num_attention_heads": 4}
    (folder / "config.json").write_text(json.dumps(config))
    save_file(state | {"predictor.norm.weight": torch.ones(3)}, folder / "model.safetensors")
    return folder, module, state


def test_a_snapshots_folder_is_an_encoder(snapshot):
    folder, module, _ = snapshot
    source = open_encoder(folder)
    assert (source.family, source.config.resolution, source.config.heads) == ("vjepa2", 32, 4)
    assert source.digest() == file_sha256(folder / "model.safetensors")
    encoder = load_encoder(folder)
    assert not any(parameter.requires_grad for parameter in encoder.parameters())
    with torch.inference_mode():
        assert torch.equal(encoder(CLIP), module(CLIP))
    assert load_encoder(folder, dtype=torch.bfloat16)(CLIP).dtype == torch.bfloat16


def test_its_weights_may_be_cut_into_parts(snapshot):
    folder, module, state = snapshot
    (folder / "model.safetensors").unlink()
    names = list(state)
    parts = {"model-00001-of-00002.safetensors": names[:10], "model-00002-of-00002.safetensors": names[10:]}
    for file, part in parts.items():
        save_file({name: state[name] for name in part}, folder / file)
    index = {"weight_map": {name: file for file, part in parts.items() for name in part}}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index))
    source = open_encoder(folder)
    assert source.digest() == file_sha256(*(folder / file for file in parts))
    with torch.inference_mode():
        assert torch.equal(load_encoder(folder)(CLIP), module(CLIP))


def test_installed_it_keeps_its_resolution_and_heads(snapshot):
    folder, module, _ = snapshot
    EncoderStore().import_file(folder, name="two")
    source = open_encoder("two")
    assert (source.config.resolution, source.config.heads) == (32, 4)
    assert source.digest() == file_sha256(folder / "model.safetensors")
    with torch.inference_mode():
        assert torch.equal(load_encoder("two")(CLIP), module(CLIP))
