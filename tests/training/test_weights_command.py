"""`fer-train weights`: encoders from a server or from disk, proved, listed and removed; nothing is lost by Ctrl-C."""

import hashlib
import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.errors import Cancelled
from core.model import load_encoder
from core.model.encoder_cards import PUBLISHED_ENCODERS
from core.model.store import EncoderStore
from support.golden_weights import save_published_probe
from support.tiny_models import tiny_probe
from support.weights_server import Behaviour, WeightsServer, published_bytes, tiny_card
from training.cli import main


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A published checkpoint."""
    return published_bytes(tmp_path_factory.mktemp("published"))


@pytest.fixture
def server(content: bytes, monkeypatch: pytest.MonkeyPatch) -> Iterator[WeightsServer]:
    """Where the encoder `tiny` is published."""
    with WeightsServer(content) as running:
        monkeypatch.setitem(PUBLISHED_ENCODERS, "tiny", tiny_card(running.url))
        monkeypatch.setattr("core.model.store.download.PAUSE_S", 0.01)
        yield running


@pytest.fixture
def file(content: bytes, tmp_path: Path) -> Path:
    (tmp_path / "copied.pth.tar").write_bytes(content)
    return tmp_path / "copied.pth.tar"


def listed(name: str, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """What `list --json` says about one encoder."""
    capsys.readouterr()
    assert main(["weights", "list", "--json"]) == 0
    (entry,) = [one for one in json.loads(capsys.readouterr().out)["encoders"] if one["name"] == name]
    return entry


def test_list_says_of_every_encoder_how_large_it_is_and_what_its_licence_allows(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["weights", "list"]) == 0
    said = capsys.readouterr().out
    for card in PUBLISHED_ENCODERS.values():
        (paragraph,) = [one for one in said.split("\n\n") if one.startswith(f"{card.name}  ")]
        assert card.title in paragraph
        assert f"licence {card.licence}: {card.licence_means}" in paragraph
        assert "not installed: about" in paragraph


def test_get_tells_the_licence_first_and_installs_what_can_be_loaded(
    server: WeightsServer, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["weights", "get", "tiny"]) == 0
    output, errors = capsys.readouterr()
    licence, download, *stages = errors.splitlines()
    assert licence.startswith("tiny: Tiny. Licence CC BY-NC 4.0: Research and other non-commercial use only")
    assert server.url in download
    assert stages == ["downloading ...", "converting ..."]
    assert output.startswith("tiny is installed: 192 wide, 2 blocks, 32 pixels\n")
    assert hashlib.sha256(content).hexdigest() in output
    assert load_encoder("tiny").config.depth == 2


def test_a_second_get_downloads_nothing(server: WeightsServer, capsys: pytest.CaptureFixture[str]) -> None:
    main(["weights", "get", "tiny"])
    capsys.readouterr()
    assert main(["weights", "get", "tiny"]) == 0
    assert capsys.readouterr().err == "checking ...\n"
    assert len(server.requests) == 1


def test_bf16_takes_half_the_space(server: WeightsServer, capsys: pytest.CaptureFixture[str]) -> None:
    main(["weights", "get", "tiny"])
    whole = listed("tiny", capsys)["installed"]
    main(["weights", "get", "tiny", "--dtype", "bf16", "--json"])
    half = json.loads(capsys.readouterr().out)
    assert (whole["dtype"], half["dtype"]) == ("fp32", "bf16")
    assert half["bytes"] < 0.51 * whole["bytes"]
    assert half["source_sha256"] == whole["source_sha256"]


def test_a_mirror_is_asked_in_place_of_the_publisher_and_its_key_is_not_shown(
    content: bytes, server: WeightsServer, capsys: pytest.CaptureFixture[str]
) -> None:
    with WeightsServer(content) as mirror:
        assert main(["weights", "get", "tiny", "--url", f"{mirror.url}?key=secret"]) == 0
        assert mirror.url in capsys.readouterr().err
        assert "secret" not in json.dumps(listed("tiny", capsys))
        assert (len(mirror.requests), len(server.requests)) == (1, 0)


def test_a_part_from_another_address_is_not_claimed_to_be_of_use(
    content: bytes, server: WeightsServer, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, cancel = EncoderStore(), threading.Event()
    server.behaviours.append(Behaviour(stalls_after=400_000))
    with pytest.raises(Cancelled):
        folder.get("tiny", progress=lambda figures: cancel.set(), cancel=cancel)
    main(["weights", "list"])
    assert "the next get goes on from there" in capsys.readouterr().out
    assert folder.goes_on_from("tiny") == folder.partial("tiny") > 0
    with WeightsServer(content, Behaviour(stalls_after=400_000)) as mirror:
        cancel.clear()
        with pytest.raises(Cancelled):
            folder.get("tiny", url=mirror.url, progress=lambda figures: cancel.set(), cancel=cancel)
    main(["weights", "list"])
    assert "only a get from that address can use them" in capsys.readouterr().out
    assert main(["weights", "get", "tiny"]) == 0
    said = capsys.readouterr().err
    assert "this download begins anew" in said
    assert "have arrived already" not in said
    assert server.starts() == [0, 0]


def test_an_address_that_is_none_is_refused_before_anything_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["weights", "get", "vitl16", "--url", "ftp://mirror.lab/x"]) == 2
    said = capsys.readouterr().err
    assert "this is no address of a file" in said
    assert "Licence" not in said


def test_that_bf16_replaces_the_exact_weights_is_said(
    server: WeightsServer, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["weights", "get", "tiny"])
    capsys.readouterr()
    main(["weights", "get", "tiny", "--dtype", "bf16"])
    assert "bf16 takes the place of those exact weights" in capsys.readouterr().err


REFUSED = {
    "a web page": (Behaviour(body=b"<!DOCTYPE html><p>Sign in"), "this is a web page, not weights"),
    "not there": (Behaviour(status="404 Not Found", body=b""), "the server does not have this file"),
    "nonsense": (Behaviour(body=b"weights " * 20_000), "not weights"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_the_encoder_is_refused(
    case: str, server: WeightsServer, capsys: pytest.CaptureFixture[str]
) -> None:
    server.behaviours[:], reason = [REFUSED[case][0]], REFUSED[case][1]
    assert main(["weights", "get", "tiny"]) == 3
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.startswith(f"fer-train weights: {server.url}: ")
    assert reason in last
    assert not listed("tiny", capsys)["installed"]


def test_without_a_network_it_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(PUBLISHED_ENCODERS, "tiny", tiny_card("http://127.0.0.1:9/tiny.pth.tar"))
    assert main(["weights", "get", "tiny"]) == 3
    said = capsys.readouterr().err
    assert "the server cannot be reached" in said
    assert "can be imported" in said


def test_what_v_jepa_2_needs_is_said_before_gigabytes_are_fetched(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["weights", "get", "vjepa2-vitl-256", "--url", "http://127.0.0.1:9/model.safetensors"]
    main(command)
    assert "library" not in capsys.readouterr().err
    monkeypatch.setattr("core.model.vjepa2_library.LIBRARY", "a-library-that-is-not-installed")
    main(command)
    note, *_ = [line for line in capsys.readouterr().err.splitlines() if line.startswith("note: ")]
    assert "a-library-that-is-not-installed" in note
    assert "-m pip install" in note
    main(["weights", "list"])
    assert note.removeprefix("note: ") in capsys.readouterr().out


@pytest.mark.parametrize("command", [["get"], ["verify"], ["remove"], ["remove", "--yes"]], ids=" ".join)
def test_a_name_that_nobody_knows_is_refused(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["weights", *command, "vitl15"]) == 3
    assert "vitl15" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_said(
    server: WeightsServer,
    file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "cache").write_text("a file where a folder should be")  # root may write into a read-only folder
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for command in (["get", "tiny"], ["import", str(file)]):
        assert main(["weights", *command]) == 3
        assert "the folder for encoders cannot be written" in capsys.readouterr().err
    assert main(["weights", "list"]) == 0


def test_import_finds_the_published_name_and_tells_the_licence(
    server: WeightsServer, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["weights", "import", str(file)]) == 0
    output, errors = capsys.readouterr()
    assert output.startswith("tiny is installed: ")
    assert "Licence CC BY-NC 4.0" in errors
    assert server.requests == []
    assert file.exists()


def test_import_of_an_encoder_of_ones_own_takes_the_name_of_the_file(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["weights", "import", str(file), "--json"]) == 0
    installed = json.loads(capsys.readouterr().out)
    assert (installed["name"], installed["source"]) == ("copied", str(file))
    assert listed("copied", capsys)["installed"] == installed
    main(["weights", "list"])
    assert "copied  192 wide, 2 blocks, 32 pixels" in capsys.readouterr().out


def test_import_refuses_what_is_no_encoder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    probe = save_published_probe(tiny_probe(), tmp_path / "probe.pth.tar")
    (tmp_path / "page.pth.tar").write_text("<html>")
    for path, reason in {
        tmp_path / "missing": "there is no such weights file",
        tmp_path / "page.pth.tar": "this is a web page",
        probe: "It holds: classifier",
    }.items():
        assert main(["weights", "import", str(path)]) == 3
        assert reason in capsys.readouterr().err
    assert EncoderStore().names() == []


def test_verify_proves_all_and_names_the_damaged_ones(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("first", "second", "third"):
        main(["weights", "import", str(file), "--name", name])
    folder = EncoderStore().folder
    weights = bytearray((folder / "second.safetensors").read_bytes())
    weights[-1] ^= 1
    (folder / "second.safetensors").write_bytes(weights)
    (folder / "third.safetensors").write_bytes(weights[:1000])
    main(["weights", "import", str(file), "--name", "fourth"])
    (folder / "fourth.json").write_text("{")
    capsys.readouterr()
    assert main(["weights", "verify"]) == 3
    output, errors = capsys.readouterr()
    assert output == "first: as it was installed\n"
    damaged = [line for line in errors.splitlines() if line.startswith("fer-train weights: ")]
    assert [name in line for name, line in zip(("fourth", "second", "third"), damaged, strict=True)] == [True] * 3
    assert "is damaged: its file or its record is not whole" in damaged[0]
    assert main(["weights", "verify", "first"]) == 0
    assert listed("third", capsys)["damaged"]


def test_with_nothing_here_there_is_nothing_to_verify(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["weights", "verify"]) == 0
    assert "nothing to verify" in capsys.readouterr().err


def test_nothing_is_removed_unasked(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["weights", "import", str(file), "--name", "mine"])
    assert main(["weights", "remove", "mine"]) == 2
    assert "--yes" in capsys.readouterr().err
    assert main(["weights", "remove", "mine", "--yes"]) == 0
    assert EncoderStore().names() == []


@pytest.mark.parametrize(("answer", "left"), [("n\n", ["mine"]), ("", ["mine"]), ("y\n", [])])
def test_a_person_is_asked_before_removal(
    answer: str, left: list[str], file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["weights", "import", str(file), "--name", "mine"])
    reader = FakeTerminal(answer)
    monkeypatch.setattr("sys.stdin", reader)
    assert main(["weights", "remove", "mine"]) == 0
    assert "Remove mine from" in capsys.readouterr().err
    assert EncoderStore().names() == left


class FakeTerminal:
    """Somebody who types one line."""

    def __init__(self, line: str) -> None:
        self.line = line

    def isatty(self) -> bool:
        return True

    def readline(self) -> str:
        return self.line


def test_ctrl_c_in_the_middle_of_a_download_loses_nothing(
    content: bytes, monkeypatch: pytest.MonkeyPatch, repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with WeightsServer(content, Behaviour(stalls_after=400_000)) as server:
        monkeypatch.setitem(PUBLISHED_ENCODERS, "tiny", tiny_card(server.url))
        # Under the name of an encoder that the other process knows as well; the file is not looked into before its end.
        command = [sys.executable, "-m", "training.cli", "weights", "get", "vitl16", "--url", server.url]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=repository)
        store, deadline = EncoderStore(), time.monotonic() + 90
        while store.partial("vitl16") < 400_000 and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=90)
    assert process.returncode == 130
    assert errors.splitlines()[-1].endswith("interrupted; the same command goes on where this one stopped")
    assert store.partial("vitl16") == 400_000
    assert listed("vitl16", capsys)["arrived_bytes"] == 400_000
