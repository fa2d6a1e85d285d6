"""`fer-train inspect`: what a file is, whether it is sound, and where a bundle's encoder is."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from core.model.files.file_digest import file_sha256
from core.model.store import EncoderStore
from support.bundles import contents, rewrite, tiny, with_card
from support.golden_weights import save_published_encoder, save_published_probe
from support.tiny_models import tiny_encoder, tiny_probe
from training.cli import main


@pytest.fixture
def encoder(tmp_path: Path) -> Path:
    return save_published_encoder(tiny_encoder(), tmp_path / "encoder.pth.tar")


@pytest.fixture
def bundle(tmp_path: Path, encoder: Path) -> Path:
    """A bundle that does not hold its encoder."""
    probe = save_published_probe(tiny_probe(3), tmp_path / "probe.pth.tar")
    path = tmp_path / "study.ferbundle"
    assert main(["import-probe", str(probe), "--labels=happy,sad,fear", f"--encoder={encoder}", f"--out={path}"]) == 0
    return path


def found(path: object, capsys: pytest.CaptureFixture[str], code: int = 0) -> dict[str, Any]:
    capsys.readouterr()
    assert main(["inspect", str(path), "--json"]) == code
    facts: dict[str, Any] = json.loads(capsys.readouterr().out)
    return facts


def refusal(path: object, capsys: pytest.CaptureFixture[str]) -> str:
    """What is said about something that it is not."""
    capsys.readouterr()
    assert main(["inspect", str(path)]) == 3
    output, errors = capsys.readouterr()
    assert output == ""
    return errors


def test_the_starter_is_a_sound_bundle_with_its_encoder_inside(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", "starter"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("bundle starter\n")
    assert "in the bundle" in said
    assert "FER2013" in said
    assert said.endswith("sound: all that belongs to it was read, and it fits\n")


@pytest.mark.parametrize("form", ["folder", "zip.ferbundle", "zip-of-another-name"])
def test_a_bundle_is_known_by_what_is_in_it(form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tiny(tmp_path / (form if form == "folder" else "zip.ferbundle"))
    path = path.rename(tmp_path / form)
    facts = found(path, capsys)
    assert (facts["kind"], facts["sound"], facts["card"]["name"]) == ("bundle", True, "tiny")
    assert facts["encoder"]["in_bundle"]


def test_a_bundle_whose_encoder_is_not_here_says_what_to_do(bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["inspect", str(bundle)]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "NOT on this computer: " in said
    assert "fer-train weights import FILE" in said
    assert said.endswith("sound; it can be used once its encoder is here")
    facts = found(bundle, capsys)
    assert (facts["sound"], facts["encoder"]["here"], facts["encoder"]["path"]) == (True, False, None)


def test_a_bundle_finds_an_encoder_that_was_imported(
    bundle: Path, encoder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["weights", "import", str(encoder), "--name", "mine"]) == 0
    facts = found(bundle, capsys)
    assert facts["encoder"]["path"].endswith("mine.safetensors")
    assert facts["encoder"]["sha256"] == file_sha256(encoder)


def test_an_installed_encoder_that_was_damaged_is_told(
    bundle: Path, encoder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["weights", "import", str(encoder), "--name", "mine"])
    weights = EncoderStore().folder / "mine.safetensors"
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    for place in ("mine", bundle):
        facts = found(place, capsys, code=3)
        assert "changed or damaged" in facts["problems"][0]


def test_what_is_no_part_of_a_bundle_and_other_pixels_than_the_encoders_are_told(
    bundle: Path, encoder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["weights", "import", str(encoder), "--name", "mine"])
    with_card(bundle, resolution=64)
    rewrite(bundle, contents(bundle) | {"notes.txt": b"1"})
    assert found(bundle, capsys)["unread"] == ["notes.txt"]
    main(["inspect", str(bundle)])
    said = " ".join(capsys.readouterr().out.split())
    assert "not read notes.txt" in said
    assert "asks for 64 x 64 pixels, which are not the encoder's own (32 x 32)" in said
    assert "sound: all that belongs to it was read" in said


def test_a_bundle_with_a_name_that_leads_out_of_it_is_refused(bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rewrite(bundle, contents(bundle) | {"../../x": b"1"})
    assert "leads out of it" in refusal(bundle, capsys)


def test_a_damaged_probe_makes_a_bundle_unsound(bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = contents(bundle)
    files["probe.safetensors"] = files["probe.safetensors"][:-4] + b"\x00\x00\x00\x01"
    rewrite(bundle, files)
    facts = found(bundle, capsys, code=3)
    assert not facts["sound"]
    assert "SHA-256" in facts["problems"][0]


def test_a_card_cannot_steer_the_terminal(bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with_card(bundle, note="\x1b]0;owned\x07 red\x1b[31m\u202e", name="two\nlines")
    capsys.readouterr()
    main(["inspect", str(bundle)])
    said = capsys.readouterr().out
    assert "two lines" in said
    assert not [one for one in said if not one.isprintable() and one != "\n"]


def test_a_published_encoder_is_described(encoder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts = found(encoder, capsys)
    assert (facts["kind"], facts["sound"], facts["sha256"]) == ("encoder", True, file_sha256(encoder))
    assert facts["config"].items() >= {"width": 192, "depth": 1, "heads": 3, "resolution": 32}.items()


def test_an_installed_encoder_is_known_by_its_name(encoder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["weights", "import", str(encoder), "--name", "mine"])
    facts = found("mine", capsys)
    assert (facts["kind"], facts["name"], facts["sha256"]) == ("encoder", "mine", file_sha256(encoder))


def test_a_published_probe_is_described(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = save_published_probe(tiny_probe(8), tmp_path / "latest.pth.tar")
    facts = found(path, capsys)
    assert (facts["kind"], facts["form"], facts["outputs"], facts["width"]) == ("probe", "attentive", 8, 192)
    assert facts["sha256"] == file_sha256(path)


def test_numbers_that_are_none_make_an_encoder_unsound(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoiled = tiny_encoder()
    spoiled.norm.weight.data[0] = torch.nan
    facts = found(save_published_encoder(spoiled, tmp_path / "nan.pth.tar"), capsys, code=3)
    assert "norm.weight holds NaN" in facts["problems"][0]


class Payload:
    """What a pickle would run when it is opened."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def __reduce__(self) -> tuple[Callable[..., object], tuple[str]]:
        return os.mkdir, (str(self.place),)


def test_a_pickle_that_wants_to_run_code_is_refused_and_does_not_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    torch.save(
        {"target_encoder": {"w": torch.zeros(1)}, "classifier": Payload(tmp_path / "ran")}, tmp_path / "evil.pth"
    )
    assert "code or objects from inside it would have to be run" in refusal(tmp_path / "evil.pth", capsys)
    assert not (tmp_path / "ran").exists()


BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda path: None, "there is no such"),
    "empty": (lambda path: path.touch(), "empty"),
    "an empty folder": (lambda path: path.mkdir(), "neither a bundle (card.json) nor a downloaded model"),
    "a web page": (lambda path: path.write_text("\n<html><body>Sign in"), "this is a web page"),
    "text": (lambda path: path.write_text("weights\n" * 100), "this is a text, not weights"),
    "other weights": (lambda path: torch.save({"model": {"w": torch.zeros(3)}}, path), "It holds: model"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_nothing_of_the_kind_is_refused(case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make, reason = BROKEN[case]
    make(tmp_path / "thing.pth.tar")
    said = refusal(tmp_path / "thing.pth.tar", capsys)
    assert said.startswith(f"fer-train inspect: {tmp_path / 'thing.pth.tar'}: ")
    assert reason in said
    assert said.count("\n") == 1


def test_half_an_encoder_is_refused(encoder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    encoder.write_bytes(encoder.read_bytes()[:100_000])
    assert "the file is cut off" in refusal(encoder, capsys)


def test_a_name_that_is_published_and_not_here_says_how_to_get_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert "fer-train weights get vith16" in refusal("vith16", capsys)
