"""The store holds whole encoders that are known by the file they came from, or says why it does not."""

import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from core.errors import Cancelled, DownloadError, EncoderMissing, OutputError, WeightsError
from core.model import load_encoder
from core.model.cards import PUBLISHED_ENCODERS
from core.model.store import EncoderStore
from core.model.store.file_lock import file_lock
from core.model.store.installed import NAME
from core.model.store.naming import own_name
from support.disks import full_disk, read_only_folder
from support.golden_weights import save_published_encoder
from support.open_files import refuse_what_is_open
from support.tiny_models import tiny_encoder
from support.weights_server import Behaviour, WeightsServer, published_bytes, sha256, tiny_card

WEIGHTS = tiny_encoder(depth=2).state_dict()


@pytest.fixture
def store(tmp_path):
    return EncoderStore(tmp_path / "cache" / "encoders")


@pytest.fixture(scope="module")
def content(tmp_path_factory):
    """The published file."""
    return published_bytes(tmp_path_factory.mktemp("published"))


@pytest.fixture
def server(content, monkeypatch):
    monkeypatch.setattr("core.model.store.download.PAUSE_S", 0.005)
    with WeightsServer(content) as server:
        monkeypatch.setitem(PUBLISHED_ENCODERS, "tiny", tiny_card(server.url))
        yield server


@pytest.fixture
def published(tmp_path, content):
    """The same file, on this computer."""
    path = tmp_path / "My encoder (1).pth.tar"
    path.write_bytes(content)
    return path


def same_weights(path, dtype=torch.float32) -> bool:
    expected, found = WEIGHTS, load_file(path)
    return set(expected) == set(found) and all(torch.equal(found[name], expected[name].to(dtype)) for name in expected)


def left_behind(store) -> list[str]:
    return sorted(path.name for path in store.folder.iterdir())


def test_a_fresh_store_is_empty_and_makes_no_folder(store):
    assert store.installed() == []
    assert store.find("vitl16") is None
    assert store.by_digest("0" * 64) is None
    assert store.partial("vitl16") == 0
    assert store.names() == []
    assert not store.folder.exists()
    assert (
        EncoderStore(store.folder / ("x" * 300)).partial("vitl16") == 0
    )  # a folder that the system refuses to look into


def test_what_is_got_is_the_encoder_alone_and_the_download_is_gone(store, server, content):
    got = store.get("tiny")
    assert same_weights(got.path)
    assert left_behind(store) == ["tiny.json", "tiny.lock", "tiny.safetensors"]
    assert (got.name, got.dtype, got.source) == ("tiny", "fp32", server.url)
    assert got.source_sha256 == sha256(content)
    assert got.sha256 == sha256(got.path.read_bytes())
    assert got.bytes == got.path.stat().st_size
    assert got.card == PUBLISHED_ENCODERS["tiny"]
    assert got.config == {
        "family": "vjepa1",
        "width": 192,
        "depth": 2,
        "heads": 3,
        "mlp_hidden": 768,
        "resolution": 32,
        "positions": "sine-cosine",
        "patch": 16,
    }
    assert EncoderStore(store.folder).installed() == [got]
    assert load_encoder(got.path).config.depth == 2


def test_it_is_found_by_the_file_it_came_from_and_by_its_own_digest(store, server):
    got = store.get("tiny", dtype="bf16")
    assert same_weights(got.path, torch.bfloat16)
    assert store.by_digest(got.source_sha256.upper()) == store.by_digest(got.sha256) == got
    assert store.by_digest("0" * 64) is None


def test_every_stage_is_told(store, server):
    seen = []
    store.get("tiny", progress=seen.append)
    assert list(dict.fromkeys(progress.stage for progress in seen)) == ["downloading", "converting"]
    assert all(progress.done <= progress.total for progress in seen)


def test_what_is_here_and_whole_is_not_downloaded_again(store, server):
    assert store.get("tiny") == store.get("tiny")
    assert len(server.requests) == 1


def test_bf16_is_made_of_fp32_without_a_download_and_fp32_is_not_made_of_bf16(store, server, content):
    store.get("tiny")
    small = store.get("tiny", dtype="bf16")
    assert len(server.requests) == 1
    assert same_weights(small.path, torch.bfloat16)
    assert small.source_sha256 == sha256(content)
    assert same_weights(store.get("tiny", dtype="fp32").path)
    assert len(server.requests) == 2


def test_a_mirror_may_stand_in(store, server, content):
    with WeightsServer(content, file="copy/of/it") as mirror:
        assert store.get("tiny", url=mirror.url).source == mirror.url
    assert server.requests == []


def test_a_name_that_is_not_published_is_refused_with_those_that_are(store):
    with pytest.raises(WeightsError, match=r"no encoder called vitl61 is published. Choose one of vitl16, "):
        store.get("vitl61")


def test_damage_is_found_and_mended_by_getting_it_again(store, server):
    got = store.get("tiny")
    assert store.verify("tiny") == got
    with got.path.open("r+b") as file:
        file.seek(-100, os.SEEK_END)
        file.write(b"x")
    with pytest.raises(WeightsError, match=r"is not as it was when it was put here: .* Get it again"):
        store.verify("tiny")
    assert store.get("tiny").sha256 == got.sha256
    assert same_weights(got.path)
    os.truncate(got.path, 1000)
    assert store.installed() == []
    with pytest.raises(WeightsError, match=r"is not as it was"):
        store.verify("tiny")
    got.path.unlink()
    with pytest.raises(WeightsError, match=r"cannot be read"):
        store.verify("tiny")
    assert store.get("tiny").sha256 == got.sha256


def test_another_file_than_the_first_is_refused_until_the_encoder_is_removed(store, server, tmp_path):
    got = store.get("tiny")
    got.path.unlink()
    server.content, server.tag = published_bytes(tmp_path, seed=1), '"second"'
    with pytest.raises(DownloadError, match=r"another file than the first one: .* remove the encoder first"):
        store.get("tiny")
    assert store.find("tiny") is None
    store.remove("tiny")
    assert store.get("tiny").source_sha256 == sha256(server.content)


def test_a_digest_that_is_published_is_insisted_on(store, server, monkeypatch):
    monkeypatch.setitem(PUBLISHED_ENCODERS, "tiny", replace(tiny_card(server.url), sha256="0" * 64))
    with pytest.raises(DownloadError, match=r"recorded is 0000000000000000"):
        store.get("tiny")
    assert store.find("tiny") is None


def test_a_cancelled_download_stays_and_goes_on(store, server, content):
    server.behaviours.append(Behaviour(stalls_after=1_000_000))
    cancel = threading.Event()
    with pytest.raises(Cancelled):
        store.get("tiny", progress=lambda progress: cancel.set(), cancel=cancel)
    there = store.partial("tiny")
    assert 0 < there <= 1_000_000
    assert store.installed() == []
    store.get("tiny")
    assert server.starts() == [0, there]
    assert store.partial("tiny") == 0


def test_a_conversion_that_is_cancelled_needs_no_second_download(store, server):
    cancel = threading.Event()

    def stop(progress) -> None:
        if progress.stage == "converting":
            cancel.set()

    with pytest.raises(Cancelled):
        store.get("tiny", progress=stop, cancel=cancel)
    assert left_behind(store) == ["tiny.lock", "tiny.part.pth.tar", "tiny.part.pth.tar.info"]
    store.get("tiny")
    assert len(server.requests) == 1


def test_a_download_that_is_another_encoder_is_refused_and_not_kept(store, server, tmp_path):
    server.content = published_bytes(tmp_path, depth=3)
    with pytest.raises(WeightsError, match=r"this is another encoder than tiny: .*depth 3.* It was removed") as caught:
        store.get("tiny")
    assert caught.value.where == server.url
    assert left_behind(store) == ["tiny.lock"]


class Killed(BaseException):
    """Nothing that the program still does reaches the disk."""


def kill_at(monkeypatch, step) -> list:
    """The program dies instead of making this change of the folder, the first being 1; those that were begun."""
    begun = []

    def dying(change):
        def changed(*arguments, **options):
            begun.append(change)
            if len(begun) >= step:
                raise Killed
            return change(*arguments, **options)

        return changed

    for change in ("replace", "unlink", "fsync"):
        monkeypatch.setattr(os, change, dying(getattr(os, change)))
    return begun


@pytest.mark.parametrize(("before", "dtype"), [(None, "fp32"), ("fp32", "bf16"), ("bf16", "fp32")])
def test_a_program_that_is_killed_at_any_step_leaves_nothing_wrong_and_nothing_for_ever(
    tmp_path, server, monkeypatch, before, dtype
):
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)  # only a power cut would show it, and it takes long
    for step in range(1, 30):
        store = EncoderStore(tmp_path / f"killed at {step}")
        if before:
            store.get("tiny", dtype=before)
        with pytest.MonkeyPatch.context() as patch:
            begun = kill_at(patch, step)
            with suppress(Killed):
                store.get("tiny", dtype=dtype)
        if here := store.find("tiny"):  # whatever is believed to be here is whole
            assert store.verify("tiny") == here
        assert same_weights(store.get("tiny", dtype=dtype).path, {"fp32": torch.float32, "bf16": torch.bfloat16}[dtype])
        assert left_behind(store) == ["tiny.json", "tiny.lock", "tiny.safetensors"]
        if len(begun) < step:
            return
    pytest.fail("it never came to its end")


def test_a_removal_that_is_killed_at_any_step_can_be_repeated(tmp_path, server):
    for step in range(1, 4):
        store = EncoderStore(tmp_path / f"killed at {step}")
        store.get("tiny")
        with pytest.MonkeyPatch.context() as patch, suppress(Killed):
            kill_at(patch, step)
            store.remove("tiny")
        with suppress(EncoderMissing):
            store.remove("tiny")
        assert left_behind(store) == ["tiny.lock"]


def test_no_file_is_removed_or_replaced_while_it_is_open(store, server, published, monkeypatch):
    refuse_what_is_open(monkeypatch)
    for dtype in ("fp32", "bf16", "fp32"):
        store.get("tiny", dtype=dtype)
    store.import_file(published, dtype="bf16")
    assert left_behind(store) == ["tiny.json", "tiny.lock", "tiny.safetensors"]
    store.remove("tiny")
    weights = tiny_encoder(depth=2)
    weights.norm.bias.data[0] = float("nan")
    server.content, server.tag = save_published_encoder(weights, published).read_bytes(), '"nan"'
    with pytest.raises(WeightsError, match=r"holds NaN or infinite values.* It was removed"):
        store.get("tiny")
    assert left_behind(store) == ["tiny.lock"]


def test_an_encoder_that_cannot_be_removed_stays_whole(store, server, monkeypatch):
    got = store.get("tiny")
    refuse_what_is_open(monkeypatch)
    with got.path.open("rb"), pytest.raises(OutputError, match=r"permission denied\). Close the programs that use it"):
        store.remove("tiny")
    assert store.verify("tiny") == got


@pytest.mark.parametrize("keep", [0.3, 0.999])
def test_a_server_that_claims_the_half_is_the_whole_is_found_out(store, server, content, keep):
    server.content = content[: int(len(content) * keep)]
    with pytest.raises(WeightsError, match=r"It was removed"):
        store.get("tiny")
    assert left_behind(store) == ["tiny.lock"]


def test_removing_takes_everything_along(store, server):
    store.get("tiny")
    store.remove("tiny")
    assert left_behind(store) == ["tiny.lock"]
    assert store.find("tiny") is None
    with pytest.raises(EncoderMissing, match=r"the encoder tiny is not on this computer") as caught:
        store.remove("tiny")
    assert caught.value.encoder == "tiny"
    with pytest.raises(EncoderMissing):
        store.verify("tiny")


@pytest.mark.parametrize(
    "name", ["", "../tiny", "a/b", "a\\b", ".hidden", "x" * 65, "a b", "tiny\n", "\0", "a.part", "a.Part"]
)
def test_a_name_never_leads_out_of_the_folder(store, name):
    with pytest.raises(OutputError, match=r"is no name for an encoder"):
        store.import_file("which is not even looked at", name=name)
    for look in (store.verify, store.remove):
        with pytest.raises(EncoderMissing):
            look(name)
    assert store.find(name) is None
    assert store.partial(name) == 0


def test_an_imported_file_takes_the_published_name_that_fits_it(store, server, published, content):
    assert store.import_file(published).name == "tiny"
    assert published.exists()
    assert store.get("tiny").source == str(published)  # it is here: nothing to download
    assert server.requests == []


def test_an_imported_file_of_ones_own_is_named_after_itself(store, published):
    imported = store.import_file(published)
    assert imported.name == "My-encoder-1"
    assert imported.card is None
    assert same_weights(imported.path)
    assert imported.source_sha256 == sha256(published.read_bytes())


def test_importing_the_same_file_again_changes_nothing_but_the_dtype(store, published):
    first = store.import_file(published)
    assert store.import_file(published) == first
    second = store.import_file(published, dtype="bf16")
    assert (second.name, second.dtype, second.source_sha256) == (first.name, "bf16", first.source_sha256)
    assert len(store.installed()) == 1


def test_a_name_that_is_taken_by_another_encoder_is_not_overwritten(store, published, tmp_path):
    store.import_file(published, name="mine")
    other = save_published_encoder(tiny_encoder(depth=2, seed=1), tmp_path / "mine.pth.tar")
    for name in ("mine", None):
        with pytest.raises(OutputError, match=r"there is another encoder called mine already"):
            store.import_file(other, name=name)
    assert same_weights(store.find("mine").path)


def test_names_that_are_one_file_on_other_systems_are_one_name(store, published):
    store.import_file(published, name="mine")
    for name, other in (("Mine", "mine"), ("VITL16", "vitl16")):
        with pytest.raises(OutputError, match=rf"there is another encoder called {other} already"):
            store.import_file(published, name=name)


@pytest.mark.parametrize(
    ("file", "name"), [("a.part.pth.tar", "a"), ("a.part-", "a"), ("é.pt", "encoder"), (f"{'x' * 80}.pt", "x" * 64)]
)
def test_a_file_gives_an_encoder_of_ones_own_a_name_that_can_be_used(file, name):
    assert own_name(Path(file)) == name
    assert NAME.fullmatch(name)


def test_a_published_name_is_only_for_that_encoder(store, published):
    with pytest.raises(WeightsError, match=r"this is another encoder than vitl16"):
        store.import_file(published, name="vitl16")
    assert store.installed() == []


def test_a_stored_encoder_keeps_its_identity_on_another_computer(store, published, tmp_path):
    here = store.import_file(published, name="mine", dtype="bf16")
    there = EncoderStore(tmp_path / "other").import_file(here.path, dtype="fp32")
    assert there.source_sha256 == here.source_sha256
    assert there.dtype == "bf16"  # what was rounded is not called exact
    record = here.path.with_suffix(".json")
    record.write_text(record.read_text().replace(here.sha256, "0" * 64))  # the record of another file: not believed
    third = EncoderStore(tmp_path / "third").import_file(here.path)
    assert third.source_sha256 == here.sha256


def test_safetensors_are_imported_as_well(store, tmp_path):
    save_file(tiny_encoder(depth=2).state_dict(), tmp_path / "own.safetensors")
    assert same_weights(store.import_file(tmp_path / "own.safetensors").path)


def test_what_is_no_encoder_is_refused(store, tmp_path):
    html, folder = tmp_path / "a.safetensors", tmp_path / "empty"
    html.write_text("<html>")
    folder.mkdir()
    save_file({"linear.weight": torch.zeros(3, 3)}, tmp_path / "b.safetensors")
    for path, reason in (
        (html, "a web page, not weights"),
        (folder, "the folder holds no model.safetensors"),
        (tmp_path / "gone.pth.tar", "there is no such weights file"),
        (tmp_path / "b.safetensors", "this is not a V-JEPA encoder"),
    ):
        with pytest.raises(WeightsError, match=reason):
            store.import_file(path)
    assert store.installed() == []


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2},
        {"sha256": 3},
        {"sha256": "x"},
        {"bytes": "9"},
        {"config": []},
        {"config": {}},
        {"config": {"width": 192, "depth": 2, "mlp_hidden": 768, "resolution": 0, "patch": 16}},
        {"dtype": "fp7"},
        {"name": "other"},
        {"x": 1},
    ],
    ids=str,
)
def test_a_record_that_makes_no_sense_is_passed_over(store, published, change):
    record = store.import_file(published, name="mine").path.with_suffix(".json")
    record.write_text(json.dumps(json.loads(record.read_text()) | change))
    assert store.installed() == []
    assert store.by_digest("0" * 64) is None
    assert store.names() == ["mine"]
    with pytest.raises(WeightsError, match=r"mine on this computer is damaged: its file or its record is not whole"):
        store.verify("mine")
    record.write_text("{" * 100_000)
    assert store.installed() == []
    assert store.import_file(published, name="mine") in store.installed()


def test_two_at_once_do_not_get_in_each_others_way(store, published):
    store.import_file(published, name="mine")
    code = "import sys; from pathlib import Path; from core.model.store.file_lock import file_lock\n"
    code += "with file_lock(Path(sys.argv[1])): print('locked', flush=True); sys.stdin.read()"
    child = subprocess.Popen(
        [sys.executable, "-c", code, store.folder / "mine.lock"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        assert child.stdout.readline().strip() == b"locked"
        for change in (store.remove, lambda name: store.import_file(published, name=name)):
            with pytest.raises(OutputError, match=r"busy with the encoder mine. Wait until it is done"):
                change("mine")
    finally:
        child.kill()  # however a program ends, its lock ends with it
        child.communicate()
    store.remove("mine")


def test_a_lock_holds_within_one_program_too(store, published):
    store.folder.mkdir(parents=True)
    with file_lock(store.folder / "mine.lock"), pytest.raises(OutputError, match=r"another part of this one"):
        store.import_file(published, name="mine")


def test_a_read_only_folder_is_named(store, server, published):
    store.folder.mkdir(parents=True)
    with read_only_folder(store.folder):
        for put in (lambda: store.get("tiny"), lambda: store.import_file(published)):
            with pytest.raises(
                OutputError, match=r"the folder for encoders cannot be written \((read-only|permission)"
            ):
                put()


def test_a_disk_that_fills_up_during_the_conversion_leaves_nothing_half(store, published, monkeypatch):
    monkeypatch.setattr("core.model.store.disk_room.SPARE_BYTES", -(1 << 40))
    store.folder.mkdir(parents=True)
    with full_disk(store.folder, "1M"):
        with pytest.raises(OutputError, match=r"the encoder cannot be written \(no space left on device\)"):
            store.import_file(published, name="mine")
        assert left_behind(store) == ["mine.lock"]


def test_too_little_room_is_said_before_it_is_needed(store, published, monkeypatch):
    monkeypatch.setattr("core.model.store.disk_room.free_bytes", lambda folder: 5_000_000)
    with pytest.raises(OutputError, match=r"too little room on the disk: 55 MB are needed, 5.0 MB are free"):
        store.import_file(published)


def test_looking_up_needs_neither_torch_nor_numpy(repository):
    code = "import sys; from core.model.store import EncoderStore; EncoderStore().installed(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=repository, capture_output=True, text=True, check=True)
    assert {"torch", "numpy", "safetensors", "PySide6"}.isdisjoint(done.stdout.split())


def test_a_key_in_an_address_is_not_written_down(store, server):
    got = store.get("tiny", url=f"{server.url}?key=secret")
    assert got.source == server.url
    assert "secret" not in (store.folder / "tiny.json").read_text()


def test_an_address_that_is_none_is_refused(store, server):
    with pytest.raises(DownloadError, match=r"this is no address of a file"):
        store.get("tiny", url="http://[::1")


@pytest.mark.parametrize("name", [None, "tiny"])
def test_an_import_is_told_that_somebody_is_busy_before_it_reads_gigabytes(server, published, store, name):
    seen = []
    store.folder.mkdir(parents=True, exist_ok=True)
    with file_lock(store.folder / "tiny.lock"), pytest.raises(OutputError, match="is busy with the encoder tiny"):
        store.import_file(published, name=name, progress=seen.append)
    assert seen == []
