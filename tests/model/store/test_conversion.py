"""Conversion keeps the encoder and nothing else, exactly, with hardly any memory; what is wrong is named."""

import json
import math
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

from core.errors import WeightsError
from core.model.cards import PUBLISHED_ENCODERS
from core.model.encoder_shapes import EncoderShape
from core.model.progress import Task
from core.model.store import EncoderStore
from core.model.store.conversion import PIECE, convert, encoder_shape
from support.tiny_models import tiny_encoder
from support.weights_server import WeightsServer, sha256

WEIGHTS = {name: tensor.clone() for name, tensor in tiny_encoder().state_dict().items()}


@pytest.fixture
def store(tmp_path):
    return EncoderStore(tmp_path / "store")


def v_jepa_2(width: int = 32, depth: int = 2, hidden: int = 64) -> dict[str, torch.Tensor]:
    """A model as the library saves it: an encoder with random weights, and parts of a predictor."""
    chance = torch.Generator().manual_seed(0)
    shapes = EncoderShape("vjepa2", width, depth, hidden, 0).parameters()
    weights = {name: torch.randn(shape, generator=chance) for name, shape in shapes.items()}
    return weights | {"predictor.proj.weight": torch.zeros(width, 8), "predictor.proj.bias": torch.zeros(width)}


def snapshot(folder: Path, *, parts: int = 1, **config) -> Path:
    """A folder as Hugging Face's client leaves it."""
    folder.mkdir(parents=True)
    (folder / "config.json").write_text(json.dumps({"model_type": "vjepa2", "num_attention_heads": 2} | config))
    weights = v_jepa_2()
    if parts == 1:
        save_file(weights, folder / "model.safetensors")
        return folder
    names = {name: f"model-{index % parts + 1:05}-of-{parts:05}.safetensors" for index, name in enumerate(weights)}
    for file in set(names.values()):
        save_file({name: weights[name] for name in weights if names[name] == file}, folder / file)
    (folder / "model.safetensors.index.json").write_text(json.dumps({"metadata": {}, "weight_map": names}))
    return folder


def refusal(store, path, **arguments) -> str:
    with pytest.raises(WeightsError) as caught:
        store.import_file(path, **arguments)
    assert store.installed() == []
    assert not list(store.folder.glob("*.safetensors*"))
    return str(caught.value)


@pytest.mark.parametrize(("dtype", "kind"), [("fp32", torch.float32), ("bf16", torch.bfloat16)])
def test_every_number_is_kept_or_rounded_once(store, tmp_path, dtype, kind):
    save_file(WEIGHTS, tmp_path / "own.safetensors")
    made = load_file(store.import_file(tmp_path / "own.safetensors", dtype=dtype).path)
    assert list(made) == list(load_file(tmp_path / "own.safetensors"))
    assert all(made[name].dtype == kind and torch.equal(made[name], WEIGHTS[name].to(kind)) for name in WEIGHTS)


@pytest.mark.parametrize("kind", [torch.float16, torch.bfloat16, torch.float64])
def test_half_and_double_precision_are_taken_too(store, tmp_path, kind):
    weights = {name: tensor.to(kind) for name, tensor in WEIGHTS.items()}
    save_file(weights, tmp_path / "own.safetensors")
    made = load_file(store.import_file(tmp_path / "own.safetensors").path)
    assert all(torch.equal(made[name], weights[name].float()) for name in weights)


def test_the_same_file_gives_the_same_bytes_everywhere(store, tmp_path):
    save_file(WEIGHTS, tmp_path / "own.safetensors")
    first = store.import_file(tmp_path / "own.safetensors", name="first")
    second = EncoderStore(tmp_path / "other").import_file(tmp_path / "own.safetensors", name="second")
    assert first.sha256 == second.sha256


def test_large_tensors_are_written_piece_by_piece(tmp_path):
    """A tensor that is no multiple of the piece, in a file with a hole in the middle: the seams must not show."""
    size = PIECE // 192 + 3
    shape = EncoderShape("vjepa1", 192, 1, size, 8)
    weights = {name: torch.zeros(sizes) for name, sizes in shape.parameters().items()}
    weights["blocks.0.mlp.fc1.weight"] = torch.arange(192.0 * size).reshape(size, 192)
    save_file(weights, tmp_path / "own.safetensors")
    assert encoder_shape([tmp_path / "own.safetensors"]) == shape
    convert([tmp_path / "own.safetensors"], tmp_path / "new.safetensors", shape, "fp32", Task("converting", None))
    assert torch.equal(
        load_file(tmp_path / "new.safetensors")["blocks.0.mlp.fc1.weight"], weights["blocks.0.mlp.fc1.weight"]
    )


def test_a_converted_file_is_one_that_every_reader_of_the_form_opens(store, tmp_path):
    save_file(WEIGHTS, tmp_path / "own.safetensors")
    with safe_open(store.import_file(tmp_path / "own.safetensors").path, "pt") as file:
        assert file.metadata() == {"format": "pt"}
        assert set(file.keys()) == set(WEIGHTS)


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("dtype", ["fp32", "bf16"])
def test_what_is_no_number_is_named(store, tmp_path, number, dtype):
    broken = WEIGHTS["blocks.0.mlp.fc2.weight"].clone()
    broken[-1, -1] = number
    save_file(WEIGHTS | {"blocks.0.mlp.fc2.weight": broken}, tmp_path / "own.safetensors")
    said = refusal(store, tmp_path / "own.safetensors", dtype=dtype)
    assert "the weights are damaged (blocks.0.mlp.fc2.weight holds NaN or infinite values)" in said


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"norm.bias": None}, "missing: norm.bias"),
        ({"extra.weight": torch.zeros(2)}, "unknown: extra.weight"),
        ({"norm.bias": torch.zeros(100)}, r"norm.bias is \(100,\), expected \(192,\)"),
        ({"blocks.0.attn.qkv.weight": torch.zeros(9, 192)}, r"blocks.0.attn.qkv.weight is \(9, 192\)"),
        ({"norm.bias": torch.zeros(192, dtype=torch.int64)}, "norm.bias holds torch.int64, expected floating-point"),
        ({"pos_embed": torch.zeros(1, 33, 192)}, "pos_embed has 33 rows"),
        ({"blocks.2.norm1.weight": torch.zeros(192)}, "missing: blocks.1.norm1.weight"),
        ({"patch_embed.proj.weight": torch.zeros(192, 3, 16, 16)}, "this is not a V-JEPA encoder"),
    ],
)
def test_parameters_that_do_not_fit_are_named(store, tmp_path, change, reason):
    weights = {name: tensor for name, tensor in (WEIGHTS | change).items() if tensor is not None}
    save_file(weights, tmp_path / "own.safetensors")
    with pytest.raises(WeightsError, match=reason):
        store.import_file(tmp_path / "own.safetensors")
    assert store.installed() == []


def test_code_in_a_file_is_not_run_by_an_import(store, tmp_path):
    class Command:
        def __reduce__(self):
            return os.system, (f'touch "{tmp_path / "trace"}"',)

    torch.save({"target_encoder": WEIGHTS, "epoch": Command()}, tmp_path / "file.pth.tar")
    assert "code or objects from inside it would have to be run" in refusal(store, tmp_path / "file.pth.tar")
    assert not (tmp_path / "trace").exists()


def test_a_snapshot_folder_is_taken_without_its_predictor(store, tmp_path):
    imported = store.import_file(snapshot(tmp_path / "my-model", crop_size=96), dtype="bf16")
    made, expected = load_file(imported.path), v_jepa_2()
    assert set(made) == {name for name in expected if name.startswith("encoder.")}
    assert all(torch.equal(made[name], expected[name].bfloat16()) for name in made)
    assert imported.name == "my-model"
    assert imported.config["family"] == "vjepa2"
    assert imported.config["positions"] == "rotary"
    assert (imported.config["resolution"], imported.config["heads"]) == (96, 2)
    by_file = EncoderStore(tmp_path / "other").import_file(tmp_path / "my-model" / "model.safetensors", name="file")
    assert by_file.source_sha256 == imported.source_sha256  # the folder is known by its file
    assert by_file.config == imported.config


def test_without_its_configuration_the_heads_of_an_unknown_width_stay_open(store, tmp_path):
    save_file(v_jepa_2(), tmp_path / "own.safetensors")
    config = store.import_file(tmp_path / "own.safetensors").config
    assert (config["heads"], config["resolution"]) == (None, 256)


def test_a_snapshot_in_parts_gives_the_same_weights(store, tmp_path):
    whole = store.import_file(snapshot(tmp_path / "whole"), name="whole")
    parts = store.import_file(snapshot(tmp_path / "parts", parts=3), name="parts")
    first, second = load_file(whole.path), load_file(parts.path)
    assert set(first) == set(second)
    assert all(torch.equal(first[name], second[name]) for name in first)


def test_snapshots_that_are_incomplete_or_of_another_model_are_refused(store, tmp_path):
    incomplete = snapshot(tmp_path / "incomplete", parts=3)
    (incomplete / "model-00002-of-00003.safetensors").unlink()
    assert "is missing" in refusal(store, incomplete)
    assert "another kind" in refusal(store, snapshot(tmp_path / "llama", model_type="llama"))
    twice = snapshot(tmp_path / "twice", parts=2)
    save_file(v_jepa_2(), twice / "model-00002-of-00002.safetensors")
    assert "the parts of the weights overlap" in refusal(store, twice)
    outside = snapshot(tmp_path / "outside", parts=2)
    index = outside / "model.safetensors.index.json"
    index.write_text(json.dumps({"weight_map": {"encoder.layernorm.weight": "../whole/model.safetensors"}}))
    refusal(store, outside)


def test_two_published_encoders_of_one_shape_are_told_apart_by_their_folder(store, tmp_path, monkeypatch):
    for card in list(PUBLISHED_ENCODERS.values()):
        if card.name.startswith("vjepa2-vitg"):
            small = {"width": 32, "depth": 2, "heads": 2, "mlp_hidden": 64}
            monkeypatch.setitem(PUBLISHED_ENCODERS, card.name, replace(card, **small))
    by_config = store.import_file(snapshot(tmp_path / "somewhere", crop_size=384))
    assert (by_config.name, by_config.config["resolution"]) == ("vjepa2-vitg-384", 384)
    store.remove(by_config.name)
    cached = tmp_path / "models--facebook--vjepa2-vitg-fpc64-256" / "snapshots" / "0123"
    (snapshot(cached) / "config.json").unlink()
    assert store.import_file(cached).name == "vjepa2-vitg-256"
    store.remove("vjepa2-vitg-256")
    save_file(v_jepa_2(), tmp_path / "model.safetensors")
    said = refusal(store, tmp_path / "model.safetensors")
    assert "several published encoders look like this file (vjepa2-vitg-256, vjepa2-vitg-384). Give its name" in said
    assert store.import_file(tmp_path / "model.safetensors", name="vjepa2-vitg-384").config["resolution"] == 384


@pytest.mark.parametrize("file", ["resolve/main/model.safetensors?download=true", "some/mirror"])
def test_a_published_v_jepa_2_is_got_without_its_predictor(store, tmp_path, monkeypatch, file):
    save_file(v_jepa_2(), tmp_path / "model.safetensors")
    content = (tmp_path / "model.safetensors").read_bytes()
    with WeightsServer(content, tag=f'"{sha256(content)}"', file=file) as server:
        small = {"width": 32, "depth": 2, "heads": 2, "mlp_hidden": 64, "url": server.url}
        card = replace(PUBLISHED_ENCODERS["vjepa2-vitl-256"], name="tiny2", **small)
        monkeypatch.setitem(PUBLISHED_ENCODERS, "tiny2", card)
        got = store.get("tiny2", dtype="bf16")
    assert set(load_file(got.path)) == {name for name in v_jepa_2() if name.startswith("encoder.")}
    assert (got.config["family"], got.config["resolution"], got.config["heads"]) == ("vjepa2", 256, 2)
    assert got.source_sha256 == sha256(content)


CONVERT = r"""
import re, sys
from pathlib import Path
from core.model.store import EncoderStore

def peak():  # not ru_maxrss, which a process inherits from the one that started it
    return int(re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text())[1]) << 10

small, *large = sys.argv[1:]
store = EncoderStore(Path(small).parent / "store")
store.import_file(small, dtype="bf16")  # so that what is imported is not what is measured
before = peak()
for path in large:
    store.import_file(path, dtype="bf16", name=Path(path).suffix[1:])
    print(peak() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems count the memory of a process otherwise")
def test_a_conversion_takes_a_small_part_of_the_model_in_memory(tmp_path, repository):
    """A model of 114 MB, alone and in a file with a second encoder; its largest tensor has 9 MB."""
    shape = EncoderShape("vjepa1", 768, 4, 3072, 1568)
    weights = {name: torch.zeros(sizes) for name, sizes in shape.parameters().items()}
    save_file(WEIGHTS, tmp_path / "small.safetensors")
    save_file(weights, tmp_path / "large.safetensors")
    other = {name: tensor.clone() for name, tensor in weights.items()}
    torch.save({"encoder": other, "target_encoder": weights}, tmp_path / "large.tar")
    files = [tmp_path / name for name in ("small.safetensors", "large.safetensors", "large.tar")]
    command = [sys.executable, "-c", CONVERT, *files]
    done = subprocess.run(command, cwd=repository, capture_output=True, text=True, timeout=120, check=True)
    assert all(0 <= int(more) < 4 * shape.count() / 3 for more in done.stdout.split()), done.stdout
