"""Getting encoders in the background: one after the other, cancelled, checked, imported, removed."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import DownloadError, WeightsError
from core.model.cards import PUBLISHED_ENCODERS
from fer_desktop.models import Models, Task
from support.weights_server import Behaviour, WeightsServer, published_bytes, tiny_card


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A published file with a tiny encoder in it."""
    return published_bytes(tmp_path_factory.mktemp("published"))


@pytest.fixture
def models(qapp, tmp_path: Path) -> Iterator[Models]:
    made = Models(None, tmp_path / "encoders")
    yield made
    assert made.close(5.0)


def publish(monkeypatch: pytest.MonkeyPatch, server: WeightsServer, *names: str) -> None:
    for name in names or ("tiny",):
        card = replace(tiny_card(server.url, name=name), download_bytes=len(server.content))
        monkeypatch.setitem(PUBLISHED_ENCODERS, name, card)


def test_an_encoder_is_downloaded_and_installed(models, content, monkeypatch, qtbot):
    seen = []
    models.moved.connect(lambda name: seen.append(models.job(name) and models.job(name).progress))
    with WeightsServer(content, Behaviour(dribbles=400_000)) as server:
        publish(monkeypatch, server)
        with qtbot.waitSignal(models.done, timeout=10_000) as done:
            models.ask(Task.GET, "tiny", "bf16")
    job, encoder = done.args
    assert (job.task, encoder.name, encoder.dtype) == (Task.GET, "tiny", "bf16")
    assert [one.name for one in models.installed()] == ["tiny"]
    assert models.job("tiny") is None
    assert {progress.stage for progress in seen if progress} >= {"downloading", "converting"}


def test_two_at_once_come_one_after_the_other(models, content, monkeypatch, qtbot):
    with WeightsServer(content) as server:
        publish(monkeypatch, server, "one", "two")
        models.ask(Task.GET, "one")
        models.ask(Task.GET, "two")
        assert [models.job(name).working for name in ("one", "two")] == [True, False]
        qtbot.waitUntil(lambda: len(models.installed()) == 2, timeout=10_000)


def test_a_download_is_cancelled_and_goes_on_later(models, content, monkeypatch, qtbot):
    half = len(content) // 2
    with WeightsServer(content, Behaviour(stalls_after=half)) as server:
        publish(monkeypatch, server)
        models.ask(Task.GET, "tiny")
        qtbot.waitUntil(lambda: (told := models.job("tiny").progress) is not None and told.done > 0, timeout=10_000)
        models.cancel("tiny")
        qtbot.waitUntil(lambda: models.job("tiny") is None, timeout=10_000)
        assert models.installed() == []
        arrived = models.store.partial("tiny")
        with qtbot.waitSignal(models.done, timeout=10_000):
            models.ask(Task.GET, "tiny")
        assert server.starts() == [0, arrived]
        assert arrived > 0


def test_what_waits_can_be_taken_from_the_line(models, content, monkeypatch, qtbot):
    with WeightsServer(content, Behaviour(stalls_after=1000)) as server:
        publish(monkeypatch, server, "one", "two")
        models.ask(Task.GET, "one")
        models.ask(Task.GET, "two")
        models.cancel("two")
        assert models.job("two") is None
        models.cancel("one")
        qtbot.waitUntil(lambda: models.job("one") is None, timeout=10_000)


def test_closing_cancels_a_download(models, content, monkeypatch, qtbot):
    with WeightsServer(content, Behaviour(stalls_after=1000)) as server:
        publish(monkeypatch, server)
        models.ask(Task.GET, "tiny")
        qtbot.waitUntil(lambda: bool(server.requests), timeout=10_000)
        assert models.close(5.0)


def test_what_failed_says_why_and_can_be_tried_again(models, content, monkeypatch, qtbot):
    with WeightsServer(content, Behaviour(status="404 Not Found")) as server:
        publish(monkeypatch, server)
        with qtbot.waitSignal(models.failed, timeout=10_000):
            models.ask(Task.GET, "tiny")
        assert isinstance(models.job("tiny").error, DownloadError)
        with qtbot.waitSignal(models.done, timeout=10_000):
            models.repeat("tiny")
    assert models.job("tiny") is None


def test_an_encoder_that_was_damaged_is_got_anew(models, content, monkeypatch, qtbot):
    with WeightsServer(content) as server:
        publish(monkeypatch, server)
        with qtbot.waitSignal(models.done, timeout=10_000):
            models.ask(Task.GET, "tiny", "bf16")
        (here,) = models.installed()
        whole = here.path.read_bytes()
        here.path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        with qtbot.waitSignal(models.failed, timeout=10_000):
            models.ask(Task.VERIFY, "tiny")
        with qtbot.waitSignal(models.done, timeout=10_000) as done:
            models.repeat("tiny")
    assert done.args[1].dtype == "bf16"
    assert here.path.read_bytes() == whole


def test_a_file_is_imported_checked_and_removed(models, content, tmp_path, qtbot):
    file = tmp_path / "mine.pth.tar"
    file.write_bytes(content)
    with qtbot.waitSignal(models.done, timeout=10_000) as done:
        models.ask(Task.IMPORT, str(file))
    name = done.args[1].name
    with qtbot.waitSignal(models.done, timeout=10_000):
        models.ask(Task.VERIFY, name)
    (here,) = models.installed()
    damaged = bytearray(here.path.read_bytes())
    damaged[-1] ^= 1
    here.path.write_bytes(damaged)
    with qtbot.waitSignal(models.failed, timeout=10_000):
        models.ask(Task.VERIFY, name)
    assert isinstance(models.job(name).error, WeightsError)
    models.cancel(name)
    assert models.job(name) is None
    with qtbot.waitSignal(models.listed):
        models.remove(name)
    assert models.installed() == []
