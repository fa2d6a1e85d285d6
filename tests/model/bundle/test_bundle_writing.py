"""Bundles are written whole or not at all, never over something else, and never so that they cannot be loaded."""

import re
from dataclasses import replace

import pytest

from core.errors import BundleError, OutputError, WeightsError
from core.model import save_bundle
from support.bundles import CARD, tiny
from support.disks import full_disk, read_only_folder
from support.tiny_models import tiny_encoder, tiny_probe

PLACES = pytest.mark.parametrize("place", ["folder", "one.ferbundle"])


@PLACES
def test_nothing_is_overwritten(tmp_path, place):
    path = tmp_path / place
    path.write_text("mine")
    with pytest.raises(OutputError, match="something at the bundle's place already"):
        tiny(path)
    assert path.read_text() == "mine"
    path.unlink()
    path.symlink_to(tmp_path / "nowhere")
    with pytest.raises(OutputError, match="something at the bundle's place already"):
        tiny(path)


@PLACES
def test_a_folder_that_does_not_exist_is_said(tmp_path, place):
    with pytest.raises(OutputError, match=r"cannot be written \(no such file"):
        tiny(tmp_path / "nowhere" / place)


@PLACES
def test_a_read_only_place_is_said(tmp_path, place):
    with read_only_folder(tmp_path):
        with pytest.raises(OutputError, match=r"cannot be written \((read-only file system|permission denied)"):
            tiny(tmp_path / place)
        assert list(tmp_path.iterdir()) == []


@PLACES
def test_a_full_disk_leaves_nothing_behind(tmp_path, place):
    with full_disk(tmp_path, "1m"):
        with pytest.raises(OutputError, match=r"cannot be written \(no space left"):
            tiny(tmp_path / place)
        assert list(tmp_path.iterdir()) == []


@PLACES
def test_only_the_bundle_is_left_at_its_place(tmp_path, place):
    tiny(tmp_path / place)
    assert [file.name for file in tmp_path.iterdir()] == [place]


def broken(probe):
    probe.linear.weight.data[0, 0] = float("nan")
    return probe


@pytest.mark.parametrize(
    ("changes", "probes", "encoder", "reason"),
    [
        ({}, [], tiny_encoder(), "probes must list at least one"),
        ({}, [broken(tiny_probe())], tiny_encoder(), "linear.weight holds NaN"),
        ({}, [tiny_probe(width=48, heads=4)], tiny_encoder(), "heads of a model 48 wide is not known"),
        ({}, [tiny_probe(width=384, heads=6)], tiny_encoder(), "for tokens 384 wide, the encoder gives 192"),
        ({}, [tiny_probe(outputs=2)], tiny_encoder(), "uses output 2 of a probe that has only 2"),
        ({"view": "back"}, [tiny_probe()], tiny_encoder(), "view must be"),
        ({"resolution": 48}, [tiny_probe()], tiny_encoder(resolution=64, patch=32), "cannot see pictures of 48"),
        ({"metrics": {"uar": float("nan")}}, [tiny_probe()], tiny_encoder(), "card.json cannot be read"),
        ({}, [tiny_probe()], None, "encoder_sha256 must be a SHA-256"),
    ],
)
def test_what_could_not_be_loaded_again_is_not_written(tmp_path, changes, probes, encoder, reason):
    with pytest.raises((BundleError, WeightsError), match=re.escape(reason)):
        save_bundle(tmp_path / "bundle", replace(CARD, **changes), probes, encoder)
    assert list(tmp_path.iterdir()) == []
