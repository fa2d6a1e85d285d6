"""What a player says when a run does not come about, or ends while another one is waiting."""

import logging
import threading

import pytest

from core.errors import BundleError
from fer_desktop import bridge
from fer_desktop.bridge import Request
from fer_desktop.player import Activity, Player


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
