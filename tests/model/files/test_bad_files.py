"""Weights files that are damaged, something else, or malicious: refused with a reason, and nothing in them is run."""

import os
import pickle
import random
import tarfile
import warnings
import zipfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
import torch
from safetensors.torch import save_file

from core.errors import FerError, WeightsError
from core.model import load_encoder, load_probe
from support.golden_weights import save_published_encoder, save_published_probe
from support.memory import at_most
from support.tiny_models import tiny_encoder, tiny_probe

LOADERS = pytest.mark.parametrize("load", [load_encoder, load_probe])
SUFFIXES = pytest.mark.parametrize("suffix", [".pth.tar", ".safetensors"])


class Command:
    """An object that runs a command when it is unpickled."""

    def __init__(self, command: str) -> None:
        self.command = command

    def __reduce__(self):
        return os.system, (self.command,)


@pytest.fixture
def saved(tmp_path):
    """Whole files by suffix."""
    save_file(tiny_encoder().state_dict(), tmp_path / "whole.safetensors")
    save_published_encoder(tiny_encoder(), tmp_path / "whole.pth.tar")
    return {suffix: tmp_path / f"whole{suffix}" for suffix in (".pth.tar", ".safetensors")}


def refusal(load, path) -> str:
    with pytest.raises(WeightsError) as caught:
        load(path)
    assert str(path) in str(caught.value)
    assert len(str(caught.value)) < 1000
    return str(caught.value)


@LOADERS
@SUFFIXES
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"\x00", "this is not a weights file|not in safetensors form"),
        (b"hello", "this is a text, not weights"),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(99), "this is a video, not weights"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(99), "this is a picture, not weights"),
        (b"RIFF\x00\x00\x00\x00AVI LIST", "this is a video or a sound recording, not weights"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "this is a picture, not weights"),
        (b"GIF89a\x00", "this is a picture, not weights"),
        (b"\x89PNG\r\n\x1a\n\x00", "this is a picture, not weights"),
        (b"\xff\xd8\xff\xe0\x00", "this is a picture, not weights"),
        (b"%PDF-1.7\n%\xe2\xe3", "this is a PDF document, not weights"),
        (b"\x1f\x8b\x08\x00" + bytes(99), "this is an archive, not weights"),
        (bytes(range(256)) * 40, "this is not a weights file|not in safetensors form"),
        (b"\xff" * 64, "this is not a weights file|not in safetensors form"),
        (b"\n<!DOCTYPE html>\n<html><body>Please log in</body></html>", "a web page, not weights"),
        (b"<html><h1>404</h1></html>", "a web page, not weights"),
        (b"\xef\xbb\xbf<!doctype html>", "a web page, not weights"),
        (b"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", "an answer of a web server, not weights"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 1\n", "a Git LFS pointer"),
    ],
)
def test_a_file_that_holds_no_weights_is_refused(tmp_path, load, suffix, content, reason):
    path = tmp_path / f"file{suffix}"
    path.write_bytes(content)
    with pytest.raises(WeightsError, match=reason):
        load(path)


@LOADERS
def test_a_missing_file_a_folder_and_an_impossible_name_are_refused(tmp_path, load):
    assert "there is no such weights file" in refusal(load, tmp_path / "missing.pth.tar")
    empty = "there is no such weights file" if load is load_probe else "the folder holds no model.safetensors"
    assert empty in refusal(load, tmp_path)
    assert "cannot be reached" in refusal(load, tmp_path / ("x" * 300))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file")
@SUFFIXES
def test_a_file_that_may_not_be_read_is_refused(saved, suffix):
    saved[suffix].chmod(0)
    assert "permission denied" in refusal(load_encoder, saved[suffix])


@SUFFIXES
@pytest.mark.parametrize("part", [0.01, 0.5, 0.99])
def test_half_a_file_is_refused(saved, suffix, part):
    path = saved[suffix]
    os.truncate(path, int(path.stat().st_size * part))
    assert ("half a download" if suffix == ".pth.tar" else "download") in refusal(load_encoder, path)


@pytest.mark.parametrize("protocol", [3, 4])
def test_what_torch_thinks_of_a_pickle_reaches_nobody(tmp_path, protocol):
    """Warnings are errors here: it would be refused."""
    path = tmp_path / "newer.pth.tar"
    torch.save({"target_encoder": tiny_encoder().state_dict()}, path, pickle_protocol=protocol)
    with suppress(WeightsError), warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        load_encoder(path)
    assert said == []


def test_half_a_file_of_the_old_format_is_refused(tmp_path):
    path = tmp_path / "old.pth.tar"
    torch.save({"target_encoder": tiny_encoder().state_dict()}, path, _use_new_zipfile_serialization=False)
    os.truncate(path, path.stat().st_size // 2)
    refusal(load_encoder, path)


@SUFFIXES
def test_damaged_bytes_never_end_in_anything_but_a_refusal(saved, suffix, tmp_path):
    """Flips bytes where the structure of the file is: at its start and at its end."""
    content, chance = saved[suffix].read_bytes(), random.Random(0)
    path = tmp_path / f"damaged{suffix}"
    for _ in range(40):
        damaged = bytearray(content)
        for _ in range(chance.choice((1, 4, 30))):
            end = chance.choice((0, len(content) - 6000))
            damaged[end + chance.randrange(6000)] = chance.randrange(256)
        path.write_bytes(damaged)
        with suppress(FerError):  # damage to a single number goes unseen here; the digests of a bundle see it
            load_encoder(path)


def test_a_zip_without_weights_is_refused(tmp_path):
    path = tmp_path / "holiday.pth.tar"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("pictures/beach.txt", "sand")
    assert "a zip file, but not one with weights" in refusal(load_encoder, path)


def test_a_program_for_torch_is_refused(tmp_path):
    path = tmp_path / "script.pt"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("script/data.pkl", b"\x80\x02}q\x00.")
        archive.writestr("script/constants.pkl", b"\x80\x02)q\x00.")
    assert "not one with weights" in refusal(load_encoder, path)


def test_a_tar_archive_is_refused(tmp_path, saved):
    path = tmp_path / "archive.pth.tar"
    with tarfile.open(path, "w") as archive:
        archive.add(saved[".safetensors"], "whole.safetensors")
    refusal(load_encoder, path)


@pytest.mark.parametrize(
    "thing",
    [None, 3, [1, 2], {}, {"target_encoder": {}}, {"target_encoder": 3}, {"epoch": 3}, {1: torch.zeros(1)}],
    ids=str,
)
def test_a_pickle_without_weights_is_refused(tmp_path, thing):
    torch.save(thing, tmp_path / "thing.pth.tar")
    assert "the file holds no" in refusal(load_encoder, tmp_path / "thing.pth.tar")


@pytest.mark.filterwarnings("ignore:Detected pickle protocol")  # torch writes protocol 2, an attacker what he likes
@LOADERS
@pytest.mark.parametrize("form", ["pickle", "zip", "old"])
@pytest.mark.parametrize("place", ["alone", "beside", "among"])
def test_code_in_a_file_is_never_run(tmp_path, load, form, place):
    trace, path = tmp_path / "trace", tmp_path / "file.pth.tar"
    command = Command(f'touch "{trace}"')
    weights = {**tiny_encoder().state_dict(), **tiny_probe().state_dict()}
    thing = {
        "alone": command,
        "beside": {"epoch": command, "target_encoder": weights, "classifier": weights},
        "among": {"target_encoder": weights | {"norm.bias": command}, "classifier": weights | {"linear.bias": command}},
    }[place]
    if form == "pickle":
        path.write_bytes(pickle.dumps(command if place == "alone" else {"target_encoder": command}))
    else:
        torch.save(thing, path, _use_new_zipfile_serialization=form == "zip")
    assert "code or objects from inside it would have to be run" in refusal(load, path)
    assert not trace.exists()
    if os.name == "posix":  # the file really is dangerous
        pickle.loads(path.read_bytes()) if form == "pickle" else torch.load(path, weights_only=False)
        assert trace.exists()


def test_an_environment_that_asks_for_unsafe_loading_is_not_listened_to(tmp_path, monkeypatch):
    monkeypatch.setenv("TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD", "1")
    torch.save(Command(f'touch "{tmp_path / "trace"}"'), tmp_path / "file.pth.tar")
    refusal(load_encoder, tmp_path / "file.pth.tar")
    assert not (tmp_path / "trace").exists()


def test_a_whole_pickled_model_is_refused(tmp_path):
    torch.save(tiny_encoder(), tmp_path / "model.pt")
    assert "would have to be run" in refusal(load_encoder, tmp_path / "model.pt")


@pytest.mark.parametrize("old", [False, True])
def test_a_few_bytes_that_claim_to_be_a_large_tensor_are_refused(tmp_path, old):
    state = tiny_encoder().state_dict()
    state["blocks.0.mlp.fc1.weight"] = torch.zeros(1).expand(10**7, 192)
    torch.save(state, tmp_path / "large.pt", _use_new_zipfile_serialization=not old)
    assert "claim to be larger than their file" in refusal(load_encoder, tmp_path / "large.pt")


@pytest.mark.parametrize("kind", ["sparse", "meta"])
def test_tensors_of_a_special_kind_are_refused(tmp_path, kind):
    state = tiny_probe().state_dict()
    weight = state["linear.weight"]
    state["linear.weight"] = weight.to_sparse() if kind == "sparse" else weight.to("meta")
    torch.save(state, tmp_path / "probe.pt")
    assert "linear.weight is not a plain tensor" in refusal(load_probe, tmp_path / "probe.pt")


def test_a_zip_that_unpacks_to_more_than_it_is_is_refused_at_once(tmp_path):
    path = tmp_path / "bomb.pth.tar"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("bomb/data.pkl", "w") as member:
        for _ in range(16):
            member.write(bytes(1 << 20))
    with at_most(1 << 23):
        assert "unpacks to more than it holds" in refusal(load_encoder, path)


def test_a_pickle_that_asks_for_memory_is_refused(tmp_path):
    path = tmp_path / "greedy.pt"
    path.write_bytes(b"\x80\x02cbuiltins\nbytearray\n\x8a\x08" + (1 << 62).to_bytes(8, "little") + b"\x85R.")
    refusal(load_encoder, path)


def test_two_threads_load_at_once(saved):
    with ThreadPoolExecutor(4) as pool:
        encoders = list(pool.map(load_encoder, [saved[".pth.tar"]] * 12))
    assert all(torch.equal(encoder.norm.weight, encoders[0].norm.weight) for encoder in encoders)


def test_a_published_probe_file_still_loads_after_all_this(tmp_path):
    assert load_probe(save_published_probe(tiny_probe(), tmp_path / "probe.pth.tar")).linear.out_features == 3
