"""`fer-train import-probe`: a probe file becomes a bundle that gives its posteriors, or nothing is written."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from core.model import BundleCard, Predictor, load_bundle
from core.model.files.file_digest import file_sha256
from support.bundles import CLIPS
from support.golden_weights import save_published_encoder, save_published_probe
from support.tiny_models import tiny_encoder, tiny_probe
from training.cli import main

Import = Callable[..., int]


@pytest.fixture
def encoder(tmp_path: Path) -> Path:
    return save_published_encoder(tiny_encoder(), tmp_path / "encoder.pth.tar")


@pytest.fixture
def probe(tmp_path: Path) -> Path:
    return save_published_probe(tiny_probe(4), tmp_path / "probe.pth.tar")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "study.ferbundle"


@pytest.fixture
def run(encoder: Path, probe: Path, out: Path) -> Import:
    """Imports the probe with four labels, unless the test says otherwise."""

    def run(*arguments: object, **changes: object) -> int:
        named = {"labels": "happy,sad,angry,fear", "encoder": encoder, "out": out} | changes
        options = [f"--{name}={value}" for name, value in named.items()]
        return main(["import-probe", str(probe), *options, *map(str, arguments)])

    return run


def expected(card: BundleCard) -> np.ndarray:
    """The posteriors by models that were never in a file."""
    return Predictor(card, tiny_encoder(), [tiny_probe(4)], torch.device("cpu")).posteriors(CLIPS)


def test_the_bundle_says_what_probe_and_encoder_say(run: Import, encoder: Path, out: Path) -> None:
    assert run() == 0
    bundle = load_bundle(out, encoder=encoder)
    assert bundle.labels == ("happy", "sad", "angry", "fear")
    assert np.allclose(bundle.posteriors(CLIPS), expected(bundle.card), atol=1e-6)


def test_an_encoder_that_is_installed_is_found_by_itself(run: Import, encoder: Path, out: Path) -> None:
    assert main(["weights", "import", str(encoder), "--name", "mine"]) == 0
    assert run(encoder="mine") == 0
    bundle = load_bundle(out)
    assert (bundle.card.encoder_name, bundle.card.encoder_sha256) == ("mine", file_sha256(encoder))
    assert np.allclose(bundle.posteriors(CLIPS), expected(bundle.card), atol=1e-6)


def test_outputs_that_no_label_stands_for_are_masked(run: Import, encoder: Path, out: Path) -> None:
    assert run(labels="sad,happy", outputs="3,0") == 0
    bundle = load_bundle(out, encoder=encoder)
    logits_of_two = expected(bundle.card)
    assert bundle.card.outputs == (3, 0)
    assert np.allclose(bundle.posteriors(CLIPS), logits_of_two, atol=1e-6)


def test_what_was_not_said_is_as_published(run: Import, encoder: Path, out: Path) -> None:
    run()
    card = load_bundle(out, encoder=encoder).card
    assert (card.name, card.view, card.clip_rule, card.resolution) == ("study", "centre", "as-run", 32)
    assert (card.encoder_name, card.encoder_sha256) == ("encoder", file_sha256(encoder))
    assert card.heads is None
    assert card.created.startswith("20")


def test_what_was_said_is_on_the_card(run: Import, encoder: Path, out: Path) -> None:
    said = {"view": "face", "margin": 1.2, "clip-rule": "paper", "resolution": 64, "name": "Ünal", "note": "one fold"}
    assert run(**said, recipe="as-run", licence="CC BY 4.0", **{"training-data": "ours"}) == 0
    card = load_bundle(out, encoder=encoder).card
    assert (card.view, card.margin, card.clip_rule, card.resolution) == ("face", 1.2, "paper", 64)
    assert (card.name, card.note, card.recipe, card.training_data) == ("Ünal", "one fold", "as-run", "ours")
    assert card.licences == {"probe": "CC BY 4.0"}


def test_a_path_without_the_ending_becomes_a_folder(run: Import, encoder: Path, tmp_path: Path) -> None:
    assert run(out=tmp_path / "folder") == 0
    assert (tmp_path / "folder" / "card.json").is_file()
    assert load_bundle(tmp_path / "folder", encoder=encoder).card.name == "folder"


def test_json_gives_the_card(run: Import, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert said["path"] == str(out)
    assert said["card"]["labels"] == ["happy", "sad", "angry", "fear"]


REFUSED_AS_USAGE = {
    "too few labels": ({"labels": "happy,sad"}, "the probe has 4 outputs, but --labels names 2"),
    "too many labels": ({"labels": "happy,sad,angry,fear,calm"}, "the probe has 4 outputs, but --labels names 5"),
    "a label missing": ({"labels": "happy,,angry,fear"}, "'' is no label"),
    "capital letters": ({"labels": "Happy,sad,angry,fear"}, "'Happy' is no label"),
    "a label twice": ({"labels": "happy,sad,happy,fear"}, "happy stands there more than once"),
    "one label": ({"labels": "happy", "outputs": "0"}, "at least two"),
    "an output too few": ({"outputs": "0,1,2"}, "names 3 outputs, but --labels 4"),
    "an output twice": ({"outputs": "0,1,2,2"}, "one label only"),
    "an output too high": ({"outputs": "0,1,2,4"}, "no output 4: the probe has 4, from 0 on"),
    "outputs that are no numbers": ({"outputs": "0,1,2,x"}, "not a list of whole numbers"),
    "a margin for no box": ({"margin": 2}, "--margin is for --view face"),
    "a margin too wide": ({"view": "face", "margin": 50}, "between 0.5 and 5"),
    "an odd resolution": ({"resolution": 100}, "not a multiple of 16"),
}


@pytest.mark.parametrize("case", REFUSED_AS_USAGE)
def test_contradictions_are_wrong_usage(case: str, run: Import, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changes, reason = REFUSED_AS_USAGE[case]
    assert run(**changes) == 2
    assert reason in capsys.readouterr().err
    assert not out.exists()


def test_an_encoder_of_another_width_is_refused(
    run: Import, tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = save_published_encoder(tiny_encoder(width=1408, heads=22), tmp_path / "wide.pth.tar")
    assert run(encoder=other) == 3
    said = capsys.readouterr().err
    assert "tokens 192 wide" in said
    assert "gives 1408" in said
    assert not out.exists()


def test_an_encoder_that_is_not_here_is_named_with_the_way_to_get_it(
    run: Import, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(encoder="vith16") == 3
    assert "fer-train weights get vith16" in capsys.readouterr().err


@pytest.mark.parametrize("place", ["file", "folder"])
def test_nothing_is_ever_replaced(
    place: str, run: Import, tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if place == "folder":
        out.mkdir()
    else:
        out.write_text("precious")
    before = sorted(tmp_path.iterdir())
    assert run() == 3
    assert "something at the bundle's place already" in capsys.readouterr().err
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("folder", ["missing", "probe.pth.tar"])
def test_a_folder_that_cannot_be_written_to_is_said_at_once(
    folder: str, run: Import, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(out=tmp_path / folder / "study.ferbundle") == 3
    said = capsys.readouterr().err
    assert "cannot write into this folder" in said
    assert "reading" not in said


BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda path: path.unlink(), "there is no such weights file"),
    "empty": (lambda path: path.write_bytes(b""), "empty"),
    "a web page": (lambda path: path.write_text("<!DOCTYPE html><p>Not found"), "this is a web page"),
    "text": (lambda path: path.write_text("happy,sad\n" * 99), "this is a text, not weights"),
    "half": (lambda path: path.write_bytes(path.read_bytes()[:9000]), "the file is cut off"),
    "an encoder": (lambda path: save_published_encoder(tiny_encoder(), path), "classifier"),
    "NaN": (lambda path: save_published_probe(_spoiled(), path), "NaN"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_no_probe_is_refused(
    case: str, run: Import, probe: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    break_it, reason = BROKEN[case]
    break_it(probe)
    assert run() == 3
    assert reason in capsys.readouterr().err
    assert not out.exists()


def _spoiled() -> torch.nn.Module:
    probe = tiny_probe(4)
    probe.linear.weight.data[0, 0] = torch.nan
    return probe
