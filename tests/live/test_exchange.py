"""Wishes that come faster than bundles can be loaded."""

import threading
import time

import pytest

from core.live import loading
from core.live.exchange import Exchange
from support.live_runs import until


class Disk:
    """A disk from which nothing comes until `released`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.released = threading.Event()
        self.asked: list[str] = []
        self.at_once = self.most_at_once = 0
        monkeypatch.setattr(loading, "load_bundle", self.load)

    def load(self, bundle: str, device: str, *, precision: str) -> None:
        self.asked.append(bundle)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.released.wait()
        self.at_once -= 1
        raise ValueError(bundle)


def test_bundles_that_nobody_wants_any_more_are_not_loaded_beside_the_wanted_one(monkeypatch):
    disk, wishes = Disk(monkeypatch), Exchange("first", "cpu", "fp32", lambda: None)
    for name in "abcdef":
        wishes.step(None, has_tracker=False)
        assert until(lambda: disk.asked)
        wishes.ask(name)
    wishes.step(None, has_tracker=False)
    time.sleep(0.1)
    disk.released.set()
    assert until(lambda: wishes.ready)
    with pytest.raises(ValueError, match="f"):
        wishes.step(None, has_tracker=False)
    assert disk.asked == ["first", "f"]
    assert disk.most_at_once == 1


def test_a_disk_that_hangs_does_not_keep_another_bundle_from_being_loaded(monkeypatch):
    disk, wishes = Disk(monkeypatch), Exchange("hangs", "cpu", "fp32", lambda: None)
    monkeypatch.setattr(loading, "LET_FINISH_S", 0.1)
    wishes.step(None, has_tracker=False)
    assert until(lambda: disk.asked)
    wishes.ask("elsewhere")
    wishes.step(None, has_tracker=False)
    assert until(lambda: disk.asked == ["hangs", "elsewhere"], 5)
    disk.released.set()
