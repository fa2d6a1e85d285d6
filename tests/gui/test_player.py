"""What a player says when a run does not come about, changes, or ends while another one is waiting."""

import logging
import threading
import time

import pytest

from core.errors import BundleError
from core.live import EventKind, Phase
from fer_desktop import bridge
from fer_desktop.bridge import Request
from fer_desktop.player import Activity, Player
from support.small_inputs import tiny_bundle


@pytest.fixture
def player(qapp) -> Player:
    made = Player()
    yield made
    assert made.close()


def test_a_broken_installation_is_told_at_every_start(player, qtbot, monkeypatch, caplog):
    monkeypatch.setattr(bridge, "HEAVY_MODULES", ("a_module_that_is_missing",))
    ends: list[BaseException | None] = []
    player.ended.connect(ends.append)
    with qtbot.waitSignal(player._preload.done):
        player.preload()
    qtbot.waitUntil(lambda: player._preload_error is not None)
    assert ends == []  # nobody has asked for anything yet
    for number in (1, 2):
        player.start(Request("demo:"))
        assert len(ends) == number
        assert isinstance(ends[-1], ModuleNotFoundError)
        assert player.activity is Activity.IDLE
        assert not player.active
    assert any(record.levelno == logging.ERROR for record in caplog.records)


@pytest.mark.parametrize(("fault", "told"), [("bundle", [BundleError]), ("source", [])])
def test_the_error_of_a_run_that_was_replaced_is_logged_and_told(player, qtbot, bundle, tmp_path, caplog, fault, told):
    """Told only when it may concern the next run as well: nobody wants that source any more."""
    broken, missing = tmp_path / "broken.ferbundle", str(tmp_path / "missing.mp4")
    broken.write_text("no zip")
    errors: list[BaseException] = []
    player.failed.connect(errors.append)
    with qtbot.waitSignal(player._preload.done, timeout=30_000):
        player.preload()
    player.start(Request("demo:", str(broken)) if fault == "bundle" else Request(missing, bundle))
    for thread in threading.enumerate():
        if thread.name.startswith("fer-"):
            thread.join(20)  # the run has failed, and its end is on the way
    player.start(Request("demo:", bundle))
    qtbot.waitUntil(lambda: player.activity is Activity.RUNNING, timeout=20_000)
    assert [type(error) for error in errors] == told
    assert "replaced" in caplog.text


@pytest.fixture
def ready(player, qtbot) -> Player:
    """A player that can start at once."""
    with qtbot.waitSignal(player._preload.done, timeout=30_000):
        player.preload()
    qtbot.waitUntil(lambda: player._loaded)
    return player


def test_another_bundle_is_put_into_use_while_the_run_goes_on(ready, qtbot, bundle, tmp_path):
    other = str(tiny_bundle(tmp_path / "other", name="other"))
    states, events = [], []
    ready.state.connect(states.append)
    ready.happened.connect(events.append)
    ready.start(Request("demo:", bundle, "cpu"))
    qtbot.waitUntil(lambda: bool(states) and states[-1].phase is Phase.RUNNING, timeout=20_000)
    ready.switch(bundle=other)
    qtbot.waitUntil(lambda: bool(events), timeout=20_000)
    assert [event.kind for event in events] == [EventKind.SWITCHED]
    assert (states[-1].card.name, states[-1].device) == ("other", "cpu")
    assert ready.activity is Activity.RUNNING


def test_a_run_that_has_not_begun_yet_begins_with_the_bundle_that_was_chosen_last(player, qtbot, bundle):
    states = []
    player.state.connect(states.append)
    player.start(Request("demo:", "missing.ferbundle", "gpu9"))
    player.switch(bundle=bundle)
    player.switch(device="cpu")
    qtbot.waitUntil(lambda: bool(states) and states[-1].phase is Phase.RUNNING, timeout=30_000)
    assert states[-1].card.name == "=tiny"


@pytest.mark.parametrize("held_up", ["core.live.loading.load_bundle", "core.capture.demo.DemoSource"])
def test_what_takes_long_to_begin_can_be_cancelled_at_once(ready, qtbot, bundle, monkeypatch, held_up):
    begun, released = threading.Event(), threading.Event()

    def forever(*_, **__):
        begun.set()
        released.wait()
        raise OSError("too late")

    monkeypatch.setattr(held_up, forever)
    ends = []
    ready.ended.connect(ends.append)
    ready.start(Request("demo:", bundle, "cpu"))
    assert begun.wait(10)
    clicked = time.monotonic()
    ready.stop()
    assert time.monotonic() - clicked < 0.1
    qtbot.waitUntil(lambda: ready.activity is Activity.IDLE, timeout=5000)
    assert time.monotonic() - clicked < 2
    assert ends == [None]
    released.set()
