"""The folder of a Hugging Face model is not believed: only files in it are opened, only numbers are taken from it."""

import json

import pytest

from core.errors import WeightsError
from core.model.files.snapshot import snapshot_config, snapshot_files

CONFIG = {"model_type": "vjepa2", "crop_size": 384, "num_attention_heads": 22, "hidden_size": 1408}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "config.json").write_text(json.dumps(CONFIG))
    return tmp_path


def write_index(folder, names):
    content = json.dumps({"weight_map": {f"encoder.{i}": name for i, name in enumerate(names)}})
    (folder / "model.safetensors.index.json").write_text(content)


def refusal(call, folder) -> str:
    with pytest.raises(WeightsError) as caught:
        call(folder)
    assert str(folder) in str(caught.value)
    return str(caught.value)


def test_one_file_or_its_parts_in_order(folder):
    write_index(folder, ["b.safetensors", "a.safetensors", "b.safetensors"])
    for name in ("a.safetensors", "b.safetensors"):
        (folder / name).touch()
    assert snapshot_files(folder) == [folder / "a.safetensors", folder / "b.safetensors"]
    (folder / "model.safetensors").touch()
    assert snapshot_files(folder) == [folder / "model.safetensors"]


def test_the_cache_of_the_hub_keeps_links_in_its_folders(folder, tmp_path_factory):
    blob = tmp_path_factory.mktemp("blobs") / "0123abcd"
    blob.write_bytes(b"weights")
    (folder / "model.safetensors").symlink_to(blob)
    assert snapshot_files(folder) == [folder / "model.safetensors"]


def test_a_folder_without_weights_says_what_it_should_hold(folder):
    assert "holds no model.safetensors" in refusal(snapshot_files, folder)


def test_a_missing_part_is_named(folder):
    write_index(folder, ["a.safetensors"])
    assert "a.safetensors: a part of the weights is missing" in refusal(snapshot_files, folder)


@pytest.mark.parametrize(
    "name",
    [
        "../secret.safetensors",
        "/etc/passwd",
        "sub/part.safetensors",
        "..\\secret.safetensors",
        "C:\\secret.safetensors",
        "..",
        "",
        ".safetensors",
        "pytorch_model.bin",
        "a.safetensors\n",
        "a\0.safetensors",
        f"{'a' * 5000}.safetensors",
        7,
        None,
        ["a.safetensors"],
    ],
)
def test_an_index_names_nothing_but_weights_in_the_same_folder(folder, name):
    (folder.parent / "secret.safetensors").touch()
    write_index(folder, ["a.safetensors", name])
    assert "must name .safetensors files in the same folder" in refusal(snapshot_files, folder)


@pytest.mark.parametrize("content", ["", "[]", "{", '"text"', "[" * 100_000, "9" * 5000, '{"weight_map": []}', "{}"])
def test_an_index_that_makes_no_sense_is_refused(folder, content):
    (folder / "model.safetensors.index.json").write_text(content)
    assert "makes no sense" in refusal(snapshot_files, folder)


def test_only_the_two_numbers_that_the_weights_do_not_tell_are_taken(folder):
    assert snapshot_config(folder) == {"crop_size": 384, "num_attention_heads": 22}
    (folder / "config.json").unlink()
    assert snapshot_config(folder) == {}


def test_another_kind_of_model_is_refused_by_name(folder):
    (folder / "config.json").write_text('{"model_type": "bert"}')
    assert "another kind ('bert')" in refusal(snapshot_config, folder)


@pytest.mark.parametrize(
    "change",
    [
        {"crop_size": 10**18},
        {"crop_size": -256},
        {"crop_size": "../../etc"},
        {"crop_size": [256, 256]},
        {"crop_size": 256.0},
        {"crop_size": True},
        {"crop_size": None},
        {"num_attention_heads": 0},
        {"num_attention_heads": 10**300},
        {"num_attention_heads": {"a": "b"}},
        {"hidden_act": "os.system"},
        {"hidden_act": ["gelu"]},
        {"layer_norm_eps": 1e9},
    ],
)
def test_a_configuration_that_makes_no_sense_is_refused(folder, change):
    (folder / "config.json").write_text(json.dumps(CONFIG | change))
    assert f"makes no sense: {next(iter(change))} is" in refusal(snapshot_config, folder)


def test_a_configuration_of_any_size_costs_little(folder):
    (folder / "config.json").write_text(json.dumps(CONFIG | {"padding": "x" * (5 << 20)}))
    assert "makes no sense" in refusal(snapshot_config, folder)
