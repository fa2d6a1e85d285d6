"""V-JEPA 2 weights come in from a published file, a snapshot folder or the store, and serve bundles like any others."""

import json
from dataclasses import replace

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from torch.testing import assert_close

from core.clips.transform import face_view
from core.errors import WeightsError
from core.model import load_bundle, load_encoder, save_bundle
from core.model.files.file_digest import file_sha256
from core.model.store import EncoderStore
from support.bundles import CARD, CLIPS
from support.library_encoders import library_model, library_tokens, published_state, save_snapshot
from support.tiny_models import tiny_probe

CLIP = torch.randn(1, 3, 16, 32, 32, generator=torch.Generator().manual_seed(0))


@pytest.fixture
def snapshot(tmp_path):
    return save_snapshot(tmp_path / "snapshot")


def assert_the_librarys(encoder, atol=1e-4):
    assert not any(parameter.requires_grad for parameter in encoder.parameters())
    assert_close(encoder(CLIP).float(), library_tokens(library_model(), CLIP), atol=atol, rtol=0)


def test_a_published_file_loads(snapshot):
    encoder = load_encoder(snapshot / "model.safetensors")
    assert encoder.config.resolution == 256
    assert_the_librarys(encoder)
    assert load_encoder(snapshot / "model.safetensors", resolution=384).config.resolution == 384


def test_a_pickle_of_tensors_loads(tmp_path):
    torch.save(published_state(), tmp_path / "pytorch_model.bin")
    assert_the_librarys(load_encoder(tmp_path / "pytorch_model.bin"))


@pytest.mark.parametrize("parts", [1, 3])
def test_a_snapshots_folder_loads_and_its_configuration_tells_the_resolution(tmp_path, parts):
    encoder = load_encoder(save_snapshot(tmp_path / "snapshot", parts))
    assert encoder.config.resolution == 32
    assert_the_librarys(encoder)


def test_it_loads_in_bf16(snapshot):
    encoder = load_encoder(snapshot, dtype=torch.bfloat16)
    assert {parameter.dtype for parameter in encoder.parameters()} == {torch.bfloat16}
    assert_the_librarys(encoder, atol=0.5)


def test_heads_come_from_the_configuration_where_the_width_does_not_tell(tmp_path):
    folder = tmp_path / "odd"
    folder.mkdir()
    model = library_model(160, 2)
    save_file(dict(model.state_dict()), folder / "model.safetensors")
    with pytest.raises(WeightsError, match="number of attention heads of a model 160 wide is not known"):
        load_encoder(folder)
    (folder / "config.json").write_text(json.dumps({"model_type": "vjepa2", "num_attention_heads": 2}))
    assert_close(load_encoder(folder)(CLIP), library_tokens(model, CLIP), atol=1e-4, rtol=0)


def test_nothing_in_a_snapshot_is_ever_run(tmp_path, monkeypatch):
    """What makes the library run a model's own code, and write or fetch files, when it is asked to load the folder."""
    reference = "modeling_evil.Evil"
    folder = save_snapshot(
        tmp_path / "snapshot",
        auto_map={"AutoModel": reference, "AutoConfig": reference},
        trust_remote_code=True,
        _name_or_path="../../elsewhere",
        architectures=["Evil"],
        hidden_size=10**15,
        num_hidden_layers=10**15,
        frames_per_clip=10**15,
        patch_size=10**15,
        transformers_version="99",
    )
    marker = tmp_path / "was-run"
    (folder / "modeling_evil.py").write_text(f"open({str(marker)!r}, 'w')\nclass Evil: pass\n")
    (folder / "pytorch_model.bin").write_bytes(b"cbuiltins\nexec\n(Vraise SystemExit\ntR.")
    monkeypatch.chdir(folder)
    assert_the_librarys(load_encoder(folder))
    assert not marker.exists()


def test_parts_that_hold_the_same_parameter_twice_are_refused(tmp_path):
    folder = save_snapshot(tmp_path / "snapshot", parts=2)
    first, second = sorted(folder.glob("*.safetensors"))
    save_file(load_file(first) | load_file(second), second)
    with pytest.raises(WeightsError, match="the parts of the weights overlap"):
        load_encoder(folder)


def test_a_part_too_few_is_told_by_the_parameters_that_are_missing(tmp_path):
    folder = save_snapshot(tmp_path / "snapshot", parts=2)
    index = folder / "model.safetensors.index.json"
    index.write_text(json.dumps({"weight_map": {"x": sorted(folder.glob("*.safetensors"))[0].name}}))
    with pytest.raises(WeightsError, match=r"missing: encoder\.|not a V-JEPA"):
        load_encoder(folder)


def test_a_configuration_that_contradicts_the_weights_is_refused(tmp_path):
    with pytest.raises(WeightsError, match="cannot have 5 attention heads"):
        load_encoder(save_snapshot(tmp_path / "heads", num_attention_heads=5))
    with pytest.raises(WeightsError, match="cannot see pictures of 250 pixels"):
        load_encoder(save_snapshot(tmp_path / "size", crop_size=250))


@pytest.mark.parametrize("dtype", ["fp32", "bf16"])
def test_the_store_keeps_the_encoder_alone_and_gives_it_back_by_name(snapshot, dtype):
    installed = EncoderStore().import_file(snapshot, name="mine", dtype=dtype)
    assert installed.source_sha256 == file_sha256(snapshot / "model.safetensors")
    assert (installed.config["resolution"], installed.config["heads"]) == (32, 3)
    assert all(name.startswith("encoder.") for name in load_file(installed.path))
    encoder = load_encoder("mine")
    assert encoder.config.resolution == 32
    assert_the_librarys(encoder, atol=1e-4 if dtype == "fp32" else 0.5)


def test_a_bundle_computes_with_its_v_jepa_2_encoder_given_or_installed(tmp_path, snapshot):
    card = replace(CARD, encoder_name="mine", encoder_sha256=file_sha256(snapshot / "model.safetensors"))
    bundle = save_bundle(tmp_path / "tiny.ferbundle", card, [tiny_probe()])
    views = torch.from_numpy(np.stack([face_view(clip, 32) for clip in CLIPS]))
    with torch.inference_mode():
        expected = tiny_probe()(library_tokens(library_model(), views)).softmax(dim=1).numpy()
    np.testing.assert_allclose(load_bundle(bundle, encoder=snapshot).posteriors(CLIPS), expected, atol=1e-4)
    EncoderStore().import_file(snapshot, name="mine")
    predictor = load_bundle(bundle)
    np.testing.assert_allclose(predictor.posteriors(CLIPS), expected, atol=1e-4)
    assert predictor.encoder_digest == card.encoder_sha256
    np.testing.assert_allclose(load_bundle(bundle, precision="bf16").posteriors(CLIPS), expected, atol=0.05)
    elsewhere = predictor.on(torch.device("cpu"))
    np.testing.assert_allclose(elsewhere.posteriors(CLIPS), expected, atol=1e-4)
