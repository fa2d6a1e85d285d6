"""Bundles that are damaged, contradict themselves or are malicious: refused with a reason, and nothing is unpacked."""

import json
import zipfile

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from core.errors import WeightsError
from core.model import load_bundle, save_bundle
from core.model.bundle import check_bundle
from core.model.files.file_digest import file_sha256
from support.bundles import CARD, CLIPS, contents, expected, refusal, rewrite, tiny, with_card
from support.memory import at_most
from support.tiny_models import tiny_encoder, tiny_probe


@pytest.fixture(params=["folder", "one.ferbundle"])
def bundle(request, tmp_path):
    return save_bundle(tmp_path / request.param, CARD, [tiny_probe(), tiny_probe(seed=1)], tiny_encoder())


@pytest.mark.parametrize("name", ["card.json", "probe.safetensors", "probe-2.safetensors"])
def test_a_missing_part_is_named(bundle, name):
    rewrite(bundle, {other: content for other, content in contents(bundle).items() if other != name})
    assert f"{name} is missing from the bundle" in refusal(bundle)


@pytest.mark.parametrize("name", ["probe.safetensors", "probe-2.safetensors", "encoder.safetensors"])
def test_one_changed_byte_is_noticed(bundle, name):
    files = contents(bundle)
    changed = bytearray(files[name])
    changed[-1] ^= 1
    rewrite(bundle, files | {name: bytes(changed)})
    assert "the card says" in refusal(bundle)


def test_exchanged_probes_are_noticed(bundle):
    files = contents(bundle)
    first, second = "probe.safetensors", "probe-2.safetensors"
    rewrite(bundle, files | {first: files[second], second: files[first]})
    assert "probe.safetensors: the file is not the card's" in refusal(bundle)


def test_a_card_that_uses_more_outputs_than_the_probe_has_is_refused(bundle):
    with_card(bundle, outputs=[0, 1, 3])
    assert "uses output 3 of a probe that has only 3" in refusal(bundle)


def test_a_card_that_makes_no_sense_is_refused(bundle):
    assert "view must be centre or face" in refusal(with_card(bundle, view="back"))


def test_a_probe_with_nan_is_refused_although_its_digest_is_right(tmp_path):
    bundle = tiny(tmp_path / "bundle")
    state = load_file(bundle / "probe.safetensors")
    state["linear.bias"][1] = float("nan")
    save_file(state, bundle / "probe.safetensors")
    with_card(bundle, probes=[file_sha256(bundle / "probe.safetensors")])
    assert "linear.bias holds NaN" in refusal(bundle, WeightsError)


def test_a_pickle_in_place_of_a_probe_is_not_even_tried(bundle, tmp_path):
    torch.save(tiny_probe().state_dict(), tmp_path / "probe.pt")
    files = contents(bundle) | {"probe.safetensors": (tmp_path / "probe.pt").read_bytes()}
    digests = json.loads(files["card.json"])["probes"]
    rewrite(bundle, files)
    with_card(bundle, probes=[file_sha256(tmp_path / "probe.pt"), digests[1]])
    assert "not in safetensors form" in refusal(bundle, WeightsError)


@pytest.mark.parametrize(
    "name", ["../evil.txt", "../../evil.txt", "/tmp/evil.txt", "..\\evil.txt", "\\evil.txt", "C:evil.txt", "a/../../b"]
)
def test_a_zip_with_a_name_that_leads_outside_is_refused(tmp_path, name):
    place = tmp_path / "deep" / "down"
    place.mkdir(parents=True)
    bundle = tiny(place / "bad.ferbundle")
    rewrite(bundle, contents(bundle) | {name: b"1"})
    before = sorted(tmp_path.rglob("*"))
    assert "a name in the bundle leads out of it" in refusal(bundle)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("place", ["folder", "one.ferbundle"])
def test_what_else_lies_in_a_bundle_is_named_and_not_read(tmp_path, place):
    bundle = tiny(tmp_path / place)
    rewrite(bundle, contents(bundle) | {"notes.txt": b"1"})
    assert check_bundle(bundle).unread == ("notes.txt",)
    assert np.array_equal(load_bundle(bundle).posteriors(CLIPS), expected())


@pytest.mark.parametrize("name", ["card.json", "probe.safetensors", "encoder.safetensors"])
def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path, name):
    bundle = tiny(tmp_path / "bomb.ferbundle")
    rewrite(bundle, contents(bundle) | {name: bytes(1 << 25)}, zipfile.ZIP_DEFLATED)
    assert bundle.stat().st_size < 1 << 23
    with at_most(1 << 24):  # the encoder is read before the probe
        assert f"{name} in the bundle is too large ({1 << 25} bytes)" in refusal(bundle)


def test_an_enormous_card_is_refused(tmp_path):
    bundle = tiny(tmp_path / "folder")
    (bundle / "card.json").write_bytes(b" " * (1 << 21))
    assert "card.json in the bundle is too large" in refusal(bundle)


@pytest.mark.parametrize("part", [0.2, 0.999])
def test_half_a_zip_is_refused(tmp_path, part):
    bundle = tiny(tmp_path / "half.ferbundle")
    bundle.write_bytes(bundle.read_bytes()[: int(bundle.stat().st_size * part)])
    assert "not a bundle" in refusal(bundle)


def test_a_zip_with_damaged_contents_is_refused(tmp_path):
    bundle = tiny(tmp_path / "damaged.ferbundle")
    content = bytearray(bundle.read_bytes())
    content[content.index(b"F32")] ^= 1
    bundle.write_bytes(content)
    assert "is damaged or cannot be read" in refusal(bundle)


@pytest.mark.parametrize("content", [b"", b"\x89PNG", b"<html></html>"])
def test_a_file_that_is_no_bundle_is_refused(tmp_path, content):
    path = tmp_path / "thing.ferbundle"
    path.write_bytes(content)
    assert "this file is not a bundle" in refusal(path)


def test_no_bundle_at_the_place_is_said(tmp_path):
    assert "there is no such bundle" in refusal(tmp_path / "missing.ferbundle")
    assert "cannot be reached" in refusal(tmp_path / ("x" * 300))
    (tmp_path / "empty").mkdir()
    assert "card.json is missing" in refusal(tmp_path / "empty")


def test_a_folder_where_a_file_should_be_is_refused(tmp_path):
    bundle = tiny(tmp_path / "bundle")
    (bundle / "card.json").unlink()
    (bundle / "card.json").mkdir()
    assert "card.json is missing" in refusal(bundle)
